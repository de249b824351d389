-- What organisations report of a year, and how they are rated for it. A correction is a new revision; the old one is known
-- no longer from known_to on, and nothing else of it ever changes.

-- +goose Up
CREATE TABLE reports (
  organization_id uuid NOT NULL CONSTRAINT reports_organization_fkey REFERENCES organizations,
  year            smallint NOT NULL CONSTRAINT reports_year_check CHECK (year BETWEEN 2003 AND 2200),
  revision        bigint NOT NULL CONSTRAINT reports_revision_check CHECK (revision > 0),
  record          jsonb NOT NULL,
  authority_id    uuid NOT NULL CONSTRAINT reports_authority_fkey REFERENCES authorities,
  received_at     timestamptz NOT NULL,
  known_from      timestamptz NOT NULL,
  known_to        timestamptz CONSTRAINT reports_known_check CHECK (known_to >= known_from),
  CONSTRAINT reports_pkey PRIMARY KEY (organization_id, year, revision)
);
CREATE UNIQUE INDEX reports_present_key ON reports (organization_id, year) WHERE known_to IS NULL;
CREATE INDEX reports_office_idx ON reports (authority_id, year, received_at) WHERE known_to IS NULL;
CREATE TRIGGER reports_append_only BEFORE UPDATE ON reports FOR EACH ROW EXECUTE FUNCTION public.keep_versions();
CREATE TRIGGER reports_no_delete BEFORE DELETE OR TRUNCATE ON reports FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

CREATE TABLE ratings (
  organization_id uuid NOT NULL CONSTRAINT ratings_organization_fkey REFERENCES organizations,
  year            smallint NOT NULL CONSTRAINT ratings_year_check CHECK (year BETWEEN 2003 AND 2200),
  revision        bigint NOT NULL CONSTRAINT ratings_revision_check CHECK (revision > 0),
  scheme          text NOT NULL,
  total           integer CONSTRAINT ratings_total_check CHECK (total BETWEEN 0 AND 10000),
  rank            text CONSTRAINT ratings_rank_check CHECK (rank IN ('good', 'fair', 'average', 'weak')),
  exempt          boolean NOT NULL,
  record          jsonb NOT NULL,
  authority_id    uuid NOT NULL CONSTRAINT ratings_authority_fkey REFERENCES authorities,
  known_from      timestamptz NOT NULL,
  known_to        timestamptz CONSTRAINT ratings_known_check CHECK (known_to >= known_from),
  CONSTRAINT ratings_pkey PRIMARY KEY (organization_id, year, revision),
  -- ranked only by points, and never when exempt
  CONSTRAINT ratings_rank_total_check CHECK (rank IS NULL OR total IS NOT NULL AND NOT exempt)
);
CREATE UNIQUE INDEX ratings_present_key ON ratings (organization_id, year) WHERE known_to IS NULL;
CREATE INDEX ratings_total_idx ON ratings (year, (coalesce(total, -1)), organization_id) WHERE known_to IS NULL;
CREATE INDEX ratings_rank_idx ON ratings (year, rank, (coalesce(total, -1)), organization_id) WHERE known_to IS NULL;
CREATE INDEX ratings_authority_idx ON ratings (authority_id, year, (coalesce(total, -1)), organization_id) WHERE known_to IS NULL;
CREATE INDEX ratings_known_idx ON ratings (year, organization_id);
CREATE TRIGGER ratings_append_only BEFORE UPDATE ON ratings FOR EACH ROW EXECUTE FUNCTION public.keep_versions();
CREATE TRIGGER ratings_no_delete BEFORE DELETE OR TRUNCATE ON ratings FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

-- +goose StatementBegin
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'htx_app') THEN
    GRANT SELECT, INSERT, UPDATE ON reports, ratings TO htx_app;
  END IF;
END $$;
-- +goose StatementEnd

-- +goose Down
DROP TABLE ratings, reports;
