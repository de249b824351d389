package coop

import (
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// StopGround is on what word business is stopped: Điều 96 khoản 2, 17/2023/QH15; Điều 48, Điều 62 khoản 5-6, 92/2024/NĐ-CP;
// Điều 6 khoản 2 điểm g, 193/2013/NĐ-CP.
type StopGround string

// The grounds.
const (
	StopConditional   StopGround = "conditional_line"    // a conditional line whose conditions are not met
	StopForeignAccess StopGround = "foreign_access_line" // a line open to foreign investors on conditions that are not met
	StopBody          StopGround = "competent_body"      // a competent body, by the law of taxes, environment or another
	StopCourt         StopGround = "court"               // a decision of a court
)

// StopOrder is what is demanded.
type StopOrder string

// The orders.
const (
	StopSuspend StopOrder = "suspend" // tạm ngừng kinh doanh
	StopHalt    StopOrder = "halt"    // đình chỉ hoạt động
	StopEnd     StopOrder = "end"     // chấm dứt kinh doanh
)

// StopLine is a line of business that is stopped: a VSIC code of any level.
type StopLine struct {
	Edition string `json:"edition"`
	Code    string `json:"code"`
}

// StopDemand is what a notice to stop business says: on what ground, what, which lines (none: all business), and the day the
// office received the paper that it acts on. ActBy is the last day for the office to act; zero where no text sets one.
type StopDemand struct {
	Ground     StopGround `json:"ground"`
	Order      StopOrder  `json:"order"`
	Industries []StopLine `json:"industries"`
	ReceivedOn vn.Date    `json:"received_on,omitzero"`
	ActBy      vn.Date    `json:"act_by,omitzero"`
}

// BusinessStop is a demand that stands, as the record shows it.
type BusinessStop struct {
	NoticeID   NoticeID   `json:"notice_id"`
	Ground     StopGround `json:"ground"`
	Order      StopOrder  `json:"order"`
	Industries []StopLine `json:"industries"`
	Since      vn.Date    `json:"since"`
	Issuer     string     `json:"issuer,omitempty"` // whose paper stands behind it
	Cite       []law.Cite `json:"cite"`
}

// Covers tells whether the stop concerns a line of business.
func (s BusinessStop) Covers(line Industry) bool {
	if len(s.Industries) == 0 {
		return true
	}
	for _, stopped := range s.Industries {
		short, long := stopped.Code, line.Code
		if len(short) > len(long) {
			short, long = long, short
		}
		if stopped.Edition == line.Edition && long[:len(short)] == short {
			return true
		}
	}
	return false
}
