package registry

import (
	"context"
	"strconv"

	"htxregistry/internal/coop"
	"htxregistry/internal/hoiquan"
	"htxregistry/internal/vn"
)

// PutHoiQuan keeps the facts of a Hội quán from a day on (zero: today) as revision+1; the first is put at revision 0. It
// returns hoiquan.ErrKind, hoiquan.ErrFacts naming every fault, ErrForeignOffice, ErrStale.
func (r *Registry) PutHoiQuan(ctx context.Context, idOrCode string, revision int64, from vn.Date, facts hoiquan.Facts) (hoiquan.Sheet, error) {
	return once(ctx, r, func(tx Tx) (hoiquan.Sheet, error) {
		o, err := r.staffOf(ctx, tx, idOrCode, OpPutHoiQuan)
		if err != nil {
			return hoiquan.Sheet{}, err
		}
		if o.Kind != coop.KindHoiQuan {
			return hoiquan.Sheet{}, hoiquan.ErrKind
		}
		today := vn.DateIn(tx.Now())
		if from.IsZero() {
			from = today
		}
		sheets, err := tx.HoiQuanSheets(ctx, []coop.ID{o.ID}, coop.When{})
		if err != nil {
			return hoiquan.Sheet{}, err
		}
		known := sheets[o.ID]
		if known.Revision != revision {
			return hoiquan.Sheet{}, ErrStale.Member("revision", known.Revision)
		}
		office := r.officeToday(o)
		sheet := hoiquan.Sheet{OrganizationID: o.ID, From: from, Facts: facts, Authority: &office, RecordedAt: tx.Now(), Revision: revision + 1}
		if err := sheet.Check(known.From, today); err != nil {
			return hoiquan.Sheet{}, err
		}
		if err := tx.SaveHoiQuanSheet(ctx, sheet); err != nil {
			return hoiquan.Sheet{}, err
		}
		e := r.entry(ctx, tx, OpPutHoiQuan, "hoi_quan.described")
		e.OrganizationID, e.AuthorityID, e.EffectiveOn, e.After = o.ID.String(), office.ID, from, mustJSON(sheet)
		return sheet, tx.Append(ctx, e)
	})
}

// GetHoiQuan gives the facts of a Hội quán as they were. It returns hoiquan.ErrKind, hoiquan.ErrNoSheet.
func (r *Registry) GetHoiQuan(ctx context.Context, idOrCode string, when coop.When) (hoiquan.Sheet, error) {
	var sheet hoiquan.Sheet
	err := r.store.View(ctx, func(tx ReadTx) error {
		o, err := find(ctx, tx, idOrCode)
		if err != nil {
			return err
		}
		if o.Kind != coop.KindHoiQuan {
			return hoiquan.ErrKind
		}
		sheets, err := tx.HoiQuanSheets(ctx, []coop.ID{o.ID}, when)
		sheet = sheets[o.ID]
		if err == nil && sheet.Revision == 0 {
			return hoiquan.ErrNoSheet
		}
		return err
	})
	return sheet, err
}

// HoiQuanFilter asks for a page of the Hội quán of a place on the two clocks, held against the law of a day (zero: that of
// When). Near keeps those that have as many members as an HTX needs on that day, and from which none was born.
type HoiQuanFilter struct {
	Place string
	Near  bool
	On    vn.Date
	When  coop.When
	After *coop.Position
	Limit int
	Count bool
}

// HoiQuanPage is a page of Hội quán.
type HoiQuanPage struct {
	Items []hoiquan.Entry
	Next  *coop.Position
	Total *int64
}

// ListHoiQuan gives Hội quán in the order of entry, each with how near it is to founding an HTX.
func (r *Registry) ListHoiQuan(ctx context.Context, f HoiQuanFilter) (HoiQuanPage, error) {
	if f.On.IsZero() {
		f.On = r.dayOf(f.When)
	}
	demands := r.book.Founding(f.On)
	q, err := r.query(OrganizationFilter{Kind: coop.KindHoiQuan, Place: f.Place, When: f.When, Sort: coop.SortRecorded, Limit: f.Limit})
	if err != nil {
		return HoiQuanPage{}, err
	}
	if q.After = f.After; f.Near {
		q.NearFounding = max(demands.Least, 1)
	} else {
		q.Status = coop.StatusRecorded
	}
	page := HoiQuanPage{Items: []hoiquan.Entry{}}
	err = r.store.View(ctx, func(tx ReadTx) error {
		found, err := tx.Organizations(ctx, q)
		if err != nil {
			return err
		}
		if len(found) > f.Limit {
			found = found[:f.Limit]
			page.Next = &coop.Position{ID: found[f.Limit-1].ID}
		}
		if page.Items, err = r.hoiQuanEntries(ctx, tx, found, demands, q.When); err != nil || !f.Count {
			return err
		}
		total, err := tx.CountOrganizations(ctx, q)
		page.Total = &total
		return err
	})
	return page, err
}

// hoiQuanEntries puts together what is known of Hội quán, with one question for all sheets and one for all links.
func (r *Registry) hoiQuanEntries(ctx context.Context, tx ReadTx, found []coop.Organization, demands hoiquan.Law, when coop.When) ([]hoiquan.Entry, error) {
	ids := make([]coop.ID, len(found))
	for i, o := range found {
		ids[i] = o.ID
	}
	sheets, err := tx.HoiQuanSheets(ctx, ids, when)
	if err != nil {
		return nil, err
	}
	links, err := tx.Links(ctx, ids, when)
	if err != nil {
		return nil, err
	}
	born := map[coop.ID][]coop.ID{}
	for _, l := range links {
		if l.Kind == coop.LinkBornFrom || l.Kind == coop.LinkConvertedTo {
			born[l.From] = append(born[l.From], l.To)
		}
	}
	entries := make([]hoiquan.Entry, len(found))
	for i, o := range found {
		entries[i] = hoiquan.Entry{
			OrganizationID: o.ID, Name: o.Name.Vi, Place: seatProfile(r.Reference(), o.Seat, o.SeatOn, r.Today()).Place, Members: o.Members,
			Readiness: demands.Judge(o.Members, sheets[o.ID].Facts), Born: notNil(born[o.ID]),
		}
		if sheet := sheets[o.ID]; sheet.Revision > 0 {
			entries[i].Facts = &sheet.Facts
		}
	}
	return entries, nil
}

// StatisticsHoiQuan counts the Hội quán that were there, with their members, by year of launch or by commune. The same two
// clocks give the same figures for ever.
func (r *Registry) StatisticsHoiQuan(ctx context.Context, when coop.When, by string) (hoiquan.GrowthTable, error) {
	table := hoiquan.GrowthTable{AsOf: r.dayOf(when), By: by, Items: []hoiquan.Growth{}}
	err := r.store.Read(ctx, func(tx ReadTx) error {
		counts, err := tx.CountHoiQuan(ctx, coop.Query{Kind: coop.KindHoiQuan, When: r.when(when)}, by)
		for _, n := range counts {
			table.Total += n.Count
			table.Members += n.Members
			table.Items = append(table.Items, r.growth(n, by))
		}
		return err
	})
	return table, err
}

func (r *Registry) growth(n coop.HoiQuanCount, by string) hoiquan.Growth {
	g := hoiquan.Growth{Count: n.Count, Members: n.Members, Uncounted: n.Uncounted}
	if by == coop.ByYear {
		if year, err := strconv.Atoi(n.Of); err == nil {
			g.Year = &year
		}
	} else if commune, ok := coop.RefPlace(r.Reference().Places, n.Of, r.Today()); ok {
		g.Commune = &commune
	}
	return g
}
