package postgres_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/dossier"
	"htxregistry/internal/history"
	"htxregistry/internal/id"
	"htxregistry/internal/jurisdiction"
	"htxregistry/internal/law"
	"htxregistry/internal/pgtest"
	"htxregistry/internal/place"
	"htxregistry/internal/postgres"
	"htxregistry/internal/registry"
	"htxregistry/internal/vn"
)

// noon is the instant of every transaction in these tests: with microseconds, as the database keeps it.
func noon() time.Time { return time.Date(2025, 7, 10, 5, 0, 0, 123456000, time.UTC) }

// fixture is a migrated database with two offices, a key for each and a few industries.
type fixture struct {
	*postgres.Store
	url           string
	caoLanh, sact jurisdiction.Authority // Phòng TC-KH Cao Lãnh in province 87, Sở Tài chính of province 82
	lead          registry.Key           // of caoLanh
	foreign       registry.Key           // of sact
}

func open(t *testing.T, change ...func(*postgres.Options)) *fixture {
	t.Helper()
	f := &fixture{url: pgtest.Database(t)}
	o := postgres.Options{Clock: noon, MaxConns: 8}
	for _, c := range change {
		c(&o)
	}
	var err error
	f.Store, err = postgres.Open(t.Context(), f.url, o)
	must(t, err)
	t.Cleanup(f.Close)
	f.caoLanh = authority("tckh-866", jurisdiction.LevelDistrict, jurisdiction.OfficeTCKH, "866")
	f.sact = authority("stc-82", jurisdiction.LevelProvince, jurisdiction.OfficeSTC, "82")
	_, err = f.LoadAuthorities(t.Context(), "test", []jurisdiction.Authority{f.caoLanh, f.sact}, nil)
	must(t, err)
	_, err = f.LoadIndustries(t.Context(), "test", []place.Industry{
		{Edition: "2018", Code: "A", Level: 1, Name: "Nông nghiệp, lâm nghiệp và thủy sản"},
		{Edition: "2018", Code: "01", Level: 2, ParentCode: "A", Name: "Nông nghiệp"},
		{Edition: "2018", Code: "K", Level: 1, Name: "Hoạt động tài chính"},
		{Edition: "2018", Code: "64", Level: 2, ParentCode: "K", Name: "Dịch vụ tài chính"},
		{Edition: "2025", Code: "L", Level: 1, Name: "Hoạt động tài chính"},
		{Edition: "2025", Code: "64", Level: 2, ParentCode: "L", Name: "Dịch vụ tài chính"},
	})
	must(t, err)
	f.lead = key(1, caller.DeskLead, f.caoLanh)
	f.foreign = key(2, caller.DeskLead, f.sact)
	f.write(t, caller.Operator("test"), func(ctx context.Context, tx registry.Tx) {
		must(t, tx.CreateKey(ctx, f.lead))
		must(t, tx.CreateKey(ctx, f.foreign))
	})
	return f
}

func authority(code string, level jurisdiction.Level, office jurisdiction.Office, placeCode string) jurisdiction.Authority {
	return jurisdiction.Authority{
		ID: id.New[jurisdiction.Authority](), Code: code, Name: "Cơ quan " + code, Level: level, Office: office,
		PlaceCode: placeCode, Period: vn.Period{From: vn.MustDate("2016-01-01")},
		FormerNames: []jurisdiction.FormerName{{Name: "Tên cũ", Until: vn.MustDate("2018-01-01")}},
	}
}

func key(n byte, role caller.Role, a jurisdiction.Authority) registry.Key {
	hash := make([]byte, 32)
	hash[0] = n
	return registry.Key{
		ID: id.New[registry.Key]().String(), Hash: hash, Role: string(role), AuthorityID: a.ID.String(),
		Name: fmt.Sprintf("khóa %d", n), CreatedAt: noon(),
	}
}

// desk is the lead of Cao Lãnh, who sees the dossiers of the own office.
func (f *fixture) desk() caller.Caller {
	return caller.Caller{
		Key: f.lead.ID, Role: caller.DeskLead, Authority: f.lead.AuthorityID, Scope: f.lead.AuthorityID, RequestID: "req-1",
	}
}

// write runs fn in InTx for a caller and expects no error.
func (f *fixture) write(t *testing.T, who caller.Caller, fn func(ctx context.Context, tx registry.Tx)) {
	t.Helper()
	ctx := caller.With(t.Context(), who)
	must(t, f.InTx(ctx, func(tx registry.Tx) error { fn(ctx, tx); return nil }))
}

// read runs fn in Read for a caller and expects no error.
func (f *fixture) read(t *testing.T, who caller.Caller, fn func(ctx context.Context, tx registry.ReadTx)) {
	t.Helper()
	ctx := caller.With(t.Context(), who)
	must(t, f.Read(ctx, func(tx registry.ReadTx) error { fn(ctx, tx); return nil }))
}

// owner is a connection as the owner of the database, past the store.
func (f *fixture) owner(t *testing.T) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), f.url)
	must(t, err)
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

func (f *fixture) exec(t *testing.T, sql string, args ...any) {
	t.Helper()
	_, err := f.owner(t).Exec(t.Context(), sql, args...)
	must(t, err)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// organization is a cooperative with every column filled.
func (f *fixture) organization(name string) coop.Organization {
	return coop.Organization{
		ID: id.New[coop.Organization](), Kind: coop.KindHTX,
		LegacyNumbers: []coop.LegacyNumber{{Number: "51E0001", IssuedOn: vn.MustDate("2014-05-06"), Issuer: "UBND"}},
		Facts: coop.Facts{
			Name:           coop.Name{Vi: name, Foreign: "Cooperative", Short: "HTX NN"},
			Seat:           coop.Seat{Line: "Ấp 1", Place: "29881"},
			Industries:     []coop.Industry{{Edition: "2018", Code: "0161", Name: "Hoạt động dịch vụ trồng trọt", Main: true}},
			Purpose:        "production",
			Governance:     coop.GovernanceReduced,
			CharterCapital: new(vn.VND(1_000_000_000)),
			Members:        &coop.MemberCounts{Official: 21, Foreign: 1},
			Representatives: []coop.Representative{{
				FullName: "Nguyễn Văn An", Title: "Chủ tịch HĐQT", Nationality: "VN", IDDocument: "087085001234",
				BirthDate: vn.MustDate("1985-02-03"), ContactAddress: "Ấp 1, xã Mỹ Ngãi", Phone: "0901234567",
			}, {FullName: "Trần Thị Bé", Title: "Giám đốc", Nationality: "VN"}},
			Phone: "02773851234", Email: "htx@example.vn", Website: "https://example.vn",
		},
		SeatOn: vn.MustDate("2020-01-02"),
		Placement: coop.Placement{
			OldCommune: "29881", OldDistrict: "866", OldProvince: "87", NewCommune: "29884", NewProvince: "82",
		},
		Status: coop.StatusDissolving, StatusReason: coop.ReasonDissolution, StatusSince: vn.MustDate("2024-03-04"),
		Sector: "agriculture", SizeMembers: "small", SizeCapital: "micro",
		Stops: []coop.BusinessStop{{
			NoticeID: id.New[coop.Notice](), Ground: coop.StopCourt, Order: coop.StopHalt, Industries: []coop.StopLine{{Edition: "2018", Code: "0161"}},
			Since: vn.MustDate("2024-09-04"), Issuer: "Tòa án", Cite: []law.Cite{{Doc: "92/2024/NĐ-CP", At: "Điều 48"}},
		}},
		Registration: coop.Registration{
			AuthorityID: f.caoLanh.ID.String(), Level: "district", CertificateNumber: "510707000001",
			IssuedOn: vn.MustDate("2020-01-02"), Regime: "R1", Track: coop.TrackRegistration, Misrouted: new(false),
			MisroutedReason: "none", Cite: []law.Cite{{Doc: "193/2013/NĐ-CP", At: "Điều 6"}},
		},
		NameClash: true, Origin: coop.OriginDossier, Revision: 1, RecordedAt: noon(),
	}
}

// draft is a dossier of Cao Lãnh with every column of a draft filled.
func (f *fixture) draft() dossier.Dossier {
	return dossier.Dossier{
		ID: id.New[dossier.Dossier](), Procedure: coop.ProcedureFormation, OrganizationKind: coop.KindHTX,
		Authority: coop.AuthorityRef{ID: f.caoLanh.ID.String()}, State: dossier.StateDraft,
		Channel: dossier.ChannelCounter, Filer: dossier.Filer{FullName: "Nguyễn Văn An", Phone: "0901234567"}, FeePaid: true,
		PapersReceived: []string{"application", "charter"},
		Payload:        dossier.Payload{Facts: coop.Facts{Name: coop.Name{Vi: "Hợp tác xã Đồng Tâm"}}},
		Documents:      []dossier.Document{{Type: "charter", Title: "Điều lệ", Required: true, Provided: true, OnPaper: true}},
		Checks:         []law.Verdict{{Rule: "NAME-01", Answer: law.Met, Basis: law.BasisStated, Detail: "Tên hợp lệ."}},
		Returns:        []dossier.Return{},
		CreatedAt:      noon(), CreatedBy: f.lead.ID, LapsesOn: vn.MustDate("2025-09-10"),
		TransferredFrom: []coop.AuthorityRef{}, Revision: 1,
	}
}

func (f *fixture) entry(organization coop.ID, act string) history.Entry {
	return history.Entry{
		ID: id.New[history.Entry](), Operation: "approveDossier", Act: act, Procedure: "formation",
		OrganizationID: organization.String(), AuthorityID: f.caoLanh.ID.String(), KeyID: f.lead.ID,
		Caller: "khóa 1 (desk_lead)", RequestID: "req-1", EffectiveOn: vn.MustDate("2025-07-10"), RecordedAt: noon(),
		Cite: []law.Cite{{Doc: "92/2024/NĐ-CP", At: "Điều 19"}}, Rulebook: "abc", After: []byte(`{"name": "Đồng Tâm"}`),
	}
}

// claims is an act's claim on a name in some pools.
func claims(name string, pools ...string) coop.Beside {
	return coop.Beside{Claimed: coop.ClaimsIn(pools, name)}
}

// dated is a record with its present state as the register dates it.
func dated(o coop.Organization) coop.Organization {
	o.State.From, o.State.KnownFrom = o.Since(), o.KnownSince()
	return o
}
