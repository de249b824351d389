-- A place is taken from the day of the decision that selects until the day of the one that withdraws. A selection by a decision of a
-- past day needs a place on that day and on every day since, not only when it is entered: else six would have been selected at once.

-- +goose Up
CREATE INDEX nominations_selected_idx ON nominations (programme) WHERE stage = 'selected';

-- places_taken is the most places of a province that were taken on any one day from a day on.
-- +goose StatementBegin
CREATE FUNCTION public.places_taken(of_programme text, of_province text, since date) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  WITH held AS (
    SELECT (s.record->'steps'->-1->>'on')::date AS first_on, (w.record->'steps'->-1->>'on')::date AS left_on
    FROM nominations s LEFT JOIN nominations w ON w.id = s.id AND w.stage = 'withdrawn'
    WHERE s.programme = of_programme AND s.stage = 'selected' AND of_province = ANY (s.provinces)
  ), days AS (
    SELECT since AS day UNION SELECT first_on FROM held WHERE first_on > since
  )
  SELECT coalesce(max(taken), 0)::integer
  FROM (SELECT (SELECT count(*) FROM held WHERE first_on <= day AND (left_on IS NULL OR left_on > day)) AS taken FROM days) t
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION public.count_places() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  holding CONSTANT text[] := ARRAY['selected', 'piloting', 'completed', 'replicated'];
  before  text := coalesce((SELECT n.stage FROM nominations n WHERE n.id = NEW.id AND n.revision = NEW.revision - 1), 'none');
  place   text;
BEGIN
  IF NOT (before || '>' || NEW.stage) = ANY (ARRAY['none>nominated', 'nominated>selected', 'nominated>withdrawn', 'selected>piloting',
      'selected>withdrawn', 'piloting>completed', 'piloting>withdrawn', 'completed>replicated']) THEN
    RAISE EXCEPTION 'nomination % cannot pass from % to %', NEW.id, before, NEW.stage USING ERRCODE = 'check_violation',
      CONSTRAINT = 'nominations_stage_order';
  END IF;
  IF (before = ANY (holding)) = (NEW.stage = ANY (holding)) THEN
    RETURN NULL;
  END IF;
  FOREACH place IN ARRAY (SELECT array_agg(DISTINCT p ORDER BY p) FROM unnest(NEW.provinces) p) LOOP
    INSERT INTO programme_places AS t (programme, province, taken) VALUES (NEW.programme, place, 1)
      ON CONFLICT (programme, province) DO UPDATE SET taken = t.taken + CASE WHEN NEW.stage = ANY (holding) THEN 1 ELSE -1 END;
  END LOOP;
  IF NEW.stage = 'selected' AND NEW.quota < public.places_taken(NEW.programme, NEW.province, (NEW.record->'steps'->-1->>'on')::date) THEN
    RAISE EXCEPTION 'province % has no place left in %', NEW.province, NEW.programme USING ERRCODE = 'check_violation',
      CONSTRAINT = 'nominations_quota';
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION public.count_places() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  holding CONSTANT text[] := ARRAY['selected', 'piloting', 'completed', 'replicated'];
  before  text := coalesce((SELECT n.stage FROM nominations n WHERE n.id = NEW.id AND n.revision = NEW.revision - 1), 'none');
  place   text;
BEGIN
  IF NOT (before || '>' || NEW.stage) = ANY (ARRAY['none>nominated', 'nominated>selected', 'nominated>withdrawn', 'selected>piloting',
      'selected>withdrawn', 'piloting>completed', 'piloting>withdrawn', 'completed>replicated']) THEN
    RAISE EXCEPTION 'nomination % cannot pass from % to %', NEW.id, before, NEW.stage USING ERRCODE = 'check_violation',
      CONSTRAINT = 'nominations_stage_order';
  END IF;
  IF (before = ANY (holding)) = (NEW.stage = ANY (holding)) THEN
    RETURN NULL;
  END IF;
  FOREACH place IN ARRAY (SELECT array_agg(DISTINCT p ORDER BY p) FROM unnest(NEW.provinces) p) LOOP
    INSERT INTO programme_places AS t (programme, province, taken) VALUES (NEW.programme, place, 1)
      ON CONFLICT (programme, province) DO UPDATE SET taken = t.taken + CASE WHEN NEW.stage = ANY (holding) THEN 1 ELSE -1 END;
  END LOOP;
  IF NEW.stage = 'selected' AND NEW.quota < (SELECT t.taken FROM programme_places t WHERE t.programme = NEW.programme AND t.province = NEW.province) THEN
    RAISE EXCEPTION 'province % has no place left in %', NEW.province, NEW.programme USING ERRCODE = 'check_violation',
      CONSTRAINT = 'nominations_quota';
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd
DROP FUNCTION public.places_taken(text, text, date);
DROP INDEX nominations_selected_idx;
