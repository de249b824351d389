package main

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// recordColumns are those of the record that the server reads.
const recordColumns = `o.id, o.kind, coalesce(o.code, ''), o.name_vi, o.name_foreign, o.name_short, o.seat_line,
 o.seat_place, o.seat_on, o.area, coalesce(o.old_commune, ''), coalesce(o.old_district, ''), coalesce(o.old_province, ''),
 coalesce(o.new_commune, ''), coalesce(o.new_province, ''), o.industries, coalesce(o.sector, ''), coalesce(o.purpose, ''),
 o.charter_capital_vnd, o.members, coalesce(o.size_members, ''), coalesce(o.size_capital, ''), o.representatives, o.phone,
 o.email, o.website, o.legacy_numbers, o.status, o.status_reason, o.status_since, coalesce(o.authority_id::text, ''),
 coalesce(o.issuing_level, ''), o.certificate_number, o.registered_on, o.regime, o.track, o.misrouted, o.misrouted_reason,
 o.cite, o.name_clash, o.origin, coalesce(o.import_key, ''), o.revision, o.recorded_at, o.enterprises, o.governance,
 o.business_stops, o.valid_from, o.known_from`

// columns are those the server reads for an answer, with what it finds beside the record.
const columns = recordColumns + `,
 (SELECT json_build_object('year', year, 'rank', rank, 'points', total, 'exempt', exempt) FROM ratings
  WHERE organization_id = o.id AND known_to IS NULL ORDER BY year DESC LIMIT 1),
 (SELECT json_build_object('kind', kind, 'since', valid_from) FROM alliance_memberships
  WHERE organization_id = o.id AND known_to IS NULL AND valid_from <= $1 AND (valid_to IS NULL OR valid_to > $1)),
 (SELECT json_agg(json_build_object('programme', programme, 'verdict', verdict, 'stage', stage) ORDER BY programme) FROM candidacies
  WHERE organization_id = o.id AND known_to IS NULL AND valid_from <= $1 AND (valid_to IS NULL OR valid_to > $1))`

// organization is an answer of the yardstick: the members of the server's answer and so about as many bytes. What is JSON in
// the row goes out as it is.
type organization struct {
	ID              string          `json:"id"`
	Code            *string         `json:"code"`
	LegacyNumbers   json.RawMessage `json:"legacy_numbers"`
	Kind            string          `json:"kind"`
	Name            name            `json:"name"`
	NameClash       bool            `json:"name_clash,omitempty"`
	Status          string          `json:"status"`
	StatusReason    string          `json:"status_reason,omitempty"`
	StatusSince     *day            `json:"status_since"`
	Seat            seat            `json:"seat"`
	Area            []string        `json:"area,omitempty"`
	Industries      []industry      `json:"industries"`
	Sector          string          `json:"sector,omitempty"`
	Purpose         string          `json:"purpose,omitempty"`
	CharterCapital  *int64          `json:"charter_capital_vnd"`
	Members         json.RawMessage `json:"members"`
	Size            size            `json:"size"`
	Representatives json.RawMessage `json:"legal_representatives"`
	Phone           string          `json:"phone,omitempty"`
	Email           string          `json:"email,omitempty"`
	Website         string          `json:"website,omitempty"`
	Registration    registration    `json:"registration"`
	Governance      string          `json:"governance,omitempty"`
	Enterprises     json.RawMessage `json:"enterprises,omitempty"`
	Stops           json.RawMessage `json:"business_stops,omitempty"`
	AllianceMember  json.RawMessage `json:"alliance_member"`
	Rating          json.RawMessage `json:"rating"`
	Candidacies     json.RawMessage `json:"candidacies"`
	Origin          string          `json:"origin"`
	Revision        int64           `json:"revision"`
	RecordedAt      time.Time       `json:"recorded_at"`
}

type name struct {
	Vi      string  `json:"vi"`
	Foreign *string `json:"foreign"`
	Short   *string `json:"short"`
}

type seat struct {
	Line    string `json:"line"`
	Place   *place `json:"place"`
	Current *place `json:"current_place"`
}

type place struct {
	Code string   `json:"code"`
	Name string   `json:"name"`
	List string   `json:"list"`
	Path []string `json:"path"`
}

type industry struct {
	Edition string `json:"edition"`
	Code    string `json:"code"`
	Name    string `json:"name"`
	Main    bool   `json:"main"`
}

type size struct {
	ByMembers string    `json:"by_members,omitempty"`
	ByCapital string    `json:"by_capital,omitempty"`
	Cite      [2]clause `json:"cite"`
}

type clause struct {
	Document string `json:"document"`
	Article  string `json:"article"`
}

type registration struct {
	Authority         *authority      `json:"authority"`
	CertificateNumber string          `json:"certificate_number,omitempty"`
	IssuedOn          *day            `json:"issued_on"`
	Regime            string          `json:"regime"`
	Track             string          `json:"track"`
	Current           *authority      `json:"current_authority"`
	Misrouted         *bool           `json:"misrouted"`
	MisroutedReason   string          `json:"misrouted_reason,omitempty"`
	Cite              json.RawMessage `json:"cite"`
}

type authority struct {
	ID    string `json:"id"`
	Code  string `json:"code"`
	Name  string `json:"name"`
	Level string `json:"level"`
}

type day time.Time

func (d day) MarshalText() ([]byte, error) { //nolint:unparam // the error belongs to the interface
	return time.Time(d).AppendFormat(nil, time.DateOnly), nil
}

// names are the reference data, held in memory as the server holds them. What is law in the server is a look-up here.
type names struct {
	places      map[[2]string]*place // by list and code
	authorities map[string]*authority
	current     map[string]*authority // by code, those of today
	industries  map[[2]string]string  // by edition and code
}

func readNames(ctx context.Context, pool *pgxpool.Pool) (*names, error) {
	n := &names{
		places: map[[2]string]*place{}, authorities: map[string]*authority{}, current: map[string]*authority{},
		industries: map[[2]string]string{},
	}
	var a, b, c, d string
	var alive bool
	each := func(sql string, keep func(), targets ...any) error {
		rows, err := pool.Query(ctx, sql)
		if err != nil {
			return err
		}
		_, err = pgx.ForEachRow(rows, targets, func() error { keep(); return nil })
		return err
	}
	err := errors.Join(
		each(`WITH RECURSIVE lists (list, lasts) AS (VALUES ('2021', date '2025-06-30'), ('2025', date '2026-11-01')),
   places_of AS (SELECT list, code, name, level, coalesce(parent_code, '') AS parent FROM places JOIN lists
    ON daterange(valid_from, valid_to) @> lasts)
 SELECT list, code, name, parent FROM places_of ORDER BY list, length(code)`, func() {
			p := &place{Code: b, Name: c, List: a, Path: []string{c}}
			if above := n.places[[2]string{a, d}]; above != nil {
				p.Path = append(p.Path, above.Path...)
			}
			n.places[[2]string{a, b}] = p
		}, &a, &b, &c, &d),
		each("SELECT id::text, code, name, level, valid_to IS NULL FROM authorities", func() {
			n.authorities[a] = &authority{a, b, c, d}
			if alive {
				n.current[b] = n.authorities[a]
			}
		}, &a, &b, &c, &d, &alive),
		each("SELECT edition, code, name FROM industries", func() { n.industries[[2]string{a, b}] = c }, &a, &b, &c),
	)
	return n, err
}

// scan reads a row of columns and what comes after them into extra.
func (n *names) scan(row pgx.CollectableRow, extra []any) (*organization, error) {
	var (
		o                                                                                                       organization
		id                                                                                                      uuid.UUID
		code, foreign, short, at, oldCommune, oldDistrict, oldProvince, newCommune, newProvince, by, level, key string
		seatOn, from                                                                                            time.Time
		since, registered                                                                                       *time.Time
		knownFrom                                                                                               time.Time
		industries                                                                                              []byte
	)
	r := &o.Registration
	err := row.Scan(append([]any{
		&id, &o.Kind, &code, &o.Name.Vi, &foreign, &short, &o.Seat.Line, &at, &seatOn, &o.Area, &oldCommune, &oldDistrict,
		&oldProvince, &newCommune, &newProvince, &industries, &o.Sector, &o.Purpose, &o.CharterCapital, &o.Members,
		&o.Size.ByMembers, &o.Size.ByCapital, &o.Representatives, &o.Phone, &o.Email, &o.Website, &o.LegacyNumbers, &o.Status,
		&o.StatusReason, &since, &by, &level, &r.CertificateNumber, &registered, &r.Regime, &r.Track, &r.Misrouted,
		&r.MisroutedReason, &r.Cite, &o.NameClash, &o.Origin, &key, &o.Revision, &o.RecordedAt, &o.Enterprises, &o.Governance,
		&o.Stops, &from, &knownFrom, &o.Rating, &o.AllianceMember, &o.Candidacies,
	}, extra...)...)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(industries, &o.Industries); err != nil {
		return nil, err
	}
	for i, line := range o.Industries {
		o.Industries[i].Name = n.industries[[2]string{line.Edition, line.Code}]
	}
	o.ID, o.Code, o.Name.Foreign, o.Name.Short = id.String(), optional(code), optional(foreign), optional(short)
	o.StatusSince, r.IssuedOn = (*day)(since), (*day)(registered)
	o.Size.Cite = [2]clause{{"01/2020/TT-BKHĐT", "Điều 4"}, {"01/2020/TT-BKHĐT", "Điều 5"}}
	n.fill(&o, at, oldCommune, newCommune, by)
	return &o, nil
}

// fill names places and offices.
func (n *names) fill(o *organization, at, oldCommune, newCommune, by string) {
	list := "2025"
	if at == oldCommune {
		list = "2021"
	}
	o.Seat.Place, o.Seat.Current = n.places[[2]string{list, at}], n.places[[2]string{"2025", newCommune}]
	office := "kt-"
	if o.Registration.Track != "registration" {
		office = "ubnd-"
	}
	o.Registration.Authority, o.Registration.Current = n.authorities[by], n.current[office+newCommune]
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
