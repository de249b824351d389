package rulebook

import (
	"errors"
	"fmt"
	"slices"

	"htxregistry/internal/dossier"
	"htxregistry/internal/law"
	"htxregistry/internal/replication"
	"htxregistry/internal/vn"
)

// check refuses a rulebook that overlaps, has gaps where none may be, or cites a document that is not in the table.
func (b *Book) check() error {
	errs := []error{b.Jurisdiction.Check()}
	cite := func(where string, cites []law.Cite) {
		for _, c := range cites {
			if _, ok := b.Documents[c.Doc]; !ok || c.At == "" {
				errs = append(errs, fmt.Errorf("%s cites %q %q, which is not in documents.yaml or names no clause", where, c.Doc, c.At))
			}
		}
	}
	for _, r := range b.Jurisdiction {
		cite(r.Code, r.Cite)
	}
	b.eachTimeline(func(name string, check func(string) error, cites [][]law.Cite) {
		errs = append(errs, check(name))
		for _, c := range cites {
			cite(name, c)
		}
	})
	about := func(where string, period vn.Period, procedures, kinds int) {
		if procedures == 0 || kinds == 0 {
			errs = append(errs, fmt.Errorf("%s from %s: no procedure or no kind", where, period.From))
		}
	}
	for _, p := range b.papers {
		cite("papers", p.Cite)
		about("papers", p.Period, len(p.Procedures), len(p.Kinds))
		for _, one := range p.Papers {
			if one.Form != nil {
				cite("papers", []law.Cite{*one.Form})
			}
		}
		errs = append(errs, p.Check())
	}
	errs = append(errs, b.checkNames(cite), b.checkStops(cite))
	for _, p := range b.procedures {
		cite("procedures", p.Cite)
		about("procedures", p.Period, len(p.Procedure), len(p.Kinds))
		for _, limit := range []*dossier.FilerTime{p.Rule.Filer, p.Rule.FilerLocation, p.Rule.FilerOfOld, p.Rule.FilerAbroad} {
			if limit != nil {
				cite("procedures", limit.Cite)
			}
		}
		errs = append(errs, p.Check())
	}
	for _, p := range b.certificates.Papers {
		cite("certificates", p.Cite)
		about("certificates", p.Period, len(p.Procedures), len(p.Kinds))
		errs = append(errs, p.Check(), p.check())
	}
	for _, p := range b.certificates.Publications {
		cite("publications", p.Cite)
		about("publications", p.Period, len(p.Procedures)+len(p.Grounds)+len(p.Notices), len(p.Kinds))
		errs = append(errs, p.Check())
	}
	for _, n := range b.hoiQuan {
		cite(n.Code, n.Cite)
		errs = append(errs, n.Check())
	}
	for _, s := range b.Ratings {
		cite(s.Code, slices.Concat(s.Cite, s.Exempt.Cite))
		errs = append(errs, s.Check())
	}
	for _, d := range b.Reporting.Duties {
		cite(d.Code, d.Cite)
		for _, u := range d.Units {
			cite(d.Code+" "+u.Code, u.Cite)
		}
	}
	for _, m := range b.Reporting.Table.Models {
		cite("model "+m.Code, m.Cite)
	}
	for _, row := range b.Reporting.Table.Rows {
		cite("reporting table "+row.Code, row.Cite)
	}
	errs = append(errs, b.Reporting.Check())
	for i, p := range b.Programmes {
		cite(p.Code, p.Cites())
		errs = append(errs, p.Check())
		if slices.ContainsFunc(b.Programmes[:i], func(o replication.Programme) bool { return o.Code == p.Code }) {
			errs = append(errs, fmt.Errorf("programme %s stands twice", p.Code))
		}
	}
	for i, y := range b.holidays.Years {
		if i > 0 && y.Year != b.holidays.Years[i-1].Year+1 {
			errs = append(errs, fmt.Errorf("holidays: year %d missing", b.holidays.Years[i-1].Year+1))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	return b.checkCodes()
}

// checkCodes refuses two rules of one code on one day: only the first of them would ever be found.
func (b *Book) checkCodes() error {
	var errs []error
	known := map[string][]Rule{}
	for _, r := range b.allRules() {
		for _, other := range known[r.Code] {
			if r.Overlaps(other.Period) {
				errs = append(errs, fmt.Errorf("%s stands twice: from %s and from %s", r.Code, other.From, r.From))
			}
		}
		known[r.Code] = append(known[r.Code], r)
	}
	return errors.Join(errs...)
}

// eachTimeline visits every timeline of the book with its name, its own check and its citations.
func (b *Book) eachTimeline(visit func(name string, check func(string) error, cites [][]law.Cite)) {
	for kind, t := range b.Members {
		visit("members."+string(kind), t.Check, citesOf(t))
	}
	for p, t := range b.deadlines.OfficeWorkdays {
		visit("office_workdays."+string(p), t.Check, citesOf(t))
	}
	for c, t := range b.deadlines.MendDays {
		visit("mend_days."+c, t.Check, citesOf(t))
	}
	for k, t := range b.deadlines.Fee {
		visit("fee."+k, t.Check, citesOf(t))
	}
	for o, t := range b.certificates.Headings {
		visit("headings."+string(o), t.Check, citesOf(t))
	}
	for o, t := range b.certificates.Signatories {
		visit("signatories."+string(o), t.Check, citesOf(t))
	}
	visit("fallback_entry", b.deadlines.Fallback.Check, citesOf(b.deadlines.Fallback))
	visit("stop_workdays", b.deadlines.StopWorkdays.Check, citesOf(b.deadlines.StopWorkdays))
	for k, t := range b.deadlines.NoticeDays {
		visit("notice_days."+string(k), t.Check, citesOf(t))
	}
	visit("draft_days", b.deadlines.DraftDays.Check, citesOf(b.deadlines.DraftDays))
	visit("name_demand_workdays", b.deadlines.NameDemand.Check, citesOf(b.deadlines.NameDemand))
	visit("name_change_days", b.deadlines.NameChange.Check, citesOf(b.deadlines.NameChange))
	visit("challenge_workdays", b.deadlines.Challenge.Check, citesOf(b.deadlines.Challenge))
	visit("entry", b.deadlines.Entry.Check, citesOf(b.deadlines.Entry))
	visit("regimes", b.regimes.Regimes.Check, citesOf(b.regimes.Regimes))
	visit("vsic", b.regimes.VSIC.Check, citesOf(b.regimes.VSIC))
	visit("code_allotted", b.regimes.CodeAllotted.Check, citesOf(b.regimes.CodeAllotted))
	visit("one_representative", b.regimes.OneRepresentative.Check, citesOf(b.regimes.OneRepresentative))
	visit("tht_must_register", b.regimes.THTMustRegister.Check, citesOf(b.regimes.THTMustRegister))
	visit("governance", b.regimes.Governance.Check, citesOf(b.regimes.Governance))
	visit("size_members", b.sizes.Members.Check, citesOf(b.sizes.Members))
	visit("size_capital", b.sizes.Capital.Check, citesOf(b.sizes.Capital))
	visit("purposes", b.sizes.Purposes.Check, citesOf(b.sizes.Purposes))
}

func citesOf[T any](t law.Timeline[T]) [][]law.Cite {
	out := make([][]law.Cite, len(t))
	for i, p := range t {
		out[i] = p.Cite
	}
	return out
}
