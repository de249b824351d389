package certificate

import (
	"fmt"
	"slices"
	"testing"
)

// The first page has room for 20, the others for 50.
func TestAtomsArePutOntoPages(t *testing.T) {
	t.Parallel()
	const first, top, end = 40, 10, 60
	head := atom{height: 5}
	for _, c := range []struct {
		says  string
		atoms []atom
		want  []string // heights of the page at which its atoms begin
	}{
		{"nothing", nil, []string{"[]"}},
		{"what fits", []atom{{height: 10}, {height: 10}}, []string{"[40 50]"}},
		{"what does not", []atom{{height: 10}, {height: 11}}, []string{"[40]", "[10]"}},
		{"space above counts, but at the top of a page", []atom{{height: 10}, {height: 10, above: 1}, {height: 5, above: 1}}, []string{"[40]", "[10 21]"}},
		{"what stays goes along", []atom{{height: 5}, {height: 10, stays: true}, {height: 10}}, []string{"[40]", "[10 20]"}},
		{"a row begins a page below the head of its table", []atom{{height: 15}, {height: 10, head: &head}, {height: 10, head: &head}}, []string{"[40]", "[10 15 25]"}},
		{"what no page has room for is cut", []atom{{height: 15}, {height: 30, stays: true}, {height: 30, stays: true}, {height: 5}}, []string{"[40]", "[10]", "[10 40]"}},
	} {
		var got []string
		for _, page := range paginate(c.atoms, first, top, end) {
			at := []float64{}
			for _, a := range page {
				at = append(at, a.y)
			}
			got = append(got, fmt.Sprint(at))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.says, got, c.want)
		}
	}
}
