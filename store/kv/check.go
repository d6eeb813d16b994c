// Checking the file: what is derived is rebuilt and compared, and every page is read.

package kv

import (
	"bytes"
	"context"
	"errors"
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
// that a report shows the whole damage. Where pages are damaged, they alone are told.
func (t *Tx) Check(ctx context.Context, derive, later []func(*Check)) Report {
	c := &Check{t: t, report: Report{Counts: map[string]int{}}, rows: map[*Bucket]map[string]string{},
		counters: map[string]int{}}
	readThrough(t.bolt, func(bucket string, err error) bool {
		c.Problem("%s: %v", bucket, err)
		return true
	})
	if len(c.report.Problems) > 0 {
		return c.report
	}
	for _, step := range slices.Concat(derive, []func(*Check){(*Check).compare}, later) {
		if ctx.Err() != nil {
			return c.report
		}
		c.try(step)
	}
	return c.report
}

// CheckPages tells where the pages of a file whose buckets can all be read do not fit together. Nothing commits
// meanwhile: bbolt compares the pages with its list of free ones, which every commit changes.
func (db *DB) CheckPages() (problems []string, err error) {
	b, err := db.bolt.Begin(true)
	if err != nil {
		return nil, db.named(err)
	}
	problems = looseEnds(b)
	return problems[:min(len(problems), maxProblems)], b.Rollback()
}

// looseEnds tells where pages do not fit together.
func looseEnds(b *bbolt.Tx) (problems []string) {
	for err := range b.Check(bbolt.WithKVStringer(bbolt.HexKVStringer())) {
		problems = append(problems, fmt.Sprintf("file: %v", err))
	}
	return problems
}

// unreadable is the first bucket that cannot be read through, "" for none.
func (db *DB) unreadable() (bucket string) {
	_ = db.View(func(t *Tx) error {
		readThrough(t.bolt, func(name string, _ error) bool { bucket = name; return false })
		return nil
	})
	return bucket
}

// readThrough reads every bucket and tells those that cannot be read, until tell says stop.
func readThrough(b *bbolt.Tx, tell func(bucket string, err error) bool) {
	var names []string
	if err := guarded(func() error {
		return b.ForEach(func(name []byte, _ *bbolt.Bucket) error {
			names = append(names, string(name))
			return nil
		})
	}); err != nil && !tell("file", err) {
		return
	}
	for _, name := range names {
		err := guarded(func() error { return readBucket(b.Bucket([]byte(name))) })
		if err != nil && !tell(name, err) {
			return
		}
	}
}

// readBucket reads every key and value of a bucket and finds each again, which reads all pages above it.
func readBucket(bucket *bbolt.Bucket) error {
	var last, copied []byte
	cursor := bucket.Cursor()
	for key, value := cursor.First(); key != nil; key, value = cursor.Next() {
		copied = append(copied[:0], value...)
		if last != nil && bytes.Compare(last, key) >= 0 || !bytes.Equal(bucket.Get(key), copied) {
			return errors.New("its keys are out of order")
		}
		last = key
	}
	return nil
}

// guarded runs what reads pages, and makes an error of the panic over a damaged one.
func guarded(read func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer recoverDamage(&err)
	return read()
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

// Count notes one value of a bucket that is no table.
func (c *Check) Count(b *Bucket) { c.report.Counts[b.name]++ }

// try runs one step; a value that cannot be read is a problem found.
func (c *Check) try(step func(*Check)) {
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
