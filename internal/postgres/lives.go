package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"

	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/history"
	"htxregistry/internal/id"
	"htxregistry/internal/registry"
	"htxregistry/internal/vn"
)

// statesAt picks of organization_states or unit_states the one state of each record that holds on a day (twice) and was
// known at an instant (twice).
const statesAt = "valid_from <= ? AND (valid_to IS NULL OR valid_to > ?) AND known_from <= ? AND (known_to IS NULL OR known_to > ?)"

// instant is a point on the two clocks, the present where nothing is said.
func (t *session) instant(w coop.When) (day vn.Date, known time.Time) {
	day, known = w.AsOf, w.KnownAt
	if known.IsZero() {
		known = t.now
	}
	if day.IsZero() {
		day = vn.DateIn(known)
	}
	return day, known
}

// OrganizationAt implements registry.Lives.
func (t *session) OrganizationAt(ctx context.Context, organization coop.ID, when coop.When) (coop.Organization, error) {
	asOf, known := t.instant(when)
	var c conditions
	fields := reputed(&c, coop.Query{When: coop.When{AsOf: asOf, KnownAt: known}})
	c.and("o.id = ?", [16]byte(organization))
	c.and(statesAt, day(asOf), day(asOf), known, known)
	if err := t.flush(ctx); err != nil {
		return coop.Organization{}, err
	}
	o, err := t.scanReputed(t.conn.QueryRow(ctx, "SELECT "+fields+" FROM organization_states o"+c.text.String(), c.args...))
	if errors.Is(err, pgx.ErrNoRows) {
		return coop.Organization{}, coop.ErrNotFound
	}
	return o, failed("read organization as it was", err)
}

// OrganizationsAt implements registry.Lives.
func (t *session) OrganizationsAt(ctx context.Context, organizations []coop.ID, when coop.When) ([]coop.Organization, error) {
	ids := make([][16]byte, len(organizations))
	for i, o := range organizations {
		ids[i] = o
	}
	q := t.dated(coop.Query{When: when})
	var c conditions
	c.and("o.id = ANY(?)", ids)
	if !q.When.Now() {
		c.and(statesAt, day(q.When.AsOf), day(q.When.AsOf), q.When.KnownAt, q.When.KnownAt)
	}
	found, err := t.collectOrganizations(t.query(ctx, "SELECT "+organizationFields+" FROM "+source(q)+c.text.String(), c.args...))
	return found, failed("read organizations", err)
}

// knownStates picks the states known now that hold on a day or later.
const knownStates = " WHERE id = $1 AND known_to IS NULL AND (valid_to IS NULL OR valid_to > $2) ORDER BY valid_from"

// OrganizationStates implements registry.Lives.
func (t *session) OrganizationStates(ctx context.Context, organization coop.ID, from vn.Date) ([]coop.Organization, error) {
	rows, err := t.query(ctx, "SELECT "+organizationFields+", o.valid_to FROM organization_states o"+knownStates, [16]byte(organization), day(from))
	if err != nil {
		return nil, failed("read states", err)
	}
	states, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (coop.Organization, error) {
		var to vn.Date
		o, err := t.scanOrganization(row, &to)
		o.State.To = to
		return o, err
	})
	return states, failed("read states", err)
}

// UnitStates implements registry.Lives.
func (t *session) UnitStates(ctx context.Context, unit coop.UnitID, from vn.Date) ([]coop.Unit, error) {
	if err := t.flush(ctx); err != nil {
		return nil, err
	}
	type state struct {
		Row     unitRow `gorm:"embedded"` // an embedded type that is not exported would be left empty
		ValidTo vn.Date
	}
	var rows []state
	err := t.gorm(ctx).Table("unit_states").
		Where("id = ? AND known_to IS NULL AND (valid_to IS NULL OR valid_to > ?)", unit, from).Order("valid_from").Scan(&rows).Error
	units := make([]coop.Unit, len(rows))
	for i, r := range rows {
		units[i] = r.Row.unit()
		units[i].State.To = r.ValidTo
	}
	return units, failed("read states of unit", err)
}

// Changes implements registry.Lives.
func (t *session) Changes(ctx context.Context, organization coop.ID, unit *coop.UnitID, after vn.Date) ([]history.Change, error) {
	var c conditions
	c.and("organization_id = ?", [16]byte(organization))
	c.and("effective_on > ?", day(after))
	c.and("delta IS NOT NULL")
	if unit == nil {
		c.and("unit_id IS NULL")
	} else {
		c.and("unit_id = ?", [16]byte(*unit))
	}
	rows, err := t.query(ctx, "SELECT effective_on, delta FROM history"+c.text.String(), c.args...)
	if err != nil {
		return nil, failed("read later changes", err)
	}
	changes, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (change history.Change, err error) {
		var delta []byte
		if err := row.Scan(&change.On, &delta); err != nil {
			return change, err
		}
		return change, json.Unmarshal(delta, &change.Patch)
	})
	return changes, failed("read later changes", err)
}

// ActByID implements registry.Lives.
func (t *session) ActByID(ctx context.Context, act string) (history.Entry, error) {
	parsed, err := id.Parse[history.Entry](act)
	if err != nil {
		return history.Entry{}, fault.NotFound
	}
	if err := t.flush(ctx); err != nil {
		return history.Entry{}, err
	}
	row, err := gorm.G[historyRow](t.gorm(ctx)).Where("id = ?", parsed).Take(ctx)
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return history.Entry{}, fault.NotFound
	}
	return row.entry(), failed("read act", err)
}

// LastRecorded implements registry.Lives. The last entry need not bear it: whoever began first may write last. The whole ledger is
// read, once at the start of a sandbox.
func (t *session) LastRecorded(ctx context.Context) (time.Time, error) {
	var last *time.Time
	if err := t.row(ctx, []any{&last}, "SELECT max(recorded_at) FROM history"); err != nil || last == nil {
		return time.Time{}, failed("read newest instant", err)
	}
	return *last, nil
}

// LastAct implements registry.Lives.
func (t *session) LastAct(ctx context.Context, organization coop.ID, unit *coop.UnitID, acts ...string) (history.Entry, error) {
	if err := t.flush(ctx); err != nil {
		return history.Entry{}, err
	}
	q := gorm.G[historyRow](t.gorm(ctx)).Where("organization_id = ? AND act IN ?", organization, acts)
	if unit == nil {
		q = q.Where("unit_id IS NULL")
	} else {
		q = q.Where("unit_id = ?", *unit)
	}
	row, err := q.Order("epoch DESC, xact DESC, seq DESC").Take(ctx)
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return history.Entry{}, fault.NotFound
	}
	return row.entry(), failed("read last act", err)
}

// FiledDossiers implements registry.Lives. It is asked about an organisation, not by a desk: the scope of the caller does
// not hide that a file exists, only the file.
func (t *session) FiledDossiers(ctx context.Context, organization coop.ID, procedures ...coop.Procedure) ([]coop.FiledDossier, error) {
	names := make([]string, len(procedures))
	for i, p := range procedures {
		names[i] = string(p)
	}
	rows, err := t.query(ctx, "SELECT procedure, number, unit_id, received_at, open FROM public.filed_dossiers($1, $2)", [16]byte(organization), names)
	if err != nil {
		return nil, failed("read filed dossiers", err)
	}
	filed, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (d coop.FiledDossier, err error) {
		err = row.Scan((*string)(&d.Procedure), &d.Number, &d.UnitID, &d.ReceivedAt, &d.Open)
		return d, err
	})
	return filed, failed("read filed dossiers", err)
}

// SaveOrganization implements registry.LifeWriter.
func (t *session) SaveOrganization(_ context.Context, o coop.Organization, revision int64) error {
	t.touch(o.ID)
	o.Revision = revision + 1
	values, err := organizationValues(o, codePrefixes(o.Industries))
	if err != nil {
		return failed("save organization", err)
	}
	columns := organizationColumns()
	sets := make([]string, 0, len(columns))
	for i, column := range columns[:len(columns)-1] {
		if column != "id" {
			sets = append(sets, column+" = $"+strconv.Itoa(i+1))
		}
	}
	n := len(columns)
	sets = append(sets, columns[n-1]+" = "+prefixesOf(n))
	t.change("save organization", "UPDATE organizations SET "+strings.Join(sets, ", ")+" WHERE id = $1 AND revision = $"+strconv.Itoa(n+2),
		append(values, divisions(o.Industries), revision))
	return nil
}

// change is a write that must find its row as it was read.
func (t *session) change(doing, sql string, args []any) {
	t.queue = append(t.queue, write{doing: doing, sql: sql, args: args, check: func(tag pgconn.CommandTag) error {
		if tag.RowsAffected() != 1 {
			return registry.ErrStale
		}
		return nil
	}})
}

// AddOrganizationVersion implements registry.LifeWriter.
func (t *session) AddOrganizationVersion(_ context.Context, o coop.Organization) error {
	t.touch(o.ID)
	o.ImportKey = ""
	values, err := organizationValues(o, codePrefixes(o.Industries))
	if err != nil {
		return failed("add version", err)
	}
	columns := organizationColumns()
	n := len(columns)
	t.later("add version", "INSERT INTO organization_versions ("+join(columns)+", valid_to, known_to) VALUES ("+numbered(1, n-1)+", "+
		prefixesOf(n)+", $"+strconv.Itoa(n+2)+", $"+strconv.Itoa(n+3)+")",
		append(values, divisions(o.Industries), day(o.State.To), instantOrNull(o.State.KnownTo))...)
	return nil
}

func instantOrNull(at time.Time) any {
	if at.IsZero() {
		return nil
	}
	return at
}

// ForgetOrganizationVersion implements registry.LifeWriter.
func (t *session) ForgetOrganizationVersion(_ context.Context, organization coop.ID, from vn.Date) error {
	t.touch(organization)
	t.change("forget version", "UPDATE organization_versions SET known_to = $3 WHERE id = $1 AND valid_from = $2 AND known_to IS NULL",
		[]any{[16]byte(organization), day(from), t.now})
	return nil
}

// ReplacePeople implements registry.LifeWriter. Rows of representatives that are no more are emptied.
func (t *session) ReplacePeople(_ context.Context, o coop.Organization) error {
	t.openPeople(o.ID.String())
	t.later("empty personal data", `UPDATE organization_people SET id_document = '', birth_on = NULL, contact_address = '', phone = ''
 WHERE organization_id = $1 AND ordinal >= $2`, [16]byte(o.ID), len(o.Representatives))
	t.addRepresentatives(o, ` ON CONFLICT (organization_id, ordinal) DO UPDATE SET id_document = excluded.id_document,
 birth_on = excluded.birth_on, contact_address = excluded.contact_address, phone = excluded.phone`)
	return nil
}

// SaveUnit implements registry.LifeWriter.
func (t *session) SaveUnit(_ context.Context, u coop.Unit, revision int64) error {
	u.Revision = revision + 1
	values, err := unitValues(u)
	if err != nil {
		return failed("save unit", err)
	}
	columns := unitColumns()
	sets := make([]string, 0, len(columns))
	for i, column := range columns {
		if column != "id" {
			sets = append(sets, column+" = $"+strconv.Itoa(i+1))
		}
	}
	t.change("save unit", "UPDATE units SET "+strings.Join(sets, ", ")+" WHERE id = $1 AND revision = $"+strconv.Itoa(len(columns)+1),
		append(values, revision))
	return nil
}

// AddUnitVersion implements registry.LifeWriter.
func (t *session) AddUnitVersion(_ context.Context, u coop.Unit) error {
	values, err := unitValues(u)
	if err != nil {
		return failed("add version of unit", err)
	}
	t.later("add version of unit", insert("unit_versions", append(unitColumns(), "valid_to", "known_to")),
		append(values, day(u.State.To), instantOrNull(u.State.KnownTo))...)
	return nil
}

// ForgetUnitVersion implements registry.LifeWriter.
func (t *session) ForgetUnitVersion(_ context.Context, unit coop.UnitID, from vn.Date) error {
	t.change("forget version of unit", "UPDATE unit_versions SET known_to = $3 WHERE id = $1 AND valid_from = $2 AND known_to IS NULL",
		[]any{[16]byte(unit), day(from), t.now})
	return nil
}
