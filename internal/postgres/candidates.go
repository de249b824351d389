package postgres

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"htxregistry/internal/coop"
	"htxregistry/internal/rating"
	"htxregistry/internal/registry"
	"htxregistry/internal/replication"
	"htxregistry/internal/vn"
)

// candidateFields are the columns of a candidate of the page p and its state s, in the order of candidateRow.targets. The
// figures of its reports come as numbers in a row, reportFigures of them for each year: no report is decoded.
const candidateFields = `p.id, p.standing, s.*,
 ARRAY(SELECT unnest(ARRAY[year, (f->'members'->>'official')::bigint, (f->>'total_capital_vnd')::bigint, (f->>'revenue_vnd')::bigint,
   (f->>'revenue_others_vnd')::bigint, (f->>'pretax_profit_vnd')::bigint,
   (f->>'wages_vnd')::bigint, (f->>'wages_others_vnd')::bigint]) FROM (SELECT year, record->'figures' AS f FROM reports`

// reportFigures is how many numbers stand for one year: the year itself and what rating.Figures says programmes look at.
const reportFigures = 8

// candidatesOf is the statement of a page of candidates with the facts of each: the page is found first, and what is known of
// its few organisations is looked up by their ids.
func candidatesOf(q registry.CandidateQuery) (sql string, args []any, err error) {
	c, err := candidates(q)
	if err != nil {
		return "", nil, err
	}
	if q.After != nil {
		c.and("(c.standing, c.organization_id) < (?, ?)", q.After.Standing, [16]byte(q.After.ID))
	}
	page := c.bind(" ORDER BY c.standing DESC, c.organization_id DESC LIMIT ?", q.Limit)
	page = "(SELECT c.organization_id AS id, c.standing" + candidateSource(q) + c.text.String() + page + ") p"
	// of narrows what is asked about an organisation of the page to what was known.
	of := func(condition string, more ...any) string {
		n := conditions{args: c.args}
		n.and(condition, more...)
		knownThen(&n, "", q.KnownAt)
		c.args = n.args
		return n.text.String()
	}
	const yearly = "organization_id = p.id AND year BETWEEN ? AND ?"
	first, last := q.AsOf.Year()-q.Years, q.AsOf.Year()-1
	state := of("id = p.id AND valid_from <= ? AND (valid_to IS NULL OR valid_to > ?)", day(q.AsOf), day(q.AsOf))
	sql = "SELECT " + candidateFields + of(yearly, first, last) + `) r),
 (SELECT json_agg(json_build_object('year', year, 'exempt', exempt, 'rank', ` + gradeRank + `, 'points', ` + gradePoints + `)) FROM ratings` + of(yearly, first, last) + `),
 (SELECT json_agg(record ORDER BY id) FROM nominations` + of("organization_id = p.id AND programme = ?", q.Programme) + `)
 FROM ` + page + ", LATERAL (SELECT " + stateFields + " FROM organization_states" + state + ") s ORDER BY p.standing DESC, p.id DESC"
	return sql, c.args, nil
}

// Candidates implements registry.Replication.
func (t *session) Candidates(ctx context.Context, q registry.CandidateQuery) ([]registry.ListedCandidate, error) {
	sql, args, err := candidatesOf(q)
	if err != nil {
		return nil, failed("list candidates", err)
	}
	rows, err := t.query(ctx, sql, append([]any{candidateMode(q)}, args...)...)
	if err != nil {
		return nil, failed("list candidates", err)
	}
	found, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (registry.ListedCandidate, error) {
		var r candidateRow
		err := row.Scan(&wideRow{r.targets(), r.decode})
		return r.ListedCandidate, err
	})
	return found, failed("list candidates", err)
}

// candidateMode keeps the plan of a list of a province on today's map as it is now, which every office opens: one index gives it
// in order whatever the values are, and to plan it takes longer than to answer it. Other lists are planned for their values.
func candidateMode(q registry.CandidateQuery) pgx.QueryExecMode {
	f := q.CandidateFilter
	narrowed := f.Stage != "" || f.Model != "" || f.Condition != "" || !f.KnownAt.IsZero()
	if narrowed || joined(q) || q.Area == nil && q.Reach == nil {
		return listMode
	}
	return pgx.QueryExecModeCacheStatement
}

// candidateRow is a row of candidatesOf. Its JSON belongs to the connection.
type candidateRow struct {
	registry.ListedCandidate

	state              replication.State
	figures            []pgtype.Int8
	rated, nominations pgtype.DriverBytes
}

func (r *candidateRow) targets() []any {
	return slices.Concat([]any{(*[16]byte)(&r.CandidatePosition.ID), &r.Standing}, stateTargets(&r.state), []any{&r.figures, &r.rated, &r.nominations})
}

func (r *candidateRow) decode() error {
	f := &r.Facts
	f.ID, f.States = r.CandidatePosition.ID, []replication.State{r.state}
	f.Reports = make(map[int]rating.Figures, len(r.figures)/reportFigures)
	for n := r.figures; len(n) >= reportFigures; n = n[reportFigures:] {
		f.Reports[int(n[0].Int64)] = figuresOf(n)
	}
	if err := decodeGrades(f, r.rated); err != nil || r.nominations == nil {
		return err
	}
	return json.Unmarshal(r.nominations, &f.Nominations)
}

// figuresOf are the figures of a year, in the order of candidateFields.
func figuresOf(n []pgtype.Int8) rating.Figures {
	var f rating.Figures
	if n[1].Valid {
		f.Members = &coop.MemberCounts{Official: int(n[1].Int64)}
	}
	for i, money := range []**vn.VND{&f.TotalCapital, &f.Revenue, &f.RevenueOthers, &f.PretaxProfit, &f.Wages, &f.WagesOthers} {
		if of := n[2+i]; of.Valid {
			*money = new(vn.VND(of.Int64))
		}
	}
	return f
}

// decodeGrades reads how the years were rated; nil: none was.
func decodeGrades(f *replication.Facts, record []byte) error {
	if record == nil {
		return nil
	}
	var rated []struct {
		Year   int            `json:"year"`
		Exempt bool           `json:"exempt"`
		Rank   rating.Rank    `json:"rank"`
		Points *rating.Points `json:"points"`
	}
	if err := json.Unmarshal(record, &rated); err != nil {
		return err
	}
	f.Ratings = make(map[int]replication.Grade, len(rated))
	for _, r := range rated {
		f.Ratings[r.Year] = replication.Grade{Rank: r.Rank, Points: r.Points, Exempt: r.Exempt}
	}
	return nil
}
