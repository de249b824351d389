package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"htxregistry/internal/coop"
	"htxregistry/internal/rating"
	"htxregistry/internal/registry"
)

// Report implements registry.Yearly.
func (t *session) Report(ctx context.Context, organization coop.ID, year int, known time.Time) (report rating.Report, err error) {
	err = t.yearly(ctx, "reports", organization, year, known, &report)
	if errors.Is(err, pgx.ErrNoRows) {
		return rating.Report{}, rating.ErrNoReport
	}
	return report, failed("read report", err)
}

// Rating implements registry.Yearly.
func (t *session) Rating(ctx context.Context, organization coop.ID, year int, known time.Time) (found rating.Rating, err error) {
	err = t.yearly(ctx, "ratings", organization, year, known, &found)
	if errors.Is(err, pgx.ErrNoRows) {
		return rating.Rating{}, rating.ErrNoRating
	}
	return found, failed("read rating", err)
}

// yearly reads the sheet of a year from one of the two tables as it was known.
func (t *session) yearly(ctx context.Context, table string, organization coop.ID, year int, known time.Time, into any) error {
	var c conditions
	c.and("organization_id = ? AND year = ?", [16]byte(organization), year)
	knownThen(&c, "", known)
	var record []byte
	if err := t.row(ctx, []any{&record}, "SELECT record FROM "+table+c.text.String(), c.args...); err != nil {
		return err
	}
	return json.Unmarshal(record, into)
}

// knownThen narrows sheets to those known at an instant; zero is now, for which there are indexes.
func knownThen(c *conditions, alias string, known time.Time) {
	piece, args := knownPiece(alias, known)
	c.and(piece, args...)
}

func knownPiece(alias string, known time.Time) (piece string, args []any) {
	if known.IsZero() {
		return alias + "known_to IS NULL", nil
	}
	return alias + "known_from <= ? AND (" + alias + "known_to IS NULL OR " + alias + "known_to > ?)", []any{known, known}
}

// SaveReport implements registry.YearlyWriter.
func (t *session) SaveReport(_ context.Context, report rating.Report) error {
	record, err := json.Marshal(report)
	if err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	t.touch(report.OrganizationID)
	t.forget("reports", report.OrganizationID, report.Year)
	t.later("save report", `INSERT INTO reports (organization_id, year, revision, record, authority_id, received_at, known_from)
 VALUES ($1, $2, $3, $4, $5, $6, $7)`, [16]byte(report.OrganizationID), report.Year, report.Revision, record, key(report.Authority.ID),
		*report.ReceivedAt, t.now)
	return nil
}

// SaveRating implements registry.YearlyWriter.
func (t *session) SaveRating(_ context.Context, made rating.Rating) error {
	record, err := json.Marshal(made)
	if err != nil {
		return fmt.Errorf("write rating: %w", err)
	}
	t.touch(made.OrganizationID)
	t.forget("ratings", made.OrganizationID, made.Year)
	var rank *string
	if made.Rank != "" {
		rank = (*string)(&made.Rank)
	}
	t.later("save rating", `INSERT INTO ratings (organization_id, year, revision, scheme, total, rank, exempt, record, authority_id, known_from)
 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, [16]byte(made.OrganizationID), made.Year, made.Revision, made.Scheme,
		(*int64)(made.Total), rank, made.Exempt, record, key(made.Authority.ID), t.now)
	return nil
}

// forget ends the knowledge of a year's present sheet.
func (t *session) forget(table string, organization coop.ID, year int) {
	t.later("supersede "+table, "UPDATE "+table+" SET known_to = $3 WHERE organization_id = $1 AND year = $2 AND known_to IS NULL",
		[16]byte(organization), year, t.now)
}

// rated is what every rating of a list fulfils. Organisations are joined for their names, and for place, kind and sector.
func rated(q registry.RatingQuery) (*conditions, error) {
	c := &conditions{}
	c.and("r.year = ?", q.Year)
	knownThen(c, "r.", q.KnownAt)
	if q.Rank != "" {
		c.and("r.rank = ?", q.Rank)
	}
	if q.Authority != "" {
		c.and("r.authority_id = ?", q.Authority)
	}
	if q.Exempt != nil {
		c.and("r.exempt = ?", *q.Exempt)
	}
	if q.Kind != "" {
		c.and("o.kind = ?", string(q.Kind))
	}
	if q.NoQTDND {
		c.and("o.kind <> ?", string(coop.KindQTDND))
	}
	return c, within(c, q.Area)
}

const ratedOrganizations = " FROM ratings r JOIN organizations o ON o.id = r.organization_id"

// Ratings implements registry.Yearly.
func (t *session) Ratings(ctx context.Context, q registry.RatingQuery) ([]rating.Entry, error) {
	c, err := rated(q)
	if err != nil {
		return nil, failed("list ratings", err)
	}
	order, beyond := " DESC", "<"
	if q.Ascending {
		order, beyond = "", ">"
	}
	if q.After != nil {
		c.and("(coalesce(r.total, -1), r.organization_id) "+beyond+" (?, ?)", q.After.Total, [16]byte(q.After.ID))
	}
	end := c.bind(" ORDER BY coalesce(r.total, -1)"+order+", r.organization_id"+order+" LIMIT ?", q.Limit)
	rows, err := t.query(ctx, ratingColumns+ratedOrganizations+c.text.String()+end,
		append([]any{listMode}, c.args...)...)
	if err != nil {
		return nil, failed("list ratings", err)
	}
	found, err := pgx.CollectRows(rows, ratingEntry)
	return found, failed("list ratings", err)
}

// ratingColumns are what ratingEntry reads.
const ratingColumns = "SELECT r.organization_id, o.code, o.name_vi, o.kind, r.record"

func ratingEntry(row pgx.CollectableRow) (rating.Entry, error) {
	var e rating.Entry
	var record []byte
	if err := row.Scan((*[16]byte)(&e.OrganizationID), &e.Code, &e.Name, (*string)(&e.Kind), &record); err != nil {
		return e, err
	}
	var made rating.Rating
	err := json.Unmarshal(record, &made)
	return entryOf(e, made), err
}

func entryOf(e rating.Entry, made rating.Rating) rating.Entry {
	e.Year, e.Scheme, e.Total, e.VerifiedTotal, e.Exempt, e.Revision = made.Year, made.Scheme, made.Total, made.VerifiedTotal, made.Exempt, made.Revision
	if made.Rank != "" {
		e.Rank = &made.Rank
	}
	if made.VerifiedRank != "" {
		e.VerifiedRank = &made.VerifiedRank
	}
	if made.Grade != nil {
		e.ExternalGrade = &made.Grade.Grade
	}
	return e
}

// CountRatings implements registry.Yearly.
func (t *session) CountRatings(ctx context.Context, q registry.RatingQuery) (n int64, err error) {
	c, err := rated(q)
	if err != nil {
		return 0, failed("count ratings", err)
	}
	err = t.row(ctx, []any{&n}, "SELECT count(*)"+ratedOrganizations+c.text.String(), append([]any{listMode}, c.args...)...)
	return n, failed("count ratings", err)
}

// RatingFigures implements registry.Yearly.
func (t *session) RatingFigures(ctx context.Context, q registry.RatingQuery, by registry.Grouping) ([]rating.Figure, error) {
	column, err := grouped(by, map[string]string{"authority": "r.authority_id::text", "kind": "o.kind", "sector": "coalesce(o.sector, '')"})
	if err != nil {
		return nil, err
	}
	c, err := rated(q)
	if err != nil {
		return nil, failed("count ratings", err)
	}
	rows, err := t.query(ctx, "SELECT "+column+", r.rank, r.exempt, count(*)"+ratedOrganizations+c.text.String()+" GROUP BY 1, 2, 3 ORDER BY 1, 2 NULLS LAST, 3",
		append([]any{listMode}, c.args...)...)
	if err != nil {
		return nil, failed("count ratings", err)
	}
	figures, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (f rating.Figure, err error) {
		var rank *string
		err = row.Scan(&f.Key, &rank, &f.Exempt, &f.Count)
		f.Rank = (*rating.Rank)(rank)
		return f, err
	})
	return figures, failed("count ratings", err)
}
