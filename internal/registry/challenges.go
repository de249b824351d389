package registry

import (
	"context"
	"errors"

	"htxregistry/internal/alliance"
	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/id"
	"htxregistry/internal/vn"
)

// CreateChallenge tells the office that keeps the record of an organisation that a fact on the register is wrong. It returns
// ErrForeignProvince, alliance.ErrChallenge naming what is missing.
func (r *Registry) CreateChallenge(ctx context.Context, idOrCode string, c alliance.Challenge) (alliance.Challenge, error) {
	return once(ctx, r, func(tx Tx) (alliance.Challenge, error) {
		o, _, err := r.allied(ctx, tx, idOrCode, OpCreateChallenge)
		if err != nil {
			return c, err
		}
		today := vn.DateIn(tx.Now())
		if err := c.Check(today); err != nil {
			return c, err
		}
		c.ID, c.OrganizationID, c.RaisedOn, c.Revision = id.New[alliance.Challenge](), o.ID, today, 1
		c.DueOn, c.Cite, c.Basis = r.book.ChallengeDue(today)
		if err := tx.CreateChallenge(ctx, c, caller.From(ctx).Key); err != nil {
			return c, err
		}
		if err := r.layMatters(ctx, tx, o); err != nil {
			return c, err
		}
		return r.shownChallenge(c, o), r.challengeEntry(ctx, tx, OpCreateChallenge, "challenge.raised", c, o)
	})
}

// AnswerChallenge notes what the office that keeps the record found, with the act that mended the fact where there is one.
// It returns alliance.ErrNoChallenge, alliance.ErrSettled, alliance.ErrChallenge for an act about something else,
// ErrForeignOffice.
func (r *Registry) AnswerChallenge(ctx context.Context, challenge alliance.ChallengeID, outcome alliance.Outcome, answer, act string) (alliance.Challenge, error) {
	return r.settleChallenge(ctx, OpAnswerChallenge, "challenge.answered", challenge, outcome, answer, act,
		func(o coop.Organization) error {
			return r.permitAt(caller.From(ctx), OpAnswerChallenge, r.officeToday(o))
		})
}

// WithdrawChallenge takes a challenge back. It returns alliance.ErrNoChallenge, alliance.ErrSettled, ErrForeignProvince.
func (r *Registry) WithdrawChallenge(ctx context.Context, challenge alliance.ChallengeID, reason string) (alliance.Challenge, error) {
	return r.settleChallenge(ctx, OpWithdrawChallenge, "challenge.withdrawn", challenge, "", reason, "", func(o coop.Organization) error {
		if !r.seatedWith(caller.From(ctx), o) {
			return ErrForeignProvince
		}
		return nil
	})
}

func (r *Registry) settleChallenge(ctx context.Context, op Operation, name string, challenge alliance.ChallengeID, outcome alliance.Outcome, answer, act string,
	may func(o coop.Organization) error,
) (alliance.Challenge, error) {
	if err := r.permit(caller.From(ctx), op); err != nil {
		return alliance.Challenge{}, err
	}
	return once(ctx, r, func(tx Tx) (alliance.Challenge, error) {
		c, err := tx.Challenge(ctx, challenge)
		if err != nil {
			return c, err
		}
		o, err := tx.Organization(ctx, c.OrganizationID)
		if err == nil {
			err = may(o)
		}
		if err == nil {
			err = actAbout(ctx, tx, act, o)
		}
		if err != nil {
			return c, err
		}
		if c, err = c.Settle(vn.DateIn(tx.Now()), outcome, answer, act); err != nil {
			return c, err
		}
		if err := tx.SettleChallenge(ctx, c, caller.From(ctx).Key); err != nil {
			return c, err
		}
		c.Revision++
		return r.shownChallenge(c, o), r.challengeEntry(ctx, tx, op, name, c, o)
	})
}

// actAbout refuses an act that the ledger has not, or has about another organisation.
func actAbout(ctx context.Context, tx ReadTx, act string, o coop.Organization) error {
	if act == "" {
		return nil
	}
	e, err := tx.ActByID(ctx, act)
	if errors.Is(err, fault.NotFound) || err == nil && e.OrganizationID != o.ID.String() {
		return alliance.ErrChallenge.At(fault.Field{Pointer: "/act_id", Code: "other-organization", Detail: msgActElsewhere})
	}
	return err
}

// ChallengeFilter narrows a list of challenges.
type ChallengeFilter = MatterFilter[alliance.ChallengeID]

// ChallengePage is a page of challenges.
type ChallengePage = MatterPage[alliance.Challenge, alliance.ChallengeID]

// ListChallenges gives challenges, oldest first, that the caller may read: at the office they lie at, as its superior, or as
// the alliance of the province.
func (r *Registry) ListChallenges(ctx context.Context, f ChallengeFilter) (ChallengePage, error) {
	return listMatters(ctx, r, OpListChallenges, f, func(c alliance.Challenge) alliance.ChallengeID { return c.ID },
		func(c alliance.Challenge) alliance.Challenge {
			if named := r.Reference().authorityRef(c.Authority.ID, r.Today()); named != nil {
				c.Authority = *named
			}
			c.Cite = notNil(c.Cite)
			return c.On(r.Today())
		},
		func(tx ReadTx, q MatterQuery[alliance.ChallengeID]) ([]alliance.Challenge, error) {
			return tx.Challenges(ctx, q)
		},
		func(tx ReadTx, q MatterQuery[alliance.ChallengeID]) (int64, error) { return tx.CountChallenges(ctx, q) })
}

// shownChallenge fills in what a challenge does not keep: the office that keeps the record today, its state.
func (r *Registry) shownChallenge(c alliance.Challenge, o coop.Organization) alliance.Challenge {
	c.Authority, c.Cite = r.officeToday(o), notNil(c.Cite)
	return c.On(r.Today())
}

// challengeEntry tells in the public ledger about which fact and how it ended, without what was said.
func (r *Registry) challengeEntry(ctx context.Context, tx Tx, op Operation, act string, c alliance.Challenge, o coop.Organization) error {
	e := r.entry(ctx, tx, op, act)
	e.OrganizationID, e.AuthorityID, e.Cite = c.OrganizationID.String(), r.officeToday(o).ID, notNil(c.Cite)
	after := map[string]any{"id": c.ID, "fact": c.Fact, "due_on": c.DueOn}
	if c.Year > 0 {
		after["year"] = c.Year
	}
	if c.Outcome != "" {
		after["outcome"] = c.Outcome
	}
	e.After = mustJSON(after)
	return tx.Append(ctx, e)
}
