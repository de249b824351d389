package main

import (
	"context"
	"fmt"
	"strings"

	"htxregistry/api"
	"htxregistry/internal/coop"
	"htxregistry/internal/vn"
)

type orgNoticesCmd struct {
	ID   string `arg:"" help:"Id hoặc mã số."`
	Open bool   `help:"Chỉ những gì còn hiệu lực."`
}

// Run shows what offices noted about an organisation.
func (c *orgNoticesCmd) Run(ctx context.Context, d *desk) error {
	a, err := read(d.client.ListNotices(ctx, c.ID, &api.ListNoticesParams{Open: &c.Open}))
	if err != nil {
		return err
	}
	return show(d, a, func(list api.NoticeList) {
		t := newTable("NGÀY", "LOẠI", "VĂN BẢN", "HẠN", "KẾT THÚC", "ID")
		for _, n := range list.Items {
			kind := noticeWord(n.Kind)
			if n.Stop != nil {
				kind = "yêu cầu " + stopLine(n.Stop.Order, n.Stop.Industries, "")
			}
			t.add(n.IssuedOn.String(), kind, n.Paper.Number, n.DueOn.String(), n.ClosedOn.String(), n.ID.String())
		}
		t.print(d.out)
	})
}

type orgStopCmd struct {
	ID       string   `arg:"" help:"Id hoặc mã số."`
	Ground   string   `enum:"conditional_line,foreign_access_line,competent_body,court" help:"Căn cứ: conditional_line, foreign_access_line, competent_body, court." required:""`
	Order    string   `enum:"suspend,halt,end" help:"Yêu cầu: suspend (tạm ngừng), halt (đình chỉ), end (chấm dứt)." required:""`
	Lines    []string `help:"Ngành, dạng 2025:4933; không nêu là toàn bộ." name:"line"`
	Paper    string   `help:"Số văn bản của cơ quan yêu cầu."`
	Issuer   string   `help:"Cơ quan yêu cầu."`
	Issued   string   `help:"Ngày văn bản."`
	Received string   `help:"Ngày cơ quan đăng ký nhận văn bản."`
	Reason   string   `help:"Nội dung."`
}

// Run records a demand to stop business.
func (c *orgStopCmd) Run(ctx context.Context, d *desk) error {
	stop := coop.StopDemand{Ground: coop.StopGround(c.Ground), Order: coop.StopOrder(c.Order)}
	for _, line := range c.Lines {
		edition, code, _ := strings.Cut(line, ":")
		stop.Industries = append(stop.Industries, coop.StopLine{Edition: edition, Code: code})
	}
	paper := coop.Instrument{Number: c.Paper, Issuer: c.Issuer}
	for text, into := range map[string]*vn.Date{c.Received: &stop.ReceivedOn, c.Issued: &paper.IssuedOn} {
		if day, err := dayOf(text); err != nil {
			return err
		} else if day != nil {
			*into = *day
		}
	}
	body := api.NoticeInput{Kind: coop.NoticeStop, Stop: &stop}
	if paper != (coop.Instrument{}) {
		body.Paper = &paper
	}
	setText(&body.Reason, c.Reason)
	a, err := read(d.client.CreateNotice(ctx, c.ID, &api.CreateNoticeParams{IdempotencyKey: d.retry}, body))
	if err != nil {
		return err
	}
	return show(d, a, func(n coop.Notice) {
		fmt.Fprintf(d.out, "Đã ghi: %s\n  id          %s\n", stopLine(n.Stop.Order, n.Stop.Industries, n.IssuedOn.String()), n.ID)
		if !n.Stop.ActBy.IsZero() {
			fmt.Fprintf(d.out, "  ra thông báo chậm nhất %s\n", n.Stop.ActBy)
		}
	})
}

type orgLiftCmd struct {
	ID     string `arg:"" help:"Id hoặc mã số của tổ chức."`
	Notice string `arg:"" help:"Id của thông báo."`
	Reason string `help:"Lý do." required:""`
}

// Run closes a notice.
func (c *orgLiftCmd) Run(ctx context.Context, d *desk) error {
	var id coop.NoticeID
	if err := id.UnmarshalText([]byte(c.Notice)); err != nil {
		return err
	}
	a, err := read(d.client.CloseNotice(ctx, c.ID, id, &api.CloseNoticeParams{IdempotencyKey: d.retry}, api.NoticeClosing{Reason: &c.Reason}))
	if err != nil {
		return err
	}
	return show(d, a, func(n coop.Notice) {
		fmt.Fprintf(d.out, "Thông báo %s đã kết thúc ngày %s.\n", n.ID, n.ClosedOn)
	})
}

// stopLine tells what is demanded, of which lines, and since when.
func stopLine(order coop.StopOrder, lines []coop.StopLine, since string) string {
	codes := make([]string, len(lines))
	for i, l := range lines {
		codes[i] = l.Code
	}
	text := orderWord(order) + " " + orElse(strings.Join(codes, ", "), "toàn bộ ngành, nghề")
	if since != "" {
		text += " từ " + since
	}
	return text
}
