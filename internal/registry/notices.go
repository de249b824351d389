package registry

import (
	"context"
	"errors"
	"slices"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/id"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// actNoticeRecorded is the act of a notice that begins.
const actNoticeRecorded = "notice.recorded"

// ListNotices gives what offices noted about an organisation, oldest first; with open only what still stands. It is for the
// organisation's office and its superiors.
func (r *Registry) ListNotices(ctx context.Context, idOrCode string, open bool) ([]coop.Notice, error) {
	var notices []coop.Notice
	err := r.store.View(ctx, func(tx ReadTx) error {
		o, err := find(ctx, tx, idOrCode)
		if err != nil {
			return err
		}
		if err := r.permitAt(caller.From(ctx), OpListNotices, r.officeToday(o)); err != nil {
			return err
		}
		notices, err = tx.Notices(ctx, o.ID, open)
		return err
	})
	for i, n := range notices {
		notices[i] = r.shownNotice(n)
	}
	return notNil(notices), err
}

// shownNotice names the office and tells whether the day is over.
func (r *Registry) shownNotice(n coop.Notice) coop.Notice {
	n.Authority = r.Reference().authorityRef(n.AuthorityID, r.Today())
	n.Overdue = n.Open() && !n.DueOn.IsZero() && n.DueOn.Before(r.Today())
	n.Procedures = notNil(n.Procedures)
	return n
}

// CreateNotice notes something about an organisation: by the kind, it bars registration until it is closed (Điều 33,
// 92/2024/NĐ-CP), sets the status the tax office decides on (Điều 27 khoản 6, Điều 28 khoản 5), stops an end by silence (Điều 50
// khoản 5), asks for something by a day (Điều 24 khoản 3, Điều 25 khoản 3), or stops business on demand (Điều 48, Điều 62 khoản
// 5-6). It returns ErrForeignOffice at another office, ErrNoticeOpen and ErrInvalid.
func (r *Registry) CreateNotice(ctx context.Context, idOrCode string, said coop.Notice) (coop.Notice, error) {
	who := caller.From(ctx)
	if err := r.permit(who, OpCreateNotice); err != nil {
		return coop.Notice{}, err
	}
	return once(ctx, r, func(tx Tx) (coop.Notice, error) {
		o, err := find(ctx, tx, idOrCode)
		if err != nil {
			return coop.Notice{}, err
		}
		office := r.officeToday(o)
		if err := r.permitAt(who, OpCreateNotice, office); err != nil {
			return coop.Notice{}, err
		}
		if err := unitOf(ctx, tx, o.ID, said.UnitID); err != nil {
			return coop.Notice{}, err
		}
		n, err := r.notice(said, o, office, tx)
		if err != nil {
			return coop.Notice{}, err
		}
		switch n.Kind { //nolint:exhaustive // the others leave the record as it is
		case coop.NoticeNotAtAddress:
			err = r.address(ctx, tx, o, n, coop.StatusActive, coop.StatusNotAtAddress)
		case coop.NoticeStop:
			err = r.stop(ctx, tx, o, n)
		}
		if err != nil {
			return coop.Notice{}, err
		}
		if err := tx.AddNotice(ctx, n); err != nil {
			return coop.Notice{}, err
		}
		return r.shownNotice(n), r.noticeEntry(ctx, tx, OpCreateNotice, actNoticeRecorded, n, o.Kind)
	})
}

// unitOf refuses a unit that is not the organisation's; nil is none.
func unitOf(ctx context.Context, tx ReadTx, organization coop.ID, unit *coop.UnitID) error {
	if unit == nil {
		return nil
	}
	u, err := tx.Unit(ctx, *unit)
	if errors.Is(err, fault.NotFound) || err == nil && u.OrganizationID != organization {
		return ErrInvalid.At(fault.Field{Pointer: "/unit_id", Code: "other-organization", Detail: msgUnitElsewhere})
	}
	return err
}

// notice completes what the caller said: its day, the last day to answer, and the office.
func (r *Registry) notice(said coop.Notice, o coop.Organization, office coop.AuthorityRef, tx Tx) (coop.Notice, error) {
	today := vn.DateIn(tx.Now())
	n := said
	n.ID, n.OrganizationID, n.AuthorityID, n.RecordedAt = id.New[coop.Notice](), o.ID, office.ID, tx.Now()
	if n.IssuedOn.IsZero() {
		n.IssuedOn = today
	}
	happened := []dayAt{{"/issued_on", n.IssuedOn}, {"/paper/issued_on", n.Paper.IssuedOn}}
	if n.Stop != nil {
		happened = append(happened, dayAt{"/stop/received_on", n.Stop.ReceivedOn})
	}
	if err := notToCome(today, happened...); err != nil {
		return n, err
	}
	if (othersDecide(n.Kind) || n.Kind == coop.NoticeObjection) && !backed(&n.Paper) {
		return n, ErrInvalid.At(fault.Field{Pointer: "/paper", Code: "required", Detail: msgNoticePaper})
	}
	if due, _ := r.book.NoticeDue(n.Kind, n.IssuedOn); !due.IsZero() {
		n.DueOn = due
	}
	if !n.DueOn.IsZero() && n.DueOn.Before(n.IssuedOn) {
		return n, ErrInvalid.At(fault.Field{Pointer: "/due_on", Code: "before-issue", Detail: msgNoticeDue})
	}
	return n, r.checkStop(&n, o)
}

// othersDecide tells whether another body decides that a notice begins and ends, and the office only notes it: the tax office on
// who is not found at the address (Điều 27 khoản 6, Điều 28 khoản 5, 92/2024/NĐ-CP), a court, an enforcement or an investigating
// body on what may not be done, "cho đến khi có ý kiến chấp thuận bằng văn bản" (Điều 33 khoản 3).
func othersDecide(kind coop.NoticeKind) bool {
	return kind == coop.NoticeDemand || kind == coop.NoticeNotAtAddress
}

// backed tells whether a paper says who gave it and when.
func backed(paper *coop.Instrument) bool { return paper.Dated() && paper.Issuer != "" }

// dayAt is a day of something that has happened, with its place in the request.
type dayAt struct {
	pointer string
	day     vn.Date
}

// notToCome refuses days that have not come, naming each. It returns ErrInvalid.
func notToCome(today vn.Date, days ...dayAt) error {
	var early []fault.Field
	for _, d := range days {
		if d.day.After(today) {
			early = append(early, fault.Field{Pointer: d.pointer, Code: "in-future", Detail: msgInFuture})
		}
	}
	if len(early) > 0 {
		return ErrInvalid.At(early...)
	}
	return nil
}

// CloseNotice ends a notice: what was demanded is done and accepted, or whoever stood behind it takes it back. It returns
// ErrNoticeNotFound, ErrNoticeClosed, ErrForeignOffice, and ErrInvalid without the paper of the body that alone can end it.
func (r *Registry) CloseNotice(ctx context.Context, idOrCode string, noticeID coop.NoticeID, paper *coop.Instrument, reason string) (coop.Notice, error) {
	who := caller.From(ctx)
	if err := r.permit(who, OpCloseNotice); err != nil {
		return coop.Notice{}, err
	}
	return once(ctx, r, func(tx Tx) (coop.Notice, error) {
		o, err := find(ctx, tx, idOrCode)
		if err != nil {
			return coop.Notice{}, err
		}
		if err := r.permitAt(who, OpCloseNotice, r.officeToday(o)); err != nil {
			return coop.Notice{}, err
		}
		notices, err := tx.Notices(ctx, o.ID, false)
		if err != nil {
			return coop.Notice{}, err
		}
		at := slices.IndexFunc(notices, func(n coop.Notice) bool { return n.ID == noticeID })
		switch {
		case at < 0:
			return coop.Notice{}, ErrNoticeNotFound
		case !notices[at].Open():
			return coop.Notice{}, ErrNoticeClosed
		}
		n := notices[at]
		if othersDecide(n.Kind) && !backed(paper) {
			return coop.Notice{}, ErrInvalid.At(fault.Field{Pointer: "/paper", Code: "required", Detail: msgNoticePaper})
		}
		if paper != nil {
			if err := notToCome(vn.DateIn(tx.Now()), dayAt{"/paper/issued_on", paper.IssuedOn}); err != nil {
				return coop.Notice{}, err
			}
		}
		switch n.Kind { //nolint:exhaustive // the others leave the record as it is
		case coop.NoticeNotAtAddress:
			err = r.address(ctx, tx, o, n, coop.StatusNotAtAddress, coop.StatusActive)
		case coop.NoticeStop:
			err = r.liftStop(ctx, tx, o, n, paper, reason)
		}
		if err != nil {
			return coop.Notice{}, err
		}
		return r.closed(ctx, tx, n, o.Kind, paper, reason)
	})
}

// closed closes a notice in the register and in the ledger.
func (r *Registry) closed(ctx context.Context, tx Tx, n coop.Notice, kind coop.Kind, paper *coop.Instrument, reason string) (coop.Notice, error) {
	n.ClosedOn, n.Closing, n.ClosingReason = vn.DateIn(tx.Now()), paper, reason
	if err := tx.CloseNotice(ctx, n.ID, n.ClosedOn, paper, reason); err != nil {
		return n, err
	}
	return r.shownNotice(n), r.noticeEntry(ctx, tx, OpCloseNotice, "notice.closed", n, kind)
}

// closeNotices closes what an approved file answers.
func (r *Registry) closeNotices(ctx context.Context, tx Tx, j *judged, kind coop.NoticeKind) error {
	for _, n := range j.subject.Target.Notices {
		if n.Kind != kind || !n.Open() || (n.UnitID == nil) != (j.unit == nil) {
			continue
		}
		if _, err := r.closed(ctx, tx, n, j.target.Kind, nil, msgAnsweredBy(j.file.Number)); err != nil {
			return err
		}
	}
	return nil
}

// address moves an organisation or unit between being active and not found at its address. The tax office decides on both; it
// never overrides another status (Điều 27 khoản 6, Điều 28 khoản 5, 92/2024/NĐ-CP).
func (r *Registry) address(ctx context.Context, tx Tx, o coop.Organization, n coop.Notice, from, to coop.Status) error {
	on := vn.DateIn(tx.Now())
	a := act{name: "organization." + string(to), operation: OpCreateNotice, on: on, authority: n.AuthorityID, cite: citeAddress(n)}
	if to == coop.StatusActive {
		a.name, a.operation = "organization.found_at_address", OpCloseNotice
	}
	if n.UnitID != nil {
		u, err := tx.Unit(ctx, *n.UnitID)
		if err != nil {
			return err
		}
		if u.Status != from {
			return onlyToSet(to)
		}
		a.name = "unit." + a.name[len("organization."):]
		_, err = r.alterUnit(ctx, tx, u, a, func(u coop.Unit) coop.Unit {
			u.Status, u.StatusReason, u.StatusSince = to, "", on
			return u
		})
		return err
	}
	if o.Status != from {
		return onlyToSet(to)
	}
	_, _, err := r.alter(ctx, tx, o, a, func(o coop.Organization) coop.Organization {
		o.Status, o.StatusReason, o.StatusSince = to, "", on
		return o
	})
	return err
}

// onlyToSet refuses to set the status over another; to end it where another has taken its place changes nothing.
func onlyToSet(to coop.Status) error {
	if to == coop.StatusActive {
		return nil
	}
	return ErrInvalid.At(fault.Field{Pointer: "/kind", Code: "other-status", Detail: msgAddressStatus})
}

// noticeEntry is the ledger entry of a notice.
func (r *Registry) noticeEntry(ctx context.Context, tx Tx, op Operation, act string, n coop.Notice, kind coop.Kind) error {
	e := r.entry(ctx, tx, op, act)
	e.OrganizationID, e.AuthorityID, e.Cite = n.OrganizationID.String(), n.AuthorityID, r.noticeCite(n, kind)
	if n.UnitID != nil {
		e.UnitID = n.UnitID.String()
	}
	after := map[string]any{"id": n.ID, "kind": n.Kind, "issued_on": n.IssuedOn, "due_on": n.DueOn, "procedures": notNil(n.Procedures), "closed_on": n.ClosedOn}
	if n.Stop != nil {
		after["stop"] = n.Stop
	}
	e.After = mustJSON(after)
	return tx.Append(ctx, e)
}

// citeNotice is the clause a kind of notice stands on.
func citeNotice(kind coop.NoticeKind) []law.Cite {
	at := map[coop.NoticeKind]string{
		coop.NoticeViolation: "Điều 33 khoản 1 điểm a", coop.NoticeDemand: "Điều 33 khoản 3", coop.NoticeNotAtAddress: "Điều 27 khoản 6",
		coop.NoticeObjection: "Điều 50 khoản 5", coop.NoticeReview: "Điều 25 khoản 3", coop.NoticeReport: "Điều 7 khoản 6",
		coop.NoticeNewDossier: "Điều 24 khoản 3 điểm a",
	}[kind]
	return []law.Cite{{Doc: "92/2024/NĐ-CP", At: at}}
}

func citeAddress(n coop.Notice) []law.Cite {
	if n.UnitID != nil {
		return []law.Cite{{Doc: "92/2024/NĐ-CP", At: "Điều 28 khoản 5"}}
	}
	return citeNotice(n.Kind)
}
