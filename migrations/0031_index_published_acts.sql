-- Publication reads the acts of approved files of the last days, and the demands to stop business.

-- +goose Up
CREATE INDEX history_published_idx ON history (recorded_at)
  WHERE (operation = 'approveDossier' OR act = 'organization.business_stopped') AND unit_id IS NULL AND organization_id IS NOT NULL;
DROP INDEX history_approved_idx;

-- +goose Down
CREATE INDEX history_approved_idx ON history (recorded_at) WHERE operation = 'approveDossier' AND unit_id IS NULL AND organization_id IS NOT NULL;
DROP INDEX history_published_idx;
