-- Who may ask: API keys, retry keys, reads of personal data, and the settings of this database.

-- +goose Up
-- Only the SHA-256 of a 256-bit random key is kept. A key is revoked, never deleted: the ledger names it.
CREATE TABLE api_keys (
  id           uuid PRIMARY KEY,
  hash         bytea NOT NULL CONSTRAINT api_keys_hash_check CHECK (octet_length(hash) = 32),
  role         text NOT NULL CONSTRAINT api_keys_role_check CHECK (role IN ('desk_officer', 'desk_lead', 'provincial_officer', 'sector_officer', 'alliance_officer', 'auditor', 'administrator', 'app')),
  authority_id uuid CONSTRAINT api_keys_authority_fkey REFERENCES authorities,
  name         text NOT NULL,
  created_at   timestamptz NOT NULL,
  expires_at   timestamptz,
  revoked_at   timestamptz,
  CONSTRAINT api_keys_hash_key UNIQUE (hash),
  CONSTRAINT api_keys_desk_check CHECK (role NOT IN ('desk_officer', 'desk_lead', 'provincial_officer') OR authority_id IS NOT NULL)
);
CREATE INDEX api_keys_authority_idx ON api_keys (authority_id);

-- The answer of a POST, kept in the transaction of its effect, so that a retry cannot do it twice. The transaction begins
-- by reserving the key; fingerprint and answer are null only until it ends.
CREATE TABLE idempotency_keys (
  principal   text NOT NULL,
  key         text NOT NULL,
  fingerprint text,
  answer      jsonb,
  created_at  timestamptz NOT NULL,
  CONSTRAINT idempotency_keys_pkey PRIMARY KEY (principal, key)
);
CREATE INDEX idempotency_keys_created_idx ON idempotency_keys (created_at);

-- Every reading of personal data: who, whose record, why.
CREATE TABLE personal_reads (
  id              uuid PRIMARY KEY,
  key_id          uuid NOT NULL CONSTRAINT personal_reads_key_fkey REFERENCES api_keys,
  organization_id uuid,
  dossier_id      uuid,
  reason          text NOT NULL,
  request_id      text NOT NULL,
  read_at         timestamptz NOT NULL,
  CONSTRAINT personal_reads_subject_check CHECK ((organization_id IS NULL) <> (dossier_id IS NULL))
);
CREATE INDEX personal_reads_organization_idx ON personal_reads (organization_id, read_at);
CREATE TRIGGER personal_reads_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON personal_reads
  FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

-- One row a fact of this database: whether it is a sandbox, and where the sandbox clock stands.
CREATE TABLE settings (
  name  text PRIMARY KEY,
  value text NOT NULL
);

-- +goose Down
DROP TABLE settings, personal_reads, idempotency_keys, api_keys;
