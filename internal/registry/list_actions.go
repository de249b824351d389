package registry

import (
	"context"
	"slices"

	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// ListActions says of every procedure whether an organisation may file it today, and why not: rule and citation. What a file
// must say besides is told by its checks.
func (r *Registry) ListActions(ctx context.Context, idOrCode string) ([]coop.Action, error) {
	var actions []coop.Action
	err := r.store.View(ctx, func(tx ReadTx) error {
		o, err := find(ctx, tx, idOrCode)
		if err != nil {
			return err
		}
		violations, err := tx.OpenDossiers(ctx, o.ID, []coop.Procedure{coop.ProcedureRevocation})
		if err != nil {
			return err
		}
		target := dossier.Target{Organization: o, Violations: violations}
		for _, p := range coop.Procedures() {
			actions = append(actions, r.action(p, target, r.Today()))
		}
		return nil
	})
	return actions, err
}

// action says whether a procedure may be filed about an organisation on a day.
func (r *Registry) action(p coop.Procedure, t dossier.Target, on vn.Date) coop.Action {
	a := coop.Action{Procedure: p, Cite: []law.Cite{}, Verdicts: []law.Verdict{}}
	rule := r.book.Rule(p, string(t.Organization.Kind), on)
	switch {
	case rule.Basis == law.BasisMissing:
		a.Verdicts = append(a.Verdicts, law.Verdict{
			Rule: "PROCEDURE", Answer: law.NotInForce, Cite: []law.Cite{}, Basis: law.BasisDerived, Pointer: "/procedure", Detail: msgNoProcedure,
		})
		return a
	case rule.Value.Effect == dossier.EffectFound && len(rule.Value.Fields) == 0 && len(rule.Value.Tracks) == 0:
		a.Cite = rule.Cite
		a.Verdicts = append(a.Verdicts, law.Verdict{
			Rule: "FOUNDED", Answer: law.NotMet, Cite: rule.Cite, Basis: rule.Basis, Pointer: "/procedure", Detail: msgFounded,
		})
		return a
	}
	l := r.book.Law(p, t.Organization.Kind, "", on)
	a.Cite, a.Verdicts = rule.Cite, dossier.MayBeFiled(l, t)
	a.Allowed = !slices.ContainsFunc(a.Verdicts, func(v law.Verdict) bool { return v.Answer == law.NotMet })
	return a
}
