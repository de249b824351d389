-- The list of organisations by the rank of a year, as it was known at another instant.

-- +goose Up
CREATE INDEX ratings_known_rank_idx ON ratings (year, rank, organization_id);

-- +goose Down
DROP INDEX ratings_known_rank_idx;
