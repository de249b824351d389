package rulebook

import (
	"fmt"
	"slices"
	"strings"

	"htxregistry/internal/coop"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// certificates is what an office gives and publishes of an approved file.
type certificates struct {
	Papers       []paperRule                                   `yaml:"papers"`
	Headings     map[jurisdiction.Office]law.Timeline[Heading] `yaml:"headings"`
	Signatories  map[jurisdiction.Office]law.Timeline[string]  `yaml:"signatories"`
	Publications []publicationRule                             `yaml:"publications"`
}

// Heading is how the head of a page names an office: the body it belongs to, empty where it names none, and the office itself.
// {office} stands in it for the name of the office, {place} for its place within a sentence, {own} for the name without the place.
type Heading struct {
	Superior string `json:"superior,omitempty" yaml:"superior"`
	Office   string `json:"office"             yaml:"office"`
}

// Of is the heading of one office.
func (h Heading) Of(office, place string) Heading {
	own := strings.TrimSuffix(office, " "+place)
	fill := strings.NewReplacer("{office}", office, "{place}", place, "{own}", own).Replace
	return Heading{Superior: fill(h.Superior), Office: fill(h.Office)}
}

type paperRule struct {
	Procedures []coop.Procedure `yaml:"procedures"`
	Kinds      []string         `yaml:"kinds"` // of organisation or unit
	vn.Period  `yaml:",inline"`
	Cite       []law.Cite `yaml:"cite"`
	Basis      law.Basis  `yaml:"basis"`
	Note       string     `yaml:"note"` // how an open text is read, and how else it may be
	coop.Paper `yaml:",inline"`
}

// publicationRule is about approved files of procedures, about demands to stop business on grounds, or about notices.
type publicationRule struct {
	Procedures []coop.Procedure  `yaml:"procedures"`
	Grounds    []coop.StopGround `yaml:"grounds"`
	Notices    []coop.NoticeKind `yaml:"notices"`
	Kinds      []string          `yaml:"kinds"`
	Days       int               `yaml:"days"`
	Except     coop.Status       `yaml:"except_with_organization"` // what a unit becomes with its organisation and is not published
	vn.Period  `yaml:",inline"`
	Cite       []law.Cite `yaml:"cite"`
	Basis      law.Basis  `yaml:"basis"`
}

// value is the rule as it is shown.
func (p publicationRule) value() map[string]any {
	v := map[string]any{"procedures": notNil(p.Procedures), "grounds": notNil(p.Grounds), "notices": notNil(p.Notices), "kinds": p.Kinds, "days": p.Days}
	if p.Except != "" {
		v["except_with_organization"] = p.Except
	}
	return v
}

// first names the rule by what it is about first.
func (p publicationRule) first() string {
	switch {
	case len(p.Grounds) > 0:
		return "stop_" + string(p.Grounds[0])
	case len(p.Notices) > 0:
		return "notice_" + string(p.Notices[0])
	}
	return string(p.Procedures[0])
}

func (p paperRule) check() error {
	if p.Form == "" || p.Title == "" || p.Layout < 1 || len(p.Contents) == 0 {
		return fmt.Errorf("certificates: %q has no form, title, layout or contents", p.Form)
	}
	if p.Gives != coop.TypeCertificate && p.Gives != coop.TypeConfirmation {
		return fmt.Errorf("certificates: %s gives %q", p.Form, p.Gives)
	}
	return nil
}

// GivenPaper is a paper with the clause that gives it.
type GivenPaper struct {
	coop.Paper

	Cite  []law.Cite
	Basis law.Basis
}

// Occasion is what decides which papers an approved file gives.
type Occasion struct {
	Procedure coop.Procedure
	Kind      string   // of the organisation or unit
	Changed   []string // members of the record that the file changes
	Wished    bool     // the filer asks for a confirmation
	Exchanged bool     // the file exchanges a certificate given under an older law
}

// PapersGiven lists what an office gives on an occasion under the law of a day: at most one certificate and one
// confirmation, in this order; nothing where the law gives nothing.
func (b *Book) PapersGiven(o Occasion, on vn.Date) []GivenPaper {
	var given []GivenPaper
	for _, want := range []coop.CertificateType{coop.TypeCertificate, coop.TypeConfirmation} {
		i := slices.IndexFunc(b.certificates.Papers, func(p paperRule) bool { return p.Gives == want && p.fits(o, on) })
		if i >= 0 {
			p := b.certificates.Papers[i]
			given = append(given, GivenPaper{Paper: p.Paper, Cite: p.Cite, Basis: p.Basis})
		}
	}
	return given
}

func (p paperRule) fits(o Occasion, on vn.Date) bool {
	if !p.Contains(on) || !slices.Contains(p.Procedures, o.Procedure) || !slices.Contains(p.Kinds, o.Kind) {
		return false
	}
	if p.Wish && !o.Wished || p.Exchange && !o.Exchanged {
		return false
	}
	return len(p.Fields) == 0 || slices.ContainsFunc(o.Changed, func(f string) bool { return slices.Contains(p.Fields, f) })
}

// StandardPaper is the certificate of a kind under the law of a day, whatever the occasion; false where it has none.
func (b *Book) StandardPaper(kind string, on vn.Date) (GivenPaper, bool) {
	for _, p := range b.certificates.Papers {
		if p.Gives == coop.TypeCertificate && p.Contains(on) && slices.Contains(p.Kinds, kind) {
			return GivenPaper{Paper: p.Paper, Cite: p.Cite, Basis: p.Basis}, true
		}
	}
	return GivenPaper{}, false
}

// PaperForms lists every form with its layout once, as form/layout.
func (b *Book) PaperForms() []string {
	var forms []string
	for _, p := range b.certificates.Papers {
		forms = append(forms, fmt.Sprintf("%s/%d", p.Form, p.Layout))
	}
	slices.Sort(forms)
	return slices.Compact(forms)
}

// Heading is how the head of a page names an office on a day, empty where nothing is known of it.
func (b *Book) Heading(office jurisdiction.Office, on vn.Date) Heading {
	p, _ := b.certificates.Headings[office].On(on)
	return p.Value
}

// Signatory is the title of who signs for an office on a day.
func (b *Book) Signatory(office jurisdiction.Office, on vn.Date) string {
	p, _ := b.certificates.Signatories[office].On(on)
	return p.Value
}

// PaperGround is on what a form that is given under these clauses rests; nil where there is none.
func (b *Book) PaperGround(form string, cite []law.Cite) *coop.PaperGround {
	i := slices.IndexFunc(b.certificates.Papers, func(p paperRule) bool { return p.Form == form && slices.Equal(p.Cite, cite) })
	if i < 0 {
		return nil
	}
	p := b.certificates.Papers[i]
	return &coop.PaperGround{Basis: p.Basis, Cite: p.Cite, Note: p.Note}
}

// SignatoryGround is on what it rests that a person of this title signs for an office on a day; nil where another does.
func (b *Book) SignatoryGround(office jurisdiction.Office, title string, on vn.Date) *coop.PaperGround {
	p, ok := b.certificates.Signatories[office].On(on)
	if !ok || p.Value != title {
		return nil
	}
	return &coop.PaperGround{Basis: p.Basis, Cite: notNil(p.Cite), Note: p.Note}
}

// Published is a stretch of days on which approved files of a procedure about a kind are published, demands to stop its business on
// a ground, or notices about it.
type Published struct {
	Procedure coop.Procedure
	Ground    coop.StopGround // of a demand; then there is no procedure
	Notice    coop.NoticeKind // likewise
	Kind      string          // of organisation or unit
	Days      int
	Except    coop.Status // what a unit becomes with its organisation and is not published; empty: nothing
	vn.Period             // days of approval or demand
	Cite      []law.Cite
	Basis     law.Basis
}

// PublishedOn lists what is published on a day: of which files approved, or business stopped, when. The day of approval is not counted (Điều 147
// khoản 1, 91/2015/QH13), so the last day is the approval's plus the number of days.
func (b *Book) PublishedOn(on vn.Date) []Published {
	var found []Published
	for _, rule := range b.certificates.Publications {
		period := vn.Period{From: on.AddDays(-rule.Days), To: on.AddDays(1)}
		if rule.From.After(period.From) {
			period.From = rule.From
		}
		if !rule.To.IsZero() && rule.To.Before(period.To) {
			period.To = rule.To
		}
		if !period.From.Before(period.To) {
			continue
		}
		for _, kind := range rule.Kinds {
			one := Published{Kind: kind, Days: rule.Days, Except: rule.Except, Period: period, Cite: rule.Cite, Basis: rule.Basis}
			for _, one.Procedure = range rule.Procedures {
				found = append(found, one)
			}
			for _, one.Ground = range rule.Grounds {
				found = append(found, one)
			}
			for _, one.Notice = range rule.Notices {
				found = append(found, one)
			}
		}
	}
	return found
}

func (b *Book) certificateRules() []Rule {
	var all []Rule
	for _, p := range b.certificates.Papers {
		all = append(all, Rule{
			Code: "CERTIFICATE-" + upper(p.Form) + "-" + upper(string(p.Procedures[0])), Topic: "certificates", Title: titleCertificates, Period: p.Period, Cite: p.Cite, Basis: p.Basis, Note: p.Note,
			Value: map[string]any{"procedures": p.Procedures, "kinds": p.Kinds, "paper": p.Paper},
		})
	}
	for office, t := range b.certificates.Headings {
		all = append(all, spread("HEADING-"+upper(string(office)), "certificates", titleHeading, t)...)
	}
	for office, t := range b.certificates.Signatories {
		all = append(all, spread("SIGNATORY-"+upper(string(office)), "certificates", titleSignatory, t)...)
	}
	for _, p := range b.certificates.Publications {
		all = append(all, Rule{
			Code: "PUBLICATION-" + upper(p.first()) + "-" + upper(p.Kinds[0]), Topic: "publications", Title: titlePublications,
			Period: p.Period, Cite: p.Cite, Basis: p.Basis, Value: p.value(),
		})
	}
	return all
}
