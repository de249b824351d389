// Package replication is the programmes by which the State finds model organisations and replicates them: their conditions
// and priorities, who is a candidate on a day and why, and the nominations that lead from a candidate to a replicated
// model. Programmes are data of the rulebook; nothing here knows a threshold, a model or a quota.
package replication

import (
	"slices"

	"htxregistry/internal/coop"
	"htxregistry/internal/law"
	"htxregistry/internal/rating"
	"htxregistry/internal/vn"
)

// Programme is one programme with the days on which it has candidates.
type Programme struct {
	Code       string `json:"code"  yaml:"code"`
	Title      string `json:"title" yaml:"title"`
	vn.Period  `yaml:",inline"`
	Cite       []law.Cite  `json:"cite"                yaml:"cite"`
	Basis      law.Basis   `json:"basis"               yaml:"basis"`
	Note       string      `json:"note,omitempty"      yaml:"note,omitempty"`
	Kinds      []coop.Kind `json:"kinds"               yaml:"kinds"`
	Provinces  []string    `json:"provinces,omitempty" yaml:"provinces,omitempty"` // codes of today's map; none: the country
	Conditions []Condition `json:"conditions"          yaml:"conditions"`
	Priorities []Priority  `json:"priorities"          yaml:"priorities"`
	Phases     []Phase     `json:"phases"              yaml:"phases"`
	Quota      Quota       `json:"quota"               yaml:"quota"`
	Models     []Model     `json:"models"              yaml:"models"`
}

// Condition is one condition during the days on which it is worded so; the same code may be worded otherwise on other days.
// Only what is mandatory decides who is eligible: the rest is shown.
type Condition struct {
	Code      string `json:"code"  yaml:"code"` // public and permanent
	Title     string `json:"title" yaml:"title"`
	vn.Period `yaml:",inline"`
	Check     Check      `json:"check"           yaml:"check"`
	Terms     Terms      `json:"terms,omitzero"  yaml:"terms,omitempty"`
	Mandatory bool       `json:"mandatory"       yaml:"mandatory"`
	Cite      []law.Cite `json:"cite"            yaml:"cite"`
	Basis     law.Basis  `json:"basis"           yaml:"basis"`
	Note      string     `json:"note,omitempty"  yaml:"note,omitempty"`
}

// Check is how a condition is looked at.
type Check string

// The checks.
const (
	CheckKind         Check = "kind"          // the kind is one of Terms.Kinds
	CheckSector       Check = "sector"        // the sector is one of Terms.Sectors
	CheckStatus       Check = "status"        // the legal status is one of Terms.Statuses
	CheckRegime       Check = "regime"        // registered under one of Terms.Regimes
	CheckModel        Check = "model"         // nominated for a model of the programme
	CheckConsent      Check = "consent"       // wants to join
	CheckDossier      Check = "dossier"       // the complete dossier was filed
	CheckProfit       Check = "profit"        // profit before tax in each of the last Terms.Years ended years
	CheckOutsideShare Check = "outside_share" // of the last ended year, at most Terms.OutsideShare sold to non-members
	CheckRank         Check = "rank"          // ranked Terms.Rank or better for the last ended year
	CheckMembers      Check = "members"       // at least Terms.Members official members in the last ended year
	CheckMissing      Check = "missing"       // no text at hand words it: always unknown
)

// Terms are the thresholds of a condition; what a check does not look at is empty. Shares are in basis points.
type Terms struct {
	Kinds        []coop.Kind   `json:"kinds,omitempty"         yaml:"kinds,omitempty"`
	Sectors      []string      `json:"sectors,omitempty"       yaml:"sectors,omitempty"`
	Statuses     []coop.Status `json:"statuses,omitempty"      yaml:"statuses,omitempty"`
	Regimes      []string      `json:"regimes,omitempty"       yaml:"regimes,omitempty"`
	Years        int           `json:"years,omitempty"         yaml:"years,omitempty"`
	OutsideShare int           `json:"outside_share,omitempty" yaml:"outside_share,omitempty"`
	WageShare    int           `json:"wage_share,omitempty"    yaml:"wage_share,omitempty"` // of non-members' wages where an HTX gives work
	Rank         rating.Rank   `json:"rank,omitempty"          yaml:"rank,omitempty"`
	Members      int           `json:"members,omitempty"       yaml:"members,omitempty"`
}

// Priority orders those that are eligible; the first that differs decides, more comes first.
type Priority struct {
	Code    string     `json:"code"              yaml:"code"`
	Title   string     `json:"title"             yaml:"title"`
	By      Measure    `json:"by"                yaml:"by"`
	Sectors []string   `json:"sectors,omitempty" yaml:"sectors,omitempty"` // those preferred, by sector
	Cite    []law.Cite `json:"cite"              yaml:"cite"`
	Basis   law.Basis  `json:"basis"             yaml:"basis"`
	Note    string     `json:"note,omitempty"    yaml:"note,omitempty"`
}

// Measure is what a priority compares, of the last ended year.
type Measure string

// The measures.
const (
	ByMembers      Measure = "members"
	ByTotalCapital Measure = "total_capital"
	ByRevenue      Measure = "revenue"
	ByPoints       Measure = "points"
	BySector       Measure = "sector" // 1 where the sector is preferred
)

// Phase is a part of the programme with its days; Stages are those that a nomination reaches in it, Due the one that every
// nomination should have reached when it ends.
type Phase struct {
	Code      string `json:"code"  yaml:"code"`
	Title     string `json:"title" yaml:"title"`
	vn.Period `yaml:",inline"`
	Stages    []Stage    `json:"stages,omitempty" yaml:"stages,omitempty"`
	Due       *Due       `json:"due"              yaml:"due,omitempty"`
	Cite      []law.Cite `json:"cite"             yaml:"cite"`
	Basis     law.Basis  `json:"basis"            yaml:"basis"`
	Note      string     `json:"note,omitempty"   yaml:"note,omitempty"`
	// Of the day asked about. The last day is in the phase; the days left are calendar days, nil unless it is open and has an end.
	State    PhaseState `json:"state"     yaml:"-"`
	LastOn   vn.Date    `json:"last_on"   yaml:"-"`
	DaysLeft *int       `json:"days_left" yaml:"-"`
}

// PhaseState tells where a day stands to a phase.
type PhaseState string

// The states of a phase.
const (
	PhaseComing PhaseState = "coming"
	PhaseOpen   PhaseState = "open"
	PhaseOver   PhaseState = "over"
)

// Quota is how many organisations a province may select; nil where no text says. Country is the least number wanted for
// the whole country, which bars nothing. MergedBasis says how sure it is that after a merger of provinces those selected
// before count as the new province's.
type Quota struct {
	Province    *int       `json:"province"               yaml:"province,omitempty"`
	Country     *int       `json:"country"                yaml:"country,omitempty"`
	Cite        []law.Cite `json:"cite"                   yaml:"cite"`
	Basis       law.Basis  `json:"basis"                  yaml:"basis"`
	MergedBasis law.Basis  `json:"merged_basis,omitempty" yaml:"merged_basis,omitempty"`
	Note        string     `json:"note,omitempty"         yaml:"note,omitempty"`
}

// Model is a way of working that the programme wants replicated.
type Model struct {
	Code  string    `json:"code"  yaml:"code"`
	Title string    `json:"title" yaml:"title"`
	Basis law.Basis `json:"basis" yaml:"basis"`
}

// On is the programme with the conditions in force on a day and the state of each phase on it.
func (p Programme) On(day vn.Date) Programme {
	p.Conditions = p.conditions(day)
	p.Phases = slices.Clone(p.Phases)
	for i := range p.Phases {
		p.Phases[i].stand(day, p.From)
	}
	return p
}

// stand tells where a day stands to a phase of a programme that begins on another.
func (ph *Phase) stand(day, begins vn.Date) {
	if !ph.Open() {
		ph.LastOn = ph.To.AddDays(-1)
	}
	switch {
	case day.Before(begins) || day.Before(ph.From):
		ph.State = PhaseComing
	case !ph.Contains(day):
		ph.State = PhaseOver
	default:
		ph.State = PhaseOpen
		if !ph.Open() {
			ph.DaysLeft = new(ph.LastOn.Sub(day))
		}
	}
}

func (p Programme) conditions(day vn.Date) []Condition {
	found := make([]Condition, 0, len(p.Conditions))
	for _, c := range p.Conditions {
		if c.Contains(day) {
			found = append(found, c)
		}
	}
	return found
}

// Covers tells whether the programme looks at organisations of a kind seated in a province of today's map.
func (p Programme) Covers(kind coop.Kind, province string) bool {
	return slices.Contains(p.Kinds, kind) && (len(p.Provinces) == 0 || slices.Contains(p.Provinces, province))
}

// HasModel tells whether the programme has the model.
func (p Programme) HasModel(code string) bool {
	return slices.ContainsFunc(p.Models, func(m Model) bool { return m.Code == code })
}

// Cites lists every citation of the programme.
func (p Programme) Cites() []law.Cite {
	all := slices.Concat(p.Cite, p.Quota.Cite)
	for _, c := range p.Conditions {
		all = append(all, c.Cite...)
	}
	for _, o := range p.Priorities {
		all = append(all, o.Cite...)
	}
	for _, ph := range p.Phases {
		all = append(all, ph.Cite...)
	}
	return all
}
