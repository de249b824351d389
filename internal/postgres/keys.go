package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"htxregistry/internal/caller"
	"htxregistry/internal/id"
	"htxregistry/internal/registry"
)

// keyRow is an API key as a row.
type keyRow struct {
	ID          string
	Hash        []byte
	Role        string
	AuthorityID *string
	Name        string
	CreatedAt   time.Time
	ExpiresAt   *time.Time
	RevokedAt   *time.Time
}

// TableName implements gorm's Tabler.
func (keyRow) TableName() string { return "api_keys" }

func (r keyRow) key() registry.Key {
	return registry.Key{
		ID: r.ID, Hash: r.Hash, Role: r.Role, AuthorityID: value(r.AuthorityID), Name: r.Name, CreatedAt: r.CreatedAt.UTC(),
		ExpiresAt: utc(r.ExpiresAt), RevokedAt: utc(r.RevokedAt),
	}
}

// KeyByHash implements registry.Keys. It goes through pgx: every request with a key begins here.
func (t *session) KeyByHash(ctx context.Context, hash []byte) (registry.Key, error) {
	var r keyRow
	err := t.row(ctx, []any{&r.ID, &r.Hash, &r.Role, &r.AuthorityID, &r.Name, &r.CreatedAt, &r.ExpiresAt, &r.RevokedAt},
		`SELECT id::text, hash, role, authority_id::text, name, created_at, expires_at, revoked_at FROM api_keys WHERE hash = $1`,
		hash)
	if errors.Is(err, pgx.ErrNoRows) {
		return registry.Key{}, ErrKeyNotFound
	}
	return r.key(), failed("read key", err)
}

// AllKeys implements registry.Keys.
func (t *session) AllKeys(ctx context.Context) ([]registry.Key, error) {
	if err := t.flush(ctx); err != nil {
		return nil, err
	}
	rows, err := gorm.G[keyRow](t.gorm(ctx)).Order("created_at, id").Find(ctx)
	keys := make([]registry.Key, len(rows))
	for i, r := range rows {
		keys[i] = r.key()
	}
	return keys, failed("list keys", err)
}

// CreateKey implements registry.KeyWriter.
func (t *session) CreateKey(ctx context.Context, k registry.Key) error {
	row := keyRow{
		ID: k.ID, Hash: k.Hash, Role: k.Role, Name: k.Name, CreatedAt: k.CreatedAt, ExpiresAt: k.ExpiresAt,
		RevokedAt: k.RevokedAt,
	}
	if k.AuthorityID != "" {
		row.AuthorityID = &k.AuthorityID
	}
	return failed("create key", gorm.G[keyRow](t.gorm(ctx)).Create(ctx, &row))
}

// RevokeKey implements registry.KeyWriter.
func (t *session) RevokeKey(ctx context.Context, keyID string) error {
	parsed, err := id.Parse[registry.Key](keyID)
	if err != nil {
		return ErrKeyNotFound
	}
	n, err := gorm.G[keyRow](t.gorm(ctx)).Where("id = ?", parsed).
		Update(ctx, "revoked_at", gorm.Expr("coalesce(revoked_at, ?)", t.now))
	if err == nil && n == 0 {
		return ErrKeyNotFound
	}
	return failed("revoke key", err)
}

// LogPersonalRead implements registry.KeyWriter.
func (t *session) LogPersonalRead(ctx context.Context, organizationID, dossierID, reason string) error {
	who := caller.From(ctx)
	t.later("log read of personal data", `INSERT INTO personal_reads
 (id, key_id, organization_id, dossier_id, reason, request_id, read_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		[16]byte(id.New[personalRead]()), key(who.Key), key(organizationID), key(dossierID), reason, who.RequestID, t.now)
	if organizationID != "" {
		t.openPeople(organizationID)
	}
	return nil
}

// openPeople lets this transaction see the personal data of an organisation.
func (t *session) openPeople(organization string) {
	t.later("open personal data",
		"SELECT set_config('app.people', concat_ws(',', nullif(current_setting('app.people', true), ''), $1::uuid::text), true)",
		key(organization))
}

// personalRead is what an id of the log of reads names.
type personalRead struct{}

// settingRow is a setting as a row.
type settingRow struct {
	Name  string `gorm:"primaryKey"`
	Value string
}

// TableName implements gorm's Tabler.
func (settingRow) TableName() string { return "settings" }

// Setting implements registry.References.
func (t *session) Setting(ctx context.Context, name string) (string, error) {
	if err := t.flush(ctx); err != nil {
		return "", err
	}
	row, err := gorm.G[settingRow](t.gorm(ctx)).Where("name = ?", name).Take(ctx)
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return "", nil
	}
	return row.Value, failed("read setting", err)
}

// SetSetting implements registry.KeyWriter.
func (t *session) SetSetting(_ context.Context, name, val string) error {
	t.later("keep setting", `INSERT INTO settings (name, value) VALUES ($1, $2)
 ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, val)
	return nil
}
