package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"htxregistry/internal/caller"
)

func holds(t *testing.T, out string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(out, w) {
			t.Errorf("%q is not in\n%s", w, out)
		}
	}
}

// written is a file with a text.
func written(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// A day at the counter: papers are missing, the rest is brought, the file is returned, mended and handed in again.
func TestAFileIsMendedAtTheCounter(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	whole, err := os.ReadFile(example)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer("founding_resolution, member_list, ", "", "fee_paid: true", "fee_paid: false", ", phone: '0901234567'", "").Replace(string(whole))
	id := idForm.FindString(o.ok(caller.DeskOfficer, "dossier", "create", "-f", written(t, "thiếu.yaml", text)))
	holds(t, o.ok(caller.DeskOfficer, "dossier", "show", id), "✗ giấy tờ   nghị quyết hội nghị thành lập (founding_resolution): còn thiếu", "✓ giấy tờ   điều lệ (charter): bản giấy", "✗ ENTRY-FEE")
	holds(t, o.ok(caller.DeskOfficer, "dossier", "receipt", id), "chưa được tiếp nhận")
	if code, _, said := o.as(caller.DeskOfficer, o.url, "dossier", "submit", id); code != exitRefused || !strings.Contains(said, "/documents/member_list") || !strings.Contains(said, "/filer/phone") {
		t.Errorf("handed in without papers: exit %d, %s", code, said)
	}
	mended := o.ok(caller.DeskOfficer, "dossier", "change", id, "--paper", "member_list", "--paper", "founding_resolution", "--fee-paid", "--phone", "0901234567")
	holds(t, mended, "✓ giấy tờ   nghị quyết hội nghị thành lập (founding_resolution): bản giấy", "✓ ENTRY-FEE", "người nộp   Nguyễn Văn An, 0901234567")
	number := strings.Fields(o.ok(caller.DeskOfficer, "dossier", "submit", id))[2]
	holds(t, o.ok(caller.DeskOfficer, "dossier", "receipt", number), "GIẤY BIÊN NHẬN HỒ SƠ số "+number, "Nhận lúc:   09:00 01/12/2025", "Hạn trả:    2025-12-04", "5. danh sách, số định danh cá nhân")

	o.ok(caller.DeskOfficer, "dossier", "return", id, "--defect", "/payload/members=Danh sách có 14 người", "--defect", "/documents/charter=Thiếu chữ ký")
	holds(t, o.ok(caller.DeskOfficer, "dossier", "show", id), "trả ngày    2025-12-01, chưa nộp lại", "- /payload/members: Danh sách có 14 người", "- /documents/charter: Thiếu chữ ký")
	o.ok(caller.DeskOfficer, "dossier", "change", id, "-f", written(t, "sửa.yaml", "payload: {members: {official: 14}}\n"))
	charter := written(t, "điều lệ.pdf", "%PDF-1.7\n%%EOF\n")
	holds(t, o.ok(caller.DeskOfficer, "dossier", "attach", id, "charter", charter), "(charter): tệp, 1 KB")
	copied := filepath.Join(t.TempDir(), "tải về.pdf")
	o.ok(caller.DeskOfficer, "dossier", "paper", id, "charter", "-o", copied)
	if got, err := os.ReadFile(copied); err != nil || string(got) != "%PDF-1.7\n%%EOF\n" {
		t.Errorf("the paper came back as %q, %v", got, err)
	}
	holds(t, o.ok(caller.DeskOfficer, "dossier", "submit", id), "Có 14 thành viên chính thức", "đã nộp lại ngày 2025-12-01", "trạng thái  đã nộp")
	if code, _, said := o.as(caller.DeskOfficer, o.url, "dossier", "change", id); code != exitUsage || !strings.Contains(said, "không nêu gì để sửa") {
		t.Errorf("a change of nothing: exit %d, %s", code, said)
	}
}

func TestTheDeskFindsItsWorkAndItsOrganisations(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	id := idForm.FindString(o.ok(caller.DeskOfficer, "dossier", "create", "-f", example))
	o.ok(caller.DeskOfficer, "dossier", "create", "-f", example)
	o.ok(caller.DeskOfficer, "dossier", "submit", id)
	first := o.ok(caller.DeskOfficer, "dossier", "list", "--limit", "1")
	holds(t, first, "Tổng: 2", "Còn nữa; thêm --cursor ")
	cursor := strings.TrimSpace(first[strings.Index(first, "--cursor ")+len("--cursor "):])
	second := o.ok(caller.DeskOfficer, "dossier", "list", "--limit", "1", "--cursor", cursor)
	if idForm.FindString(first) == idForm.FindString(second) || strings.Contains(second, "Còn nữa") {
		t.Errorf("the second page:\n%s", second)
	}
	holds(t, o.ok(caller.DeskOfficer, "dossier", "list", "--procedure", "formation", "--authority", "kt-29884", "--received-from", "2025-12-01", "--due-before", "2025-12-05"), id, "Tổng: 1")
	holds(t, o.ok(caller.DeskOfficer, "dossier", "list", "--overdue"), "Tổng: 0")
	o.ok(caller.Administrator, "clock", "--set", "2025-12-05")
	holds(t, o.ok(caller.DeskOfficer, "dossier", "list", "--overdue"), id, "2025-12-04 QUÁ HẠN", "Tổng: 1")
	o.ok(caller.DeskLead, "dossier", "approve", id)

	found := o.ok(caller.Anonymous, "org", "list", "--sector", "agriculture", "--industry", "01", "--purpose", "production", "--registered-from", "2025-12-05", "--sort=-name")
	holds(t, found, "Mỹ Ngãi Xanh", "Tổng: 1")
	organization := idForm.FindString(found)
	holds(t, o.ok(caller.Anonymous, "org", "list", "--misrouted"), "Không tìm thấy tổ chức nào.")
	holds(t, o.ok(caller.Anonymous, "org", "find", "zzzz"), "Không tìm thấy tổ chức nào.")
	holds(t, o.ok(caller.Anonymous, "org", "show", organization), "thành viên  12 chính thức", "vốn điều lệ 1.000.000.000 đồng", "ngành       0161", "nông nghiệp, phục vụ sản xuất", "giấy số")
	holds(t, o.ok(caller.Anonymous, "org", "actions", organization), "✓ đăng ký thay đổi (change_registration)", "✗ đăng ký thành lập (formation)")
	holds(t, o.ok(caller.Anonymous, "org", "units", organization), "MÃ SỐ")
}

func TestAWrongCommandIsExplainedInVietnamese(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]string{
		"dossier list --state nhap":                 `--state phải là một trong "draft","submitted"`,
		"dossier create":                            "thiếu --file",
		"dossier create -f nowhere.yaml":            "nowhere.yaml: không có tệp này",
		"dosier":                                    "thừa hoặc sai: dosier",
		"org list --foo":                            "không có tham số --foo",
		"org list --limit x":                        "phải là số nguyên",
		"org list --registered-from 1/1/2021":       "không phải ngày dạng YYYY-MM-DD",
		"dossier show":                              `thiếu "<id>"`,
		"certificate get 1 --out":                   "thiếu giá trị",
		"dossier return 1 --defect=x --revision=a1": "phải là số nguyên",
	} {
		var out, said strings.Builder
		if code := run(strings.Fields(args), &out, &said); code != exitUsage || !strings.Contains(said.String(), want) {
			t.Errorf("%s: exit %d, %s", args, code, said.String())
		}
	}
}
