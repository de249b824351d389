package id_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	"htxregistry/internal/id"

	"github.com/google/uuid"
)

type cooperative struct{}

func TestNewIdsAreOrderedAndCarryTheirInstant(t *testing.T) {
	t.Parallel()
	lower := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	last, written := "", time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	for range 1000 {
		x := id.New[cooperative]()
		text := x.String()
		if x.IsZero() || !lower.MatchString(text) || text <= last {
			t.Fatalf("%s after %s", text, last)
		}
		if at := x.Time(); at.Before(written) || at.Location() != time.UTC {
			t.Fatalf("%s carries %s", text, at)
		}
		last = text
	}
}

func TestAFixedIdIsTheSameEverywhere(t *testing.T) {
	t.Parallel()
	at := time.Date(2014, 1, 27, 0, 0, 0, 0, time.UTC)
	x := id.Fixed[cooperative](at, "tckh-866")
	if want := "0143d0fe-dc00-7346-8518-48e1f8769af6"; x.String() != want {
		t.Errorf("%s, want %s: ids of reference data may never change", x, want)
	}
	if x != id.Fixed[cooperative](at.In(time.FixedZone("x", 7*60*60)), "tckh-866") {
		t.Error("the zone of the instant changes the id")
	}
	if x == id.Fixed[cooperative](at, "tckh-867") || x == id.Fixed[cooperative](at.Add(time.Millisecond), "tckh-866") {
		t.Error("another seed or instant gives the same id")
	}
	if u := uuid.UUID(x); u.Version() != 7 || u.Variant() != uuid.RFC4122 {
		t.Errorf("version %d, variant %s", u.Version(), u.Variant())
	}
	if !x.Time().Equal(at) {
		t.Errorf("carries %s", x.Time())
	}
	if early := id.Fixed[cooperative](time.Time{}, "x"); !early.Time().Equal(time.UnixMilli(0)) {
		t.Errorf("an instant before 1970 becomes %s", early.Time())
	}
}

func TestOnlyTheTextFormIsAnID(t *testing.T) {
	t.Parallel()
	const text = "018c5c8e-5c00-7000-8000-000000000001"
	if x := id.Must[cooperative](text); x.String() != text {
		t.Errorf("%s is read as %s", text, x)
	}
	if x, err := id.Parse[cooperative]("018C5C8E-5C00-7000-8000-000000000001"); err != nil || x.String() != text {
		t.Errorf("capitals are read as %s, %v", x, err)
	}
	for _, bad := range []string{
		"", "1", "018c5c8e5c0070008000000000000001", "{018c5c8e-5c00-7000-8000-000000000001}",
		"urn:uuid:018c5c8e-5c00-7000-8000-000000000001", "018c5c8e-5c00-7000-8000-00000000000g", text + " ",
	} {
		if x, err := id.Parse[cooperative](bad); err == nil || !x.IsZero() {
			t.Errorf("%q is read as %s", bad, x)
		}
	}
}

func TestAnIDIsRefusedWhereItIsNone(t *testing.T) {
	t.Parallel()
	x := id.New[cooperative]()
	kept := x
	for _, src := range []any{"x", []byte("x"), 7, true} {
		if err := x.Scan(src); err == nil || x != kept {
			t.Errorf("%v is read as %s, %v", src, x, err)
		}
	}
	if err := json.Unmarshal([]byte(`"x"`), &x); err == nil || x != kept {
		t.Errorf("JSON is read as %s, %v", x, err)
	}
	for _, src := range []any{[16]byte(kept), kept[:]} {
		var got id.Of[cooperative]
		if err := got.Scan(src); err != nil || got != kept {
			t.Errorf("%v is read as %s, %v", src, got, err)
		}
	}
}

func TestMustRefusesWhatIsNoID(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	id.Must[cooperative]("x")
}

// FuzzParse holds that only an id is taken for one, and is written as it was read but for its case.
func FuzzParse(f *testing.F) {
	f.Add("0143d0fe-dc00-7346-8518-48e1f8769af6")
	f.Add("0143d0fedc0073468518-48e1f8769af6----")
	f.Add("{143d0fe-dc00-7346-8518-48e1f8769af}")
	f.Add("")
	f.Fuzz(func(t *testing.T, s string) {
		x, err := id.Parse[cooperative](s)
		if err == nil && x.String() != strings.ToLower(s) {
			t.Errorf("%q is read as %s", s, x)
		}
		if err != nil && !x.IsZero() {
			t.Errorf("%q: %s beside %v", s, x, err)
		}
	})
}
