package registry

import (
	"context"
	"errors"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/history"
	"htxregistry/internal/id"
	"htxregistry/internal/law"
	"htxregistry/internal/naming"
	"htxregistry/internal/vn"
)

// CreateNameComplaint takes in the request of an owner of an industrial property right that an organisation, or one of its
// units, change its name. The office that is competent today takes it in, with the papers the law asks for. It returns
// coop.ErrNotFound, ErrForeignOffice, ErrInvalid naming papers without number or day, naming.ErrComplaintNotInForce and
// naming.ErrComplaintEnded.
func (r *Registry) CreateNameComplaint(ctx context.Context, idOrCode string, c naming.Complaint) (naming.Complaint, error) {
	who := caller.From(ctx)
	if err := r.permit(who, OpCreateNameComplaint); err != nil {
		return c, err
	}
	return once(ctx, r, func(tx Tx) (naming.Complaint, error) {
		o, err := find(ctx, tx, idOrCode)
		if err != nil {
			return c, err
		}
		if err := r.permitAt(who, OpCreateNameComplaint, r.officeToday(o)); err != nil {
			return c, err
		}
		today := vn.DateIn(tx.Now())
		if c.Name, err = complainedOf(ctx, tx, o, c.UnitID); err != nil {
			return c, err
		}
		due, cite, ok := r.book.NameComplaint(today)
		if !ok {
			return c, naming.ErrComplaintNotInForce
		}
		c.DemandDueOn, c.Cite = due, cite
		if err := r.complaintFaults(ctx, tx, o, c, today); err != nil {
			return c, err
		}
		office, _ := r.Reference().authority(who.Authority)
		c.ID, c.OrganizationID, c.Authority, c.ReceivedOn, c.Revision = id.New[naming.Complaint](), o.ID, refOf(office, today), today, 1
		c = c.On(today)
		if err := tx.CreateNameComplaint(ctx, c); err != nil {
			return c, err
		}
		if err := r.layMatters(ctx, tx, o); err != nil {
			return c, err
		}
		return c, tx.Append(ctx, r.complaintEntry(ctx, tx, OpCreateNameComplaint, "organization.name_complaint_received", c, c.Cite))
	})
}

// complainedOf is the name that an organisation, or its unit, bears; naming.ErrComplaintEnded where it has ended.
func complainedOf(ctx context.Context, tx ReadTx, o coop.Organization, unit *coop.UnitID) (string, error) {
	name, status := o.Name.Vi, o.Status
	if unit != nil {
		u, err := tx.Unit(ctx, *unit)
		if errors.Is(err, fault.NotFound) {
			return "", nil // a fault of the field, told with the others
		}
		if err != nil {
			return "", err
		}
		name, status = u.Name, u.Status
	}
	if status == coop.StatusEnded {
		return "", naming.ErrComplaintEnded
	}
	return name, nil
}

// complaintFaults names every paper that is not as Điều 18 khoản 3, 92/2024/NĐ-CP asks, and a unit of another organisation.
func (r *Registry) complaintFaults(ctx context.Context, tx ReadTx, o coop.Organization, c naming.Complaint, today vn.Date) error {
	var fields []fault.Field
	paper := func(pointer string, p *coop.Instrument) {
		switch {
		case p.Number == "" || !p.Dated():
			fields = append(fields, fault.Field{Pointer: pointer, Code: "required", Detail: msgPaperNamed, Cite: c.Cite})
		case p.IssuedOn.After(today):
			fields = append(fields, fault.Field{Pointer: pointer + "/issued_on", Code: "in-future", Detail: msgInFuture})
		}
	}
	paper("/conclusion", &c.Conclusion)
	paper("/title", &c.Title)
	if c.Licence != nil {
		paper("/licence", c.Licence)
	}
	err := unitOf(ctx, tx, o.ID, c.UnitID)
	if elsewhere, ok := errors.AsType[*fault.Error](err); ok {
		return elsewhere.At(fields...)
	}
	if err == nil && len(fields) > 0 {
		return ErrInvalid.At(fields...)
	}
	return err
}

// DemandNameChange notes the office's notice that the name be changed, from which the organisation's days run. It returns
// naming.ErrComplaintNotFound, naming.ErrComplaintState, ErrForeignOffice.
func (r *Registry) DemandNameChange(ctx context.Context, complaint naming.ComplaintID) (naming.Complaint, error) {
	return r.complaintStep(ctx, OpDemandNameChange, "organization.name_change_demanded", complaint,
		func(c naming.Complaint, today vn.Date) (naming.Complaint, error) {
			due, cite := r.book.NameChangeDue(today)
			c.Cite = cite
			return c.Demand(today, due)
		})
}

// ReportNameComplaint notes that the body that punishes was told of a name that was not changed in time. It returns
// naming.ErrComplaintNotFound, naming.ErrComplaintState, naming.ErrComplaintEarly, ErrForeignOffice.
func (r *Registry) ReportNameComplaint(ctx context.Context, complaint naming.ComplaintID, to string) (naming.Complaint, error) {
	return r.complaintStep(ctx, OpReportNameComplaint, "organization.name_complaint_reported", complaint,
		func(c naming.Complaint, today vn.Date) (naming.Complaint, error) { return c.Report(today, to) })
}

// complaintStep is one step of a complaint at the office that is competent today.
func (r *Registry) complaintStep(ctx context.Context, op Operation, act string, complaint naming.ComplaintID,
	do func(c naming.Complaint, today vn.Date) (naming.Complaint, error),
) (naming.Complaint, error) {
	who := caller.From(ctx)
	if err := r.permit(who, op); err != nil {
		return naming.Complaint{}, err
	}
	return once(ctx, r, func(tx Tx) (naming.Complaint, error) {
		c, err := tx.NameComplaint(ctx, complaint)
		if err != nil {
			return c, err
		}
		o, err := tx.Organization(ctx, c.OrganizationID)
		if err != nil {
			return c, err
		}
		if err := r.permitAt(who, op, r.officeToday(o)); err != nil {
			return c, err
		}
		if c, err = do(c, vn.DateIn(tx.Now())); err != nil {
			return c, err
		}
		return r.keepComplaint(ctx, tx, op, act, c)
	})
}

func (r *Registry) keepComplaint(ctx context.Context, tx Tx, op Operation, act string, c naming.Complaint) (naming.Complaint, error) {
	if err := tx.SaveNameComplaint(ctx, c); err != nil {
		return c, err
	}
	c.Revision++
	return r.shownComplaint(c, vn.DateIn(tx.Now())), tx.Append(ctx, r.complaintEntry(ctx, tx, op, act, c, c.Cite))
}

// complaintEntry tells in the ledger what was done, without the papers and the owner: those are the office's.
func (r *Registry) complaintEntry(ctx context.Context, tx Tx, op Operation, act string, c naming.Complaint, cite []law.Cite) history.Entry {
	e := r.entry(ctx, tx, op, act)
	e.OrganizationID, e.AuthorityID, e.Cite = c.OrganizationID.String(), c.Authority.ID, notNil(cite)
	if c.UnitID != nil {
		e.UnitID = c.UnitID.String()
	}
	return e
}

// complaintsFollow lets the complaints about an organisation, or about its unit, follow the name it bears and its end, the zero
// day while it lives.
func (r *Registry) complaintsFollow(ctx context.Context, tx Tx, organization coop.ID, unit *coop.UnitID, name string, ended vn.Date) error {
	complaints, err := tx.NameComplaints(ctx, MatterQuery[naming.ComplaintID]{Organization: &organization, Whose: Whose{Everyone: true}, Limit: maxComplaints})
	if err != nil {
		return err
	}
	for _, c := range complaints {
		if same := c.UnitID == nil && unit == nil || c.UnitID != nil && unit != nil && *c.UnitID == *unit; !same {
			continue
		}
		followed, happened := c.Follow(name, ended, vn.DateIn(tx.Now()))
		if happened == "" {
			continue
		}
		if _, err := r.keepComplaint(ctx, tx, OpApproveDossier, "organization.name_complaint_"+happened, followed); err != nil {
			return err
		}
	}
	return nil
}

// endOf is the day on which a status ended what has it, the zero day where it did not.
func endOf(status coop.Status, since vn.Date) vn.Date {
	if status != coop.StatusEnded {
		return vn.Date{}
	}
	return since
}

// maxComplaints is how many complaints about one organisation are followed.
const maxComplaints = 500

// ComplaintFilter narrows a list of complaints; late may be the office or the organisation.
type ComplaintFilter = MatterFilter[naming.ComplaintID]

// ComplaintPage is a page of complaints.
type ComplaintPage = MatterPage[naming.Complaint, naming.ComplaintID]

// ListNameComplaints gives complaints, oldest first, of the organisations whose record the caller's office keeps or oversees.
func (r *Registry) ListNameComplaints(ctx context.Context, f ComplaintFilter) (ComplaintPage, error) {
	return listMatters(ctx, r, OpListNameComplaints, f, func(c naming.Complaint) naming.ComplaintID { return c.ID },
		func(c naming.Complaint) naming.Complaint { return r.shownComplaint(c, r.Today()) },
		func(tx ReadTx, q MatterQuery[naming.ComplaintID]) ([]naming.Complaint, error) {
			return tx.NameComplaints(ctx, q)
		},
		func(tx ReadTx, q MatterQuery[naming.ComplaintID]) (int64, error) {
			return tx.CountNameComplaints(ctx, q)
		})
}

// shownComplaint fills in what a complaint does not keep: its office as named on the day, its state.
func (r *Registry) shownComplaint(c naming.Complaint, today vn.Date) naming.Complaint {
	if named := r.Reference().authorityRef(c.Authority.ID, c.ReceivedOn); named != nil {
		c.Authority = *named
	}
	return c.On(today)
}
