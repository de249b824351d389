package registry

import (
	"context"

	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/id"
	"htxregistry/internal/vn"
)

// reorganize does a division, separation, consolidation or merger: all organisations in one transaction, never half done.
// What ends by it is dissolving until the tax office's word comes (Điều 52, 92/2024/NĐ-CP); under R1 it ends at once.
func (r *Registry) reorganize(ctx context.Context, tx Tx, j *judged, on vn.Date) ([]string, error) {
	rule := j.subject.Law.Rule.Value
	kind := map[dossier.Effect]coop.LinkKind{
		dossier.EffectDivide: coop.LinkDividedInto, dossier.EffectSeparate: coop.LinkSeparatedInto,
		dossier.EffectConsolidate: coop.LinkConsolidatedInto, dossier.EffectMerge: coop.LinkMergedInto,
	}[rule.Effect]
	outward := rule.Effect == dossier.EffectDivide || rule.Effect == dossier.EffectSeparate
	var acts []string
	ending := j.subject.Target.Parties // hợp nhất, sáp nhập: the others
	if outward {
		ending = nil // tách: all live on
	}
	if rule.Effect == dossier.EffectDivide {
		ending = []dossier.Target{*j.subject.Target}
	}
	links := coop.Beside{Linked: reorganized(j, kind, outward, on)}
	if rule.Effect == dossier.EffectDivide {
		j.also(links) // with the one act of it
	}
	for _, t := range ending {
		act, err := r.leave(ctx, tx, j, t.Organization, on)
		if err != nil {
			return nil, err
		}
		acts = append(acts, act)
	}
	if rule.Effect != dossier.EffectDivide {
		j.also(links)
		act, err := r.changed(ctx, tx, j, "reorganized")
		if err != nil {
			return nil, err
		}
		acts = append(acts, act)
	}
	return acts, nil
}

// reorganized links what a reorganisation is about to the other parties.
func reorganized(j *judged, kind coop.LinkKind, outward bool, on vn.Date) (links []coop.LinkStart) {
	for _, party := range j.subject.Target.Parties {
		l := coop.LinkStart{ID: id.New[coop.Link](), Kind: kind, From: party.Organization.ID, To: j.target.ID, On: on}
		if outward {
			l.From, l.To = j.target.ID, party.Organization.ID
		}
		links = append(links, l)
	}
	return links
}

// leave ends an organisation of a reorganisation, or sets it on its way.
func (r *Registry) leave(ctx context.Context, tx Tx, j *judged, o coop.Organization, on vn.Date) (string, error) {
	rule := j.subject.Law.Rule.Value
	if rule.EndsAtOnce {
		return r.ended(ctx, tx, o, j.actOn("organization.ended", on), rule.Reason)
	}
	return r.dissolve(ctx, tx, j, o, rule.Reason, on)
}
