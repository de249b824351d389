-- Lives: what an organisation or unit was on any day as known at any instant, how organisations descend from each other, and
-- what falls due by itself.

-- +goose Up
-- The present state of a record holds from valid_from until further notice and is known since known_from.
ALTER TABLE organizations
  ADD COLUMN enterprises jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN valid_from  date,
  ADD COLUMN known_from  timestamptz;
UPDATE organizations SET known_from = recorded_at, valid_from = CASE WHEN status IN ('active', 'recorded')
  THEN coalesce(registered_on, status_since, (recorded_at AT TIME ZONE '+07')::date)
  ELSE coalesce(status_since, (recorded_at AT TIME ZONE '+07')::date) END;
ALTER TABLE organizations ALTER COLUMN valid_from SET NOT NULL, ALTER COLUMN known_from SET NOT NULL;
ALTER TABLE units
  ADD COLUMN status_reason text NOT NULL DEFAULT '',
  ADD COLUMN valid_from    date,
  ADD COLUMN known_from    timestamptz;
UPDATE units SET known_from = recorded_at, valid_from = coalesce(registered_on, (recorded_at AT TIME ZONE '+07')::date);
ALTER TABLE units ALTER COLUMN valid_from SET NOT NULL, ALTER COLUMN known_from SET NOT NULL;

-- An HTX made out of a THT keeps its code (Điều 108, 17/2023/QH15); the THT has ended by conversion.
ALTER TABLE organizations DROP CONSTRAINT organizations_code_key;
CREATE UNIQUE INDEX organizations_code_key ON organizations (code) WHERE status_reason <> 'conversion';

-- Every other state: of past days, and what was once thought of a day and is known better now. known_to is the instant from
-- which it is known no longer; nothing else of a row ever changes.
CREATE TABLE organization_versions (LIKE organizations INCLUDING DEFAULTS INCLUDING GENERATED);
ALTER TABLE organization_versions
  ADD COLUMN valid_to date,
  ADD COLUMN known_to timestamptz,
  ADD CONSTRAINT organization_versions_organization_fkey FOREIGN KEY (id) REFERENCES organizations,
  ADD CONSTRAINT organization_versions_valid_check CHECK (valid_to > valid_from),
  ADD CONSTRAINT organization_versions_known_check CHECK (known_to >= known_from),
  ADD CONSTRAINT organization_versions_known_once CHECK (valid_to IS NOT NULL OR known_to IS NOT NULL),
  ADD CONSTRAINT organization_versions_no_overlap EXCLUDE USING gist
    (id WITH =, daterange(valid_from, valid_to) WITH &&, tstzrange(known_from, known_to) WITH &&);
CREATE INDEX organization_versions_id_idx ON organization_versions (id);
CREATE INDEX organization_versions_search_idx ON organization_versions USING gin (search) WITH (fastupdate = off);
CREATE INDEX organization_versions_trigram_idx ON organization_versions USING gin (search_text gin_trgm_ops) WITH (fastupdate = off);
CREATE INDEX organization_versions_industry_idx ON organization_versions USING gin (industry_prefixes) WITH (fastupdate = off);
CREATE INDEX organization_versions_name_idx ON organization_versions (name_vi COLLATE "vi-x-icu", id);
CREATE INDEX organization_versions_registered_idx ON organization_versions (registered_on, id);
CREATE INDEX organization_versions_kind_idx ON organization_versions (kind, id);
CREATE INDEX organization_versions_status_idx ON organization_versions (status, id);
CREATE INDEX organization_versions_authority_idx ON organization_versions (authority_id, id);
CREATE INDEX organization_versions_new_province_idx ON organization_versions (new_province, id);
CREATE INDEX organization_versions_new_commune_idx ON organization_versions (new_commune, id);
CREATE INDEX organization_versions_old_district_idx ON organization_versions (old_district, id);
CREATE INDEX organization_versions_old_commune_idx ON organization_versions (old_commune, id);

CREATE TABLE unit_versions (LIKE units INCLUDING DEFAULTS);
ALTER TABLE unit_versions
  ADD COLUMN valid_to date,
  ADD COLUMN known_to timestamptz,
  ADD CONSTRAINT unit_versions_unit_fkey FOREIGN KEY (id) REFERENCES units,
  ADD CONSTRAINT unit_versions_valid_check CHECK (valid_to > valid_from),
  ADD CONSTRAINT unit_versions_known_check CHECK (known_to >= known_from),
  ADD CONSTRAINT unit_versions_known_once CHECK (valid_to IS NOT NULL OR known_to IS NOT NULL),
  ADD CONSTRAINT unit_versions_no_overlap EXCLUDE USING gist
    (id WITH =, daterange(valid_from, valid_to) WITH &&, tstzrange(known_from, known_to) WITH &&);
CREATE INDEX unit_versions_organization_idx ON unit_versions (organization_id, id);

-- All states, for questions about another day than today or another knowledge than the present.
CREATE VIEW organization_states AS
  SELECT o.*, NULL::date AS valid_to, NULL::timestamptz AS known_to FROM organizations o
  UNION ALL SELECT v.* FROM organization_versions v;
CREATE VIEW unit_states AS
  SELECT u.*, NULL::date AS valid_to, NULL::timestamptz AS known_to FROM units u
  UNION ALL SELECT v.* FROM unit_versions v;

-- keep_versions lets a version lose its knowledge once and nothing more.
-- +goose StatementBegin
CREATE FUNCTION public.keep_versions() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER organization_versions_append_only BEFORE UPDATE ON organization_versions FOR EACH ROW EXECUTE FUNCTION public.keep_versions();
CREATE TRIGGER organization_versions_no_delete BEFORE DELETE OR TRUNCATE ON organization_versions FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER unit_versions_append_only BEFORE UPDATE ON unit_versions FOR EACH ROW EXECUTE FUNCTION public.keep_versions();
CREATE TRIGGER unit_versions_no_delete BEFORE DELETE OR TRUNCATE ON unit_versions FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

-- present_alone refuses a present state beside a version for the same days and knowledge.
-- +goose StatementBegin
CREATE FUNCTION public.organization_present_alone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM organization_versions v JOIN organizations o ON o.id = v.id WHERE v.id = NEW.id
      AND daterange(v.valid_from, v.valid_to) && daterange(o.valid_from, NULL)
      AND tstzrange(v.known_from, v.known_to) && tstzrange(o.known_from, NULL)) THEN
    RAISE EXCEPTION 'two states of organization %', NEW.id USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'organizations_present_alone';
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION public.unit_present_alone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM unit_versions v JOIN units u ON u.id = v.id WHERE v.id = NEW.id
      AND daterange(v.valid_from, v.valid_to) && daterange(u.valid_from, NULL)
      AND tstzrange(v.known_from, v.known_to) && tstzrange(u.known_from, NULL)) THEN
    RAISE EXCEPTION 'two states of unit %', NEW.id USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'units_present_alone';
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE CONSTRAINT TRIGGER organizations_present_alone AFTER UPDATE ON organizations DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION public.organization_present_alone();
CREATE CONSTRAINT TRIGGER organization_versions_present_alone AFTER INSERT ON organization_versions DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION public.organization_present_alone();
CREATE CONSTRAINT TRIGGER units_present_alone AFTER UPDATE ON units DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION public.unit_present_alone();
CREATE CONSTRAINT TRIGGER unit_versions_present_alone AFTER INSERT ON unit_versions DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION public.unit_present_alone();

-- What an act changed of the record: the projection is the sum of the deltas.
ALTER TABLE history ADD COLUMN delta jsonb;
CREATE INDEX history_effect_idx ON history (organization_id, effective_on) WHERE delta IS NOT NULL;

-- How organisations descend from each other and belong together: from is the older or the member.
CREATE TABLE links (
  id         uuid PRIMARY KEY,
  kind       text NOT NULL CONSTRAINT links_kind_check CHECK (kind IN ('born_from', 'converted_to', 'member_of', 'divided_into', 'separated_into', 'consolidated_into', 'merged_into')),
  from_id    uuid NOT NULL CONSTRAINT links_from_fkey REFERENCES organizations DEFERRABLE INITIALLY DEFERRED,
  to_id      uuid NOT NULL CONSTRAINT links_to_fkey REFERENCES organizations DEFERRABLE INITIALLY DEFERRED,
  valid_from date NOT NULL,
  valid_to   date,
  known_from timestamptz NOT NULL,
  known_to   timestamptz,
  dossier_id uuid,
  CONSTRAINT links_self_check CHECK (from_id <> to_id),
  CONSTRAINT links_valid_check CHECK (valid_to > valid_from),
  CONSTRAINT links_no_overlap EXCLUDE USING gist
    (kind WITH =, from_id WITH =, to_id WITH =, daterange(valid_from, valid_to) WITH &&, tstzrange(known_from, known_to) WITH &&)
);
CREATE INDEX links_from_idx ON links (from_id, id);
CREATE INDEX links_to_idx ON links (to_id, id);
CREATE TRIGGER links_append_only BEFORE UPDATE ON links FOR EACH ROW EXECUTE FUNCTION public.keep_versions();
CREATE TRIGGER links_no_delete BEFORE DELETE OR TRUNCATE ON links FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

-- What the law makes happen on a day without anybody filing: a notified suspension begins or ends, silence ends what is
-- dissolving. A timer is settled once.
CREATE TABLE timers (
  id              uuid PRIMARY KEY,
  what            text NOT NULL CONSTRAINT timers_what_check CHECK (what IN ('suspension_begins', 'suspension_ends', 'silence_ends')),
  organization_id uuid NOT NULL CONSTRAINT timers_organization_fkey REFERENCES organizations DEFERRABLE INITIALLY DEFERRED,
  unit_id         uuid CONSTRAINT timers_unit_fkey REFERENCES units DEFERRABLE INITIALLY DEFERRED,
  dossier_id      uuid NOT NULL CONSTRAINT timers_dossier_fkey REFERENCES dossiers DEFERRABLE INITIALLY DEFERRED,
  due_on          date NOT NULL,
  settled_at      timestamptz,
  outcome         text CONSTRAINT timers_outcome_check CHECK (outcome IN ('done', 'void')),
  CONSTRAINT timers_settled_check CHECK ((settled_at IS NULL) = (outcome IS NULL))
);
CREATE INDEX timers_due_idx ON timers (due_on, id) WHERE settled_at IS NULL;
CREATE INDEX timers_organization_idx ON timers (organization_id) WHERE settled_at IS NULL;

-- A revocation, a correction, a declaration that a certificate is void and a compulsory dissolution need two people.
ALTER TABLE dossiers ADD CONSTRAINT dossiers_two_people CHECK (
  procedure NOT IN ('revocation', 'revocation_cancellation', 'correction', 'invalidation', 'compulsory_dissolution')
  OR state NOT IN ('approved', 'refused') OR received_by <> decided_by);
CREATE INDEX dossiers_life_idx ON dossiers (organization_id, procedure) WHERE state IN ('submitted', 'returned');

-- Whether a file of some kind is under way about an organisation concerns every office; more of it is its own office's.
-- +goose StatementBegin
CREATE FUNCTION public.open_dossiers(organization uuid, procedures text[]) RETURNS TABLE (procedure text, number text)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public AS $$
DECLARE
  scope text := coalesce(current_setting('app.scope', true), '');
BEGIN
  PERFORM set_config('app.scope', 'all', true);
  RETURN QUERY SELECT d.procedure, d.number FROM dossiers d
    WHERE d.organization_id = organization AND d.procedure = ANY(procedures) AND d.state IN ('submitted', 'returned');
  PERFORM set_config('app.scope', scope, true);
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'htx_app') THEN
    GRANT SELECT, INSERT, UPDATE ON organization_versions, unit_versions, links, timers TO htx_app;
    GRANT SELECT ON organization_states, unit_states TO htx_app;
  END IF;
END $$;
-- +goose StatementEnd
-- New representatives take the place of the old ones, row by row; nothing is ever deleted by the server.
CREATE POLICY organization_people_replace ON organization_people FOR UPDATE USING (
  coalesce(string_to_array(nullif(current_setting('app.people', true), ''), ',') && ARRAY['all', organization_id::text], false));

-- +goose Down
DROP FUNCTION public.open_dossiers(uuid, text[]);
DROP POLICY organization_people_replace ON organization_people;
ALTER TABLE dossiers DROP CONSTRAINT dossiers_two_people;
DROP INDEX dossiers_life_idx;
DROP TABLE timers, links;
DROP INDEX history_effect_idx;
ALTER TABLE history DROP COLUMN delta;
DROP TRIGGER units_present_alone ON units;
DROP TRIGGER organizations_present_alone ON organizations;
DROP VIEW organization_states, unit_states;
DROP TABLE organization_versions, unit_versions;
DROP FUNCTION public.unit_present_alone();
DROP FUNCTION public.organization_present_alone();
DROP FUNCTION public.keep_versions();
DROP INDEX organizations_code_key;
ALTER TABLE organizations ADD CONSTRAINT organizations_code_key UNIQUE (code);
ALTER TABLE units DROP COLUMN status_reason, DROP COLUMN valid_from, DROP COLUMN known_from;
ALTER TABLE organizations DROP COLUMN enterprises, DROP COLUMN valid_from, DROP COLUMN known_from;
