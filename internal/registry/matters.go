package registry

import (
	"context"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/id"
)

// A matter is something about an organisation that lies at the office keeping its record: a complaint about a name, a
// challenge of a fact. It goes with the record, when the seat moves and when another office takes over.

// MatterFilter narrows a list of matters. Organization is an id, empty for all; Open keeps those that wait for somebody,
// Overdue those in which somebody is late.
type MatterFilter[K any] struct {
	Organization string
	Open         bool
	Overdue      bool
	After        *K
	Limit        int
	Count        bool
}

// MatterPage is a page of matters, oldest first.
type MatterPage[T, K any] struct {
	Items []T
	Next  *K
	Total *int64
}

// listMatters gives a page of the matters that the caller may read, each as shown.
func listMatters[T, K any](ctx context.Context, r *Registry, op Operation, f MatterFilter[K], key func(T) K, shown func(T) T,
	read func(tx ReadTx, q MatterQuery[K]) ([]T, error), count func(tx ReadTx, q MatterQuery[K]) (int64, error),
) (MatterPage[T, K], error) {
	page := MatterPage[T, K]{Items: []T{}}
	who := caller.From(ctx)
	if err := r.permit(who, op); err != nil {
		return page, err
	}
	about, err := organizationAsked(f.Organization)
	if err != nil {
		return page, err
	}
	q := MatterQuery[K]{Organization: about, Open: f.Open, Whose: r.whose(who, op), After: f.After, Limit: f.Limit + 1}
	if f.Overdue {
		q.LateOn = r.Today()
	}
	err = r.store.View(ctx, func(tx ReadTx) error {
		found, err := read(tx, q)
		if err != nil {
			return err
		}
		if len(found) > f.Limit {
			found = found[:f.Limit]
			last := key(found[f.Limit-1])
			page.Next = &last
		}
		for _, m := range found {
			page.Items = append(page.Items, shown(m))
		}
		if !f.Count {
			return nil
		}
		total, err := count(tx, q)
		page.Total = &total
		return err
	})
	return page, err
}

// whose tells at which offices the matters lie that a caller may read.
func (r *Registry) whose(who caller.Caller, op Operation) Whose {
	switch r.permissions[op][who.Role] {
	case Everywhere:
		return Whose{Everyone: true}
	case Own:
		return Whose{Office: who.Authority}
	case Province:
		ref := r.Reference()
		if office, ok := ref.authority(who.Authority); ok {
			return Whose{Provinces: r.supervised(ref, office)}
		}
	case Nowhere:
	}
	return Whose{}
}

// organizationAsked reads the id of the organisation that a list is asked for; nil: of any.
func organizationAsked(text string) (*coop.ID, error) {
	if text == "" {
		return nil, nil //nolint:nilnil // any is no fault
	}
	parsed, err := id.Parse[coop.Organization](text)
	if err != nil {
		return nil, coop.ErrNotFound
	}
	return &parsed, nil
}

// layMatters puts the matters of organisations where their records are kept today.
func (r *Registry) layMatters(ctx context.Context, tx Tx, organizations ...coop.Organization) error {
	homes := make([]MatterHome, len(organizations))
	for i, o := range organizations {
		homes[i] = MatterHome{Organization: o.ID, Office: r.officeToday(o).ID, Province: r.provinceOfSeat(o)}
	}
	return tx.LayMatters(ctx, homes)
}

// recordMoved tells whether another office may keep the record of what was changed.
func recordMoved(before, after coop.Organization) bool {
	return before.Seat.Place != after.Seat.Place || before.SeatOn != after.SeatOn || before.Kind != after.Kind ||
		before.Registration.Track != after.Registration.Track
}

// layAllMatters puts every matter where the record is kept, after offices took over from others.
func (r *Registry) layAllMatters(ctx context.Context, tx Tx) error {
	const batch = 1000
	var after *coop.ID
	for {
		ids, err := tx.MatterOrganizations(ctx, after, batch)
		if err != nil || len(ids) == 0 {
			return err
		}
		organizations, err := tx.OrganizationsAt(ctx, ids, coop.When{})
		if err != nil {
			return err
		}
		if err := r.layMatters(ctx, tx, organizations...); err != nil {
			return err
		}
		after = &ids[len(ids)-1]
	}
}

// provinceOfSeat is the code of the province an organisation has its seat in, on today's map; empty where that is not known.
func (r *Registry) provinceOfSeat(o coop.Organization) string {
	if coop.List(r.Today()) == "2021" {
		return o.Placement.OldProvince
	}
	return o.Placement.NewProvince
}
