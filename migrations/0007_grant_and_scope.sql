-- The second wall: what the server's role may do, and whose dossiers and personal data a transaction may see.

-- +goose Up
-- A transaction says for whom it works: app.scope is 'all', an authority's id, or 'province:' and a province code, joined
-- by commas. Nothing said means nothing seen.
-- +goose StatementBegin
CREATE FUNCTION public.in_scope(authority uuid, province text) RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(string_to_array(nullif(current_setting('app.scope', true), ''), ',')
    && ARRAY['all', authority::text, 'province:' || province], false)
$$;
-- +goose StatementEnd

ALTER TABLE dossiers ENABLE ROW LEVEL SECURITY;
ALTER TABLE dossiers FORCE ROW LEVEL SECURITY;
CREATE POLICY dossiers_scope ON dossiers USING (public.in_scope(authority_id, province_code))
  WITH CHECK (public.in_scope(authority_id, province_code));

-- Personal data of an organisation: its present office and that office's superiors. The office is worked out by law for
-- the day, so the transaction names the organisations it was allowed to open (app.people), or all.
ALTER TABLE organization_people ENABLE ROW LEVEL SECURITY;
ALTER TABLE organization_people FORCE ROW LEVEL SECURITY;
CREATE POLICY organization_people_read ON organization_people FOR SELECT
  USING (coalesce(string_to_array(nullif(current_setting('app.people', true), ''), ',') && ARRAY['all', organization_id::text], false));
CREATE POLICY organization_people_write ON organization_people FOR INSERT WITH CHECK (true);

-- +goose StatementBegin
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'htx_app') THEN
    GRANT USAGE ON SCHEMA public TO htx_app;
    GRANT SELECT, INSERT, UPDATE, DELETE ON places, place_alt_names, place_successions, industries, authorities,
      authority_successions, reference_lists, settings, name_claims, idempotency_keys TO htx_app;
    GRANT SELECT, INSERT, UPDATE ON api_keys, organizations, organization_people, units, dossiers TO htx_app;
    GRANT SELECT, INSERT ON history, personal_reads TO htx_app;
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO htx_app;
    GRANT SELECT ON goose_db_version TO htx_app;
  END IF;
END $$;
-- +goose StatementEnd

-- +goose Down
DROP POLICY organization_people_write ON organization_people;
DROP POLICY organization_people_read ON organization_people;
ALTER TABLE organization_people NO FORCE ROW LEVEL SECURITY;
ALTER TABLE organization_people DISABLE ROW LEVEL SECURITY;
DROP POLICY dossiers_scope ON dossiers;
ALTER TABLE dossiers NO FORCE ROW LEVEL SECURITY;
ALTER TABLE dossiers DISABLE ROW LEVEL SECURITY;
DROP FUNCTION public.in_scope(uuid, text);
