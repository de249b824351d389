package postgres

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"

	"htxregistry/internal/coop"
	"htxregistry/internal/registry"
	"htxregistry/internal/replication"
)

// touch notes an organisation of which a fact was written that a programme may ask about.
func (t *session) touch(organization coop.ID) { t.touched = append(t.touched, organization) }

// Touched implements registry.Tx.
func (t *session) Touched() []coop.ID {
	slices.SortFunc(t.touched, func(a, b coop.ID) int { return slices.Compare(a[:], b[:]) })
	return slices.Compact(t.touched)
}

// candidacyRow is a stored span.
type candidacyRow struct {
	id int64
	replication.Span
	kept bool
}

// candidacyOf names the candidacy a row belongs to.
type candidacyOf struct {
	organization coop.ID
	programme    string
}

// SaveCandidacies implements registry.ReplicationWriter.
func (t *session) SaveCandidacies(ctx context.Context, made []replication.Candidacy) (changed int, err error) {
	stored, err := t.presentCandidacies(ctx, made)
	if err != nil {
		return 0, failed("read candidacies", err)
	}
	var fresh [][]any
	for _, c := range made {
		rows := stored[candidacyOf{c.OrganizationID, c.Programme}]
		for _, s := range c.Spans {
			if i := slices.IndexFunc(rows, func(r candidacyRow) bool { return r.Equal(s) }); i >= 0 {
				rows[i].kept = true
				continue
			}
			fresh = append(fresh, []any{
				c.Programme, [16]byte(c.OrganizationID), day(s.From), day(s.To), t.now, string(s.Verdict), list(s.Conditions), s.Standing,
				string(s.Stage), s.Model,
			})
		}
	}
	var gone []int64
	for _, rows := range stored {
		for _, r := range rows {
			if !r.kept {
				gone = append(gone, r.id)
			}
		}
	}
	if len(gone) > 0 {
		t.later("supersede candidacies", "UPDATE candidacies SET known_to = $2 WHERE id = ANY($1)", gone, t.now)
	}
	return len(gone) + len(fresh), t.addCandidacies(ctx, fresh)
}

// fewCandidacies are so few that they go with what else waits to be written: those of an act. Those of many organisations are
// copied.
const fewCandidacies = 100

func (t *session) addCandidacies(ctx context.Context, rows [][]any) error {
	columns := []string{
		"programme", "organization_id", "valid_from", "valid_to", "known_from", "verdict", "conditions", "standing", "stage", "model",
	}
	if len(rows) <= fewCandidacies {
		for _, row := range rows {
			t.later("create candidacy", insert("candidacies", columns), row...)
		}
		return nil
	}
	if err := t.flush(ctx); err != nil { // what they supersede goes first
		return err
	}
	return t.copyTo(ctx, "candidacies", columns, len(rows), func(i int) ([]any, error) { return rows[i], nil })
}

// presentCandidacies are the stored spans of organisations that are known still.
func (t *session) presentCandidacies(ctx context.Context, of []replication.Candidacy) (map[candidacyOf][]candidacyRow, error) {
	ids := make([][16]byte, 0, len(of))
	for _, c := range of {
		if n := len(ids); n == 0 || ids[n-1] != [16]byte(c.OrganizationID) {
			ids = append(ids, c.OrganizationID)
		}
	}
	rows, err := t.query(ctx, `SELECT id, organization_id, programme, valid_from, valid_to, verdict, conditions, standing, stage, model
 FROM candidacies WHERE organization_id = ANY($1) AND known_to IS NULL`, ids)
	if err != nil {
		return nil, err
	}
	stored := map[candidacyOf][]candidacyRow{}
	var r candidacyRow
	var of1 candidacyOf
	_, err = pgx.ForEachRow(rows, []any{
		&r.id, (*[16]byte)(&of1.organization), &of1.programme, &r.From, &r.To, (*string)(&r.Verdict), &r.Conditions, &r.Standing,
		(*string)(&r.Stage), &r.Model,
	}, func() error {
		stored[of1] = append(stored[of1], r)
		r.Conditions, r.Standing = nil, nil // the next row has its own
		return nil
	})
	return stored, err
}

// candidates is what every candidacy of a list fulfils. Organisations are joined for their offices and other places.
func candidates(q registry.CandidateQuery) (*conditions, error) {
	c := &conditions{}
	c.and("c.programme = ?", q.Programme)
	stands(c, coop.When{AsOf: q.AsOf, KnownAt: q.KnownAt}, string(q.Verdict), string(q.Stage), q.Condition)
	if q.Model != "" {
		c.and("c.model = ? AND c.stage <> 'none'", q.Model)
	}
	if q.Authority != "" {
		c.and("o.authority_id = ?", q.Authority)
	}
	for _, area := range []*coop.Area{q.Area, q.Reach} {
		switch {
		case area == nil:
		case says(q, *area):
			lies(c, "c.new_province", area)
		default:
			if err := within(c, area); err != nil {
				return nil, err
			}
		}
	}
	return c, nil
}

// stands narrows candidacies to those of a day as known at an instant, zero: now, with a verdict, a stage and an answer to a
// condition; empty ones do not narrow. A stage is asked for so that its index is found: hardly any has come further than none.
func stands(c *conditions, when coop.When, verdict, stage, condition string) {
	knownThen(c, "c.", when.KnownAt)
	c.and("c.valid_from <= ? AND (c.valid_to IS NULL OR c.valid_to > ?)", day(when.AsOf), day(when.AsOf))
	if verdict != "" {
		c.and("c.verdict = ?", verdict)
	}
	if condition != "" {
		c.and("c.conditions @> ARRAY[?]", condition)
	}
	switch stage {
	case "":
	case string(replication.StageNone):
		c.and("c.stage = 'none'")
	default:
		c.and("c.stage = ? AND c.stage <> 'none'", stage)
	}
}

// says tells whether the candidacies themselves name an area: a province of today's map, for those known now, which have an
// index by it.
func says(q registry.CandidateQuery, area coop.Area) bool {
	return q.KnownAt.IsZero() && area.List == "2025" && area.Level == "province"
}

// joined tells whether a list asks for what only the organisations tell.
func joined(q registry.CandidateQuery) bool {
	return q.Authority != "" || q.Area != nil && !says(q, *q.Area) || q.Reach != nil && !says(q, *q.Reach)
}

// candidateSource joins the organisations only where they are asked about.
func candidateSource(q registry.CandidateQuery) string {
	if !joined(q) {
		return " FROM candidacies c"
	}
	return " FROM candidacies c JOIN organizations o ON o.id = c.organization_id"
}

// CountCandidacies implements registry.Replication.
func (t *session) CountCandidacies(ctx context.Context, q registry.CandidateQuery) (n int64, err error) {
	c, err := candidates(q)
	if err != nil {
		return 0, failed("count candidates", err)
	}
	err = t.row(ctx, []any{&n}, "SELECT count(*)"+candidateSource(q)+c.text.String(), append([]any{listMode}, c.args...)...)
	return n, failed("count candidates", err)
}
