-- What an act does beside the record it is about is part of its entry: links between organisations, what falls due, names held.
-- The tables of these are written from the entry alone, so that they follow from the ledger and its log commits to them.

-- +goose Up
ALTER TABLE history ADD COLUMN beside jsonb; -- coop.Beside; null: nothing

-- +goose Down
ALTER TABLE history DROP COLUMN beside;
