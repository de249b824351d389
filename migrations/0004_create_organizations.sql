-- The register: the present state of every organisation and unit. The ledger (history) is the origin of both.

-- +goose Up
CREATE SEQUENCE tax_serial_seq MINVALUE 0 START 0;

CREATE TABLE organizations (
  id                  uuid PRIMARY KEY,
  kind                text NOT NULL CONSTRAINT organizations_kind_check CHECK (kind IN ('htx', 'lhhtx', 'qtdnd', 'tht', 'hoi_quan')),
  code                text,
  name_vi             text NOT NULL CONSTRAINT organizations_name_check CHECK (name_vi <> '' AND length(name_vi) <= 300),
  name_foreign        text NOT NULL DEFAULT '',
  name_short          text NOT NULL DEFAULT '',
  seat_line           text NOT NULL DEFAULT '',
  seat_place          text NOT NULL,   -- commune code of the list in force on the day of the address; province code where no more is known
  seat_on             date NOT NULL,   -- the day whose list seat_place belongs to
  area                text[] NOT NULL DEFAULT '{}',
  -- the seat on both maps, for filters by equality; null where the map does not tell
  old_commune         text,
  old_district        text,
  old_province        text,
  new_commune         text,
  new_province        text,
  industries          jsonb NOT NULL DEFAULT '[]',
  industry_prefixes   text[] NOT NULL DEFAULT '{}',
  sector              text,
  purpose             text,
  charter_capital_vnd bigint CONSTRAINT organizations_capital_check CHECK (charter_capital_vnd >= 0),
  members             jsonb,
  size_members        text,
  size_capital        text,
  representatives     jsonb NOT NULL DEFAULT '[]',  -- names, titles, nationalities: what everyone may see
  phone               text NOT NULL DEFAULT '',
  email               text NOT NULL DEFAULT '',
  website             text NOT NULL DEFAULT '',
  legacy_numbers      jsonb NOT NULL DEFAULT '[]',
  status              text NOT NULL CONSTRAINT organizations_status_check CHECK (status IN ('active', 'suspended', 'not_at_address', 'revoked', 'dissolving', 'in_bankruptcy', 'ended', 'recorded')),
  status_reason       text NOT NULL DEFAULT '',
  status_since        date,
  authority_id        uuid CONSTRAINT organizations_authority_fkey REFERENCES authorities,
  issuing_level       text,
  certificate_number  text NOT NULL DEFAULT '',
  registered_on       date,            -- day of the certificate, notice or record; null: not known
  regime              text NOT NULL DEFAULT '',
  track               text NOT NULL CONSTRAINT organizations_track_check CHECK (track IN ('registration', 'notice', 'record', 'licence')),
  misrouted           boolean,
  misrouted_reason    text NOT NULL DEFAULT '',
  cite                jsonb NOT NULL DEFAULT '[]',
  name_clash          boolean NOT NULL DEFAULT false,
  origin              text NOT NULL CONSTRAINT organizations_origin_check CHECK (origin IN ('dossier', 'opening_book', 'sample')),
  import_key          text,            -- the row of an opening book this came from, so that a repeated import adds nothing
  revision            bigint NOT NULL CONSTRAINT organizations_revision_check CHECK (revision > 0),
  recorded_at         timestamptz NOT NULL,
  search_text         text GENERATED ALWAYS AS (public.search_words(name_vi || ' ' || name_short || ' ' || name_foreign || ' ' || coalesce(code, '') || ' ' || certificate_number)) STORED,
  search              tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, public.search_words(name_vi || ' ' || name_short || ' ' || name_foreign || ' ' || coalesce(code, '') || ' ' || certificate_number))) STORED,
  CONSTRAINT organizations_code_key UNIQUE (code),
  CONSTRAINT organizations_import_key UNIQUE (import_key),
  CONSTRAINT organizations_code_check CHECK (code IS NULL OR code ~ '^[0-9]{10}$'),
  -- Hội quán: no capital, no code, no certificate, no official status.
  CONSTRAINT organizations_hoi_quan_check CHECK (kind <> 'hoi_quan' OR (charter_capital_vnd IS NULL AND code IS NULL AND status IN ('recorded', 'ended') AND track = 'record')),
  -- A THT that gave notice has no certificate and no official status.
  CONSTRAINT organizations_notice_check CHECK (track <> 'notice' OR (kind = 'tht' AND status IN ('recorded', 'ended'))),
  CONSTRAINT organizations_area_check CHECK (kind = 'hoi_quan' OR area = '{}')
);
CREATE INDEX organizations_search_idx ON organizations USING gin (search) WITH (fastupdate = off);
CREATE INDEX organizations_trigram_idx ON organizations USING gin (search_text gin_trgm_ops) WITH (fastupdate = off);
CREATE INDEX organizations_industry_idx ON organizations USING gin (industry_prefixes) WITH (fastupdate = off);
CREATE INDEX organizations_name_idx ON organizations (name_vi COLLATE "vi-x-icu", id);
CREATE INDEX organizations_registered_idx ON organizations (registered_on, id);
CREATE INDEX organizations_kind_idx ON organizations (kind, id);
CREATE INDEX organizations_status_idx ON organizations (status, id);
CREATE INDEX organizations_level_idx ON organizations (issuing_level, id);
CREATE INDEX organizations_authority_idx ON organizations (authority_id, id);
CREATE INDEX organizations_new_province_idx ON organizations (new_province, id);
CREATE INDEX organizations_new_commune_idx ON organizations (new_commune, id);
CREATE INDEX organizations_old_province_idx ON organizations (old_province, id);
CREATE INDEX organizations_old_district_idx ON organizations (old_district, id);
CREATE INDEX organizations_old_commune_idx ON organizations (old_commune, id);
CREATE INDEX organizations_sector_idx ON organizations (sector, id);
CREATE INDEX organizations_size_members_idx ON organizations (size_members, id);
CREATE INDEX organizations_size_capital_idx ON organizations (size_capital, id);
CREATE INDEX organizations_purpose_idx ON organizations (purpose, id);
CREATE INDEX organizations_misrouted_idx ON organizations (id) WHERE misrouted;
CREATE INDEX organizations_count_idx ON organizations (authority_id, kind, status, issuing_level, registered_on, new_province);

-- Personal data of representatives, apart from what everyone may see, with row security of its own.
CREATE TABLE organization_people (
  organization_id uuid NOT NULL CONSTRAINT organization_people_organization_fkey REFERENCES organizations,
  ordinal         smallint NOT NULL,
  id_document     text NOT NULL DEFAULT '',
  birth_on        date,
  contact_address text NOT NULL DEFAULT '',
  phone           text NOT NULL DEFAULT '',
  CONSTRAINT organization_people_pkey PRIMARY KEY (organization_id, ordinal)
);

-- A name held in a pool within which the law forbids a second one written the same. R1 compares whole names of HTX and
-- LHHTX (Điều 10 khoản 1, 193/2013/NĐ-CP): each kind claims its own pool. R2 compares the tên riêng across both (Điều 17
-- khoản 1, 92/2024/NĐ-CP): such a name claims both pools. A claim goes when the name is free again.
CREATE TABLE name_claims (
  pool            text NOT NULL,
  name_key        text NOT NULL,
  organization_id uuid NOT NULL CONSTRAINT name_claims_organization_fkey REFERENCES organizations DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT name_claims_pkey PRIMARY KEY (pool, name_key)
);
CREATE INDEX name_claims_organization_idx ON name_claims (organization_id);
-- Names are looked for by hash: a serializable transaction that looks into the ordered index stands in the way of all who
-- claim a name on the same page, one that looks into the hash only of those with the same bucket.
CREATE INDEX name_claims_key_idx ON name_claims USING hash (name_key) WITH (fillfactor = 10);

CREATE TABLE units (
  id                 uuid PRIMARY KEY,
  organization_id    uuid NOT NULL CONSTRAINT units_organization_fkey REFERENCES organizations,
  kind               text NOT NULL CONSTRAINT units_kind_check CHECK (kind IN ('branch', 'representative_office', 'business_location')),
  code               text NOT NULL DEFAULT '',
  name               text NOT NULL CONSTRAINT units_name_check CHECK (name <> ''),
  seat_line          text NOT NULL DEFAULT '',
  seat_place         text NOT NULL,
  seat_on            date NOT NULL,
  industries         jsonb NOT NULL DEFAULT '[]',
  heads              jsonb NOT NULL DEFAULT '[]',
  status             text NOT NULL CONSTRAINT units_status_check CHECK (status IN ('active', 'suspended', 'not_at_address', 'revoked', 'dissolving', 'ended')),
  status_since       date,
  authority_id       uuid CONSTRAINT units_authority_fkey REFERENCES authorities,
  certificate_number text NOT NULL DEFAULT '',
  registered_on      date,
  regime             text NOT NULL DEFAULT '',
  misrouted          boolean,
  misrouted_reason   text NOT NULL DEFAULT '',
  cite               jsonb NOT NULL DEFAULT '[]',
  revision           bigint NOT NULL,
  recorded_at        timestamptz NOT NULL,
  -- 13 digits for a branch or representative office, five for a business location (Điều 14, 92/2024/NĐ-CP)
  CONSTRAINT units_code_check CHECK (code = '' OR (kind = 'business_location' AND code ~ '^[0-9]{5}$') OR (kind <> 'business_location' AND code ~ '^[0-9]{10}-[0-9]{3}$')),
  CONSTRAINT units_revoked_check CHECK (kind <> 'business_location' OR status <> 'revoked')
);
CREATE UNIQUE INDEX units_code_key ON units (organization_id, code) WHERE code <> '';
CREATE INDEX units_organization_idx ON units (organization_id, id);

-- +goose Down
DROP TABLE units, name_claims, organization_people, organizations;
DROP SEQUENCE tax_serial_seq;
