package vn_test

import (
	"database/sql"
	"database/sql/driver"
	"encoding"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"htxregistry/internal/id"
	"htxregistry/internal/vn"

	"github.com/jackc/pgx/v5/pgtype"
	"go.yaml.in/yaml/v3"
)

type cooperative struct{}

// scalar is what every type of the country and of the register that is no plain string or number can do.
type scalar interface {
	comparable
	fmt.Stringer
	IsZero() bool
	encoding.TextMarshaler
	driver.Valuer
}

type pointer[T any] interface {
	*T
	encoding.TextUnmarshaler
	sql.Scanner
	Bind(s string) error
}

func TestScalarsComeBackAsTheyWent(t *testing.T) {
	t.Parallel()
	roundTrip(t, pgtype.DateOID, vn.Date{}, vn.MustDate("2013-07-01"), vn.MustDate("2024-02-29"), vn.MustDate("0001-01-01"), vn.MustDate("9999-12-31"))
	roundTrip(t, pgtype.UUIDOID, id.Of[cooperative]{}, id.New[cooperative](),
		id.Fixed[cooperative](time.Date(2014, 1, 27, 0, 0, 0, 0, time.UTC), "tckh-866"))
	plainRoundTrip[vn.TaxCode](t, "0100233488", "0314409058-002", "")
	plainRoundTrip[vn.PersonalID](t, "087085001234", "341234567", "")
	plainRoundTrip[vn.VND](t, 0, 1, -1, 9_000_000_000_000_000)
}

func roundTrip[T scalar, P pointer[T]](t *testing.T, oid uint32, values ...T) {
	t.Helper()
	types := pgtype.NewMap()
	for _, v := range values {
		came := map[string]T{}
		read := func(way string, get func(P) error) {
			var got T
			if err := get(&got); err != nil {
				t.Errorf("%T %q by %s: %v", v, v, way, err)
			}
			came[way] = got
		}
		read("JSON", func(p P) error { return json.Unmarshal(must(json.Marshal(v)), p) })
		read("YAML", func(p P) error { return yaml.Unmarshal(must(yaml.Marshal(v)), p) })
		read("text", func(p P) error { return p.UnmarshalText(must(v.MarshalText())) })
		read("SQL", func(p P) error { return p.Scan(must(v.Value())) })
		if !v.IsZero() {
			read("SQL as text", func(p P) error { return p.Scan(v.String()) })
			read("SQL as bytes", func(p P) error { return p.Scan([]byte(v.String())) })
			read("query", func(p P) error { return p.Bind(v.String()) })
		}
		for way, format := range map[string]int16{"pgx binary": pgtype.BinaryFormatCode, "pgx text": pgtype.TextFormatCode} {
			read(way, func(p P) error {
				return types.Scan(oid, format, must(types.Encode(oid, format, v, nil)), p)
			})
		}
		for way, got := range came {
			if got != v {
				t.Errorf("%T %q comes back by %s as %q", v, v, way, got)
			}
		}
	}
	kept := values[len(values)-1]
	for _, bad := range []string{"banana", "2025-02-30", "2025-07-01x"} {
		if err := P(&kept).Bind(bad); err == nil || kept != values[len(values)-1] {
			t.Errorf("%q binds to %q, %v", bad, kept, err)
		}
	}
}

// plainRoundTrip holds named strings and numbers to what encoding/json, YAML and database/sql do for them.
func plainRoundTrip[T interface {
	comparable
	~string | ~int64
}](t *testing.T, values ...T) {
	t.Helper()
	for _, v := range values {
		var fromJSON, fromYAML T
		if err := json.Unmarshal(must(json.Marshal(v)), &fromJSON); err != nil || fromJSON != v {
			t.Errorf("%T %v comes back from JSON as %v, %v", v, v, fromJSON, err)
		}
		if err := yaml.Unmarshal(must(yaml.Marshal(v)), &fromYAML); err != nil || fromYAML != v {
			t.Errorf("%T %v comes back from YAML as %v, %v", v, v, fromYAML, err)
		}
		var fromSQL sql.Null[T]
		if err := fromSQL.Scan(must(driver.DefaultParameterConverter.ConvertValue(v))); err != nil || fromSQL.V != v {
			t.Errorf("%T %v comes back from SQL as %v, %v", v, v, fromSQL.V, err)
		}
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestADayIsReadFromYAML(t *testing.T) {
	t.Parallel()
	type entry struct {
		vn.Period `yaml:",inline"`

		Note string `yaml:"note"`
	}
	for text, want := range map[string]vn.Period{
		"valid_from: 2013-07-01\nvalid_to:\nnote: x":              period("2013-07-01", ""),
		"valid_from: 2013-07-01\nvalid_to: null\nnote: x":         period("2013-07-01", ""),
		"valid_from: 2013-07-01\nvalid_to: ~\nnote: x":            period("2013-07-01", ""),
		"valid_from: 2013-07-01\nvalid_to: ''\nnote: x":           period("2013-07-01", ""),
		"valid_from: 2013-07-01\nnote: x":                         period("2013-07-01", ""),
		"valid_from: '2013-07-01'\nvalid_to: 2024-07-01\nnote: x": period("2013-07-01", "2024-07-01"),
		"{valid_from: 2013-07-01, valid_to: , note: x}":           period("2013-07-01", ""),
	} {
		var got entry
		if err := yaml.Unmarshal([]byte(text), &got); err != nil || got.Period != want || got.Note != "x" {
			t.Errorf("%q is read as %v, %v", text, got, err)
		}
	}
	for _, bad := range []string{"valid_from: 2013-02-30", "valid_from: 2013", "valid_from: 2013-07-01T00:00:00Z", "valid_from: [2013-07-01]"} {
		var got entry
		if err := yaml.Unmarshal([]byte(bad), &got); err == nil {
			t.Errorf("%q is read as %v", bad, got)
		}
	}
}
