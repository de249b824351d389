package vn_test

import (
	"strings"
	"testing"

	"htxregistry/internal/vn"
)

func TestTaxCodesAreChecked(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]bool{
		"0100233488": true, "0314409058-002": true, "0312687878-001": true, "1499999017": true, "1499999024": true,
		"1499999031": true, "1499999049": true, "0314409058-999": true,
		"0100233480":     false, // check digit
		"0314409058-000": false, // no unit
		"0314409057-002": false,
		"1299999010":     false, // a serial without a check digit
		"1299999011":     false, "1299999019": false,
		"0314409058002": false, "0314409058-02": false, "0314409058-0002": false, "0314409058-": false, "-002": false,
		"": false, "01002334 88": false, " 0100233488": false, "010023348": false, "01002334880": false,
		"０１００２３３４８８": false, "0314409058-00a": false, "0314409058-002-001": false, "x100233488": false,
	} {
		code, err := vn.ParseTaxCode(s)
		if (err == nil) != want || err == nil && string(code) != s || err != nil && code != "" {
			t.Errorf("%q is read as %q, %v", s, code, err)
		}
	}
}

func TestASerialWithoutACheckDigitIsNeverIssued(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		prefix string
		serial int
		want   vn.TaxCode
	}{
		{"14", 9999901, "1499999017"},
		{"14", 9999902, "1499999024"},
		{"14", 9999903, "1499999031"},
		{"14", 9999904, "1499999049"},
		{"01", 23348, "0100233488"},
		{"12", 9999901, ""},
		{"14", 0, ""},
		{"14", -1, ""},
		{"14", 10000000, ""},
		{"1", 99999010, ""},
		{"x4", 1, ""},
	} {
		code, ok := vn.NewTaxCode(c.prefix, c.serial)
		if code != c.want || ok != (c.want != "") {
			t.Errorf("serial %d under %s: %q, %v", c.serial, c.prefix, code, ok)
		}
	}
	valid := 0
	for serial := 1; serial <= 1100; serial++ {
		code, ok := vn.NewTaxCode("14", serial)
		if !ok {
			continue
		}
		valid++
		if _, err := vn.ParseTaxCode(string(code)); err != nil {
			t.Error(err)
		}
	}
	if valid < 990 || valid > 1010 {
		t.Errorf("%d of 1100 serials are valid, want about ten of eleven", valid)
	}
}

func TestAUnitHasTheCodeOfItsParent(t *testing.T) {
	t.Parallel()
	unit := vn.TaxCode("0314409058").Unit(2)
	if unit != "0314409058-002" || unit.Parent() != "0314409058" || unit.Unit(13) != "0314409058-013" {
		t.Errorf("unit %s of %s", unit, unit.Parent())
	}
	if n := vn.LocationNumber(1); n != "00001" {
		t.Errorf("first location is %s", n)
	}
	if n := vn.LocationNumber(99999); n != "99999" {
		t.Errorf("last location is %s", n)
	}
}

func FuzzParseTaxCode(f *testing.F) {
	for _, s := range []string{"0100233488", "0314409058-002", "0314409058-000", "1299999011", "0000000000", "-", "", "٠١٠٠٢٣٣٤٨٨"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		code, err := vn.ParseTaxCode(s)
		if err != nil {
			if code != "" {
				t.Fatalf("%q gives %q beside %v", s, code, err)
			}
			return
		}
		if string(code) != s || strings.Trim(s, "0123456789-") != "" || len(s) != 10 && len(s) != 14 {
			t.Fatalf("%q is read as %q", s, code)
		}
		if parent, err := vn.ParseTaxCode(string(code.Parent())); err != nil || len(parent) != 10 {
			t.Fatalf("%q has parent %q: %v", s, parent, err)
		}
		// One wrong digit is always found: no weight and no difference of digits divides by 11.
		for i := range 10 {
			wrong := []byte(s)
			wrong[i] = '0' + (wrong[i]-'0'+1)%10
			if _, err := vn.ParseTaxCode(string(wrong)); err == nil {
				t.Fatalf("%s passes for %s", wrong, s)
			}
		}
	})
}

func FuzzUnitCodes(f *testing.F) {
	f.Add("14", 2_000_000, 1)
	f.Add("00", 1, 999)
	f.Add("1", 0, 0)
	f.Add("1x", 9_999_999, 5)
	f.Fuzz(func(t *testing.T, prefix string, serial, unit int) {
		code, ok := vn.NewTaxCode(prefix, serial)
		if !ok {
			if code != "" {
				t.Fatalf("%q, %d gives %q", prefix, serial, code)
			}
			return
		}
		if got, err := vn.ParseTaxCode(string(code)); err != nil || got != code || code.Parent() != code {
			t.Fatalf("%q: %q, %v", code, got, err)
		}
		of := code.Unit(1 + abs(unit)%999)
		if got, err := vn.ParseTaxCode(string(of)); err != nil || got != of || of.Parent() != code {
			t.Fatalf("unit %q: %q, %v", of, got, err)
		}
	})
}

func abs(n int) int {
	if n < 0 {
		return -(n + 1)
	}
	return n
}
