package postgres

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"htxregistry/internal/coop"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// unitRow is a unit as a row.
type unitRow struct {
	ID                coop.UnitID
	OrganizationID    coop.ID
	Kind              coop.UnitKind
	Code              string
	Name              string
	SeatLine          string
	SeatPlace         string
	SeatOn            vn.Date
	Industries        []coop.Industry       `gorm:"serializer:json"`
	Heads             []coop.Representative `gorm:"serializer:json"`
	Status            coop.Status
	StatusSince       vn.Date
	StatusReason      coop.StatusReason
	AuthorityID       *string
	CertificateNumber string
	RegisteredOn      vn.Date
	Regime            string
	Misrouted         *bool
	MisroutedReason   string
	Cite              []law.Cite `gorm:"serializer:json"`
	Revision          int64
	RecordedAt        time.Time
	Country           string
	ParentUnitID      *coop.UnitID
	Activities        string
	ValidFrom         vn.Date
	KnownFrom         time.Time
}

// TableName implements gorm's Tabler.
func (unitRow) TableName() string { return "units" }

func (r unitRow) unit() coop.Unit {
	return coop.Unit{
		ID: r.ID, OrganizationID: r.OrganizationID, Kind: r.Kind, Code: r.Code, Name: r.Name,
		Seat: coop.Seat{Line: r.SeatLine, Place: r.SeatPlace}, SeatOn: r.SeatOn, Industries: r.Industries, Heads: r.Heads,
		ParentID: r.ParentUnitID, Activities: r.Activities, Country: r.Country,
		Status: r.Status, StatusSince: r.StatusSince, StatusReason: r.StatusReason,
		Registration: coop.Registration{
			AuthorityID: value(r.AuthorityID), CertificateNumber: r.CertificateNumber, IssuedOn: r.RegisteredOn,
			Regime: r.Regime, Track: coop.TrackRegistration, Misrouted: r.Misrouted, MisroutedReason: r.MisroutedReason,
			Cite: r.Cite,
		},
		Revision: r.Revision, RecordedAt: r.RecordedAt.UTC(),
		State: coop.Version{Period: vn.Period{From: r.ValidFrom}, KnownFrom: r.KnownFrom.UTC()},
	}
}

// value is what a column that may be null holds, the zero value for null.
func value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}

// Units implements registry.Organizations.
func (t *session) Units(ctx context.Context, organization coop.ID, when coop.When, after *coop.UnitID, limit int) ([]coop.Unit, error) {
	if err := t.flush(ctx); err != nil {
		return nil, err
	}
	q := t.gorm(ctx).Table("units").Where("organization_id = ?", organization)
	if !when.Now() {
		as, known := t.instant(when)
		q = q.Table("unit_states").Where(statesAt, as, as, known, known)
	}
	if after != nil {
		q = q.Where("id > ?", *after)
	}
	var rows []unitRow
	err := q.Order("id").Limit(limit).Scan(&rows).Error
	units := make([]coop.Unit, len(rows))
	for i, r := range rows {
		units[i] = r.unit()
	}
	return units, failed("list units", err)
}

// Unit implements registry.Organizations.
func (t *session) Unit(ctx context.Context, unit coop.UnitID) (coop.Unit, error) {
	if err := t.flush(ctx); err != nil {
		return coop.Unit{}, err
	}
	row, err := gorm.G[unitRow](t.gorm(ctx)).Where("id = ?", unit).Take(ctx)
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return coop.Unit{}, coop.ErrUnitNotFound
	}
	return row.unit(), failed("read unit", err)
}

func unitColumns() []string {
	return []string{
		"id", "organization_id", "kind", "code", "name", "seat_line", "seat_place", "seat_on", "industries", "heads",
		"status", "status_since", "status_reason", "authority_id", "certificate_number", "registered_on", "regime", "misrouted",
		"misrouted_reason", "cite", "revision", "recorded_at", "country", "parent_unit_id", "activities", "valid_from", "known_from",
	}
}

// unitValues are the values of unitColumns.
func unitValues(u coop.Unit) ([]any, error) {
	var e encoder
	r := u.Registration
	return []any{
		[16]byte(u.ID), [16]byte(u.OrganizationID), string(u.Kind), u.Code, u.Name, u.Seat.Line, u.Seat.Place,
		day(u.SeatOn), array(&e, u.Industries), array(&e, coop.PublicPeople(u.Heads)), string(u.Status), day(u.StatusSince), string(u.StatusReason),
		key(r.AuthorityID), r.CertificateNumber, day(r.IssuedOn), r.Regime, r.Misrouted, r.MisroutedReason, array(&e, r.Cite),
		u.Revision, u.RecordedAt, u.Country, optional(u.ParentID), u.Activities, day(u.Since()), u.KnownSince(),
	}, e.err
}

// CreateUnit implements registry.OrganizationWriter.
func (t *session) CreateUnit(_ context.Context, u coop.Unit) error {
	values, err := unitValues(u)
	if err != nil {
		return failed("create unit", err)
	}
	t.later("create unit", insert("units", unitColumns()), values...)
	return nil
}

// NextUnitNumber implements registry.OrganizationWriter.
func (t *session) NextUnitNumber(ctx context.Context, organization coop.ID, location bool) (n int, err error) {
	err = t.row(ctx, []any{&n, nil}, `SELECT coalesce(max(right(u.code, CASE WHEN $2 THEN 5 ELSE 3 END)::int), 0) + 1, max(l.held::text)
 FROM (SELECT pg_advisory_xact_lock(hashtextextended('units of ' || $1::uuid::text, 0)) AS held) l
 LEFT JOIN units u ON u.organization_id = $1 AND u.code <> '' AND (u.kind = 'business_location') = $2`,
		[16]byte(organization), location)
	return n, failed("number unit", err)
}
