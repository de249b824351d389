-- What every table below needs: extensions, the role the server works as, and the folding of names.

-- +goose Up
CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

-- The server works as htx_app: neither superuser nor owner of a table, so row security and missing grants bind it.
-- Where the migrating account may not create roles the server goes on as that account and says so at start.
-- +goose StatementBegin
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'htx_app') THEN
    BEGIN
      CREATE ROLE htx_app NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
    EXCEPTION WHEN insufficient_privilege OR duplicate_object OR unique_violation THEN
      RAISE NOTICE 'role htx_app not created: the server will work as the owner';
    END;
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'htx_app') AND NOT pg_has_role(current_user, 'htx_app', 'MEMBER') THEN
    EXECUTE format('GRANT htx_app TO %I', current_user);
  END IF;
END $$;
-- +goose StatementEnd

-- fold is the SQL twin of vn.Fold: no tones, no marks, đ as d, lower case, everything else but letters and digits a
-- blank. Names of functions carry their schema, or dump and restore breaks.
-- +goose StatementBegin
CREATE FUNCTION public.fold(text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN btrim(regexp_replace(
    public.unaccent('public.unaccent'::regdictionary, lower(normalize($1, NFC))), '[^a-z0-9]+', ' ', 'g'));
-- +goose StatementEnd

-- search_words is the SQL twin of vn.Words: the folded name without the words that every name has, so that neither
-- index carries them. A name of nothing but such words keeps them.
-- +goose StatementBegin
CREATE FUNCTION public.search_words(text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN coalesce(nullif(btrim(regexp_replace(regexp_replace(
    public.fold($1),
    '\m(lien hiep hop tac xa|hop tac xa|to hop tac|hoi quan|quy tin dung nhan dan|lien hiep|lhhtx|htx|tht|qtdnd)\M', '', 'g'),
    '\s+', ' ', 'g')), ''), public.fold($1));
-- +goose StatementEnd

-- refuse_change keeps append-only tables append-only, TRUNCATE included.
-- +goose StatementBegin
CREATE FUNCTION public.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation',
    CONSTRAINT = TG_TABLE_NAME || '_append_only';
END $$;
-- +goose StatementEnd

-- +goose Down
DROP FUNCTION public.refuse_change();
DROP FUNCTION public.search_words(text);
DROP FUNCTION public.fold(text);
