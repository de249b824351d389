-- Roll-ups of a year's reports as offices froze them: the figures, both clocks and a digest, for ever.

-- +goose Up
CREATE TABLE roll_ups (
  id           uuid NOT NULL CONSTRAINT roll_ups_pkey PRIMARY KEY,
  year         smallint NOT NULL CONSTRAINT roll_ups_year_check CHECK (year BETWEEN 2003 AND 2200),
  step         text NOT NULL CONSTRAINT roll_ups_step_check CHECK (step IN ('unit', 'registration_office', 'provincial_office', 'department', 'groups_commune')),
  authority_id uuid NOT NULL CONSTRAINT roll_ups_authority_fkey REFERENCES authorities,
  number       integer NOT NULL CONSTRAINT roll_ups_number_check CHECK (number > 0),
  provisional  boolean NOT NULL,
  sent         boolean NOT NULL, -- counts as the roll-up that the office owes
  due_on       date NOT NULL,
  as_of        date NOT NULL,
  known_at     timestamptz NOT NULL,
  received_at  timestamptz NOT NULL CONSTRAINT roll_ups_received_check CHECK (received_at <= known_at),
  digest       text NOT NULL CONSTRAINT roll_ups_digest_check CHECK (digest ~ '^[0-9a-f]{64}$'),
  record       jsonb NOT NULL,
  CONSTRAINT roll_ups_number_key UNIQUE (year, step, authority_id, number)
);
CREATE INDEX roll_ups_year_idx ON roll_ups (year, id);
CREATE TRIGGER roll_ups_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON roll_ups FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

-- What is entered after a roll-up was frozen is known later than it, or the same two clocks would not give its figures again.
-- +goose StatementBegin
CREATE FUNCTION public.known_after_roll_ups() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM roll_ups WHERE year = NEW.year AND known_at >= NEW.known_from) THEN
    RAISE EXCEPTION 'a roll-up of % was frozen meanwhile', NEW.year USING ERRCODE = 'check_violation', CONSTRAINT = 'roll_ups_known_before';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER reports_known_after_roll_ups BEFORE INSERT ON reports FOR EACH ROW EXECUTE FUNCTION public.known_after_roll_ups();
CREATE TRIGGER ratings_known_after_roll_ups BEFORE INSERT ON ratings FOR EACH ROW EXECUTE FUNCTION public.known_after_roll_ups();

-- +goose StatementBegin
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'htx_app') THEN
    GRANT SELECT, INSERT ON roll_ups TO htx_app;
  END IF;
END $$;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER reports_known_after_roll_ups ON reports;
DROP TRIGGER ratings_known_after_roll_ups ON ratings;
DROP FUNCTION public.known_after_roll_ups();
DROP TABLE roll_ups;
