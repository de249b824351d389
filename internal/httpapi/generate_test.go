package httpapi_test

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"htxregistry/internal/bulk"
	"htxregistry/internal/coop"
)

// generator makes requests from the schemas of the contract, and unmakes them: wrong types, missing and unknown fields,
// numbers and texts no register has. What the server answered comes back as ids, cursors and revisions of later requests.
type generator struct {
	random *rand.Rand
	seen   map[string][]string // values of answers by the name of their field; ids also by the first segment of their path
	tags   map[string]string   // ETags by id
	keys   []string
}

// operation is one operation of the contract.
type operation struct {
	method, path string
	*openapi3.Operation
}

func (o operation) segment() string { return strings.Split(o.path, "/")[1] }

func pick[T any](g *generator, from []T) T { return from[g.random.IntN(len(from))] }

func (g *generator) chance(percent int) bool { return g.random.IntN(100) < percent }

// hostileTexts are texts nobody may be hurt by.
func hostileTexts() []string {
	return []string{
		"", " ", strings.Repeat("a", 10_000), strings.Repeat("ữ", 301), "a\x00b", "a\u202eb", "a\u200bb", "Ho\u0300a Bi\u0300nh", "\xff\xfe", "\U0001F69C",
		"2021-13-01", "2021-02-30", "0000-00-00", "9999-12-31", "0001-01-01", "2021-06-01T25:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z",
		"-1", "1e3", "9223372036854775808", "99999999999999999999999", "=1+1", "'; DROP TABLE dossiers; --", "%", "_", `\`, "a & (", "../../etc/passwd", "null", "true",
		"00000000-0000-0000-0000-000000000000", "0193e4a0-0000-7000-8000-00000000000G", "Nguyễn Văn An 087085001234",
	}
}

// hostileValues are JSON values of every wrong kind.
func hostileValues() []any {
	values := []any{
		nil, true, -1, 0, int64(9_000_000_000_000_001), json.RawMessage("9223372036854775808"), json.RawMessage("-9223372036854775809"), json.RawMessage("1.5"),
		json.RawMessage("1e400"),
		[]any{},
		[]any{nil},
		map[string]any{},
		map[string]any{"a": map[string]any{}},
		json.RawMessage(strings.Repeat("[", 30) + strings.Repeat("]", 30)),
	}
	for _, text := range hostileTexts() {
		values = append(values, text)
	}
	return values
}

// value makes a value of a schema, as the field of that name.
func (g *generator) value(name string, ref *openapi3.SchemaRef, depth int) any {
	s := ref.Value
	for _, several := range []openapi3.SchemaRefs{s.OneOf, s.AnyOf} {
		if len(several) > 0 {
			return g.value(name, pick(g, several), depth)
		}
	}
	if len(s.AllOf) > 0 {
		return g.value(name, s.AllOf[0], depth)
	}
	if len(s.Enum) > 0 {
		return pick(g, s.Enum)
	}
	kind := "object"
	if s.Type != nil && len(s.Type.Slice()) > 0 {
		kind = pick(g, s.Type.Slice())
	}
	switch kind {
	case "null":
		return nil
	case "boolean":
		return g.chance(50)
	case "integer", "number":
		return g.number(s)
	case "string":
		return g.text(name, s)
	case "array":
		list := make([]any, 0, 3)
		for range min(g.random.IntN(3)+int(s.MinItems), 5) {
			list = append(list, g.value(name, s.Items, depth+1))
		}
		return list
	}
	o := map[string]any{}
	for _, field := range slices.Sorted(maps.Keys(s.Properties)) {
		if slices.Contains(s.Required, field) || depth < 6 && g.chance(60) {
			o[field] = g.value(field, s.Properties[field], depth+1)
		}
	}
	return o
}

func (g *generator) number(s *openapi3.Schema) any {
	low, high := int64(0), int64(1_000_000_000)
	if s.Min != nil {
		low = int64(*s.Min)
	}
	if s.Max != nil {
		high = int64(*s.Max)
	}
	return pick(g, []int64{low, high, low + g.random.Int64N(max(high-low, 1)), min(low+20, high)})
}

// text makes a string of a schema: one the server has given under that name, or one of the form the schema asks for.
func (g *generator) text(name string, s *openapi3.Schema) string {
	if known := g.seen[name]; len(known) > 0 && g.chance(70) {
		return pick(g, known)
	}
	switch s.Format {
	case "uuid":
		if all := g.seen["id"]; len(all) > 0 && g.chance(80) {
			return pick(g, all)
		}
		return "0193e4a0-0000-7000-8000-000000000001"
	case "date":
		return pick(g, []string{"2014-01-27", "2019-05-28", "2021-06-01", "2021-06-02", "2024-07-01", "2025-07-01", "2026-01-01", "1900-02-28", "9999-12-31"})
	case "date-time":
		return pick(g, []string{"2021-06-01T02:00:00Z", "2021-06-01T09:00:00.123456789+07:00", "2014-01-27T00:00:00-12:00", "2025-07-01T00:00:00Z", "2099-12-31T16:00:00Z", "9999-12-31T23:59:59Z"})
	}
	form, err := regexp.Compile(s.Pattern)
	if err != nil {
		form = regexp.MustCompile("")
	}
	var fitting []string
	for _, candidate := range []string{
		"29881", "866", "87", "0161", "01", "A", "VN", "htx", "charter", "reason_code", "1401234568", "retry-key-00000001", "0901234567", "Nguyễn Văn An", "Hợp tác xã Nông nghiệp Mỹ Ngãi",
		"Tổ hợp tác Đồng Tâm", "Canh Tân Hội quán", "Ấp 1, xã Mỹ Ngãi", "a@b.vn", "087085001234", "/documents/charter", "193/2013/NĐ-CP", "/",
	} {
		if form.MatchString(candidate) && uint64(len([]rune(candidate))) >= s.MinLength && (s.MaxLength == nil || uint64(len([]rune(candidate))) <= *s.MaxLength) {
			fitting = append(fitting, candidate)
		}
	}
	if len(fitting) == 0 {
		return strings.Repeat("a", int(max(s.MinLength, 1)))
	}
	return pick(g, fitting)
}

// request makes a request of an operation; half of them are unmade somewhere.
func (g *generator) request(op operation) *http.Request {
	query, header, path := url.Values{}, http.Header{}, op.path
	var id string
	for _, ref := range op.Parameters {
		p := ref.Value
		text := fmt.Sprint(g.value(p.Name, p.Schema, 0))
		switch p.In {
		case openapi3.ParameterInPath:
			if known := g.seen["/"+op.segment()]; len(known) > 0 && strings.HasPrefix(op.path, "/"+op.segment()+"/{"+p.Name+"}") && g.chance(85) {
				text = pick(g, known)
			}
			id = cmp.Or(id, text)
			path = strings.Replace(path, "{"+p.Name+"}", url.PathEscape(g.unmade(text, 3)), 1)
		case openapi3.ParameterInHeader:
			if p.Name == "If-Match" && g.chance(90) {
				text = cmp.Or(g.tags[id], `"1"`)
			}
			if p.Name == "Idempotency-Key" && g.chance(90) {
				text = retryKeys()
			}
			if p.Required && !g.chance(3) || !p.Required && g.chance(30) {
				header.Set(p.Name, strings.NewReplacer("\x00", "", "\n", "").Replace(g.unmade(text, 4)))
			}
		case openapi3.ParameterInQuery:
			if p.Required && !g.chance(3) || !p.Required && g.chance(15) {
				query.Set(p.Name, g.unmade(text, 12))
			}
		}
	}
	if g.chance(3) {
		query.Add(pick(g, []string{"colour", "limit", "q", "\x00", "cursor"}), pick(g, hostileTexts()))
	}
	body, media := g.body(op)
	method := op.method
	if g.chance(2) {
		method = pick(g, []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodHead, http.MethodOptions, "BREW"})
	}
	raw := query.Encode()
	if g.chance(2) {
		raw = pick(g, []string{"%", "q=%zz", "q=%ff", "a=1;b=2", "&&=&", "q=htx_a"})
	}
	req, err := http.NewRequest(method, "http://127.0.0.1/v1"+path, bytes.NewReader(body)) //nolint:noctx // given by its sender
	if err != nil {
		panic(err)
	}
	req.URL.RawQuery, req.Header = raw, header
	if media != "" {
		header.Set("Content-Type", media)
	}
	if key := pick(g, g.keys); key != "" {
		header.Set("Authorization", key)
	}
	header.Set("Accept-Language", pick(g, []string{"vi", "en", "\xff;q=x", ""}))
	return req
}

// unmade is a text, or now and then a hostile one, or the text as another program would write it.
func (g *generator) unmade(text string, percent int) string {
	if !g.chance(percent) {
		return text
	}
	return pick(g, append(hostileTexts(), text+" ", " "+text, strings.ToUpper(text), text+text, text+"\u0301"))
}

// body makes the body of an operation and says of what type it is.
func (g *generator) body(op operation) (content []byte, media string) {
	if op.RequestBody == nil {
		if g.chance(3) {
			return []byte(`{"a":1}`), "application/json"
		}
		return nil, ""
	}
	media = pick(g, slices.Sorted(maps.Keys(op.RequestBody.Value.Content)))
	content, declared := g.content(media, op.RequestBody.Value.Content[media])
	if g.chance(3) {
		declared = pick(g, []string{"text/plain", "application/xml", "", "application/json; charset=utf-16", "\xff", "multipart/form-data; boundary=x"})
	}
	if g.chance(8) {
		content = g.brokenText(content)
	}
	return content, declared
}

func (g *generator) content(media string, of *openapi3.MediaType) (content []byte, declared string) {
	if media == "*/*" {
		return g.file(of.Schema.Value.Description)
	}
	var v any
	if examples := slices.Sorted(maps.Keys(of.Examples)); len(examples) > 0 && g.chance(50) {
		text, _ := json.Marshal(of.Examples[pick(g, examples)].Value.Value) // read from the contract
		_ = json.Unmarshal(text, &v)
	} else {
		v = g.value("", of.Schema, 0)
	}
	if g.chance(35) {
		for range 1 + g.random.IntN(2) {
			v = g.spoil(v)
		}
	}
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return text, media
}

// spoil changes one place of a value.
func (g *generator) spoil(v any) any {
	switch v := v.(type) {
	case map[string]any:
		if names := slices.Sorted(maps.Keys(v)); len(names) > 0 && !g.chance(10) {
			name := pick(g, names)
			switch g.random.IntN(8) {
			case 0:
				delete(v, name)
			case 1:
				v[strings.ToUpper(name)] = v[name]
			default:
				v[name] = g.spoil(v[name])
			}
			return v
		}
		v[pick(g, []string{"colour", "", "a/b~", "\x00", "id", "__proto__", "NAME"})] = pick(g, hostileValues())
		return v
	case []any:
		if len(v) > 0 && g.chance(70) {
			i := g.random.IntN(len(v))
			if g.chance(20) {
				return slices.Concat(slices.Repeat(v[i:i+1], 1+g.random.IntN(600)), v)
			}
			v[i] = g.spoil(v[i])
			return v
		}
	}
	return pick(g, hostileValues())
}

// brokenText spoils JSON or a file as text.
func (g *generator) brokenText(content []byte) []byte {
	if len(content) == 0 {
		return []byte(pick(g, []string{"{", "null", "\xff", "[]", "  "}))
	}
	at := g.random.IntN(len(content))
	switch g.random.IntN(6) {
	case 0:
		return content[:at]
	case 1:
		return slices.Concat(content, content)
	case 2:
		return slices.Insert(slices.Clone(content), at, []byte(pick(g, []string{"\x00", "\xff", "\u202e", "\"", "{", ","}))...)
	case 3:
		return append(slices.Clone(content), bytes.Repeat([]byte(" "), 2<<20)...)
	case 4: // the first key twice
		if key := regexp.MustCompile(`^\{("[^"]*"):`).FindSubmatch(content); key != nil {
			return slices.Concat([]byte("{"), key[1], []byte(":null,"), content[1:])
		}
	}
	return nil
}

// file makes a paper or a book: one of those the operation takes, or whatever.
func (g *generator) file(taken string) (content []byte, declared string) {
	files := map[string][]byte{
		"application/pdf": []byte("%PDF-1.7\n%%EOF\n"), "image/png": []byte("\x89PNG\r\n\x1a\n"), "image/jpeg": []byte("\xff\xd8\xff\xe0"),
		"application/msword": []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), bulk.MediaCSV: g.book(), bulk.MediaXLSX: []byte("PK\x03\x04"), "image/svg+xml": []byte("<svg/>"),
	}
	media := slices.Sorted(maps.Keys(files))
	declared = pick(g, media)
	if g.chance(70) {
		for !strings.Contains(taken, declared) {
			declared = pick(g, media)
		}
	}
	if g.chance(80) {
		return files[declared], declared
	}
	return files[pick(g, media)], declared
}

// book makes an opening book.
func (g *generator) book() []byte {
	var b bytes.Buffer
	out := csv.NewWriter(&b)
	columns := slices.Clone(coop.BookColumns())
	g.random.Shuffle(len(columns), func(i, j int) { columns[i], columns[j] = columns[j], columns[i] })
	columns = append([]string{coop.ColumnKind, coop.ColumnName, coop.ColumnPlace}, slices.DeleteFunc(columns, func(c string) bool {
		return c == coop.ColumnKind || c == coop.ColumnName || c == coop.ColumnPlace || g.chance(60)
	})...)
	_ = out.Write(columns) // into memory
	for range 1 + g.random.IntN(4) {
		cells := []string{pick(g, []string{"htx", "hoi_quan", "tht", "HTX"}), "Hợp tác xã " + retryKeys(), "29881"}
		for range len(columns) - 3 {
			cells = append(cells, pick(g, []string{"", "", "1", "2021-06-01", "0161", "2018:0161", "active", "tckh-866", "1401234568", "1.000.000", "registration", "dissolution"}))
		}
		if g.chance(30) {
			cells[g.random.IntN(len(cells))] = pick(g, hostileTexts())
		}
		_ = out.Write(cells)
	}
	out.Flush()
	return b.Bytes()
}

// learn keeps what an answer tells for later requests.
func (g *generator) learn(op operation, req *http.Request, got reply) {
	if got.status >= 300 || !strings.HasPrefix(got.header.Get("Content-Type"), "application/json") {
		return
	}
	var v any
	if json.Unmarshal(got.body, &v) != nil {
		return
	}
	if o, ok := v.(map[string]any); ok {
		if id, ok := o["id"].(string); ok && got.header.Get("ETag") != "" && req.Method != http.MethodHead {
			g.tags[id] = got.header.Get("ETag")
		}
	}
	g.gather(op.segment(), "", v, 0)
}

func (g *generator) gather(segment, name string, v any, depth int) {
	const most = 40
	switch v := v.(type) {
	case map[string]any:
		for _, field := range slices.Sorted(maps.Keys(v)) {
			g.gather(segment, field, v[field], depth+1)
		}
	case []any:
		for _, one := range v[:min(len(v), 5)] {
			g.gather(segment, name, one, depth)
		}
	case string:
		if name == "next_cursor" {
			name = "cursor"
		}
		names := []string{name}
		if depth <= 2 && (name == "id" || name == "code") {
			names = append(names, "/"+segment)
		}
		for _, n := range names {
			if known := g.seen[n]; len(known) < most {
				g.seen[n] = append(known, v)
			} else {
				known[g.random.IntN(most)] = v
			}
		}
	}
}
