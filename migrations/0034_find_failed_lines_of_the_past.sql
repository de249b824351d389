-- Which line of a rating failed is asked of the past too: superseded ratings are few, and the index holds them with the others.

-- +goose Up
DROP INDEX ratings_failed_idx;
CREATE INDEX ratings_failed_idx ON ratings USING gin (failed);

-- +goose Down
DROP INDEX ratings_failed_idx;
CREATE INDEX ratings_failed_idx ON ratings USING gin (failed) WHERE known_to IS NULL;
