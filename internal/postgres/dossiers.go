package postgres

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"

	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/law"
	"htxregistry/internal/registry"
	"htxregistry/internal/vn"
)

// dossierRow is a dossier as a row. Of the authority only the id is kept; its name is the directory's.
type dossierRow struct {
	ID               dossier.ID
	Number           *string
	Procedure        coop.Procedure
	OrganizationKind coop.Kind
	OrganizationID   *coop.ID
	UnitID           *coop.UnitID
	AuthorityID      string
	State            dossier.State
	Channel          dossier.Channel
	Filer            dossier.Filer `gorm:"serializer:json"`
	FeePaid          bool
	PapersReceived   []string           `gorm:"serializer:json"`
	Payload          dossier.Payload    `gorm:"serializer:json"`
	Documents        []dossier.Document `gorm:"serializer:json"`
	Checks           []law.Verdict      `gorm:"serializer:json"`
	Returns          []dossier.Return   `gorm:"serializer:json"`
	Regime           string
	Rulebook         string
	CreatedAt        time.Time
	CreatedBy        string
	ReceivedAt       *time.Time
	ReceivedBy       *string
	DueOn            vn.Date
	LapsesOn         vn.Date
	DecidedAt        *time.Time
	DecidedBy        *string
	Decision         *dossier.Decision   `gorm:"serializer:json"`
	Withdrawal       *dossier.Withdrawal `gorm:"serializer:json"`
	TransferredFrom  []string            `gorm:"serializer:json"`
	Revision         int64
}

// TableName implements gorm's Tabler.
func (dossierRow) TableName() string { return "dossiers" }

func (r dossierRow) dossier() dossier.Dossier {
	return dossier.Dossier{
		ID: r.ID, Number: value(r.Number), Procedure: r.Procedure, OrganizationKind: r.OrganizationKind,
		OrganizationID: r.OrganizationID, UnitID: r.UnitID, Authority: coop.AuthorityRef{ID: r.AuthorityID},
		State: r.State, Channel: r.Channel, Filer: r.Filer, FeePaid: r.FeePaid, PapersReceived: r.PapersReceived,
		Payload: r.Payload, Documents: r.Documents, Checks: r.Checks, Returns: r.Returns, Regime: r.Regime,
		Rulebook: r.Rulebook, CreatedAt: r.CreatedAt.UTC(), CreatedBy: r.CreatedBy, ReceivedAt: utc(r.ReceivedAt),
		ReceivedBy: value(r.ReceivedBy), DueOn: r.DueOn, LapsesOn: r.LapsesOn, DecidedAt: utc(r.DecidedAt),
		DecidedBy: value(r.DecidedBy), Decision: r.Decision, Withdrawal: r.Withdrawal, TransferredFrom: refs(r.TransferredFrom), Revision: r.Revision,
	}
}

// refs are authorities of which only the ids are known.
func refs(ids []string) []coop.AuthorityRef {
	found := make([]coop.AuthorityRef, len(ids))
	for i, id := range ids {
		found[i].ID = id
	}
	return found
}

func utc(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	u := t.UTC()
	return &u
}

// visible begins a question for dossiers in scope.
func (t *session) visible(ctx context.Context) (gorm.ChainInterface[dossierRow], error) {
	if err := t.scoped(ctx); err != nil {
		return nil, err
	}
	condition, args := t.scope.where()
	return gorm.G[dossierRow](t.gorm(ctx)).Where(condition, args...), nil
}

// Dossier implements registry.Dossiers.
func (t *session) Dossier(ctx context.Context, id dossier.ID) (dossier.Dossier, error) {
	q, err := t.visible(ctx)
	if err != nil {
		return dossier.Dossier{}, err
	}
	row, err := q.Where("id = ?", id).Take(ctx)
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return dossier.Dossier{}, dossier.ErrNotFound
	}
	return row.dossier(), failed("read dossier", err)
}

// Dossiers implements registry.Dossiers.
func (t *session) Dossiers(ctx context.Context, q dossier.Query) ([]dossier.Dossier, error) {
	list, err := t.visible(ctx)
	if err != nil {
		return nil, err
	}
	list = matching(list, q)
	switch q.Sort {
	case dossier.SortCreated:
		if q.After != nil {
			list = list.Where("id > ?", q.After.ID)
		}
		list = list.Order("id")
	case dossier.SortDue:
		if q.After != nil {
			list = list.Where("(due_on, id) > (?, ?)", q.After.Due, q.After.ID)
		}
		list = list.Order("due_on, id")
	case dossier.SortCreatedDesc:
		fallthrough
	default:
		if q.After != nil {
			list = list.Where("id < ?", q.After.ID)
		}
		list = list.Order("id DESC")
	}
	rows, err := list.Limit(q.Limit).Find(ctx)
	return dossiersOf(rows), failed("list dossiers", err)
}

func dossiersOf(rows []dossierRow) []dossier.Dossier {
	found := make([]dossier.Dossier, len(rows))
	for i, r := range rows {
		found[i] = r.dossier()
	}
	return found
}

// CountDossiers implements registry.Dossiers.
func (t *session) CountDossiers(ctx context.Context, q dossier.Query) (int64, error) {
	list, err := t.visible(ctx)
	if err != nil {
		return 0, err
	}
	n, err := matching(list, q).Count(ctx, "id")
	return n, failed("count dossiers", err)
}

// matching narrows a list to the question.
func matching(list gorm.ChainInterface[dossierRow], q dossier.Query) gorm.ChainInterface[dossierRow] {
	narrow := func(when bool, condition string, args ...any) {
		if when {
			list = list.Where(condition, args...)
		}
	}
	narrow(q.State != "", "state = ?", q.State)
	narrow(q.Procedure != "", "procedure = ?", q.Procedure)
	narrow(q.AuthorityID != "", "authority_id = ?", q.AuthorityID)
	narrow(!q.OverdueOn.IsZero(), "state = 'submitted' AND due_on < ?", q.OverdueOn)
	narrow(!q.DueBefore.IsZero(), "due_on < ?", q.DueBefore)
	narrow(q.Sort == dossier.SortDue, "due_on IS NOT NULL")
	// A day begins at midnight in Việt Nam.
	narrow(!q.ReceivedFrom.IsZero(), "received_at >= ?", q.ReceivedFrom.Start())
	narrow(!q.ReceivedTo.IsZero(), "received_at < ?", q.ReceivedTo.Start())
	for _, w := range searchable(q.Words) {
		narrow(true, "name_folded LIKE ?", "%"+w+"%")
	}
	return list
}

// OverdrawnDossiers implements registry.Dossiers.
func (t *session) OverdrawnDossiers(ctx context.Context, on vn.Date, limit int) ([]dossier.Dossier, error) {
	q, err := t.visible(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := q.Where("state IN ('draft', 'returned') AND lapses_on < ?", on).Limit(limit).Find(ctx)
	return dossiersOf(rows), failed("list overdrawn dossiers", err)
}

// DeskSize implements registry.Dossiers.
func (t *session) DeskSize(ctx context.Context, authorityID string) (n int, err error) {
	err = t.row(ctx, []any{&n}, `SELECT count(*) FROM api_keys
 WHERE authority_id = $1 AND role IN ('desk_officer', 'desk_lead') AND revoked_at IS NULL
 AND (expires_at IS NULL OR expires_at > $2)`, key(authorityID), t.now)
	return n, failed("count keys of desk", err)
}

// dossierFixed are the columns that never change, dossierFree those that each step may.
func dossierFixed() []string {
	return []string{"id", "procedure", "organization_kind", "authority_id", "province_code", "created_at", "created_by"}
}

func dossierFree() []string {
	return []string{
		"number", "organization_id", "unit_id", "state", "channel", "filer", "fee_paid", "papers_received", "payload",
		"documents", "checks", "returns", "regime", "rulebook", "received_at", "received_by", "due_on", "lapses_on",
		"decided_at", "decided_by", "decision", "withdrawal", "revision",
	}
}

func dossierFreeValues(d dossier.Dossier, revision int64) ([]any, error) {
	var e encoder
	values := []any{
		text(d.Number), optional(d.OrganizationID), optional(d.UnitID), string(d.State), string(d.Channel), e.json(d.Filer), d.FeePaid,
		array(&e, d.PapersReceived), e.json(d.Payload), array(&e, d.Documents), array(&e, d.Checks), array(&e, d.Returns),
		d.Regime, d.Rulebook, d.ReceivedAt, key(d.ReceivedBy), day(d.DueOn), day(d.LapsesOn), d.DecidedAt,
		key(d.DecidedBy), orNull(&e, d.Decision), orNull(&e, d.Withdrawal), revision,
	}
	return values, e.err
}

// CreateDossier implements registry.DossierWriter.
func (t *session) CreateDossier(_ context.Context, d dossier.Dossier, province string) error {
	free, err := dossierFreeValues(d, d.Revision)
	if err != nil {
		return failed("create dossier", err)
	}
	fixed := []any{
		[16]byte(d.ID), string(d.Procedure), string(d.OrganizationKind), key(d.Authority.ID), province, d.CreatedAt,
		key(d.CreatedBy),
	}
	t.later("create dossier", insert("dossiers", append(dossierFixed(), dossierFree()...)), append(fixed, free...)...)
	return nil
}

// SaveDossier implements registry.DossierWriter.
func (t *session) SaveDossier(_ context.Context, d dossier.Dossier, revision int64) error {
	values, err := dossierFreeValues(d, revision+1)
	if err != nil {
		return failed("save dossier", err)
	}
	columns := dossierFree()
	var c conditions
	sets := make([]string, len(columns))
	for i, column := range columns {
		sets[i] = c.bind(column+" = ?", values[i])
	}
	where := c.bind(" WHERE id = ? AND revision = ?", [16]byte(d.ID), revision)
	t.queue = append(t.queue, write{
		doing: "save dossier", sql: "UPDATE dossiers SET " + strings.Join(sets, ", ") + where, args: c.args,
		check: func(tag pgconn.CommandTag) error {
			if tag.RowsAffected() != 1 {
				return registry.ErrStale
			}
			return nil
		},
	})
	return nil
}

// NextDossierNumber implements registry.DossierWriter.
func (t *session) NextDossierNumber(ctx context.Context) (int64, error) {
	return t.next(ctx, "SELECT nextval('dossier_number_seq')")
}
