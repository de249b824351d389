package dossier_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"go.yaml.in/yaml/v3"

	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/id"
	"htxregistry/internal/law"
	"htxregistry/internal/place"
	"htxregistry/internal/rulebook"
	"htxregistry/internal/vn"
)

// The tables of testdata are written from the texts, not from the rulebook: they say what the law asks on the day before, of and
// after each of its days, and the rulebook is held against them.

func book(t *testing.T) *rulebook.Book {
	t.Helper()
	b, err := rulebook.Load()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func table(t *testing.T, name string, into any) {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	d := yaml.NewDecoder(strings.NewReader(string(text)))
	d.KnownFields(true)
	if err := d.Decode(into); err != nil {
		t.Fatal(err)
	}
}

// reference is the places and lines of business that ship with the program.
type reference struct {
	places     *place.Directory
	industries *place.Industries
}

var shipped = sync.OnceValues(func() (reference, error) {
	lists, err := place.ReadShipped()
	return reference{place.NewDirectory(lists.Places, lists.AltNames, lists.Successions), place.NewIndustries(lists.Industries)}, err
})

// row of procedures.yaml: in which periods a procedure exists for which kinds, and what a file must bring and say in each.
type row struct {
	Procedure coop.Procedure `yaml:"procedure"`
	Kinds     []string       `yaml:"kinds"`
	Of        coop.Kind      `yaml:"of"` // a unit: of what
	Periods   []struct {
		vn.Period `yaml:",inline"`
		Papers    []string `yaml:"papers"`
		Workdays  *int     `yaml:"workdays"` // of the office; absent: no text sets a time
		Bare      []string `yaml:"bare"`     // rules in the way of a file that says nothing, about an organisation in good standing
	} `yaml:"periods"`
}

// subject is an organisation in good standing, or its unit, under the law of a day.
func subject(t *testing.T, b *rulebook.Book, procedure coop.Procedure, kind string, of coop.Kind, on vn.Date, state facts) (dossier.Dossier, dossier.Subject) {
	t.Helper()
	known, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	organizationKind, unit := coop.Kind(kind), coop.UnitKind("")
	if !organizationKind.Known() {
		organizationKind, unit = of, coop.UnitKind(kind)
	}
	d := dossier.Dossier{Procedure: procedure, OrganizationKind: organizationKind, Channel: dossier.ChannelCounter, FeePaid: true, Filer: dossier.Filer{Phone: "0901234567"}, Authority: coop.AuthorityRef{ID: "here"}}
	s := dossier.Subject{
		Places: known.places, Industries: known.industries,
		Competence: law.Verdict{Rule: "COMPETENCE", Answer: law.Met}, Today: on, Received: on, Calendar: b.Calendar,
	}
	s.Sector = state.Sector
	if state.Channel != "" {
		d.Channel = state.Channel
	}
	s.Law = b.Law(procedure, organizationKind, unit, on)
	rule := s.Law.Rule.Value
	founds := rule.Founds() && procedure != coop.ProcedureConversion && procedure != coop.ProcedureUnitRegistration
	if !founds || state.Stands != nil {
		s.Target = state.target(organizationKind, unit, rule)
		s.Target.SuspendedTo, s.Target.Joined = state.SuspendedTo, map[coop.ID]vn.Date{}
		for _, member := range state.Joined {
			s.Target.Joined[member] = state.Since
		}
		s.Law.Stands = state.Stands
		s.Elsewhere = b.Elsewhere(kind, s.Target.Organization.Registration.Track, on)
	}
	if procedure == coop.ProcedureUnitRegistration {
		s.Parent = state.parent()
	}
	if state.Nothing {
		s.Target, s.Parent = nil, nil
	}
	return d, s
}

// facts are what a case says of the organisation; the rest is an organisation in good standing.
type facts struct {
	Track       coop.Track          `yaml:"track"`
	Status      coop.Status         `yaml:"status"`
	Reason      coop.StatusReason   `yaml:"reason"`
	Since       vn.Date             `yaml:"since"`
	Issued      vn.Date             `yaml:"issued"`
	Regime      string              `yaml:"regime"`
	Capital     int64               `yaml:"capital"`
	Foreign     int                 `yaml:"foreign"`
	Name        coop.Name           `yaml:"name"`
	Place       string              `yaml:"place"`
	PlaceOn     vn.Date             `yaml:"place_on"`
	Units       int                 `yaml:"units"`
	SilenceEnds vn.Date             `yaml:"silence_ends"`
	SuspendedTo vn.Date             `yaml:"suspended_to"`
	Violation   bool                `yaml:"violation"`
	Notices     []coop.NoticeKind   `yaml:"notices"`
	Demands     []coop.Procedure    `yaml:"demands"`
	Parties     []string            `yaml:"parties"` // kinds
	PartyNotes  []coop.NoticeKind   `yaml:"party_notices"`
	Resumed     vn.Date             `yaml:"resumed"`
	PartyIssued vn.Date             `yaml:"party_issued"`
	Founding    *bool               `yaml:"founding"` // of the act the file names
	Stands      []string            `yaml:"stands"`
	CertifiedBy *string             `yaml:"certified_by"` // the office; the file is at "here"
	Sector      string              `yaml:"sector"`
	Members     int                 `yaml:"members"`
	Governance  coop.Governance     `yaml:"governance"`
	Stops       []coop.BusinessStop `yaml:"stops"`
	Joined      []coop.ID           `yaml:"joined"` // members of the union, since the day of its status
	Parent      coop.Status         `yaml:"parent"` // of the organisation that opens a unit
	Lines       []coop.Industry     `yaml:"lines"`  // of that organisation
	Branch      bool                `yaml:"branch"` // the file names an open branch of that organisation
	Channel     dossier.Channel     `yaml:"channel"`
	Nothing     bool                `yaml:"nothing"` // the file names no organisation of the register
}

func (f facts) parent() *dossier.Parent {
	if f.Parent == "" {
		f.Parent = coop.StatusActive
	}
	return &dossier.Parent{Status: f.Parent, Industries: f.Lines, Branch: f.Branch}
}

func (f facts) target(kind coop.Kind, unit coop.UnitKind, rule dossier.Rule) *dossier.Target {
	capital := vn.VND(f.Capital)
	if capital == 0 {
		capital = 1_000_000_000
	}
	o := coop.Organization{
		ID: id.New[coop.Organization](), Kind: kind, Status: coop.StatusActive,
		Facts:  coop.Facts{Name: f.Name, CharterCapital: &capital, Members: &coop.MemberCounts{Official: 20, Foreign: f.Foreign}, Seat: coop.Seat{Place: "29881"}},
		SeatOn: vn.MustDate("2015-01-05"), Registration: coop.Registration{Track: coop.TrackRegistration, IssuedOn: f.Issued, Regime: "law-2023"},
	}
	if len(rule.Tracks) > 0 {
		o.Registration.Track = rule.Tracks[0]
	}
	if len(rule.Statuses) > 0 {
		o.Status = rule.Statuses[0]
	}
	o.Governance, o.Stops = f.Governance, f.Stops
	if f.Members > 0 {
		o.Members.Official = f.Members
	}
	if f.Track != "" {
		o.Registration.Track = f.Track
	}
	if f.Regime != "" {
		o.Registration.Regime = f.Regime
	}
	if f.Status != "" {
		o.Status, o.StatusReason = f.Status, f.Reason
	} else if len(rule.Reasons) > 0 {
		o.StatusReason = rule.Reasons[0]
	}
	o.StatusSince = f.Since
	if f.Place != "" {
		o.Seat.Place, o.SeatOn = f.Place, f.PlaceOn
	}
	t := &dossier.Target{Organization: o, OpenUnits: f.Units, SilenceEnds: f.SilenceEnds, CertifiedBy: "there"}
	if f.CertifiedBy != nil {
		t.CertifiedBy = *f.CertifiedBy
	}
	if unit != "" {
		t.Unit = &coop.Unit{Kind: unit, Status: o.Status, StatusReason: o.StatusReason, StatusSince: o.StatusSince, Seat: o.Seat, SeatOn: o.SeatOn}
		t.Organization.Status, t.Organization.StatusReason = coop.StatusActive, ""
	}
	if f.Violation {
		t.Violations = []coop.FiledDossier{{Procedure: coop.ProcedureRevocation, Number: "1"}}
	}
	t.Notices, t.ResumedOn = f.noted(f.Notices), f.Resumed
	for _, kind := range f.Parties {
		party := coop.Organization{ID: id.New[coop.Organization](), Kind: coop.Kind(kind), Status: coop.StatusActive}
		party.Registration.IssuedOn = f.PartyIssued
		t.Parties = append(t.Parties, dossier.Target{Organization: party, Notices: f.noted(f.PartyNotes)})
	}
	if f.Founding != nil {
		t.Act = &dossier.ActNamed{Founds: *f.Founding}
	}
	return t
}

// noted are notices of some kinds.
func (f facts) noted(kinds []coop.NoticeKind) (notices []coop.Notice) {
	for _, kind := range kinds {
		notices = append(notices, coop.Notice{Kind: kind, Procedures: f.Demands, Paper: coop.Instrument{Number: "1", Issuer: "Tòa án"}})
	}
	return notices
}

// kindOf is what a unit of the table belongs to.
func (r row) kindOf() coop.Kind {
	if r.Of == "" {
		return coop.KindHTX
	}
	return r.Of
}

func TestEveryProcedureExistsAsTheTextsSayAndNotADayLonger(t *testing.T) {
	t.Parallel()
	b := book(t)
	var rows []row
	table(t, "procedures.yaml", &rows)
	known := map[string][]vn.Period{}
	for _, r := range rows {
		for _, kind := range r.Kinds {
			for _, p := range r.Periods {
				known[string(r.Procedure)+" "+kind] = append(known[string(r.Procedure)+" "+kind], p.Period)
			}
		}
	}
	exists := func(name string, day vn.Date) bool {
		return slices.ContainsFunc(known[name], func(p vn.Period) bool { return p.Contains(day) })
	}
	days := map[vn.Date]bool{}
	for _, periods := range known {
		for _, p := range periods {
			for _, edge := range []vn.Date{p.From, p.To} {
				if !edge.IsZero() {
					days[edge.AddDays(-1)], days[edge], days[edge.AddDays(1)] = true, true, true
				}
			}
		}
	}
	kinds := []string{}
	for _, k := range coop.Kinds() {
		kinds = append(kinds, string(k))
	}
	for _, k := range coop.UnitKinds() {
		kinds = append(kinds, string(k))
	}
	for day := range days {
		for _, p := range coop.Procedures() {
			for _, kind := range kinds {
				name := string(p) + " " + kind
				if got := b.Rule(p, kind, day).Basis != law.BasisMissing; got != exists(name, day) {
					t.Errorf("%s on %s: in the rulebook %v, in the table %v", name, day, got, exists(name, day))
				}
			}
		}
	}
}

func TestWhatAFileMustBringAndSayInEachPeriod(t *testing.T) {
	t.Parallel()
	b := book(t)
	var rows []row
	table(t, "procedures.yaml", &rows)
	for _, r := range rows {
		for _, kind := range r.Kinds {
			for _, p := range r.Periods {
				last := vn.MustDate("2026-06-01")
				if !p.To.IsZero() {
					last = p.To.AddDays(-1)
				}
				for _, day := range []vn.Date{p.From, p.From.AddDays(1), last} {
					t.Run(fmt.Sprintf("%s/%s/%s", r.Procedure, kind, day), func(t *testing.T) {
						checkBare(t, b, r, kind, day, p.Papers, p.Workdays, p.Bare)
					})
				}
			}
		}
	}
}

func checkBare(t *testing.T, b *rulebook.Book, r row, kind string, day vn.Date, papers []string, workdays *int, bare []string) {
	t.Helper()
	d, s := subject(t, b, r.Procedure, kind, r.kindOf(), day, facts{})
	if s.Target != nil && s.Target.Unit != nil && r.Procedure != coop.ProcedureUnitRegistration {
		unit := id.New[coop.Unit]()
		d.UnitID = &unit
	}
	asked := []string{}
	for _, doc := range d.WithPapers(s.Law).Documents {
		if doc.Required {
			asked = append(asked, doc.Type)
		}
	}
	if !slices.Equal(asked, papers) && len(asked)+len(papers) > 0 {
		t.Errorf("papers %v, want %v", asked, papers)
	}
	due := b.DueOn(r.Procedure, coop.Kind(kind), day, day)
	want := vn.Date{}
	if workdays != nil {
		want, _ = b.Calendar.AddWorkdays(day, *workdays)
	}
	if due != want {
		t.Errorf("due %s, want %s", due, want)
	}
	against := map[string]bool{}
	for _, v := range dossier.NotMet(d.Judge(s)) {
		if v.Rule != "ENTRY-PAPERS" && v.Rule != "COMPETENCE" {
			against[v.Rule] = true
		}
		if len(v.Cite) == 0 && v.Basis == law.BasisStated {
			t.Errorf("%s is stated without a clause", v.Rule)
		}
	}
	got := slices.Sorted(maps.Keys(against))
	slices.Sort(bare)
	if !slices.Equal(got, bare) && len(got)+len(bare) > 0 {
		t.Errorf("in the way %v, want %v", got, bare)
	}
}
