-- Units: the branch that a business location belongs to, and what a representative office does in place of lines of business.

-- +goose Up
ALTER TABLE units
  ADD COLUMN parent_unit_id uuid CONSTRAINT units_parent_unit_check CHECK (parent_unit_id IS NULL OR kind = 'business_location'),
  ADD COLUMN activities text NOT NULL DEFAULT '' CONSTRAINT units_activities_check CHECK (activities = '' OR kind = 'representative_office'),
  ADD CONSTRAINT units_organization_key UNIQUE (id, organization_id),
  ADD CONSTRAINT units_parent_unit_fkey FOREIGN KEY (parent_unit_id, organization_id) REFERENCES units (id, organization_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE unit_versions
  ADD COLUMN parent_unit_id uuid,
  ADD COLUMN activities text NOT NULL DEFAULT '';

-- The view of all states names its columns; the new ones come after them.
-- +goose StatementBegin
DO $$
DECLARE
  kept text;
BEGIN
  SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) INTO kept FROM pg_attribute
   WHERE attrelid = 'unit_states'::regclass AND attnum > 0 AND NOT attisdropped AND attname NOT IN ('valid_to', 'known_to', 'country');
  EXECUTE format('CREATE OR REPLACE VIEW unit_states AS
    SELECT %1$s, NULL::date AS valid_to, NULL::timestamptz AS known_to, country, parent_unit_id, activities FROM units
    UNION ALL SELECT %1$s, valid_to, known_to, country, parent_unit_id, activities FROM unit_versions', kept);
END $$;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DO $$
DECLARE
  kept text;
BEGIN
  SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) INTO kept FROM pg_attribute
   WHERE attrelid = 'unit_states'::regclass AND attnum > 0 AND NOT attisdropped
     AND attname NOT IN ('valid_to', 'known_to', 'country', 'parent_unit_id', 'activities');
  DROP VIEW unit_states;
  EXECUTE format('CREATE VIEW unit_states AS
    SELECT %1$s, NULL::date AS valid_to, NULL::timestamptz AS known_to, country FROM units
    UNION ALL SELECT %1$s, valid_to, known_to, country FROM unit_versions', kept);
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'htx_app') THEN
    GRANT SELECT ON unit_states TO htx_app;
  END IF;
END $$;
-- +goose StatementEnd
ALTER TABLE unit_versions DROP COLUMN parent_unit_id, DROP COLUMN activities;
ALTER TABLE units DROP CONSTRAINT units_parent_unit_fkey, DROP CONSTRAINT units_organization_key, DROP COLUMN parent_unit_id, DROP COLUMN activities;
