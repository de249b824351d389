-- What offices note about organisations beside dossiers, requests to stop a procedure, and a tighter rule of two people.

-- +goose Up
CREATE TABLE notices (
  id              uuid PRIMARY KEY,
  kind            text NOT NULL CONSTRAINT notices_kind_check CHECK (kind IN ('violation', 'demand', 'not_at_address', 'objection', 'information_review', 'compliance_report', 'new_dossier')),
  organization_id uuid NOT NULL CONSTRAINT notices_organization_fkey REFERENCES organizations DEFERRABLE INITIALLY DEFERRED,
  unit_id         uuid CONSTRAINT notices_unit_fkey REFERENCES units DEFERRABLE INITIALLY DEFERRED,
  authority_id    uuid NOT NULL CONSTRAINT notices_authority_fkey REFERENCES authorities,
  procedures      text[] NOT NULL DEFAULT '{}',
  paper           jsonb NOT NULL DEFAULT '{}',
  reason          text NOT NULL DEFAULT '',
  issued_on       date NOT NULL,
  due_on          date,
  recorded_at     timestamptz NOT NULL,
  recorded_by     uuid CONSTRAINT notices_recorded_by_fkey REFERENCES api_keys,
  closed_on       date,
  closed_at       timestamptz,
  closing         jsonb,
  closing_reason  text NOT NULL DEFAULT '',
  CONSTRAINT notices_closed_check CHECK ((closed_on IS NULL) = (closed_at IS NULL) AND (closed_on IS NOT NULL OR closing IS NULL)),
  CONSTRAINT notices_due_check CHECK (due_on >= issued_on)
);
CREATE INDEX notices_organization_idx ON notices (organization_id, id);
CREATE INDEX notices_due_idx ON notices (authority_id, due_on) WHERE closed_on IS NULL;
-- One open state of not being found at the address, for an organisation and for each unit.
CREATE UNIQUE INDEX notices_address_key ON notices (organization_id, coalesce(unit_id, organization_id)) WHERE kind = 'not_at_address' AND closed_on IS NULL;

-- A notice is closed once and never changed otherwise.
-- +goose StatementBegin
CREATE FUNCTION public.notices_close_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  closing text[] := ARRAY['closed_on', 'closed_at', 'closing', 'closing_reason'];
BEGIN
  IF OLD.closed_on IS NOT NULL OR NEW.closed_on IS NULL OR (to_jsonb(NEW) - closing) IS DISTINCT FROM (to_jsonb(OLD) - closing) THEN
    RAISE EXCEPTION 'notice %: change refused', OLD.id USING ERRCODE = 'restrict_violation', CONSTRAINT = 'notices_append_only';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER notices_append_only BEFORE UPDATE ON notices FOR EACH ROW EXECUTE FUNCTION public.notices_close_once();
CREATE TRIGGER notices_no_delete BEFORE DELETE OR TRUNCATE ON notices FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

-- A request to stop the procedure (Điều 19 khoản 7, 92/2024/NĐ-CP), and what the office decided on it.
ALTER TABLE dossiers ADD COLUMN withdrawal jsonb;

-- Two people: nobody unnamed counts as the other one, and who received a file never changes once it is said.
ALTER TABLE dossiers DROP CONSTRAINT dossiers_two_people;
ALTER TABLE dossiers ADD CONSTRAINT dossiers_two_people CHECK (
  procedure NOT IN ('revocation', 'revocation_cancellation', 'correction', 'invalidation', 'compulsory_dissolution')
  OR state NOT IN ('approved', 'refused')
  OR (received_by IS NOT NULL AND decided_by IS NOT NULL AND received_by <> decided_by));
-- +goose StatementBegin
CREATE FUNCTION public.dossiers_keep_receipt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.received_at IS NOT NULL AND (NEW.received_by IS DISTINCT FROM OLD.received_by OR NEW.received_at IS DISTINCT FROM OLD.received_at
     OR NEW.number IS DISTINCT FROM OLD.number) THEN
    RAISE EXCEPTION 'dossier %: receipt', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'dossiers_receipt_kept';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER dossiers_receipt BEFORE UPDATE ON dossiers FOR EACH ROW EXECUTE FUNCTION public.dossiers_keep_receipt();

-- +goose StatementBegin
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'htx_app') THEN
    GRANT SELECT, INSERT, UPDATE ON notices TO htx_app;
  END IF;
END $$;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER dossiers_receipt ON dossiers;
DROP FUNCTION public.dossiers_keep_receipt();
ALTER TABLE dossiers DROP CONSTRAINT dossiers_two_people;
ALTER TABLE dossiers ADD CONSTRAINT dossiers_two_people CHECK (
  procedure NOT IN ('revocation', 'revocation_cancellation', 'correction', 'invalidation', 'compulsory_dissolution')
  OR state NOT IN ('approved', 'refused') OR received_by <> decided_by);
ALTER TABLE dossiers DROP COLUMN withdrawal;
DROP TABLE notices;
DROP FUNCTION public.notices_close_once();
