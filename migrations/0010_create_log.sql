-- The tamper-evident log over the ledger: a Merkle tree (RFC 6962) whose leaves are the entries of history in the order of
-- the feed. What a leaf commits to is worked out from its entry; here lie the order, the hashes and the signed roots.

-- +goose Up
CREATE TABLE log_leaves (
  index    bigint NOT NULL,
  entry_id uuid NOT NULL,
  before   bigint GENERATED ALWAYS AS (CASE WHEN index > 0 THEN index - 1 END) STORED, -- the leaf before: no gaps
  CONSTRAINT log_leaves_pkey PRIMARY KEY (index),
  CONSTRAINT log_leaves_index_check CHECK (index >= 0),
  CONSTRAINT log_leaves_entry_key UNIQUE (entry_id),
  CONSTRAINT log_leaves_entry_fkey FOREIGN KEY (entry_id) REFERENCES history (id),
  CONSTRAINT log_leaves_no_gap FOREIGN KEY (before) REFERENCES log_leaves (index)
);

-- Every hash of the tree by its number: those of a leaf, then those of the subtrees that the leaf completes.
CREATE TABLE log_hashes (
  index bigint NOT NULL,
  hash  bytea NOT NULL,
  CONSTRAINT log_hashes_pkey PRIMARY KEY (index),
  CONSTRAINT log_hashes_hash_check CHECK (octet_length(hash) = 32)
);

CREATE TABLE log_checkpoints (
  size      bigint NOT NULL,
  note      text NOT NULL,  -- as signed, C2SP tlog-checkpoint
  signed_at timestamptz NOT NULL,
  CONSTRAINT log_checkpoints_pkey PRIMARY KEY (size),
  CONSTRAINT log_checkpoints_size_check CHECK (size > 0)
);

-- What a member of a union has put into it, where the register knows.
ALTER TABLE links ADD COLUMN capital_vnd bigint CONSTRAINT links_capital_check CHECK (capital_vnd > 0);

CREATE TRIGGER log_leaves_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log_leaves
  FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER log_hashes_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log_hashes
  FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER log_checkpoints_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log_checkpoints
  FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

-- +goose StatementBegin
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'htx_app') THEN
    GRANT SELECT, INSERT ON log_leaves, log_hashes, log_checkpoints TO htx_app;
  END IF;
END $$;
-- +goose StatementEnd

-- +goose Down
ALTER TABLE links DROP COLUMN capital_vnd;
DROP TABLE log_checkpoints, log_hashes, log_leaves;
