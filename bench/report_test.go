package main

import "testing"

func TestANumberIsWrittenAsAPersonDoes(t *testing.T) {
	t.Parallel()
	for f, want := range map[float64]string{3.2528829999999998: "3.25", 1.2: "1.2", 50_000: "50000", 0.5: "0.5", 0.1 + 0.2: "0.3", 10: "10"} {
		if got := decimal(f); got != want {
			t.Errorf("%v: %q, want %q", f, got, want)
		}
	}
}
