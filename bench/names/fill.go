package main

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/jackc/pgx/v5"

	"htxregistry/internal/coop"
	"htxregistry/internal/localpg"
	"htxregistry/internal/naming"
)

// fill multiplies the organisations of a register up to a number, in the database: each copy has one more word in its name,
// and the key that goes with it. Indexes that no name check uses are dropped, for filling them takes longer than all else.
func fill(ctx context.Context, data string, organizations int) error {
	server, err := localpg.Start(ctx, localpg.Options{Data: filepath.Join(data, "postgres")})
	if err != nil {
		return err
	}
	defer server.Stop() //nolint:errcheck // says so itself
	conn, err := pgx.Connect(ctx, server.URL("postgres"))
	if err != nil {
		return err
	}
	defer conn.Close(ctx) //nolint:errcheck // nothing is left to be done
	var held int
	if err := conn.QueryRow(ctx, "SELECT count(*) FROM organizations").Scan(&held); err != nil || held >= organizations {
		return err
	}
	if _, err := conn.Exec(ctx, `DO $$ DECLARE i text; BEGIN
 FOR i IN SELECT indexname FROM pg_indexes WHERE tablename = 'organizations' AND indexname LIKE '%\_idx' AND indexname NOT LIKE '%\_key\_idx'
   AND indexname NOT IN ('organizations_name_idx', 'organizations_registered_idx', 'organizations_kind_idx')
 LOOP EXECUTE 'DROP INDEX ' || i; END LOOP; END $$`); err != nil {
		return fmt.Errorf("drop indexes: %w", err)
	}
	if _, err := conn.Exec(ctx, "CREATE TEMP TABLE base AS SELECT * FROM organizations"); err != nil {
		return fmt.Errorf("keep what is copied: %w", err)
	}
	copies := (organizations + held - 1) / held
	for i := 1; i < copies; i++ {
		word := word(i)
		if _, err := conn.Exec(ctx, `INSERT INTO organizations (id, kind, name_vi, seat_line, seat_place, seat_on, old_commune, old_district, old_province,
  new_commune, new_province, status, status_reason, status_since, registered_on, regime, track, origin, revision, recorded_at, valid_from, known_from, name_key)
 SELECT gen_random_uuid(), kind, name_vi || ' ' || $1, seat_line, seat_place, seat_on, old_commune, old_district, old_province, new_commune, new_province,
  status, status_reason, status_since, registered_on, regime, track, origin, revision, recorded_at, valid_from, known_from, name_key || $2
 FROM base`, word, naming.IndexKey(coop.KindHoiQuan, word)); err != nil {
			return fmt.Errorf("fill: %w", err)
		}
	}
	_, err = conn.Exec(ctx, "VACUUM ANALYZE organizations")
	return err
}

// word gives the i-th of some hundred made-up proper words.
func word(i int) string {
	first := []string{"Lâm", "Hưng", "Quới", "Lộc", "Thạnh", "Khánh", "Phước", "Hậu", "Lợi", "Thới"}
	second := []string{"Xuyên", "Điền", "Giồng", "Hiệp", "Mai", "Sơn", "Hạnh", "Ninh", "Viễn", "Thắng"}
	return first[i%10] + " " + second[i/10%10]
}
