package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"time"

	"htxregistry/bench/beside"
	"htxregistry/internal/caller"
	"htxregistry/internal/coop"
	"htxregistry/internal/httpapi"
	"htxregistry/internal/place"
	"htxregistry/internal/rating"
	"htxregistry/internal/registry"
	"htxregistry/internal/vn"
)

// The targets: the country from nothing, what a report may take longer, and a list against another one.
const (
	countryMost = 5 * time.Minute
	addedMost   = 10 * time.Millisecond
	listMost    = 120 // percent of the time of a list of organisations
)

const programme = "qd-167-2021"

// idle is a store whose writes touch no organisation, so that nothing is worked out anew.
type idle struct{ registry.Store }

func (s idle) InTx(ctx context.Context, fn func(tx registry.Tx) error) error {
	return s.Store.InTx(ctx, func(tx registry.Tx) error { return fn(untouched{tx}) }) //nolint:wrapcheck // a store as it is
}

type untouched struct{ registry.Tx }

func (untouched) Touched() []coop.ID { return nil }

type measure struct {
	served, idle *registry.Registry
	settle       func() error // before lists are read
}

func (m *measure) all(ctx context.Context, b *bench) ([]beside.Figure, error) {
	country, organizations, err := m.country(ctx)
	if err != nil {
		return nil, err
	}
	added, err := m.reports(ctx, b.reports, organizations)
	if err != nil {
		return nil, err
	}
	if err := m.settle(); err != nil {
		return nil, err
	}
	listed, err := m.lists(ctx, b.pages, organizations)
	return append(append([]beside.Figure{country}, added...), listed), err
}

// country works every candidacy out from nothing.
func (m *measure) country(ctx context.Context) (beside.Figure, int, error) {
	began := time.Now()
	organizations, changed, err := m.served.RecomputeCandidacies(ctx)
	took := time.Since(began)
	if err == nil && changed == 0 {
		err = errors.New("no candidacy was worked out")
	}
	return beside.Figure{
		What: "candidacies of every organisation from nothing, five years of reports each: ms", Size: organizations, Took: took, Most: countryMost,
		Shown: fmt.Sprintf("%s, %d rows", took.Round(time.Second/10), changed),
	}, organizations, err
}

// reports changes the same reports with and without the recomputation, in turn, each time between a profit and a loss.
func (m *measure) reports(ctx context.Context, number, organizations int) ([]beside.Figure, error) {
	chosen, err := m.chosen(ctx, number+number/10)
	if err != nil {
		return nil, err
	}
	year := m.served.Today().Year() - 1
	took := map[*registry.Registry][]time.Duration{}
	for i, o := range chosen {
		at := caller.With(ctx, caller.Caller{Role: caller.DeskOfficer, Authority: o.Registration.CurrentAuthority.ID, Scope: o.Registration.CurrentAuthority.ID})
		turns := []*registry.Registry{m.served, m.idle}
		if i%2 == 1 {
			slices.Reverse(turns)
		}
		for j, r := range turns {
			profit, revenue := vn.VND(-1_000_000+2_000_000*j), vn.VND(2_000_000_000)
			began := time.Now()
			_, err := r.PutReport(at, o.ID.String(), year, int64(1+j), rating.Figures{Revenue: &revenue, PretaxProfit: &profit})
			if err != nil {
				return nil, fmt.Errorf("report of %s: %w", o.ID, err)
			}
			if i >= number/10 { // the first tenth warms up
				took[r] = append(took[r], time.Since(began))
			}
		}
	}
	with, without := took[m.served], took[m.idle]
	figures := make([]beside.Figure, 0, 2)
	for _, percent := range []int{50, 95} {
		more := at(with, percent) - at(without, percent)
		figures = append(figures, beside.Figure{
			What: fmt.Sprintf("a changed report: ms that its candidacies add (p%d)", percent), Size: organizations, Took: max(more, 0), Most: addedMost,
			Shown: fmt.Sprintf("%s with, %s without", ms(at(with, percent)), ms(at(without, percent))),
		})
	}
	return figures, nil
}

// chosen are cooperatives that an office is competent for today, from all over the register.
func (m *measure) chosen(ctx context.Context, number int) ([]coop.Profile, error) {
	var chosen []coop.Profile
	f := registry.OrganizationFilter{Kind: coop.KindHTX, Status: coop.StatusActive, Sort: coop.SortRecorded, RegisteredTo: vn.NewDate(m.served.Today().Year()-2, 1, 1), Limit: 500}
	for len(chosen) < number {
		page, err := m.served.ListOrganizations(ctx, f)
		if err != nil {
			return nil, err
		}
		for _, o := range page.Items {
			if o.Registration.CurrentAuthority != nil && len(chosen) < number {
				chosen = append(chosen, o)
			}
		}
		if page.Next == nil {
			break
		}
		f.After = page.Next
	}
	if len(chosen) < number {
		return nil, fmt.Errorf("only %d cooperatives to report for", len(chosen))
	}
	return chosen, nil
}

// lists holds a page of candidates of a province against a page of its organisations, each through the whole of the server.
func (m *measure) lists(ctx context.Context, pages, organizations int) (beside.Figure, error) {
	api, err := httpapi.New(ctx, m.served, httpapi.Options{})
	if err != nil {
		return beside.Figure{}, err
	}
	secret, _, err := m.served.CreateKey(caller.With(ctx, caller.Operator("bench")), registry.NewKey{Role: caller.Auditor, Name: "bench"})
	if err != nil {
		return beside.Figure{}, err
	}
	provinces := m.served.Reference().Places.List(place.Query{Level: place.LevelProvince, On: m.served.Today(), Limit: 100})
	took, bytes := map[string][]time.Duration{}, map[string]int{}
	for i := range pages + pages/10 {
		for _, list := range []string{"/v1/programmes/" + programme + "/candidates?limit=20&place=", "/v1/organizations?limit=20&kind=htx&place="} {
			request := httptest.NewRequestWithContext(ctx, http.MethodGet, list+provinces[i%len(provinces)].Code, http.NoBody)
			request.Header.Set("Authorization", "Bearer "+secret)
			answer := httptest.NewRecorder()
			began := time.Now()
			api.ServeHTTP(answer, request)
			if spent := time.Since(began); i >= pages/10 {
				took[list] = append(took[list], spent)
				bytes[list] += answer.Body.Len() / pages
			}
			if answer.Code != http.StatusOK {
				return beside.Figure{}, fmt.Errorf("%s: %d %s", request.URL, answer.Code, answer.Body)
			}
		}
	}
	var p50 []time.Duration
	var shown []string
	for _, list := range slices.Sorted(maps.Keys(took)) { // organisations, then candidates of programmes
		p50 = append(p50, at(took[list], 50))
		shown = append(shown, fmt.Sprintf("%s (%d kB)", ms(at(took[list], 50)), bytes[list]/1000))
	}
	theirs, ours := p50[0], p50[1]
	return beside.Figure{
		What: fmt.Sprintf("list of 20 candidates of a province: ms (p50), at most %d%% of a list of 20 organisations", listMost), Size: organizations,
		Took: ours, Most: theirs * listMost / 100, Shown: shown[1] + ", organisations " + shown[0],
	}, nil
}

// at is what so many of a hundred take at most.
func at(took []time.Duration, percent int) time.Duration {
	slices.Sort(took)
	return took[min(len(took)*percent/100, len(took)-1)]
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }
