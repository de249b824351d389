-- Succession of offices: what became, on the day of a decision, of the files and keys of offices that ended, and what a
-- person must still settle.

-- +goose Up
CREATE TABLE successions (
  id           uuid PRIMARY KEY,
  name         text NOT NULL CONSTRAINT successions_name_check CHECK (name ~ '^[a-z0-9][a-z0-9-]{2,79}$'),
  digest       text NOT NULL,        -- SHA-256 of the plan: the same plan again changes nothing, another one of the name is refused
  plan         jsonb NOT NULL,
  effective_on date NOT NULL,
  counts       jsonb NOT NULL,
  applied_at   timestamptz NOT NULL,
  applied_by   text NOT NULL,
  CONSTRAINT successions_name_key UNIQUE (name)
);
CREATE INDEX successions_applied_idx ON successions (applied_at, id);
CREATE TRIGGER successions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON successions
  FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

-- A file remembers the offices it lay at, oldest first, and the succession that moved it last.
ALTER TABLE dossiers
  ADD COLUMN transferred_from jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN succession_id uuid CONSTRAINT dossiers_succession_fkey REFERENCES successions;

-- What no rule decides: a person names one of the candidates, or ends a key.
CREATE TABLE succession_cases (
  id              uuid PRIMARY KEY,
  succession_id   uuid NOT NULL CONSTRAINT succession_cases_succession_fkey REFERENCES successions,
  subject         text NOT NULL CONSTRAINT succession_cases_subject_check CHECK (subject IN ('dossier', 'organization', 'key')),
  dossier_id      uuid CONSTRAINT succession_cases_dossier_fkey REFERENCES dossiers,
  organization_id uuid CONSTRAINT succession_cases_organization_fkey REFERENCES organizations,
  key_id          uuid CONSTRAINT succession_cases_key_fkey REFERENCES api_keys,
  label           text NOT NULL,
  from_id         uuid NOT NULL CONSTRAINT succession_cases_from_fkey REFERENCES authorities,
  candidates      uuid[] NOT NULL,
  reason          text NOT NULL,
  settled_at      timestamptz,
  settled_by      text,
  settled_to      uuid CONSTRAINT succession_cases_settled_fkey REFERENCES authorities,
  CONSTRAINT succession_cases_one_subject CHECK (num_nonnulls(dossier_id, organization_id, key_id) = 1
    AND CASE subject WHEN 'dossier' THEN dossier_id WHEN 'organization' THEN organization_id ELSE key_id END IS NOT NULL),
  CONSTRAINT succession_cases_settled_check CHECK ((settled_at IS NULL) = (settled_by IS NULL)
    AND (settled_to IS NULL OR (settled_at IS NOT NULL AND settled_to = ANY (candidates)))
    AND (settled_at IS NULL OR settled_to IS NOT NULL OR subject = 'key'))
);
CREATE INDEX succession_cases_succession_idx ON succession_cases (succession_id, id);
CREATE INDEX succession_cases_open_idx ON succession_cases (succession_id, id) WHERE settled_at IS NULL;
CREATE UNIQUE INDEX succession_cases_dossier_key ON succession_cases (succession_id, dossier_id) WHERE dossier_id IS NOT NULL;
CREATE UNIQUE INDEX succession_cases_organization_key ON succession_cases (succession_id, organization_id) WHERE organization_id IS NOT NULL;
CREATE UNIQUE INDEX succession_cases_key_key ON succession_cases (succession_id, key_id) WHERE key_id IS NOT NULL;

-- A case is settled once; nothing else of it ever changes.
-- +goose StatementBegin
CREATE FUNCTION public.succession_cases_settle_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.settled_at IS NOT NULL OR (to_jsonb(NEW) - ARRAY['settled_at', 'settled_by', 'settled_to'])
      IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['settled_at', 'settled_by', 'settled_to']) THEN
    RAISE EXCEPTION 'case % is settled once', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'succession_cases_settled_once';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER succession_cases_once BEFORE UPDATE ON succession_cases FOR EACH ROW EXECUTE FUNCTION public.succession_cases_settle_once();
CREATE TRIGGER succession_cases_no_delete BEFORE DELETE OR TRUNCATE ON succession_cases FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

-- A file is entered, received and decided only by an office that lives on that day; it changes its office only while it is
-- open, only by a succession, and never forgets where it lay.
-- +goose StatementBegin
CREATE FUNCTION public.dossiers_keep_office() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  acted timestamptz;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW.authority_id <> OLD.authority_id THEN
      IF NEW.state <> OLD.state OR NEW.succession_id IS NULL
          OR NEW.transferred_from <> OLD.transferred_from || to_jsonb(OLD.authority_id::text) THEN
        RAISE EXCEPTION 'dossier % moved without a succession', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'dossiers_moved_by_succession';
      END IF;
    ELSIF NEW.transferred_from <> OLD.transferred_from OR NEW.succession_id IS DISTINCT FROM OLD.succession_id THEN
      RAISE EXCEPTION 'dossier % forgets where it lay', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'dossiers_moved_by_succession';
    END IF;
    IF NEW.state = OLD.state OR NEW.state NOT IN ('submitted', 'approved', 'refused') THEN
      RETURN NEW;
    END IF;
    acted := coalesce(NEW.decided_at, NEW.received_at);
  ELSE
    acted := NEW.created_at;
  END IF;
  IF EXISTS (SELECT FROM authorities a WHERE a.id = NEW.authority_id AND a.valid_to <= (acted AT TIME ZONE '+07')::date) THEN
    RAISE EXCEPTION 'dossier %: its office has ended', NEW.id USING ERRCODE = 'check_violation', CONSTRAINT = 'dossiers_office_lives';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER dossiers_office BEFORE INSERT OR UPDATE ON dossiers FOR EACH ROW EXECUTE FUNCTION public.dossiers_keep_office();

-- A key works for another office only once its own has ended.
-- +goose StatementBegin
CREATE FUNCTION public.api_keys_keep_office() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.authority_id IS DISTINCT FROM OLD.authority_id AND (NEW.authority_id IS NULL
      OR NOT EXISTS (SELECT FROM authorities a WHERE a.id = OLD.authority_id AND a.valid_to IS NOT NULL)) THEN
    RAISE EXCEPTION 'key %: its office lives', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'api_keys_office_ended';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER api_keys_office BEFORE UPDATE OF authority_id ON api_keys FOR EACH ROW EXECUTE FUNCTION public.api_keys_keep_office();

-- Where a file went that lay at an office of the caller: so that whoever looks for it is told, and nobody else.
-- +goose StatementBegin
CREATE FUNCTION public.dossier_went_to(dossier uuid) RETURNS uuid
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public AS $$
DECLARE
  scope text := coalesce(current_setting('app.scope', true), '');
  went uuid;
BEGIN
  PERFORM set_config('app.scope', 'all', true);
  SELECT d.authority_id INTO went FROM dossiers d
    WHERE d.id = dossier AND d.transferred_from ?| string_to_array(nullif(scope, ''), ',');
  PERFORM set_config('app.scope', scope, true);
  RETURN went;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'htx_app') THEN
    GRANT SELECT, INSERT ON successions TO htx_app;
    GRANT SELECT, INSERT, UPDATE ON succession_cases TO htx_app;
  END IF;
END $$;
-- +goose StatementEnd

-- +goose Down
DROP FUNCTION public.dossier_went_to(uuid);
DROP TRIGGER api_keys_office ON api_keys;
DROP FUNCTION public.api_keys_keep_office();
DROP TRIGGER dossiers_office ON dossiers;
DROP FUNCTION public.dossiers_keep_office();
DROP TABLE succession_cases;
DROP FUNCTION public.succession_cases_settle_once();
ALTER TABLE dossiers DROP COLUMN succession_id, DROP COLUMN transferred_from;
DROP TABLE successions;
