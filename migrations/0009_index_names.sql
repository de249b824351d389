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

-- +goose Down
ALTER TABLE organization_versions DROP COLUMN name_key, DROP COLUMN short_key, DROP COLUMN foreign_key;
ALTER TABLE organizations DROP COLUMN name_key, DROP COLUMN short_key, DROP COLUMN foreign_key;
