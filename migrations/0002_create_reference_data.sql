-- Places, industries and authorities: what an office changes without a new text of law.

-- +goose Up
-- One loaded list each; digest tells whether a file is already in. revision rises with every change, so that running
-- servers know when to read again.
CREATE TABLE reference_lists (
  list      text PRIMARY KEY,
  digest    text NOT NULL,
  rows      integer NOT NULL,
  revision  bigint NOT NULL,
  loaded_at timestamptz NOT NULL
);
CREATE SEQUENCE reference_revision_seq;

-- A place is keyed by (code, valid_from): codes were given anew with another meaning on 2025-07-01.
CREATE TABLE places (
  code        text NOT NULL,
  name        text NOT NULL,
  level       text NOT NULL CONSTRAINT places_level_check CHECK (level IN ('province', 'district', 'commune')),
  kind        text NOT NULL,
  parent_code text,
  valid_from  date NOT NULL,
  valid_to    date,
  CONSTRAINT places_pkey PRIMARY KEY (code, valid_from),
  CONSTRAINT places_period_check CHECK (valid_to IS NULL OR valid_to > valid_from),
  CONSTRAINT places_code_check CHECK (code ~ '^[0-9]+$' AND length(code) = CASE level WHEN 'province' THEN 2 WHEN 'district' THEN 3 ELSE 5 END),
  CONSTRAINT places_parent_check CHECK ((level = 'province') = (parent_code IS NULL)),
  CONSTRAINT places_no_overlap EXCLUDE USING gist (code WITH =, daterange(valid_from, valid_to) WITH &&)
);

CREATE TABLE place_alt_names (
  code     text NOT NULL,
  alt_name text NOT NULL,
  CONSTRAINT place_alt_names_pkey PRIMARY KEY (code, alt_name)
);

-- What became of a place. share says whether the old unit went whole into the new one or was split.
CREATE TABLE place_successions (
  old_code     text NOT NULL,
  new_code     text NOT NULL,
  old_level    text NOT NULL,
  new_level    text NOT NULL,
  share        text NOT NULL CONSTRAINT place_successions_share_check CHECK (share IN ('whole', 'part', '')),
  effective_on date NOT NULL,
  remark       text NOT NULL,
  source       text NOT NULL,
  CONSTRAINT place_successions_pkey PRIMARY KEY (old_code, new_code, effective_on)
);

-- VSIC. A code may mean something else in another edition, so the edition is part of the key.
CREATE TABLE industries (
  edition     text NOT NULL CONSTRAINT industries_edition_check CHECK (edition IN ('2018', '2025')),
  code        text NOT NULL,
  level       smallint NOT NULL CONSTRAINT industries_level_check CHECK (level BETWEEN 1 AND 5),
  parent_code text,
  name        text NOT NULL,
  CONSTRAINT industries_pkey PRIMARY KEY (edition, code),
  CONSTRAINT industries_parent_fkey FOREIGN KEY (edition, parent_code) REFERENCES industries (edition, code),
  CONSTRAINT industries_parent_check CHECK ((level = 1) = (parent_code IS NULL))
);

-- An authority is one continuous life of an office; its code may be given again after it ended.
CREATE TABLE authorities (
  id           uuid PRIMARY KEY,
  code         text NOT NULL,
  name         text NOT NULL,
  level        text NOT NULL CONSTRAINT authorities_level_check CHECK (level IN ('state_bank', 'province', 'district', 'commune')),
  office       text NOT NULL CONSTRAINT authorities_office_check CHECK (office IN ('skhdt', 'stc', 'tckh', 'ubnd', 'kt', 'nhnn')),
  place_code   text,
  valid_from   date NOT NULL,
  valid_to     date,
  former_names jsonb NOT NULL DEFAULT '[]',
  contact      text NOT NULL DEFAULT '',
  CONSTRAINT authorities_period_check CHECK (valid_to IS NULL OR valid_to > valid_from),
  CONSTRAINT authorities_no_overlap EXCLUDE USING gist (code WITH =, daterange(valid_from, valid_to) WITH &&)
);

CREATE TABLE authority_successions (
  old_id       uuid NOT NULL CONSTRAINT authority_successions_old_fkey REFERENCES authorities,
  new_id       uuid NOT NULL CONSTRAINT authority_successions_new_fkey REFERENCES authorities,
  share        text NOT NULL CONSTRAINT authority_successions_share_check CHECK (share IN ('whole', 'part', '')),
  effective_on date NOT NULL,
  CONSTRAINT authority_successions_pkey PRIMARY KEY (old_id, new_id)
);

-- +goose Down
DROP TABLE authority_successions, authorities, industries, place_successions, place_alt_names, places, reference_lists;
DROP SEQUENCE reference_revision_seq;
