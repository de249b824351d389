-- Publication reads what becomes of units, too, and notices of violations.

-- +goose Up
CREATE INDEX history_announced_idx ON history (recorded_at)
  WHERE (operation = 'approveDossier' OR act = 'organization.business_stopped' OR act = 'notice.recorded') AND organization_id IS NOT NULL;
DROP INDEX history_published_idx;

-- +goose Down
CREATE INDEX history_published_idx ON history (recorded_at)
  WHERE (operation = 'approveDossier' OR act = 'organization.business_stopped') AND unit_id IS NULL AND organization_id IS NOT NULL;
DROP INDEX history_announced_idx;
