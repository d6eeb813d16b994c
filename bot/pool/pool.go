// The keyed pool: work of one key runs in order, work of different keys in parallel, on a fixed number of workers.

package pool

import (
	"context"
	"sync"
)

// Pool is a bounded pool with one queue per key. The zero value is not usable; see New. A goroutine per person would
// need no pool, but have no limit either: under a flood it would use up the memory, while a full pool refuses work.
type Pool struct {
	mu      sync.Mutex
	wake    *sync.Cond
	queues  map[string][]func() // the running job of a key is not in its queue
	ready   []string            // keys that have work and no worker
	waiting int
	limit   int
	closed  bool
	workers sync.WaitGroup
}

// New starts workers. limit is how many jobs may wait; further ones are refused.
func New(workers, limit int) *Pool {
	l := &Pool{queues: map[string][]func(){}, limit: limit}
	l.wake = sync.NewCond(&l.mu)
	for range workers {
		l.workers.Go(l.work)
	}
	return l
}

// Submit queues a job behind the others of its key. It never blocks; false means that the pool is full or closed and
// the job will not run.
func (l *Pool) Submit(key string, job func()) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed || l.waiting >= l.limit {
		return false
	}
	// A key in the table has a worker or is in ready already; in ready twice, two of its jobs could run at once.
	queue, busy := l.queues[key]
	l.queues[key] = append(queue, job)
	l.waiting++
	if !busy {
		l.ready = append(l.ready, key)
		l.wake.Signal()
	}
	return true
}

// work runs one job of the key that waits longest, again and again.
func (l *Pool) work() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for {
		for len(l.ready) == 0 {
			if l.closed {
				return
			}
			l.wake.Wait()
		}
		key := l.ready[0]
		l.ready = l.ready[1:]
		job := l.queues[key][0]
		l.queues[key] = l.queues[key][1:]
		l.waiting--
		l.mu.Unlock()
		job()
		l.mu.Lock()
		// Deleted, not kept empty: the table would otherwise grow with everybody who ever acted.
		if len(l.queues[key]) == 0 {
			delete(l.queues, key)
			continue
		}
		l.ready = append(l.ready, key)
		l.wake.Signal()
	}
}

// Depth is how many jobs wait.
func (l *Pool) Depth() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.waiting
}

// Close takes no more jobs and waits until the accepted ones are done, or until ctx ends.
func (l *Pool) Close(ctx context.Context) error {
	l.mu.Lock()
	l.closed = true
	l.wake.Broadcast()
	l.mu.Unlock()
	done := make(chan struct{})
	go func() {
		l.workers.Wait()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
