-- The list of organisations by the rank of a year, in the order of entry.

-- +goose Up
CREATE INDEX ratings_entry_idx ON ratings (year, rank, organization_id) WHERE known_to IS NULL;

-- +goose Down
DROP INDEX ratings_entry_idx;
