package rating

import (
	"time"

	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// Report is what is known of one year of an organisation. Revision 0 is a draft that nobody has filed.
type Report struct {
	OrganizationID coop.ID            `json:"organization_id"`
	Year           int                `json:"year"`
	Figures        Figures            `json:"figures"`
	Checks         []law.Verdict      `json:"checks"`
	PrefilledFrom  int                `json:"prefilled_from,omitempty"` // the year whose figures a draft starts from
	Authority      *coop.AuthorityRef `json:"authority"`                // the office that took it in
	ReceivedAt     *time.Time         `json:"received_at"`              // arrival, whenever it was written down
	RecordedAt     *time.Time         `json:"recorded_at"`
	Revision       int64              `json:"revision"`
}

// Prefill starts a year's draft from the year before: what lasts from year to year, without the results of the year.
func (r Report) Prefill() Report {
	f := r.Figures
	return Report{
		OrganizationID: r.OrganizationID, Year: r.Year + 1, PrefilledFrom: r.Year, Checks: []law.Verdict{},
		Figures: Figures{
			Members: f.Members, Workers: f.Workers, TotalCapital: f.TotalCapital, Assets: f.Assets,
			IndivisibleAssets: f.IndivisibleAssets, Managers: f.Managers, Investment: f.Investment,
		},
	}
}

// Agreement says when the board and those who control agreed to the own score.
type Agreement struct {
	BoardOn   vn.Date `json:"board_on,omitzero"`
	ControlOn vn.Date `json:"control_on,omitzero"`
}

// Grade is what another body graded, in its own words.
type Grade struct {
	Grade    string  `json:"grade"`
	IssuedOn vn.Date `json:"issued_on"`
	Source   string  `json:"source"` // number of the notice, and who gave it
}

// Sheet is what is declared for a rating: the points of each line, or another body's grade.
type Sheet struct {
	Scheme    string    `json:"scheme"`
	Scores    []Score   `json:"scores,omitempty"`
	Agreed    Agreement `json:"agreed,omitzero"`
	Penalised *bool     `json:"penalised,omitempty"`
	Grade     *Grade    `json:"external_grade,omitempty"`
}

// Check names every day of the sheet that has not come: nobody has agreed or graded on it. It returns ErrSheet.
func (s Sheet) Check(today vn.Date) error {
	var faults []fault.Field
	past := func(pointer string, day vn.Date) {
		if day.After(today) {
			faults = append(faults, fault.Field{Pointer: pointer, Code: "in-future", Detail: msgInFuture})
		}
	}
	past("/agreed/board_on", s.Agreed.BoardOn)
	past("/agreed/control_on", s.Agreed.ControlOn)
	if s.Grade != nil {
		past("/external_grade/issued_on", s.Grade.IssuedOn)
	}
	if len(faults) > 0 {
		return ErrSheet.At(faults...)
	}
	return nil
}

// Rating is the rating of one year as it was worked out when it was recorded: under that rulebook, on that day, and never
// anew.
type Rating struct {
	OrganizationID coop.ID `json:"organization_id"`
	Year           int     `json:"year"`
	Sheet
	Result
	Authority  *coop.AuthorityRef `json:"authority"`
	VerifiedAt *time.Time         `json:"verified_at"`
	Rulebook   string             `json:"rulebook"`
	AsOf       vn.Date            `json:"as_of"` // the day of law it was worked out on
	RecordedAt time.Time          `json:"recorded_at"`
	Revision   int64              `json:"revision"`
}

// Entry is a line of a list of ratings.
type Entry struct {
	OrganizationID coop.ID   `json:"organization_id"`
	Code           *string   `json:"code"`
	Name           string    `json:"name"`
	Kind           coop.Kind `json:"kind"`
	Year           int       `json:"year"`
	Scheme         string    `json:"scheme"`
	Total          *Points   `json:"total"`
	Rank           *Rank     `json:"rank"`
	VerifiedTotal  *Points   `json:"verified_total"`
	VerifiedRank   *Rank     `json:"verified_rank"`
	ExternalGrade  *string   `json:"external_grade"`
	Exempt         bool      `json:"exempt"`
	Revision       int64     `json:"revision"`
}

// Figure is how many organisations of a group have a rank for a year; an empty rank counts those not ranked, Exempt among
// them. Label names the group.
type Figure struct {
	Key    string `json:"key"`
	Label  string `json:"label"`
	Rank   *Rank  `json:"rank"`
	Exempt bool   `json:"exempt"`
	Count  int    `json:"count"`
}

// Errors of reports and ratings.
var (
	ErrNoReport = fault.New(fault.NotFound, "report-not-found",
		"Chưa có báo cáo của năm này. Thêm ?prefill=true để lấy bản nháp nếu năm trước có báo cáo.",
		"There is no report of this year. Ask with ?prefill=true for a draft if the year before has one.")
	ErrNoRating = fault.New(fault.NotFound, "rating-not-found",
		"Chưa có kết quả đánh giá của năm này.", "There is no rating of this year.")
	ErrYear = fault.New(fault.Refused, "year-not-open",
		"Năm này chưa đến, hoặc tổ chức chưa có trong sổ vào năm đó. Hãy kiểm tra lại năm.",
		"The year has not come, or the organisation was not on the register in it. Check the year.")
	ErrKind = fault.New(fault.Refused, "kind-not-rated",
		"Loại hình này không thuộc đối tượng báo cáo, đánh giá.", "This kind is not reported on or rated.")
	ErrScheme = fault.New(fault.Refused, "scheme-not-for-year",
		"Không có thang đánh giá này cho loại hình, ngành và năm đó. Hãy xem /v1/rules?topic=ratings.",
		"This scheme does not rate this kind, sector and year. See /v1/rules?topic=ratings.")
	ErrSheet = fault.New(fault.Refused, "scores-not-met",
		"Bảng điểm có chỗ chưa đúng. Hãy sửa từng điểm nêu dưới đây.", "The scores break rules. Mend every point below.")
	ErrFigures = fault.New(fault.Refused, "figures-not-met",
		"Số liệu mâu thuẫn với nhau. Hãy sửa từng điểm nêu dưới đây.", "The figures contradict each other. Mend every point below.")
)
