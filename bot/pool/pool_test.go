// Pool tests: order within a key, no waiting between keys, and a bound on what waits.

package pool

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestPool_Submit(t *testing.T) {
	t.Run("the jobs of one key run one after the other and in order", func(t *testing.T) {
		p := New(8, 1000)
		var mu sync.Mutex
		var got []int
		running := 0
		for i := range 200 {
			p.Submit("ada", func() {
				mu.Lock()
				running++
				if running > 1 {
					t.Error("two jobs of one key at the same time")
				}
				got = append(got, i)
				running--
				mu.Unlock()
			})
		}
		if err := p.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		if len(got) != 200 || !slices.IsSorted(got) {
			t.Errorf("%d jobs, in order: %v", len(got), slices.IsSorted(got))
		}
	})
	t.Run("a slow key does not hold up another", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			p := New(2, 10)
			hold := make(chan struct{})
			p.Submit("slow", func() { <-hold })
			p.Submit("slow", func() {})
			done := false
			p.Submit("quick", func() { done = true })
			synctest.Wait()
			if !done {
				t.Error("the quick key waits for the slow one")
			}
			close(hold)
			if err := p.Close(t.Context()); err != nil {
				t.Fatal(err)
			}
		})
	})
	t.Run("what does not fit is refused and never runs", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			p := New(1, 2)
			hold := make(chan struct{})
			p.Submit("a", func() { <-hold })
			synctest.Wait()
			ran := 0
			for _, fits := range []bool{true, true, false} {
				if got := p.Submit("b", func() { ran++ }); got != fits {
					t.Errorf("submit gave %v, want %v", got, fits)
				}
			}
			close(hold)
			if err := p.Close(t.Context()); err != nil {
				t.Fatal(err)
			}
			if ran != 2 || p.Submit("c", func() { t.Error("ran after close") }) {
				t.Errorf("%d jobs ran; or a closed pool took one", ran)
			}
		})
	})
	t.Run("a close that takes too long ends with the context", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			p := New(1, 2)
			hold := make(chan struct{})
			p.Submit("a", func() { <-hold })
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			if err := p.Close(ctx); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("close gave %v", err)
			}
			close(hold)
		})
	})
}
