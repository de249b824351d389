package postgres

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"htxregistry/internal/coop"
	"htxregistry/internal/history"
	"htxregistry/internal/registry"
)

// Published implements registry.Certificates.
func (t *session) Published(ctx context.Context, q registry.PublicationQuery) ([]registry.PublishedAct, error) {
	n := len(q.Stretches)
	procedures, grounds, notices, kinds, except := make([]string, n), make([]string, n), make([]string, n), make([]string, n), make([]string, n)
	from, to := make([]time.Time, n), make([]time.Time, n)
	for i, s := range q.Stretches {
		procedures[i], grounds[i], notices[i], kinds[i], except[i] = string(s.Procedure), string(s.Ground), string(s.Notice), s.Kind, string(s.Except)
		from[i], to[i] = s.From.Start(), s.To.Start()
	}
	var c conditions
	stretches := c.bind(`JOIN unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[])
  AS s (procedure, ground, notice, kind, except_status, since, until)
 ON CASE WHEN s.ground <> '' THEN h.act = 'organization.business_stopped' AND h.after #>> '{business_stops,-1,ground}' = s.ground
  WHEN s.notice <> '' THEN h.act = 'notice.recorded' AND h.after ->> 'kind' = s.notice
  ELSE h.operation = 'approveDossier' AND h.procedure = s.procedure END
 AND coalesce(u.kind, o.kind) = s.kind AND h.recorded_at >= s.since AND h.recorded_at < s.until
 AND NOT (u.id IS NOT NULL AND s.except_status <> '' AND h.after ->> 'status' = s.except_status AND EXISTS (
  SELECT FROM history w WHERE w.epoch = h.epoch AND w.xact = h.xact AND w.organization_id = h.organization_id AND w.unit_id IS NULL
   AND w.after ->> 'status' = s.except_status))`, procedures, grounds, notices, kinds, except, from, to)
	// The whole span first, so that the index of what may be published bounds the reading.
	c.and("(h.operation = 'approveDossier' OR h.act = 'organization.business_stopped' OR h.act = 'notice.recorded') AND h.organization_id IS NOT NULL")
	if n > 0 {
		least, most := from[0], to[0]
		for i := range from {
			if from[i].Before(least) {
				least = from[i]
			}
			if to[i].After(most) {
				most = to[i]
			}
		}
		c.and("h.recorded_at >= ? AND h.recorded_at < ?", least, most)
	}
	if q.AuthorityID != "" {
		c.and("h.authority_id = ?", key(q.AuthorityID))
	}
	if err := within(&c, q.Area); err != nil {
		return nil, err
	}
	if q.After != nil {
		c.and("(h.epoch, h.xact, h.seq) > (?, ?::text::xid8, ?)", placed(*q.After)...)
	}
	rows, err := t.query(ctx, `SELECT h.epoch, h.xact::text, h.seq, h.id, h.act, h.procedure, h.organization_id::text, h.authority_id::text,
 coalesce(h.dossier_id::text, ''), h.effective_on, h.recorded_at, h.before, h.after, h.delta, o.kind, u.id, u.kind, u.name, u.code
 FROM history h JOIN organizations o ON o.id = h.organization_id LEFT JOIN units u ON u.id = h.unit_id `+stretches+c.text.String()+
		c.bind(" ORDER BY h.epoch, h.xact, h.seq LIMIT ?", q.Limit), c.args...)
	if err != nil {
		return nil, failed("list publications", err)
	}
	found, err := pgx.CollectRows(rows, scanPublished)
	return found, failed("list publications", err)
}

func scanPublished(row pgx.CollectableRow) (a registry.PublishedAct, err error) {
	var xact string
	var before, after, delta []byte
	var authority, kind, name, code *string
	var unit *[16]byte
	err = row.Scan(&a.Position.Epoch, &xact, &a.Position.Seq, (*[16]byte)(&a.ID), &a.Act, &a.Procedure, &a.OrganizationID, &authority,
		&a.DossierID, &a.EffectiveOn, &a.RecordedAt, &before, &after, &delta, (*string)(&a.Kind),
		&unit, &kind, &name, &code)
	if err != nil {
		return a, err
	}
	if unit != nil {
		a.Unit = &coop.PublishedUnit{ID: *unit, Kind: coop.UnitKind(value(kind)), Name: value(name), Code: value(code)}
	}
	a.AuthorityID, a.Before, a.After, a.RecordedAt = value(authority), before, after, a.RecordedAt.UTC()
	if len(delta) > 0 {
		a.Delta = history.Patch{}
		if err := json.Unmarshal(delta, &a.Delta); err != nil {
			return a, err
		}
	}
	a.Position.Xact, err = strconv.ParseUint(xact, 10, 64)
	return a, err
}
