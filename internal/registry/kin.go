package registry

import (
	"context"
	"fmt"
	"slices"

	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/id"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// kin says of every organisation that a file wants to link whether it is on the register, of the right kind, and not linked
// so already. Each that is not gets its own verdict; all sound is no verdict.
func (r *Registry) kin(ctx context.Context, tx ReadTx, j *judged) ([]law.Verdict, error) {
	var wanted []kinship
	p := j.file.Payload
	for i, older := range p.BornFrom {
		wanted = append(wanted, kinship{pointer: fmt.Sprintf("/payload/born_from/%d", i), id: older, kinds: []coop.Kind{coop.KindHoiQuan, coop.KindTHT}})
	}
	for i, f := range p.Founders {
		if member, err := id.Parse[coop.Organization](f.OrganizationID); err == nil {
			wanted = append(wanted, kinship{pointer: fmt.Sprintf("/payload/founders/%d/organization_id", i), id: member, kinds: []coop.Kind{coop.KindHTX}, founds: true})
		}
	}
	for i, m := range p.Memberships {
		wanted = append(wanted, kinship{pointer: fmt.Sprintf("/payload/memberships/%d", i), id: m.OrganizationID, kinds: []coop.Kind{coop.KindHTX}, member: &m})
	}
	if len(wanted) == 0 || j.file.State.Final() {
		return nil, nil
	}
	ids := make([]coop.ID, len(wanted))
	for i, w := range wanted {
		ids[i] = w.id
	}
	found, err := tx.OrganizationsAt(ctx, ids, coop.When{})
	if err != nil {
		return nil, err
	}
	var verdicts []law.Verdict
	for i, w := range wanted {
		detail := w.fault(found, j.joined(), slices.Index(ids, w.id) < i)
		if detail != "" {
			verdicts = append(verdicts, law.Verdict{
				Rule: "KIN", Answer: law.NotMet, Cite: notNil(j.subject.Law.Rule.Cite), Basis: law.BasisDerived, Pointer: w.pointer, Detail: detail,
			})
		}
	}
	return verdicts, nil
}

// kinship is a link that a file asks for.
type kinship struct {
	pointer string
	id      coop.ID
	kinds   []coop.Kind
	member  *dossier.Membership // in the union the file is about
	founds  bool                // it founds a union
}

// joined are the present members of the union the file is about.
func (j *judged) joined() map[coop.ID]vn.Date {
	if j.subject.Target == nil {
		return nil
	}
	return j.subject.Target.Joined
}

// fault says what is wrong with a link, empty when nothing is.
func (k kinship) fault(found []coop.Organization, joined map[coop.ID]vn.Date, twice bool) string {
	at := slices.IndexFunc(found, func(o coop.Organization) bool { return o.ID == k.id })
	switch {
	case at < 0:
		return msgKinUnknown
	case !slices.Contains(k.kinds, found[at].Kind):
		return msgKinKind(k.kinds)
	case twice:
		return msgKinTwice
	case k.founds && found[at].Status == coop.StatusEnded:
		return msgKinEnded(found[at].StatusSince)
	case k.member != nil:
		_, inside := joined[k.id]
		return membershipFault(found[at], *k.member, inside)
	}
	return ""
}

// membershipFault says why an HTX cannot have been in a union on the days a file names: it is in it already or is not, was not
// registered yet, or had ended.
func membershipFault(o coop.Organization, m dossier.Membership, inside bool) string {
	ended := o.Status == coop.StatusEnded
	switch {
	case !m.JoinedOn.IsZero() && inside:
		return msgKinMember
	case m.JoinedOn.IsZero() && !inside:
		return msgKinNoMember
	case !m.JoinedOn.IsZero() && m.JoinedOn.Before(o.Registration.IssuedOn):
		return msgKinUnborn(o.Registration.IssuedOn)
	case ended && (m.LeftOn.IsZero() || m.LeftOn.After(o.StatusSince)):
		return msgKinEnded(o.StatusSince)
	}
	return ""
}
