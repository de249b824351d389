-- A unit in a commune that is split leaves a question like an organisation's.

-- +goose Up
ALTER TABLE succession_cases DROP CONSTRAINT succession_cases_one_subject, DROP CONSTRAINT succession_cases_subject_check;
ALTER TABLE succession_cases
  ADD COLUMN unit_id uuid CONSTRAINT succession_cases_unit_fkey REFERENCES units,
  ADD CONSTRAINT succession_cases_subject_check CHECK (subject IN ('dossier', 'organization', 'unit', 'key')),
  ADD CONSTRAINT succession_cases_one_subject CHECK (num_nonnulls(dossier_id, organization_id, unit_id, key_id) = 1
    AND CASE subject WHEN 'dossier' THEN dossier_id WHEN 'organization' THEN organization_id WHEN 'unit' THEN unit_id ELSE key_id END IS NOT NULL);
CREATE UNIQUE INDEX succession_cases_unit_key ON succession_cases (succession_id, unit_id) WHERE unit_id IS NOT NULL;

-- +goose Down
ALTER TABLE succession_cases DROP CONSTRAINT succession_cases_one_subject, DROP CONSTRAINT succession_cases_subject_check;
ALTER TABLE succession_cases DROP COLUMN unit_id;
ALTER TABLE succession_cases
  ADD CONSTRAINT succession_cases_subject_check CHECK (subject IN ('dossier', 'organization', 'key')),
  ADD CONSTRAINT succession_cases_one_subject CHECK (num_nonnulls(dossier_id, organization_id, key_id) = 1
    AND CASE subject WHEN 'dossier' THEN dossier_id WHEN 'organization' THEN organization_id ELSE key_id END IS NOT NULL);
