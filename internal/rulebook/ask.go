package rulebook

import (
	"slices"

	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/hoiquan"
	"htxregistry/internal/law"
	"htxregistry/internal/rating"
	"htxregistry/internal/vn"
)

// Regime is the code of the law in force on a day: law-2003, law-2012 or law-2023; empty before.
func (b *Book) Regime(on vn.Date) string {
	p, _ := b.regimes.Regimes.On(on)
	return p.Value
}

// Edition is the edition of VSIC to be used on a day.
func (b *Book) Edition(on vn.Date) string {
	p, _ := b.regimes.VSIC.On(on)
	return p.Value
}

// CodeAllotted tells whether the register allots codes on a day.
func (b *Book) CodeAllotted(on vn.Date) bool {
	p, ok := b.regimes.CodeAllotted.On(on)
	return ok && p.Value
}

// Law is the rulebook resolved for a file received on a day.
func (b *Book) Law(procedure coop.Procedure, kind coop.Kind, unit coop.UnitKind, on vn.Date) dossier.Law {
	feeKind := "htx"
	if kind == coop.KindTHT || kind == coop.KindHoiQuan {
		feeKind = "tht"
	}
	fee := provision(b, b.deadlines.Fee[feeKind], on)
	subject := string(kind)
	if unit != "" && procedure != coop.ProcedureUnitRegistration {
		subject = string(unit)
	}
	rule := b.Rule(procedure, subject, on)
	// Điều 22, 92/2024/NĐ-CP: the fee is for a certificate; an HTX made out of a THT has its first one free (Điều 109 khoản 3,
	// 17/2023/QH15), and the office mends its own mistakes for nothing.
	certified := rule.Value.Certificate && rule.Value.Effect != dossier.EffectCorrect ||
		rule.Value.Effect == dossier.EffectFound || rule.Value.Effect == dossier.EffectOpenUnit
	if !certified || procedure == coop.ProcedureMirrorLicence || kind == coop.KindHoiQuan {
		fee = dossier.Provision[bool]{Value: false, Cite: []law.Cite{}, Basis: law.BasisAssumed} // nothing is granted, so nothing is charged
	}
	founded := kind
	if procedure == coop.ProcedureConversion {
		founded = coop.KindHTX
	}
	return dossier.Law{
		On: on, Regime: b.Regime(on), Edition: b.Edition(on), Papers: b.Papers(procedure, kind, unit, on),
		MinMembers: provision(b, b.Members[founded], on), OneRepresentant: provision(b, b.oneRepresentative(founded), on),
		Entry: b.entry(procedure, kind, on), Fee: fee, CodeAllotted: provision(b, b.regimes.CodeAllotted, on),
		MustRegister: provision(b, b.regimes.THTMustRegister, on), Governance: provision(b, b.regimes.Governance, on), Rule: rule,
	}
}

// entry is what a file needs to be entered. The conditions are those of registration: notices to a commune (Điều 12,
// 77/2019/NĐ-CP) and what is only recorded have none.
func (b *Book) entry(procedure coop.Procedure, kind coop.Kind, on vn.Date) dossier.Provision[dossier.Conditions] {
	switch procedure { //nolint:exhaustive // every other procedure is one of registration
	case coop.ProcedureNoticeOfFormation, coop.ProcedureNoticeOfChange, coop.ProcedureNoticeOfEnd, coop.ProcedureRecognition,
		coop.ProcedureMirrorLicence:
		return dossier.Provision[dossier.Conditions]{Cite: []law.Cite{}, Basis: law.BasisMissing}
	}
	if kind == coop.KindTHT && b.Regime(on) == "law-2012" { // a group was certified then, not registered
		return dossier.Provision[dossier.Conditions]{Cite: []law.Cite{}, Basis: law.BasisMissing}
	}
	return provision(b, b.deadlines.Entry, on)
}

// Rule is what the law of a day says of a procedure for a kind of organisation or unit; basis missing where it does not
// exist.
func (b *Book) Rule(procedure coop.Procedure, kind string, on vn.Date) dossier.Provision[dossier.Rule] {
	for _, p := range b.procedures {
		if p.Procedure == procedure && p.Contains(on) && slices.Contains(p.Kinds, kind) {
			rule := p.Rule
			for _, time := range []**dossier.FilerTime{&rule.Filer, &rule.FilerLocation, &rule.FilerAbroad} {
				*time = b.timeInForce(*time, on)
			}
			rule.TaxFirst = b.arrived(rule.TaxFirst, on)
			return dossier.Provision[dossier.Rule]{Value: rule, Cite: b.inForce(p.Cite, on), Basis: p.Basis}
		}
	}
	return dossier.Provision[dossier.Rule]{Cite: []law.Cite{}, Basis: law.BasisMissing}
}

// ConcernsUnitsOf tells whether a kind of organisation files a procedure about its units: not one that organisations file, of which
// its kind never was.
func (b *Book) ConcernsUnitsOf(procedure coop.Procedure, kind coop.Kind) bool {
	others := false
	for _, p := range b.procedures {
		if p.Procedure != procedure {
			continue
		}
		if slices.Contains(p.Kinds, string(kind)) {
			return true
		}
		others = others || slices.ContainsFunc(coop.Kinds(), func(k coop.Kind) bool { return slices.Contains(p.Kinds, string(k)) })
	}
	return !others
}

// Elsewhere names for each member of a record the procedure of the day that changes it, for a kind that stands on the
// register so. A correction changes anything, so it is no answer.
func (b *Book) Elsewhere(kind string, track coop.Track, on vn.Date) map[string]coop.Procedure {
	found := map[string]coop.Procedure{}
	for _, p := range b.procedures {
		if !p.Contains(on) || !slices.Contains(p.Kinds, kind) || !p.Rule.OnTrack(track) || p.Rule.Effect != dossier.EffectChange {
			continue
		}
		for _, field := range p.Rule.Fields {
			if _, known := found[field]; !known {
				found[field] = p.Procedure
			}
		}
	}
	return found
}

// oneRepresentative concerns those the cooperative law gives a legal representative.
func (b *Book) oneRepresentative(kind coop.Kind) law.Timeline[bool] {
	switch kind {
	case coop.KindHTX, coop.KindLHHTX, coop.KindQTDND:
		return b.regimes.OneRepresentative
	case coop.KindTHT, coop.KindHoiQuan:
	}
	return nil
}

func provision[T any](b *Book, t law.Timeline[T], on vn.Date) dossier.Provision[T] {
	p, ok := t.On(on)
	if !ok {
		return dossier.Provision[T]{Cite: []law.Cite{}, Basis: law.BasisMissing}
	}
	return dossier.Provision[T]{Value: p.Value, Cite: b.inForce(p.Cite, on), Basis: p.Basis}
}

// timeInForce is a filer's time once the text that sets it is there; nil before.
func (b *Book) timeInForce(t *dossier.FilerTime, on vn.Date) *dossier.FilerTime {
	if t == nil {
		return nil
	}
	dated := *t
	if dated.Cite = b.arrived(t.Cite, on); len(dated.Cite) == 0 {
		return nil
	}
	return &dated
}

// arrived keeps the clauses of documents that are in force by a day.
func (b *Book) arrived(cites []law.Cite, on vn.Date) []law.Cite {
	return slices.DeleteFunc(slices.Clone(cites), func(c law.Cite) bool { return on.Before(b.Documents[c.Doc].Effective) })
}

// inForce leaves out the clauses of documents that came later than the day: a rule stands on its law before the decree that
// details it is there. Where none is left, as of a value derived from a later text, all stay.
func (b *Book) inForce(cites []law.Cite, on vn.Date) []law.Cite {
	if kept := b.arrived(cites, on); len(kept) > 0 {
		return kept
	}
	return cites
}

// Papers lists the papers of a file; basis missing where no text of the day lists them.
func (b *Book) Papers(procedure coop.Procedure, kind coop.Kind, unit coop.UnitKind, on vn.Date) dossier.Provision[[]dossier.Paper] {
	for _, l := range b.papers {
		if !l.Contains(on) || !slices.Contains(l.Procedures, procedure) || !slices.Contains(l.Kinds, kind) ||
			len(l.Units) > 0 && !slices.Contains(l.Units, unit) {
			continue
		}
		papers, cite := make([]dossier.Paper, len(l.Papers)), b.inForce(l.Cite, on)
		for i, p := range l.Papers {
			papers[i] = dossier.Paper{Type: p.Type, Title: p.titleOn(b, on), Required: p.Required, When: p.When, Cite: cite, Basis: l.Basis}
		}
		return dossier.Provision[[]dossier.Paper]{Value: papers, Cite: cite, Basis: l.Basis}
	}
	return dossier.Provision[[]dossier.Paper]{Cite: []law.Cite{}, Basis: law.BasisMissing}
}

// In place of a kind for the times of files: about units in another country, and about what an untrue file brought, which Điều 24
// khoản 3, 92/2024/NĐ-CP, unlike a falsified one, gives no time.
const (
	Abroad = "abroad"
	Untrue = "untrue"
)

// DueOn is the last day of the office's time under the law of a day, for a file whose clock starts from another: the day it
// came in, or came back mended. Zero where no text sets one or the calendar does not reach. A kind of
// organisation or unit may have a time of its own, and so have units Abroad and what is Untrue.
func (b *Book) DueOn(procedure coop.Procedure, kind coop.Kind, lawDay, from vn.Date) vn.Date {
	times, own := b.deadlines.OfficeWorkdays[procedure+"_"+coop.Procedure(kind)]
	if !own {
		times = b.deadlines.OfficeWorkdays[procedure]
	}
	p, ok := times.On(lawDay)
	if !ok || p.Basis == law.BasisMissing {
		return vn.Date{}
	}
	due, _ := b.Calendar.AddWorkdays(from, p.Value)
	return due
}

// StopBy is the last day on which the office decides on a request to stop a procedure; false where the law of the day knows no
// such request, so that the filer takes the file back by himself.
func (b *Book) StopBy(lawDay, asked vn.Date) (vn.Date, bool) {
	p, ok := b.deadlines.StopWorkdays.On(lawDay)
	if !ok {
		return vn.Date{}, false
	}
	by, _ := b.Calendar.AddWorkdays(asked, p.Value)
	return by, true
}

// NoticeDue is the last day to do what a notice of a day asks for, with its clause; zero where no text sets one.
func (b *Book) NoticeDue(kind coop.NoticeKind, issued vn.Date) (vn.Date, []law.Cite) {
	p, ok := b.deadlines.NoticeDays[kind].On(issued)
	if !ok {
		return vn.Date{}, nil
	}
	return b.Calendar.DaysAfter(issued, p.Value), p.Cite
}

// ChallengeDue is the last day to answer a challenge raised on a day, with the clause and basis of its working days.
func (b *Book) ChallengeDue(raised vn.Date) (vn.Date, []law.Cite, law.Basis) {
	p, ok := b.deadlines.Challenge.On(raised)
	if !ok {
		return raised, nil, law.BasisMissing
	}
	due, _ := b.Calendar.AddWorkdays(raised, p.Value)
	return due, p.Cite, p.Basis
}

// Founding is what a day asks of those who would found an HTX.
func (b *Book) Founding(on vn.Date) hoiquan.Law {
	least, _ := b.Members[coop.KindHTX].On(on)
	l := hoiquan.Law{Least: least.Value, Cite: least.Cite}
	for _, n := range b.hoiQuan {
		if n.Contains(on) {
			l.Needs = append(l.Needs, n)
		}
	}
	return l
}

// MendUntil is the last day on which a file returned on a day may be mended; zero where no text sets one.
func (b *Book) MendUntil(channel dossier.Channel, received, returned vn.Date) vn.Date {
	group := "paper"
	if channel == dossier.ChannelOnline {
		group = "online"
	}
	p, ok := b.deadlines.MendDays[group].On(received)
	if !ok {
		return vn.Date{}
	}
	return b.Calendar.DaysAfter(returned, p.Value)
}

// DraftUntil is the last day of a draft made on a day.
func (b *Book) DraftUntil(made vn.Date) vn.Date {
	p, ok := b.deadlines.DraftDays.On(made)
	if !ok {
		return vn.Date{}
	}
	return made.AddDays(p.Value)
}

// SizeByMembers is the size class of a number of members under the scheme of a day; empty where none was in force.
func (b *Book) SizeByMembers(members int, on vn.Date) string {
	p, _ := b.sizes.Members.On(on)
	return classOf(p.Value, int64(members))
}

// SizeByCapital is the size class of a capital.
func (b *Book) SizeByCapital(capital vn.VND, on vn.Date) string {
	p, _ := b.sizes.Capital.On(on)
	return classOf(p.Value, int64(capital))
}

func classOf(bands []band, n int64) string {
	for _, c := range bands {
		if c.Below == 0 || n < c.Below {
			return c.Class
		}
	}
	return ""
}

// SizeCite is the clause of the size classes in force on a day.
func (b *Book) SizeCite(on vn.Date) []law.Cite {
	members, ok1 := b.sizes.Members.On(on)
	capital, ok2 := b.sizes.Capital.On(on)
	if !ok1 || !ok2 {
		return []law.Cite{}
	}
	return slices.Concat(members.Cite, capital.Cite)
}

// Sector is the sector of a section of VSIC; a QTDND is always credit.
func (b *Book) Sector(kind coop.Kind, edition, section string) string {
	if kind == coop.KindQTDND {
		return "credit"
	}
	return b.sectors[edition].Sections[section]
}

// Procedures lists what a kind of organisation or unit may file on a day.
func (b *Book) Procedures(kind string, on vn.Date) []coop.KnownProcedure {
	found := []coop.KnownProcedure{}
	for _, p := range b.procedures {
		if p.Contains(on) && slices.Contains(p.Kinds, kind) {
			found = append(found, coop.KnownProcedure{Procedure: p.Procedure, Served: p.Served, Cite: p.Cite, Basis: p.Basis})
		}
	}
	return found
}

// RatingScheme gives the rating scheme with the code.
func (b *Book) RatingScheme(code string) (rating.Scheme, bool) {
	i := slices.IndexFunc(b.Ratings, func(s rating.Scheme) bool { return s.Code == code })
	if i < 0 {
		return rating.Scheme{}, false
	}
	return b.Ratings[i], true
}

// RatingLines are the lines of a criterion in the scheme that rates a year; a line, like a criterion without lines, is itself.
func (b *Book) RatingLines(year int, code string) []string {
	for _, s := range b.Ratings {
		if lines := s.LinesOf(code); s.Years.Contain(year) && len(lines) > 0 {
			return lines
		}
	}
	return []string{code}
}
