package registry

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/history"
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

// ListPublications gives what is published on a day, in the order of the ledger: of approved files, what the law has published
// for so many days after, without personal data (Điều 49, 17/2023/QH15), and demands of competent bodies and courts to stop
// business (Điều 48 khoản 2, Điều 62 khoản 6, 92/2024/NĐ-CP). It is worked out from the ledger, so it cannot
// differ from it; a day to come is ErrInvalid.
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
		for _, a := range acts {
			p, err := r.publication(a, q.Stretches)
			if err != nil {
				return err
			}
			items = append(items, p)
		}
		return err
	})
	return items, next, err
}

// publication is an act as it is published.
func (r *Registry) publication(a PublishedAct, stretches []rulebook.Published) (coop.Publication, error) {
	var o, before coop.Organization
	if err := json.Unmarshal(a.After, &o); err != nil {
		return coop.Publication{}, fmt.Errorf("read act %s: %w", a.ID, err)
	}
	if len(a.Before) > 0 {
		if err := json.Unmarshal(a.Before, &before); err != nil {
			return coop.Publication{}, fmt.Errorf("read act %s: %w", a.ID, err)
		}
	}
	ref, day := r.Reference(), vn.DateIn(a.RecordedAt)
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
	if len(a.Before) > 0 {
		for _, name := range []string{"name", "code", "seat", "charter_capital_vnd", "industries", "legal_representatives", "status"} {
			if _, changed := a.Delta[name]; changed {
				p.Changed = append(p.Changed, name)
			}
		}
		if before.Name.Vi != o.Name.Vi {
			p.FormerName = before.Name.Vi
		}
	}
	var ground coop.StopGround
	if a.Act == actBusinessStopped {
		p.Stop = &o.Stops[len(o.Stops)-1] // the newest, which the act is about
		ground = p.Stop.Ground
	}
	i := slices.IndexFunc(stretches, func(s rulebook.Published) bool {
		return string(s.Procedure) == a.Procedure && s.Ground == ground && s.Kind == string(a.Kind) && s.Contains(day)
	})
	if i >= 0 {
		p.PublishedUntil, p.Cite, p.Basis = day.AddDays(stretches[i].Days), notNil(stretches[i].Cite), stretches[i].Basis
	}
	return p, nil
}
