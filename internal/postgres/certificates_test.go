package postgres_test

import (
	"errors"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// The database itself keeps what was issued, whoever asks it to forget.
func TestCertificatesAreKeptForEver(t *testing.T) {
	t.Parallel()
	f := open(t)
	db := f.owner(t)
	exec := func(query string, args ...any) error {
		_, err := db.Exec(t.Context(), query, args...)
		return err
	}
	must(t, exec("SET session_replication_role = replica")) // what certificates point at is not what this is about
	const organization, first, second = "0193f0a2-7a3c-7cc1-9d10-000000000001", "0193f0a2-7a3c-7cc1-9d10-000000000002", "0193f0a2-7a3c-7cc1-9d10-000000000003"
	for _, id := range []string{first, second} {
		must(t, exec(`INSERT INTO certificates (id, organization_id, dossier_id, act_id, type, form, layout, number, issued_on, record, jws, key_id, sha256, public_sha256, recorded_at)
 VALUES ($1, $2, $2, $2, 'certificate', 'htx-2023', 1, '1401234568', '2025-07-10', '{}', 'e30', 'k', sha256('a'), sha256('b'), $3)`, id, organization, noon()))
	}
	must(t, exec("SET session_replication_role = origin"))
	event := func(id, state, reason string, at time.Time) error {
		return exec(`INSERT INTO certificate_events (certificate_id, state, reason, from_day, recorded_at, act_id)
 VALUES ($1, $2, $3, '2025-07-10', $4, $1)`, id, state, reason, at)
	}
	must(t, event(first, "valid", "issued", noon()))
	must(t, event(first, "revoked", "revoked", noon()))
	must(t, event(second, "valid", "issued", noon()))
	wantConstraint(t, event(first, "valid", "restored", noon()), "certificates_one_stands")
	wantConstraint(t, event(first, "replaced", "newer", noon()), "certificate_events_replaced_check")

	must(t, exec(`INSERT INTO certificate_people (certificate_id, organization_id, people, disclosure) VALUES ($1, $2, '[]', 'x')`, first, organization))
	must(t, exec(`INSERT INTO signing_keys (id, jwk, created_at) VALUES ('k', '{"kty":"OKP"}', $1)`, noon()))
	wantConstraint(t, exec(`INSERT INTO signing_keys (id, jwk, created_at) VALUES ('p', '{"kty":"OKP","d":"secret"}', $1)`, noon()), "signing_keys_public_check")
	for _, table := range []string{"certificates", "certificate_events", "certificate_people", "signing_keys"} {
		column := map[string]string{"certificates": "number", "certificate_events": "reason", "certificate_people": "disclosure", "signing_keys": "id"}[table]
		for _, change := range []string{"UPDATE " + table + " SET " + column + " = 'x'", "DELETE FROM " + table, "TRUNCATE " + table + " CASCADE"} {
			if err := exec(change); err == nil {
				t.Errorf("%s was done", change)
			}
		}
	}
}

func wantConstraint(t *testing.T, err error, name string) {
	t.Helper()
	if p, ok := errors.AsType[*pgconn.PgError](err); !ok || p.ConstraintName != name {
		t.Errorf("got %v, want it refused by %s", err, name)
	}
}
