package httpapi

import (
	"encoding/json"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"htxregistry/internal/coop"
	"htxregistry/internal/vn"
)

// An encoder that takes another view of one member would be seen here: every member is filled once, and once is none.
func TestTheRecordIsWrittenAsTheStandardEncoderWritesIt(t *testing.T) {
	var full coop.Profile
	fill(t, reflect.ValueOf(&full).Elem())
	for name, record := range map[string]coop.Profile{"nothing known": {}, "everything known": full} {
		var want strings.Builder
		if err := json.NewEncoder(&want).Encode(record); err != nil {
			t.Fatal(err)
		}
		got := httptest.NewRecorder()
		if err := (organizationAnswer{record, `"1"`}).VisitGetOrganizationResponse(got); err != nil {
			t.Fatal(err)
		}
		if got.Body.String() != want.String() {
			t.Errorf("%s: written\n%s, the standard encoder writes\n%s", name, got.Body, want.String())
		}
	}
}

// fill gives every member a value that is not its zero value, and every list two of them.
func fill(t *testing.T, v reflect.Value) {
	t.Helper()
	switch at := v.Addr().Interface().(type) {
	case *time.Time:
		*at = time.Date(2025, 7, 1, 1, 2, 3, 456_000, time.UTC)
		return
	case *vn.Date:
		*at = vn.NewDate(2025, 7, 1)
		return
	}
	switch v.Kind() { //nolint:exhaustive // the kinds a record has; another fails the test
	case reflect.Struct:
		for _, member := range v.Fields() {
			fill(t, member)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(t, v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(t, v.Index(0))
		fill(t, v.Index(1))
	case reflect.Array:
		for i := range v.Len() {
			fill(t, v.Index(i))
		}
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(t, key)
		fill(t, value)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.String:
		v.SetString("Hợp tác xã \"Mỹ Ngãi\" <1> & 2\u2028\n")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(7)
	case reflect.Uint8:
		v.SetUint(7)
	default:
		t.Fatalf("no value for %s: say here what fills it", v.Type())
	}
}
