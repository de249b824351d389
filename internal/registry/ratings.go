package registry

import (
	"context"
	"errors"
	"reflect"
	"strconv"
	"time"

	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/fault"
	"htxregistry/internal/rating"
	"htxregistry/internal/vn"
)

// PutRating keeps an organisation's own score of a year, or the grade another body gave it, as revision+1, worked out by
// the scheme. The office's earlier points are dropped: they were about the older score. It returns rating.ErrKind,
// rating.ErrYear, rating.ErrScheme, rating.ErrSheet naming every rule broken, ErrForeignOffice, ErrStale.
func (r *Registry) PutRating(ctx context.Context, idOrCode string, year int, revision int64, sheet rating.Sheet) (rating.Rating, error) {
	for i := range sheet.Scores {
		sheet.Scores[i].OfficePoints, sheet.Scores[i].OfficeReason = nil, ""
	}
	return r.rate(ctx, idOrCode, year, revision, OpPutRating, "rating.scored", sheet.Scores, func(rating.Rating) (rating.Sheet, error) { return sheet, nil })
}

// VerifyRating puts the office's points beside the own ones, each difference with its reason. It returns rating.ErrNoRating
// where nothing was scored, and what PutRating does.
func (r *Registry) VerifyRating(ctx context.Context, idOrCode string, year int, revision int64, office []rating.Score) (rating.Rating, error) {
	return r.rate(ctx, idOrCode, year, revision, OpVerifyRating, "rating.verified", office, func(known rating.Rating) (rating.Sheet, error) {
		if known.Revision == 0 || known.Grade != nil {
			return rating.Sheet{}, rating.ErrNoRating
		}
		return known.Sheet, beside(known.Scores, office)
	})
}

// beside puts the office's points into the scores; a line that was not scored is named.
func beside(scores, office []rating.Score) error {
	var faults []fault.Field
	for i, c := range office {
		found := false
		for j := range scores {
			if scores[j].Line == c.Line {
				scores[j].OfficePoints, scores[j].OfficeReason, found = c.OfficePoints, c.OfficeReason, true
			}
		}
		if !found {
			faults = append(faults, fault.Field{Pointer: "/scores/" + strconv.Itoa(i) + "/line", Code: "unknown", Detail: msgLineNotScored(c.Line)})
		}
	}
	if len(faults) > 0 {
		return rating.ErrSheet.At(faults...)
	}
	return nil
}

// rate works a year's rating out anew and keeps it with its ledger entry. Faults point into the scores that were sent. The
// same sheet again, sent by whoever lost the answer, changes nothing.
func (r *Registry) rate(ctx context.Context, idOrCode string, year int, revision int64, op Operation, act string, sent []rating.Score,
	declare func(known rating.Rating) (rating.Sheet, error),
) (rating.Rating, error) {
	return once(ctx, r, func(tx Tx) (rating.Rating, error) {
		o, office, err := r.yearOf(ctx, tx, idOrCode, year, op)
		if err != nil {
			return rating.Rating{}, err
		}
		known, err := tx.Rating(ctx, o.ID, year, time.Time{})
		if err != nil && !errors.Is(err, fault.NotFound) {
			return rating.Rating{}, err
		}
		sheet, err := declare(known)
		if known.Revision == revision+1 && op == OpPutRating && reflect.DeepEqual(known.Sheet, sheet) {
			return known, nil
		}
		if known.Revision != revision {
			return rating.Rating{}, ErrStale.Member("revision", known.Revision)
		}
		if err == nil {
			err = sheet.Check(vn.DateIn(tx.Now()))
		}
		if err != nil {
			return rating.Rating{}, err
		}
		made := rating.Rating{
			OrganizationID: o.ID, Year: year, Sheet: sheet, Authority: &office, Rulebook: r.book.Digest, AsOf: vn.DateIn(tx.Now()),
			RecordedAt: tx.Now(), Revision: revision + 1,
		}
		if made.Result, err = r.resultOf(ctx, tx, o, year, sheet, sent); err != nil {
			return rating.Rating{}, err
		}
		if op == OpVerifyRating {
			made.VerifiedAt = &made.RecordedAt
			if made.VerifiedTotal == nil { // the office agrees with every line
				made.VerifiedTotal, made.VerifiedRank = made.Total, made.Rank
			}
		}
		if err := tx.SaveRating(ctx, made); err != nil {
			return rating.Rating{}, err
		}
		return made, r.yearEntry(ctx, tx, op, act, o, office, year, made.Revision)
	})
}

// resultOf is what the scheme makes of a sheet, with the facts that the register knows: founding, suspensions, the report.
func (r *Registry) resultOf(ctx context.Context, tx ReadTx, o coop.Organization, year int, sheet rating.Sheet, sent []rating.Score) (rating.Result, error) {
	scheme, ok := r.book.RatingScheme(sheet.Scheme)
	if !ok || !scheme.Covers(o.Kind, o.Sector, year) {
		return rating.Result{}, rating.ErrScheme.At(fault.Field{Pointer: "/scheme", Code: "not-for-year", Detail: msgNoScheme(sheet.Scheme, year)})
	}
	if scheme.External != (sheet.Grade != nil) || scheme.External && len(sheet.Scores) > 0 {
		return rating.Result{}, rating.ErrScheme.At(fault.Field{Pointer: "/external_grade", Code: "not-for-scheme", Detail: msgGradeOrPoints})
	}
	facts := rating.Facts{Year: year, Founded: o.Registration.IssuedOn, Penalised: sheet.Penalised, Agreed: sheet.Agreed}
	report, err := tx.Report(ctx, o.ID, year, time.Time{})
	switch {
	case err == nil:
		facts.Figures = &report.Figures
	case !errors.Is(err, fault.NotFound):
		return rating.Result{}, err
	}
	states, err := tx.OrganizationStates(ctx, o.ID, vn.NewDate(year, 1, 1))
	if err != nil {
		return rating.Result{}, err
	}
	for _, s := range states {
		if s.Status == coop.StatusSuspended {
			facts.Stopped = append(facts.Stopped, vn.Period{From: s.Since(), To: s.State.To})
		}
	}
	result := scheme.Rate(sheet.Scores, facts)
	if against := rating.Faults(dossier.NotMet(result.Checks)); len(against) > 0 {
		return rating.Result{}, rating.ErrSheet.At(asFields(rating.In(sent, against))...)
	}
	return result, nil
}

// GetRating gives the rating of a year as it was known at an instant (zero: now). It returns rating.ErrNoRating.
func (r *Registry) GetRating(ctx context.Context, idOrCode string, year int, knownAt time.Time) (rating.Rating, error) {
	var found rating.Rating
	err := r.store.View(ctx, func(tx ReadTx) error {
		o, err := r.staffOf(ctx, tx, idOrCode, OpGetRating)
		if err != nil {
			return err
		}
		found, err = tx.Rating(ctx, o.ID, year, knownAt)
		return err
	})
	return found, err
}

// RatingFilter asks for a page of the ratings of a year, best first or worst first.
type RatingFilter struct {
	Year      int
	Rank      string
	Authority string
	Place     string
	Kind      coop.Kind
	NoQTDND   bool // without the credit funds
	Exempt    *bool
	KnownAt   time.Time // zero: now
	Ascending bool
	After     *RatingPosition
	Limit     int
	Count     bool
}

// RatingPosition is where a list of ratings goes on.
type RatingPosition struct {
	Total int32   `json:"t"`
	ID    coop.ID `json:"i"`
}

// RatingQuery is a RatingFilter with the place on the map the register filters by.
type RatingQuery struct {
	RatingFilter
	Area *coop.Area
}

// RatingPage is a page of ratings.
type RatingPage struct {
	Items []rating.Entry
	Next  *RatingPosition
	Total *int64
}

// ListRatings gives the ratings of a year as they were known. A place that is on no map is ErrInvalid.
func (r *Registry) ListRatings(ctx context.Context, f RatingFilter) (RatingPage, error) {
	q, err := r.ratingQuery(f)
	if err != nil {
		return RatingPage{}, err
	}
	q.Limit = f.Limit + 1
	page := RatingPage{Items: []rating.Entry{}}
	err = r.store.View(ctx, func(tx ReadTx) error {
		found, err := tx.Ratings(ctx, q)
		if err != nil {
			return err
		}
		if len(found) > f.Limit {
			found = found[:f.Limit]
			last := found[f.Limit-1]
			page.Next = &RatingPosition{Total: -1, ID: last.OrganizationID}
			if last.Total != nil {
				page.Next.Total = int32(*last.Total) //nolint:gosec // the column is no wider
			}
		}
		page.Items = append(page.Items, found...)
		if f.Count {
			total, err := tx.CountRatings(ctx, q)
			page.Total = &total
			return err
		}
		return nil
	})
	return page, err
}

func (r *Registry) ratingQuery(f RatingFilter) (RatingQuery, error) {
	q := RatingQuery{RatingFilter: f}
	if f.Place == "" {
		return q, nil
	}
	area, ok := r.area(f.Place, r.Today())
	if !ok {
		return q, ErrInvalid.At(fault.Field{Parameter: "place", Code: "not-in-force", Detail: msgPlaceNotInForce(f.Place, r.Today())})
	}
	q.Area = &area
	return q, nil
}
