package postgres_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"htxregistry/internal/coop"
	"htxregistry/internal/id"
	"htxregistry/internal/postgres"
	"htxregistry/internal/vn"
)

func TestSlow(t *testing.T) {
	f := open(t)
	n, _ := strconv.Atoi(os.Getenv("N"))
	t0 := time.Now()
	f.many(t, n)
	fmt.Println("fill", time.Since(t0))
	after := coop.Position{ID: id.Must[coop.Organization](strings.Repeat("8", 8) + "-8888-8888-8888-" + strings.Repeat("8", 12)), Name: "Hợp tác xã M", On: vn.MustDate("2018-01-01")}
	unknown := after
	unknown.On = vn.Date{}
	area := func(list, level string, codes ...string) *coop.Area { return &coop.Area{List: list, Level: level, Codes: codes} }
	filters := map[string]coop.Query{
		"none": {}, "kind": {Kind: coop.KindLHHTX}, "frequent kind": {Kind: coop.KindHTX}, "level": {IssuingLevel: "district"},
		"authority": {AuthorityID: f.caoLanh.ID.String()}, "status": {Status: coop.StatusRevoked},
		"frequent status": {Status: coop.StatusActive}, "absent status": {Status: coop.StatusInBankruptcy},
		"old commune": {Area: area("2021", "commune", "77")}, "old district": {Area: area("2021", "district", "66")},
		"old province": {Area: area("2021", "province", "55")}, "new commune": {Area: area("2025", "commune", "44")},
		"new province": {Area: area("2025", "province", "33")}, "communes": {Area: area("2025", "commune", "1", "2", "3")},
		"industry": {Industry: "0117"}, "absent industry": {Industry: "0999"}, "sector": {Sector: "trade"}, "size": {SizeMembers: "small"}, "capital": {SizeCapital: "large"},
		"purpose": {Purpose: "employment"}, "registered": {RegisteredFrom: vn.MustDate("2024-06-01")},
		"misrouted": {Misrouted: ptr(true)}, "not misrouted": {Misrouted: ptr(false)},
		"kind in province": {Kind: coop.KindHTX, Area: area("2025", "province", "33")},
		"lhhtx in province": {Kind: coop.KindLHHTX, Area: area("2025", "province", "33")},
		"lhhtx tht absent": {Kind: coop.KindHTX, Status: coop.StatusSuspended, Area: area("2025", "province", "33")},
		"authority status kind": {AuthorityID: f.sact.ID.String(), Status: coop.StatusRevoked, Kind: coop.KindHTX},
	}
	words := map[string][]string{"": nil, "exact": {"dong", "tam"}, "parts": {"gnai"}, "similar": {"vinnh", "locc"}, "exact2": {"nong"}, "exact3": {"zzz"}, "similar2": {"zzzdfdf"}, "similar3":{"nhgiepp", "dogn"}}
	re := regexp.MustCompile(`Execution Time: ([0-9.]+)|Planning Time: ([0-9.]+)`)
	type res struct {
		ms, plan  float64
		name string
		plans string
	}
	var all []res
	for name, q := range filters {
		for how, w := range words {
			for _, sort := range []coop.Sort{coop.SortRecorded, coop.SortRecordedDesc, coop.SortName, coop.SortNameDesc, coop.SortRegistered, coop.SortRegisteredDesc} {
				for i, at := range []*coop.Position{nil, &after, &unknown} {
					q.Words, q.Sort, q.After, q.Limit = w, sort, at, 51
					statements, err := postgres.ListStatements(q, strings.TrimRight(how, "23"))
					must(t, err)
					for _, s := range statements {
						rows, err := f.Pool().Query(t.Context(), "EXPLAIN ANALYZE "+s.SQL, append([]any{pgx.QueryExecModeCacheDescribe}, s.Args...)...)
						must(t, err)
						lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
						must(t, err)
						p := strings.Join(lines, "\n")
						var ms [2]float64
						for k, m := range re.FindAllStringSubmatch(p, -1) {
							v, _ := strconv.ParseFloat(m[1]+m[2], 64)
							ms[k] = v
						}
						all = append(all, res{ms[1], ms[0], fmt.Sprintf("%s|%s|%s|%d", name, how, sort, i), p})
					}
				}
			}
		}
	}
	slices.SortFunc(all, func(a, b res) int { return int((b.ms - a.ms)*1000) })
	sum, sp := 0.0, 0.0
	for i, r := range all {
		sum += r.ms
		sp += r.plan
		if i < 60 || strings.Contains(r.name, "||") && r.ms > 2 {
			fmt.Printf("%8.2f %6.2f %s\n", r.ms, r.plan, r.name)
		}
	}
	fmt.Println(len(all), sum/float64(len(all)), sp/float64(len(all)))
	seen := 0
	last := ""
	for _, r := range all {
		k := strings.Split(r.name, "|")
		if k[0]+k[1]+k[2] == last || seen > 12 {
			continue
		}
		last = k[0] + k[1]+k[2]
		seen++
		fmt.Println(r.name, "\n", r.plans)
	}
}
