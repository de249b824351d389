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
		target := dossier.Target{Organization: o}
		if err := r.underWay(ctx, tx, dossier.Dossier{}, &target); err != nil {
			return err
		}
		units, err := r.openUnits(ctx, tx, o.ID)
		if err != nil {
			return err
		}
		target.OpenUnits = len(units)
		for _, p := range coop.Procedures() {
			actions = append(actions, r.action(p, target, r.Today()))
		}
		return nil
	})
	return actions, err
}

// action says whether a procedure may be filed about an organisation on a day. What only concerns units may be filed while there
// is one.
func (r *Registry) action(p coop.Procedure, t dossier.Target, on vn.Date) coop.Action {
	a := coop.Action{Procedure: p, Cite: []law.Cite{}, Verdicts: []law.Verdict{}}
	rule, ofUnit := r.ruleOf(p, t.Organization, on)
	l := dossier.Law{On: on, Rule: rule}
	again := rule.Value.Effect == dossier.EffectFound && len(rule.Value.Fields) == 0 && t.Organization.Registration.Track != coop.TrackNotice
	explained := law.NotMet
	if slices.Contains(rule.Value.Statuses, coop.StatusDissolving) {
		explained = law.Unknown // only the file can say why the end that is under way needs the change
	}
	a.Cite, a.Verdicts = rule.Cite, dossier.MayBeFiled(l, t, p, explained)
	a.Verdicts = append(a.Verdicts, dossier.Known(l, t, on)...)
	if rule.Value.AfterMonths > 0 {
		a.Verdicts = append(a.Verdicts, dossier.Ripe(l, t.Organization, on, r.book.Calendar))
	}
	if again {
		a.Verdicts = append(a.Verdicts, dossier.Founded(l, t))
	}
	var lines []coop.Industry
	if rule.Value.ConcernsLines() {
		lines = t.Organization.Industries
	}
	a.Verdicts = append(a.Verdicts, dossier.Stopped(rule.Value, t.Organization, lines)...)
	if ofUnit {
		a.Verdicts = slices.DeleteFunc(a.Verdicts, func(v law.Verdict) bool { return v.Rule == "STATUS" }) // the unit's, not the organisation's
		a.Verdicts = append(a.Verdicts, unitVerdict(rule, t.OpenUnits))
	}
	a.Allowed = len(dossier.NotMet(a.Verdicts)) == 0
	return a
}

// ruleOf is the rule under which an organisation files a procedure, else the one under which it files it about a unit. A credit
// fund on a licence has neither: its units are not on the register's track, and since 2024-07-01 neither law nor decree speaks of them.
func (r *Registry) ruleOf(p coop.Procedure, o coop.Organization, on vn.Date) (rule dossier.Provision[dossier.Rule], ofUnit bool) {
	own := r.book.Rule(p, string(o.Kind), on)
	if own.Basis != law.BasisMissing || !o.Kind.MayOpenUnits() || !r.book.ConcernsUnitsOf(p, o.Kind) {
		return own, false
	}
	for _, kind := range coop.UnitKinds() {
		if rule := r.book.Rule(p, string(kind), on); rule.Basis != law.BasisMissing && rule.Value.OnTrack(o.Registration.Track) {
			return rule, true
		}
	}
	return own, false
}

// unitVerdict says whether there is a unit to file about.
func unitVerdict(rule dossier.Provision[dossier.Rule], open int) law.Verdict {
	v := law.Verdict{Rule: "UNIT", Answer: law.Met, Cite: rule.Cite, Basis: rule.Basis, Pointer: "/unit_id", Detail: msgUnitsThere(open)}
	if open == 0 {
		v.Answer = law.NotMet
	}
	return v
}
