-- At which office a complaint about a name or a challenge of a fact lies, in which province, and until when somebody is to act:
-- what their lists are walked by. They lie at the office that keeps the record and go with it.

-- +goose Up
ALTER TABLE name_complaints
  ADD COLUMN office_id uuid CONSTRAINT name_complaints_office_fkey REFERENCES authorities,
  ADD COLUMN province_code text NOT NULL DEFAULT '',
  ADD COLUMN waits_until date GENERATED ALWAYS AS (
    CASE WHEN changed_on IS NULL AND reported_on IS NULL AND ended_on IS NULL THEN coalesce(change_due_on, demand_due_on) END) STORED;
ALTER TABLE alliance_challenges
  ADD COLUMN office_id uuid CONSTRAINT alliance_challenges_office_fkey REFERENCES authorities,
  ADD COLUMN province_code text NOT NULL DEFAULT '',
  ADD COLUMN waits_until date GENERATED ALWAYS AS (CASE WHEN answered_on IS NULL AND withdrawn_on IS NULL THEN due_on END) STORED;

-- A challenge is settled once; where it lies may change before and after, nothing else does.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION public.challenges_settle_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  lying    text[] := ARRAY['office_id', 'province_code', 'waits_until']; -- generated columns are not worked out yet
  settling text[] := lying || ARRAY['answered_on', 'answered_by', 'outcome', 'answer', 'act_id', 'withdrawn_on', 'revision'];
BEGIN
  IF (to_jsonb(NEW) - lying) IS NOT DISTINCT FROM (to_jsonb(OLD) - lying) THEN
    RETURN NEW;
  END IF;
  IF OLD.answered_on IS NOT NULL OR OLD.withdrawn_on IS NOT NULL OR NEW.revision <> OLD.revision + 1
     OR (to_jsonb(NEW) - settling) IS DISTINCT FROM (to_jsonb(OLD) - settling) THEN
    RAISE EXCEPTION 'challenge %: change refused', OLD.id USING ERRCODE = 'restrict_violation', CONSTRAINT = 'alliance_challenges_settled_once';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd

-- Those there are lie where they came in: a complaint says so itself, a challenge in the ledger.
UPDATE name_complaints SET office_id = authority_id;
UPDATE alliance_challenges c SET office_id = h.authority_id FROM history h
 WHERE h.organization_id = c.organization_id AND h.act = 'challenge.raised' AND h.after ->> 'id' = c.id::text;
UPDATE name_complaints c SET province_code = coalesce(o.new_province, '') FROM organizations o WHERE o.id = c.organization_id;
UPDATE alliance_challenges c SET province_code = coalesce(o.new_province, '') FROM organizations o WHERE o.id = c.organization_id;

DROP INDEX name_complaints_open_idx;
DROP INDEX alliance_challenges_open_idx;
CREATE INDEX name_complaints_open_idx ON name_complaints (id) WHERE waits_until IS NOT NULL;
CREATE INDEX name_complaints_office_idx ON name_complaints (office_id, id);
CREATE INDEX name_complaints_office_open_idx ON name_complaints (office_id, id) WHERE waits_until IS NOT NULL;
CREATE INDEX name_complaints_province_idx ON name_complaints (province_code, id);
CREATE INDEX name_complaints_province_open_idx ON name_complaints (province_code, id) WHERE waits_until IS NOT NULL;
CREATE INDEX alliance_challenges_open_idx ON alliance_challenges (id) WHERE waits_until IS NOT NULL;
CREATE INDEX alliance_challenges_office_idx ON alliance_challenges (office_id, id);
CREATE INDEX alliance_challenges_office_open_idx ON alliance_challenges (office_id, id) WHERE waits_until IS NOT NULL;
CREATE INDEX alliance_challenges_province_idx ON alliance_challenges (province_code, id);
CREATE INDEX alliance_challenges_province_open_idx ON alliance_challenges (province_code, id) WHERE waits_until IS NOT NULL;

-- +goose Down
DROP INDEX name_complaints_open_idx;
DROP INDEX alliance_challenges_open_idx;
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION public.challenges_settle_once() RETURNS trigger LANGUAGE plpgsql AS $$
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
ALTER TABLE name_complaints DROP COLUMN waits_until, DROP COLUMN province_code, DROP COLUMN office_id;
ALTER TABLE alliance_challenges DROP COLUMN waits_until, DROP COLUMN province_code, DROP COLUMN office_id;
CREATE INDEX name_complaints_open_idx ON name_complaints (id) WHERE changed_on IS NULL AND reported_on IS NULL AND ended_on IS NULL;
CREATE INDEX alliance_challenges_open_idx ON alliance_challenges (id) WHERE answered_on IS NULL AND withdrawn_on IS NULL;
