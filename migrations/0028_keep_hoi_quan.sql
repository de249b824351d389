-- What the register keeps of a Hội quán beside its entry, from a day on, as it was known.

-- +goose Up
CREATE TABLE hoi_quan_sheets (
  id              uuid CONSTRAINT hoi_quan_sheets_pkey PRIMARY KEY,
  organization_id uuid NOT NULL CONSTRAINT hoi_quan_sheets_organization_fkey REFERENCES organizations,
  revision        bigint NOT NULL CONSTRAINT hoi_quan_sheets_revision_check CHECK (revision > 0),
  launched_on     date,
  record          jsonb NOT NULL,
  authority_id    uuid CONSTRAINT hoi_quan_sheets_authority_fkey REFERENCES authorities,
  valid_from      date NOT NULL,
  valid_to        date CONSTRAINT hoi_quan_sheets_valid_check CHECK (valid_to > valid_from),
  known_from      timestamptz NOT NULL,
  known_to        timestamptz CONSTRAINT hoi_quan_sheets_known_check CHECK (known_to >= known_from),
  CONSTRAINT hoi_quan_sheets_no_overlap EXCLUDE USING gist
    (organization_id WITH =, daterange(valid_from, valid_to) WITH &&, tstzrange(known_from, known_to) WITH &&)
);
CREATE UNIQUE INDEX hoi_quan_sheets_present_key ON hoi_quan_sheets (organization_id) WHERE known_to IS NULL AND valid_to IS NULL;
CREATE INDEX hoi_quan_sheets_organization_idx ON hoi_quan_sheets (organization_id, valid_from);
CREATE TRIGGER hoi_quan_sheets_append_only BEFORE UPDATE ON hoi_quan_sheets FOR EACH ROW EXECUTE FUNCTION public.keep_versions();
CREATE TRIGGER hoi_quan_sheets_no_delete BEFORE DELETE OR TRUNCATE ON hoi_quan_sheets FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

-- Only a Hội quán has one.
-- +goose StatementBegin
CREATE FUNCTION public.hoi_quan_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM organizations WHERE id = NEW.organization_id AND kind = 'hoi_quan') THEN
    RAISE EXCEPTION 'organization % is no hoi quan', NEW.organization_id USING ERRCODE = 'check_violation', CONSTRAINT = 'hoi_quan_sheets_kind';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER hoi_quan_sheets_kind BEFORE INSERT ON hoi_quan_sheets FOR EACH ROW EXECUTE FUNCTION public.hoi_quan_only();

-- +goose StatementBegin
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'htx_app') THEN
    GRANT SELECT, INSERT, UPDATE ON hoi_quan_sheets TO htx_app;
  END IF;
END $$;
-- +goose StatementEnd

-- +goose Down
DROP TABLE hoi_quan_sheets;
DROP FUNCTION public.hoi_quan_only();
