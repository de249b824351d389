-- Units abroad: the country stands in the record. What another country registered has no code of this register.

-- +goose Up
ALTER TABLE units
  ADD COLUMN country text NOT NULL DEFAULT '',
  ADD CONSTRAINT units_country_check CHECK (country = '' OR country ~ '^[A-Z]{2}$' AND country <> 'VN' AND code = '');
ALTER TABLE unit_versions ADD COLUMN country text NOT NULL DEFAULT '';

-- The view of all states names its columns; the new one comes after them.
-- +goose StatementBegin
DO $$
DECLARE
  kept text;
BEGIN
  SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) INTO kept FROM pg_attribute
   WHERE attrelid = 'unit_states'::regclass AND attnum > 0 AND NOT attisdropped AND attname NOT IN ('valid_to', 'known_to');
  EXECUTE format('CREATE OR REPLACE VIEW unit_states AS
    SELECT %1$s, NULL::date AS valid_to, NULL::timestamptz AS known_to, country FROM units
    UNION ALL SELECT %1$s, valid_to, known_to, country FROM unit_versions', kept);
END $$;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DO $$
DECLARE
  kept text;
BEGIN
  SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) INTO kept FROM pg_attribute
   WHERE attrelid = 'unit_states'::regclass AND attnum > 0 AND NOT attisdropped AND attname NOT IN ('valid_to', 'known_to', 'country');
  DROP VIEW unit_states;
  EXECUTE format('CREATE VIEW unit_states AS
    SELECT %1$s, NULL::date AS valid_to, NULL::timestamptz AS known_to FROM units
    UNION ALL SELECT %1$s, valid_to, known_to FROM unit_versions', kept);
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'htx_app') THEN
    GRANT SELECT ON unit_states TO htx_app;
  END IF;
END $$;
-- +goose StatementEnd
ALTER TABLE unit_versions DROP COLUMN country;
ALTER TABLE units DROP COLUMN country;
