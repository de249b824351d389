package registry

import (
	"context"
	"fmt"
	"slices"

	"htxregistry/internal/coop"
	"htxregistry/internal/id"
	"htxregistry/internal/law"
)

// kin says of every organisation that a file wants to link whether it is on the register, of the right kind, and not linked
// so already. Each that is not gets its own verdict; all sound is no verdict.
func (r *Registry) kin(ctx context.Context, tx ReadTx, j *judged) ([]law.Verdict, error) {
	var wanted []kinship
	p := j.file.Payload
	for i, older := range p.BornFrom {
		wanted = append(wanted, kinship{fmt.Sprintf("/payload/born_from/%d", i), older, []coop.Kind{coop.KindHoiQuan, coop.KindTHT}, nil})
	}
	for i, f := range p.Founders {
		if member, err := id.Parse[coop.Organization](f.OrganizationID); err == nil {
			wanted = append(wanted, kinship{fmt.Sprintf("/payload/founders/%d/organization_id", i), member, []coop.Kind{coop.KindHTX}, nil})
		}
	}
	for i, m := range p.Memberships {
		wanted = append(wanted, kinship{fmt.Sprintf("/payload/memberships/%d", i), m.OrganizationID, []coop.Kind{coop.KindHTX}, new(!m.JoinedOn.IsZero())})
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
	members, err := j.members(ctx, tx)
	if err != nil {
		return nil, err
	}
	var verdicts []law.Verdict
	for i, w := range wanted {
		detail := w.fault(found, members, slices.Index(ids, w.id) < i)
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
	joins   *bool // of a membership in the union the file is about: whether it begins
}

// fault says what is wrong with a link, empty when nothing is.
func (k kinship) fault(found []coop.Organization, members []coop.ID, twice bool) string {
	at := slices.IndexFunc(found, func(o coop.Organization) bool { return o.ID == k.id })
	switch {
	case at < 0:
		return msgKinUnknown
	case !slices.Contains(k.kinds, found[at].Kind):
		return msgKinKind(k.kinds)
	case twice:
		return msgKinTwice
	case k.joins != nil && *k.joins && slices.Contains(members, k.id):
		return msgKinMember
	case k.joins != nil && !*k.joins && !slices.Contains(members, k.id):
		return msgKinNoMember
	}
	return ""
}

// members are the present members of the union the file is about.
func (j *judged) members(ctx context.Context, tx ReadTx) ([]coop.ID, error) {
	if j.target == nil || len(j.file.Payload.Memberships) == 0 {
		return nil, nil
	}
	links, err := tx.Links(ctx, []coop.ID{j.target.ID}, coop.When{})
	var members []coop.ID
	for _, l := range links {
		if l.Kind == coop.LinkMemberOf && l.To == j.target.ID {
			members = append(members, l.From)
		}
	}
	return members, err
}
