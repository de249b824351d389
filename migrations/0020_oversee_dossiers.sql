-- Who may see the dossiers of every office works as htx_overseer. A condition of row security comes before those of a question,
-- so a search for words among all dossiers would read the whole table; a policy that is true for everybody is no condition.

-- +goose Up
-- +goose StatementBegin
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'htx_app') THEN
    RETURN; -- the server works as the owner
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'htx_overseer') THEN
    BEGIN
      CREATE ROLE htx_overseer NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS INHERIT IN ROLE htx_app;
    EXCEPTION WHEN insufficient_privilege OR duplicate_object OR unique_violation THEN
      RAISE NOTICE 'role htx_overseer not created: searches among all dossiers will read all of them';
    END;
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'htx_overseer') THEN
    IF NOT pg_has_role(current_user, 'htx_overseer', 'MEMBER') THEN
      EXECUTE format('GRANT htx_overseer TO %I', current_user);
    END IF;
    CREATE POLICY dossiers_overseen ON dossiers TO htx_overseer USING (true) WITH CHECK (true);
  END IF;
END $$;
-- +goose StatementEnd

-- +goose Down
DROP POLICY IF EXISTS dossiers_overseen ON dossiers;
