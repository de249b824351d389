-- Programmes of replication: who is a candidate on which days as known at which instant, and the nominations that lead from
-- a candidate to a replicated model.

-- +goose Up
-- What the conditions of a programme come to, worked out for every day from the facts known: a row holds until a fact
-- changes, never only until tomorrow. It follows from other tables and can be worked out anew from nothing.
CREATE TABLE candidacies (
  id              bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT candidacies_pkey PRIMARY KEY,
  programme       text NOT NULL,
  organization_id uuid NOT NULL CONSTRAINT candidacies_organization_fkey REFERENCES organizations DEFERRABLE INITIALLY DEFERRED,
  valid_from      date NOT NULL,
  valid_to        date CONSTRAINT candidacies_valid_check CHECK (valid_to > valid_from),
  known_from      timestamptz NOT NULL,
  known_to        timestamptz CONSTRAINT candidacies_known_check CHECK (known_to >= known_from),
  verdict         text NOT NULL CONSTRAINT candidacies_verdict_check CHECK (verdict IN ('eligible', 'not_eligible', 'undetermined')),
  conditions      text[] NOT NULL,  -- condition:answer
  standing        bigint[] NOT NULL, -- verdict, then each priority: who is greater comes first
  stage           text NOT NULL CONSTRAINT candidacies_stage_check CHECK (stage IN ('none', 'nominated', 'selected', 'piloting', 'completed', 'replicated', 'withdrawn')),
  model           text NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX candidacies_present_key ON candidacies (organization_id, programme, valid_from) WHERE known_to IS NULL;
CREATE INDEX candidacies_standing_idx ON candidacies (programme, standing, organization_id) INCLUDE (valid_from, valid_to) WHERE known_to IS NULL;
CREATE INDEX candidacies_verdict_idx ON candidacies (programme, verdict, standing, organization_id) INCLUDE (valid_from, valid_to) WHERE known_to IS NULL;
CREATE INDEX candidacies_stage_idx ON candidacies (programme, stage, standing, organization_id) WHERE stage <> 'none';
CREATE INDEX candidacies_conditions_idx ON candidacies USING gin (conditions) WITH (fastupdate = off) WHERE known_to IS NULL;
CREATE INDEX candidacies_known_idx ON candidacies (programme, standing, organization_id);
CREATE INDEX candidacies_organization_idx ON candidacies (organization_id);
CREATE TRIGGER candidacies_append_only BEFORE UPDATE ON candidacies FOR EACH ROW EXECUTE FUNCTION public.keep_versions();
CREATE TRIGGER candidacies_no_delete BEFORE DELETE OR TRUNCATE ON candidacies FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

-- A nomination, one row a revision. provinces are the keys (map:code) of the province of its seat on both maps; province is
-- the one in whose number it is counted, and quota how many that may be (null: no text says), both since the selection.
CREATE TABLE nominations (
  id              uuid NOT NULL,
  revision        bigint NOT NULL CONSTRAINT nominations_revision_check CHECK (revision > 0),
  programme       text NOT NULL,
  organization_id uuid NOT NULL CONSTRAINT nominations_organization_fkey REFERENCES organizations,
  model           text NOT NULL,
  stage           text NOT NULL CONSTRAINT nominations_stage_check CHECK (stage IN ('nominated', 'selected', 'piloting', 'completed', 'replicated', 'withdrawn')),
  provinces       text[] NOT NULL,
  province        text,
  quota           integer CONSTRAINT nominations_quota_check CHECK (quota >= 0),
  record          jsonb NOT NULL,
  known_from      timestamptz NOT NULL,
  known_to        timestamptz CONSTRAINT nominations_known_check CHECK (known_to >= known_from),
  CONSTRAINT nominations_pkey PRIMARY KEY (id, revision),
  CONSTRAINT nominations_province_check CHECK (stage IN ('nominated', 'withdrawn') OR province = ANY (provinces))
);
CREATE UNIQUE INDEX nominations_present_key ON nominations (id) WHERE known_to IS NULL;
CREATE UNIQUE INDEX nominations_one_stands ON nominations (organization_id, programme) WHERE known_to IS NULL AND stage <> 'withdrawn';
CREATE INDEX nominations_organization_idx ON nominations (organization_id);
CREATE TRIGGER nominations_append_only BEFORE UPDATE ON nominations FOR EACH ROW EXECUTE FUNCTION public.keep_versions();
CREATE TRIGGER nominations_no_delete BEFORE DELETE OR TRUNCATE ON nominations FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

-- How many places of a province are taken. A selected organisation counts in the province it lay in and in the one that
-- province became, so that after a merger the new province begins with what its predecessors selected.
CREATE TABLE programme_places (
  programme text NOT NULL,
  province  text NOT NULL,
  taken     integer NOT NULL CONSTRAINT programme_places_taken_check CHECK (taken >= 0),
  CONSTRAINT programme_places_pkey PRIMARY KEY (programme, province)
);

-- count_places keeps the order of the stages and the number of places, whoever writes and however many at once: the row of
-- the province is locked by the first and waited for by the others.
-- +goose StatementBegin
CREATE FUNCTION public.count_places() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  holding CONSTANT text[] := ARRAY['selected', 'piloting', 'completed', 'replicated'];
  before  text := coalesce((SELECT n.stage FROM nominations n WHERE n.id = NEW.id AND n.revision = NEW.revision - 1), 'none');
  place   text;
BEGIN
  IF NOT (before || '>' || NEW.stage) = ANY (ARRAY['none>nominated', 'nominated>selected', 'nominated>withdrawn', 'selected>piloting',
      'selected>withdrawn', 'piloting>completed', 'piloting>withdrawn', 'completed>replicated']) THEN
    RAISE EXCEPTION 'nomination % cannot pass from % to %', NEW.id, before, NEW.stage USING ERRCODE = 'check_violation',
      CONSTRAINT = 'nominations_stage_order';
  END IF;
  IF (before = ANY (holding)) = (NEW.stage = ANY (holding)) THEN
    RETURN NULL;
  END IF;
  FOREACH place IN ARRAY (SELECT array_agg(DISTINCT p ORDER BY p) FROM unnest(NEW.provinces) p) LOOP
    INSERT INTO programme_places AS t (programme, province, taken) VALUES (NEW.programme, place, 1)
      ON CONFLICT (programme, province) DO UPDATE SET taken = t.taken + CASE WHEN NEW.stage = ANY (holding) THEN 1 ELSE -1 END;
  END LOOP;
  IF NEW.stage = 'selected' AND NEW.quota < (SELECT t.taken FROM programme_places t WHERE t.programme = NEW.programme AND t.province = NEW.province) THEN
    RAISE EXCEPTION 'province % has no place left in %', NEW.province, NEW.programme USING ERRCODE = 'check_violation',
      CONSTRAINT = 'nominations_quota';
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER nominations_places AFTER INSERT ON nominations FOR EACH ROW EXECUTE FUNCTION public.count_places();

-- +goose StatementBegin
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'htx_app') THEN
    GRANT SELECT, INSERT, UPDATE ON candidacies, nominations TO htx_app;
    GRANT SELECT ON programme_places TO htx_app;
  END IF;
END $$;
-- +goose StatementEnd

-- +goose Down
DROP TABLE programme_places, nominations, candidacies;
DROP FUNCTION public.count_places();
