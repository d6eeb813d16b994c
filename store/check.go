// Check: indexes are rebuilt and compared, standings recomputed from the ledger, the audit chain walked.

package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"maps"
	"runtime/debug"
	"slices"

	"go.etcd.io/bbolt"
)

// Report is what Check found. An empty Problems is a sound database.
type Report struct {
	Problems []string
	Counts   map[string]int // values per bucket
}

// maxProblems bounds a report: a broken index repeats itself.
const maxProblems = 50

// add notes a problem, up to the bound.
func (r *Report) add(format string, args ...any) {
	if len(r.Problems) < maxProblems {
		r.Problems = append(r.Problems, fmt.Sprintf(format, args...))
	}
}

// rebuilt is what the derived buckets should hold.
type rebuilt struct {
	rows    [bucketCount]map[string]string
	tallies map[string]int
	counts  map[string]int
}

// add notes what one value derives.
func (r *rebuilt) add(rows []row, counted []string) {
	for _, x := range rows {
		if r.rows[x.bucket] == nil {
			r.rows[x.bucket] = map[string]string{}
		}
		r.rows[x.bucket][x.key] = x.value
	}
	for _, name := range counted {
		r.tallies[name]++
	}
}

// rebuilders are the tables in the order of the bucket map.
var rebuilders = []interface{ rebuild(*tx, *rebuilt) }{
	&employees, &tastes, &opinions, &assets, &deliveries, &receipts, &messages, &shares, &entries, &referrals,
	&boardPosts, &boardSchedules, &sources, &stories, &attendances, &memberships, &auditLog,
}

// Check reads the whole database and tells what does not fit together. It changes nothing.
func (db *DB) Check(ctx context.Context) (Report, error) {
	return read(db, func(t *tx) (Report, error) {
		report := t.check(ctx)
		return report, ctx.Err()
	})
}

// check runs every comparison and goes on after a failed one, so that a report shows all that is wrong.
func (t *tx) check(ctx context.Context) Report {
	report := Report{Counts: map[string]int{}}
	want := &rebuilt{tallies: map[string]int{}, counts: report.Counts}
	steps := []func(){}
	for _, tb := range rebuilders {
		// Every step runs even after one that failed: a report should show the whole damage.
		steps = append(steps, func() { tb.rebuild(t, want) })
	}
	steps = append(steps,
		func() { t.rebuildStandings(want) },
		func() { t.compare(want, &report) },
		func() { t.checkCounts(&report) },
		t.checkSeals,
		func() { t.checkAudit(report.add) },
	)
	for _, step := range steps {
		if ctx.Err() != nil {
			return report
		}
		report.try(step)
	}
	if len(report.Problems) == 0 {
		// Last, because it reads in a goroutine of its own, where a damaged page can end the process.
		for err := range t.bolt.Check(bbolt.WithKVStringer(bbolt.HexKVStringer())) {
			report.add("file: %v", err)
		}
	}
	return report
}

// try runs one step; whatever damage makes it panic, even a page beyond the end of the file, is a problem found.
func (r *Report) try(step func()) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		switch p := recover().(type) {
		case nil:
		case fault:
			r.add("%v", p.err)
		default:
			r.add("file: %v", p)
		}
	}()
	step()
}

// rebuildStandings adds up the ledger again.
func (t *tx) rebuildStandings(want *rebuilt) {
	persons, teams := map[string]total{}, map[string]total{}
	entries.each(t, func(e *Entry) bool {
		for _, span := range Spans {
			name := spanOfDay(span, e.Day)
			person := join(string(e.Employee), name)
			persons[person] = persons[person].plus(e)
			if e.Team != "" {
				teams[join(name, e.Team)] = teams[join(name, e.Team)].plus(e)
			}
		}
		return true
	})
	// Boards follow from the totals and from where each person stands now.
	for key, sum := range persons {
		parts := splitKey(key, 2)
		c := unranked
		if e, found := employees.get(t, parts[0]); found {
			c = classOf(&e)
		}
		rows, counted := standingRows(c, parts[0], parts[1], sum, persons[join(parts[0], nameBefore(parts[1]))])
		want.add(append(rows, row{totals, key, string(sum.pack())}), counted)
	}
	for key, sum := range teams {
		want.add([]row{{teamTotals, key, string(sum.pack())}}, nil)
	}
}

// compare tells where the derived buckets differ from what they should hold.
func (t *tx) compare(want *rebuilt, report *Report) {
	for name, n := range want.tallies {
		want.add([]row{{tallies, name, string(binary.AppendVarint(nil, int64(n)))}}, nil)
	}
	for b := firstDerived; b < bucketCount; b++ {
		missing := want.rows[b]
		known := maps.Clone(missing)
		t.scan(b, "", "", func(key string, value []byte) bool {
			expected, found := known[key]
			switch {
			case !found:
				report.add("%s: %q should not be there", b, key)
			case !bytes.Equal([]byte(expected), value):
				report.add("%s: %q holds %q, should be %q", b, key, value, expected)
			}
			delete(missing, key)
			return true
		})
		for _, key := range slices.Sorted(maps.Keys(missing)) {
			report.add("%s: %q is missing", b, key)
		}
	}
}

// checkCounts recounts what assets count.
func (t *tx) checkCounts(report *Report) {
	posted, saved := map[AssetID]int{}, map[AssetID]int{}
	shares.each(t, func(s *Share) bool {
		if s.Level >= Declared {
			posted[s.Asset]++
		}
		return true
	})
	tastes.each(t, func(p *personTaste) bool {
		for _, asset := range p.Saved {
			saved[asset]++
		}
		if !slices.IsSorted(p.Seen) {
			report.add("tastes: the seen list of %s is not sorted", p.Employee)
		}
		return true
	})
	assets.each(t, func(a *Asset) bool {
		// Running counts live inside the value, where no comparison of indexes would find them wrong.
		if a.Shares != posted[a.ID] || a.Saves != saved[a.ID] {
			report.add("assets: %s counts %d shares and %d saves, there are %d and %d", a.ID, a.Shares, a.Saves, posted[a.ID], saved[a.ID])
		}
		return true
	})
}

// checkSeals opens every sealed field. A backup is verified without the key, so its seals are not opened.
func (t *tx) checkSeals() {
	if t.db.secrets.seal == nil {
		return
	}
	referrals.each(t, func(k *keptReferral) bool {
		t.open(k)
		return true
	})
}

// Stats are the numbers of the health view. Employees are the people who work here, without guests and deactivated accounts.
type Stats struct {
	Employees, Advocates, Live, Shares, Referrals int
	Outbox                                        Depth
	Bytes                                         int64 // size of the file
}

// Stats returns the numbers of the health view without reading what they count.
func (db *DB) Stats() (Stats, error) {
	return read(db, func(t *tx) (Stats, error) {
		return Stats{Employees: t.tally("employees"), Advocates: t.tally("advocates"), Live: t.tally(assetsIn(Live)),
			Shares: t.tally("shares"), Referrals: t.tally("referrals"), Outbox: t.depth(), Bytes: t.bolt.Size()}, nil
	})
}
