package certificate_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"htxregistry/internal/certificate"
	"htxregistry/internal/coop"
)

var update = flag.Bool("update", false, "write the golden digests of new forms; one that is there must not change")

const goldenFile = "testdata/digests.txt"

// A certificate that was given must be printed again in the same bytes for ever, so a digest here never changes: change a
// page by adding a layout.
func TestEveryFormIsPrintedInTheBytesItAlwaysWas(t *testing.T) {
	t.Parallel()
	var got strings.Builder
	made := older(t)
	maps.Copy(made, papers(t))
	for _, form := range slices.Sorted(maps.Keys(made)) {
		for _, rendition := range []string{"full", "public"} {
			who := people()
			if rendition == "public" {
				who = nil
			}
			sum := sha256.Sum256(printed(t, made[form], who))
			fmt.Fprintf(&got, "%s %s %s\n", form, rendition, hex.EncodeToString(sum[:]))
		}
	}
	if *update {
		if err := os.WriteFile(goldenFile, []byte(got.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(goldenFile)
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Errorf("the printed pages differ from those of before:\n%s\nwant\n%s", got.String(), want)
	}
}

func TestAnUnknownLayoutIsNotGuessed(t *testing.T) {
	t.Parallel()
	c := papers(t)["htx-2023/2"]
	c.Layout = 3
	if _, err := certificate.Print(c, nil, ""); err == nil {
		t.Error("a layout that does not exist was printed")
	}
}

// run runs a program on files of a directory.
func run(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), name, args...)
	command.Dir = dir
	var said bytes.Buffer
	command.Stderr = &said
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%s (make test installs it on Debian as root: poppler-utils, zbar-tools): %v %s", name, err, said.String())
	}
	return string(out)
}

// What is on the paper is read back as a citizen's telephone and a screen reader would.
func TestTheTextAndTheCodeOfEveryFormCanBeReadBack(t *testing.T) {
	t.Parallel()
	for form, c := range papers(t) {
		for _, who := range [][]coop.Representative{people(), nil} {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "c.pdf"), printed(t, c, who), 0o600); err != nil {
				t.Fatal(err)
			}
			text := strings.Join(strings.Fields(run(t, dir, "pdftotext", "-layout", "c.pdf", "-")), " ")
			shown := []string{
				"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", c.Number, strings.ToUpper(c.Subject.Name.Vi), c.Signatory,
			}
			if slices.Contains(c.Contents, coop.ContentCapital) {
				shown = append(shown, "1.005.000.000 đồng", "Một tỷ không trăm linh năm triệu đồng")
			}
			if slices.Contains(c.Contents, coop.ContentRepresentatives) {
				shown = append(shown, "NGUYỄN VĂN ƯỚC", "Chủ tịch HĐQT")
			}
			if slices.Contains(c.Contents, coop.ContentActivities) {
				shown = append(shown, "Nội dung hoạt động", c.Subject.Activities)
			}
			if slices.Contains(c.Contents, coop.ContentParent) {
				shown = append(shown, "HỢP TÁC XÃ NÔNG NGHIỆP MỸ NGÃI", c.Subject.Parent.CertificateNumber)
			}
			if slices.Contains(c.Contents, coop.ContentIndustries) {
				shown = append(shown, "Hoạt động dịch vụ trồng trọt (ngành chính)", "0161")
			}
			for _, want := range shown {
				if !strings.Contains(text, want) {
					t.Errorf("%s: %q cannot be read back from: %s", form, want, text)
				}
			}
			personal := who != nil && slices.Contains(c.Contents, coop.ContentRepresentatives)
			if strings.Contains(text, "087085001234") != personal {
				t.Errorf("%s with people %v: the identity number: %s", form, who != nil, text)
			}
			if who == nil {
				continue // the code is the same
			}
			// The code stands at the foot of the last page.
			pages := strings.Count(run(t, dir, "pdftotext", "c.pdf", "-"), "\f")
			run(t, dir, "pdftoppm", "-r", "150", "-gray", "-f", fmt.Sprint(pages), "-singlefile", "c.pdf", "page")
			if read := strings.TrimSpace(run(t, dir, "zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", "page.pgm")); read != address {
				t.Errorf("%s: the code says %q", form, read)
			}
		}
	}
}
