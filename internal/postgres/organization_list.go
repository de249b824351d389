package postgres

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"htxregistry/internal/coop"
	"htxregistry/internal/vn"
)

// conditions is the part of a statement after WHERE, put together from the pieces in this package; what users type goes
// into the arguments only. The same filters give the same text.
type conditions struct {
	text strings.Builder
	args []any
}

// and adds a condition; each ? in it stands for the next argument.
func (c *conditions) and(condition string, args ...any) {
	if c.text.Len() == 0 {
		c.text.WriteString(" WHERE ")
	} else {
		c.text.WriteString(" AND ")
	}
	c.text.WriteString(c.bind(condition, args...))
}

// bind numbers the arguments of a piece.
func (c *conditions) bind(piece string, args ...any) string {
	for _, arg := range args {
		c.args = append(c.args, arg)
		piece = strings.Replace(piece, "?", "$"+strconv.Itoa(len(c.args)), 1)
	}
	return piece
}

// listMode makes the database plan a list for the values it is asked with: how many rows a status or a word has decides
// which index is good, and a plan kept for any value would be a bad one for some.
const listMode = pgx.QueryExecModeCacheDescribe

// Organizations implements registry.Organizations.
func (t *session) Organizations(ctx context.Context, q coop.Query) ([]coop.Organization, error) {
	found, err := t.listOrganizations(ctx, q)
	return found, failed("list organizations", err)
}

func (t *session) listOrganizations(ctx context.Context, q coop.Query) ([]coop.Organization, error) {
	q = t.dated(q)
	match, err := t.match(ctx, q)
	if err != nil {
		return nil, err
	}
	var found []coop.Organization
	for _, p := range parts(q) {
		more, err := t.listPart(ctx, q, p, match, q.Limit-len(found))
		if err != nil {
			return nil, err
		}
		found = append(found, more...)
		if len(found) == q.Limit {
			break
		}
	}
	return found, nil
}

// dated fills in the clock that a question about other times leaves open.
func (t *session) dated(q coop.Query) coop.Query {
	if !q.When.Now() {
		q.When.AsOf, q.When.KnownAt = t.instant(q.When)
	}
	q.Today = vn.DateIn(t.now)
	return q
}

func (t *session) listPart(ctx context.Context, q coop.Query, p part, m match, limit int) ([]coop.Organization, error) {
	if walkable(q, m) {
		found, full, err := t.listNear(ctx, q, p, m, limit)
		if err != nil || full {
			return found, err
		}
	}
	if selective(q) {
		found, complete, err := t.listHits(ctx, q, p, m, limit)
		if err != nil || complete {
			return found, err
		}
	}
	query, args, err := pageOf(q, p, m, limit)
	if err != nil {
		return nil, err
	}
	rows, err := t.query(ctx, query, append([]any{listMode}, args...)...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (coop.Organization, error) { return t.scanReputed(row) })
}

// listHits answers from the hits alone, unless there are too many of them.
func (t *session) listHits(ctx context.Context, q coop.Query, p part, m match, limit int) (found []coop.Organization, complete bool, err error) {
	query, args, err := hitsOf(q, p, m, limit)
	if err != nil {
		return nil, false, err
	}
	rows, err := t.query(ctx, query, append([]any{listMode}, args...)...)
	if err != nil {
		return nil, false, err
	}
	hits := 0
	found, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (coop.Organization, error) {
		return t.scanReputed(row, &hits)
	})
	return found, hits < mostHits, err
}

// part is a stretch of a list that one index gives in order.
type part struct {
	condition string
	order     string
	after     string // keyset condition; empty: from the beginning
	args      []any
}

// parts cuts a list into stretches: one, or those with a known day of registration and then those without.
func parts(q coop.Query) []part {
	switch q.Sort {
	case coop.SortName:
		return []part{byName(q.After, `o.name_vi COLLATE "vi-x-icu", o.id`, ">")}
	case coop.SortNameDesc:
		return []part{byName(q.After, `o.name_vi COLLATE "vi-x-icu" DESC, o.id DESC`, "<")}
	case coop.SortRegistered:
		return byDay(q.After, "o.registered_on, o.id", ">")
	case coop.SortRegisteredDesc:
		return byDay(q.After, "o.registered_on DESC, o.id DESC", "<")
	case coop.SortRecordedDesc:
		return []part{byID(q.After, "o.id DESC", "<")}
	case coop.SortRecorded:
	}
	return []part{byID(q.After, "o.id", ">")}
}

func byName(after *coop.Position, order, beyond string) part {
	p := part{order: order}
	if after != nil {
		p.after = `(o.name_vi COLLATE "vi-x-icu", o.id) ` + beyond + " (?, ?)"
		p.args = []any{after.Name, [16]byte(after.ID)}
	}
	return p
}

func byID(after *coop.Position, order, beyond string) part {
	p := part{order: order}
	if after != nil {
		p.after, p.args = "o.id "+beyond+" ?", []any{[16]byte(after.ID)}
	}
	return p
}

func byDay(after *coop.Position, order, beyond string) []part {
	known := part{condition: "o.registered_on IS NOT NULL", order: order}
	unknown := part{condition: "o.registered_on IS NULL", order: order}
	switch {
	case after == nil:
	case after.On.IsZero():
		unknown.after, unknown.args = "o.id "+beyond+" ?", []any{[16]byte(after.ID)}
		return []part{unknown}
	default:
		known.after = "(o.registered_on, o.id) " + beyond + " (?, ?)"
		known.args = []any{day(after.On), [16]byte(after.ID)}
	}
	return []part{known, unknown}
}

// mostHits is how many hits are sorted before the list is walked in its order instead.
const mostHits = 5000

// selective tells whether a question may have few answers far apart in the order asked for: then they are found first, at
// most mostHits of them, and sorted. Walking the list in its order until a page is full would read much of it, and the
// database cannot know: words, codes and days are rarely spread as its statistics suppose.
func selective(q coop.Query) bool {
	return scattered(q) || !byEntry(q) && equal(q)
}

func byEntry(q coop.Query) bool {
	return q.Sort == "" || q.Sort == coop.SortRecorded || q.Sort == coop.SortRecordedDesc
}

// scattered tells whether no index gives the answers in the order of entry.
func scattered(q coop.Query) bool {
	return len(q.Words) > 0 || q.Industry != "" || q.Descent != nil || !q.RegisteredFrom.IsZero() || !q.RegisteredTo.IsZero() ||
		q.Area != nil && len(q.Area.Codes) != 1
}

// equal tells whether a column is compared with one value; those columns have indexes in the order of entry. Nearly
// everything is not misrouted, so that question narrows nothing.
func equal(q coop.Query) bool {
	return q.Kind != "" || q.Status != "" || q.IssuingLevel != "" || q.AuthorityID != "" || q.Area != nil || q.Sector != "" ||
		q.SizeMembers != "" || q.SizeCapital != "" || q.Purpose != "" || q.Misrouted != nil && *q.Misrouted || q.Rank != "" ||
		q.Membership != "" && q.Membership != coop.MembershipNone || len(q.FailedLines) > 0 ||
		q.Candidacy != nil
}

// hitsOf is the statement for one stretch of a page that finds the hits before it sorts them. Its last column is their
// number, mostHits when there may be more.
func hitsOf(q coop.Query, p part, m match, limit int) (string, []any, error) {
	c, err := narrowed(q, p, m)
	if err != nil {
		return "", nil, err
	}
	pick := " LIMIT ?"
	if !scattered(q) {
		pick = " ORDER BY o.id LIMIT ?"
	}
	state := "o.id"
	again := "o.id = page.id"
	if !q.When.Now() { // a record has several states
		state = "o.id, o.valid_from, o.known_from"
		again += " AND o.valid_from = page.valid_from AND o.known_from = page.known_from"
	}
	query := "WITH hits AS MATERIALIZED (SELECT " + state + ", o.name_vi, o.registered_on FROM " + source(q) + c.text.String() +
		c.bind(pick, mostHits) + "), page AS (SELECT " + state + " FROM hits o ORDER BY " + p.order + c.bind(" LIMIT ?", limit) +
		") SELECT " + reputed(c, q) + ", (SELECT count(*) FROM hits) FROM page JOIN " + source(q) + " ON " + again + " ORDER BY " +
		p.order
	return query, c.args, nil
}

// source is where a question is answered from: the present records, or all their states.
func source(q coop.Query) string {
	if q.When.Now() {
		return "organizations o"
	}
	return "organization_states o"
}

// pageOf is the statement for one stretch of a page that walks the list in its order.
func pageOf(q coop.Query, p part, m match, limit int) (string, []any, error) {
	c, err := narrowed(q, p, m)
	if err != nil {
		return "", nil, err
	}
	end := c.bind(" ORDER BY "+p.order+" LIMIT ?", limit)
	return "SELECT " + reputed(c, q) + " FROM " + source(q) + c.text.String() + end, c.args, nil
}

// narrowed is what every record of one stretch fulfils, from the position on.
func narrowed(q coop.Query, p part, m match) (*conditions, error) {
	c, err := filtered(q, m)
	if err != nil {
		return nil, err
	}
	if p.condition != "" {
		c.and(p.condition)
	}
	if p.after != "" {
		c.and(p.after, p.args...)
	}
	return c, nil
}

// filtered is what every record of a list fulfils.
func filtered(q coop.Query, m match) (*conditions, error) {
	c := &conditions{}
	equal := func(column, value string) {
		if value != "" {
			c.and(column+" = ?", value)
		}
	}
	equal("o.kind", string(q.Kind))
	equal("o.status", string(q.Status))
	equal("o.issuing_level", q.IssuingLevel)
	equal("o.authority_id", q.AuthorityID)
	equal("o.sector", q.Sector)
	equal("o.size_members", q.SizeMembers)
	equal("o.size_capital", q.SizeCapital)
	equal("o.purpose", q.Purpose)
	if q.Industry != "" {
		c.and("o.industry_prefixes @> ARRAY[?::text]", q.Industry)
	}
	since := func(condition string, d vn.Date) {
		if !d.IsZero() {
			c.and(condition, day(d))
		}
	}
	since("o.registered_on >= ?", q.RegisteredFrom)
	since("o.registered_on < ?", q.RegisteredTo)
	if q.Misrouted != nil {
		if *q.Misrouted {
			c.and("o.misrouted")
		} else {
			c.and("NOT o.misrouted") // unknown is not "no"
		}
	}
	if !q.When.Now() {
		c.and("o.valid_from <= ? AND (o.valid_to IS NULL OR o.valid_to > ?)", day(q.When.AsOf), day(q.When.AsOf))
		knownThen(c, "o.", q.When.KnownAt)
	}
	ranked(c, q)
	candidate(c, q)
	membership(c, q)
	neglected(c, q)
	if d := q.Descent; d != nil {
		known, asOf := d.When.KnownAt, day(d.When.AsOf)
		c.and("o.id IN ("+offspring+")", asOf, asOf, known, known, key(d.HoiQuan), key(d.HoiQuan))
	}
	m.narrow(c)
	return c, within(c, q.Area)
}

// within narrows a list to a place on one of the two maps.
func within(c *conditions, area *coop.Area) error {
	if area == nil {
		return nil
	}
	column, err := columnOf(area)
	if err != nil {
		return err
	}
	lies(c, column, area)
	return nil
}

// lies narrows a list to the places of an area: one place by an index in order, several without.
func lies(c *conditions, column string, area *coop.Area) {
	if len(area.Codes) == 1 {
		c.and(column+" = ?", area.Codes[0])
	} else {
		c.and(column+" = ANY(?)", list(area.Codes))
	}
}

// columnOf is the column that a place is compared with.
func columnOf(area *coop.Area) (string, error) {
	column, ok := map[string]string{
		"2021 province": "o.old_province", "2021 district": "o.old_district", "2021 commune": "o.old_commune",
		"2025 province": "o.new_province", "2025 commune": "o.new_commune",
	}[area.List+" "+area.Level]
	if !ok {
		return "", fmt.Errorf("no map %s with level %s", area.List, area.Level)
	}
	return column, nil
}
