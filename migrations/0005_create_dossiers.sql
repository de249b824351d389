-- Registration files and their papers.

-- +goose Up
CREATE SEQUENCE dossier_number_seq;

CREATE TABLE dossiers (
  id                uuid PRIMARY KEY,
  number            text,
  procedure         text NOT NULL,
  organization_kind text NOT NULL CONSTRAINT dossiers_kind_check CHECK (organization_kind IN ('htx', 'lhhtx', 'qtdnd', 'tht', 'hoi_quan')),
  organization_id   uuid CONSTRAINT dossiers_organization_fkey REFERENCES organizations DEFERRABLE INITIALLY DEFERRED,
  unit_id           uuid CONSTRAINT dossiers_unit_fkey REFERENCES units DEFERRABLE INITIALLY DEFERRED,
  authority_id      uuid NOT NULL CONSTRAINT dossiers_authority_fkey REFERENCES authorities,
  province_code     text NOT NULL,     -- of the authority, for its superiors
  state             text NOT NULL CONSTRAINT dossiers_state_check CHECK (state IN ('draft', 'submitted', 'returned', 'approved', 'refused', 'withdrawn', 'lapsed')),
  channel           text NOT NULL CONSTRAINT dossiers_channel_check CHECK (channel IN ('counter', 'post', 'online')),
  filer             jsonb NOT NULL DEFAULT '{}',
  fee_paid          boolean NOT NULL DEFAULT false,
  papers_received   jsonb NOT NULL DEFAULT '[]',
  payload           jsonb NOT NULL,
  documents         jsonb NOT NULL DEFAULT '[]',
  checks            jsonb NOT NULL DEFAULT '[]',
  returns           jsonb NOT NULL DEFAULT '[]',
  regime            text NOT NULL DEFAULT '',
  rulebook          text NOT NULL DEFAULT '',
  name_folded       text GENERATED ALWAYS AS (public.fold(coalesce(payload #>> '{name,vi}', payload ->> 'unit_name', '') || ' ' || coalesce(number, ''))) STORED,
  created_at        timestamptz NOT NULL,
  created_by        uuid NOT NULL CONSTRAINT dossiers_created_by_fkey REFERENCES api_keys,
  received_at       timestamptz,
  received_by       uuid CONSTRAINT dossiers_received_by_fkey REFERENCES api_keys,
  due_on            date,
  lapses_on         date,              -- day on which a returned dossier, or a draft, loses its value unless mended
  decided_at        timestamptz,
  decided_by        uuid CONSTRAINT dossiers_decided_by_fkey REFERENCES api_keys,
  decision          jsonb,
  revision          bigint NOT NULL CONSTRAINT dossiers_revision_check CHECK (revision > 0),
  CONSTRAINT dossiers_number_key UNIQUE (number),
  CONSTRAINT dossiers_received_check CHECK ((state = 'draft' OR (state IN ('withdrawn', 'lapsed') AND number IS NULL)) = (received_at IS NULL)),
  CONSTRAINT dossiers_number_check CHECK ((number IS NULL) = (received_at IS NULL)),
  CONSTRAINT dossiers_decided_check CHECK ((state IN ('approved', 'refused', 'withdrawn', 'lapsed')) = (decided_at IS NOT NULL)),
  CONSTRAINT dossiers_approved_check CHECK (state <> 'approved' OR organization_id IS NOT NULL)
);
-- For reading one dossier without standing in the way of those who enter or decide its neighbours (as name_claims_key_idx):
-- ids of one day share a page of the ordered index.
CREATE INDEX dossiers_id_idx ON dossiers USING hash (id) WITH (fillfactor = 10);
CREATE INDEX dossiers_authority_idx ON dossiers (authority_id, id);
CREATE INDEX dossiers_province_idx ON dossiers (province_code, id);
CREATE INDEX dossiers_open_idx ON dossiers (authority_id, due_on, id) WHERE state = 'submitted';
CREATE INDEX dossiers_lapse_idx ON dossiers (lapses_on) WHERE state IN ('draft', 'returned');
CREATE INDEX dossiers_received_idx ON dossiers (received_at, id);
CREATE INDEX dossiers_organization_idx ON dossiers (organization_id);
CREATE INDEX dossiers_name_idx ON dossiers USING gin (name_folded gin_trgm_ops);

-- The states a dossier may go through; a decided one is never touched again.
-- +goose StatementBegin
CREATE FUNCTION dossiers_keep_states() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state IN ('approved', 'refused', 'withdrawn', 'lapsed') THEN
    RAISE EXCEPTION 'dossier % is decided', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'dossiers_decided_final';
  END IF;
  IF NEW.state <> OLD.state AND NOT (
       (OLD.state = 'draft' AND NEW.state IN ('submitted', 'withdrawn', 'lapsed'))
    OR (OLD.state = 'submitted' AND NEW.state IN ('returned', 'approved', 'refused', 'withdrawn'))
    OR (OLD.state = 'returned' AND NEW.state IN ('submitted', 'withdrawn', 'lapsed'))) THEN
    RAISE EXCEPTION 'dossier %: % to %', OLD.id, OLD.state, NEW.state USING ERRCODE = 'check_violation', CONSTRAINT = 'dossiers_state_order';
  END IF;
  IF NEW.revision <> OLD.revision + 1 OR NEW.id <> OLD.id OR NEW.procedure <> OLD.procedure THEN
    RAISE EXCEPTION 'dossier %: revision', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'dossiers_revision_order';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER dossiers_states BEFORE UPDATE ON dossiers FOR EACH ROW EXECUTE FUNCTION dossiers_keep_states();
CREATE TRIGGER dossiers_no_delete BEFORE DELETE OR TRUNCATE ON dossiers FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

-- +goose Down
DROP TABLE dossiers;
DROP FUNCTION dossiers_keep_states();
DROP SEQUENCE dossier_number_seq;
