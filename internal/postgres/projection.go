package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"htxregistry/internal/coop"
	"htxregistry/internal/history"
	"htxregistry/internal/vn"
)

func uuids(ids []coop.ID) [][16]byte {
	all := make([][16]byte, len(ids))
	for i, o := range ids {
		all[i] = o
	}
	return all
}

// Recorded implements registry.Projection.
func (t *session) Recorded(ctx context.Context, after *coop.ID, limit int) (ids []coop.ID, err error) {
	var first [16]byte // smaller than any id
	if after != nil {
		first = *after
	}
	var found [16]byte
	err = t.each(ctx, []any{&found}, func() { ids = append(ids, found) }, `(SELECT id FROM organizations WHERE id > $1 ORDER BY id LIMIT $2)
 UNION (SELECT DISTINCT organization_id FROM history WHERE organization_id > $1 ORDER BY organization_id LIMIT $2)
 ORDER BY 1 LIMIT $2`, first, limit)
	return ids, failed("list records", err)
}

// LifeEntries implements registry.Projection.
func (t *session) LifeEntries(ctx context.Context, organizations []coop.ID) ([]history.Entry, error) {
	if err := t.flush(ctx); err != nil {
		return nil, err
	}
	rows, err := gorm.G[historyRow](t.gorm(ctx)).Where("organization_id IN ?", organizations).
		Order("organization_id, epoch, xact, seq").Find(ctx)
	return entries(rows), failed("read lives", err)
}

// AllStates implements registry.Projection.
func (t *session) AllStates(ctx context.Context, organizations []coop.ID) ([]coop.Organization, error) {
	rows, err := t.query(ctx, "SELECT "+organizationFields+", o.valid_to, o.known_to FROM organization_states o WHERE o.id = ANY($1)", uuids(organizations))
	if err != nil {
		return nil, failed("read all states", err)
	}
	states, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (coop.Organization, error) {
		var to vn.Date
		var known *time.Time
		o, err := t.scanOrganization(row, &to, &known)
		o.State.To, o.State.KnownTo = to, value(known).UTC()
		return o, err
	})
	return states, failed("read all states", err)
}

// AllUnitStates implements registry.Projection.
func (t *session) AllUnitStates(ctx context.Context, organizations []coop.ID) ([]coop.Unit, error) {
	if err := t.flush(ctx); err != nil {
		return nil, err
	}
	var rows []struct {
		Row     unitRow `gorm:"embedded"`
		ValidTo vn.Date
		KnownTo *time.Time
	}
	err := t.gorm(ctx).Table("unit_states").Where("organization_id IN ?", organizations).Scan(&rows).Error
	units := make([]coop.Unit, len(rows))
	for i, r := range rows {
		units[i] = r.Row.unit()
		units[i].State.To, units[i].State.KnownTo = r.ValidTo, value(r.KnownTo).UTC()
	}
	return units, failed("read all states of units", err)
}
