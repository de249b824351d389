package registry

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/fault"
	"htxregistry/internal/vn"
)

// target reads what a file is about: organisation, unit, the other parties, and what is under way against it. A unit of
// another organisation or a party that is not on the register is ErrInvalid.
func (r *Registry) target(ctx context.Context, tx ReadTx, d dossier.Dossier) (dossier.Target, error) {
	var t dossier.Target
	o, err := tx.Organization(ctx, *d.OrganizationID)
	if err != nil {
		return t, err
	}
	t.Organization = o
	if o.Kind != d.OrganizationKind {
		return t, ErrInvalid.At(fault.Field{Pointer: "/organization_kind", Code: "other-kind", Detail: msgOtherKind})
	}
	if d.UnitID != nil {
		u, err := tx.Unit(ctx, *d.UnitID)
		if err != nil {
			return t, err
		}
		if u.OrganizationID != o.ID {
			return t, ErrInvalid.At(fault.Field{Pointer: "/unit_id", Code: "other-organization", Detail: msgUnitElsewhere})
		}
		t.Unit = &u
	}
	units, err := r.openUnits(ctx, tx, o.ID)
	if err != nil {
		return t, err
	}
	t.OpenUnits = len(units)
	for i, party := range d.Payload.Parties {
		found, err := tx.Organization(ctx, party)
		if errors.Is(err, fault.NotFound) {
			return t, ErrInvalid.At(fault.Field{Pointer: "/payload/parties/" + strconv.Itoa(i), Code: "unknown", Detail: msgNoSuchParty})
		}
		if err != nil {
			return t, err
		}
		other := dossier.Target{Organization: found}
		if err := r.heldAgainst(ctx, tx, &other); err != nil {
			return t, err
		}
		t.Parties = append(t.Parties, other)
	}
	return t, r.underWay(ctx, tx, d, &t)
}

// heldAgainst reads the revocations under way against an organisation, and what offices noted of it and of the unit.
func (r *Registry) heldAgainst(ctx context.Context, tx ReadTx, t *dossier.Target) error {
	revocations, err := tx.FiledDossiers(ctx, t.Organization.ID, coop.ProcedureRevocation)
	if err != nil {
		return err
	}
	t.Violations = slices.DeleteFunc(revocations, func(f coop.FiledDossier) bool { return !f.Open || f.UnitID != nil })
	notices, err := tx.Notices(ctx, t.Organization.ID, true)
	t.Notices = slices.DeleteFunc(notices, func(n coop.Notice) bool {
		return n.UnitID != nil && (t.Unit == nil || *n.UnitID != t.Unit.ID)
	})
	return err
}

// underWay reads what else stands about an organisation: revocations and notices, the silence that ends it, the members of a
// union, and the act the file names.
func (r *Registry) underWay(ctx context.Context, tx ReadTx, d dossier.Dossier, t *dossier.Target) (err error) {
	o := t.Organization
	if err := r.heldAgainst(ctx, tx, t); err != nil {
		return err
	}
	if d.Procedure == coop.ProcedureConversion {
		if t.ResumedOn, err = resumedOn(ctx, tx, o.ID); err != nil {
			return err
		}
	}
	if o.Status == coop.StatusDissolving {
		if t.SilenceEnds, err = silenceEnds(ctx, tx, o.ID); err != nil {
			return err
		}
	}
	if d.Procedure == coop.ProcedureSuspension || d.Procedure == coop.ProcedureResumption {
		if t.SuspendedTo, err = suspendedTo(ctx, tx, *t); err != nil {
			return err
		}
	}
	if d.Procedure == coop.ProcedureOfficeChange {
		if t.CertifiedBy, err = certifiedBy(ctx, tx, o); err != nil {
			return err
		}
	}
	if len(d.Payload.Memberships) > 0 {
		links, err := tx.Links(ctx, []coop.ID{o.ID}, coop.When{})
		if err != nil {
			return err
		}
		t.Joined = map[coop.ID]vn.Date{}
		for _, l := range links {
			if l.Kind == coop.LinkMemberOf && l.To == o.ID {
				t.Joined[l.From] = l.State.From
			}
		}
	}
	if d.Payload.ActID == "" {
		return nil
	}
	entry, err := tx.ActByID(ctx, d.Payload.ActID)
	if errors.Is(err, fault.NotFound) {
		return nil
	}
	about := entry.OrganizationID == o.ID.String() && (d.UnitID == nil && entry.UnitID == "" || d.UnitID != nil && entry.UnitID == d.UnitID.String())
	if about && len(entry.Delta) > 0 {
		t.Act = &dossier.ActNamed{Founds: entry.Before == nil}
	}
	return err
}

// silenceEnds is the last day of the silence that counts since a resolution of the members to dissolve (Điều 50 khoản 5-6,
// 92/2024/NĐ-CP); zero where none does, as after the decision of a court or a revocation.
func silenceEnds(ctx context.Context, tx ReadTx, o coop.ID) (vn.Date, error) {
	act, err := tx.LastAct(ctx, o, nil, "organization.dissolving")
	if errors.Is(err, fault.NotFound) || err == nil && act.Procedure != string(coop.ProcedureDissolutionResolution) {
		return vn.Date{}, nil
	}
	if err != nil {
		return vn.Date{}, err
	}
	timers, err := tx.OpenTimers(ctx, o)
	for _, t := range timers {
		if t.What == coop.TimerSilenceEnds && t.UnitID == nil {
			return t.DueOn.AddDays(-1), nil
		}
	}
	return vn.Date{}, err
}

// suspendedTo is the last day of the suspension that an organisation, or its unit, runs in by its own notice; zero where none does.
func suspendedTo(ctx context.Context, tx ReadTx, t dossier.Target) (vn.Date, error) {
	status, unit := t.Organization.Status, (*coop.UnitID)(nil)
	if t.Unit != nil {
		status, unit = t.Unit.Status, &t.Unit.ID
	}
	if status != coop.StatusSuspended {
		return vn.Date{}, nil
	}
	timers, err := tx.OpenTimers(ctx, t.Organization.ID)
	var first vn.Date
	for _, timer := range timers {
		if timer.What == coop.TimerSuspensionEnds && timer.Concerns(unit) && (first.IsZero() || timer.DueOn.Before(first)) {
			first = timer.DueOn
		}
	}
	if err != nil || first.IsZero() {
		return vn.Date{}, err
	}
	return first.AddDays(-1), nil
}

// resumedOn is the day the last suspension of an organisation ended; zero where none did.
func resumedOn(ctx context.Context, tx ReadTx, o coop.ID) (vn.Date, error) {
	act, err := tx.LastAct(ctx, o, nil, "organization.resumed")
	if errors.Is(err, fault.NotFound) {
		return vn.Date{}, nil
	}
	return act.EffectiveOn, err
}

// certifiedBy is the office that gave an organisation its newest certificate; where none is kept here, the one that registered it.
func certifiedBy(ctx context.Context, tx ReadTx, o coop.Organization) (string, error) {
	newest, err := tx.Certificates(ctx, CertificateQuery{OrganizationID: &o.ID, Own: true, Type: coop.TypeCertificate, Limit: 1})
	if err != nil || len(newest) == 0 {
		return o.Registration.AuthorityID, err
	}
	return newest[0].Authority.ID, nil
}

// namesBranch tells whether the unit that a file puts a business location under is an open branch of the organisation.
func namesBranch(ctx context.Context, tx ReadTx, d dossier.Dossier, o coop.ID) (bool, error) {
	if d.Payload.Unit == nil || d.Payload.Unit.Parent == nil {
		return false, nil
	}
	u, err := tx.Unit(ctx, *d.Payload.Unit.Parent)
	if errors.Is(err, fault.NotFound) {
		return false, nil
	}
	return u.OrganizationID == o && u.Kind == coop.UnitBranch && u.Status != coop.StatusEnded, err
}
