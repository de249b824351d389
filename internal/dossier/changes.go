package dossier

import (
	"reflect"
	"slices"

	"htxregistry/internal/coop"
)

// Changes lists the names of the members of the payload by which the file would change a record, in a fixed order.
func (p Payload) Changes() []string {
	var names []string
	add := func(name string, given bool) {
		if given {
			names = append(names, name)
		}
	}
	add("name", p.Name != coop.Name{} || len(p.NameRemoved) > 0)
	add("seat", p.Seat != coop.Seat{})
	add("area", len(p.Area) > 0)
	add("industries", len(p.Industries) > 0)
	add("purpose", p.Purpose != "")
	add("governance", p.Governance != "")
	add("charter_capital_vnd", p.CharterCapital != nil)
	add("members", p.Members != nil)
	add("legal_representatives", len(p.Representatives) > 0)
	add("heads", p.Unit != nil && len(p.Unit.Head) > 0)
	add("activities", p.Unit != nil && p.Unit.Activities != "")
	add("phone", p.Phone != "")
	add("email", p.Email != "")
	add("website", p.Website != "")
	add("memberships", len(p.Memberships) > 0)
	for _, noted := range p.Noted {
		add(noted, true)
	}
	return names
}

// Parts of a member that a rule tells from the whole: who of the members is a foreigner, and what is known of the same people.
const (
	PartForeignMembers = "foreign_members"
	PartPersonalData   = "personal_data"
)

// Fields lists every name that Changes may give.
func Fields() []string {
	return []string{
		"name", "seat", "area", "industries", "purpose", "governance", "charter_capital_vnd", "members", "legal_representatives", "heads", "activities",
		"phone", "email", "website", "memberships", NotedCharter, NotedOrgans, NotedTaxInformation,
	}
}

// changes tells whether the file changes a member.
func (p Payload) changes(name string) bool { return slices.Contains(p.Changes(), name) }

// differs tells whether anything the file gives is not yet on the record. People, memberships and what is only noted always count:
// the record does not show all that is known of them.
func (p Payload) differs(t Target) bool {
	if len(p.Representatives) > 0 || len(p.Memberships) > 0 || len(p.Noted) > 0 || p.Unit != nil {
		return true
	}
	if t.Unit != nil {
		return !reflect.DeepEqual(p.ApplyToUnit(*t.Unit), *t.Unit)
	}
	return !reflect.DeepEqual(p.Apply(t.Organization), t.Organization)
}

// Apply gives the organisation as the payload declares it: what is given replaces what was.
func (p Payload) Apply(o coop.Organization) coop.Organization {
	if p.Name.Vi != "" {
		o.Name.Vi = p.Name.Vi
	}
	if p.Name.Foreign != "" {
		o.Name.Foreign = p.Name.Foreign
	}
	if p.Name.Short != "" {
		o.Name.Short = p.Name.Short
	}
	for _, part := range p.NameRemoved {
		*part.of(&o.Name) = ""
	}
	if p.Seat.Line != "" {
		o.Seat.Line = p.Seat.Line
	}
	if p.Seat.Place != "" {
		o.Seat.Place = p.Seat.Place
	}
	if len(p.Area) > 0 {
		o.Area = p.Area
	}
	if len(p.Industries) > 0 {
		o.Industries = p.Industries
	}
	if p.Purpose != "" {
		o.Purpose = p.Purpose
	}
	if p.Governance != "" {
		o.Governance = p.Governance
	}
	if p.CharterCapital != nil {
		o.CharterCapital = p.CharterCapital
	}
	if p.Members != nil {
		o.Members = p.Members
	}
	if len(p.Representatives) > 0 {
		o.Representatives = p.Representatives
	}
	replace(&o.Phone, p.Phone)
	replace(&o.Email, p.Email)
	replace(&o.Website, p.Website)
	return o
}

func replace(old *string, with string) {
	if with != "" {
		*old = with
	}
}

// ApplyToUnit gives the unit as the payload declares it.
func (p Payload) ApplyToUnit(u coop.Unit) coop.Unit {
	replace(&u.Name, p.Name.Vi)
	replace(&u.Seat.Line, p.Seat.Line)
	replace(&u.Seat.Place, p.Seat.Place)
	if len(p.Industries) > 0 {
		u.Industries = p.Industries
	}
	if p.Unit != nil {
		replace(&u.Activities, p.Unit.Activities)
	}
	if p.Unit != nil && len(p.Unit.Head) > 0 {
		u.Heads = coop.PublicPeople(p.Unit.Head)
	}
	return u
}
