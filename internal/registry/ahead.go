package registry

import (
	"fmt"
	"iter"
	"runtime/debug"
	"sync"
)

// ahead yields what seq does, each value made while the one before it is being used. seq runs beside the caller and has
// ended when the loop is left, however it is left; a panic of seq is raised in the loop.
func ahead[T any](seq iter.Seq[T]) iter.Seq[T] {
	return func(yield func(T) bool) {
		made, left := make(chan T), make(chan struct{})
		var panicked error
		var making sync.WaitGroup
		making.Go(func() {
			defer close(made)
			defer func() {
				if p := recover(); p != nil {
					panicked = fmt.Errorf("%v\n%s", p, debug.Stack()) // whose stack would be lost
				}
			}()
			for v := range seq {
				select {
				case made <- v:
				case <-left:
					return
				}
			}
		})
		defer func() {
			close(left)
			making.Wait()
			if panicked != nil {
				panic(panicked)
			}
		}()
		for v := range made {
			if !yield(v) {
				return
			}
		}
	}
}
