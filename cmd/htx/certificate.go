package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"

	"htxregistry/api"
	"htxregistry/internal/certificate"
	"htxregistry/internal/coop"
)

type certificateCommands struct {
	Show   certificateShowCmd   `cmd:"" help:"Giấy mang số này còn hiệu lực không, đã ghi gì, nay thế nào."`
	List   certificateListCmd   `cmd:"" help:"Các giấy của một tổ chức."`
	Get    certificateGetCmd    `cmd:"" help:"Tải bản PDF; thêm --reason để lấy bản có dữ liệu cá nhân."`
	Verify certificateVerifyCmd `cmd:"" help:"Kiểm tra một tệp PDF có đúng do sổ cấp không. Có --keys thì không cần mạng."`
	Keys   certificateKeysCmd   `cmd:"" help:"Các khóa công khai của sổ, để kiểm tra không cần mạng."`
}

type certificateShowCmd struct {
	Number string `arg:"" help:"Số giấy, hoặc mã số."`
	ID     string `help:"Chỉ giấy có id này."`
}

// Run shows what a number stands for.
func (c *certificateShowCmd) Run(ctx context.Context, d *desk) error {
	id, err := certificateID(c.ID)
	if err != nil {
		return err
	}
	a, err := read(d.client.VerifyCertificate(ctx, c.Number, &api.VerifyCertificateParams{ID: id}))
	if err != nil {
		return err
	}
	return show(d, a, d.printCertificates)
}

type certificateListCmd struct {
	Organization string `arg:"" help:"Id hoặc mã số của tổ chức."`
}

// Run lists the certificates of an organisation.
func (c *certificateListCmd) Run(ctx context.Context, d *desk) error {
	a, err := read(d.client.ListCertificates(ctx, c.Organization, &api.ListCertificatesParams{}))
	if err != nil {
		return err
	}
	return show(d, a, d.printCertificates)
}

func (d *desk) printCertificates(page api.CertificatePage) {
	for _, c := range page.Items {
		fmt.Fprintf(d.out, "%s %s\n  id          %s\n  hiệu lực    %s (từ %s)\n  cấp         %s, %s\n", c.Title, c.Number, c.ID,
			c.StateLabel, c.StateSince, c.IssuedOn, c.Authority.Name)
		fmt.Fprintf(d.out, "  đã ghi      %s; %s\n", c.AsIssued.Name.Vi, c.AsIssued.Seat)
		fmt.Fprintf(d.out, "  hôm nay     %s; %s; %s\n", c.Today.Name, c.Today.Seat, orElse(c.Today.StatusLabel, statusWord(c.Today.Status)))
		if len(c.Today.Differs) > 0 {
			fmt.Fprintf(d.out, "  khác        %s\n", strings.Join(c.Today.Differs, ", "))
		}
	}
	for _, n := range page.NotKept {
		fmt.Fprintf(d.out, "%s (%s), cấp %s: %s\n", n.Number, n.Organization.Name, orElse(n.IssuedOn.String(), "không rõ ngày"), n.Detail)
	}
}

type certificateGetCmd struct {
	Number string `arg:"" help:"Số giấy, hoặc mã số."`
	ID     string `help:"Giấy có id này, khi số không đủ."`
	Reason string `help:"Lý do lấy bản có dữ liệu cá nhân; được ghi lại."`
	Out    string `default:"giay.pdf" help:"Tệp để ghi." short:"o"`
}

// Run downloads a certificate.
func (c *certificateGetCmd) Run(ctx context.Context, d *desk) error {
	id, err := certificateID(c.ID)
	if err != nil {
		return err
	}
	p := &api.GetCertificatePdfParams{ID: id}
	setText(&p.XReadReason, url.PathEscape(c.Reason))
	a, err := read(d.client.GetCertificatePdf(ctx, c.Number, p))
	if err != nil {
		return err
	}
	if err := os.WriteFile(c.Out, a.body, 0o600); err != nil {
		return err
	}
	fmt.Fprintf(d.out, "%s: %d byte\n", c.Out, len(a.body))
	return nil
}

type certificateVerifyCmd struct {
	File string `arg:"" help:"Tệp PDF." type:"existingfile"`
	Keys string `help:"Tệp khóa công khai, do htx certificate keys ghi. Không có thì hỏi máy chủ." type:"existingfile"`
}

// Run verifies a file.
func (c *certificateVerifyCmd) Run(ctx context.Context, d *desk) error {
	pdf, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	var keys []byte
	if c.Keys != "" {
		keys, err = os.ReadFile(c.Keys)
	} else {
		keys, err = d.keySet(ctx)
	}
	if err != nil {
		return err
	}
	v, err := certificate.Verify(pdf, keys)
	if err != nil {
		return fmt.Errorf("%s KHÔNG phải giấy do sổ cấp: %w", c.File, reasonInWords(err))
	}
	fmt.Fprintf(d.out, "%s là giấy do sổ cấp, nguyên vẹn.\n  %s %s\n  cho         %s\n  cấp         %s, %s\n  khóa        %s\n", c.File,
		v.Certificate.Title, v.Certificate.Number, v.Certificate.Subject.Name.Vi, v.Certificate.IssuedOn, v.Certificate.Authority.Name, v.KeyID)
	fmt.Fprintf(d.out, "Còn hiệu lực hay không, hỏi sổ: %s\n", v.Certificate.VerifyURL)
	return nil
}

// reasonInWords says in Vietnamese what is wrong with a file.
func reasonInWords(err error) error {
	for known, text := range map[error]string{
		certificate.ErrNoCredential: "tệp không có chữ ký của sổ",
		certificate.ErrUnknownKey:   "ký bằng khóa không có trong các khóa đã cho",
		certificate.ErrSignature:    "chữ ký sai",
		certificate.ErrAltered:      "nội dung tệp đã bị sửa sau khi ký",
		certificate.ErrLayout:       "mẫu giấy mới hơn chương trình này, hãy cập nhật",
	} {
		if errors.Is(err, known) {
			return errors.New(text) //nolint:err113 // for people
		}
	}
	return err
}

type certificateKeysCmd struct{}

// Run prints the public keys as they are kept for offline use.
func (c *certificateKeysCmd) Run(ctx context.Context, d *desk) error {
	keys, err := d.keySet(ctx)
	if err == nil {
		_, err = fmt.Fprintln(d.out, string(keys))
	}
	return err
}

func (d *desk) keySet(ctx context.Context) ([]byte, error) {
	a, err := read(d.client.ListCertificateKeys(ctx))
	return a.body, err
}

// certificateID reads an id that may be missing.
func certificateID(text string) (*coop.CertificateID, error) {
	if text == "" {
		return nil, nil //nolint:nilnil // none given
	}
	var id coop.CertificateID
	if err := id.UnmarshalText([]byte(text)); err != nil {
		return nil, fmt.Errorf("id %q: %w", text, err)
	}
	return &id, nil
}

type publicationsCmd struct {
	On    string `help:"Ngày công bố; hôm nay nếu không nêu."`
	Place string `help:"Mã địa bàn."`
	Limit int    `default:"50" help:"Số dòng."`
}

// Run lists what is published.
func (c *publicationsCmd) Run(ctx context.Context, d *desk) error {
	p := &api.ListPublicationsParams{Limit: &c.Limit}
	setText(&p.Place, c.Place)
	var err error
	if p.On, err = dayOf(c.On); err != nil {
		return err
	}
	a, err := read(d.client.ListPublications(ctx, p))
	if err != nil {
		return err
	}
	return show(d, a, func(page api.PublicationPage) {
		t := newTable("ĐẾN HẾT", "THỦ TỤC", "MÃ SỐ", "TÊN", "THAY ĐỔI", "CƠ QUAN")
		for _, item := range page.Items {
			what, code, name := item.Procedure, item.Code, item.Name
			if item.Notice != "" {
				what = string(item.Notice)
			}
			if item.Unit != nil {
				code, name = item.Unit.Code, item.Unit.Name+" ("+item.Name+")"
			}
			t.add(item.PublishedUntil.String(), orElse(what, "-"), orElse(code, "-"), name, strings.Join(item.Changed, ", "), item.Authority.Code)
		}
		t.print(d.out)
	})
}
