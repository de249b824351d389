package replication

import (
	"errors"
	"fmt"
	"regexp"
	"slices"

	"htxregistry/internal/law"
	"htxregistry/internal/rating"
)

// Check refuses a programme whose parts do not fit: a condition without its threshold or worded twice for one day, a stage
// that is none, a part without its title or named twice, what is stated without a citation. It names every fault.
func (p Programme) Check() error {
	f := faults{programme: p.Code, errs: []error{p.Period.Check()}}
	if p.Code == "" || p.Title == "" || p.From.IsZero() || len(p.Kinds) == 0 || len(p.Conditions) == 0 {
		f.add("code, title, first day, kinds and conditions are required")
	}
	f.sourced(p.Code, p.Basis, p.Cite)
	for _, code := range p.Provinces {
		if !provinceForm.MatchString(code) {
			f.add("%q is no code of a province", code)
		}
	}
	f.sourced("quota", p.Quota.Basis, p.Quota.Cite)
	for _, n := range []*int{p.Quota.Province, p.Quota.Country} {
		if n != nil && *n < 0 {
			f.add("a quota of %d is none", *n)
		}
	}
	for i, c := range p.Conditions {
		f.sourced(c.Code, c.Basis, c.Cite)
		if err := errors.Join(c.Period.Check(), c.check()); err != nil {
			f.add("%s: %w", c.Code, err)
		}
		if slices.ContainsFunc(p.Conditions[:i], func(o Condition) bool { return o.Code == c.Code && o.Overlaps(c.Period) }) {
			f.add("%s is worded twice for one day", c.Code)
		}
	}
	named(&f, "priority", p.Priorities, func(o Priority) (code, title string) { return o.Code, o.Title })
	for _, o := range p.Priorities {
		f.sourced(o.Code, o.Basis, o.Cite)
		switch {
		case !slices.Contains([]Measure{ByMembers, ByTotalCapital, ByRevenue, ByPoints, BySector}, o.By):
			f.add("%s compares %q", o.Code, o.By)
		case o.By == BySector && len(o.Sectors) == 0:
			f.add("%s prefers no sector", o.Code)
		}
	}
	named(&f, "phase", p.Phases, func(ph Phase) (code, title string) { return ph.Code, ph.Title })
	for _, ph := range p.Phases {
		f.phase(ph)
	}
	named(&f, "model", p.Models, func(m Model) (code, title string) { return m.Code, m.Title })
	return errors.Join(f.errs...)
}

var provinceForm = regexp.MustCompile(`^[0-9]{2}$`)

// faults gathers what is wrong with a programme.
type faults struct {
	programme string
	errs      []error
}

func (f *faults) add(format string, args ...any) {
	f.errs = append(f.errs, fmt.Errorf(f.programme+": "+format, args...))
}

// sourced wants a basis, and a citation for what is not assumed or missing.
func (f *faults) sourced(code string, basis law.Basis, cite []law.Cite) {
	if !basis.Known() || len(cite) == 0 && basis != law.BasisAssumed && basis != law.BasisMissing {
		f.add("%s has no basis or no citation", code)
	}
}

func (f *faults) phase(ph Phase) {
	f.sourced("phase "+ph.Code, ph.Basis, ph.Cite)
	if err := ph.Check(); err != nil {
		f.add("phase %s: %w", ph.Code, err)
	}
	for _, s := range ph.Stages {
		if !slices.Contains(Stages(), s) {
			f.add("phase %s has the stage %q", ph.Code, s)
		}
	}
	if ph.Due == nil {
		return
	}
	f.sourced("what is due of phase "+ph.Code, ph.Due.Basis, ph.Cite)
	if ph.Open() || !StageNominated.leadsTo(ph.Due.Stage) || ph.Due.Stage == StageWithdrawn {
		f.add("phase %s has no end by which %q is due", ph.Code, ph.Due.Stage)
	}
}

// named wants a code of its own and a title for each part of a kind.
func named[T any](f *faults, kind string, parts []T, of func(T) (code, title string)) {
	seen := map[string]bool{}
	for _, part := range parts {
		code, title := of(part)
		if code == "" || title == "" {
			f.add("%s %q needs code and title", kind, code)
		}
		if seen[code] {
			f.add("%s %q stands twice", kind, code)
		}
		seen[code] = true
	}
}

// check refuses a condition without the threshold it is about.
func (c Condition) check() error {
	needs, ok := map[Check]bool{
		CheckKind: len(c.Terms.Kinds) > 0, CheckSector: len(c.Terms.Sectors) > 0, CheckStatus: len(c.Terms.Statuses) > 0,
		CheckRegime: len(c.Terms.Regimes) > 0, CheckProfit: c.Terms.Years > 0, CheckOutsideShare: c.Terms.OutsideShare > 0,
		CheckRank: slices.Contains(rating.Ranks(), c.Terms.Rank), CheckMembers: c.Terms.Members > 0,
		CheckModel: true, CheckConsent: true, CheckDossier: true, CheckMissing: c.Basis == law.BasisMissing,
	}[c.Check]
	switch {
	case c.Code == "" || c.Title == "":
		return errors.New("code and title are required")
	case !ok:
		return fmt.Errorf("no check %q", c.Check)
	case !needs:
		return fmt.Errorf("the check %q lacks its terms", c.Check)
	}
	return nil
}
