-- A complaint is about the name borne when it came in: it is settled while the organisation bears another, and closed by its end.

-- +goose Up
ALTER TABLE name_complaints ADD COLUMN name text, ADD COLUMN ended_on date;
UPDATE name_complaints c SET name = coalesce((SELECT u.name FROM units u WHERE u.id = c.unit_id), o.name_vi)
  FROM organizations o WHERE o.id = c.organization_id;
ALTER TABLE name_complaints ALTER COLUMN name SET NOT NULL;
DROP INDEX name_complaints_open_idx;
CREATE INDEX name_complaints_open_idx ON name_complaints (id) WHERE changed_on IS NULL AND reported_on IS NULL AND ended_on IS NULL;

-- +goose Down
DROP INDEX name_complaints_open_idx;
CREATE INDEX name_complaints_open_idx ON name_complaints (id) WHERE changed_on IS NULL AND reported_on IS NULL;
ALTER TABLE name_complaints DROP COLUMN name, DROP COLUMN ended_on;
