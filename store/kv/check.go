// Checking the file: what is derived is rebuilt and compared, and every page is read.

package kv

import (
	"context"
	"fmt"
	"maps"
	"runtime/debug"
	"slices"

	"go.etcd.io/bbolt"
)

// Report is what a check found. An empty Problems is a sound database.
type Report struct {
	Problems []string
	Counts   map[string]int // values per bucket
}

// maxProblems bounds a report: a broken index repeats itself.
const maxProblems = 50

// Check rebuilds what the derived buckets should hold, and collects problems.
type Check struct {
	t        *Tx
	report   Report
	rows     map[*Bucket]map[string]string
	counters map[string]int
}

// Check runs steps one after the other until ctx ends: those of tables and of the owner derive what should be there,
// then it is compared with what is, and later steps look at the rest. Every step runs even after one that failed, so
// that a report shows the whole damage.
func (t *Tx) Check(ctx context.Context, derive, later []func(*Check)) Report {
	c := &Check{t: t, report: Report{Counts: map[string]int{}}, rows: map[*Bucket]map[string]string{},
		counters: map[string]int{}}
	steps := slices.Concat(derive, []func(*Check){(*Check).compare}, later)
	for _, step := range steps {
		if ctx.Err() != nil {
			return c.report
		}
		c.try(step)
	}
	if len(c.report.Problems) == 0 {
		// Last, because it reads in a goroutine of its own, where a damaged page can end the process.
		for err := range t.bolt.Check(bbolt.WithKVStringer(bbolt.HexKVStringer())) {
			c.Problem("file: %v", err)
		}
	}
	return c.report
}

// Problem notes a problem, up to the bound.
func (c *Check) Problem(format string, args ...any) {
	if len(c.report.Problems) < maxProblems {
		c.report.Problems = append(c.report.Problems, fmt.Sprintf(format, args...))
	}
}

// Derive notes what one value derives.
func (c *Check) Derive(rows []Row, counters []string) {
	for _, r := range rows {
		if c.rows[r.bucket] == nil {
			c.rows[r.bucket] = map[string]string{}
		}
		c.rows[r.bucket][r.key] = r.value
	}
	for _, name := range counters {
		c.counters[name]++
	}
}

// try runs one step; whatever damage makes it panic, even a page beyond the end of the file, is a problem found.
func (c *Check) try(step func(*Check)) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		switch p := recover().(type) {
		case nil:
		case aborted:
			c.Problem("%v", p.err)
		default:
			c.Problem("file: %v", p)
		}
	}()
	step(c)
}

// compare tells where the derived buckets differ from what they should hold.
func (c *Check) compare() {
	for name, n := range c.counters {
		c.Derive([]Row{Counters.Row(name, string(packCount(n)))}, nil)
	}
	for _, b := range c.t.schema.derived {
		missing := c.rows[b]
		known := maps.Clone(missing)
		c.t.Scan(b, "", "", func(key string, value []byte) bool {
			expected, found := known[key]
			switch {
			case !found:
				c.Problem("%s: %q should not be there", b, key)
			case expected != string(value):
				c.Problem("%s: %q holds %q, should be %q", b, key, value, expected)
			}
			delete(missing, key)
			return true
		})
		for _, key := range slices.Sorted(maps.Keys(missing)) {
			c.Problem("%s: %q is missing", b, key)
		}
	}
}
