package main

import (
	"bytes"
	"context"
	"fmt"

	"htxregistry/api"
	"htxregistry/internal/coop"
	"htxregistry/internal/id"
	"htxregistry/internal/naming"
)

type complaintCommands struct {
	List   complaintListCmd   `cmd:"" help:"Đề nghị đổi tên tại cơ quan của bạn, và hạn của từng bước."`
	Put    complaintPutCmd    `cmd:"" help:"Nhận đề nghị của chủ quyền sở hữu công nghiệp từ tệp YAML hoặc JSON."`
	Demand complaintDemandCmd `cmd:"" help:"Ghi việc thông báo yêu cầu tổ chức đổi tên."`
	Report complaintReportCmd `cmd:"" help:"Ghi việc báo cơ quan xử phạt khi hết hạn mà chưa đổi tên."`
}

type complaintListCmd struct {
	Organization string `help:"Chỉ của tổ chức này (id)."`
	Open         bool   `help:"Chỉ đề nghị còn chờ việc."`
	Overdue      bool   `help:"Chỉ đề nghị mà cơ quan hoặc tổ chức đã trễ hạn."`
	Limit        int    `default:"50" help:"Số dòng."`
}

// Run lists complaints about names.
func (c *complaintListCmd) Run(ctx context.Context, d *desk) error {
	count := api.ListNameComplaintsParamsCountExact
	p := &api.ListNameComplaintsParams{Open: &c.Open, Overdue: &c.Overdue, Limit: &c.Limit, Count: &count}
	if c.Organization != "" {
		about, err := id.Parse[coop.Organization](c.Organization)
		if err != nil {
			return err
		}
		p.Organization = &about
	}
	a, err := read(d.client.ListNameComplaints(ctx, p))
	if err != nil {
		return err
	}
	return show(d, a, func(page api.NameComplaintPage) {
		t := newTable("TÊN", "CHỦ QUYỀN", "TRẠNG THÁI", "HẠN", "ID")
		for _, c := range page.Items {
			t.add(c.Name, c.Owner, complaintWord(c.State), complaintDue(c), c.ID.String())
		}
		t.print(d.out)
		printTotal(d.out, page.Total)
	})
}

// complaintDue is the last day of whoever is to act.
func complaintDue(c naming.Complaint) string {
	due := ""
	switch c.State {
	case naming.ComplaintReceived:
		due = "thông báo: " + c.DemandDueOn.String()
	case naming.ComplaintDemanded:
		due = "đổi tên: " + c.ChangeDueOn.String()
	case naming.ComplaintReported, naming.ComplaintChanged, naming.ComplaintEnded:
		return "-"
	}
	if c.Overdue {
		due += " (quá hạn)"
	}
	return due
}

type complaintPutCmd struct {
	Organization string `arg:"" help:"Id hoặc mã số của tổ chức."`
	File         string `help:"Tệp YAML hoặc JSON, như docs/examples/names/complaint.yaml." required:"" short:"f" type:"existingfile"`
}

// Run takes a complaint in.
func (c *complaintPutCmd) Run(ctx context.Context, d *desk) error {
	body, err := draftOf(c.File)
	if err != nil {
		return err
	}
	a, err := read(d.client.CreateNameComplaintWithBody(ctx, c.Organization, &api.CreateNameComplaintParams{IdempotencyKey: d.retry}, "application/json", bytes.NewReader(body)))
	if err != nil {
		return err
	}
	return show(d, a, d.printComplaint)
}

type complaintDemandCmd struct {
	ID string `arg:"" help:"Id của đề nghị, xem htx name complaint list."`
}

// Run notes the office's demand.
func (c *complaintDemandCmd) Run(ctx context.Context, d *desk) error {
	complaint, err := id.Parse[naming.Complaint](c.ID)
	if err != nil {
		return err
	}
	a, err := read(d.client.DemandNameChange(ctx, complaint, &api.DemandNameChangeParams{IdempotencyKey: d.retry}))
	if err != nil {
		return err
	}
	return show(d, a, d.printComplaint)
}

type complaintReportCmd struct {
	ID string `arg:"" help:"Id của đề nghị."`
	To string `help:"Cơ quan xử phạt." required:""`
}

// Run notes who was told of a name that was not changed.
func (c *complaintReportCmd) Run(ctx context.Context, d *desk) error {
	complaint, err := id.Parse[naming.Complaint](c.ID)
	if err != nil {
		return err
	}
	a, err := read(d.client.ReportNameComplaint(ctx, complaint, &api.ReportNameComplaintParams{IdempotencyKey: d.retry},
		api.ReportNameComplaintJSONRequestBody{ReportedTo: c.To}))
	if err != nil {
		return err
	}
	return show(d, a, d.printComplaint)
}

func (d *desk) printComplaint(c naming.Complaint) {
	fmt.Fprintf(d.out, "Đề nghị %s về tên %q: %s\n", c.ID, c.Name, complaintWord(c.State))
	d.printOffice("cơ quan", &c.Authority)
	fmt.Fprintf(d.out, "  hạn         %s\n", complaintDue(c))
}
