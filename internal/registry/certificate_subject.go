package registry

import (
	"fmt"
	"slices"
	"strings"

	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/rulebook"
	"htxregistry/internal/vn"
)

// subject is what a paper says of the organisation or unit, as far as its form shows it.
func (r *Registry) subject(w writing, paper rulebook.GivenPaper) coop.Subject {
	ref, o := r.Reference(), w.organization
	shows := func(c coop.Content) bool { return slices.Contains(paper.Contents, c) }
	s := coop.Subject{
		Kind: string(o.Kind), Code: o.Code, Name: o.Name, Seat: ref.address(o.Seat, o.SeatOn),
		Industries: named(ref, o.Industries), Capital: o.CharterCapital, Representatives: coop.PublicPeople(o.Representatives),
	}
	before := w.j.target
	if w.unit != nil {
		u := w.unit
		s = coop.Subject{
			Kind: string(u.Kind), Code: u.Code, Name: coop.Name{Vi: u.Name}, Seat: ref.address(u.Seat, u.SeatOn),
			Industries: named(ref, u.Industries), Representatives: coop.PublicPeople(u.Heads),
			Activities: u.Activities, Parent: r.parentOf(o, w.branch),
		}
		if w.j.unit != nil && w.j.unit.Name != u.Name {
			s.FormerName = w.j.unit.Name
		}
	} else if before != nil && before.ID == o.ID && before.Name.Vi != o.Name.Vi {
		s.FormerName = before.Name.Vi // the old as old, the new as new
	}
	if shows(coop.ContentContact) {
		s.Phone, s.Email, s.Website = o.Phone, o.Email, o.Website
	}
	if shows(coop.ContentUnits) {
		for _, u := range w.units {
			s.Units = append(s.Units, u.Name+", "+ref.address(u.Seat, u.SeatOn))
		}
	}
	if shows(coop.ContentChanges) && before != nil {
		was, is := stated(*before), stated(o)
		if w.unit != nil && w.j.unit != nil {
			was, is = statedOfUnit(*w.j.unit), statedOfUnit(*w.unit)
		}
		s.Changes = r.changesOf(w.j.file.Payload, was, is)
	}
	s.From, s.To = daysOf(w.j.file.Payload, w.today, paper.Contents)
	r.leaveOut(&s, shows)
	return s
}

// parentOf is the organisation of a unit, and the branch that a business location belongs to, with the number and day of its certificate where that number is not its code: a code is
// in its place since 2019-05-28 (Điều 16 khoản 2 điểm a, 193/2013/NĐ-CP; Điều 10, 03/2014/TT-BKHĐT).
func (r *Registry) parentOf(o coop.Organization, branch *coop.Unit) *coop.SubjectParent {
	p := coop.SubjectParent{Name: o.Name.Vi, Code: o.Code, Seat: r.Reference().address(o.Seat, o.SeatOn)}
	if given := o.Registration; given.CertificateNumber != "" && given.CertificateNumber != o.Code {
		p.CertificateNumber, p.IssuedOn = given.CertificateNumber, given.IssuedOn
	}
	if branch != nil {
		p.Branch = &coop.SubjectBranch{Name: branch.Name, Code: branch.Code, Seat: r.Reference().address(branch.Seat, branch.SeatOn)}
	}
	return &p
}

// leaveOut takes away what the form does not show: a certificate keeps no more than is on it.
func (r *Registry) leaveOut(s *coop.Subject, shows func(coop.Content) bool) {
	if !shows(coop.ContentIndustries) && !shows(coop.ContentActivities) {
		s.Industries = nil
	}
	if !shows(coop.ContentActivities) {
		s.Activities = ""
	}
	if !shows(coop.ContentCapital) {
		s.Capital = nil
	}
	if !shows(coop.ContentRepresentatives) {
		s.Representatives = nil
	}
	if !shows(coop.ContentParent) {
		s.Parent = nil
	}
}

// daysOf are the days a confirmation is about.
func daysOf(p dossier.Payload, today vn.Date, contents []coop.Content) (from, to vn.Date) {
	switch {
	case slices.Contains(contents, coop.ContentSpan) && p.Suspension != nil:
		return p.Suspension.From, p.Suspension.To
	case slices.Contains(contents, coop.ContentResumption):
		return p.ResumesOn, vn.Date{}
	case slices.Contains(contents, coop.ContentClosure):
		return today, vn.Date{}
	}
	return vn.Date{}, vn.Date{}
}

// statement is what a confirmation of changes can put into words of an organisation or a unit.
type statement struct {
	name       string
	seat       coop.Seat
	seatOn     vn.Date
	industries []coop.Industry
	members    *coop.MemberCounts
	heads      []coop.Representative
	activities string
}

func stated(o coop.Organization) statement {
	return statement{name: o.Name.Vi, seat: o.Seat, seatOn: o.SeatOn, industries: o.Industries, members: o.Members}
}

func statedOfUnit(u coop.Unit) statement {
	return statement{name: u.Name, seat: u.Seat, seatOn: u.SeatOn, industries: u.Industries, heads: u.Heads, activities: u.Activities}
}

// changesOf tells what a file changed, before and after.
func (r *Registry) changesOf(p dossier.Payload, before, after statement) []coop.SubjectChange {
	var changes []coop.SubjectChange
	for _, field := range p.Changes() {
		if field == dossier.NotedTaxInformation { // the register does not keep what it was or is
			changes = append(changes, coop.SubjectChange{Field: field, After: msgAsDeclared})
			continue
		}
		old, now := r.inWords(field, before), r.inWords(field, after)
		if now == "" || now == old {
			continue
		}
		change := coop.SubjectChange{Field: field, Before: old, After: now}
		if field == "industries" {
			change.LinesBefore, change.LinesAfter = named(r.Reference(), before.industries), named(r.Reference(), after.industries)
		}
		changes = append(changes, change)
	}
	return changes
}

// inWords is one member of a statement as a paper puts it, without personal data.
func (r *Registry) inWords(field string, s statement) string {
	switch field {
	case "name":
		return s.name
	case "seat":
		return r.Reference().address(s.seat, s.seatOn)
	case "industries":
		return inLines(named(r.Reference(), s.industries))
	case "activities":
		return s.activities
	case "heads":
		names := make([]string, len(s.heads))
		for i, head := range s.heads {
			names[i] = head.FullName
		}
		return strings.Join(names, "; ")
	case "members":
		if s.members == nil {
			return ""
		}
		m := s.members
		return fmt.Sprintf(msgMembersInWords, m.Official, m.CapitalAssociates, m.ServiceAssociates, m.Foreign)
	}
	return ""
}

// inLines names lines of business and tells the main one, for a change may be of nothing else.
func inLines(industries []coop.Industry) string {
	lines := make([]string, len(industries))
	for i, line := range industries {
		lines[i] = line.Code + " " + line.Name
		if line.Main {
			lines[i] += msgMainLine
		}
	}
	return strings.Join(lines, "; ")
}

// address is a seat in words: the line and the places it lies in, as the list of its day names them.
func (ref *Reference) address(seat coop.Seat, on vn.Date) string {
	place, _ := coop.RefPlace(ref.Places, seat.Place, on)
	parts := slices.Concat([]string{seat.Line}, place.Path)
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), ", ")
}

func headsOf(u *dossier.UnitOpening) []coop.Representative {
	if u == nil {
		return nil
	}
	return u.Head
}
