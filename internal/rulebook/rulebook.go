// Package rulebook is the law as data: who registers whom, least numbers, papers, time limits, names, size classes,
// holidays, each value dated, cited and with its basis. It is embedded, immutable at run time and reviewed like code; only
// programmes may be added by a province.
package rulebook

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"reflect"

	"go.yaml.in/yaml/v3"

	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/hoiquan"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/law"
	"htxregistry/internal/naming"
	"htxregistry/internal/rating"
	"htxregistry/internal/replication"
	"htxregistry/internal/reporting"
	"htxregistry/internal/vn"
)

//go:embed data/*.yaml data/programmes/*.yaml
var embedded embed.FS

// Book is every rule of the register.
type Book struct {
	Digest string // SHA-256 of the files, stored with every decision
	// ProgrammesDigest is the SHA-256 of the programmes alone: while it stays, stored candidacies do.
	ProgrammesDigest string
	Documents        map[string]Document
	Jurisdiction     jurisdiction.Rules
	Members          map[coop.Kind]law.Timeline[int]
	papers           []paperList
	deadlines        deadlines
	names            names
	regimes          regimes
	sizes            sizes
	sectors          map[string]sectorMap
	procedures       []procedureRule
	certificates     certificates
	stops            []StopRule
	holidays         holidays
	hoiQuan          []hoiquan.Need
	Ratings          []rating.Scheme
	Programmes       []replication.Programme // by code
	Reporting        reporting.Regime
	Calendar         vn.Calendar
}

// Document is a legal text that rules cite. Issued and Effective are zero where they are not established.
type Document struct {
	Number    string  `yaml:"number"`
	Kind      string  `yaml:"kind"`
	Issuer    string  `yaml:"issuer"`
	Issued    vn.Date `yaml:"issued"`
	Effective vn.Date `yaml:"effective"`
	Repealed  vn.Date `yaml:"repealed"`
	Title     string  `yaml:"title"`
}

type paperList struct {
	Procedures []coop.Procedure `yaml:"procedures"`
	Kinds      []coop.Kind      `yaml:"kinds"`
	Units      []coop.UnitKind  `yaml:"units,omitempty"`
	vn.Period  `yaml:",inline"`
	Cite       []law.Cite `yaml:"cite"`
	Basis      law.Basis  `yaml:"basis"`
	Papers     []paper    `yaml:"papers"`
}

type paper struct {
	Type     string    `json:"type"     yaml:"type"`
	Title    string    `json:"title"    yaml:"title"`
	Form     *law.Cite `json:"form,omitempty" yaml:"form,omitempty"` // the annex it is written after
	Required bool      `json:"required" yaml:"required"`
	When     string    `json:"when,omitempty" yaml:"when,omitempty"` // of which files only: dossier.Asks
}

// titleOn names the paper on a day, with its form once the document of the form is in force.
func (p paper) titleOn(b *Book, on vn.Date) string {
	if p.Form == nil || on.Before(b.Documents[p.Form.Doc].Effective) {
		return p.Title
	}
	return p.Title + " (" + p.Form.At + ")"
}

type deadlines struct {
	OfficeWorkdays map[coop.Procedure]law.Timeline[int]  `yaml:"office_workdays"`
	StopWorkdays   law.Timeline[int]                     `yaml:"stop_workdays"`
	NoticeDays     map[coop.NoticeKind]law.Timeline[int] `yaml:"notice_days"`
	MendDays       map[string]law.Timeline[int]          `yaml:"mend_days"` // paper, online
	Fallback       law.Timeline[dossier.NoticeTime]      `yaml:"fallback_entry"`
	DraftDays      law.Timeline[int]                     `yaml:"draft_days"`
	Entry          law.Timeline[dossier.Conditions]      `yaml:"entry"`
	Fee            map[string]law.Timeline[bool]         `yaml:"fee"` // htx (and lhhtx, qtdnd), tht
	NameDemand     law.Timeline[int]                     `yaml:"name_demand_workdays"`
	NameChange     law.Timeline[int]                     `yaml:"name_change_days"`
	Challenge      law.Timeline[int]                     `yaml:"challenge_workdays"`
}

type nameRule struct {
	Kinds         []coop.Kind  `yaml:"kinds"`
	Tracks        []coop.Track `yaml:"tracks"`
	vn.Period     `yaml:",inline"`
	Leads         map[coop.Kind][]string `yaml:"leads"`
	naming.Scheme `yaml:",inline"`
}

// unitNameRule is the scheme of the names of units of organisations of some kinds, during some days.
type unitNameRule struct {
	Kinds             []coop.Kind `yaml:"kinds"`
	vn.Period         `yaml:",inline"`
	naming.UnitScheme `yaml:",inline"`
}

type names struct {
	Schemes []nameRule               `yaml:"schemes"`
	Units   []unitNameRule           `yaml:"units"`
	Rules   map[string][]naming.Rule `yaml:"rules"`
	Words   naming.Words             `yaml:"words"`
}

type regimes struct {
	Regimes           law.Timeline[string]                 `yaml:"regimes"`
	VSIC              law.Timeline[string]                 `yaml:"vsic"`
	CodeAllotted      law.Timeline[bool]                   `yaml:"code_allotted"`
	OneRepresentative law.Timeline[bool]                   `yaml:"one_representative"`
	THTMustRegister   law.Timeline[bool]                   `yaml:"tht_must_register"`
	Governance        law.Timeline[dossier.GovernanceRule] `yaml:"governance"`
}

// band is one size class: everything below Below that no smaller class took; the largest has no bound.
type band struct {
	Class string `json:"class"           yaml:"class"`
	Below int64  `json:"below,omitempty" yaml:"below,omitempty"`
}

type sizes struct {
	Members  law.Timeline[[]band]   `yaml:"members"`
	Capital  law.Timeline[[]band]   `yaml:"capital"`
	Purposes law.Timeline[[]string] `yaml:"purposes"`
}

type sectorMap struct {
	Edition  string            `yaml:"edition"`
	Cite     []law.Cite        `yaml:"cite"`
	Basis    law.Basis         `yaml:"basis"`
	Sections map[string]string `yaml:"sections"`
}

type procedureRule struct {
	Procedure coop.Procedure `yaml:"procedure"`
	Kinds     []string       `yaml:"kinds"`
	Served    bool           `yaml:"served"`
	vn.Period `yaml:",inline"`
	Cite      []law.Cite   `yaml:"cite"`
	Basis     law.Basis    `yaml:"basis"`
	Rule      dossier.Rule `yaml:",inline"`
}

type holidays struct {
	Covers vn.Period  `yaml:"covers"`
	Cite   []law.Cite `yaml:"cite"`
	Years  []struct {
		Year   int       `yaml:"year"`
		Basis  law.Basis `yaml:"basis"`
		Closed []vn.Date `yaml:"closed"`
		Worked []vn.Date `yaml:"worked"`
	} `yaml:"years"`
}

// Load reads and checks the embedded rulebook.
func Load() (*Book, error) { return LoadWith(nil) }

// LoadWith reads and checks the embedded rulebook with what a province adds to it, unless own is nil: programmes of its own, one
// a file ending in .yaml, and in documents.yaml the documents that they cite. The error names every fault of every such file.
func LoadWith(own fs.FS) (*Book, error) {
	data, err := fs.Sub(embedded, "data")
	if err != nil {
		return nil, err
	}
	return load(data, own)
}

// LoadFrom reads and checks a rulebook: every file strictly, so that a misspelt key is an error and not silence.
func LoadFrom(data fs.FS) (*Book, error) { return load(data, nil) }

func load(data, own fs.FS) (*Book, error) {
	b := &Book{Documents: map[string]Document{}, sectors: map[string]sectorMap{}}
	digest := sha256.New()
	var documents []Document
	var sectors []sectorMap
	for _, file := range []struct {
		name string
		into any
	}{
		{"documents.yaml", &documents},
		{"jurisdiction.yaml", &b.Jurisdiction},
		{"members.yaml", &b.Members},
		{"papers.yaml", &b.papers},
		{"deadlines.yaml", &b.deadlines},
		{"names.yaml", &b.names},
		{"regimes.yaml", &b.regimes},
		{"sizes.yaml", &b.sizes},
		{"sectors.yaml", &sectors},
		{"procedures.yaml", &b.procedures},
		{"certificates.yaml", &b.certificates},
		{"stops.yaml", &b.stops},
		{"holidays.yaml", &b.holidays},
		{"ratings.yaml", &b.Ratings},
		{"hoi_quan.yaml", &b.hoiQuan},
		{"reporting.yaml", &b.Reporting},
	} {
		text, err := fs.ReadFile(data, file.name)
		if err != nil {
			return nil, fmt.Errorf("rulebook: %w", err)
		}
		digest.Write(text)
		if err := decode(text, file.into); err != nil {
			return nil, fmt.Errorf("rulebook %s: %w", file.name, err)
		}
	}
	for _, d := range documents {
		b.Documents[d.Number] = d
	}
	if err := b.readProgrammes(data, own, digest); err != nil {
		return nil, err
	}
	for _, s := range sectors {
		b.sectors[s.Edition] = s
	}
	b.Digest = hex.EncodeToString(digest.Sum(nil))
	b.Calendar = b.calendar()
	b.names.Words.Normalize()
	return b, b.check()
}

func decode(text []byte, into any) error {
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(into); err != nil {
		return err
	}
	if err := d.Decode(new(any)); !errors.Is(err, io.EOF) {
		return errors.New("more than one document")
	}
	return checkWords(text, reflect.TypeOf(into))
}

func (b *Book) calendar() vn.Calendar {
	var closed, worked []vn.Date
	for _, y := range b.holidays.Years {
		closed = append(closed, y.Closed...)
		worked = append(worked, y.Worked...)
	}
	return vn.NewCalendar(closed, worked, b.holidays.Covers)
}
