-- Of the files about an organisation other offices may know which were received, when, about which unit, and whether they wait
-- still: what bars a registration and what breaks a silence depends on it.

-- +goose Up
-- +goose StatementBegin
CREATE FUNCTION public.filed_dossiers(organization uuid, procedures text[])
  RETURNS TABLE (procedure text, number text, unit_id uuid, received_at timestamptz, open boolean)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public AS $$
DECLARE
  scope text := coalesce(current_setting('app.scope', true), '');
BEGIN
  PERFORM set_config('app.scope', 'all', true);
  RETURN QUERY SELECT d.procedure, d.number, d.unit_id, d.received_at, d.state IN ('submitted', 'returned') FROM dossiers d
    WHERE d.organization_id = organization AND d.procedure = ANY(procedures) AND d.received_at IS NOT NULL
    ORDER BY d.received_at, d.id;
  PERFORM set_config('app.scope', scope, true);
END $$;
-- +goose StatementEnd

-- +goose Down
DROP FUNCTION public.filed_dossiers(uuid, text[]);
