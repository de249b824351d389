-- The index of names lies in the record itself, so that the check of a planned name and the register can never disagree: the
-- key under which every name that may be taken for another finds it (internal/naming), and the other forms of the name.

-- +goose Up
ALTER TABLE organizations
  ADD COLUMN name_key    text,
  ADD COLUMN short_key   text,
  ADD COLUMN foreign_key text;
ALTER TABLE organization_versions
  ADD COLUMN name_key    text,
  ADD COLUMN short_key   text,
  ADD COLUMN foreign_key text;
-- A record without its key would be found by nobody; one without a short or foreign name has none.
ALTER TABLE organizations
  ADD CONSTRAINT organizations_name_key_check CHECK (name_key IS NOT NULL) NOT VALID,
  ADD CONSTRAINT organizations_short_key_check CHECK ((short_key IS NULL) = (name_short = '')) NOT VALID,
  ADD CONSTRAINT organizations_foreign_key_check CHECK ((foreign_key IS NULL) = (name_foreign = '')) NOT VALID;
-- By hash, as name_claims_key_idx: a check within a serializable transaction stands in the way of few others.
CREATE INDEX organizations_name_key_idx ON organizations USING hash (name_key) WITH (fillfactor = 10);
CREATE INDEX organizations_short_key_idx ON organizations USING hash (short_key) WITH (fillfactor = 10);
CREATE INDEX organizations_foreign_key_idx ON organizations USING hash (foreign_key) WITH (fillfactor = 10);
CREATE INDEX organization_versions_name_key_idx ON organization_versions USING hash (name_key);
CREATE INDEX organization_versions_short_key_idx ON organization_versions USING hash (short_key);
CREATE INDEX organization_versions_foreign_key_idx ON organization_versions USING hash (foreign_key);

-- The owner of an industrial property right asks that a name be changed that infringes it (Điều 18 khoản 3-5,
-- 92/2024/NĐ-CP). The office demands it, the organisation changes it, or the body that punishes is told.
CREATE TABLE name_complaints (
  id              uuid PRIMARY KEY,
  organization_id uuid NOT NULL CONSTRAINT name_complaints_organization_fkey REFERENCES organizations,
  unit_id         uuid CONSTRAINT name_complaints_unit_fkey REFERENCES units,
  authority_id    uuid NOT NULL CONSTRAINT name_complaints_authority_fkey REFERENCES authorities,
  owner           text NOT NULL CONSTRAINT name_complaints_owner_check CHECK (owner <> ''),
  infringes       text NOT NULL CONSTRAINT name_complaints_right_check CHECK (infringes IN ('trade_name', 'trademark', 'geographical_indication')),
  conclusion      jsonb NOT NULL,
  title           jsonb NOT NULL,
  licence         jsonb,
  received_on     date NOT NULL,
  demand_due_on   date NOT NULL,
  demanded_on     date,
  change_due_on   date,
  reported_on     date,
  reported_to     text NOT NULL DEFAULT '',
  changed_on      date,
  cite            jsonb NOT NULL,
  revision        bigint NOT NULL CONSTRAINT name_complaints_revision_check CHECK (revision > 0),
  CONSTRAINT name_complaints_demand_check CHECK ((demanded_on IS NULL) = (change_due_on IS NULL)),
  CONSTRAINT name_complaints_report_check CHECK (reported_on IS NULL OR (reported_on > change_due_on AND reported_to <> ''))
);
CREATE INDEX name_complaints_organization_idx ON name_complaints (organization_id, id);
CREATE INDEX name_complaints_open_idx ON name_complaints (id) WHERE changed_on IS NULL AND reported_on IS NULL;
-- +goose StatementBegin
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'htx_app') THEN
    GRANT SELECT, INSERT, UPDATE ON name_complaints TO htx_app;
  END IF;
END $$;
-- +goose StatementEnd

-- +goose Down
DROP TABLE name_complaints;
ALTER TABLE organization_versions DROP COLUMN name_key, DROP COLUMN short_key, DROP COLUMN foreign_key;
ALTER TABLE organizations DROP COLUMN name_key, DROP COLUMN short_key, DROP COLUMN foreign_key;
