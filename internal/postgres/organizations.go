package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"htxregistry/internal/coop"
	"htxregistry/internal/naming"
	"htxregistry/internal/vn"
)

// organizationColumns are the columns as written, in the order of organizationValues. industry_prefixes is last because
// its value is completed by the database (see createOrganization).
func organizationColumns() []string {
	return []string{
		"id", "kind", "code", "name_vi", "name_foreign", "name_short", "seat_line", "seat_place", "seat_on", "area",
		"old_commune", "old_district", "old_province", "new_commune", "new_province", "industries", "sector", "purpose",
		"charter_capital_vnd", "members", "size_members", "size_capital", "representatives", "phone", "email", "website",
		"legacy_numbers", "status", "status_reason", "status_since", "authority_id", "issuing_level", "certificate_number",
		"registered_on", "regime", "track", "misrouted", "misrouted_reason", "cite", "name_clash", "origin", "import_key",
		"revision", "recorded_at", "enterprises", "governance", "business_stops", "valid_from", "known_from", "name_key", "short_key",
		"foreign_key", "industry_prefixes",
	}
}

// organizationFields are the columns in the order of scanOrganization.
const organizationFields = `o.id, o.kind, coalesce(o.code, ''), o.name_vi, o.name_foreign, o.name_short, o.seat_line,
 o.seat_place, o.seat_on, o.area, coalesce(o.old_commune, ''), coalesce(o.old_district, ''), coalesce(o.old_province, ''),
 coalesce(o.new_commune, ''), coalesce(o.new_province, ''), o.industries, coalesce(o.sector, ''), coalesce(o.purpose, ''),
 o.charter_capital_vnd, o.members, coalesce(o.size_members, ''), coalesce(o.size_capital, ''), o.representatives, o.phone,
 o.email, o.website, o.legacy_numbers, o.status, o.status_reason, o.status_since, coalesce(o.authority_id::text, ''),
 coalesce(o.issuing_level, ''), o.certificate_number, o.registered_on, o.regime, o.track, o.misrouted, o.misrouted_reason,
 o.cite, o.name_clash, o.origin, coalesce(o.import_key, ''), o.revision, o.recorded_at, o.enterprises, o.governance,
 o.business_stops, o.valid_from, o.known_from`

const selectOrganization = "SELECT " + organizationFields + " FROM organizations o"

// reads are the statements that read one present organisation; the first argument is today.
type reads struct{ byID, byCode string }

func newReads() reads {
	present := "SELECT " + organizationFields + reputeOf("$1", "") + " FROM organizations o"
	return reads{byID: present + " WHERE o.id = $2", byCode: present + " WHERE o.code = $2 AND o.status_reason <> 'conversion'"}
}

// organizationValues are the values of a record; prefixes are those of its industries.
func organizationValues(o coop.Organization, prefixes []string) ([]any, error) {
	var e encoder
	r := o.Registration
	values := []any{
		[16]byte(o.ID), string(o.Kind), text(o.Code), o.Name.Vi, o.Name.Foreign, o.Name.Short, o.Seat.Line, o.Seat.Place,
		day(o.SeatOn), list(o.Area), text(o.Placement.OldCommune), text(o.Placement.OldDistrict),
		text(o.Placement.OldProvince), text(o.Placement.NewCommune), text(o.Placement.NewProvince),
		array(&e, o.Industries), text(o.Sector), text(o.Purpose), (*int64)(o.CharterCapital), orNull(&e, o.Members),
		text(o.SizeMembers), text(o.SizeCapital), array(&e, coop.PublicPeople(o.Representatives)), o.Phone, o.Email, o.Website,
		array(&e, o.LegacyNumbers), string(o.Status), string(o.StatusReason), day(o.StatusSince), key(r.AuthorityID),
		text(r.Level), r.CertificateNumber, day(r.IssuedOn), r.Regime, string(r.Track), r.Misrouted, r.MisroutedReason,
		array(&e, r.Cite), o.NameClash, string(o.Origin), text(o.ImportKey), o.Revision, o.RecordedAt,
		array(&e, o.Enterprises), string(o.Governance), array(&e, o.Stops), day(o.Since()), o.KnownSince(), naming.IndexKey(o.Kind, o.Name.Vi), text(vn.NameKey(o.Name.Short)),
		text(vn.NameKey(o.Name.Foreign)), list(prefixes),
	}
	return values, e.err
}

// scanOrganization reads a row of organizationFields and what comes after them into extra.
func (t *session) scanOrganization(row pgx.Row, extra ...any) (coop.Organization, error) {
	r := organizationRow{memos: &t.store.memos}
	err := row.Scan(&wideRow{r.targets(extra), r.decode})
	return r.o, err
}

// organizationRow is a row of organizationFields and, where they were asked for, of reputeOf. Its JSON belongs to the
// connection.
type organizationRow struct {
	memos *memos
	o     coop.Organization

	industries, members, representatives, legacy, cite, enterprises, stops pgtype.DriverBytes
	rated, joined, candidacies                                             pgtype.DriverBytes
	capital                                                                *int64
}

// columnsAtMost is room for the columns of organizationFields, of reputeOf and of a list.
const columnsAtMost = 56

func (w *organizationRow) targets(more []any) []any {
	o, p, r := &w.o, &w.o.Placement, &w.o.Registration
	all := make([]any, 0, columnsAtMost)
	all = append(all,
		(*[16]byte)(&o.ID), (*string)(&o.Kind), &o.Code, &o.Name.Vi, &o.Name.Foreign, &o.Name.Short,
		&o.Seat.Line, &o.Seat.Place, (*dayTarget)(&o.SeatOn), &o.Area, &p.OldCommune, &p.OldDistrict, &p.OldProvince, &p.NewCommune,
		&p.NewProvince, &w.industries, &o.Sector, &o.Purpose, &w.capital, &w.members, &o.SizeMembers, &o.SizeCapital,
		&w.representatives, &o.Phone, &o.Email, &o.Website, &w.legacy, (*string)(&o.Status), (*string)(&o.StatusReason),
		(*dayTarget)(&o.StatusSince), &r.AuthorityID, &r.Level, &r.CertificateNumber, (*dayTarget)(&r.IssuedOn), &r.Regime, (*string)(&r.Track),
		&r.Misrouted, &r.MisroutedReason, &w.cite, &o.NameClash, (*string)(&o.Origin), &o.ImportKey, &o.Revision,
		&o.RecordedAt, &w.enterprises, (*string)(&o.Governance), &w.stops, (*dayTarget)(&o.State.From), &o.State.KnownFrom)
	return append(all, more...)
}

func (w *organizationRow) decode() error {
	var d decoder
	o, known := &w.o, w.memos
	o.Industries = slices.Clone(known.industries.read(&d, w.industries))
	if !empty(w.members) {
		counts := known.members.read(&d, w.members)
		o.Members = &counts
	}
	d.json(w.representatives, &o.Representatives)
	d.json(w.legacy, &o.LegacyNumbers)
	o.Registration.Cite = slices.Clone(known.cites.read(&d, w.cite))
	d.json(w.enterprises, &o.Enterprises)
	d.json(w.stops, &o.Stops)
	o.CharterCapital = (*vn.VND)(w.capital)
	if len(o.Area) == 0 {
		o.Area = nil
	}
	o.RecordedAt, o.State.KnownFrom = o.RecordedAt.UTC(), o.State.KnownFrom.UTC()
	return d.err
}

func (t *session) collectOrganizations(rows pgx.Rows, err error) ([]coop.Organization, error) {
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (coop.Organization, error) { return t.scanOrganization(row) })
}

func (t *session) organization(ctx context.Context, sql string, arg any) (coop.Organization, error) {
	if err := t.flush(ctx); err != nil {
		return coop.Organization{}, err
	}
	o, err := t.scanReputed(t.conn.QueryRow(ctx, sql, day(vn.DateIn(t.now)), arg))
	if errors.Is(err, pgx.ErrNoRows) {
		return coop.Organization{}, coop.ErrNotFound
	}
	return o, failed("read organization", err)
}

// Organization implements registry.Organizations.
func (t *session) Organization(ctx context.Context, id coop.ID) (coop.Organization, error) {
	return t.organization(ctx, t.store.reads.byID, [16]byte(id))
}

// OrganizationByCode implements registry.Organizations.
func (t *session) OrganizationByCode(ctx context.Context, code string) (coop.Organization, error) {
	return t.organization(ctx, t.store.reads.byCode, code)
}

// People implements registry.Organizations.
func (t *session) People(ctx context.Context, id coop.ID) ([]coop.Representative, error) {
	rows, err := t.query(ctx, `SELECT o.representatives -> p.ordinal::int, p.id_document, p.birth_on, p.contact_address, p.phone
 FROM organization_people p JOIN organizations o ON o.id = p.organization_id
 WHERE p.organization_id = $1 AND p.ordinal < jsonb_array_length(o.representatives) ORDER BY p.ordinal`, [16]byte(id))
	if err != nil {
		return nil, failed("read personal data", err)
	}
	people, err := pgx.CollectRows(rows, scanRepresentative)
	return people, failed("read personal data", err)
}

func scanRepresentative(row pgx.CollectableRow) (coop.Representative, error) {
	var r coop.Representative
	var public []byte
	var document, address, phone string
	var birth vn.Date
	if err := row.Scan(&public, &document, &birth, &address, &phone); err != nil {
		return r, err
	}
	var d decoder
	d.json(public, &r)
	r.IDDocument, r.BirthDate, r.ContactAddress, r.Phone = document, birth, address, phone
	return r, d.err
}

// CreateOrganization implements registry.OrganizationWriter.
func (t *session) CreateOrganization(_ context.Context, o coop.Organization) error {
	t.touch(o.ID)
	values, err := organizationValues(o, codePrefixes(o.Industries))
	if err != nil {
		return failed("create organization", err)
	}
	columns := organizationColumns()
	t.later("create organization", "INSERT INTO organizations ("+join(columns)+") VALUES ("+
		numbered(1, len(columns)-1)+", "+prefixesOf(len(columns))+")", append(values, divisions(o.Industries))...)
	t.addRepresentatives(o, "")
	return nil
}

// prefixesOf is the value of industry_prefixes: the prefixes in argument n, and the sections, letters, that the divisions in
// argument n+1 belong to in their own editions.
func prefixesOf(n int) string {
	return fmt.Sprintf(`$%d::text[] || (SELECT coalesce(array_agg(DISTINCT i.parent_code), '{}') FROM industries i
 WHERE i.level = 2 AND i.edition || ':' || i.code = ANY($%d::text[]))`, n, n+1)
}

// addRepresentatives adds personal data; again says what happens to a row that is there already.
func (t *session) addRepresentatives(o coop.Organization, again string) {
	for i, r := range o.Representatives {
		t.later("create representative", `INSERT INTO organization_people
 (organization_id, ordinal, id_document, birth_on, contact_address, phone) VALUES ($1, $2, $3, $4, $5, $6)`+again,
			[16]byte(o.ID), i, r.IDDocument, day(r.BirthDate), r.ContactAddress, r.Phone)
	}
}

// NextTaxSerial implements registry.OrganizationWriter.
func (t *session) NextTaxSerial(ctx context.Context) (int64, error) {
	return t.next(ctx, "SELECT nextval('tax_serial_seq')")
}

// next draws from a sequence. It needs nothing of what waits to be written.
func (t *session) next(ctx context.Context, sql string) (n int64, err error) {
	err = t.conn.QueryRow(ctx, sql).Scan(&n)
	return n, failed("draw number", err)
}

// codePrefixes are the beginnings of the codes, by which a list is filtered.
func codePrefixes(industries []coop.Industry) []string {
	var all []string
	for _, i := range industries {
		for n := 1; n <= len(i.Code); n++ {
			all = append(all, i.Code[:n])
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// divisions are the first two digits of the codes, each with its edition, as "2018:01".
func divisions(industries []coop.Industry) []string {
	all := make([]string, 0, len(industries))
	for _, i := range industries {
		if len(i.Code) >= 2 {
			all = append(all, i.Edition+":"+i.Code[:2])
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
