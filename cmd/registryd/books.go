package main

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"htxregistry/internal/bulk"
	"htxregistry/internal/config"
	"htxregistry/internal/coop"
	"htxregistry/internal/place"
	"htxregistry/internal/registry"
	"htxregistry/internal/sample"
)

// importFile takes over an opening book or a list of reference data.
func importFile(ctx context.Context, c config.Import) (err error) {
	f, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // read only
	o, err := open(ctx, wanted{Database: c.Database})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	if c.Kind != "organizations" {
		return o.importReference(ctx, c, f)
	}
	digest := sha256.New()
	if _, err := io.Copy(digest, f); err != nil {
		return err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	media := bulk.MediaCSV
	if strings.EqualFold(filepath.Ext(c.File), ".xlsx") {
		media = bulk.MediaXLSX
	}
	result, err := o.registry.ImportBook(ctx, bulk.Rows(f, media), registry.ImportOptions{
		DryRun: !c.Commit, Partial: c.Partial, Digest: hex.EncodeToString(digest.Sum(nil)),
	})
	if err != nil {
		return err
	}
	report(os.Stdout, result)
	if result.Faulty > 0 && !c.Partial {
		return fmt.Errorf("%d faulty rows; nothing was written", result.Faulty)
	}
	return nil
}

// report says what became of a book: every fault and warning by row, then the sums.
func report(w io.Writer, result coop.BookResult) {
	for _, row := range result.Items {
		for _, f := range row.Errors {
			fmt.Fprintf(w, "dòng %d, %s: %s\n", row.Row, f.Parameter, f.Detail)
		}
		for _, f := range row.Warnings {
			fmt.Fprintf(w, "dòng %d, %s (lưu ý): %s\n", row.Row, f.Parameter, f.Detail)
		}
	}
	verb := "đã thêm"
	if result.DryRun {
		verb = "sẽ thêm (chạy thử, chưa ghi; thêm --commit để ghi)"
	}
	fmt.Fprintf(w, "%d dòng: %s %d, đã có %d, lỗi %d\n", result.Rows, verb, result.Added, result.Known, result.Faulty)
}

// importReference replaces a list of reference data, after reading the others as shipped.
func (o *opened) importReference(ctx context.Context, c config.Import, f io.Reader) error {
	lists, err := place.ReadShipped()
	if err != nil {
		return err
	}
	content, err := io.ReadAll(f)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(content)
	switch c.Kind {
	case "places":
		lists.Places, err = place.ReadPlaces(strings.NewReader(string(content)))
		lists.PlacesDigest = hex.EncodeToString(sum[:])
	case "industries":
		lists.Industries, err = place.ReadIndustries(strings.NewReader(string(content)))
		lists.IndustryDigest = hex.EncodeToString(sum[:])
	}
	if err != nil {
		return err
	}
	fmt.Printf("%s: %d rows are sound\n", c.Kind, max(strings.Count(string(content), "\n")-1, 0))
	if !c.Commit {
		return nil
	}
	return registry.LoadReference(ctx, o.store, lists)
}

// export writes the public record of organisations.
func export(ctx context.Context, c config.Export) (err error) {
	out := io.WriteCloser(os.Stdout)
	if c.Out != "-" {
		if out, err = os.Create(c.Out); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, out.Close()) }()
	}
	o, err := open(ctx, wanted{Database: c.Database})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	buffered := bufio.NewWriterSize(out, 1<<16)
	w, err := bulk.NewWriter(buffered, c.Format)
	if err != nil {
		return err
	}
	filter := registry.OrganizationFilter{Kind: coop.Kind(c.Kind), Place: c.Place}
	if err := o.registry.ExportOrganizations(ctx, filter, w.Write); err != nil {
		return err
	}
	return errors.Join(w.Close(), buffered.Flush())
}

// sampleRegister makes a lifelike register through the same checks and constraints as an opening book.
func sampleRegister(ctx context.Context, c config.Sample) (err error) {
	o, err := open(ctx, wanted{Database: c.Database})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	rows := sample.Organizations(sample.WorldOf(o.registry), c.Seed, c.Organizations)
	result, err := o.registry.ImportBook(ctx, rows, registry.ImportOptions{Partial: true, Alone: true, Origin: coop.OriginSample})
	if err != nil {
		return err
	}
	report(os.Stdout, result)
	return o.store.Analyze(ctx)
}

// introduce adds the shipped sample organisations and a key for each role, and prints how to try the register.
func (o *opened) introduce(ctx context.Context, w io.Writer, base string) error {
	for _, book := range sample.Shipped() {
		content, err := book.Open()
		if err != nil {
			return err
		}
		result, err := o.registry.ImportBook(ctx, bulk.Rows(content, bulk.MediaCSV), registry.ImportOptions{Origin: coop.OriginSample})
		if err != nil {
			return fmt.Errorf("sample book %s: %w", book.Name, err)
		}
		if result.Faulty > 0 {
			report(os.Stderr, result)
			return fmt.Errorf("sample book %s has %d faulty rows on %s: start the clock on a later day, such as --clock 2021-06-01",
				book.Name, result.Faulty, o.registry.Today())
		}
	}
	keys, err := o.sampleKeys(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "\nSổ đăng ký đang chạy:\n  API        %s/v1\n  Tài liệu   %s/docs\n  Hợp đồng   %s/openapi.yaml\n\nKhóa dùng thử (chỉ hiện lần này):\n", base, base, base)
	for _, k := range keys {
		fmt.Fprintf(w, "  %-18s %-11s %s\n", k.role, k.office, k.secret)
	}
	fmt.Fprintf(w, `
Thử ngay:
  curl -s '%[1]s/v1/organizations?q=canh+tan'
  curl -s '%[1]s/v1/jurisdiction?kind=htx&place=29881&on=2021-06-01'
  curl -s -H 'Authorization: Bearer %[2]s' '%[1]s/v1/dossiers'

`, base, keys[0].secret)
	return nil
}
