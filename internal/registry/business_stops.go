package registry

import (
	"context"
	"slices"
	"strconv"

	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/law"
	"htxregistry/internal/rulebook"
	"htxregistry/internal/vn"
)

const actBusinessStopped = "organization.business_stopped"

// checkStop completes a demand to stop business and names every fault of it: a ground of the law of the day, for an organisation
// that is registered and lives, with what that law asks for. Of another kind of notice there is none.
func (r *Registry) checkStop(n *coop.Notice, o coop.Organization) error {
	if n.Kind != coop.NoticeStop {
		if n.Stop != nil {
			return ErrInvalid.At(fault.Field{Pointer: "/stop", Code: "not-allowed", Detail: msgStopForeign})
		}
		return nil
	}
	if n.Stop == nil {
		return ErrInvalid.At(fault.Field{Pointer: "/stop", Code: "required", Detail: msgStopMissing})
	}
	stop := *n.Stop
	stop.Industries = notNil(stop.Industries)
	rule, known := r.book.StopRule(stop.Ground, o.Kind, n.IssuedOn)
	if !known || o.Registration.Track != coop.TrackRegistration {
		return ErrInvalid.At(fault.Field{Pointer: "/stop/ground", Code: "unknown-ground", Detail: msgStopGrounds(r.book.StopGrounds(o.Kind, n.IssuedOn))})
	}
	faults := r.stopFaults(*n, stop, rule)
	if o.Status == coop.StatusEnded {
		faults = append(faults, fault.Field{Pointer: "/kind", Code: "other-status", Detail: msgStopEnded, Cite: rule.Cite})
	}
	if len(faults) > 0 {
		return ErrInvalid.At(faults...)
	}
	if rule.Workdays > 0 {
		stop.ActBy, _ = r.book.Calendar.AddWorkdays(stop.ReceivedOn, rule.Workdays)
	}
	n.Stop = &stop
	return nil
}

// stopFaults names what a demand lacks by its rule.
func (r *Registry) stopFaults(n coop.Notice, stop coop.StopDemand, rule rulebook.StopRule) []fault.Field {
	var faults []fault.Field
	check := func(ok bool, pointer, code, detail string) {
		if !ok {
			faults = append(faults, fault.Field{Pointer: pointer, Code: code, Detail: detail, Cite: rule.Cite})
		}
	}
	check(n.UnitID == nil, "/unit_id", "not-allowed", msgStopUnit)
	check(slices.Contains(rule.Orders, stop.Order), "/stop/order", "not-allowed", msgStopOrder(rule.Orders))
	check(!rule.Lines || len(stop.Industries) > 0, "/stop/industries", "required", msgStopLines)
	for i, line := range stop.Industries {
		_, ok := r.Reference().Industries.Get(line.Edition, line.Code)
		check(ok, "/stop/industries/"+strconv.Itoa(i), "unknown", msgStopLine(line))
		check(!slices.Contains(stop.Industries[:i], line), "/stop/industries/"+strconv.Itoa(i), "twice", msgStopTwice)
	}
	if !rule.Paper {
		return faults
	}
	check(n.Paper.Dated() && n.Paper.Issuer != "", "/paper", "required", msgNoticePaper)
	check(!stop.ReceivedOn.IsZero(), "/stop/received_on", "required", msgStopReceived)
	inOrder := !stop.ReceivedOn.Before(n.Paper.IssuedOn) && !stop.ReceivedOn.After(n.IssuedOn)
	check(stop.ReceivedOn.IsZero() || inOrder, "/stop/received_on", "out-of-order", msgStopReceivedOrder)
	return faults
}

// stop enters a demand in the record, from the day of the notice on; where the register knows a later change of what is stopped,
// from that one on, so that neither hides the other.
func (r *Registry) stop(ctx context.Context, tx Tx, o coop.Organization, n coop.Notice) error {
	rule, _ := r.book.StopRule(n.Stop.Ground, o.Kind, n.IssuedOn)
	on := n.IssuedOn
	later, err := tx.Changes(ctx, o.ID, nil, on)
	if err != nil {
		return err
	}
	for _, change := range later {
		if _, touched := change.Patch["business_stops"]; touched {
			on = laterDay(on, change.On)
		}
	}
	return r.alterStops(ctx, tx, o, act{name: actBusinessStopped, operation: OpCreateNotice, on: on, authority: n.AuthorityID, cite: rule.Cite},
		func(stops []coop.BusinessStop) []coop.BusinessStop {
			return append(stops, coop.BusinessStop{
				NoticeID: n.ID, Ground: n.Stop.Ground, Order: n.Stop.Order, Industries: n.Stop.Industries, Since: n.IssuedOn,
				Issuer: n.Paper.Issuer, Cite: notNil(rule.Cite),
			})
		})
}

// liftStop takes a demand out of the record today. When it may be lifted no text says: the office closes it with a reason or a
// paper.
func (r *Registry) liftStop(ctx context.Context, tx Tx, o coop.Organization, n coop.Notice, paper *coop.Instrument, reason string) error {
	if !paper.Dated() && reason == "" {
		return ErrInvalid.At(fault.Field{Pointer: "/reason", Code: "required", Detail: msgStopLifting})
	}
	return r.alterStops(ctx, tx, o, act{
		name: "organization.business_released", operation: OpCloseNotice, on: vn.DateIn(tx.Now()), authority: n.AuthorityID, cite: r.noticeCite(n, o.Kind),
	}, func(stops []coop.BusinessStop) []coop.BusinessStop {
		return slices.DeleteFunc(stops, func(s coop.BusinessStop) bool { return s.NoticeID == n.ID })
	})
}

func (r *Registry) alterStops(ctx context.Context, tx Tx, o coop.Organization, a act, change func([]coop.BusinessStop) []coop.BusinessStop) error {
	_, _, err := r.alter(ctx, tx, o, a, func(o coop.Organization) coop.Organization {
		o.Stops = change(slices.Clone(o.Stops))
		return o
	})
	return err
}

// noticeCite is the clause a notice stands on; of a demand to stop business, the one of its day and kind.
func (r *Registry) noticeCite(n coop.Notice, kind coop.Kind) []law.Cite {
	if n.Stop == nil {
		return citeNotice(n.Kind)
	}
	rule, _ := r.book.StopRule(n.Stop.Ground, kind, n.IssuedOn)
	return notNil(rule.Cite)
}
