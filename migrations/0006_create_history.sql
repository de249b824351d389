-- The ledger: one row an act, for ever. It is the audit trail too: who did what, for which office, on which rulebook.

-- +goose Up
-- Readers of the feed take rows by snapshot: (epoch, xact, seq) is the cursor, rows of transactions still running wait.
CREATE TABLE history (
  epoch           integer NOT NULL DEFAULT 1,
  xact            xid8 NOT NULL DEFAULT pg_current_xact_id(),
  seq             bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  id              uuid NOT NULL,
  operation       text NOT NULL,     -- operationId of the request, or the operator's command
  act             text NOT NULL,     -- what happened, e.g. organization.registered
  procedure       text NOT NULL DEFAULT '',
  organization_id uuid,
  unit_id         uuid,
  dossier_id      uuid,
  authority_id    uuid,
  key_id          uuid,              -- null: an operator's command or the register itself
  caller          text NOT NULL,     -- name and role of the key at that time
  request_id      text NOT NULL DEFAULT '',
  effective_on    date NOT NULL,     -- the day on which the act has its legal effect
  recorded_at     timestamptz NOT NULL,
  cite            jsonb NOT NULL DEFAULT '[]',
  rulebook        text NOT NULL DEFAULT '',
  before          jsonb,
  after           jsonb,
  CONSTRAINT history_pkey PRIMARY KEY (epoch, xact, seq),
  CONSTRAINT history_id_key UNIQUE (id)
);
CREATE INDEX history_organization_idx ON history (organization_id, epoch, xact, seq);
CREATE INDEX history_dossier_idx ON history (dossier_id);
CREATE TRIGGER history_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON history
  FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

-- +goose Down
DROP TABLE history;
