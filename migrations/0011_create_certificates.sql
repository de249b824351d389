-- Certificates as issued: what each said, its signature and the digest of its pages, for ever; and what became of it.

-- +goose Up
CREATE TABLE certificates (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL CONSTRAINT certificates_organization_fkey REFERENCES organizations DEFERRABLE INITIALLY DEFERRED,
  unit_id         uuid CONSTRAINT certificates_unit_fkey REFERENCES units DEFERRABLE INITIALLY DEFERRED,
  dossier_id      uuid NOT NULL CONSTRAINT certificates_dossier_fkey REFERENCES dossiers DEFERRABLE INITIALLY DEFERRED,
  act_id          uuid NOT NULL,       -- entry of the ledger
  type            text NOT NULL CONSTRAINT certificates_type_check CHECK (type IN ('certificate', 'confirmation')),
  form            text NOT NULL,
  layout          integer NOT NULL CONSTRAINT certificates_layout_check CHECK (layout > 0),
  number          text NOT NULL CONSTRAINT certificates_number_check CHECK (number <> ''),  -- repeats: one number for all of an organisation, and across offices before 2019
  issued_on       date NOT NULL,
  record          jsonb NOT NULL,      -- everything on the page but personal data
  jws             text NOT NULL,
  key_id          text NOT NULL,
  sha256          bytea NOT NULL CONSTRAINT certificates_sha256_check CHECK (octet_length(sha256) = 32),                -- of the page with personal data
  public_sha256   bytea NOT NULL CONSTRAINT certificates_public_sha256_check CHECK (octet_length(public_sha256) = 32),  -- of the page without
  recorded_at     timestamptz NOT NULL
);
CREATE INDEX certificates_number_idx ON certificates (number, id);
CREATE INDEX certificates_organization_idx ON certificates (organization_id, id);
CREATE TRIGGER certificates_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON certificates
  FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

-- The personal data on a page, apart, with row security of its own, and what opens it under the signature.
CREATE TABLE certificate_people (
  certificate_id  uuid PRIMARY KEY CONSTRAINT certificate_people_certificate_fkey REFERENCES certificates DEFERRABLE INITIALLY DEFERRED,
  organization_id uuid NOT NULL,
  people          jsonb NOT NULL,
  disclosure      text NOT NULL
);
CREATE TRIGGER certificate_people_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON certificate_people
  FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
ALTER TABLE certificate_people ENABLE ROW LEVEL SECURITY;
ALTER TABLE certificate_people FORCE ROW LEVEL SECURITY;
CREATE POLICY certificate_people_read ON certificate_people FOR SELECT
  USING (coalesce(string_to_array(nullif(current_setting('app.people', true), ''), ',') && ARRAY['all', organization_id::text], false));
CREATE POLICY certificate_people_write ON certificate_people FOR INSERT WITH CHECK (true);

-- What became of a certificate. The newest row by day says how it stands.
CREATE TABLE certificate_events (
  seq            bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  certificate_id uuid NOT NULL CONSTRAINT certificate_events_certificate_fkey REFERENCES certificates DEFERRABLE INITIALLY DEFERRED,
  state          text NOT NULL CONSTRAINT certificate_events_state_check CHECK (state IN ('valid', 'replaced', 'revoked', 'invalid')),
  reason         text NOT NULL CONSTRAINT certificate_events_reason_check CHECK (reason IN ('issued', 'newer', 'revoked', 'untrue', 'ended', 'restored')),
  from_day       date NOT NULL,
  recorded_at    timestamptz NOT NULL,
  replaced_by    uuid CONSTRAINT certificate_events_replaced_by_fkey REFERENCES certificates DEFERRABLE INITIALLY DEFERRED,
  act_id         uuid NOT NULL,
  CONSTRAINT certificate_events_replaced_check CHECK ((state = 'replaced') = (replaced_by IS NOT NULL))
);
CREATE INDEX certificate_events_certificate_idx ON certificate_events (certificate_id, from_day, seq);
CREATE TRIGGER certificate_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON certificate_events
  FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

-- certificates_one_stands refuses to let a certificate stand again beside another of the same organisation or unit. It does not
-- look when one is issued: a serializable transaction that reads the pages all issuers write to stands in the way of all of them.
-- +goose StatementBegin
CREATE FUNCTION public.certificates_one_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  of_organization uuid;
  of_unit uuid;
BEGIN
  SELECT c.organization_id, c.unit_id INTO of_organization, of_unit FROM certificates c WHERE c.id = NEW.certificate_id;
  IF (SELECT count(*) FROM certificates c WHERE c.organization_id = of_organization AND c.unit_id IS NOT DISTINCT FROM of_unit
      AND c.type = 'certificate' AND (SELECT e.state FROM certificate_events e WHERE e.certificate_id = c.id
        ORDER BY e.from_day DESC, e.seq DESC LIMIT 1) = 'valid') > 1 THEN
    RAISE EXCEPTION 'two certificates of % stand', of_organization USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'certificates_one_stands';
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE CONSTRAINT TRIGGER certificates_one_stands AFTER INSERT ON certificate_events DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.state = 'valid' AND NEW.reason <> 'issued') EXECUTE FUNCTION public.certificates_one_stands();

-- Public keys that certificates were signed with. The private ones never come here.
CREATE TABLE signing_keys (
  id         text PRIMARY KEY,
  jwk        jsonb NOT NULL CONSTRAINT signing_keys_public_check CHECK (NOT jwk ? 'd'),
  created_at timestamptz NOT NULL
);
CREATE TRIGGER signing_keys_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON signing_keys
  FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

-- Numbers of certificates that were given before this register are looked up, too.
CREATE INDEX organizations_certificate_idx ON organizations (certificate_number, id) WHERE certificate_number <> '';
CREATE INDEX organizations_legacy_idx ON organizations USING gin (legacy_numbers jsonb_path_ops) WHERE legacy_numbers <> '[]';
CREATE INDEX units_certificate_idx ON units (certificate_number, id) WHERE certificate_number <> '';
-- Publication reads the acts of approved files of the last days.
CREATE INDEX history_approved_idx ON history (recorded_at) WHERE operation = 'approveDossier' AND unit_id IS NULL AND organization_id IS NOT NULL;

-- +goose StatementBegin
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'htx_app') THEN
    GRANT SELECT, INSERT ON certificates, certificate_people, certificate_events, signing_keys TO htx_app;
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO htx_app;
  END IF;
END $$;
-- +goose StatementEnd

-- +goose Down
DROP INDEX history_approved_idx, units_certificate_idx, organizations_legacy_idx, organizations_certificate_idx;
DROP TABLE signing_keys, certificate_events, certificate_people, certificates;
DROP FUNCTION public.certificates_one_stands();
