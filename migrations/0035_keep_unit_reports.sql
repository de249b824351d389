-- What departments and People's Committees report of a year to the office that sums it up: text and figures with a digest. A
-- correction is a new revision; the old one is known no longer from known_to on, and nothing else of it ever changes.

-- +goose Up
CREATE TABLE unit_reports (
  year         smallint NOT NULL CONSTRAINT unit_reports_year_check CHECK (year BETWEEN 2003 AND 2200),
  unit         text NOT NULL CONSTRAINT unit_reports_unit_check CHECK (unit ~ '^[a-z]+-[0-9]+$'),
  revision     bigint NOT NULL CONSTRAINT unit_reports_revision_check CHECK (revision > 0),
  record       jsonb NOT NULL,
  digest       text NOT NULL CONSTRAINT unit_reports_digest_check CHECK (digest ~ '^[0-9a-f]{64}$'),
  authority_id uuid NOT NULL CONSTRAINT unit_reports_authority_fkey REFERENCES authorities,
  received_at  timestamptz NOT NULL CONSTRAINT unit_reports_received_check CHECK (received_at <= known_from),
  known_from   timestamptz NOT NULL,
  known_to     timestamptz CONSTRAINT unit_reports_known_check CHECK (known_to >= known_from),
  CONSTRAINT unit_reports_pkey PRIMARY KEY (year, unit, revision)
);
CREATE UNIQUE INDEX unit_reports_present_key ON unit_reports (year, unit) WHERE known_to IS NULL;
CREATE TRIGGER unit_reports_append_only BEFORE UPDATE ON unit_reports FOR EACH ROW EXECUTE FUNCTION public.keep_versions();
CREATE TRIGGER unit_reports_no_delete BEFORE DELETE OR TRUNCATE ON unit_reports FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER unit_reports_known_after_roll_ups BEFORE INSERT ON unit_reports FOR EACH ROW EXECUTE FUNCTION public.known_after_roll_ups();

-- +goose StatementBegin
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'htx_app') THEN
    GRANT SELECT, INSERT, UPDATE ON unit_reports TO htx_app;
  END IF;
END $$;
-- +goose StatementEnd

-- +goose Down
DROP TABLE unit_reports;
