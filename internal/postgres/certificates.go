package postgres

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"

	"github.com/jackc/pgx/v5"

	"htxregistry/internal/coop"
	"htxregistry/internal/registry"
)

// Certificates implements registry.Certificates.
func (t *session) Certificates(ctx context.Context, q registry.CertificateQuery) ([]coop.Sealed, error) {
	asOf, known := t.instant(q.When)
	var c conditions
	if q.OrganizationID != nil {
		c.and("c.organization_id = ?", [16]byte(*q.OrganizationID))
	}
	if q.UnitID != nil {
		c.and("c.unit_id = ?", [16]byte(*q.UnitID))
	}
	if q.Own {
		c.and("c.unit_id IS NULL")
	}
	if q.Number != "" {
		c.and("c.number = ?", q.Number)
	}
	if q.ID != nil {
		c.and("c.id = ?", [16]byte(*q.ID))
	}
	if q.Type != "" {
		c.and("c.type = ?", string(q.Type))
	}
	if q.After != nil {
		c.and("c.id < ?", [16]byte(*q.After))
	}
	standing := c.bind(`JOIN LATERAL (SELECT e.* FROM certificate_events e WHERE e.certificate_id = c.id AND e.from_day <= ? AND e.recorded_at <= ?
 ORDER BY e.from_day DESC, e.seq DESC LIMIT 1) e ON true`, day(asOf), known)
	rows, err := t.query(ctx, `SELECT c.record, c.dossier_id::text, c.jws, c.key_id, c.sha256, c.public_sha256, c.recorded_at,
 e.state, e.reason, e.from_day, e.recorded_at, e.replaced_by, e.act_id::text FROM certificates c `+standing+c.text.String()+
		c.bind(" ORDER BY c.id DESC LIMIT ?", q.Limit), c.args...)
	if err != nil {
		return nil, failed("list certificates", err)
	}
	found, err := pgx.CollectRows(rows, scanSealed)
	return found, failed("list certificates", err)
}

func scanSealed(row pgx.CollectableRow) (c coop.Sealed, err error) {
	var record, full, public []byte
	var by *[16]byte
	e := &c.Standing
	err = row.Scan(&record, &c.DossierID, &c.JWS, &c.Key.ID, &full, &public, &c.RecordedAt,
		(*string)(&e.State), (*string)(&e.Reason), &e.On, &e.RecordedAt, &by, &e.ActID)
	if err != nil {
		return c, err
	}
	e.By = (*coop.CertificateID)(by)
	c.SHA256, c.PublicSHA256 = hex.EncodeToString(full), hex.EncodeToString(public)
	c.RecordedAt, e.RecordedAt = c.RecordedAt.UTC(), e.RecordedAt.UTC()
	return c, json.Unmarshal(record, &c.Certificate)
}

// CertificateEvents implements registry.Certificates.
func (t *session) CertificateEvents(ctx context.Context, ids []coop.CertificateID) (map[coop.CertificateID][]coop.CertificateEvent, error) {
	raw := make([][16]byte, len(ids))
	for i, id := range ids {
		raw[i] = id
	}
	rows, err := t.query(ctx, `SELECT certificate_id, state, reason, from_day, recorded_at, replaced_by, act_id::text FROM certificate_events
 WHERE certificate_id = ANY($1) ORDER BY from_day, seq`, raw)
	if err != nil {
		return nil, failed("read what became of certificates", err)
	}
	events := map[coop.CertificateID][]coop.CertificateEvent{}
	var of [16]byte
	var by *[16]byte
	var e coop.CertificateEvent
	_, err = pgx.ForEachRow(rows, []any{&of, (*string)(&e.State), (*string)(&e.Reason), &e.On, &e.RecordedAt, &by, &e.ActID}, func() error {
		e.By, e.RecordedAt = (*coop.CertificateID)(by), e.RecordedAt.UTC()
		events[of] = append(events[of], e)
		by = nil
		return nil
	})
	return events, failed("read what became of certificates", err)
}

// CertificatePeople implements registry.Certificates.
func (t *session) CertificatePeople(ctx context.Context, id coop.CertificateID) (people []coop.Representative, disclosure string, err error) {
	var text []byte
	err = t.row(ctx, []any{&text, &disclosure}, "SELECT people, disclosure FROM certificate_people WHERE certificate_id = $1", [16]byte(id))
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, "", nil
	}
	if err != nil {
		return nil, "", failed("read personal data of certificate", err)
	}
	return people, disclosure, json.Unmarshal(text, &people)
}

// NumberHolders implements registry.Certificates.
func (t *session) NumberHolders(ctx context.Context, number string, limit int) ([]coop.Organization, error) {
	legacy, err := json.Marshal([]map[string]string{{"number": number}})
	if err != nil {
		return nil, failed("look number up", err)
	}
	found, err := t.collectOrganizations(t.query(ctx, selectOrganization+` WHERE (o.certificate_number = $1 AND $1 <> '')
 OR (o.legacy_numbers @> $2 AND o.legacy_numbers <> '[]') ORDER BY o.id LIMIT $3`, number, legacy, limit))
	return found, failed("look number up", err)
}

// SigningKeys implements registry.Certificates.
func (t *session) SigningKeys(ctx context.Context) ([]coop.SigningKey, error) {
	rows, err := t.query(ctx, "SELECT id, jwk, created_at FROM signing_keys ORDER BY created_at DESC, id")
	if err != nil {
		return nil, failed("list signing keys", err)
	}
	keys, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (k coop.SigningKey, err error) {
		err = row.Scan(&k.ID, &k.JWK, &k.CreatedAt)
		return k, err
	})
	return keys, failed("list signing keys", err)
}

// KeepSigningKey implements registry.CertificateWriter.
func (t *session) KeepSigningKey(_ context.Context, k coop.SigningKey) error {
	t.later("keep signing key", "INSERT INTO signing_keys (id, jwk, created_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING", k.ID, k.JWK, t.now)
	return nil
}

// IssueCertificate implements registry.CertificateWriter.
func (t *session) IssueCertificate(ctx context.Context, c coop.Sealed, people []coop.Representative) error {
	if err := t.KeepSigningKey(ctx, c.Key); err != nil {
		return err
	}
	var e encoder
	full, err := hex.DecodeString(c.SHA256)
	if err != nil {
		return failed("issue certificate", err)
	}
	public, err := hex.DecodeString(c.PublicSHA256)
	if err != nil {
		return failed("issue certificate", err)
	}
	record, named := e.json(c.Certificate), e.json(people)
	if e.err != nil {
		return failed("issue certificate", e.err)
	}
	t.later("issue certificate", insert("certificates", []string{
		"id", "organization_id", "unit_id", "dossier_id", "act_id", "type", "form", "layout", "number", "issued_on", "record", "jws",
		"key_id", "sha256", "public_sha256", "recorded_at",
	}), [16]byte(c.ID), [16]byte(c.OrganizationID), optional(c.UnitID), key(c.DossierID), key(c.ActID), string(c.Type), c.Form, c.Layout, c.Number,
		day(c.IssuedOn), record, c.JWS, c.Key.ID, full, public, c.RecordedAt)
	if len(people) > 0 {
		t.later("keep personal data of certificate", insert("certificate_people", []string{"certificate_id", "organization_id", "people", "disclosure"}),
			[16]byte(c.ID), [16]byte(c.OrganizationID), named, c.Disclosure)
	}
	return t.SettleCertificate(ctx, c.ID, c.Standing)
}

// SettleCertificate implements registry.CertificateWriter.
func (t *session) SettleCertificate(_ context.Context, id coop.CertificateID, e coop.CertificateEvent) error {
	t.later("settle certificate", insert("certificate_events", []string{
		"certificate_id", "state", "reason", "from_day", "recorded_at", "replaced_by", "act_id",
	}), [16]byte(id), string(e.State), string(e.Reason), day(e.On), e.RecordedAt, optional(e.By), key(e.ActID))
	return nil
}
