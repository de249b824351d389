-- What every table below needs: extensions, the role the server works as, and the folding of names.

-- +goose Up
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

-- fold is the SQL twin of vn.Fold: no tones, no marks, đ as d, lower case, everything but a-z and digits a blank. Not by
-- unaccent, which spells out what Go drops (½ as 1/2, æ as ae). Names of functions carry their schema, or dump and restore
-- breaks.
-- +goose StatementBegin
CREATE FUNCTION public.fold(text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN btrim(regexp_replace(regexp_replace(lower(translate(normalize($1, NFD), 'đĐðÐ', 'dddd')),
    '[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+', '', 'g'), '[^a-z0-9]+', ' ', 'g'));
-- +goose StatementEnd

-- search_words is the SQL twin of vn.Words: the folded name without the words that every name has, so that neither
-- index carries them. A name of nothing but such words keeps them. Blanks are doubled first, so that two generic words side
-- by side do not share one; replace() is twice as fast here as a pattern.
-- +goose StatementBegin
CREATE FUNCTION public.search_words(text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  RETURN coalesce(nullif(btrim(regexp_replace(
    replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
      ' ' || replace(public.fold($1), ' ', '  ') || ' ',
      ' lien  hiep  hop  tac  xa ', ' '),
      ' quy  tin  dung  nhan  dan ', ' '),
      ' hop  tac  xa ', ' '),
      ' to  hop  tac ', ' '),
      ' hoi  quan ', ' '),
      ' lien  hiep ', ' '),
      ' lhhtx ', ' '),
      ' qtdnd ', ' '),
      ' htx ', ' '),
      ' tht ', ' '),
    ' +', ' ', 'g')), ''), public.fold($1));
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
