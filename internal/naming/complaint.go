package naming

import (
	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/id"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// ComplaintID names a complaint for ever.
type ComplaintID = id.Of[Complaint]

// Right is what a name infringes.
type Right string

// The rights (Điều 18 khoản 1, 92/2024/NĐ-CP).
const (
	RightTradeName              Right = "trade_name"
	RightTrademark              Right = "trademark"
	RightGeographicalIndication Right = "geographical_indication"
)

// ComplaintState tells what a complaint waits for: the office's demand, the change of the name, or nothing more: the body
// that punishes was told, the name was changed, or whoever bore it has ended.
type ComplaintState string

// The states.
const (
	ComplaintReceived ComplaintState = "received"
	ComplaintDemanded ComplaintState = "demanded"
	ComplaintReported ComplaintState = "reported"
	ComplaintChanged  ComplaintState = "changed"
	ComplaintEnded    ComplaintState = "ended"
)

// Complaint is the request of the owner of an industrial property right that an organisation, or one of its units, change a
// name that infringes it, with the papers it needs (Điều 18 khoản 3-5, 92/2024/NĐ-CP).
type Complaint struct {
	ID             ComplaintID       `json:"id"`
	OrganizationID coop.ID           `json:"organization_id"`
	UnitID         *coop.UnitID      `json:"unit_id,omitempty"`
	Authority      coop.AuthorityRef `json:"authority"` // the office that received it
	Name           string            `json:"name"`      // the Vietnamese name complained of, as borne when the complaint came in
	Owner          string            `json:"owner"`
	Right          Right             `json:"right"`
	Conclusion     coop.Instrument   `json:"conclusion"`        // of the competent body, that the name infringes the right
	Title          coop.Instrument   `json:"title"`             // certificate or extract that proves the right
	Licence        *coop.Instrument  `json:"licence,omitempty"` // contract, where the right was handed on
	ReceivedOn     vn.Date           `json:"received_on"`
	DemandDueOn    vn.Date           `json:"demand_due_on"` // last day of the office's demand
	DemandedOn     vn.Date           `json:"demanded_on,omitzero"`
	ChangeDueOn    vn.Date           `json:"change_due_on,omitzero"` // last day of the change of name
	ReportedOn     vn.Date           `json:"reported_on,omitzero"`
	ReportedTo     string            `json:"reported_to,omitempty"` // the body that punishes
	ChangedOn      vn.Date           `json:"changed_on,omitzero"`
	EndedOn        vn.Date           `json:"ended_on,omitzero"` // day from which nobody bears the name any more
	State          ComplaintState    `json:"state"`
	Overdue        bool              `json:"overdue"` // the office, or the organisation, is late
	Cite           []law.Cite        `json:"cite"`
	Revision       int64             `json:"revision"`
}

// Errors of complaints.
var (
	ErrComplaintNotFound = fault.New(fault.NotFound, "name-complaint-not-found",
		"Không có đề nghị này. Hãy kiểm tra lại mã.", "There is no such complaint. Check its id.")
	ErrComplaintState = fault.New(fault.Conflict, "name-complaint-wrong-state",
		"Đề nghị không ở bước này. Hãy tải lại để xem bước tiếp theo.", "The complaint is not at this step. Read it again.")
	ErrComplaintEarly = fault.New(fault.Refused, "name-complaint-not-overdue",
		"Chưa hết thời hạn đổi tên. Hãy chờ đến sau ngày hết hạn.", "The time to change the name has not run out. Wait until it has.")
	ErrComplaintEnded = fault.New(fault.Refused, "name-complaint-ended",
		"Tổ chức hoặc đơn vị này đã chấm dứt, không còn tên để đổi. Hãy kiểm tra lại đối tượng của đề nghị.",
		"This organisation or unit has ended: there is no name to change. Check whom the complaint is about.")
	ErrComplaintNotInForce = fault.New(fault.Refused, "name-complaint-not-in-force",
		"Vào ngày này chưa có thủ tục yêu cầu đổi tên xâm phạm quyền sở hữu công nghiệp (có từ 18/07/2024).",
		"On this day the law knows no such procedure; it came on 2024-07-18.")
)

// On fills in what follows from the day: the state and whether somebody is late.
func (c Complaint) On(today vn.Date) Complaint {
	switch {
	case !c.ChangedOn.IsZero():
		c.State = ComplaintChanged
	case !c.EndedOn.IsZero():
		c.State = ComplaintEnded
	case !c.ReportedOn.IsZero():
		c.State = ComplaintReported
	case !c.DemandedOn.IsZero():
		c.State, c.Overdue = ComplaintDemanded, today.After(c.ChangeDueOn)
	default:
		c.State, c.Overdue = ComplaintReceived, today.After(c.DemandDueOn)
	}
	return c
}

// Follow lets a complaint follow who it is about, as the register knows it on a day: the demand is met while another name is
// borne (Điều 18 khoản 4, 92/2024/NĐ-CP: "phải đăng ký thay đổi tên"), whether the office had demanded it yet or not; it stands
// again, with its days as they ran, where the change of name was taken back (Điều 24 khoản 2-3); and nobody is left to meet it
// after an end. Of the foreign and the short name Điều 18 does not speak. It tells what happened, empty for nothing.
func (c Complaint) Follow(name string, ended, today vn.Date) (followed Complaint, happened string) {
	followed = c
	followed.EndedOn = ended
	switch borne := name == c.Name; {
	case !borne && c.ChangedOn.IsZero() && c.EndedOn.IsZero():
		followed.ChangedOn = today
		return followed, "settled"
	case borne && !c.ChangedOn.IsZero():
		followed.ChangedOn = vn.Date{}
		return followed, "reopened"
	case !c.ChangedOn.IsZero(), ended.IsZero() == c.EndedOn.IsZero():
		return c, ""
	case ended.IsZero():
		return followed, "reopened"
	}
	return followed, "ended"
}

// Demand notes the office's notice, from which the time to change the name runs; anything but a complaint just received is
// ErrComplaintState.
func (c Complaint) Demand(today, changeDue vn.Date) (Complaint, error) {
	if c.On(today).State != ComplaintReceived {
		return c, ErrComplaintState
	}
	c.DemandedOn, c.ChangeDueOn = today, changeDue
	return c.On(today), nil
}

// Report notes that the body that punishes was told, after the time has run out: ErrComplaintEarly before,
// ErrComplaintState where no name is to be changed.
func (c Complaint) Report(today vn.Date, to string) (Complaint, error) {
	switch now := c.On(today); {
	case now.State != ComplaintDemanded:
		return c, ErrComplaintState
	case !now.Overdue:
		return c, ErrComplaintEarly.Saying(msgComplaintEarly(c.ChangeDueOn), "The time to change the name runs until "+c.ChangeDueOn.String()+". Wait until it has passed.")
	}
	c.ReportedOn, c.ReportedTo = today, to
	return c.On(today), nil
}
