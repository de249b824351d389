package registry

import (
	"context"
	"errors"
	"log/slog"

	"htxregistry/internal/caller"
	"htxregistry/internal/fault"
	"htxregistry/internal/id"
	"htxregistry/internal/succession"
	"htxregistry/internal/vn"
)

// SuccessionOptions say how a plan is taken: DryRun writes nothing; WhatIf neither, and lets the plan invent places and
// successions. After and Limit choose which items are shown; Limit 0 shows all.
type SuccessionOptions struct {
	DryRun bool
	WhatIf bool
	After  int
	Limit  int
}

// SuccessionPage is what a plan does, with the number of the item after which the next page begins.
type SuccessionPage struct {
	succession.Result
	Next *int
}

// ApplySuccession carries a plan out on or after its day, in one transaction that lets no file be entered or decided
// meanwhile, or says what it would do. The same plan again changes nothing and says so. It returns succession.ErrInvalid
// naming every fault, ErrSuccessionOther for another plan under a name already applied, ErrSuccessionEarly before its day,
// and ErrSuccessionOrder while files lie at offices that ended earlier still.
func (r *Registry) ApplySuccession(ctx context.Context, plan succession.Plan, o SuccessionOptions) (SuccessionPage, error) {
	if err := r.permit(caller.From(ctx), OpApplySuccession); err != nil {
		return SuccessionPage{}, err
	}
	plan, err := plan.Completed()
	if err != nil {
		return SuccessionPage{}, err
	}
	var page SuccessionPage
	if o.DryRun || o.WhatIf {
		err = r.store.View(ctx, func(tx ReadTx) error {
			page, err = r.foresee(ctx, tx, plan, o)
			return err
		})
		return page, err
	}
	err = r.store.InTxAlone(ctx, func(tx Tx) error {
		page, err = r.succeed(ctx, tx, plan, o)
		return err
	})
	if err == nil && !page.AlreadyApplied {
		r.log.InfoContext(ctx, "succession applied", slog.String("name", plan.Name), slog.Any("counts", page.Counts))
	}
	return page, err
}

// foresee says what a plan would do.
func (r *Registry) foresee(ctx context.Context, tx ReadTx, plan succession.Plan, o SuccessionOptions) (SuccessionPage, error) {
	ref := r.Reference()
	if o.WhatIf && len(plan.Places) > 0 {
		data, err := tx.Reference(ctx)
		if err != nil {
			return SuccessionPage{}, err
		}
		imagined := &Reference{Industries: ref.Industries, Revision: ref.Revision}
		imagined.Places, imagined.Authorities = succession.Imagine(plan, data.Places, data.AltNames, data.Successions)
		ref = imagined
	}
	if err := plan.Check(ref.Places, ref.Authorities, succession.Demand{WhatIf: o.WhatIf}); err != nil {
		return SuccessionPage{}, err
	}
	if page, known, err := r.alreadyApplied(ctx, tx, plan); known || err != nil {
		page.DryRun = true
		return page, err
	}
	w, err := r.workOut(ctx, tx, plan, ref)
	page := w.page(o)
	page.DryRun, page.Message = true, msgSuccessionDryRun
	return page, err
}

// succeed carries a plan out.
func (r *Registry) succeed(ctx context.Context, tx Tx, plan succession.Plan, o SuccessionOptions) (SuccessionPage, error) {
	ref, today := r.Reference(), vn.DateIn(tx.Now())
	if page, known, err := r.alreadyApplied(ctx, tx, plan); known || err != nil {
		return page, err
	}
	late, err := tx.SuccessionAfter(ctx, plan.On)
	if err != nil {
		return SuccessionPage{}, err
	}
	if err := plan.Check(ref.Places, ref.Authorities, succession.Demand{Written: true, Late: late, Today: today}); err != nil {
		return SuccessionPage{}, err
	}
	if today.Before(plan.On) {
		return SuccessionPage{}, ErrSuccessionEarly.At(fault.Field{Pointer: "/on", Code: "in-future", Detail: msgSuccessionEarly(plan.On, today)})
	}
	stranded, err := tx.Stranded(ctx, plan.On, maxStranded)
	if err != nil {
		return SuccessionPage{}, err
	}
	if len(stranded) > 0 {
		return SuccessionPage{}, r.strandedAt(stranded)
	}
	w, err := r.workOut(ctx, tx, plan, ref)
	if err != nil {
		return SuccessionPage{}, err
	}
	page := w.page(o)
	page.Message = msgSuccessionDone
	if page.Next != nil { // what was worked out before the plan was carried out is not there to be paged through after it
		page.Next, page.Message = nil, msgSuccessionDone+" "+msgSuccessionFirst(len(page.Items), len(w.items))
	}
	applied := succession.Applied{
		ID: id.New[succession.Applied](), Name: plan.Name, Digest: plan.Digest(), On: plan.On, Plan: plan, Counts: w.counts,
		AppliedAt: tx.Now(), AppliedBy: callerName(caller.From(ctx)),
	}
	page.ID = &applied.ID
	return page, r.carryOut(ctx, tx, w, applied)
}

// maxStranded is how many offices that keep files after their end are named.
const maxStranded = 20

func (r *Registry) strandedAt(offices []string) error {
	fields := make([]fault.Field, 0, len(offices))
	for _, office := range offices {
		if a, ok := r.Reference().authority(office); ok {
			fields = append(fields, fault.Field{Pointer: "/on", Code: "earlier-succession-missing", Detail: msgStranded(a.Code, a.NameOn(a.To.AddDays(-1)), a.To)})
		}
	}
	return ErrSuccessionOrder.At(fields...)
}

// alreadyApplied finds the succession of the plan's name.
func (r *Registry) alreadyApplied(ctx context.Context, tx ReadTx, plan succession.Plan) (SuccessionPage, bool, error) {
	applied, err := tx.SuccessionByName(ctx, plan.Name)
	if errors.Is(err, fault.NotFound) {
		return SuccessionPage{}, false, nil
	}
	if err != nil {
		return SuccessionPage{}, false, err
	}
	if applied.Digest != plan.Digest() {
		return SuccessionPage{}, true, ErrSuccessionOther
	}
	return SuccessionPage{Result: succession.Result{
		ID: &applied.ID, Plan: plan, Digest: applied.Digest, AlreadyApplied: true, Message: msgSuccessionKnown,
		Counts: applied.Counts, Items: []succession.Item{},
	}}, true, nil
}

// page shows a part of what was worked out, counts of the whole first.
func (w *worked) page(o SuccessionOptions) SuccessionPage {
	first := min(max(o.After, 0), len(w.items))
	last := len(w.items)
	page := SuccessionPage{Result: succession.Result{Plan: w.plan, Digest: w.plan.Digest(), Counts: w.counts}}
	if o.Limit > 0 && first+o.Limit < last {
		last = first + o.Limit
		page.Next = &last
	}
	page.Items = notNil(w.items[first:last])
	return page
}
