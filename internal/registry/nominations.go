package registry

import (
	"context"
	"time"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/history"
	"htxregistry/internal/id"
	"htxregistry/internal/law"
	"htxregistry/internal/replication"
	"htxregistry/internal/vn"
)

// CreateNomination nominates an organisation of the caller's province that wants to join, for one of the programme's models. What
// is not known yet does not stand in the way and is noted in the step; what is not met does. It returns
// replication.ErrNoProgramme, coop.ErrNotFound, ErrForeignOffice, replication.ErrNomination naming every fault,
// replication.ErrNominated, replication.ErrNotEligible, replication.ErrNotCovered.
func (r *Registry) CreateNomination(ctx context.Context, programme string, n replication.Nomination) (replication.Nomination, error) {
	return once(ctx, r, func(tx Tx) (replication.Nomination, error) {
		p, err := r.programme(programme)
		if err != nil {
			return n, err
		}
		o, err := r.staffOf(ctx, tx, n.OrganizationID.String(), OpCreateNomination)
		if err != nil {
			return n, err
		}
		n.ID = id.New[replication.Nomination]()
		made, err := p.Nominate(n, vn.DateIn(tx.Now()))
		if err != nil {
			return n, err
		}
		facts, err := tx.CandidacyFacts(ctx, []coop.ID{o.ID}, time.Time{})
		if err != nil {
			return n, err
		}
		for _, other := range facts[0].Nominations {
			if other.Programme == p.Code && other.Stage != replication.StageWithdrawn {
				return n, replication.ErrNominated.Member("nomination", other.ID)
			}
		}
		facts[0].Nominations = append(facts[0].Nominations, made)
		if err := r.barred(p, facts[0], &made); err != nil {
			return n, err
		}
		return made, r.keepNomination(ctx, tx, OpCreateNomination, p, made)
	})
}

// AdvanceNomination moves a nomination to the next stage by a decision. A selection takes one of the places of the province the
// seat lay in on the day of the decision. It returns replication.ErrNoProgramme, replication.ErrNoNomination, ErrForeignOffice,
// replication.ErrStage, replication.ErrDecision, replication.ErrNotEligible, replication.ErrNoProvince, replication.ErrQuota.
func (r *Registry) AdvanceNomination(ctx context.Context, programme string, nomination replication.NominationID, to replication.Stage, decision *replication.Decision) (replication.Nomination, error) {
	return once(ctx, r, func(tx Tx) (replication.Nomination, error) {
		if err := r.permit(caller.From(ctx), OpAdvanceNomination); err != nil {
			return replication.Nomination{}, err
		}
		p, err := r.programme(programme)
		if err != nil {
			return replication.Nomination{}, err
		}
		n, err := tx.Nomination(ctx, nomination)
		if err != nil {
			return n, err
		}
		if n.Programme != p.Code {
			return n, replication.ErrNoNomination
		}
		o, err := r.staffOf(ctx, tx, n.OrganizationID.String(), OpAdvanceNomination)
		if err != nil {
			return n, err
		}
		moved, err := p.Advance(n, to, decision, vn.DateIn(tx.Now()))
		if err != nil {
			return n, err
		}
		if to == replication.StageSelected {
			facts, err := tx.CandidacyFacts(ctx, []coop.ID{o.ID}, time.Time{})
			if err != nil {
				return n, err
			}
			if err := r.barred(p, facts[0], &moved); err != nil {
				return n, err
			}
			if err := r.takePlace(ctx, tx, p, facts[0], &moved); err != nil {
				return n, err
			}
		}
		return moved, r.keepNomination(ctx, tx, OpAdvanceNomination, p, moved)
	})
}

// barred judges the organisation on the day of the last step: not eligible is ErrNotEligible, one the programme does not look at
// ErrNotCovered; mandatory conditions that are not known are noted in the step.
func (r *Registry) barred(p replication.Programme, f replication.Facts, n *replication.Nomination) error {
	step := &n.Steps[len(n.Steps)-1]
	c, ok := p.Judge(f, step.On)
	if !ok {
		return replication.ErrNoCandidate
	}
	var against []law.Verdict
	for _, found := range c.Conditions {
		v := law.Verdict{Rule: found.Code, Answer: found.Verdict, Cite: found.Cite, Basis: found.Basis, Detail: found.Detail}
		switch {
		case !found.Mandatory:
		case v.Answer == law.NotMet:
			against = append(against, v)
		case v.Answer == law.Unknown:
			v.Advisory = true
			step.Checks = append(step.Checks, v)
		}
	}
	switch {
	case len(against) > 0:
		return replication.ErrNotEligible.Member("checks", against)
	case !p.LooksAt(f, step.On):
		return replication.ErrNotCovered.Member("kinds", p.Kinds).Member("provinces", append([]string{}, p.Provinces...))
	}
	return nil
}

// takePlace finds the province whose place a selection takes, if it has one on the day of the decision and has had one since.
func (r *Registry) takePlace(ctx context.Context, tx Tx, p replication.Programme, f replication.Facts, n *replication.Nomination) error {
	on := n.Steps[len(n.Steps)-1].On
	n.Province, n.CountedIn = f.Province(on), f.Provinces(on)
	if n.Province == "" {
		return replication.ErrNoProvince
	}
	if p.Quota.Province == nil {
		return nil
	}
	taken, err := tx.PlacesTaken(ctx, p.Code, n.Province, on)
	if err != nil {
		return err
	}
	if taken >= *p.Quota.Province {
		return replication.ErrQuota.With(p.Quota.Cite...).Member("quota", *p.Quota.Province).Member("taken", taken)
	}
	return nil
}

// keepNomination writes a nomination with its ledger entry.
func (r *Registry) keepNomination(ctx context.Context, tx Tx, op Operation, p replication.Programme, n replication.Nomination) error {
	step := &n.Steps[len(n.Steps)-1]
	step.Rulebook, step.RecordedAt = r.book.Digest, tx.Now()
	if err := tx.SaveNomination(ctx, n, p.Quota.Province); err != nil {
		return err
	}
	return tx.Append(ctx, r.nominationEntry(ctx, tx, op, n))
}

// nominationEntry is the ledger entry of a step: public, with the stage and the decision.
func (r *Registry) nominationEntry(ctx context.Context, tx Tx, op Operation, n replication.Nomination) history.Entry {
	step := n.Steps[len(n.Steps)-1]
	e := r.entry(ctx, tx, op, "nomination."+string(n.Stage))
	e.OrganizationID, e.AuthorityID, e.EffectiveOn = n.OrganizationID.String(), caller.From(ctx).Authority, step.On
	e.After = mustJSON(map[string]any{
		"programme": n.Programme, "nomination": n.ID, "stage": n.Stage, "model": n.Model, "decision": step.Decision, "revision": n.Revision,
	})
	return e
}
