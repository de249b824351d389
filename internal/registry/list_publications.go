package registry

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/history"
	"htxregistry/internal/id"
	"htxregistry/internal/rulebook"
	"htxregistry/internal/vn"
)

// PublicationFilter narrows what is published. Zero fields do not.
type PublicationFilter struct {
	On          vn.Date // default today
	Procedure   coop.Procedure
	AuthorityID string
	Place       string // by the map of On
	After       *history.Position
	Limit       int
}

// ListPublications gives what is published on a day, in the order of the ledger, without personal data: of approved files, what the
// law has published for so many days after (Điều 49, 17/2023/QH15), what becomes of units with them (Điều 24, Điều 50, Điều 51, Điều
// 55, 92/2024/NĐ-CP), notices of violations, and demands of competent bodies and courts to stop business (Điều 48 khoản 2, Điều 62
// khoản 6). It is worked out from the ledger, so it cannot differ from it; a day to come is ErrInvalid.
func (r *Registry) ListPublications(ctx context.Context, f PublicationFilter) ([]coop.Publication, *history.Position, error) {
	if f.On.IsZero() {
		f.On = r.Today()
	}
	if f.On.After(r.Today()) {
		return nil, nil, ErrInvalid.At(fault.Field{Parameter: "on", Code: "in-future", Detail: msgPublishedLater})
	}
	q := PublicationQuery{Stretches: r.book.PublishedOn(f.On), AuthorityID: f.AuthorityID, After: f.After, Limit: f.Limit + 1}
	if f.Procedure != "" {
		q.Stretches = slices.DeleteFunc(q.Stretches, func(s rulebook.Published) bool { return s.Procedure != f.Procedure })
	}
	if f.Place != "" {
		area, ok := r.area(f.Place, f.On)
		if !ok {
			return nil, nil, ErrInvalid.At(fault.Field{Parameter: "place", Code: "not-in-force", Detail: msgPlaceNotInForce(f.Place, f.On)})
		}
		q.Area = &area
	}
	items := []coop.Publication{}
	var next *history.Position
	err := r.store.View(ctx, func(tx ReadTx) error {
		acts, err := tx.Published(ctx, q)
		if len(acts) > f.Limit {
			acts = acts[:f.Limit]
			next = &acts[f.Limit-1].Position
		}
		if err != nil {
			return err
		}
		owners, err := ownersOf(ctx, tx, acts, coop.When{AsOf: f.On})
		if err != nil {
			return err
		}
		for _, a := range acts {
			p, err := r.publication(a, owners, q.Stretches)
			if err != nil {
				return err
			}
			items = append(items, p)
		}
		return nil
	})
	return items, next, err
}

// tellsOfOwner tells whether an act holds the record of its organisation: not one about a unit, nor a notice.
func (a PublishedAct) tellsOfOwner() bool { return a.Unit == nil && a.Act != actNoticeRecorded }

// ownersOf reads, at once, the organisations of the acts that do not tell of them.
func ownersOf(ctx context.Context, tx ReadTx, acts []PublishedAct, when coop.When) (map[string]coop.Organization, error) {
	owners := map[string]coop.Organization{}
	var ids []coop.ID
	for _, a := range acts {
		if a.tellsOfOwner() {
			continue
		}
		parsed, err := id.Parse[coop.Organization](a.OrganizationID)
		if err != nil {
			return nil, fmt.Errorf("read act %s: %w", a.ID, err)
		}
		ids = append(ids, parsed)
	}
	if len(ids) == 0 {
		return owners, nil
	}
	found, err := tx.OrganizationsAt(ctx, ids, when)
	for _, o := range found {
		owners[o.ID.String()] = o
	}
	return owners, err
}

// publication is an act as it is published.
func (r *Registry) publication(a PublishedAct, owners map[string]coop.Organization, stretches []rulebook.Published) (coop.Publication, error) {
	o, day := owners[a.OrganizationID], vn.DateIn(a.RecordedAt)
	if a.tellsOfOwner() {
		if err := json.Unmarshal(a.After, &o); err != nil {
			return coop.Publication{}, fmt.Errorf("read act %s: %w", a.ID, err)
		}
	}
	ref := r.Reference()
	p := coop.Publication{
		ID: a.ID.String(), Act: a.Act, Procedure: a.Procedure, OrganizationID: a.OrganizationID, Kind: a.Kind, ApprovedOn: day,
		Name: o.Name.Vi, Code: o.Code, Seat: ref.address(o.Seat, o.SeatOn), CharterCapital: o.CharterCapital,
		Industries: named(ref, o.Industries), Representatives: []string{}, Status: o.Status, StatusLabel: statusLabel(o, day), Changed: []string{},
	}
	if office := ref.authorityRef(a.AuthorityID, day); office != nil {
		p.Authority = *office
	}
	for _, person := range o.Representatives {
		p.Representatives = append(p.Representatives, person.FullName)
	}
	if err := r.publishedOf(&p, a, o); err != nil {
		return p, fmt.Errorf("read act %s: %w", a.ID, err)
	}
	var ground coop.StopGround
	if p.Stop != nil {
		ground = p.Stop.Ground
	}
	i := slices.IndexFunc(stretches, func(s rulebook.Published) bool {
		return string(s.Procedure) == a.Procedure && s.Ground == ground && s.Notice == p.Notice && s.Kind == a.subject() && s.Contains(day)
	})
	if i >= 0 {
		p.PublishedUntil, p.Cite, p.Basis = day.AddDays(stretches[i].Days), notNil(stretches[i].Cite), stretches[i].Basis
	}
	return p, nil
}

// publishedOf adds what the act itself tells: of a notice its kind, of a unit how it is since, of a demand what is to stop, of a
// file what it changed.
func (r *Registry) publishedOf(p *coop.Publication, a PublishedAct, o coop.Organization) error {
	p.Unit = a.Unit
	if a.Act == actNoticeRecorded {
		var n coop.Notice
		err := json.Unmarshal(a.After, &n)
		p.Notice = n.Kind
		return err
	}
	if a.Unit != nil {
		var u coop.Unit
		if err := json.Unmarshal(a.After, &u); err != nil {
			return err
		}
		p.Unit = &coop.PublishedUnit{
			ID: u.ID, Kind: u.Kind, Name: u.Name, Code: u.Code, Seat: r.Reference().address(u.Seat, u.SeatOn),
			Status: u.Status, StatusLabel: unitStatusLabel(u, p.ApprovedOn),
		}
	}
	if a.Act == actBusinessStopped {
		p.Stop = &o.Stops[len(o.Stops)-1] // the newest, which the act is about
	}
	if len(a.Before) == 0 {
		return nil
	}
	for _, name := range []string{"name", "code", "seat", "charter_capital_vnd", "industries", "legal_representatives", "status"} {
		if _, changed := a.Delta[name]; changed {
			p.Changed = append(p.Changed, name)
		}
	}
	if a.Unit != nil {
		return nil
	}
	var before coop.Organization
	if err := json.Unmarshal(a.Before, &before); err != nil {
		return err
	}
	if before.Name.Vi != o.Name.Vi {
		p.FormerName = before.Name.Vi
	}
	return nil
}
