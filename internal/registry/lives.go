package registry

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/history"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// act is what an office does to an organisation or unit, as the ledger tells it.
type act struct {
	name      string // e.g. organization.changed
	operation Operation
	procedure coop.Procedure
	on        vn.Date // day of effect
	dossierID string
	authority string
	cite      []law.Cite
	beside    coop.Beside
}

// actOn begins the act that an approved file does, with what it was said to do beside the record.
func (j *judged) actOn(name string, on vn.Date) act {
	operation := OpApproveDossier
	if j.timed {
		operation = opTimer
	}
	return act{
		name: name, operation: operation, procedure: j.file.Procedure, on: on, dossierID: j.file.ID.String(),
		authority: j.file.Authority.ID, cite: j.subject.Law.Rule.Cite, beside: j.takeBeside(),
	}
}

// also says what the next act of the file does beside the record.
func (j *judged) also(b coop.Beside) { j.beside = j.beside.And(b) }

func (j *judged) takeBeside() coop.Beside {
	b := j.beside
	j.beside = coop.Beside{}
	return b
}

// live is what has states on two clocks: an organisation or a unit.
type live[T any] struct {
	now    T // the present state
	state  func(T) coop.Version
	dated  func(T, coop.Version) T
	record func(T) json.RawMessage
	revive func(json.RawMessage) (T, error)
	states func(from vn.Date) ([]T, error)
	later  func(after vn.Date) ([]history.Change, error)
	save   func(T) error
	keep   func(T) error
	forget func(from vn.Date) error
}

// derived are the members of a record that follow from others, and those that count its revisions: no act changes them by
// itself, they are worked out anew for every state.
func derived() []string {
	return []string{"sector", "size_members", "size_capital", "revision", "recorded_at"}
}

// together are members that mean nothing without each other: an act that changes one sets all.
func together() [][]string {
	return [][]string{{"seat", "seat_on"}, {"status", "status_reason", "status_since"}}
}

// enter puts an act into the states of a thing and returns what it changed and the present state afterwards. An act before
// the thing was on the register is ErrBeforeRecord.
func enter[T any](tx Tx, thing live[T], on vn.Date, change func(T) T) (history.Patch, T, error) {
	states, later := []T{thing.now}, []history.Change(nil)
	if on.Before(thing.state(thing.now).From) {
		var err error
		if states, err = thing.states(on); err != nil {
			return nil, thing.now, err
		}
		if later, err = thing.later(on); err != nil {
			return nil, thing.now, err
		}
	}
	patch, err := patchOf(thing.record(states[0]), thing.record(change(states[0])))
	if err != nil || len(patch) == 0 {
		return patch, thing.now, err
	}
	present, err := thing.apply(tx.Now(), history.Change{On: on, Patch: patch}, states, later)
	return patch, present, err
}

// apply puts a change into the states that are known now and hold on its day or later, and returns the present state
// afterwards.
func (l live[T]) apply(now time.Time, change history.Change, states []T, later []history.Change) (T, error) {
	known := make([]history.State, len(states))
	for i, s := range states {
		v := l.state(s)
		known[i] = history.State{Period: v.Period, Known: v.KnownFrom, Record: l.record(s)}
	}
	entered, err := history.Enter(known, change, later, now)
	if errors.Is(err, history.ErrBeforeBirth) {
		return l.now, ErrBeforeRecord
	}
	if err != nil {
		return l.now, err
	}
	return l.store(now, entered)
}

// store writes the states that an act ended and those it made, the present one first: of two acts on one thing at once the
// second then waits at its row and is told to begin again. Where versions go first, each waits at the other's for what the
// database takes a second and more to see as a deadlock.
func (l live[T]) store(now time.Time, entered history.Entered) (T, error) {
	present, past := l.now, []T(nil)
	for _, s := range entered.Added {
		made, err := l.revive(s.Record)
		if err != nil {
			return present, err
		}
		made = l.dated(made, coop.Version{Period: s.Period, KnownFrom: s.Known})
		if !s.To.IsZero() {
			past = append(past, made)
			continue
		}
		if err := l.save(made); err != nil {
			return present, err
		}
		present = made
	}
	for _, s := range entered.Closed {
		if !s.To.IsZero() {
			if err := l.forget(s.From); err != nil {
				return present, err
			}
			continue
		}
		old := l.dated(l.now, coop.Version{Period: s.Period, KnownFrom: s.Known, KnownTo: now})
		if err := l.keep(old); err != nil {
			return present, err
		}
	}
	for _, made := range past {
		if err := l.keep(made); err != nil {
			return present, err
		}
	}
	return present, nil
}

// patchOf is what changed between two records, without what follows from it and with what belongs to it.
func patchOf(before, after json.RawMessage) (history.Patch, error) {
	patch, err := history.Diff(before, after, derived()...)
	if err != nil {
		return nil, err
	}
	whole, err := history.Diff(nil, after)
	if err != nil {
		return nil, err
	}
	for _, group := range together() {
		for _, name := range group {
			if _, changed := patch[name]; !changed {
				continue
			}
			for _, other := range group {
				if value, there := whole[other]; there {
					patch[other] = value
				} else {
					patch[other] = json.RawMessage("null")
				}
			}
		}
	}
	return patch, nil
}

// ErrBeforeRecord says that a change would take effect before what it changes was on the register.
var ErrBeforeRecord = fault.New(fault.Refused, "before-record",
	"Ngày có hiệu lực trước ngày tổ chức có trong sổ. Hãy kiểm tra lại ngày.",
	"The change would take effect before the organisation was on the register. Check the day.")

// liveOrganization is an organisation that an act of a day is done to; where its states lie is for the caller to say.
func (r *Registry) liveOrganization(o coop.Organization, on vn.Date) live[coop.Organization] {
	return live[coop.Organization]{
		now: o,
		state: func(o coop.Organization) coop.Version {
			v := o.State
			v.From, v.KnownFrom = o.Since(), o.KnownSince()
			return v
		},
		dated:  func(o coop.Organization, v coop.Version) coop.Organization { o.State = v; return o },
		record: func(o coop.Organization) json.RawMessage { return r.publicRecord(o) },
		revive: func(record json.RawMessage) (coop.Organization, error) {
			made := coop.Organization{ImportKey: o.ImportKey}
			if err := json.Unmarshal(record, &made); err != nil {
				return made, fmt.Errorf("read record: %w", err)
			}
			made.SizeMembers, made.SizeCapital, made.Sector = "", "", ""
			r.classify(&made, on)
			return made, nil
		},
	}
}

// liveUnit is liveOrganization for a unit.
func liveUnit(u coop.Unit) live[coop.Unit] {
	return live[coop.Unit]{
		now: u,
		state: func(u coop.Unit) coop.Version {
			v := u.State
			v.From, v.KnownFrom = u.Since(), u.KnownSince()
			return v
		},
		dated:  func(u coop.Unit, v coop.Version) coop.Unit { u.State = v; return u },
		record: func(u coop.Unit) json.RawMessage { return mustJSON(u) },
		revive: func(record json.RawMessage) (made coop.Unit, err error) { return made, json.Unmarshal(record, &made) },
	}
}

// alter does an act to an organisation: ledger entry, present state, and every state of other days that the act reaches. It
// returns the entry's id and the present state.
func (r *Registry) alter(ctx context.Context, tx Tx, o coop.Organization, a act, change func(coop.Organization) coop.Organization) (string, coop.Organization, error) {
	thing := r.liveOrganization(o, a.on)
	thing.states = func(from vn.Date) ([]coop.Organization, error) { return tx.OrganizationStates(ctx, o.ID, from) }
	thing.later = func(after vn.Date) ([]history.Change, error) { return tx.Changes(ctx, o.ID, nil, after) }
	thing.save = func(made coop.Organization) error { return tx.SaveOrganization(ctx, made, o.Revision) }
	thing.keep = func(made coop.Organization) error { return tx.AddOrganizationVersion(ctx, made) }
	thing.forget = func(from vn.Date) error { return tx.ForgetOrganizationVersion(ctx, o.ID, from) }
	patch, present, err := enter(tx, thing, a.on, change)
	if err != nil {
		return "", o, err
	}
	if present.Revision == o.Revision && len(patch) > 0 {
		present.Revision = o.Revision + 1
	}
	names, err := r.names(ctx, tx, o, present)
	if err != nil {
		return "", present, err
	}
	e := r.lifeEntry(ctx, tx, a, o.ID, patch, r.publicRecord(o), r.publicRecord(present))
	if err := tx.Enact(ctx, e, a.beside.And(names)); err != nil {
		return "", present, err
	}
	if gone := endOf(present.Status, present.StatusSince); o.Name.Vi != present.Name.Vi || gone != endOf(o.Status, o.StatusSince) {
		if err := r.complaintsFollow(ctx, tx, o.ID, nil, present.Name.Vi, gone); err != nil {
			return "", present, err
		}
	}
	if recordMoved(o, present) {
		if err := r.layMatters(ctx, tx, present); err != nil {
			return "", present, err
		}
	}
	return e.ID.String(), present, r.followCertificate(ctx, tx, CertificateQuery{OrganizationID: &o.ID, Own: true},
		coop.Standing{Status: o.Status, Reason: o.StatusReason}, coop.Standing{Status: present.Status, Reason: present.StatusReason}, a.on, e.ID.String())
}

// alterUnit does an act to a unit.
func (r *Registry) alterUnit(ctx context.Context, tx Tx, u coop.Unit, a act, change func(coop.Unit) coop.Unit) (string, error) {
	thing := liveUnit(u)
	thing.states = func(from vn.Date) ([]coop.Unit, error) { return tx.UnitStates(ctx, u.ID, from) }
	thing.later = func(after vn.Date) ([]history.Change, error) { return tx.Changes(ctx, u.OrganizationID, &u.ID, after) }
	thing.save = func(made coop.Unit) error { return tx.SaveUnit(ctx, made, u.Revision) }
	thing.keep = func(made coop.Unit) error { return tx.AddUnitVersion(ctx, made) }
	thing.forget = func(from vn.Date) error { return tx.ForgetUnitVersion(ctx, u.ID, from) }
	patch, present, err := enter(tx, thing, a.on, change)
	if err != nil {
		return "", err
	}
	e := r.lifeEntry(ctx, tx, a, u.OrganizationID, patch, mustJSON(u), mustJSON(present))
	e.UnitID = u.ID.String()
	if err := tx.Enact(ctx, e, a.beside); err != nil {
		return "", err
	}
	if gone := endOf(present.Status, present.StatusSince); u.Name != present.Name || gone != endOf(u.Status, u.StatusSince) {
		if err := r.complaintsFollow(ctx, tx, u.OrganizationID, &u.ID, present.Name, gone); err != nil {
			return "", err
		}
	}
	return e.ID.String(), r.followCertificate(ctx, tx, CertificateQuery{OrganizationID: &u.OrganizationID, UnitID: &u.ID},
		coop.Standing{Status: u.Status, Reason: u.StatusReason}, coop.Standing{Status: present.Status, Reason: present.StatusReason}, a.on, e.ID.String())
}

func (r *Registry) lifeEntry(ctx context.Context, tx Tx, a act, organization coop.ID, patch history.Patch, before, after []byte) history.Entry {
	e := r.entry(ctx, tx, a.operation, a.name)
	e.Procedure, e.OrganizationID, e.DossierID, e.AuthorityID = string(a.procedure), organization.String(), a.dossierID, a.authority
	e.EffectiveOn, e.Cite, e.Delta, e.Before, e.After = a.on, notNil(a.cite), patch, before, after
	return e
}

// names are the claims that an act gives up and takes: they follow the name of the present record, its commune and its track,
// and go with an end that frees the name.
func (r *Registry) names(ctx context.Context, tx Tx, before, after coop.Organization) (b coop.Beside, err error) {
	if before.Name.Vi == after.Name.Vi && before.Seat.Place == after.Seat.Place && before.Registration.Track == after.Registration.Track &&
		r.freed(before) == r.freed(after) {
		return b, nil
	}
	held, err := tx.NameClaims(ctx, after.ID)
	if err != nil {
		return b, err
	}
	day := vn.DateIn(tx.Now())
	scheme := r.book.Scheme(after.Kind, after.Registration.Track, day)
	var wanted []coop.NameClaim
	if !after.NameClash && !r.freed(after) {
		wanted = coop.ClaimsIn(scheme.Keys(after.Seat.Place, after.SeatOn), scheme.Key(after.Name.Vi))
	}
	in := func(claims []coop.NameClaim) func(coop.NameClaim) bool {
		return func(c coop.NameClaim) bool { return slices.Contains(claims, c) }
	}
	b.Released, b.Claimed = slices.DeleteFunc(slices.Clone(held), in(wanted)), slices.DeleteFunc(wanted, in(held))
	b.Freeing = scheme.Freeing(day)
	return b, nil
}

// freed tells whether an organisation has ended so that its name is free again. Which ends free one, and since when, is the
// rulebook's: Điều 22 khoản 1, 03/2014/TT-BKHĐT; Điều 15 khoản 1, Điều 17 khoản 1, 92/2024/NĐ-CP.
func (r *Registry) freed(o coop.Organization) bool {
	return r.book.Scheme(o.Kind, o.Registration.Track, o.StatusSince).Free(o.Status, o.StatusReason, o.StatusSince)
}
