package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/history"
	"htxregistry/internal/registry"
	"htxregistry/internal/succession"
	"htxregistry/internal/vn"
)

const successionColumns = `SELECT s.id, s.name, s.digest, s.plan, s.effective_on, s.counts, s.applied_at, s.applied_by,
 (SELECT count(*) FROM succession_cases c WHERE c.succession_id = s.id AND c.settled_at IS NULL) FROM successions s `

func scanSuccession(row pgx.Row) (succession.Applied, error) {
	var a succession.Applied
	var id [16]byte
	var on time.Time
	err := row.Scan(&id, &a.Name, &a.Digest, &a.Plan, &on, &a.Counts, &a.AppliedAt, &a.AppliedBy, &a.OpenCases)
	a.ID, a.On, a.AppliedAt = id, dayOf(&on), a.AppliedAt.UTC()
	return a, err
}

func (t *session) succession(ctx context.Context, where string, value any) (succession.Applied, error) {
	if err := t.flush(ctx); err != nil {
		return succession.Applied{}, err
	}
	a, err := scanSuccession(t.conn.QueryRow(ctx, successionColumns+where, value))
	if errors.Is(err, pgx.ErrNoRows) {
		return a, registry.ErrNoSuccession
	}
	return a, failed("read succession", err)
}

// SuccessionByName implements registry.Successions.
func (t *session) SuccessionByName(ctx context.Context, name string) (succession.Applied, error) {
	return t.succession(ctx, "WHERE s.name = $1", name)
}

// Succession implements registry.Successions.
func (t *session) Succession(ctx context.Context, id succession.ID) (succession.Applied, error) {
	return t.succession(ctx, "WHERE s.id = $1", [16]byte(id))
}

// Successions implements registry.Successions. Ids are made in the order of time.
func (t *session) Successions(ctx context.Context, after *succession.ID, limit int) ([]succession.Applied, error) {
	var from succession.ID
	if after != nil {
		from = *after
	}
	rows, err := t.query(ctx, successionColumns+"WHERE s.id > $1 ORDER BY s.id LIMIT $2", [16]byte(from), limit)
	if err != nil {
		return nil, failed("list successions", err)
	}
	found, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (succession.Applied, error) { return scanSuccession(row) })
	return found, failed("list successions", err)
}

// SuccessionAfter implements registry.Successions.
func (t *session) SuccessionAfter(ctx context.Context, on vn.Date) (after bool, err error) {
	err = t.row(ctx, []any{&after}, "SELECT EXISTS (SELECT FROM successions WHERE effective_on > $1)", day(on))
	return after, failed("look for later successions", err)
}

// AddSuccession implements registry.SuccessionWriter.
func (t *session) AddSuccession(_ context.Context, a succession.Applied) error {
	var e encoder
	t.later("add succession", `INSERT INTO successions (id, name, digest, plan, effective_on, counts, applied_at, applied_by)
 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, [16]byte(a.ID), a.Name, a.Digest, e.json(a.Plan), day(a.On), e.json(a.Counts), a.AppliedAt, a.AppliedBy)
	return e.err
}

// waits is a file d that waits for somebody on the day $2: one past its last day has no value any more, whether or not the register
// has noted that yet.
const waits = "d.state IN ('draft', 'submitted', 'returned') AND (d.state = 'submitted' OR d.lapses_on IS NULL OR d.lapses_on >= $2)"

// OpenFiles implements registry.Successions. A file's place is of the list of the day it was received, or of the day of the
// succession that moved it last.
func (t *session) OpenFiles(ctx context.Context, offices []string) ([]succession.File, error) {
	var files []succession.File
	var f succession.File
	var seat, area string
	var on, due, lapses *time.Time
	err := t.each(ctx, []any{&f.ID, &f.Number, &f.Procedure, &f.OrganizationKind, &f.AuthorityID, &f.State, &f.Declared, &seat, &on, &area, &due, &lapses, &f.Revision}, func() {
		f.Seat = succession.Seat{Place: seat, On: dayOf(on)}
		f.DueOn, f.LapsesOn, f.Area = dayOf(due), dayOf(lapses), nil
		_ = json.Unmarshal([]byte(area), &f.Area) // a list, or null
		files = append(files, f)
	}, `SELECT d.id::text, coalesce(d.number, ''), d.procedure, d.organization_kind, d.authority_id::text, d.state,
 d.payload #>> '{seat,place}' IS NOT NULL AND d.payload #>> '{seat,place}' <> '',
 coalesce(nullif(d.payload #>> '{seat,place}', ''), u.seat_place, o.seat_place, ''),
 CASE WHEN d.payload #>> '{seat,place}' <> '' OR d.organization_id IS NULL
   THEN coalesce(s.effective_on, (coalesce(d.received_at, d.created_at) AT TIME ZONE '+07')::date)
   ELSE coalesce(u.seat_on, o.seat_on) END,
 coalesce(d.payload ->> 'area', 'null'), d.due_on, d.lapses_on, d.revision
 FROM dossiers d LEFT JOIN organizations o ON o.id = d.organization_id LEFT JOIN units u ON u.id = d.unit_id
 LEFT JOIN successions s ON s.id = d.succession_id
 WHERE d.authority_id = ANY($1::uuid[]) AND `+waits+` ORDER BY d.id`, list(offices), day(vn.DateIn(t.now)))
	return files, failed("read open files", err)
}

func dayOf(t *time.Time) vn.Date {
	if t == nil {
		return vn.Date{}
	}
	return vn.NewDate(t.Year(), t.Month(), t.Day())
}

// Stranded implements registry.Successions.
func (t *session) Stranded(ctx context.Context, on vn.Date, limit int) ([]string, error) {
	var offices []string
	var office string
	err := t.each(ctx, []any{&office}, func() { offices = append(offices, office) },
		`SELECT a.id::text FROM authorities a WHERE a.valid_to < $1 AND EXISTS (SELECT FROM dossiers d
 WHERE d.authority_id = a.id AND `+waits+`) ORDER BY a.code LIMIT $3`, day(on), day(vn.DateIn(t.now)), limit)
	return offices, failed("look for stranded files", err)
}

// KeysOf implements registry.Successions.
func (t *session) KeysOf(ctx context.Context, offices []string) ([]registry.Key, error) {
	var keys []registry.Key
	var k registry.Key
	err := t.each(ctx, []any{&k.ID, &k.Role, &k.AuthorityID, &k.Name}, func() { keys = append(keys, k) },
		`SELECT id::text, role, authority_id::text, name FROM api_keys WHERE authority_id = ANY($1::uuid[]) AND revoked_at IS NULL
 AND (expires_at IS NULL OR expires_at > $2) ORDER BY created_at, id`, list(offices), t.now)
	return keys, failed("read keys of offices", err)
}

// EachHolder implements registry.Successions.
func (t *session) EachHolder(ctx context.Context, yield func(coop.Organization) error) error {
	rows, err := t.query(ctx, `SELECT id, kind, name_vi, seat_place, seat_on, track, coalesce(authority_id::text, '')
 FROM organizations WHERE status <> 'ended' ORDER BY id`)
	if err != nil {
		return failed("read seats", err)
	}
	var o coop.Organization
	var id [16]byte
	var on time.Time
	_, err = pgx.ForEachRow(rows, []any{&id, &o.Kind, &o.Name.Vi, &o.Seat.Place, &on, &o.Registration.Track, &o.Registration.AuthorityID}, func() error {
		o.ID, o.SeatOn = id, dayOf(&on)
		return yield(o)
	})
	return failed("read seats", err)
}

// EachUnitHolder implements registry.Successions.
func (t *session) EachUnitHolder(ctx context.Context, yield func(coop.Unit, coop.Kind) error) error {
	rows, err := t.query(ctx, `SELECT u.id, u.organization_id, u.kind, u.name, u.seat_place, u.seat_on, coalesce(u.authority_id::text, ''), o.kind
 FROM units u JOIN organizations o ON o.id = u.organization_id WHERE u.status <> 'ended' ORDER BY u.id`)
	if err != nil {
		return failed("read seats of units", err)
	}
	var u coop.Unit
	var of coop.Kind
	var id, organization [16]byte
	var on time.Time
	_, err = pgx.ForEachRow(rows, []any{&id, &organization, &u.Kind, &u.Name, &u.Seat.Place, &on, &u.Registration.AuthorityID, &of}, func() error {
		u.ID, u.OrganizationID, u.SeatOn = id, organization, dayOf(&on)
		return yield(u, of)
	})
	return failed("read seats of units", err)
}

// WentTo implements registry.Successions.
func (t *session) WentTo(ctx context.Context, id dossier.ID) (string, error) {
	if err := t.scoped(ctx); err != nil {
		return "", err
	}
	var office *string
	err := t.row(ctx, []any{&office}, "SELECT public.dossier_went_to($1)::text", [16]byte(id))
	return value(office), failed("look for transferred dossier", err)
}

// MoveDossiers implements registry.SuccessionWriter.
func (t *session) MoveDossiers(ctx context.Context, id succession.ID, moves []succession.FileMove) error {
	if len(moves) == 0 {
		return nil
	}
	if err := t.flush(ctx); err != nil {
		return err
	}
	columns := make([][]string, 5)
	revisions := make([]int64, len(moves))
	for i, m := range moves {
		area := ""
		if len(m.Area) > 0 {
			text, _ := json.Marshal(m.Area) // a list of codes
			area = string(text)
		}
		for c, v := range []string{m.ID, m.AuthorityID, m.Province, m.Place, area} {
			columns[c] = append(columns[c], v)
		}
		revisions[i] = m.Revision
	}
	tag, err := t.conn.Exec(ctx, `UPDATE dossiers d SET authority_id = m.office, province_code = m.province,
 transferred_from = d.transferred_from || to_jsonb(d.authority_id::text), succession_id = $1, revision = d.revision + 1,
 payload = d.payload || CASE WHEN m.place = '' THEN '{}' ELSE jsonb_build_object('seat', d.payload -> 'seat' || jsonb_build_object('place', m.place)) END
   || CASE WHEN m.area = '' THEN '{}' ELSE jsonb_build_object('area', m.area::jsonb) END
 FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::bigint[]) AS m (id, office, province, place, area, revision)
 WHERE d.id = m.id AND d.revision = m.revision`, [16]byte(id), columns[0], columns[1], columns[2], columns[3], columns[4], revisions)
	if err == nil && tag.RowsAffected() != int64(len(moves)) {
		return registry.ErrStale
	}
	return failed("move dossiers", err)
}

// MoveKey implements registry.SuccessionWriter.
func (t *session) MoveKey(_ context.Context, keyID, authorityID string) error {
	t.later("move key", "UPDATE api_keys SET authority_id = $2 WHERE id = $1", key(keyID), key(authorityID))
	return nil
}

// AppendAll implements registry.Tx.
func (t *session) AppendAll(ctx context.Context, entries []history.Entry) error {
	if err := t.flush(ctx); err != nil {
		return err
	}
	return t.copyTo(ctx, "history", historyColumns(), len(entries), func(i int) ([]any, error) { return historyValues(entries[i]) })
}
