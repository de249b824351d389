package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"htxregistry/internal/coop"
	"htxregistry/internal/naming"
	"htxregistry/internal/registry"
)

const complaintFields = `c.id, c.organization_id, c.unit_id, c.authority_id::text, c.owner, c.infringes, c.conclusion, c.title,
 c.licence, c.received_on, c.demand_due_on, c.demanded_on, c.change_due_on, c.reported_on, c.reported_to, c.changed_on, c.ended_on, c.name, c.cite, c.revision`

// CreateNameComplaint implements registry.NameComplaintWriter.
func (t *session) CreateNameComplaint(_ context.Context, c naming.Complaint) error {
	var e encoder
	conclusion, title := orNull(&e, &c.Conclusion), orNull(&e, &c.Title)
	licence, cite := orNull(&e, c.Licence), array(&e, c.Cite)
	if e.err != nil {
		return failed("enter complaint", e.err)
	}
	var unit any
	if c.UnitID != nil {
		unit = [16]byte(*c.UnitID)
	}
	t.later("enter complaint", `INSERT INTO name_complaints (id, organization_id, unit_id, authority_id, owner, infringes, conclusion, title,
 licence, received_on, demand_due_on, cite, revision, name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		[16]byte(c.ID), [16]byte(c.OrganizationID), unit, key(c.Authority.ID), c.Owner, string(c.Right), conclusion, title, licence,
		day(c.ReceivedOn), day(c.DemandDueOn), cite, c.Revision, c.Name)
	return nil
}

// SaveNameComplaint implements registry.NameComplaintWriter.
func (t *session) SaveNameComplaint(_ context.Context, c naming.Complaint) error {
	var e encoder
	cite := array(&e, c.Cite)
	if e.err != nil {
		return failed("save complaint", e.err)
	}
	t.change("save complaint", `UPDATE name_complaints SET demanded_on = $3, change_due_on = $4, reported_on = $5, reported_to = $6,
 changed_on = $7, cite = $8, ended_on = $9, revision = revision + 1 WHERE id = $1 AND revision = $2`,
		[]any{[16]byte(c.ID), c.Revision, day(c.DemandedOn), day(c.ChangeDueOn), day(c.ReportedOn), c.ReportedTo, day(c.ChangedOn), cite, day(c.EndedOn)})
	return nil
}

// NameComplaint implements registry.NameComplaints.
func (t *session) NameComplaint(ctx context.Context, id naming.ComplaintID) (naming.Complaint, error) {
	if err := t.flush(ctx); err != nil {
		return naming.Complaint{}, err
	}
	c, err := scanComplaint(t.conn.QueryRow(ctx, "SELECT "+complaintFields+" FROM name_complaints c WHERE c.id = $1", [16]byte(id)))
	if errors.Is(err, pgx.ErrNoRows) {
		return c, naming.ErrComplaintNotFound
	}
	return c, failed("read complaint", err)
}

// NameComplaints implements registry.NameComplaints.
func (t *session) NameComplaints(ctx context.Context, q registry.MatterQuery[naming.ComplaintID]) ([]naming.Complaint, error) {
	return matters(ctx, t, "SELECT "+complaintFields+" FROM name_complaints c", q, scanComplaint)
}

// CountNameComplaints implements registry.NameComplaints.
func (t *session) CountNameComplaints(ctx context.Context, q registry.MatterQuery[naming.ComplaintID]) (int64, error) {
	return countMatters(ctx, t, "name_complaints", q)
}

func scanComplaint(row pgx.Row) (naming.Complaint, error) {
	var c naming.Complaint
	var unit *[16]byte
	var conclusion, title, licence, cite []byte
	err := row.Scan((*[16]byte)(&c.ID), (*[16]byte)(&c.OrganizationID), &unit, &c.Authority.ID, &c.Owner, (*string)(&c.Right), &conclusion, &title,
		&licence, &c.ReceivedOn, &c.DemandDueOn, &c.DemandedOn, &c.ChangeDueOn, &c.ReportedOn, &c.ReportedTo, &c.ChangedOn, &c.EndedOn, &c.Name, &cite, &c.Revision)
	if err != nil {
		return c, err
	}
	c.UnitID = (*coop.UnitID)(unit)
	var d decoder
	d.json(conclusion, &c.Conclusion)
	d.json(title, &c.Title)
	d.json(licence, &c.Licence)
	d.json(cite, &c.Cite)
	return c, d.err
}
