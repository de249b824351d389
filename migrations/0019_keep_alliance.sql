-- Who is a member of the cooperative alliance, as the alliance says, and which lines of a rating failed.

-- +goose Up
CREATE TABLE alliance_memberships (
  id              uuid CONSTRAINT alliance_memberships_pkey PRIMARY KEY,
  organization_id uuid NOT NULL CONSTRAINT alliance_memberships_organization_fkey REFERENCES organizations,
  kind            text NOT NULL CONSTRAINT alliance_memberships_kind_check CHECK (kind IN ('official', 'associate', 'honorary')),
  valid_from      date NOT NULL,
  valid_to        date CONSTRAINT alliance_memberships_valid_check CHECK (valid_to > valid_from),
  decision        jsonb,
  reason          text NOT NULL DEFAULT '',
  recorded_by     uuid NOT NULL CONSTRAINT alliance_memberships_recorded_by_fkey REFERENCES api_keys,
  known_from      timestamptz NOT NULL,
  known_to        timestamptz CONSTRAINT alliance_memberships_known_check CHECK (known_to >= known_from),
  CONSTRAINT alliance_memberships_no_overlap EXCLUDE USING gist
    (organization_id WITH =, daterange(valid_from, valid_to) WITH &&, tstzrange(known_from, known_to) WITH &&)
);
-- The present members. No end lies in the future, so who has none is one.
CREATE UNIQUE INDEX alliance_memberships_present_key ON alliance_memberships (organization_id) WHERE known_to IS NULL AND valid_to IS NULL;
CREATE INDEX alliance_memberships_kind_idx ON alliance_memberships (kind, organization_id) WHERE known_to IS NULL AND valid_to IS NULL;
CREATE INDEX alliance_memberships_organization_idx ON alliance_memberships (organization_id, valid_from);
CREATE TRIGGER alliance_memberships_append_only BEFORE UPDATE ON alliance_memberships FOR EACH ROW EXECUTE FUNCTION public.keep_versions();
CREATE TRIGGER alliance_memberships_no_delete BEFORE DELETE OR TRUNCATE ON alliance_memberships FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

-- The alliance says who is its member, and nobody else.
-- +goose StatementBegin
CREATE FUNCTION public.alliance_speaks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM api_keys WHERE id = NEW.recorded_by AND role = 'alliance_officer') THEN
    RAISE EXCEPTION '% is written by the alliance', TG_TABLE_NAME USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_by_alliance';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER alliance_memberships_by_alliance BEFORE INSERT ON alliance_memberships FOR EACH ROW EXECUTE FUNCTION public.alliance_speaks();

-- The lines of a rating that were given no point, the office's points before the own ones, as "2021/C05". A line that was not
-- scored is not known and has not failed.
-- +goose StatementBegin
CREATE FUNCTION public.failed_lines(year smallint, record jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(year || '/' || (s ->> 'line') ORDER BY s ->> 'line'), '{}')
    FROM jsonb_array_elements(CASE jsonb_typeof(record -> 'scores') WHEN 'array' THEN record -> 'scores' ELSE '[]' END) s
   WHERE coalesce(s -> 'office_points', s -> 'points') = '0'
$$;
CREATE OR REPLACE FUNCTION public.keep_versions() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  free text[] := ARRAY['known_to', 'search', 'search_text', 'failed']; -- generated columns are not worked out yet
BEGIN
  IF OLD.known_to IS NOT NULL OR NEW.known_to IS NULL OR (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free) THEN
    RAISE EXCEPTION '% keeps what was known: change refused', TG_TABLE_NAME USING ERRCODE = 'restrict_violation',
      CONSTRAINT = TG_TABLE_NAME || '_append_only';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
ALTER TABLE ratings ADD COLUMN failed text[] GENERATED ALWAYS AS (public.failed_lines(year, record)) STORED;
CREATE INDEX ratings_failed_idx ON ratings USING gin (failed) WHERE known_to IS NULL;

-- +goose StatementBegin
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'htx_app') THEN
    GRANT SELECT, INSERT, UPDATE ON alliance_memberships TO htx_app;
  END IF;
END $$;
-- +goose StatementEnd

-- +goose Down
ALTER TABLE ratings DROP COLUMN failed;
DROP FUNCTION public.failed_lines(smallint, jsonb);
DROP TABLE alliance_memberships;
DROP FUNCTION public.alliance_speaks();
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION public.keep_versions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.known_to IS NOT NULL OR NEW.known_to IS NULL
     -- generated columns are not worked out yet
     OR (to_jsonb(NEW) - ARRAY['known_to', 'search', 'search_text']) IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['known_to', 'search', 'search_text']) THEN
    RAISE EXCEPTION '% keeps what was known: change refused', TG_TABLE_NAME USING ERRCODE = 'restrict_violation',
      CONSTRAINT = TG_TABLE_NAME || '_append_only';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
