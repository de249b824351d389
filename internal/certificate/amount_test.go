package certificate

import (
	"testing"

	"htxregistry/internal/vn"
)

func TestAmountsAreWrittenAsPeopleReadThem(t *testing.T) {
	t.Parallel()
	for v, want := range map[vn.VND][2]string{
		0:                  {"0", "Không"},
		5:                  {"5", "Năm"},
		15:                 {"15", "Mười lăm"},
		21:                 {"21", "Hai mươi mốt"},
		105:                {"105", "Một trăm linh năm"},
		1_000:              {"1.000", "Một nghìn"},
		1_001:              {"1.001", "Một nghìn không trăm linh một"},
		11_111:             {"11.111", "Mười một nghìn một trăm mười một"},
		1_050_000:          {"1.050.000", "Một triệu không trăm năm mươi nghìn"},
		1_005_000_000:      {"1.005.000.000", "Một tỷ không trăm linh năm triệu"},
		2_000_000_000_000:  {"2.000.000.000.000", "Hai nghìn tỷ"},
		3_500_000_000:      {"3.500.000.000", "Ba tỷ năm trăm triệu"},
		999_999_999:        {"999.999.999", "Chín trăm chín mươi chín triệu chín trăm chín mươi chín nghìn chín trăm chín mươi chín"},
		10_000_000_000_005: {"10.000.000.000.005", "Mười nghìn tỷ không trăm linh năm"},
	} {
		if got := [2]string{v.Grouped(), inWords(v)}; got != want {
			t.Errorf("%d: %q, want %q", v, got, want)
		}
	}
}
