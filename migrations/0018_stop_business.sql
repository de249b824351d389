-- Business that is stopped on demand, and the governance of an HTX or union.

-- +goose Up
ALTER TABLE notices DROP CONSTRAINT notices_kind_check;
ALTER TABLE notices
  ADD COLUMN stop jsonb,
  ADD CONSTRAINT notices_kind_check CHECK (kind IN ('violation', 'demand', 'not_at_address', 'objection', 'information_review', 'compliance_report', 'new_dossier', 'business_stop')),
  -- Điều 48, 92/2024/NĐ-CP speaks of organisations, not of their units.
  ADD CONSTRAINT notices_stop_check CHECK ((kind = 'business_stop') = (stop IS NOT NULL) AND (stop IS NULL OR unit_id IS NULL));

ALTER TABLE organizations
  ADD COLUMN business_stops jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN governance     text NOT NULL DEFAULT '',
  ADD CONSTRAINT organizations_governance_check CHECK (governance = '' OR governance IN ('full', 'reduced') AND kind IN ('htx', 'lhhtx'));
ALTER TABLE organization_versions
  ADD COLUMN business_stops jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN governance     text NOT NULL DEFAULT '';

-- The view of all states names its columns; the new ones come after them.
-- +goose StatementBegin
DO $$
DECLARE
  kept text;
BEGIN
  SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) INTO kept FROM pg_attribute
   WHERE attrelid = 'organization_states'::regclass AND attnum > 0 AND NOT attisdropped AND attname NOT IN ('valid_to', 'known_to');
  EXECUTE format('CREATE OR REPLACE VIEW organization_states AS
    SELECT %1$s, NULL::date AS valid_to, NULL::timestamptz AS known_to, business_stops, governance FROM organizations
    UNION ALL SELECT %1$s, valid_to, known_to, business_stops, governance FROM organization_versions', kept);
END $$;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DO $$
DECLARE
  kept text;
BEGIN
  SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) INTO kept FROM pg_attribute
   WHERE attrelid = 'organization_states'::regclass AND attnum > 0 AND NOT attisdropped
   AND attname NOT IN ('valid_to', 'known_to', 'business_stops', 'governance');
  DROP VIEW organization_states;
  EXECUTE format('CREATE VIEW organization_states AS
    SELECT %1$s, NULL::date AS valid_to, NULL::timestamptz AS known_to FROM organizations
    UNION ALL SELECT %1$s, valid_to, known_to FROM organization_versions', kept);
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'htx_app') THEN
    GRANT SELECT ON organization_states TO htx_app;
  END IF;
END $$;
-- +goose StatementEnd
ALTER TABLE organization_versions DROP COLUMN governance, DROP COLUMN business_stops;
ALTER TABLE organizations DROP COLUMN governance, DROP COLUMN business_stops;
ALTER TABLE notices DROP CONSTRAINT notices_stop_check, DROP CONSTRAINT notices_kind_check, DROP COLUMN stop;
ALTER TABLE notices ADD CONSTRAINT notices_kind_check CHECK (kind IN ('violation', 'demand', 'not_at_address', 'objection', 'information_review', 'compliance_report', 'new_dossier'));
