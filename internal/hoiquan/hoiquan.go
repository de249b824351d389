// Package hoiquan is what the register keeps of a Hội quán beside its entry: a club of a community without capital and without
// legal personality, out of which HTX grow. It says how near a Hội quán is to founding one.
package hoiquan

import (
	"time"

	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// Founding is what the members of a Hội quán have prepared towards an HTX. What is nil or zero is not known.
type Founding struct {
	Founders     *int    `json:"founders,omitempty"`          // members who have committed themselves to found it
	Eligible     *bool   `json:"founders_eligible,omitempty"` // each of them may be a member, as was checked
	CharterDraft vn.Date `json:"charter_drafted_on,omitzero"` // dự thảo điều lệ
	PlanDraft    vn.Date `json:"plan_drafted_on,omitzero"`    // phương án sản xuất, kinh doanh
}

// Label is a mark of quality under a local rule, which the register does not know and only names.
type Label struct {
	Name     string          `json:"name"`
	Decision coop.Instrument `json:"decision"` // the paper that gives it
}

// Facts are a Hội quán's own facts. The chủ nhiệm is its representative in the entry; nothing here is capital.
type Facts struct {
	LaunchedOn       vn.Date   `json:"launched_on,omitzero"` // ra mắt
	OrdinalDistrict  *int      `json:"ordinal_in_district,omitempty"`
	OrdinalProvince  *int      `json:"ordinal_in_province,omitempty"`
	BoardSize        *int      `json:"board_size,omitempty"` // ban chủ nhiệm; no text fixes a number
	Trades           []string  `json:"trades,omitempty"`
	GrowingAreaCodes []string  `json:"growing_area_codes,omitempty"` // mã số vùng trồng
	Founding         *Founding `json:"founding,omitempty"`
	Label            *Label    `json:"label,omitempty"`
}

// Sheet is the facts from a day on, until another sheet says otherwise, as they were known. Revision 0 is no sheet.
type Sheet struct {
	OrganizationID coop.ID            `json:"organization_id"`
	From           vn.Date            `json:"valid_from"`
	Facts          Facts              `json:"facts"`
	Authority      *coop.AuthorityRef `json:"authority"` // the office that keeps the record
	RecordedAt     time.Time          `json:"recorded_at"`
	Revision       int64              `json:"revision"`
}

// Errors of sheets.
var (
	ErrNoSheet = fault.New(fault.NotFound, "hoi-quan-sheet-not-found",
		"Chưa có thông tin riêng của Hội quán này. Hãy ghi lần đầu với If-Match \"0\".", "Nothing is kept of this Hội quán yet. Put the first sheet with If-Match \"0\".")
	ErrKind = fault.New(fault.Refused, "not-a-hoi-quan",
		"Tổ chức này không phải Hội quán. Hãy kiểm tra lại mã.", "The organisation is no Hội quán. Check its id.")
	ErrFacts = fault.New(fault.Refused, "hoi-quan-facts-refused",
		"Thông tin của Hội quán có chỗ chưa đúng. Hãy sửa từng điểm nêu dưới đây.", "The facts break rules. Mend every point below.")
)

// Check names every fact that cannot be: a day that has not come, a sheet that begins before the present one, a label without
// the paper that gives it.
func (s Sheet) Check(present vn.Date, today vn.Date) error {
	var faults []fault.Field
	wrong := func(pointer, code, detail string) {
		faults = append(faults, fault.Field{Pointer: pointer, Code: code, Detail: detail})
	}
	future := func(pointer string, d vn.Date) {
		if d.After(today) {
			wrong(pointer, "in-future", msgInFuture)
		}
	}
	future("/valid_from", s.From)
	future("/facts/launched_on", s.Facts.LaunchedOn)
	if f := s.Facts.Founding; f != nil {
		future("/facts/founding/charter_drafted_on", f.CharterDraft)
		future("/facts/founding/plan_drafted_on", f.PlanDraft)
	}
	if s.From.Before(present) {
		wrong("/valid_from", "before-present", msgBeforePresent(present))
	}
	if l := s.Facts.Label; l != nil {
		future("/facts/label/decision/issued_on", l.Decision.IssuedOn)
		if l.Decision.Number == "" || l.Decision.Issuer == "" || !l.Decision.Dated() {
			wrong("/facts/label/decision", "required", msgLabelPaper)
		}
	}
	if len(faults) > 0 {
		return ErrFacts.At(faults...)
	}
	return nil
}

// Need is one thing that founding an HTX needs and a Hội quán can show beforehand, with its days in force.
type Need struct {
	Code      string `yaml:"code"` // of the rule
	What      What   `yaml:"what"`
	vn.Period `yaml:",inline"`
	Cite      []law.Cite `yaml:"cite"`
	Basis     law.Basis  `yaml:"basis"`
	Note      string     `yaml:"note,omitempty"`
}

// What is needed.
type What string

// The needs.
const (
	NeedMembers  What = "members"  // as many members as an HTX needs
	NeedFounders What = "founders" // as many of them committed to found it
	NeedEligible What = "eligible" // founders who may be members
	NeedPlan     What = "plan"
	NeedCharter  What = "charter"
)

// Law is what a day asks of founders: the needs in force, and the least number of members with its clause. Least 0 is not
// known.
type Law struct {
	Needs []Need
	Least int
	Cite  []law.Cite
}

// Readiness is how near a Hội quán is to founding an HTX: met when every need is, not met when one is not, else unknown.
type Readiness struct {
	Answer law.Answer    `json:"verdict"`
	Needs  []law.Verdict `json:"needs"`
}

// Judge holds what is known of a Hội quán against the law of a day. Unknown is not "not met": what is not known says what to
// supply.
func (l Law) Judge(members *coop.MemberCounts, f Facts) Readiness {
	r := Readiness{Answer: law.Met, Needs: []law.Verdict{}}
	if f.Founding == nil {
		f.Founding = &Founding{}
	}
	for _, n := range l.Needs {
		answer, detail := l.weigh(n.What, members, *f.Founding)
		r.Needs = append(r.Needs, law.Verdict{Rule: n.Code, Answer: answer, Cite: n.Cite, Basis: n.Basis, Detail: detail})
		switch {
		case answer == law.NotMet:
			r.Answer = law.NotMet
		case answer == law.Unknown && r.Answer == law.Met:
			r.Answer = law.Unknown
		}
	}
	if len(l.Needs) == 0 {
		r.Answer = law.Unknown
	}
	return r
}

func (l Law) weigh(what What, members *coop.MemberCounts, f Founding) (law.Answer, string) {
	switch what {
	case NeedMembers:
		if members == nil {
			return law.Unknown, msgMembersUnknown
		}
		return l.enough(members.Official, msgMembers(members.Official, l.Least))
	case NeedFounders:
		if f.Founders == nil {
			return law.Unknown, msgFoundersUnknown(l.Least)
		}
		return l.enough(*f.Founders, msgFounders(*f.Founders, l.Least))
	case NeedEligible:
		if f.Eligible == nil {
			return law.Unknown, msgEligibleUnknown
		}
		if *f.Eligible {
			return law.Met, msgEligible
		}
		return law.NotMet, msgNotEligible
	case NeedPlan:
		return drafted(f.PlanDraft, msgPlanUnknown)
	case NeedCharter:
		return drafted(f.CharterDraft, msgCharterUnknown)
	}
	return law.Unknown, ""
}

func (l Law) enough(n int, detail string) (law.Answer, string) {
	switch {
	case l.Least == 0:
		return law.Unknown, detail
	case n < l.Least:
		return law.NotMet, detail
	}
	return law.Met, detail
}

func drafted(on vn.Date, unknown string) (law.Answer, string) {
	if on.IsZero() {
		return law.Unknown, unknown
	}
	return law.Met, msgDrafted(on)
}

// Entry is a Hội quán in the list of those that may found an HTX.
type Entry struct {
	OrganizationID coop.ID            `json:"organization_id"`
	Name           string             `json:"name"`
	Place          coop.PlaceRef      `json:"place"`
	Members        *coop.MemberCounts `json:"members"`
	Facts          *Facts             `json:"facts"` // nil: none are kept
	Readiness      Readiness          `json:"readiness"`
	Born           []coop.ID          `json:"born"` // organisations that were born from it
}

// Growth is how many Hội quán, with how many members, were launched in a year or have their seat in a commune; without
// either it is not known. Members counts those of Uncounted Hội quán as none: their number is not known.
type Growth struct {
	Year      *int           `json:"year,omitempty"`
	Commune   *coop.PlaceRef `json:"commune,omitempty"`
	Count     int64          `json:"count"`
	Members   int64          `json:"members"`
	Uncounted int64          `json:"uncounted"`
}

// GrowthTable is the growth of the Hội quán that were there on a day.
type GrowthTable struct {
	AsOf    vn.Date  `json:"as_of"`
	By      string   `json:"by"` // year or commune
	Total   int64    `json:"total"`
	Members int64    `json:"members"`
	Items   []Growth `json:"items"`
}
