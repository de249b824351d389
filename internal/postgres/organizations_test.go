package postgres_test

import (
	"context"
	"errors"
	"reflect"
	"testing"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/fault"
	"htxregistry/internal/id"
	"htxregistry/internal/naming"
	"htxregistry/internal/registry"
	"htxregistry/internal/vn"
)

// public is the record as it is read back: personal data is kept apart.
func public(o coop.Organization) coop.Organization {
	people := make([]coop.Representative, len(o.Representatives))
	for i, r := range o.Representatives {
		people[i] = r.Public()
	}
	o.Representatives = people
	return o
}

func TestAnOrganizationIsReadBackAsItWasWritten(t *testing.T) {
	t.Parallel()
	f := open(t)
	full := f.organization("Hợp tác xã Nông nghiệp Mỹ Ngãi")
	full.Code, full.ImportKey = "1402123456", "sổ/17"
	bare := coop.Organization{
		ID: id.New[coop.Organization](), Kind: coop.KindHoiQuan,
		Facts: coop.Facts{
			Name: coop.Name{Vi: "Hội quán Thuận Tân"}, Seat: coop.Seat{Place: "29881"}, Area: []string{"29881", "29884"},
		},
		SeatOn: vn.MustDate("2016-07-01"), Status: coop.StatusRecorded,
		Registration: coop.Registration{Track: coop.TrackRecord}, Origin: coop.OriginSample, Revision: 1, RecordedAt: noon(),
	}
	f.write(t, f.desk(), func(ctx context.Context, tx registry.Tx) {
		must(t, tx.CreateOrganization(ctx, full))
		must(t, tx.CreateOrganization(ctx, bare))
	})
	f.read(t, caller.Caller{}, func(ctx context.Context, tx registry.ReadTx) {
		for _, want := range []coop.Organization{public(full), bare} {
			got, err := tx.Organization(ctx, want.ID)
			must(t, err)
			if len(want.Representatives) == 0 {
				want.Representatives = nil
			}
			want = dated(want)
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got  %+v\nwant %+v", got, want)
			}
		}
		got, err := tx.OrganizationByCode(ctx, full.Code)
		must(t, err)
		if got.ID != full.ID {
			t.Errorf("by code: got %s", got.ID)
		}
		_, err = tx.Organization(ctx, id.New[coop.Organization]())
		if !errors.Is(err, coop.ErrNotFound) {
			t.Errorf("unknown id: %v", err)
		}
		_, err = tx.OrganizationByCode(ctx, "0000000000")
		if !errors.Is(err, fault.NotFound) {
			t.Errorf("unknown code: %v", err)
		}
	})
}

func TestACodeIsGivenOnce(t *testing.T) {
	t.Parallel()
	f := open(t)
	first, second := f.organization("Hợp tác xã Một"), f.organization("Hợp tác xã Hai")
	first.Code, second.Code = "1402123456", "1402123456"
	f.write(t, f.desk(), func(ctx context.Context, tx registry.Tx) { must(t, tx.CreateOrganization(ctx, first)) })
	err := f.InTx(t.Context(), func(tx registry.Tx) error { return tx.CreateOrganization(t.Context(), second) })
	if !errors.Is(err, coop.ErrCodeTaken) {
		t.Errorf("got %v", err)
	}
}

func TestANameIsHeldInEveryPoolItClaims(t *testing.T) {
	t.Parallel()
	f := open(t)
	o := f.organization("Hợp tác xã Đồng Tâm")
	f.write(t, f.desk(), func(ctx context.Context, tx registry.Tx) {
		must(t, tx.CreateOrganization(ctx, o))
		must(t, tx.Enact(ctx, f.entry(o.ID, "organization.registered"), claims("đồng tâm", "htx", "lhhtx")))
		holders, err := tx.NameCandidates(ctx, coop.NameQuery{Keys: []string{naming.IndexKey(o.Kind, o.Name.Vi)}}) // sees what this transaction wrote
		must(t, err)
		if len(holders) != 1 || holders[0].ID != o.ID {
			t.Errorf("holders: %v", holders)
		}
		held, err := tx.HeldNames(ctx, []string{"htx", "tht"}, []string{"đồng tâm", "khác"})
		must(t, err)
		if !reflect.DeepEqual(held, map[string]bool{"htx\x00đồng tâm": true}) {
			t.Errorf("held: %v", held)
		}
	})
	other := f.organization("Hợp tác xã Đồng Tâm")
	err := f.InTx(t.Context(), func(tx registry.Tx) error {
		if err := tx.CreateOrganization(t.Context(), other); err != nil {
			return err
		}
		return tx.Enact(t.Context(), f.entry(other.ID, "organization.registered"), claims("đồng tâm", "htx"))
	})
	if !errors.Is(err, coop.ErrNameTaken) {
		t.Errorf("got %v", err)
	}
	f.read(t, caller.Caller{}, func(ctx context.Context, tx registry.ReadTx) {
		if _, err := tx.Organization(ctx, other.ID); !errors.Is(err, coop.ErrNotFound) {
			t.Errorf("the refused organization stayed: %v", err)
		}
	})
}

func TestPersonalDataIsOpenOnlyWhereItsReadingWasLogged(t *testing.T) {
	t.Parallel()
	f := open(t, oneConnection)
	o, other := f.organization("Hợp tác xã Một"), f.organization("Hợp tác xã Hai")
	f.write(t, f.desk(), func(ctx context.Context, tx registry.Tx) {
		must(t, tx.CreateOrganization(ctx, o))
		must(t, tx.CreateOrganization(ctx, other))
	})
	hidden := func(ctx context.Context, tx registry.ReadTx, of coop.ID) {
		t.Helper()
		people, err := tx.People(ctx, of)
		must(t, err)
		if len(people) != 0 {
			t.Errorf("shown without a logged reading: %v", people)
		}
	}
	f.write(t, f.desk(), func(ctx context.Context, tx registry.Tx) {
		hidden(ctx, tx, o.ID)
		must(t, tx.LogPersonalRead(ctx, o.ID.String(), "", "thẩm tra hồ sơ"))
		people, err := tx.People(ctx, o.ID)
		must(t, err)
		if !reflect.DeepEqual(people, o.Representatives) {
			t.Errorf("got  %+v\nwant %+v", people, o.Representatives)
		}
		hidden(ctx, tx, other.ID)
		must(t, tx.LogPersonalRead(ctx, other.ID.String(), "", "thẩm tra hồ sơ"))
		for _, opened := range []coop.ID{o.ID, other.ID} {
			if people, err := tx.People(ctx, opened); err != nil || len(people) != 2 {
				t.Errorf("both logged: %v %v", people, err)
			}
		}
	})
	// The next user of the same connection sees nothing.
	f.read(t, f.desk(), func(ctx context.Context, tx registry.ReadTx) { hidden(ctx, tx, o.ID) })
	var reads int
	must(t, f.owner(t).QueryRow(t.Context(),
		"SELECT count(*) FROM personal_reads WHERE key_id = $1 AND reason = 'thẩm tra hồ sơ' AND request_id = 'req-1'",
		f.lead.ID).Scan(&reads))
	if reads != 2 {
		t.Errorf("%d readings logged", reads)
	}
}

func TestAUnitIsReadBackAndNumbered(t *testing.T) {
	t.Parallel()
	f := open(t)
	o := f.organization("Hợp tác xã Một")
	branch := coop.Unit{
		ID: id.New[coop.Unit](), OrganizationID: o.ID, Kind: coop.UnitBranch, Code: "1402123456-007", Name: "Chi nhánh 7",
		Seat: coop.Seat{Line: "Ấp 2", Place: "29884"}, SeatOn: vn.MustDate("2025-07-10"),
		Industries: o.Industries, Heads: []coop.Representative{o.Representatives[0].Public()},
		Status: coop.StatusActive, StatusSince: vn.MustDate("2025-07-10"), Registration: o.Registration, Revision: 1,
		RecordedAt: noon(),
	}
	branch.Registration.Level = "" // a unit's row does not repeat it
	location := branch
	location.ID, location.Kind, location.Code = id.New[coop.Unit](), coop.UnitBusinessLocation, "00041"
	f.write(t, f.desk(), func(ctx context.Context, tx registry.Tx) {
		must(t, tx.CreateOrganization(ctx, o))
		must(t, tx.CreateUnit(ctx, branch))
		must(t, tx.CreateUnit(ctx, location))
	})
	f.write(t, f.desk(), func(ctx context.Context, tx registry.Tx) {
		for _, want := range []struct {
			of       coop.ID
			location bool
			n        int
		}{{o.ID, false, 8}, {o.ID, true, 42}, {id.New[coop.Organization](), false, 1}} {
			n, err := tx.NextUnitNumber(ctx, want.of, want.location)
			must(t, err)
			if n != want.n {
				t.Errorf("location %v: number %d, want %d", want.location, n, want.n)
			}
		}
	})
	f.read(t, caller.Caller{}, func(ctx context.Context, tx registry.ReadTx) {
		got, err := tx.Unit(ctx, branch.ID)
		must(t, err)
		past, err := tx.Units(ctx, o.ID, coop.When{AsOf: branch.Since(), KnownAt: branch.KnownSince()}, nil, 10)
		must(t, err)
		before, err := tx.Units(ctx, o.ID, coop.When{AsOf: branch.Since().AddDays(-1), KnownAt: branch.KnownSince()}, nil, 10)
		must(t, err)
		if len(past) != 2 || len(before) != 0 {
			t.Errorf("%d units on their first day and %d on the day before, want 2 and none", len(past), len(before))
		}
		branch.State.From, branch.State.KnownFrom = branch.Since(), branch.KnownSince()
		if !reflect.DeepEqual(got, branch) {
			t.Errorf("got  %+v\nwant %+v", got, branch)
		}
		first, err := tx.Units(ctx, o.ID, coop.When{}, nil, 1)
		must(t, err)
		rest, err := tx.Units(ctx, o.ID, coop.When{}, &first[0].ID, 5)
		must(t, err)
		if len(first) != 1 || len(rest) != 1 || first[0].ID != branch.ID || rest[0].ID != location.ID {
			t.Errorf("pages: %v %v", first, rest)
		}
		if _, err := tx.Unit(ctx, id.New[coop.Unit]()); !errors.Is(err, coop.ErrUnitNotFound) {
			t.Errorf("unknown unit: %v", err)
		}
	})
}

func TestNumbersAreNeverDrawnTwice(t *testing.T) {
	t.Parallel()
	f := open(t)
	undone := errors.New("undone")
	seen := map[int64]bool{}
	for range 3 {
		err := f.InTx(t.Context(), func(tx registry.Tx) error {
			n, err := tx.NextTaxSerial(t.Context())
			must(t, err)
			if seen[n] {
				t.Errorf("%d twice", n)
			}
			seen[n] = true
			return undone
		})
		if !errors.Is(err, undone) {
			t.Fatal(err)
		}
	}
}
