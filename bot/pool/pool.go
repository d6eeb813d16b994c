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
	queues  map[string][]func() // the running job of a key is not in its queue
	ready   []string            // keys that have work and no worker
	waiting int
	limit   int
	free    int // workers that may be started
	closed  bool
	workers sync.WaitGroup
}

// New makes a pool of at most so many workers. limit is how many jobs may wait; further ones are refused.
func New(workers, limit int) *Pool {
	return &Pool{queues: map[string][]func(){}, limit: limit, free: workers}
}

// Submit queues a job behind the others of its key. It never blocks; false means that the pool is full or closed and
// the job will not run.
func (p *Pool) Submit(key string, job func()) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed || p.waiting >= p.limit {
		return false
	}
	// A key in the table has a worker or is in ready already; in ready twice, two of its jobs could run at once.
	queue, busy := p.queues[key]
	p.queues[key] = append(queue, job)
	p.waiting++
	switch {
	case busy:
	case p.free > 0:
		p.free--
		p.workers.Go(func() { p.work(key) })
	default:
		p.ready = append(p.ready, key)
	}
	return true
}

// work runs one job of a key, then one of the key that waits longest, and ends when none waits. Workers that slept
// until there is work would cost more: the garbage collector looks through each of them and takes its stack away.
func (p *Pool) work(key string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for {
		job := p.queues[key][0]
		p.queues[key] = p.queues[key][1:]
		p.waiting--
		p.mu.Unlock()
		job()
		p.mu.Lock()
		// Deleted, not kept empty: the table would otherwise grow with everybody who ever acted.
		if len(p.queues[key]) == 0 {
			delete(p.queues, key)
		} else {
			p.ready = append(p.ready, key)
		}
		if len(p.ready) == 0 {
			p.free++
			return
		}
		key, p.ready = p.ready[0], p.ready[1:]
	}
}

// Depth is how many jobs wait.
func (p *Pool) Depth() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.waiting
}

// Close takes no more jobs and waits until the accepted ones are done, or until ctx ends.
func (p *Pool) Close(ctx context.Context) error {
	p.mu.Lock()
	p.closed = true
	p.mu.Unlock()
	done := make(chan struct{})
	go func() {
		p.workers.Wait()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
