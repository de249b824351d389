-- A list of candidates is nearly always one of a province, the foremost first: the province of the seat on today's map stands
-- beside each candidacy, so that an index gives such a list in order. It is the organisation's own and follows it: no fact of
-- the candidacy, no part of what was known.

-- +goose Up
ALTER TABLE candidacies ADD COLUMN new_province text;
ALTER TABLE candidacies DISABLE TRIGGER candidacies_append_only;
UPDATE candidacies c SET new_province = o.new_province FROM organizations o WHERE o.id = c.organization_id AND o.new_province IS NOT NULL;
DROP TRIGGER candidacies_append_only ON candidacies;
CREATE TRIGGER candidacies_append_only BEFORE UPDATE OF id, programme, organization_id, valid_from, valid_to, known_from, known_to, verdict,
  conditions, standing, stage, model ON candidacies FOR EACH ROW EXECUTE FUNCTION public.keep_versions();

-- Whoever writes a candidacy, the province is that of the organisation.
-- +goose StatementBegin
CREATE FUNCTION public.take_province() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.new_province := (SELECT o.new_province FROM organizations o WHERE o.id = NEW.organization_id);
  RETURN NEW;
END $$;
CREATE FUNCTION public.move_candidacies() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE candidacies SET new_province = NEW.new_province WHERE organization_id = NEW.id;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER candidacies_province BEFORE INSERT OR UPDATE OF new_province ON candidacies FOR EACH ROW EXECUTE FUNCTION public.take_province();
CREATE TRIGGER organizations_candidacies AFTER UPDATE OF new_province ON organizations FOR EACH ROW
  WHEN (OLD.new_province IS DISTINCT FROM NEW.new_province) EXECUTE FUNCTION public.move_candidacies();

CREATE INDEX candidacies_province_idx ON candidacies (programme, new_province, standing, organization_id) INCLUDE (valid_from, valid_to, verdict)
  WHERE known_to IS NULL;

-- +goose Down
DROP INDEX candidacies_province_idx;
DROP TRIGGER organizations_candidacies ON organizations;
DROP TRIGGER candidacies_province ON candidacies;
DROP FUNCTION public.move_candidacies(), public.take_province();
DROP TRIGGER candidacies_append_only ON candidacies;
ALTER TABLE candidacies DROP COLUMN new_province;
CREATE TRIGGER candidacies_append_only BEFORE UPDATE ON candidacies FOR EACH ROW EXECUTE FUNCTION public.keep_versions();
