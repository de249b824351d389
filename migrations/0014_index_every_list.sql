-- What a list at a million organisations still read a whole table for.

-- +goose Up
-- The lists of those who see every office: auditors, and the register itself.
CREATE INDEX dossiers_state_idx ON dossiers (state, id);
CREATE INDEX dossiers_due_idx ON dossiers (due_on, id) WHERE due_on IS NOT NULL;
-- Past states are asked for by the same filters as present ones.
CREATE INDEX organization_versions_level_idx ON organization_versions (issuing_level, id);
CREATE INDEX organization_versions_old_province_idx ON organization_versions (old_province, id);
CREATE INDEX organization_versions_sector_idx ON organization_versions (sector, id);
CREATE INDEX organization_versions_size_members_idx ON organization_versions (size_members, id);
CREATE INDEX organization_versions_size_capital_idx ON organization_versions (size_capital, id);
CREATE INDEX organization_versions_purpose_idx ON organization_versions (purpose, id);
CREATE INDEX organization_versions_misrouted_idx ON organization_versions (id) WHERE misrouted;

-- +goose Down
DROP INDEX organization_versions_misrouted_idx, organization_versions_purpose_idx, organization_versions_size_capital_idx,
  organization_versions_size_members_idx, organization_versions_sector_idx, organization_versions_old_province_idx,
  organization_versions_level_idx, dossiers_due_idx, dossiers_state_idx;
