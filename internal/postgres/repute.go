package postgres

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"slices"

	"github.com/jackc/pgx/v5"

	"htxregistry/internal/coop"
	"htxregistry/internal/replication"
)

// ranked narrows a list of organisations to those with a rank for a year, as it was known.
func ranked(c *conditions, q coop.Query) {
	if q.Rank == "" {
		return
	}
	var r conditions
	r.args = c.args
	r.and("r.year = ? AND r.rank = ?", q.RatingYear, q.Rank)
	knownThen(&r, "r.", q.When.KnownAt)
	c.args = r.args
	c.and("o.id IN (SELECT r.organization_id FROM ratings r" + r.text.String() + ")")
}

// candidate narrows a list of organisations to those that are to one of the programmes what is asked for.
func candidate(c *conditions, q coop.Query) {
	if q.Candidacy == nil {
		return
	}
	if len(q.Candidacy.Programmes) == 0 {
		c.and("false") // nobody is a candidate of nothing
		return
	}
	asOf := q.When.AsOf
	if q.When.Now() {
		asOf = q.Today
	}
	var n conditions
	n.args = c.args
	n.and("c.programme = ANY(?)", list(q.Candidacy.Programmes))
	stands(&n, coop.When{AsOf: asOf, KnownAt: q.When.KnownAt}, q.Candidacy.Verdict, q.Candidacy.Stage, q.Candidacy.Condition)
	// Of the past the database supposes too few: it would read all candidacies for those that nearly every organisation has.
	// So each organisation of a page is asked for its own, and the eligible are found by their standing.
	past := !q.When.Now()
	eligible, advanced := q.Candidacy.Verdict == string(replication.Eligible), q.Candidacy.Stage != "" && q.Candidacy.Stage != string(replication.StageNone)
	if past && eligible {
		n.and("c.standing >= ARRAY[2::bigint]")
	}
	if past && !eligible && !advanced {
		n.and("c.organization_id = o.id")
		c.args = n.args
		c.and("EXISTS (SELECT FROM candidacies c" + n.text.String() + " OFFSET 0)")
		return
	}
	c.args = n.args
	c.and("o.id IN (SELECT c.organization_id FROM candidacies c" + n.text.String() + ")")
}

// reputeOf are the columns of what others found of the organisation o, in the order of scanReputed: its latest rating, its
// membership of the alliance and its candidacies. Each is a probe of an index, and beside ORDER BY and LIMIT the database
// works such columns out for the rows of the answer only. day and known are the arguments that tell the place on the two
// clocks; without known it is what is known now.
func reputeOf(day, known string) string {
	then, years := "known_to IS NULL", ""
	if known != "" {
		then = "known_from <= " + known + " AND (known_to IS NULL OR known_to > " + known + ")"
		years = " AND year <= extract(year FROM " + day + "::date)::int"
	}
	holds := then + " AND valid_from <= " + day + " AND (valid_to IS NULL OR valid_to > " + day + ")"
	return `, (SELECT json_build_object('year', year, 'rank', rank, 'points', total, 'exempt', exempt) FROM ratings
  WHERE organization_id = o.id AND ` + then + years + ` ORDER BY year DESC LIMIT 1),
 (SELECT json_build_object('kind', kind, 'since', valid_from) FROM alliance_memberships WHERE organization_id = o.id AND ` + holds + `),
 (SELECT json_agg(json_build_object('programme', programme, 'verdict', verdict, 'stage', stage) ORDER BY programme) FROM candidacies
  WHERE organization_id = o.id AND ` + holds + `)`
}

// reputed are the columns of an organisation and of its repute in a list.
func reputed(c *conditions, q coop.Query) string {
	if q.When.Now() {
		return organizationFields + reputeOf(c.bind("?", day(q.Today)), "")
	}
	return organizationFields + reputeOf(c.bind("?", day(q.When.AsOf)), c.bind("?", q.When.KnownAt))
}

// scanReputed reads a row of organizationFields, reputeOf and what comes after them into extra.
func (t *session) scanReputed(row pgx.Row, extra ...any) (coop.Organization, error) {
	r := organizationRow{memos: &t.store.memos}
	found := append([]any{&r.rated, &r.joined, &r.candidacies}, extra...)
	err := row.Scan(&wideRow{r.targets(found), r.decodeReputed})
	return r.o, err
}

func (w *organizationRow) decodeReputed() error {
	if err := w.decode(); err != nil {
		return err
	}
	var d decoder
	o, known := &w.o, w.memos
	if rating := known.ratings.read(&d, w.rated); rating.Year != 0 {
		o.Repute.Rating = &rating
	}
	if member := known.memberships.read(&d, w.joined); member.Kind != "" {
		o.Repute.Alliance = &member
	}
	o.Repute.Candidacies = slices.Clone(known.candidacies.read(&d, w.candidacies))
	o.Repute.Tag = tagOf(w.rated, w.joined, w.candidacies)
	return d.err
}

// tagOf is the part of an entity tag for what is found beside the record, empty where there is nothing.
func tagOf(parts ...[]byte) string {
	found := bytes.Join(parts, []byte{0})
	if len(found) < len(parts) {
		return ""
	}
	sum := sha256.Sum256(found)
	return "." + base64.RawURLEncoding.EncodeToString(sum[:9])
}
