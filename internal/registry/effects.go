package registry

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/id"
	"htxregistry/internal/vn"
)

// enact does what an approved file asks for, with what rides on it, and returns the ids of the ledger entries. An old
// certificate is exchanged first: a unit that is opened with it has its number from the organisation's new code.
func (r *Registry) enact(ctx context.Context, tx Tx, j *judged) (acts []string, err error) {
	if j.target != nil && j.file.Payload.Exchange {
		exchanged, err := r.exchanged(ctx, tx, j)
		if err != nil {
			return nil, err
		}
		acts = []string{exchanged}
	}
	done, err := r.effect(ctx, tx, j)
	acts = append(acts, done...)
	if err == nil && !j.beside.Empty() {
		err = errNoAct
	}
	if err == nil && j.target != nil && j.unit == nil && j.file.Procedure == coop.ProcedureInformationUpdate {
		err = r.closeNotices(ctx, tx, j, coop.NoticeReview) // Điều 25 khoản 3, 92/2024/NĐ-CP: its answer
	}
	return acts, err
}

// errNoAct is a mistake of ours: something beside the records would change that no act of the ledger tells of.
var errNoAct = errors.New("a change beside the records without an act")

func (r *Registry) effect(ctx context.Context, tx Tx, j *judged) ([]string, error) {
	rule, today := j.subject.Law.Rule.Value, vn.DateIn(tx.Now())
	one := func(id string, err error) ([]string, error) { return []string{id}, err }
	switch rule.Effect {
	case dossier.EffectFound:
		switch {
		case j.target == nil:
			return one(r.registerOrganization(ctx, tx, j))
		case j.file.Procedure == coop.ProcedureFormation && j.target.Registration.Track == coop.TrackNotice:
			return one(r.registerNotified(ctx, tx, j))
		case j.file.Procedure == coop.ProcedureFormation:
			// Điều 24 khoản 3 điểm a, 92/2024/NĐ-CP: the new file in place of the untrue one.
			return one(first(r.changed(ctx, tx, j, "registered_anew"))(r.closeNotices(ctx, tx, j, coop.NoticeNewDossier)))
		}
		return one(r.changed(ctx, tx, j, "changed"))
	case dossier.EffectConvert:
		return r.convert(ctx, tx, j)
	case dossier.EffectOpenUnit:
		if j.unit != nil { // the new file in place of the untrue one, as for an organisation
			return one(first(r.changed(ctx, tx, j, "registered_anew"))(r.closeNotices(ctx, tx, j, coop.NoticeNewDossier)))
		}
		return one(r.registerUnit(ctx, tx, j))
	case dossier.EffectChange:
		return one(r.changed(ctx, tx, j, "changed"))
	case dossier.EffectCorrect:
		return one(r.changed(ctx, tx, j, "corrected"))
	case dossier.EffectEnterprise:
		return one(r.noteEnterprise(ctx, tx, j))
	case dossier.EffectSuspend:
		return r.suspend(ctx, tx, j, today)
	case dossier.EffectResume:
		return r.resume(ctx, tx, j, today)
	case dossier.EffectDissolve:
		return one(r.dissolve(ctx, tx, j, *j.target, rule.Reason, today))
	case dossier.EffectRestore:
		return one(r.restore(ctx, tx, j, today))
	case dossier.EffectEnd:
		return one(r.end(ctx, tx, j, today))
	case dossier.EffectOpenBankruptcy:
		return one(r.status(ctx, tx, j, "bankruptcy_opened", coop.StatusInBankruptcy, "", today))
	case dossier.EffectRevoke:
		return one(r.revoke(ctx, tx, j, today))
	case dossier.EffectInvalidate:
		return one(r.invalidate(ctx, tx, j, today))
	case dossier.EffectCertify:
		return one(r.certify(ctx, tx, j, today))
	case dossier.EffectDivide, dossier.EffectSeparate, dossier.EffectConsolidate, dossier.EffectMerge:
		return r.reorganize(ctx, tx, j, today)
	}
	return nil, fmt.Errorf("no effect %q", rule.Effect)
}

// effectiveDay is the day from which a file's change holds: the one it declares where a change is only notified, else the
// day of the decision.
func effectiveDay(j *judged, today vn.Date) vn.Date {
	if on := j.file.Payload.EffectiveOn; !on.IsZero() {
		return on
	}
	return today
}

// changed replaces what the file declares, of the organisation or of its unit.
func (r *Registry) changed(ctx context.Context, tx Tx, j *judged, how string) (string, error) {
	p := j.file.Payload
	on := effectiveDay(j, vn.DateIn(tx.Now()))
	if j.unit != nil {
		id, err := r.alterUnit(ctx, tx, *j.unit, j.actOn("unit."+how, on), func(u coop.Unit) coop.Unit {
			if p.Seat.Place != "" {
				u.SeatOn = on
			}
			if j.subject.Law.Rule.Value.Effect == dossier.EffectOpenUnit {
				// Filed anew: what the new file leaves out was of the untrue one.
				u.ParentID, u.Activities, u.Industries, u.Heads = p.Unit.Parent, p.Unit.Activities, p.Industries, coop.PublicPeople(p.Unit.Head)
			}
			return r.unitCertified(j, p.ApplyToUnit(u))
		})
		return id, err
	}
	numbered, err := r.numbered(ctx, tx, *j.target, j.number)
	if err != nil {
		return "", err
	}
	j.also(memberships(j))
	id, present, err := r.alter(ctx, tx, *j.target, j.actOn("organization."+how, on), func(o coop.Organization) coop.Organization {
		if p.Seat.Place != "" {
			o.SeatOn = on
		}
		return r.certified(j, numbered(p.Apply(o)))
	})
	if err != nil {
		return "", err
	}
	if len(p.Representatives) > 0 {
		present.Representatives = p.Representatives
		return id, tx.ReplacePeople(ctx, present)
	}
	return id, nil
}

// memberships notes which HTX joined or left a union, with their days.
func memberships(j *judged) (b coop.Beside) {
	for _, m := range j.file.Payload.Memberships {
		if !m.JoinedOn.IsZero() {
			b.Linked = append(b.Linked, coop.LinkStart{
				ID: id.New[coop.Link](), Kind: coop.LinkMemberOf, From: m.OrganizationID, To: j.target.ID, On: m.JoinedOn, Capital: m.Capital,
			})
		}
		if !m.LeftOn.IsZero() {
			b.Unlinked = append(b.Unlinked, unlink(m.OrganizationID, j.target.ID, m.LeftOn))
		}
	}
	return b
}

// registerNotified gives a certificate to a THT that has given notice before (Điều 58 khoản 3, Điều 65 khoản 3,
// 92/2024/NĐ-CP): the same organisation, now on the registration track.
func (r *Registry) registerNotified(ctx context.Context, tx Tx, j *judged) (string, error) {
	code, number, err := certificate(j, func() (string, error) { return r.codes.Allot(ctx, tx) })
	if err != nil {
		return "", err
	}
	today := vn.DateIn(tx.Now())
	fresh := r.organization(j, today)
	id, present, err := r.alter(ctx, tx, *j.target, j.actOn("organization.registered", today), func(o coop.Organization) coop.Organization {
		o = j.file.Payload.Apply(o)
		o.Code, o.SeatOn, o.Registration = code, today, fresh.Registration
		o.Registration.CertificateNumber = number
		o.Status, o.StatusReason, o.StatusSince = coop.StatusActive, "", today
		return o
	})
	if err != nil {
		return "", err
	}
	present.Representatives = j.file.Payload.Representatives
	return id, tx.ReplacePeople(ctx, present)
}

// convert makes an HTX out of a registered THT: the THT ends with the certificate of the HTX, which keeps its code and
// inherits all (Điều 108 khoản 3, 17/2023/QH15; Điều 61 khoản 3, 92/2024/NĐ-CP).
func (r *Registry) convert(ctx context.Context, tx Tx, j *judged) ([]string, error) {
	today, tht := vn.DateIn(tx.Now()), *j.target
	ended, err := r.ended(ctx, tx, tht, j.actOn("organization.ended", today), coop.ReasonConversion)
	if err != nil {
		return nil, err
	}
	j.converts = &tht
	founded, err := r.registerOrganization(ctx, tx, j)
	return []string{ended, founded}, err
}

// noteEnterprise notes an enterprise founded or shared (Điều 81 khoản 6, 17/2023/QH15).
func (r *Registry) noteEnterprise(ctx context.Context, tx Tx, j *judged) (string, error) {
	on := effectiveDay(j, vn.DateIn(tx.Now()))
	id, _, err := r.alter(ctx, tx, *j.target, j.actOn("organization.enterprise_noted", on), func(o coop.Organization) coop.Organization {
		o.Enterprises = append(slices.Clone(o.Enterprises), *j.file.Payload.Enterprise)
		return o
	})
	return id, err
}

// first gives the id of an act with the first of two errors.
func first(id string, err error) func(error) (string, error) {
	return func(after error) (string, error) { return id, errors.Join(err, after) }
}

// exchanged gives the certificate of the present law in place of an old one, riding on another file (Điều 65 khoản 2,
// 92/2024/NĐ-CP): an organisation without a code gets one, and its old number stays on record.
func (r *Registry) exchanged(ctx context.Context, tx Tx, j *judged) (string, error) {
	code, err := r.codeFor(ctx, tx, *j.target, "")
	if err != nil {
		return "", err
	}
	numbered, err := r.numbered(ctx, tx, *j.target, code)
	if err != nil {
		return "", err
	}
	own := *j
	own.renews = true // the organisation's certificate, also where the file is about a unit
	id, present, err := r.alter(ctx, tx, *j.target, j.actOn("organization.certified", vn.DateIn(tx.Now())), func(o coop.Organization) coop.Organization {
		o = withCode(r.certified(&own, numbered(o)), code)
		o.Registration.Regime = j.subject.Law.Regime
		return o
	})
	if j.target = &present; j.parent != nil {
		j.parent = &present
	}
	return id, err
}

// codeFor is the code an organisation without one gets: the one given, else the next; empty where it has one.
func (r *Registry) codeFor(ctx context.Context, tx Tx, o coop.Organization, given string) (string, error) {
	switch {
	case o.Code != "":
		return "", nil
	case given != "":
		return given, nil
	}
	return r.codes.Allot(ctx, tx)
}

// withCode gives an organisation a code, where there is one to give.
func withCode(o coop.Organization, code string) coop.Organization {
	o.Code = cmp.Or(code, o.Code)
	return o
}

// certify gives the certificate anew. An exchange under R1 (Điều 6c khoản 6, 03/2014/TT-BKHĐT) brings the code to what was
// registered without one; an office may give its own number with a certificate. The old number stays on record.
func (r *Registry) certify(ctx context.Context, tx Tx, j *judged, today vn.Date) (string, error) {
	if j.unit != nil {
		return r.alterUnit(ctx, tx, *j.unit, j.actOn("unit.certified", today), func(u coop.Unit) coop.Unit { return r.unitCertified(j, u) })
	}
	code := ""
	if j.subject.Law.Rule.Value.CodeMayCome {
		var err error
		if code, err = r.codeFor(ctx, tx, *j.target, j.file.Payload.Code); err != nil {
			return "", err
		}
	}
	numbered, err := r.numbered(ctx, tx, *j.target, cmp.Or(code, j.number))
	if err != nil {
		return "", err
	}
	id, _, err := r.alter(ctx, tx, *j.target, j.actOn("organization.certified", today), func(o coop.Organization) coop.Organization {
		return withCode(r.certified(j, numbered(o)), code)
	})
	return id, err
}
