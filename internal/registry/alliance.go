package registry

import (
	"context"
	"slices"
	"strconv"
	"time"

	"htxregistry/internal/alliance"
	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/id"
	"htxregistry/internal/place"
	"htxregistry/internal/vn"
)

// ListAllianceMemberships gives the memberships of an organisation as they were known (zero: now), oldest first.
func (r *Registry) ListAllianceMemberships(ctx context.Context, idOrCode string, knownAt time.Time) ([]alliance.Membership, error) {
	var found []alliance.Membership
	err := r.store.View(ctx, func(tx ReadTx) error {
		o, err := find(ctx, tx, idOrCode)
		if err != nil {
			return err
		}
		found, err = tx.Memberships(ctx, o.ID, knownAt)
		return err
	})
	return notNil(found), err
}

// CreateAllianceMembership admits an organisation from a day on, or changes the kind of its membership. It returns
// ErrForeignProvince, alliance.ErrRefused naming every fault, alliance.ErrMember.
func (r *Registry) CreateAllianceMembership(ctx context.Context, idOrCode string, m alliance.Membership) (alliance.Membership, error) {
	return once(ctx, r, func(tx Tx) (alliance.Membership, error) {
		o, known, err := r.allied(ctx, tx, idOrCode, OpCreateAllianceMembership)
		if err != nil {
			return m, err
		}
		m.OrganizationID = o.ID
		if err := m.Check(lifeOf(o), vn.DateIn(tx.Now())); err != nil {
			return m, err
		}
		act := "alliance.admitted"
		if before := m.Follows(known); before != nil {
			act = "alliance.kind_changed"
			ended := *before
			ended.To = m.From
			if err := r.replaceMembership(ctx, tx, before.ID, ended); err != nil {
				return m, err
			}
			known = slices.DeleteFunc(known, func(other alliance.Membership) bool { return other.ID == before.ID })
		}
		if err := m.Free(known); err != nil {
			return m, err
		}
		return r.addMembership(ctx, tx, OpCreateAllianceMembership, act, m)
	})
}

// EndAllianceMembership ends a membership on a day. It returns ErrForeignProvince, alliance.ErrNotFound, alliance.ErrOver,
// alliance.ErrRefused.
func (r *Registry) EndAllianceMembership(ctx context.Context, idOrCode string, membership alliance.MembershipID, on vn.Date, reason string) (alliance.Membership, error) {
	return once(ctx, r, func(tx Tx) (alliance.Membership, error) {
		o, known, err := r.allied(ctx, tx, idOrCode, OpEndAllianceMembership)
		if err != nil {
			return alliance.Membership{}, err
		}
		m, err := knownMembership(ctx, tx, known, o.ID, membership)
		if err != nil {
			return m, err
		}
		if !m.To.IsZero() {
			return m, alliance.ErrOver
		}
		m.To, m.Reason = on, reason
		if err := m.Check(alliance.Life{}, vn.DateIn(tx.Now())); err != nil {
			return m, err
		}
		if err := tx.ForgetMembership(ctx, m.ID); err != nil {
			return m, err
		}
		return r.addMembership(ctx, tx, OpEndAllianceMembership, "alliance.left", m)
	})
}

// CorrectAllianceMembership puts what is right in the place of what was said of a membership; never says that it was none.
// It returns ErrForeignProvince, alliance.ErrNotFound, alliance.ErrOver, alliance.ErrRefused, alliance.ErrMember.
func (r *Registry) CorrectAllianceMembership(ctx context.Context, idOrCode string, membership alliance.MembershipID, right alliance.Membership, never bool) (alliance.Membership, error) {
	return once(ctx, r, func(tx Tx) (alliance.Membership, error) {
		o, known, err := r.allied(ctx, tx, idOrCode, OpCorrectAllianceMembership)
		if err != nil {
			return alliance.Membership{}, err
		}
		m, err := knownMembership(ctx, tx, known, o.ID, membership)
		if err != nil {
			return m, err
		}
		if err := tx.ForgetMembership(ctx, m.ID); err != nil {
			return m, err
		}
		if never {
			now := tx.Now()
			m.SupersededAt, m.Reason = &now, right.Reason
			return m, r.membershipEntry(ctx, tx, OpCorrectAllianceMembership, "alliance.withdrawn", m)
		}
		right.ID, right.OrganizationID = m.ID, o.ID
		if err := right.Check(lifeOf(o), vn.DateIn(tx.Now())); err != nil {
			return right, err
		}
		if err := right.Free(known); err != nil {
			return right, err
		}
		return r.addMembership(ctx, tx, OpCorrectAllianceMembership, "alliance.corrected", right)
	})
}

// lifeOf is the span in which an organisation could be a member of anything.
func lifeOf(o coop.Organization) alliance.Life {
	life := alliance.Life{Founded: o.Registration.IssuedOn}
	if o.Status == coop.StatusEnded {
		life.Ended = o.StatusSince
	}
	return life
}

// allied is an organisation that the caller's alliance may write about, with its memberships.
func (r *Registry) allied(ctx context.Context, tx ReadTx, idOrCode string, op Operation) (coop.Organization, []alliance.Membership, error) {
	who := caller.From(ctx)
	if err := r.permit(who, op); err != nil {
		return coop.Organization{}, nil, err
	}
	o, err := find(ctx, tx, idOrCode)
	if err != nil {
		return o, nil, err
	}
	if !r.seatedWith(who, o) {
		return o, nil, ErrForeignProvince
	}
	known, err := tx.Memberships(ctx, o.ID, time.Time{})
	return o, known, err
}

// seatedWith tells whether an organisation has its seat in the province of the caller's office, on today's map.
func (r *Registry) seatedWith(who caller.Caller, o coop.Organization) bool {
	province := r.provinceOfSeat(o)
	office, ok := r.Reference().authority(who.Authority)
	return ok && province != "" && slices.Contains(r.supervised(r.Reference(), office), province)
}

// knownMembership is a membership of an organisation that is known still.
func knownMembership(ctx context.Context, tx ReadTx, known []alliance.Membership, organization coop.ID, wanted alliance.MembershipID) (alliance.Membership, error) {
	if i := slices.IndexFunc(known, func(m alliance.Membership) bool { return m.ID == wanted }); i >= 0 {
		return known[i], nil
	}
	m, err := tx.Membership(ctx, wanted)
	switch {
	case err != nil:
		return m, err
	case m.OrganizationID != organization:
		return m, alliance.ErrNotFound
	}
	return m, alliance.ErrOver
}

// replaceMembership puts a membership in the place of one that is known no longer.
func (r *Registry) replaceMembership(ctx context.Context, tx Tx, old alliance.MembershipID, m alliance.Membership) error {
	if err := tx.ForgetMembership(ctx, old); err != nil {
		return err
	}
	m.ID, m.RecordedAt = id.New[alliance.Membership](), tx.Now()
	return tx.AddMembership(ctx, m, caller.From(ctx).Key)
}

// addMembership keeps a membership with its ledger entry.
func (r *Registry) addMembership(ctx context.Context, tx Tx, op Operation, act string, m alliance.Membership) (alliance.Membership, error) {
	m.ID, m.RecordedAt = id.New[alliance.Membership](), tx.Now()
	if err := tx.AddMembership(ctx, m, caller.From(ctx).Key); err != nil {
		return m, err
	}
	return m, r.membershipEntry(ctx, tx, op, act, m)
}

func (r *Registry) membershipEntry(ctx context.Context, tx Tx, op Operation, act string, m alliance.Membership) error {
	e := r.entry(ctx, tx, op, act)
	e.OrganizationID, e.EffectiveOn, e.After = m.OrganizationID.String(), m.From, mustJSON(m)
	if !m.To.IsZero() {
		e.EffectiveOn = m.To
	}
	return tx.Append(ctx, e)
}

// AllianceFilter asks for a page of the organisations of a province by what an alliance looks for. Of the embedded filter it
// uses what the contract names.
type AllianceFilter struct {
	OrganizationFilter

	FailedLine  string // of RatingYear; a criterion has failed with all of its lines
	Urban       *bool
	Agriculture *bool
	SilentYears int  // 0: not asked for
	Near        bool // Hội quán near founding: enough members for an HTX by the law of the day, and none born from them yet
}

// ListAllianceOrganizations gives a page of the organisations of a place, by default the province of the caller's office, at
// the place on the two clocks that When names. It returns ErrInvalid where the caller has none and names no place.
func (r *Registry) ListAllianceOrganizations(ctx context.Context, f AllianceFilter) (OrganizationPage, error) {
	who := caller.From(ctx)
	if err := r.permit(who, OpListAllianceOrganizations); err != nil {
		return OrganizationPage{}, err
	}
	if f.Place == "" {
		office, _ := r.Reference().authority(who.Authority)
		if f.Place = r.Reference().province(office); f.Place == "" {
			return OrganizationPage{}, ErrInvalid.At(fault.Field{Parameter: "place", Code: "required", Detail: msgWhichProvince})
		}
	}
	asked := f.OrganizationFilter
	if f.FailedLine != "" && f.Rank == "" {
		asked.RatingYear = 0 // goes with the line
	}
	q, err := r.query(asked)
	if err != nil {
		return OrganizationPage{}, err
	}
	day := r.dayOf(f.When)
	if q.Urban = r.urban(f.Urban, day); f.FailedLine != "" {
		if f.RatingYear == 0 {
			return OrganizationPage{}, ErrInvalid.At(fault.Field{Parameter: "rating_year", Code: "required", Detail: msgLineAndYear})
		}
		q.FailedLines = r.failedLines(f.RatingYear, f.FailedLine)
	}
	q.Agriculture = f.Agriculture
	if f.Near {
		q.NearFounding = max(r.book.Founding(day).Least, 1)
	}
	if f.SilentYears > 0 {
		q.SilentTo = day.Year() - 1
		q.SilentFrom = q.SilentTo - f.SilentYears + 1
	}
	return r.listed(ctx, f.OrganizationFilter, q)
}

// urban asks for seats in a phường or thị trấn of the map of a day, nil: for all.
func (r *Registry) urban(is *bool, on vn.Date) *coop.Urban {
	if is == nil {
		return nil
	}
	u := &coop.Urban{Is: *is, List: coop.List(on), Codes: []string{}}
	for p := range r.Reference().Places.All {
		if p.Level == place.LevelCommune && (p.Kind == "phường" || p.Kind == "thị trấn") && p.Contains(on) {
			u.Codes = append(u.Codes, p.Code)
		}
	}
	return u
}

// failedLines names a line of a year's rating, or every line of a criterion, as the index of failed lines does. No text says
// when a criterion is failed; one with a point in one of its lines is not.
func (r *Registry) failedLines(year int, code string) []string {
	lines := r.book.RatingLines(year, code)
	for i, line := range lines {
		lines[i] = strconv.Itoa(year) + "/" + line
	}
	return lines
}
