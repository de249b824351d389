-- What was filed about an organisation is read by filed_dossiers and by its plain index since 0033.
-- +goose Up
DROP FUNCTION public.open_dossiers(uuid, text[]);
DROP INDEX dossiers_life_idx;

-- +goose Down
CREATE INDEX dossiers_life_idx ON dossiers (organization_id, procedure) WHERE state IN ('submitted', 'returned');
-- +goose StatementBegin
CREATE FUNCTION public.open_dossiers(organization uuid, procedures text[]) RETURNS TABLE (procedure text, number text)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public AS $$
DECLARE
  scope text := coalesce(current_setting('app.scope', true), '');
BEGIN
  PERFORM set_config('app.scope', 'all', true);
  RETURN QUERY SELECT d.procedure, d.number FROM dossiers d
    WHERE d.organization_id = organization AND d.procedure = ANY(procedures) AND d.state IN ('submitted', 'returned');
  PERFORM set_config('app.scope', scope, true);
END $$;
-- +goose StatementEnd
