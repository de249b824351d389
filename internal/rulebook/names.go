package rulebook

import (
	"fmt"
	"slices"
	"strings"

	"htxregistry/internal/coop"
	"htxregistry/internal/law"
	"htxregistry/internal/naming"
	"htxregistry/internal/vn"
)

// Scheme is what the law of a day says about the names of a kind on a track.
func (b *Book) Scheme(kind coop.Kind, track coop.Track, on vn.Date) naming.Scheme {
	for _, n := range b.names.Schemes {
		if !n.Contains(on) || !slices.Contains(n.Kinds, kind) || !slices.Contains(n.Tracks, track) {
			continue
		}
		s := n.Scheme
		s.Kind, s.Leads, s.Words, s.Rules = kind, n.Leads[kind], &b.names.Words, slices.Clone(b.names.Rules[s.Set])
		for i := range s.Rules {
			if len(s.Against) > 0 {
				s.Rules[i].Against = s.Against
			}
		}
		return s
	}
	return naming.Scheme{Kind: kind, Words: &b.names.Words, Basis: law.BasisMissing}
}

// UnitScheme is what the law of a day says about the names of units of organisations of a kind; false where it says nothing.
func (b *Book) UnitScheme(of coop.Kind, on vn.Date) (naming.UnitScheme, bool) {
	i := slices.IndexFunc(b.names.Units, func(u unitNameRule) bool { return u.Contains(on) && slices.Contains(u.Kinds, of) })
	if i < 0 {
		return naming.UnitScheme{}, false
	}
	return b.names.Units[i].UnitScheme, true
}

// NameComplaint gives the last day of the office's demand that a name be changed, received on a day, with its clause; false
// where the law of the day knows no such procedure.
func (b *Book) NameComplaint(received vn.Date) (due vn.Date, cite []law.Cite, ok bool) {
	p, ok := b.deadlines.NameDemand.On(received)
	if !ok {
		return due, nil, false
	}
	due, _ = b.Calendar.AddWorkdays(received, p.Value)
	return due, p.Cite, true
}

// NameChangeDue is the last day to change a name after the office's demand.
func (b *Book) NameChangeDue(demanded vn.Date) (due vn.Date, cite []law.Cite) {
	p, _ := b.deadlines.NameChange.On(demanded)
	return b.Calendar.DaysAfter(demanded, p.Value), p.Cite
}

// nameRules shows the schemes, their rules, and the language behind them.
func (b *Book) nameRules() []Rule {
	var all []Rule
	for _, n := range b.names.Schemes {
		all = append(all, Rule{
			Code: "NAME-" + upper(string(n.Kinds[0])) + "-" + upper(string(n.Tracks[0])), Topic: "names", Title: titleNames,
			Period: n.Period, Cite: notNil(n.Cite), Basis: n.Basis, Note: n.Note,
			Value: map[string]any{"kinds": n.Kinds, "leads": n.Leads, "letters": n.Letters, "pools": n.Pools, "rules": n.Set, "frees": freed(n)},
		})
		for _, r := range b.names.Rules[n.Set] {
			all = append(all, Rule{
				Code: "NAME-" + upper(string(n.Kinds[0])) + "-" + upper(string(n.Tracks[0])) + "-" + strings.TrimPrefix(r.Code, "NAME-"), Topic: "names", Title: r.Says,
				Period: n.Period, Cite: notNil(r.Cite), Basis: r.Basis, Value: r,
			})
		}
	}
	for _, u := range b.names.Units {
		all = append(all, Rule{
			Code: "NAME-UNIT-" + upper(string(u.Kinds[0])), Topic: "names", Title: titleUnitNames, Period: u.Period, Cite: slices.Concat(u.Owner, u.Cite, u.Written, u.Latin), Basis: law.BasisStated,
			Value: map[string]any{"kinds": u.Kinds, "words": u.Words, "letters": u.Letters},
		})
	}
	for _, r := range b.names.Words.Readings {
		all = append(all, Rule{Code: r.Code, Topic: "names", Title: r.Says, Cite: []law.Cite{}, Basis: r.Basis, Value: r})
	}
	for name, groups := range b.names.Words.Lists {
		all = append(all, termRules("NAME-LIST-"+upper(name), titleNameList, groups)...)
	}
	return append(all, termRules("NAME-NUMERALS", titleNumerals, b.names.Words.Numerals)...)
}

func termRules(code, title string, groups []naming.Terms) []Rule {
	rules := make([]Rule, len(groups))
	for i, g := range groups {
		rules[i] = Rule{Code: fmt.Sprintf("%s-%d", code, i+1), Topic: "names", Title: title, Cite: []law.Cite{}, Basis: g.Basis, Note: g.Note, Value: g.Terms}
	}
	return rules
}

func freed(n nameRule) []map[string]any {
	shown := make([]map[string]any, len(n.Frees))
	for i, f := range n.Frees {
		shown[i] = map[string]any{"valid_from": f.From, "valid_to": f.To, "reasons": f.Reasons, "basis": f.Basis}
	}
	return shown
}

func notNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// checkNames refuses schemes that name a list that is not there, and rules without a known basis or citation.
func (b *Book) checkNames(cite func(where string, cites []law.Cite)) error {
	for _, n := range b.names.Schemes {
		where := fmt.Sprintf("names %v %v from %s", n.Kinds, n.Tracks, n.From)
		for _, cites := range [][]law.Cite{n.Cite, n.LeadCite, n.MarkCite, n.Latin, n.Spoken, n.Apart} {
			cite(where, cites)
		}
		if err := n.Check(); err != nil {
			return fmt.Errorf("%s: %w", where, err)
		}
		if len(n.Kinds) == 0 || len(n.Tracks) == 0 {
			return fmt.Errorf("%s: no kind or no track", where)
		}
		if _, ok := b.names.Rules[n.Set]; !ok && n.Set != "" {
			return fmt.Errorf("%s: no rules %q", where, n.Set)
		}
		for _, f := range n.Frees {
			cite(where, f.Cite)
		}
		for _, f := range n.Forbids {
			cite(where, f.Cite)
			if _, ok := b.names.Words.Lists[f.List]; !ok || f.Says == "" {
				return fmt.Errorf("%s: %s has no list %q or says nothing", where, f.Code, f.List)
			}
		}
	}
	for _, u := range b.names.Units {
		where := fmt.Sprintf("names of units of %v from %s", u.Kinds, u.From)
		for _, cites := range [][]law.Cite{u.Owner, u.Cite, u.Written, u.Latin} {
			cite(where, cites)
		}
		if err := u.Check(); err != nil {
			return fmt.Errorf("%s: %w", where, err)
		}
		if len(u.Kinds) == 0 || len(u.Owner) == 0 || u.Letters != naming.LettersAny && len(u.Written) == 0 {
			return fmt.Errorf("%s: no kind or no citation", where)
		}
	}
	for set, rules := range b.names.Rules {
		for _, r := range rules {
			cite(set+" "+r.Code, r.Cite)
			if !r.Basis.Known() || r.Says == "" || len(r.Cite) == 0 {
				return fmt.Errorf("names %s %s: no basis, words or citation", set, r.Code)
			}
		}
	}
	return nil
}
