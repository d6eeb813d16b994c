// Package gather lets callers who wait for the same kind of work share one run of it.
package gather

import (
	"errors"
	"sync"
)

// Most bounds how many items one run takes.
const Most = 1024

// Queue gathers items until the run that is to take them begins. Its zero value is ready.
type Queue[T any] struct {
	mutex sync.Mutex
	open  *batch[T] // nil: no run waits
}

// batch is the items of one run, in the order in which they came.
type batch[T any] struct {
	items []*T
	done  chan struct{} // closed after the run
	err   error
}

var errPanicked = errors.New("the run that was shared has panicked")

// Do hands an item to a run and returns what that run returned. The first caller runs it, at once; who comes before it
// calls take, once, shares it. A panic of the run ends the first caller, and is an error to the others.
func (q *Queue[T]) Do(item *T, run func(take func() []*T) error) error {
	b, first := q.join(item)
	if !first {
		<-b.done
		return b.err
	}
	b.err = errPanicked
	defer close(b.done)
	defer q.leave(b) // of a run that took nothing
	b.err = run(func() []*T { q.leave(b); return b.items })
	return b.err
}

func (q *Queue[T]) join(item *T) (b *batch[T], first bool) {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	if first = q.open == nil || len(q.open.items) == Most; first {
		q.open = &batch[T]{done: make(chan struct{})}
	}
	q.open.items = append(q.open.items, item)
	return q.open, first
}

// leave ends the time in which items may join a batch.
func (q *Queue[T]) leave(b *batch[T]) {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	if q.open == b {
		q.open = nil
	}
}
