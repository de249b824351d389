package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"htxregistry/internal/coop"
	"htxregistry/internal/rating"
	"htxregistry/internal/replication"
)

// What programmes ask about an organisation: of its state, in the order of stateTargets, and of how a year was rated, the
// office's word before the own one.
const (
	stateFields = `kind, coalesce(code, ''), name_vi, status, regime, coalesce(sector, ''), coalesce(purpose, ''), registered_on,
 coalesce(old_province, ''), coalesce(new_province, ''), valid_from, valid_to`
	gradeRank   = "coalesce(record->>'verified_rank', rank, '')"
	gradePoints = "coalesce((record->>'verified_total')::bigint, total)"
)

func stateTargets(s *replication.State) []any {
	return []any{
		(*string)(&s.Kind), &s.Code, &s.Name, (*string)(&s.Status), &s.Regime, &s.Sector, &s.Purpose, (*dayTarget)(&s.Founded),
		&s.OldProvince, &s.NewProvince, (*dayTarget)(&s.From), (*dayTarget)(&s.To),
	}
}

// CandidacyFacts implements registry.Replication: four questions in one round trip.
func (t *session) CandidacyFacts(ctx context.Context, organizations []coop.ID, known time.Time) ([]replication.Facts, error) {
	if err := t.flush(ctx); err != nil {
		return nil, err
	}
	facts := make([]replication.Facts, len(organizations))
	ids, at := make([][16]byte, len(organizations)), make(map[coop.ID]*replication.Facts, len(organizations))
	for i, o := range organizations {
		ids[i], at[o] = o, &facts[i]
		facts[i] = replication.Facts{ID: o, Reports: map[int]rating.Figures{}, Ratings: map[int]replication.Grade{}}
	}
	var batch pgx.Batch
	ask := func(sql, of, order string, read func(pgx.Rows) error) {
		var c conditions
		c.and(of+" = ANY(?)", ids)
		knownThen(&c, "", known)
		batch.Queue(sql+c.text.String()+order, c.args...).Query(read)
	}
	ask("SELECT id, "+stateFields+" FROM organization_states", "id", " ORDER BY id, valid_from", readStates(at))
	ask("SELECT organization_id, year, record->'figures' FROM reports", "organization_id", "", readFigures(at))
	ask("SELECT organization_id, year, exempt, "+gradeRank+", "+gradePoints+" FROM ratings", "organization_id", "", readGrades(at))
	ask("SELECT organization_id, record FROM nominations", "organization_id", " ORDER BY id", readNominations(at))
	return facts, failed("read facts of candidates", t.conn.SendBatch(ctx, &batch).Close())
}

func readStates(at map[coop.ID]*replication.Facts) func(pgx.Rows) error {
	return func(rows pgx.Rows) error {
		var o coop.ID
		var s replication.State
		_, err := pgx.ForEachRow(rows, append([]any{(*[16]byte)(&o)}, stateTargets(&s)...), func() error {
			at[o].States = append(at[o].States, s)
			return nil
		})
		return err
	}
}

func readFigures(at map[coop.ID]*replication.Facts) func(pgx.Rows) error {
	return func(rows pgx.Rows) error {
		var o coop.ID
		var year int
		var record []byte
		_, err := pgx.ForEachRow(rows, []any{(*[16]byte)(&o), &year, &record}, func() error {
			var figures rating.Figures
			if err := json.Unmarshal(record, &figures); err != nil {
				return fmt.Errorf("figures of %s, %d: %w", o, year, err)
			}
			at[o].Reports[year] = figures
			return nil
		})
		return err
	}
}

func readGrades(at map[coop.ID]*replication.Facts) func(pgx.Rows) error {
	return func(rows pgx.Rows) error {
		var o coop.ID
		var year int
		var g replication.Grade
		var points *int64
		_, err := pgx.ForEachRow(rows, []any{(*[16]byte)(&o), &year, &g.Exempt, (*string)(&g.Rank), &points}, func() error {
			if g.Points = nil; points != nil {
				g.Points = new(rating.Points(*points))
			}
			at[o].Ratings[year] = g
			return nil
		})
		return err
	}
}

func readNominations(at map[coop.ID]*replication.Facts) func(pgx.Rows) error {
	return func(rows pgx.Rows) error {
		var o coop.ID
		var record []byte
		_, err := pgx.ForEachRow(rows, []any{(*[16]byte)(&o), &record}, func() error {
			var n replication.Nomination
			if err := json.Unmarshal(record, &n); err != nil {
				return fmt.Errorf("nomination of %s: %w", o, err)
			}
			at[o].Nominations = append(at[o].Nominations, n)
			return nil
		})
		return err
	}
}
