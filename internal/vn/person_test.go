package vn_test

import (
	"strings"
	"testing"

	"htxregistry/internal/vn"
)

func TestPersonalNumbersHaveTheirStructure(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]bool{
		"087085001234": true, // Đồng Tháp
		"082301000001": true,
		"001199999999": true, "096000000000": true,
		"101085001234": true,  // born abroad
		"000085001234": false, // no province
		"003085001234": false, "088085001234": false,
		"341234567": true, "012345678": true, // CMND
		"08708500123": false, "0870850012345": false, "12345678": false, "C1234567": false, "": false,
		"087 085 001 234": false, "０８７０８５００１２３４": false,
	} {
		got, err := vn.ParsePersonalID(s)
		if (err == nil) != want || err == nil && string(got) != s {
			t.Errorf("%q is read as %q, %v", s, got, err)
		}
	}
}

func TestPhoneNumbersHaveOneForm(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"0901234567": "+84901234567", "090 123 45 67": "+84901234567", " 0901.234.567 ": "+84901234567",
		"+84 901 234 567": "+84901234567", "+84 (0)901-234-567": "+84901234567", "84901234567": "+84901234567",
		"0084901234567":  "+84901234567",
		"(0277) 3851234": "+842773851234", "02773 851 234": "+842773851234", "+842773851234": "+842773851234",
		"19001234": "19001234", "1800 599 920": "1800599920",
		"+1 650 253 0000": "+16502530000", "001 650 253 0000": "+16502530000", "+86 10 6552 9988": "+861065529988",
	} {
		got, err := vn.Phone(s)
		if got != want || err != nil {
			t.Errorf("%q is %q, %v; want %q", s, got, err, want)
			continue
		}
		if again, err := vn.Phone(got); again != got || err != nil {
			t.Errorf("%q is %q the second time, %v", got, again, err)
		}
	}
	for _, s := range []string{
		"", "+", "00", "3851234", "912345678", "09012345", "090123456789", "0901234567 (An)", "0901234567/0907654321", "x0901234567",
		"09+01234567", "+1234567", "+1234567890123456", "٠٩٠١٢٣٤٥٦٧", "+84 12", "84 1234 567",
	} {
		if got, err := vn.Phone(s); err == nil || got != "" {
			t.Errorf("%q is read as %q", s, got)
		}
	}
}

func FuzzParsePersonalID(f *testing.F) {
	for _, s := range []string{"087085001234", "341234567", "101085001234", "000085001234", "0870850０1234", "087 085 001 234", "", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := vn.ParsePersonalID(s)
		switch {
		case err != nil && got != "":
			t.Fatalf("%q gives %q beside %v", s, got, err)
		case err != nil && len([]rune(s)) > 2 && strings.Contains(err.Error(), s):
			t.Fatalf("the error shows the number: %v", err)
		case err == nil && (string(got) != s || strings.Trim(s, "0123456789") != "" || len(s) != 9 && len(s) != 12):
			t.Fatalf("%q is read as %q", s, got)
		}
	})
}

func FuzzPhone(f *testing.F) {
	for _, s := range []string{"0901234567", "+84 90 123 45 67", "0084(0)901234567", "1800 1234", "+1-202-555-0100", "٠٩٠١٢٣٤٥٦٧", "+", "++84", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := vn.Phone(s)
		if err != nil {
			if got != "" || len([]rune(s)) > 2 && strings.Contains(err.Error(), s) {
				t.Fatalf("%q gives %q beside %v", s, got, err)
			}
			return
		}
		if strings.Trim(strings.TrimPrefix(got, "+"), "0123456789") != "" {
			t.Fatalf("%q is written %q", s, got)
		}
		if again, err := vn.Phone(got); err != nil || again != got {
			t.Fatalf("%q is %q, which is %q (%v)", s, got, again, err)
		}
	})
}
