// Package alliance is the Liên minh hợp tác xã of a province as the register knows it: which organisations are its members,
// and what it holds to be wrong on the register. It writes these facts and no other.
package alliance

import (
	"slices"
	"time"

	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/id"
	"htxregistry/internal/vn"
)

// MembershipID names a membership as it was known: a correction has another id.
type MembershipID = id.Of[Membership]

// Kind is the kind of a member. Charters name these three; which rights each has is the charter's.
type Kind string

// The kinds of member.
const (
	KindOfficial  Kind = "official"  // chính thức
	KindAssociate Kind = "associate" // liên kết
	KindHonorary  Kind = "honorary"  // danh dự
)

// Kinds lists every kind.
func Kinds() []Kind { return []Kind{KindOfficial, KindAssociate, KindHonorary} }

// Membership is a span of days for which an organisation is a member, as the alliance knew it from RecordedAt on until
// SupersededAt, nil: still.
type Membership struct {
	ID             MembershipID     `json:"id"`
	OrganizationID coop.ID          `json:"organization_id"`
	Kind           Kind             `json:"kind"`
	From           vn.Date          `json:"valid_from"`
	To             vn.Date          `json:"valid_to"` // the first day it is no member any more
	Decision       *coop.Instrument `json:"decision,omitempty"`
	Reason         string           `json:"reason,omitempty"` // why it left, or why this corrects what was said before
	RecordedAt     time.Time        `json:"recorded_at"`
	SupersededAt   *time.Time       `json:"superseded_at"`
}

// Period is the span of days.
func (m Membership) Period() vn.Period { return vn.Period{From: m.From, To: m.To} }

// Errors of memberships.
var (
	ErrNotFound = fault.New(fault.NotFound, "alliance-membership-not-found",
		"Tổ chức này không có lần tham gia liên minh với mã này. Hãy xem /v1/organizations/{id}/alliance-memberships.",
		"The organisation has no such membership. See its memberships.")
	ErrMember = fault.New(fault.Conflict, "already-alliance-member",
		"Tổ chức đã là thành viên liên minh trong thời gian này. Hãy xem lại ngày, hoặc kết thúc hay sửa lần tham gia trước.",
		"The organisation is a member for these days already. Check the days, or end or correct the earlier membership.")
	ErrOver = fault.New(fault.Conflict, "alliance-membership-over",
		"Lần tham gia này đã kết thúc hoặc đã được sửa. Hãy tải lại rồi sửa bản mới.",
		"The membership is over, or was corrected. Read it again.")
	ErrRefused = fault.New(fault.Refused, "alliance-membership-refused",
		"Lần tham gia liên minh có chỗ chưa đúng. Hãy sửa từng điểm nêu dưới đây.", "The membership breaks rules. Mend every point below.")
)

// Life is the span in which an organisation could be a member: the register knows of nothing before and after. Zero days
// are not known, or have not come.
type Life struct {
	Founded, Ended vn.Date
}

// Check names every day of a membership that cannot be: not come yet, before the organisation was founded or after it ended,
// an end before the beginning.
func (m Membership) Check(life Life, today vn.Date) error {
	var faults []fault.Field
	wrong := func(pointer, code, detail string) {
		faults = append(faults, fault.Field{Pointer: pointer, Code: code, Detail: detail})
	}
	if m.From.After(today) {
		wrong("/valid_from", "in-future", msgInFuture)
	}
	if m.To.After(today) {
		wrong("/valid_to", "in-future", msgInFuture)
	}
	if !life.Founded.IsZero() && m.From.Before(life.Founded) {
		wrong("/valid_from", "before-founding", msgBeforeFounding(life.Founded))
	}
	if !life.Ended.IsZero() && !m.From.Before(life.Ended) {
		wrong("/valid_from", "organization-ended", msgEnded(life.Ended))
	}
	if !m.To.IsZero() && !m.From.Before(m.To) {
		wrong("/valid_to", "before-beginning", msgEmptySpan)
	}
	if m.Decision != nil && m.Decision.IssuedOn.After(today) {
		wrong("/decision/issued_on", "in-future", msgInFuture)
	}
	if len(faults) > 0 {
		return ErrRefused.At(faults...)
	}
	return nil
}

// Free refuses days that another membership known has already: ErrMember.
func (m Membership) Free(known []Membership) error {
	if slices.ContainsFunc(known, func(other Membership) bool { return other.ID != m.ID && other.Period().Overlaps(m.Period()) }) {
		return ErrMember
	}
	return nil
}

// Follows gives the open membership of another kind that a new one takes the place of, nil where there is none: a change of
// kind ends the one and begins the other on the same day.
func (m Membership) Follows(known []Membership) *Membership {
	for _, other := range known {
		if other.To.IsZero() && other.Kind != m.Kind && other.From.Before(m.From) {
			return &other
		}
	}
	return nil
}
