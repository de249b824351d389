package registry

import (
	"context"

	"htxregistry/internal/coop"
	"htxregistry/internal/history"
	"htxregistry/internal/id"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/vn"
)

// registerUnit enters a branch, representative office or business location. Since 2019-05-28 a branch or representative
// office has the thirteen digits of a tax code, a location five digits (Điều 14 khoản 4-5, 92/2024/NĐ-CP).
func (r *Registry) registerUnit(ctx context.Context, tx Tx, j *judged) (string, error) {
	code, number, err := r.unitNumber(ctx, tx, j)
	if err != nil {
		return "", err
	}
	u := r.unit(j, vn.DateIn(tx.Now()))
	u.Code, u.Registration.CertificateNumber, u.RecordedAt = code, number, tx.Now()
	if err := tx.CreateUnit(ctx, u); err != nil {
		return "", err
	}
	entry := r.entry(ctx, tx, OpApproveDossier, "unit.registered")
	entry.Procedure, entry.OrganizationID, entry.UnitID = string(j.file.Procedure), u.OrganizationID.String(), u.ID.String()
	entry.DossierID, entry.AuthorityID, entry.Cite = j.file.ID.String(), j.file.Authority.ID, notNil(j.ruling.Cite)
	entry.After = mustJSON(u)
	if entry.Delta, err = history.Diff(nil, entry.After, derived()...); err != nil {
		return "", err
	}
	j.file.UnitID, j.opened = &u.ID, &u
	return entry.ID.String(), tx.Append(ctx, entry)
}

// unitNumber is the code and certificate number of a unit; what another country registered has neither here.
func (r *Registry) unitNumber(ctx context.Context, tx Tx, j *judged) (code, number string, err error) {
	if j.abroad {
		return "", "", nil
	}
	location := j.file.Payload.Unit.Kind == coop.UnitBusinessLocation
	code, number, err = certificate(j, func() (string, error) {
		n, err := tx.NextUnitNumber(ctx, j.parent.ID, location)
		if err != nil {
			return "", err
		}
		if location || j.parent.Code == "" {
			return vn.LocationNumber(n), nil
		}
		return string(vn.TaxCode(j.parent.Code).Unit(n)), nil
	})
	if !location && len(code) == 5 {
		code = "" // the organisation has no tax code yet, so its branch cannot have one
	}
	return code, number, err
}

func (r *Registry) unit(j *judged, today vn.Date) coop.Unit {
	p := j.file.Payload
	u := coop.Unit{
		ID: id.New[coop.Unit](), OrganizationID: j.parent.ID, Kind: p.Unit.Kind, Name: p.Name.Vi, Seat: p.Seat, SeatOn: today,
		Industries: p.Industries, Heads: coop.PublicPeople(p.Unit.Head), ParentID: p.Unit.Parent, Activities: p.Unit.Activities, Status: coop.StatusActive, StatusSince: today, Revision: 1,
		Registration: coop.Registration{
			AuthorityID: j.file.Authority.ID, IssuedOn: today, Regime: j.subject.Law.Regime, Track: coop.TrackRegistration, Cite: j.ruling.Cite,
		},
	}
	if j.abroad {
		u.Country = p.Unit.Country
		u.Registration.Misrouted = new(false) // the office of the organisation's seat entered it
		return u
	}
	ref := r.Reference()
	office, _ := ref.authority(j.file.Authority.ID)
	u.Registration.Level = string(office.Level)
	routing := jurisdiction.Route(r.book.Jurisdiction, ref.Places, jurisdiction.Question{
		Kind: string(u.Kind), Of: j.parent.Kind, Procedure: j.file.Procedure, Place: u.Seat.Place, On: j.subject.Law.On,
	}, office)
	u.Registration.Misrouted, u.Registration.MisroutedReason = routing.Misrouted, routing.Reason
	return u
}
