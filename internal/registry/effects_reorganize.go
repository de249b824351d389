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
		ending = []coop.Organization{*j.target}
	}
	for _, o := range ending {
		act, err := r.leave(ctx, tx, j, o, on)
		if err != nil {
			return nil, err
		}
		acts = append(acts, act)
	}
	for _, party := range j.subject.Target.Parties {
		l := coop.Link{ID: id.New[coop.Link](), Kind: kind, From: party.ID, To: j.target.ID, DossierID: j.file.ID.String()}
		if outward {
			l.From, l.To = j.target.ID, party.ID
		}
		l.State.From = on
		if err := tx.AddLink(ctx, l); err != nil {
			return nil, err
		}
	}
	if rule.Effect != dossier.EffectDivide {
		act, err := r.changed(ctx, tx, j, "reorganized")
		if err != nil {
			return nil, err
		}
		acts = append(acts, act)
	}
	return acts, nil
}

// leave ends an organisation of a reorganisation, or sets it on its way.
func (r *Registry) leave(ctx context.Context, tx Tx, j *judged, o coop.Organization, on vn.Date) (string, error) {
	rule := j.subject.Law.Rule.Value
	if rule.EndsAtOnce {
		return r.ended(ctx, tx, o, j.actOn("organization.ended", on), rule.Reason)
	}
	return r.dissolve(ctx, tx, j, o, rule.Reason, on)
}
