package postgres_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	"htxregistry/internal/caller"
	"htxregistry/internal/fault"
	"htxregistry/internal/id"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/place"
	"htxregistry/internal/postgres"
	"htxregistry/internal/registry"
	"htxregistry/internal/vn"
)

func days(from, to string) vn.Period {
	p := vn.Period{From: vn.MustDate(from)}
	if to != "" {
		p.To = vn.MustDate(to)
	}
	return p
}

func somePlaces() []place.Place {
	return []place.Place{
		{Code: "82", Name: "Tỉnh Đồng Tháp", Level: place.LevelProvince, Kind: "tỉnh", Period: days("2025-07-01", "")},
		{Code: "87", Name: "Tỉnh Đồng Tháp", Level: place.LevelProvince, Kind: "tỉnh", Period: days("2004-08-31", "2025-07-01")},
		{Code: "866", Name: "Thành phố Cao Lãnh", Level: place.LevelDistrict, Kind: "thành phố", ParentCode: "87", Period: days("2004-08-31", "2025-07-01")},
		{Code: "29881", Name: "Xã Mỹ Ngãi", Level: place.LevelCommune, Kind: "xã", ParentCode: "866", Period: days("2004-08-31", "2025-07-01")},
		{Code: "29881", Name: "Phường Mỹ Ngãi", Level: place.LevelCommune, Kind: "phường", ParentCode: "82", Period: days("2025-07-01", "")},
	}
}

func (f *fixture) reference(t *testing.T) (data registry.ReferenceData) {
	t.Helper()
	f.read(t, caller.Caller{}, func(ctx context.Context, tx registry.ReadTx) {
		var err error
		data, err = tx.Reference(ctx)
		must(t, err)
		revision, err := tx.ReferenceRevision(ctx)
		must(t, err)
		if revision != data.Revision {
			t.Errorf("revision %d, of the data %d", revision, data.Revision)
		}
	})
	return data
}

func TestReferenceListsAreReplaced(t *testing.T) {
	t.Parallel()
	f := open(t)
	before := f.reference(t)
	alt := []place.AltName{{Code: "29881", Name: "Xã Mĩ Ngãi"}}
	became := []place.Succession{{
		OldCode: "87", NewCode: "82", OldLevel: place.LevelProvince, NewLevel: place.LevelProvince,
		Share: place.ShareWhole, On: vn.MustDate("2025-07-01"), Remark: "Nhập", Source: "conversion-table",
	}}
	load := func(digest string, places []place.Place, want bool) {
		t.Helper()
		changed, err := f.LoadPlaces(t.Context(), digest, places, alt, became)
		must(t, err)
		if changed != want {
			t.Errorf("digest %s: changed %v", digest, changed)
		}
	}
	load("a", somePlaces(), true)
	got := f.reference(t)
	byCode := somePlaces()
	byCode = []place.Place{byCode[0], byCode[2], byCode[1], byCode[3], byCode[4]} // 82 before 866 before 87
	byCode = []place.Place{byCode[3], byCode[4], byCode[0], byCode[1], byCode[2]} // 29881 before 82
	if !reflect.DeepEqual(got.Places, byCode) || !reflect.DeepEqual(got.AltNames, alt) || !reflect.DeepEqual(got.Successions, became) {
		t.Errorf("got %+v", got)
	}
	if got.Digests["places"] != "a" || got.Revision <= before.Revision {
		t.Errorf("digests %v, revision %d after %d", got.Digests, got.Revision, before.Revision)
	}
	load("a", nil, false)
	if again := f.reference(t); again.Revision != got.Revision || len(again.Places) != 5 {
		t.Errorf("loaded again: revision %d, %d places", again.Revision, len(again.Places))
	}
	load("b", somePlaces()[:1], true)
	if after := f.reference(t); len(after.Places) != 1 || after.Revision <= got.Revision {
		t.Errorf("replaced: revision %d, %d places", after.Revision, len(after.Places))
	}
}

func TestAuthoritiesAreUpdatedAndNeverRemoved(t *testing.T) {
	t.Parallel()
	f := open(t)
	// The code of Cao Lãnh goes to another office after its end; the newer one comes first in the list.
	ended := f.caoLanh
	ended.To = vn.MustDate("2025-07-01")
	heir := f.caoLanh
	heir.ID, heir.From, heir.FormerNames = id.New[jurisdiction.Authority](), ended.To, []jurisdiction.FormerName{}
	took := []jurisdiction.AuthoritySuccession{{Old: ended.ID, New: heir.ID, Share: place.ShareWhole, On: ended.To}}
	changed, err := f.LoadAuthorities(t.Context(), "b", []jurisdiction.Authority{heir, ended}, took)
	must(t, err)
	got := f.reference(t)
	if !changed || !reflect.DeepEqual(got.AuthoritySuccessions, took) {
		t.Errorf("changed %v, successions %v", changed, got.AuthoritySuccessions)
	}
	want := []jurisdiction.Authority{f.sact, ended, heir} // by code and first day; Sở Tài chính was not in the list
	if !reflect.DeepEqual(got.Authorities, want) {
		t.Errorf("got  %+v\nwant %+v", got.Authorities, want)
	}
}

func TestARowThatBreaksARuleIsNamed(t *testing.T) {
	t.Parallel()
	f := open(t)
	before := f.reference(t)
	overlap := somePlaces()
	overlap[4].From = vn.MustDate("2025-06-30")
	parentless := somePlaces()
	parentless[2].ParentCode = ""
	clash := f.sact
	clash.ID = id.New[jurisdiction.Authority]()
	for name, c := range map[string]struct {
		load    func() (bool, error)
		pointer string
		named   string
	}{
		"overlapping validity": {func() (bool, error) { return f.LoadPlaces(t.Context(), "x", overlap, nil, nil) }, "/4", "29881"},
		"no parent":            {func() (bool, error) { return f.LoadPlaces(t.Context(), "x", parentless, nil, nil) }, "/2", "866"},
		"unknown edition": {func() (bool, error) {
			return f.LoadIndustries(t.Context(), "x", []place.Industry{{Edition: "1999", Code: "A", Level: 1}})
		}, "/0", "1999 A"},
		"a code twice": {func() (bool, error) {
			return f.LoadAuthorities(t.Context(), "x", []jurisdiction.Authority{clash}, nil)
		}, "/0", "stc-82"},
	} {
		changed, err := c.load()
		var refused *fault.Error
		if changed || !errors.Is(err, postgres.ErrReferenceRow) || !errors.Is(err, fault.Refused) || !errors.As(err, &refused) {
			t.Errorf("%s: %v %v", name, changed, err)
			continue
		}
		if len(refused.Fields) != 1 || refused.Fields[0].Pointer != c.pointer || !strings.HasPrefix(refused.Fields[0].Detail, c.named+": ") {
			t.Errorf("%s: %+v", name, refused.Fields)
		}
	}
	if after := f.reference(t); !reflect.DeepEqual(after, before) {
		t.Error("a refused list left something behind")
	}
}

func TestTwoLoadersOfOneListLoadItOnce(t *testing.T) {
	t.Parallel()
	f := open(t)
	results := make(chan bool, 2)
	for range 2 {
		go func() {
			changed, err := f.LoadPlaces(t.Context(), "a", somePlaces(), nil, nil)
			if err != nil {
				t.Error(err)
			}
			results <- changed
		}()
	}
	if a, b := <-results, <-results; a == b {
		t.Errorf("%v and %v", a, b)
	}
}
