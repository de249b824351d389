-- What the alliance holds to be wrong on the register, and what the office answered.

-- +goose Up
CREATE TABLE alliance_challenges (
  id              uuid CONSTRAINT alliance_challenges_pkey PRIMARY KEY,
  organization_id uuid NOT NULL CONSTRAINT alliance_challenges_organization_fkey REFERENCES organizations,
  fact            text NOT NULL,
  year            smallint,
  claim           text NOT NULL CONSTRAINT alliance_challenges_claim_check CHECK (claim <> ''),
  evidence        text NOT NULL DEFAULT '',
  raised_on       date NOT NULL,
  due_on          date NOT NULL CONSTRAINT alliance_challenges_due_check CHECK (due_on >= raised_on),
  recorded_by     uuid NOT NULL CONSTRAINT alliance_challenges_recorded_by_fkey REFERENCES api_keys,
  answered_on     date,
  answered_by     uuid CONSTRAINT alliance_challenges_answered_by_fkey REFERENCES api_keys,
  outcome         text CONSTRAINT alliance_challenges_outcome_check CHECK (outcome IN ('corrected', 'stands')),
  answer          text NOT NULL DEFAULT '',
  act_id          uuid,
  withdrawn_on    date,
  cite            jsonb NOT NULL DEFAULT '[]',
  basis           text NOT NULL,
  revision        bigint NOT NULL CONSTRAINT alliance_challenges_revision_check CHECK (revision > 0),
  -- answered by the office and not by the alliance, or withdrawn, never both
  CONSTRAINT alliance_challenges_answered_check CHECK (
    (answered_on IS NULL) = (outcome IS NULL) AND (answered_on IS NULL) = (answered_by IS NULL)
    AND (answered_on IS NULL OR withdrawn_on IS NULL) AND (answered_on IS NULL OR answer <> '') AND answered_by IS DISTINCT FROM recorded_by)
);
CREATE INDEX alliance_challenges_organization_idx ON alliance_challenges (organization_id, id);
CREATE INDEX alliance_challenges_open_idx ON alliance_challenges (id) WHERE answered_on IS NULL AND withdrawn_on IS NULL;

-- A challenge is settled once, and never changed otherwise.
-- +goose StatementBegin
CREATE FUNCTION public.challenges_settle_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  settling text[] := ARRAY['answered_on', 'answered_by', 'outcome', 'answer', 'act_id', 'withdrawn_on', 'revision'];
BEGIN
  IF OLD.answered_on IS NOT NULL OR OLD.withdrawn_on IS NOT NULL OR NEW.revision <> OLD.revision + 1
     OR (to_jsonb(NEW) - settling) IS DISTINCT FROM (to_jsonb(OLD) - settling) THEN
    RAISE EXCEPTION 'challenge %: change refused', OLD.id USING ERRCODE = 'restrict_violation', CONSTRAINT = 'alliance_challenges_settled_once';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER alliance_challenges_settle BEFORE UPDATE ON alliance_challenges FOR EACH ROW EXECUTE FUNCTION public.challenges_settle_once();
CREATE TRIGGER alliance_challenges_no_delete BEFORE DELETE OR TRUNCATE ON alliance_challenges FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER alliance_challenges_by_alliance BEFORE INSERT ON alliance_challenges FOR EACH ROW EXECUTE FUNCTION public.alliance_speaks();

-- +goose StatementBegin
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'htx_app') THEN
    GRANT SELECT, INSERT, UPDATE ON alliance_challenges TO htx_app;
  END IF;
END $$;
-- +goose StatementEnd

-- +goose Down
DROP TABLE alliance_challenges;
DROP FUNCTION public.challenges_settle_once();
