package httpapi

import (
	"encoding/json"
	"errors"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"
	"go.yaml.in/yaml/v3"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/fault"
	"htxregistry/internal/registry"
)

func TestTheLimiterCountsEachClientByItself(t *testing.T) {
	t.Parallel()
	l, now := newLimiter(2), time.Unix(1_700_000_000, 0)
	for i, want := range []int{1, 0, -1} {
		if left, reset := l.take("a", 1, now); left != want || reset < 1 || reset > 61 {
			t.Errorf("request %d: %d left, reset in %d", i+1, left, reset)
		}
	}
	if left, _ := l.take("b", 1, now); left != 1 {
		t.Errorf("another client has %d left", left)
	}
	if left, _ := l.take("b", 0, now); left != 1 {
		t.Error("looking counts")
	}
	if left, _ := l.take("a", 1, now.Add(61*time.Second)); left != 1 {
		t.Errorf("%d left in the next window", left)
	}
}

func TestTheLimiterIsBounded(t *testing.T) {
	t.Parallel()
	l, now := newLimiter(1), time.Unix(1_700_000_000, 0)
	for i := range 3 * maxClients {
		l.take(string(rune(i))+"x", 1, now)
	}
	if len(l.counts) > maxClients {
		t.Errorf("%d clients are remembered", len(l.counts))
	}
}

func FuzzCursor(f *testing.F) {
	next := coop.Position{Name: "Hợp tác xã Đồng Tâm"}
	f.Add(*cursorOf("a question", &next))
	f.Add("")
	f.Add("bnVsbA")
	f.Add("eyJxIjoiIn0")
	f.Fuzz(func(t *testing.T, cursor string) {
		got, err := position[coop.Position]("a question", &cursor)
		if err != nil {
			if !errors.Is(err, fault.Invalid) {
				t.Fatal(err)
			}
			return
		}
		again := cursorOf("a question", got)
		if back, err := position[coop.Position]("a question", again); err != nil || *back != *got {
			t.Fatalf("%v, %v", back, err)
		}
		if _, err := position[coop.Position]("another question", &cursor); err == nil {
			t.Fatal("the cursor of one question is taken for another")
		}
	})
}

func TestCleanJSON(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, in, out, fault string }{
		{"blanks around text go", `{"a":"  x y  "}`, `{"a":"x y"}`, ""},
		{"blanks within text are single", "{\"a\":\"x \u00a0\\t y\\n  z\"}", `{"a":"x y\nz"}`, ""},
		{"no letter that passes for another", "{\"a\":[\"X\u043eài\"]}", "", "/a/0 invalid-text"},
		{"text is composed", "{\"a\":\"Hoa\u0300 Bi\u0300nh\"}", `{"a":"Hoà Bình"}`, ""},
		{"lines stay", `{"a":"x\ny"}`, `{"a":"x\ny"}`, ""},
		{"numbers stay as they are", `{"a":9007199254740993,"b":null,"c":[true]}`, `{"a":9007199254740993,"b":null,"c":[true]}`, ""},
		{"no fractions", `{"a":[1.5]}`, "", "/a/0 wrong-type"},
		{"no powers", `{"a":1e3}`, "", "/a wrong-type"},
		{"no key twice", `{"a":{"b":1,"b":2}}`, "", "/a/b duplicate-key"},
		{"a pointer is escaped", `{"a/b~":1,"a/b~":2}`, "", "/a~1b~0 duplicate-key"},
		{"no control characters", `{"a":"x\u0000"}`, "", "/a invalid-text"},
		{"no turned text", `{"a":"x\u202e"}`, "", "/a invalid-text"},
		{"no half characters", `{"a":"\ud800"}`, "", "/a invalid-text"},
		{"no broken bytes", "{\"a\":\"\xff\"}", "", "/a invalid-text"},
		{"nothing after", `{} {}`, "", " malformed-json"},
		{"nothing unfinished", `{"a":`, "", "/a malformed-json"},
		{"no depth without end", strings.Repeat("[", 1_000_000), "", "malformed-json"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			out, err := cleanJSON([]byte(c.in))
			if c.fault != "" {
				if f, ok := errors.AsType[*fault.Error](err); !ok || len(f.Fields) != 1 || !strings.HasSuffix(f.Fields[0].Pointer+" "+f.Fields[0].Code, c.fault) {
					t.Errorf("got %s, %v; want %s", out, err, c.fault)
				}
				return
			}
			if err != nil || string(out) != c.out {
				t.Errorf("got %s, %v; want %s", out, err, c.out)
			}
		})
	}
}

func FuzzCleanJSON(f *testing.F) {
	f.Add([]byte(`{"a":["x",1,null,{"b":true}]}`))
	f.Add([]byte(`"\ud83d\ude00"`))
	f.Fuzz(func(t *testing.T, in []byte) {
		out, err := cleanJSON(in)
		if err != nil {
			return
		}
		again, err := cleanJSON(out)
		if err != nil || string(again) != string(out) {
			t.Fatalf("%s became %s, then %s (%v)", in, out, again, err)
		}
	})
}

func TestRevisionsAreComparedByValue(t *testing.T) {
	t.Parallel()
	const blank = " "
	for header, want := range map[string]int64{`"3"`: 3, `W/"3"`: 3, blank + `"12"` + blank: 12} {
		if n, err := revision(header); n != want || err != nil {
			t.Errorf("%s: %d, %v", header, n, err)
		}
	}
	for _, header := range []string{"*", "", "3", `"x"`, `"1", "2"`, `'3'`, "`3`"} {
		if n, err := revision(header); err == nil {
			t.Errorf("%s was taken for %d", header, n)
		}
	}
	for header, want := range map[string]bool{`"1", W/"3"`: true, "*": true, `"1"`: false, "junk": false} {
		if got := unchanged(&header, 3); got != want {
			t.Errorf("%s: %v", header, got)
		}
	}
}

func TestAKeyInTheAddressIsFound(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]bool{
		"": false, "q=hoa": false, "api_key=1": true, "q=a&Access_Token=b": true, "q=htx_abc": true, "q=htx": false,
	} {
		if carriesKey(query) != want {
			t.Errorf("%s: %v", query, !want)
		}
	}
}

func TestARequestIDIsSaneOrMade(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]bool{"abcdefgh": true, "a": false, "a b c d e f": false, "abcdefgh\n": false, strings.Repeat("a", 65): false} {
		if saneID(id) != want {
			t.Errorf("%q: %v", id, !want)
		}
	}
}

// The validator asks no operation for a key: validate itself does, before it reads anything.
func TestClosedOperationsAskForAKeyFirst(t *testing.T) {
	t.Parallel()
	c, err := readContract(t.Context(), func(string) bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	for at, op := range c.operations {
		if !op.closed {
			continue
		}
		e := echo.New()
		e.Add(at.method, at.path, func(echo.Context) error {
			t.Errorf("%s %s was let in", at.method, at.path)
			return nil
		}, func(next echo.HandlerFunc) echo.HandlerFunc {
			return func(e echo.Context) error {
				err := c.validate(next)(e)
				if !errors.Is(err, registry.ErrLoginRequired) {
					t.Errorf("%s %s for the public: %v", at.method, at.path, err)
				}
				return nil
			}
		})
		e.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), at.method, at.path, strings.NewReader("{")))
	}
}

func TestClosedListsAreThoseOfTheCode(t *testing.T) {
	t.Parallel()
	document, err := GetSpec()
	if err != nil {
		t.Fatal(err)
	}
	listed := func(schema *openapi3.SchemaRef) []string {
		var out []string
		for _, v := range schema.Value.Enum {
			if s, ok := v.(string); ok {
				out = append(out, s)
			}
		}
		return out
	}
	schemas := document.Components.Schemas
	for name, want := range map[string][]string{
		"OrganizationKind":   texts(coop.Kinds()),
		"UnitKind":           texts(coop.UnitKinds()),
		"SubjectKind":        append(texts(coop.Kinds()), texts(coop.UnitKinds())...),
		"OrganizationStatus": texts(coop.Statuses()),
		"Procedure":          texts(coop.Procedures()),
		"DossierState":       texts(dossier.States()),
	} {
		if got := listed(schemas[name]); !slices.Equal(got, want) {
			t.Errorf("%s: the contract lists %v, the code %v", name, got, want)
		}
	}
}

func texts[T ~string](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}

func TestEveryOperationHasItsPermission(t *testing.T) {
	t.Parallel()
	c, err := readContract(t.Context(), func(string) bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	table := registry.Permissions()
	for at, op := range c.operations {
		who, ok := table[registry.Operation(op.route.Operation.OperationID)]
		if !ok {
			t.Errorf("%s stands in no row of the table of permissions", op.route.Operation.OperationID)
		}
		if public := who[caller.Anonymous] != registry.Nowhere; public == op.closed {
			t.Errorf("%s %s: contract and permissions differ on whether it needs a key", at.method, at.path)
		}
	}
}

func TestTheContractIsGeneratedAsItStands(t *testing.T) {
	t.Parallel()
	original, err := os.ReadFile("../../openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if served, err := files.ReadFile("openapi.yaml"); err != nil || string(served) != string(original) {
		t.Error("the served contract is not openapi.yaml; run make generate")
	}
	var models, server map[string]any
	for name, into := range map[string]*map[string]any{"models": &models, "server": &server} {
		text, err := os.ReadFile("../../api/" + name + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		if err := yaml.Unmarshal(text, into); err != nil {
			t.Fatal(err)
		}
	}
	for _, part := range []string{"compatibility", "output-options"} {
		a, _ := json.Marshal(models[part]) //nolint:errchkjson // read from YAML
		b, _ := json.Marshal(server[part]) //nolint:errchkjson // read from YAML
		if string(a) != string(b) {
			t.Errorf("%s differs between api/models.yaml and api/server.yaml", part)
		}
	}
}

func TestTheClientLinksNoServer(t *testing.T) {
	t.Parallel()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "htxregistry/api").Output()
	if err != nil {
		t.Skipf("go list: %v", err)
	}
	for _, module := range []string{"github.com/labstack/echo", "github.com/getkin/kin-openapi", "gorm.io", "github.com/jackc"} {
		if strings.Contains(string(out), module) {
			t.Errorf("package api links %s", module)
		}
	}
}
