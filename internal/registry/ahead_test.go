package registry_test

import (
	"slices"
	"strings"
	"testing"

	"htxregistry/internal/registry"
)

func numbers(ended *bool) func(func(int) bool) {
	return func(yield func(int) bool) {
		defer func() { *ended = true }()
		for i := range 100 {
			if !yield(i) {
				return
			}
		}
	}
}

func TestWhatIsMadeAheadComesWholeAndInOrder(t *testing.T) {
	t.Parallel()
	var there, ahead bool
	if want, got := slices.Collect(numbers(&there)), slices.Collect(registry.Ahead(numbers(&ahead))); !slices.Equal(got, want) || !ahead {
		t.Errorf("made %v, want %v; ended %t", got, want, ahead)
	}
}

func TestWhatIsMadeAheadHasEndedWhenTheLoopIsLeft(t *testing.T) {
	t.Parallel()
	for _, leave := range []int{0, 1, 49, 99} {
		var ended bool
		for i := range registry.Ahead(numbers(&ended)) {
			if i == leave {
				break
			}
		}
		if !ended {
			t.Errorf("left at %d, it still runs", leave)
		}
	}
}

func TestAPanicOfWhatIsMadeAheadIsRaisedInTheLoop(t *testing.T) {
	t.Parallel()
	seen := 0
	defer func() {
		raised, _ := recover().(error)
		if raised == nil || !strings.Contains(raised.Error(), "index out of range") || seen != 2 {
			t.Errorf("raised %v after %d values", raised, seen)
		}
	}()
	for range registry.Ahead(func(yield func(int) bool) {
		for i := range 3 {
			if !yield([]int{4, 5}[i]) {
				return
			}
		}
	}) {
		seen++
	}
}
