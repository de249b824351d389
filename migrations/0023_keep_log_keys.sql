-- The keys of the log in the order of their turns: one that goes names the one that comes. The private halves never come here.

-- +goose Up
CREATE TABLE log_keys (
  turn      bigint NOT NULL,
  verifier  text NOT NULL,
  from_size bigint NOT NULL,  -- it signs the checkpoints of larger logs
  handover  text,             -- checkpoint of that size, signed by the key before and by this one; null: the log began with it
  kept_at   timestamptz NOT NULL,
  CONSTRAINT log_keys_pkey PRIMARY KEY (turn),
  CONSTRAINT log_keys_verifier_key UNIQUE (verifier),
  CONSTRAINT log_keys_size_check CHECK (from_size >= 0),
  CONSTRAINT log_keys_handover_check CHECK ((turn = 1) = (handover IS NULL))
);
CREATE TRIGGER log_keys_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log_keys
  FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
-- +goose StatementBegin
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'htx_app') THEN
    GRANT SELECT, INSERT ON log_keys TO htx_app;
  END IF;
END $$;
-- +goose StatementEnd

-- +goose Down
DROP TABLE log_keys;
