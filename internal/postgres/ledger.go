package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"htxregistry/internal/coop"
	"htxregistry/internal/history"
	"htxregistry/internal/law"
	"htxregistry/internal/vn"
)

// historyRow is an entry of the ledger as a row.
type historyRow struct {
	Epoch          int32
	Xact           uint64
	Seq            int64
	ID             history.ID
	Operation      string
	Act            string
	Procedure      string
	OrganizationID *string
	UnitID         *string
	DossierID      *string
	AuthorityID    *string
	KeyID          *string
	Caller         string
	RequestID      string
	EffectiveOn    vn.Date
	RecordedAt     time.Time
	Cite           []law.Cite `gorm:"serializer:json"`
	Rulebook       string
	Before         *string
	After          *string
	Delta          *string
	Beside         *string
}

// TableName implements gorm's Tabler.
func (historyRow) TableName() string { return "history" }

func (r historyRow) entry() history.Entry {
	var delta history.Patch
	if r.Delta != nil {
		_ = json.Unmarshal([]byte(*r.Delta), &delta) // written by historyValues
	}
	return history.Entry{
		Position: history.Position{Epoch: r.Epoch, Xact: r.Xact, Seq: r.Seq}, ID: r.ID, Operation: r.Operation, Act: r.Act,
		Procedure: r.Procedure, OrganizationID: value(r.OrganizationID), UnitID: value(r.UnitID),
		DossierID: value(r.DossierID), AuthorityID: value(r.AuthorityID), KeyID: value(r.KeyID), Caller: r.Caller,
		RequestID: r.RequestID, EffectiveOn: r.EffectiveOn, RecordedAt: r.RecordedAt.UTC(), Cite: r.Cite,
		Rulebook: r.Rulebook, Before: raw(r.Before), After: raw(r.After), Delta: delta, Beside: raw(r.Beside),
	}
}

func raw(s *string) json.RawMessage {
	if s == nil {
		return nil
	}
	return json.RawMessage(*s)
}

// Acts implements registry.Ledger.
func (t *session) Acts(ctx context.Context, organization coop.ID, when coop.When, after *history.Position, limit int) ([]history.Entry, error) {
	if err := t.flush(ctx); err != nil {
		return nil, err
	}
	q := gorm.G[historyRow](t.gorm(ctx)).Where("organization_id = ?", organization)
	if !when.AsOf.IsZero() {
		q = q.Where("effective_on <= ?", when.AsOf)
	}
	if !when.KnownAt.IsZero() {
		q = q.Where("recorded_at <= ?", when.KnownAt)
	}
	if after != nil {
		q = q.Where(beyond, placed(*after)...)
	}
	rows, err := q.Order("epoch, xact, seq").Limit(limit).Find(ctx)
	return entries(rows), failed("list acts", err)
}

// beyond are entries after a position, with what placed gives of it.
const beyond = "(epoch, xact, seq) > (?, ?::text::xid8, ?)"

// placed are the values of a position as the database compares them.
func placed(p history.Position) []any {
	return []any{p.Epoch, strconv.FormatUint(p.Xact, 10), p.Seq}
}

// position reads the position that a query selects as epoch, xact::text and seq; zero where it selects none.
func (t *session) position(ctx context.Context, query string) (p history.Position, err error) {
	var xact string
	err = t.row(ctx, []any{&p.Epoch, &xact, &p.Seq}, query)
	if errors.Is(err, pgx.ErrNoRows) {
		return history.Position{}, nil
	}
	if err == nil {
		p.Xact, err = strconv.ParseUint(xact, 10, 64)
	}
	return p, err
}

// settled are entries before which none can appear any more. Those of an earlier epoch are of a cluster that runs no more; the others
// are older than every transaction that runs. As one comparison of rows it bounds the reading of the index, which else meets whatever a
// long import has written and not committed.
const settled = "(epoch, xact) < ((SELECT max(epoch) FROM history), pg_snapshot_xmin(pg_current_snapshot()))"

// feed is the ledger after a position in the order of the feed.
func (t *session) feed(ctx context.Context, after history.Position, limit int) gorm.ChainInterface[historyRow] {
	return gorm.G[historyRow](t.gorm(ctx)).Where(beyond, placed(after)...).Where(settled).Order("epoch, xact, seq").Limit(limit)
}

// Feed implements registry.Ledger.
func (t *session) Feed(ctx context.Context, after history.Position, limit int) ([]history.Entry, error) {
	rows, err := t.feed(ctx, after, limit).Where("organization_id IS NOT NULL").Find(ctx)
	return entries(rows), failed("read feed", err)
}

// Holds implements registry.Ledger.
func (t *session) Holds(ctx context.Context, at history.Position) (held bool, err error) {
	err = t.row(ctx, []any{&held}, "SELECT EXISTS (SELECT FROM history WHERE epoch = $1 AND xact = $2::text::xid8 AND seq = $3)", placed(at)...)
	return held, failed("look for entry", err)
}

// FeedEnd implements registry.Ledger.
func (t *session) FeedEnd(ctx context.Context) (end history.Position, err error) {
	end, err = t.position(ctx, "SELECT epoch, xact::text, seq FROM history WHERE organization_id IS NOT NULL AND "+settled+
		" ORDER BY history.epoch DESC, history.xact DESC, history.seq DESC LIMIT 1") // a bare xact would be the text that is selected
	return end, failed("read end of feed", err)
}

// historyColumns are the columns as written; the database gives the position.
func historyColumns() []string {
	return []string{
		"id", "operation", "act", "procedure", "organization_id", "unit_id", "dossier_id", "authority_id", "key_id", "caller",
		"request_id", "effective_on", "recorded_at", "cite", "rulebook", "before", "after", "delta", "beside",
	}
}

func historyValues(h history.Entry) ([]any, error) {
	var e encoder
	values := []any{
		[16]byte(h.ID), h.Operation, h.Act, h.Procedure, key(h.OrganizationID), key(h.UnitID), key(h.DossierID),
		key(h.AuthorityID), key(h.KeyID), h.Caller, h.RequestID, day(h.EffectiveOn), h.RecordedAt, array(&e, h.Cite),
		h.Rulebook, document(h.Before), document(h.After), nil, document(h.Beside),
	}
	if len(h.Delta) > 0 {
		values[len(values)-2] = e.json(h.Delta)
	}
	return values, e.err
}

// document is a JSON document that may be missing.
func document(raw json.RawMessage) any {
	if len(raw) == 0 {
		return nil
	}
	return []byte(raw)
}

// Append implements registry.Tx.
func (t *session) Append(_ context.Context, entry history.Entry) error {
	values, err := historyValues(entry)
	if err != nil {
		return failed("append to ledger", err)
	}
	t.later("append to ledger", insert("history", historyColumns()), values...)
	return nil
}

// Enact implements registry.Tx.
func (t *session) Enact(ctx context.Context, entry history.Entry, beside coop.Beside) error {
	if entry.Beside = besideOf(beside); entry.Beside == nil {
		return t.Append(ctx, entry)
	}
	if err := t.Append(ctx, entry); err != nil {
		return err
	}
	t.link(beside, entry.DossierID)
	t.time(beside, entry.DossierID)
	t.name(beside, entry.OrganizationID)
	return nil
}
