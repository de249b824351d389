package replication

import (
	"slices"
	"time"

	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/id"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// NominationID names a nomination.
type NominationID = id.Of[Nomination]

// Stage is how far an organisation has come in a programme.
type Stage string

// The stages. None is that of who was never nominated.
const (
	StageNone       Stage = "none"
	StageNominated  Stage = "nominated"
	StageSelected   Stage = "selected"
	StagePiloting   Stage = "piloting"
	StageCompleted  Stage = "completed"
	StageReplicated Stage = "replicated"
	StageWithdrawn  Stage = "withdrawn"
)

// Stages lists every stage of a nomination in order.
func Stages() []Stage {
	return []Stage{StageNominated, StageSelected, StagePiloting, StageCompleted, StageReplicated, StageWithdrawn}
}

// Holds tells whether a nomination of this stage takes one of the places of its province.
func (s Stage) Holds() bool {
	switch s {
	case StageSelected, StagePiloting, StageCompleted, StageReplicated:
		return true
	case StageNone, StageNominated, StageWithdrawn:
	}
	return false
}

// next are the stages that may follow.
func (s Stage) next() []Stage {
	switch s {
	case StageNominated:
		return []Stage{StageSelected, StageWithdrawn}
	case StageSelected:
		return []Stage{StagePiloting, StageWithdrawn}
	case StagePiloting:
		return []Stage{StageCompleted, StageWithdrawn}
	case StageCompleted:
		return []Stage{StageReplicated}
	case StageNone, StageReplicated, StageWithdrawn:
	}
	return nil
}

// leadsTo tells whether a nomination at this stage may still come to another.
func (s Stage) leadsTo(other Stage) bool {
	return slices.ContainsFunc(s.next(), func(n Stage) bool { return n == other || n.leadsTo(other) })
}

// Decision is the paper that moved a nomination on.
type Decision struct {
	Number   string  `json:"number"`
	IssuedOn vn.Date `json:"issued_on"`
	Issuer   string  `json:"issuer"`
}

// Step is a stage reached: from which day, by which decision, and what the programme's rules said of it then. Checks that
// are not met are advisory: a step that a rule bars is refused.
type Step struct {
	Stage      Stage         `json:"stage"`
	On         vn.Date       `json:"on"`
	Decision   *Decision     `json:"decision"`
	Checks     []law.Verdict `json:"checks"`
	Rulebook   string        `json:"rulebook"`
	RecordedAt time.Time     `json:"recorded_at"`
}

// Nomination is an organisation that wants to join a programme, for one of its models. The office that nominates has the
// complete dossier in hand since DossierOn.
type Nomination struct {
	ID             NominationID `json:"id"`
	Programme      string       `json:"programme"`
	OrganizationID coop.ID      `json:"organization_id"`
	Model          string       `json:"model"`
	ConsentOn      vn.Date      `json:"consent_on"`
	DossierOn      vn.Date      `json:"dossier_on"`
	Stage          Stage        `json:"stage"`
	// Province is whose place it took, as map:code by the map of the day of selection. CountedIn is that province on every map:
	// after a merger the new province begins with what its predecessors selected.
	Province  string   `json:"province,omitempty"`
	CountedIn []string `json:"counted_in,omitempty"`
	Steps     []Step   `json:"steps"`
	Revision  int64    `json:"revision"`
}

// StageOn is the stage of a day.
func (n Nomination) StageOn(day vn.Date) Stage {
	stage := StageNone
	for _, s := range n.Steps {
		if !s.On.After(day) {
			stage = s.Stage
		}
	}
	return stage
}

// Nominate begins a nomination. It returns ErrNomination naming every day or model that cannot be.
func (p Programme) Nominate(n Nomination, today vn.Date) (Nomination, error) {
	if n.DossierOn.IsZero() {
		n.DossierOn = n.ConsentOn
	}
	var faults []fault.Field
	if !p.HasModel(n.Model) {
		faults = append(faults, fault.Field{Pointer: "/model", Code: "unknown-model", Detail: msgNoModel(p, n.Model)})
	}
	for _, d := range []struct {
		pointer string
		day     vn.Date
	}{{"/consent_on", n.ConsentOn}, {"/dossier_on", n.DossierOn}} {
		switch {
		case d.day.After(today):
			faults = append(faults, fault.Field{Pointer: d.pointer, Code: "in-future", Detail: msgInFuture})
		case !p.Contains(d.day):
			faults = append(faults, fault.Field{Pointer: d.pointer, Code: "outside-programme", Detail: msgOutsideProgramme(p)})
		}
	}
	if len(faults) > 0 {
		return n, ErrNomination.At(faults...)
	}
	n.Programme, n.Stage, n.Revision = p.Code, StageNominated, 1
	n.Steps = []Step{{Stage: StageNominated, On: n.ConsentOn, Checks: p.timely(StageNominated, n.ConsentOn)}}
	return n, nil
}

// Advance moves a nomination on. Whoever has been selected leaves only by a decision too. It returns ErrStage for a stage
// that does not follow, ErrDecision where the decision is missing or of a day that cannot be.
func (p Programme) Advance(n Nomination, to Stage, decision *Decision, today vn.Date) (Nomination, error) {
	if !slices.Contains(n.Stage.next(), to) {
		return n, ErrStage.Member("stage", n.Stage).Member("next", nonNil(n.Stage.next()))
	}
	on, last := today, n.Steps[len(n.Steps)-1].On
	switch {
	case decision != nil:
		on = decision.IssuedOn
	case n.Stage != StageNominated || to != StageWithdrawn:
		return n, ErrDecision.At(fault.Field{Pointer: "/decision", Code: "required", Detail: msgDecisionRequired})
	}
	switch {
	case on.After(today):
		return n, ErrDecision.At(fault.Field{Pointer: "/decision/issued_on", Code: "in-future", Detail: msgInFuture})
	case on.Before(last):
		return n, ErrDecision.At(fault.Field{Pointer: "/decision/issued_on", Code: "before-last-step", Detail: msgBeforeLast(last)})
	}
	n.Stage, n.Revision = to, n.Revision+1
	n.Steps = append(slices.Clone(n.Steps), Step{Stage: to, On: on, Decision: decision, Checks: p.timely(to, on)})
	return n, nil
}

// timely holds the day of a step against the phase its stage belongs to. No text bars a late step, so it is advisory.
func (p Programme) timely(stage Stage, on vn.Date) []law.Verdict {
	checks := []law.Verdict{}
	for _, ph := range p.Phases {
		if !slices.Contains(ph.Stages, stage) {
			continue
		}
		v := law.Verdict{Rule: "PHASE-" + ph.Code, Answer: law.Met, Cite: ph.Cite, Basis: ph.Basis, Detail: msgInPhase(ph), Advisory: true}
		if !ph.Contains(on) {
			v.Answer, v.Detail = law.NotMet, msgOutsidePhase(ph)
		}
		checks = append(checks, v)
	}
	return checks
}

func nonNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// Errors of programmes and nominations.
var (
	ErrNoProgramme = fault.New(fault.NotFound, "programme-not-found",
		"Không có chương trình này. Hãy xem /v1/programmes.", "There is no such programme. See /v1/programmes.")
	ErrNoCandidate = fault.New(fault.NotFound, "candidate-not-found",
		"Ngày này tổ chức chưa có trong sổ, hoặc chương trình chưa có hiệu lực.",
		"On this day the organisation was not on the register, or the programme not in force.")
	ErrNoNomination = fault.New(fault.NotFound, "nomination-not-found", "Không có đề cử này.", "There is no such nomination.")
	ErrNominated    = fault.New(fault.Conflict, "already-nominated",
		"Tổ chức đã được đề cử trong chương trình này. Hãy tiếp tục đề cử ấy, hoặc rút trước khi đề cử lại.",
		"The organisation is nominated in this programme already. Go on with that nomination, or withdraw it first.")
	ErrNomination = fault.New(fault.Refused, "nomination-not-valid",
		"Đề cử có chỗ chưa đúng. Hãy sửa từng điểm nêu dưới đây.", "The nomination is not valid. Mend every point below.")
	ErrNotEligible = fault.New(fault.Refused, "not-eligible",
		"Tổ chức không đạt điều kiện bắt buộc của chương trình; xem từng điều kiện dưới đây.",
		"The organisation does not meet mandatory conditions of the programme; see each of them below.")
	ErrNotCovered = fault.New(fault.Refused, "not-covered",
		"Chương trình không dành cho loại tổ chức này, hoặc không dành cho tỉnh nơi đặt trụ sở; xem “kinds” và “provinces”. Hãy chọn chương trình khác.",
		"The programme is not for this kind of organisation, or not for the province of its seat; see “kinds” and “provinces”. Choose another programme.")
	ErrStage = fault.New(fault.Conflict, "wrong-stage",
		"Đề cử không thể chuyển sang giai đoạn này. Các giai đoạn có thể chuyển nêu trong “next”.",
		"The nomination cannot pass to this stage. Those it can pass to are in “next”.")
	ErrDecision = fault.New(fault.Refused, "decision-not-valid",
		"Quyết định thiếu hoặc sai ngày. Hãy sửa điểm nêu dưới đây.", "The decision is missing or its day cannot be. Mend the point below.")
	ErrQuota = fault.New(fault.Refused, "quota-full",
		"Vào ngày quyết định, hoặc từ đó đến nay, tỉnh đã chọn đủ số mô hình cho phép. Tổ chức vẫn ở danh sách dự bị; chọn được từ ngày một mô hình đã chọn rút ra.",
		"On the day of the decision, or since, the province had selected as many as it may. The organisation stays on the reserve list; it can be selected from the day on which one of those selected withdraws.")
	ErrNoCondition = fault.New(fault.Invalid, "condition-not-found",
		"Chương trình không có điều kiện này.", "The programme has no such condition.")
	ErrNoProvince = fault.New(fault.Refused, "province-not-known",
		"Chưa biết trụ sở thuộc tỉnh nào vào ngày quyết định. Hãy đăng ký địa chỉ trụ sở trước.",
		"The province of the seat on the day of the decision is not known. Register the address first.")
)
