package registry

import (
	"context"
	"errors"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/succession"
	"htxregistry/internal/vn"
)

// officeEnded refuses an act of an office that has ended: competence is that of the law of the day, whether or not the
// succession has been carried out. The answer names who took over and what an administrator must do. A nil file is one
// that does not exist yet.
func (r *Registry) officeEnded(office coop.AuthorityRef, d *dossier.Dossier, seat succession.Seat, today vn.Date) error {
	ref := r.Reference()
	own, ok := ref.authority(office.ID)
	if !ok || own.To.IsZero() || own.To.After(today) {
		return nil
	}
	heirs := r.successors(ref, own, seat, today)
	e := ErrOfficeEnded
	if len(heirs) == 1 {
		e = e.Member("competent_authority", refOf(heirs[0], today))
	}
	if d == nil {
		return e.Saying(msgOfficeEnded(own.NameOn(own.To.AddDays(-1)), own.To, namesOf(heirs, today)), e.English)
	}
	return e.Saying(msgFileWaits(own.NameOn(own.To.AddDays(-1)), own.To, namesOf(heirs, today)), e.English)
}

// successors gives who stands for an office on a day: the one at the seat where that is known, else every one.
func (r *Registry) successors(ref *Reference, own jurisdiction.Authority, seat succession.Seat, today vn.Date) []jurisdiction.Authority {
	heirs := succession.Known(ref.Authorities, own)
	if fate := succession.Of(ref.Places, ref.Authorities, own).Fate(own.ID, seat); fate.Decided() {
		heirs = []jurisdiction.Authority{fate.To}
	} else if len(fate.Candidates) > 0 {
		heirs = fate.Candidates
	}
	if len(heirs) != 1 || heirs[0].To.IsZero() || heirs[0].To.After(today) {
		return heirs
	}
	return r.successors(ref, heirs[0], seat, today)
}

// stillThere refuses an act on a file whose office has ended. What is decided is past it: the state refuses that.
func (r *Registry) stillThere(ctx context.Context, tx ReadTx, d dossier.Dossier, today vn.Date) error {
	if d.State.Final() {
		return nil
	}
	seat, err := r.seatOf(ctx, tx, d)
	if err != nil {
		return err
	}
	return r.officeEnded(d.Authority, &d, seat, today)
}

// seatOf is where a file says the seat is, or where the organisation's was.
func (r *Registry) seatOf(ctx context.Context, tx ReadTx, d dossier.Dossier) (succession.Seat, error) {
	if d.Payload.Seat.Place != "" || d.OrganizationID == nil {
		on := d.CreatedAt
		if d.ReceivedAt != nil {
			on = *d.ReceivedAt
		}
		return succession.Seat{Place: d.Payload.Seat.Place, On: vn.DateIn(on)}, nil
	}
	o, err := tx.Organization(ctx, *d.OrganizationID)
	return succession.Seat{Place: o.Seat.Place, On: o.SeatOn}, err
}

// whereabouts tells whoever looks for a file at an office it lay at where it went; others learn nothing.
func (r *Registry) whereabouts(ctx context.Context, tx ReadTx, fileID dossier.ID, err error) error {
	if !errors.Is(err, dossier.ErrNotFound) || caller.From(ctx).Scope == "" {
		return err
	}
	office, lost := tx.WentTo(ctx, fileID)
	if lost != nil {
		return lost
	}
	named := r.Reference().authorityRef(office, r.Today())
	if named == nil {
		return err
	}
	return ErrTransferred.Saying(msgTransferred(named.Name), ErrTransferred.English).Member("competent_authority", *named)
}
