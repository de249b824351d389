package registry_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"

	"htxregistry/internal/history"
	"htxregistry/internal/registry"
)

// However many wait, and however often they are woken, the database is asked once a beat.
func TestHoweverManyWaitOneLooks(t *testing.T) {
	t.Parallel()
	var looks atomic.Int64
	rises := registry.Rises(func(context.Context) (history.Position, error) {
		return history.Position{Epoch: 1, Seq: looks.Add(1)}, nil
	})
	const last = 3
	var waiting sync.WaitGroup
	for range 500 {
		waiting.Go(func() {
			if grown, err := rises(t.Context(), history.Position{Epoch: 1, Seq: last - 1}, nil); err != nil || !grown {
				t.Errorf("woken: %v, %v", grown, err)
			}
		})
	}
	waiting.Wait()
	if n := looks.Load(); n < last || n > 2*last {
		t.Errorf("%d looks for 500 that waited for the third", n)
	}
}

func TestPatienceEnds(t *testing.T) {
	t.Parallel()
	rises := registry.Rises(func(context.Context) (history.Position, error) { return history.Position{}, nil })
	patience := make(chan struct{})
	close(patience)
	if grown, err := rises(t.Context(), history.Position{}, patience); grown || err != nil {
		t.Errorf("%v, %v", grown, err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := rises(gone, history.Position{}, nil); err == nil {
		t.Error("who has gone waits")
	}
}
