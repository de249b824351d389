package httpapi_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"htxregistry/internal/caller"
	"htxregistry/internal/certificate"
)

// certificates gives the certificates of an organisation, newest first.
func (w *world) certificates(id, query string) []object {
	w.t.Helper()
	page := w.want(w.call("", http.MethodGet, "/v1/organizations/"+id+"/certificates"+query, nil), 200, "").json(w.t)
	var found []object
	for _, item := range page["items"].([]any) {
		found = append(found, item.(object))
	}
	return found
}

// standing fails unless the certificates of an organisation, newest first, are of these kinds and stand so.
func (w *world) standing(id string, want ...string) []object {
	w.t.Helper()
	found := w.certificates(id, "")
	var got []string
	for _, c := range found {
		got = append(got, c["issue"].(string)+" "+c["state"].(string))
	}
	if !slices.Equal(got, want) {
		w.t.Errorf("certificates %q, want %q", got, want)
	}
	return found
}

func names(c object) (issued, today string) {
	return c["as_issued"].(object)["name"].(object)["vi"].(string), c["today"].(object)["name"].(string)
}

const identity = "087085001234" // of the representative of every made-up HTX

func TestACertificateIsGivenReplacedAndKnownAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	d := w.desk("tckh-866")
	id := w.file(d, modern("Hợp tác xã Giấy Trắng")).text(t, "organization_id")
	first := w.standing(id, "first valid")[0]
	if first["form"] != "htx-2023" || first["title"] != "Giấy chứng nhận đăng ký hợp tác xã" || first["authority"].(object)["code"] != "tckh-866" {
		t.Errorf("%v", first)
	}
	code, path := first["number"].(string), "/v1/certificates/"+first["number"].(string)

	// The public page: the bytes that were given, no personal data, genuine offline.
	keys := w.want(w.call("", http.MethodGet, "/v1/certificates/keys", nil), 200, "").body
	pdf := w.want(w.call("", http.MethodGet, path+".pdf", nil), 200, "").body
	if sum := sha256.Sum256(pdf); hex.EncodeToString(sum[:]) != first["public_sha256"] {
		t.Error("the page is not the one that was given")
	}
	known, err := certificate.Verify(pdf, keys)
	if err != nil || known.Certificate.Number != code || known.People != nil {
		t.Errorf("%v %+v", err, known)
	}
	jws := w.want(w.call("", http.MethodGet, path+".jws", nil), 200, "").body
	if v, err := certificate.VerifyCredential(string(jws), keys); err != nil || v.Certificate.ID != known.Certificate.ID {
		t.Errorf("the signature: %v", err)
	}
	for what, body := range map[string][]byte{"answer": w.call("", http.MethodGet, path, nil).body, "keys": keys, "signature": jws} {
		if bytes.Contains(body, []byte(identity)) {
			t.Errorf("the %s shows an identity number", what)
		}
	}

	// The full page: for the competent office, with a reason, logged.
	reason := []string{"X-Read-Reason", "trao giấy"}
	full := w.want(w.call(d.officer, http.MethodGet, path+".pdf", nil, reason...), 200, "").body
	if v, err := certificate.Verify(full, keys); err != nil || len(v.People) != 1 || v.People[0].IDDocument != identity || v.People[0].Phone != "" {
		t.Errorf("the full page: %v %+v", err, v.People)
	}
	w.want(w.call("", http.MethodGet, path+".pdf", nil, reason...), 401, "key-required")
	w.want(w.call(w.desk("tckh-867").officer, http.MethodGet, path+".pdf", nil, reason...), 403, "foreign-office")
	w.want(w.call(w.key(caller.App, ""), http.MethodGet, path+".jws", nil, reason...), 403, "role-forbidden")
	opened := w.want(w.call(w.key(caller.Auditor, ""), http.MethodGet, path+".jws", nil, reason...), 200, "").body
	if v, err := certificate.VerifyCredential(string(opened), keys); err != nil || len(v.People) != 1 {
		t.Errorf("the signature with its disclosure: %v", err)
	}
	if reads := w.count("SELECT count(*) FROM personal_reads WHERE reason = 'trao giấy'"); reads != 2 {
		t.Errorf("%d reads are logged", reads)
	}

	// A change of name: the new paper says what it was, the old one what it was then.
	w.clockTo("2024-09-05")
	w.file(d, about("change_registration", "htx", id, object{"name": object{"vi": "Hợp tác xã Giấy Mới"}, "resolution": resolved("2024-09-04")}))
	both := w.standing(id, "change valid", "first replaced")
	if both[0]["as_issued"].(object)["former_name"] != "Hợp tác xã Giấy Trắng" || both[0]["ordinal"] != 1.0 || both[1]["replaced_by"] != both[0]["id"] {
		t.Errorf("%v", both[0])
	}
	if issued, today := names(both[1]); issued != "Hợp tác xã Giấy Trắng" || today != "Hợp tác xã Giấy Mới" {
		t.Errorf("the old one says %q, today %q", issued, today)
	}
	if differs := both[1]["today"].(object)["differs"].([]any); !slices.Equal(differs, []any{"name"}) {
		t.Errorf("differs %v", differs)
	}
	again := w.want(w.call("", http.MethodGet, path+".pdf?id="+first["id"].(string), nil), 200, "").body
	if !bytes.Equal(again, pdf) {
		t.Error("the old page is printed otherwise now")
	}
	if v, err := certificate.Verify(w.want(w.call("", http.MethodGet, path+".pdf", nil), 200, "").body, keys); err != nil || v.Certificate.ID.String() != both[0]["id"] {
		t.Errorf("the one that stands: %v", err)
	}
	verified := w.want(w.call("", http.MethodGet, "/v1"+strings.SplitN(both[0]["verify_url"].(string), "/v1", 2)[1], nil), 200, "").json(t)
	if items := verified["items"].([]any); len(items) != 1 || items[0].(object)["state"] != "valid" {
		t.Errorf("what the code opens: %v", verified)
	}
	// On the two clocks.
	if then := w.certificates(id, "?as_of=2024-09-04"); len(then) != 1 || then[0]["state"] != "valid" {
		t.Errorf("as of the day before: %v", then)
	}
	if then := w.certificates(id, "?as_of=2024-09-05"); len(then) != 2 || then[1]["state"] != "replaced" {
		t.Errorf("as of the day: %v", then)
	}
	if then := w.certificates(id, "?known_at=2024-09-04T16:00:00Z"); len(then) != 1 {
		t.Errorf("as known the day before: %v", then)
	}
	// Page by page.
	page := w.want(w.call("", http.MethodGet, path+"?limit=1", nil), 200, "")
	next := w.want(w.call("", http.MethodGet, path+"?limit=1&cursor="+page.text(t, "next_cursor"), nil), 200, "").json(t)
	if items := next["items"].([]any); len(items) != 1 || items[0].(object)["id"] != first["id"] || next["next_cursor"] != nil {
		t.Errorf("the second page: %v", next)
	}
	for _, nothing := range []string{"/v1/certificates/1499999017", path + "?id=" + id, path + ".pdf?id=" + id} {
		w.want(w.call("", http.MethodGet, nothing, nil), 404, "certificate-not-found")
	}
	w.want(w.call("", http.MethodPost, path+".pdf", nil), 405, "")
}

func TestConfirmationsAreGivenWhereTheLawGivesThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	d := w.desk("tckh-866")
	id := w.file(d, modern("Hợp tác xã Xác Nhận")).text(t, "organization_id")
	notified := func(code string, wish bool) object {
		p := object{"industries": []any{object{"edition": "2018", "code": code, "main": true}}, "resolution": resolved("2024-09-03")}
		if wish {
			p["confirmation_wanted"] = true
		}
		return about("change_notification", "htx", id, p)
	}
	w.file(d, notified("0111", false)) // nobody asked for one
	w.standing(id, "first valid")
	w.file(d, notified("0112", true))
	change := w.standing(id, "confirmation valid", "first valid")[0]["as_issued"].(object)["changes"].([]any)
	if one := change[0].(object); !strings.HasPrefix(one["before"].(string), "0111") || !strings.HasPrefix(one["after"].(string), "0112") {
		t.Errorf("%v", change)
	}
	w.file(d, about("suspension", "htx", id, object{"suspension": object{"from": "2024-09-10", "to": "2025-09-09"}, "resolution": resolved("2024-09-03")}))
	w.clockTo("2024-09-10")
	w.file(d, about("resumption", "htx", id, object{"resumes_on": "2024-09-16"}))
	papers := w.standing(id, "confirmation valid", "confirmation valid", "confirmation valid", "first valid")
	if s := papers[1]["as_issued"].(object); papers[1]["form"] != "suspension-2023" || s["from"] != "2024-09-10" || s["to"] != "2025-09-09" {
		t.Errorf("%v", papers[1])
	}
	if papers[0]["form"] != "resumption-2023" || papers[0]["as_issued"].(object)["from"] != "2024-09-16" {
		t.Errorf("%v", papers[0])
	}
	number := url.PathEscape(papers[0]["number"].(string))
	w.want(w.call("", http.MethodGet, "/v1/certificates/"+number+".pdf", nil), 200, "")
}

func TestACertificateFollowsRevocationAndEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	d := w.desk("tckh-866")
	owing := w.file(d, modern("Hợp tác xã Nợ Thuế")).text(t, "organization_id")
	w.file(d, about("revocation", "htx", owing, object{"ground": "tax", "instrument": object{"number": "12/CCT", "issued_on": "2024-09-03"}}))
	w.standing(owing, "first revoked")
	w.clockTo("2024-09-06")
	w.file(d, about("revocation_cancellation", "htx", owing, object{"ground": "tax", "instrument": object{"number": "13/CCT", "issued_on": "2024-09-04"}}))
	w.standing(owing, "first valid")
	if then := w.certificates(owing, "?as_of=2024-09-05"); then[0]["state"] != "revoked" {
		t.Errorf("as of between: %v", then)
	}
	w.file(d, about("dissolution_resolution", "htx", owing, object{"resolution": resolved("2024-09-05"), "reason": "Theo nguyện vọng"}))
	w.standing(owing, "first valid") // until it has ended
	w.clockTo("2025-03-06")
	w.standing(owing, "first valid")
	w.clockTo("2025-03-07")
	ended := w.standing(owing, "first invalid")[0]
	if ended["state_reason"] != "ended" || ended["state_since"] != "2025-03-07" || ended["today"].(object)["status"] != "ended" {
		t.Errorf("%v", ended)
	}
}

func TestEachRegimeHasItsForm(t *testing.T) {
	t.Parallel()
	for day, want := range map[string]struct {
		form       string
		industries bool
	}{
		"2024-06-28": {"htx-2012", true},
		"2024-07-01": {"htx-2023", false},
		"2024-07-02": {"htx-2023", false},
	} {
		w := newWorld(t, day)
		d := w.desk("tckh-866")
		id := w.file(d, modern("Hợp tác xã Hai Chế Độ")).text(t, "organization_id")
		c := w.standing(id, "first valid")[0]
		if c["form"] != want.form || (c["as_issued"].(object)["industries"] != nil) != want.industries {
			t.Errorf("%s: %v", day, c)
		}
		// A suspension under the old law gives a receipt only.
		if want.form == "htx-2012" {
			w.file(d, about("suspension", "htx", id, object{"suspension": object{"from": "2024-07-20", "to": "2024-12-31"}, "resolution": resolved(day)}))
			w.standing(id, "first valid")
		}
	}
}

// unitName is a name for a unit of an organisation: its kind, what tells it from others, and the organisation's name.
func (w *world) unitName(kind, own, organization string) object {
	w.t.Helper()
	words := map[string]string{"branch": "Chi nhánh", "representative_office": "Văn phòng đại diện", "business_location": "Địa điểm kinh doanh"}
	return object{"vi": words[kind] + " " + own + " " + w.organization(organization).text(w.t, "name", "vi")}
}

// branchOf opens a branch of an HTX beside its seat.
func (w *world) branchOf(id string) object {
	w.t.Helper()
	head := object{"full_name": "Lê Thị Nhánh", "title": "Trưởng chi nhánh", "nationality": "VN", "id_document": "087186001111", "contact_address": "Ấp 3"}
	return about("unit_registration", "htx", id, object{
		"name": w.unitName("branch", "Bảy", id), "seat": object{"line": "Số 7", "place": "29881"},
		"industries": []any{object{"edition": "2018", "code": "0161", "main": true}},
		"unit":       object{"kind": "branch", "decided_on": "2024-09-03", "heads": []any{head}},
	})
}

// printed fails unless the full rendition of a certificate is genuine and names the identity number.
func (w *world) printed(d desk, paper object, identity string) {
	w.t.Helper()
	keys := w.call("", http.MethodGet, "/v1/certificates/keys", nil).body
	path := "/v1/certificates/" + paper["number"].(string) + ".pdf?id=" + paper["id"].(string)
	full := w.want(w.call(d.lead, http.MethodGet, path, nil, "X-Read-Reason", "trao giấy"), 200, "")
	if v, err := certificate.Verify(full.body, keys); err != nil || v.People[0].IDDocument != identity {
		w.t.Errorf("%v %+v", err, v.People)
	}
}

func TestUnitsHaveCertificatesOfTheirOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-09-04")
	d := w.desk("tckh-866")
	id := w.file(d, modern("Hợp tác xã Nhiều Nhánh")).text(t, "organization_id")
	opened := w.file(d, w.branchOf(id))
	branch := w.standing(id, "first valid", "first valid")[0]
	if branch["form"] != "branch-2023" || branch["as_issued"].(object)["parent"].(object)["name"] != "Hợp tác xã Nhiều Nhánh" {
		t.Errorf("%v", branch)
	}
	// A change that leaves the head leaves the head's data on the new paper.
	change := about("unit_change", "htx", id, object{"seat": object{"line": "Số 8", "place": "29881"}})
	change["unit_id"] = opened.json(t)["unit_id"]
	w.file(d, change)
	papers := w.standing(id, "change valid", "first replaced", "first valid")
	w.printed(d, papers[0], "087186001111")
	// When the organisation ends, so do its branch and both certificates.
	w.file(d, about("revocation", "htx", id, object{"ground": "tax", "instrument": object{"number": "12/CCT", "issued_on": "2024-09-03"}}))
	w.standing(id, "change revoked", "first replaced", "first revoked")
}

func TestNumbersOfPaperDaysAreAnsweredHonestly(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2018-06-01")
	caoLanh, saDec := w.desk("tckh-866"), w.desk("tckh-867")
	numbered := func(name, place string) object {
		return htx(name, func(d, p map[string]any) {
			p["certificate_number"], p["seat"] = "510/HTX", object{"line": "Ấp 1", "place": place}
		})
	}
	// Before 2019 each office numbered for itself.
	w.file(caoLanh, numbered("Hợp tác xã Số Trùng", "29881"))
	w.file(saDec, numbered("Hợp tác xã Số Trùng Hai", "29911"))
	admin := w.key(caller.Administrator, "")
	book := "key,kind,name,place,place_on,authority,certificate_number,registered_on\nso-cu,htx,Hợp tác xã Sổ Cũ,29881,2018-01-01,tckh-866,510/HTX,2010-05-04\n"
	w.want(w.call(admin, http.MethodPost, "/v1/imports?dry_run=false", []byte(book), "Content-Type", "text/csv"), 200, "")

	path := "/v1/certificates/" + url.PathEscape("510/HTX")
	got := w.want(w.call("", http.MethodGet, path, nil), 200, "").json(t)
	items, unkept := got["items"].([]any), got["not_kept"].([]any)
	if len(items) != 2 || len(unkept) != 1 || unkept[0].(object)["issued_on"] != "2010-05-04" {
		t.Fatalf("%v", got)
	}
	choose := w.want(w.call("", http.MethodGet, path+".pdf", nil), 409, "certificate-ambiguous")
	if ids := choose.json(t)["certificates"].([]any); len(ids) != 2 {
		t.Errorf("%v", ids)
	}
	one := w.want(w.call("", http.MethodGet, path+".pdf?id="+items[0].(object)["id"].(string), nil), 200, "")
	if !bytes.HasPrefix(one.body, []byte("%PDF-")) {
		t.Errorf("%.20q", one.body)
	}
}

func TestWhatIsPublishedAndForHowLong(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2024-06-28")
	d := w.desk("tckh-866")
	published := func(query string, want ...string) []object {
		t.Helper()
		page := w.want(w.call("", http.MethodGet, "/v1/publications"+query, nil), 200, "")
		if bytes.Contains(page.body, []byte(identity)) || bytes.Contains(page.body, []byte("0901234567")) || bytes.Contains(page.body, []byte("1985-02-03")) {
			t.Errorf("%s shows personal data: %s", query, page.body)
		}
		var found []object
		var got []string
		for _, item := range page.json(t)["items"].([]any) {
			found = append(found, item.(object))
			got = append(got, item.(object)["procedure"].(string)+" "+item.(object)["name"].(string))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
		return found
	}
	w.file(d, modern("Hợp tác xã Luật Cũ")) // the law of 2012 has nothing published
	published("")
	w.clockTo("2024-07-01")
	id := w.file(d, modern("Hợp tác xã Công Bố")).text(t, "organization_id")
	one := published("", "formation Hợp tác xã Công Bố")[0]
	if one["published_until"] != "2024-07-31" || len(one["industries"].([]any)) != 1 || !slices.Equal(one["representatives"].([]any), []any{"Nguyễn Văn An"}) {
		t.Errorf("%v", one)
	}
	published("?on=2024-06-30")
	w.want(w.call("", http.MethodGet, "/v1/publications?on=2024-07-02", nil), 400, "invalid-request")
	w.clockTo("2024-07-31")
	published("", "formation Hợp tác xã Công Bố")
	w.file(d, about("change_registration", "htx", id, object{"name": object{"vi": "Hợp tác xã Công Khai"}, "resolution": resolved("2024-07-30")}))
	both := published("?place=866", "formation Hợp tác xã Công Bố", "change_registration Hợp tác xã Công Khai")
	if both[1]["former_name"] != "Hợp tác xã Công Bố" || !slices.Equal(both[1]["changed"].([]any), []any{"name"}) {
		t.Errorf("%v", both[1])
	}
	published("?procedure=formation", "formation Hợp tác xã Công Bố")
	published("?place=867")
	office := w.want(w.call("", http.MethodGet, "/v1/authorities/tckh-866", nil), 200, "").text(t, "id")
	published("?authority="+office+"&limit=1", "formation Hợp tác xã Công Bố")
	page := w.want(w.call("", http.MethodGet, "/v1/publications?limit=1", nil), 200, "")
	published("?limit=1&cursor="+page.text(t, "next_cursor"), "change_registration Hợp tác xã Công Khai")
	w.clockTo("2024-08-01") // the thirty-first day after
	published("", "change_registration Hợp tác xã Công Khai")
	published("?on=2024-07-31", "formation Hợp tác xã Công Bố", "change_registration Hợp tác xã Công Khai")
}

// count asks the database beside the server.
func (w *world) count(query string) (n int) {
	w.t.Helper()
	conn, err := pgx.Connect(w.t.Context(), w.url)
	if err != nil {
		w.t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(w.t.Context())) //nolint:errcheck // read only
	if err := conn.QueryRow(w.t.Context(), query).Scan(&n); err != nil {
		w.t.Fatal(err)
	}
	return n
}
