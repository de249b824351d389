package registry

import (
	"context"
	"iter"

	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/history"
	"htxregistry/internal/id"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/vn"
)

// Ahead makes values beside their use.
func Ahead[T any](seq iter.Seq[T]) iter.Seq[T] { return ahead(seq) }

// Change does to an organisation what an approved file does, from a day on.
func (r *Registry) Change(ctx context.Context, o coop.ID, on vn.Date, change func(coop.Organization) coop.Organization) error {
	return r.store.InTx(ctx, func(tx Tx) error {
		present, err := tx.Organization(ctx, o)
		if err != nil {
			return err
		}
		_, _, err = r.alter(ctx, tx, present, act{name: "organization.changed", operation: OpApproveDossier, on: on}, change)
		return err
	})
}

// OpenUnit registers a branch.
func (r *Registry) OpenUnit(ctx context.Context, o coop.ID, office jurisdiction.Authority, name string) (unit coop.UnitID, err error) {
	err = r.store.InTx(ctx, func(tx Tx) error {
		parent, err := tx.Organization(ctx, o)
		if err != nil {
			return err
		}
		j := judged{parent: &parent, number: "1", file: dossier.Dossier{ID: id.New[dossier.Dossier](), Procedure: coop.ProcedureUnitRegistration, Authority: refOf(office, r.Today())}}
		j.file.Payload.Unit = &dossier.UnitOpening{Kind: coop.UnitBusinessLocation}
		j.file.Payload.Name.Vi, j.file.Payload.Seat = name, parent.Seat
		if _, err := r.registerUnit(ctx, tx, &j); err != nil {
			return err
		}
		unit = *j.file.UnitID
		return nil
	})
	return unit, err
}

// ChangeUnit is Change for a unit.
func (r *Registry) ChangeUnit(ctx context.Context, unit coop.UnitID, on vn.Date, change func(coop.Unit) coop.Unit) error {
	return r.store.InTx(ctx, func(tx Tx) error {
		present, err := tx.Unit(ctx, unit)
		if err != nil {
			return err
		}
		_, err = r.alterUnit(ctx, tx, present, act{name: "unit.changed", operation: OpApproveDossier, on: on}, change)
		return err
	})
}

// Join notes that an organisation entered into a link with another.
func (r *Registry) Join(ctx context.Context, l coop.LinkStart) error {
	return r.beside(ctx, l.To, l.On, coop.Beside{Linked: []coop.LinkStart{l}})
}

// Leave ends a membership.
func (r *Registry) Leave(ctx context.Context, from, to coop.ID, on vn.Date) error {
	return r.beside(ctx, to, on, coop.Beside{Unlinked: []coop.LinkEnd{unlink(from, to, on)}})
}

func (r *Registry) beside(ctx context.Context, o coop.ID, on vn.Date, b coop.Beside) error {
	return r.store.InTx(ctx, func(tx Tx) error {
		return tx.Enact(ctx, r.lifeEntry(ctx, tx, act{name: "organization.changed", operation: OpApproveDossier, on: on}, o, nil, nil, nil), b)
	})
}

// AuthorityOf gives the office with a code.
func AuthorityOf(r *Registry, code string) jurisdiction.Authority {
	office, err := r.Reference().findAuthority(code, r.Today())
	if err != nil {
		panic(err)
	}
	return office
}

// Rises gives a wait for a feed that ends where end says.
func Rises(end func(context.Context) (history.Position, error)) func(context.Context, history.Position, <-chan struct{}) (bool, error) {
	t := &tide{end: end}
	return t.rises
}
