// What the store must carry: commits per second, a hundred thousand readers, their digests and their board, a million
// shares.

package store_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"vouch/store"
	"vouch/store/storetest"
)

// shareCount is a flag so that a quick run can use fewer.
var shareCount = flag.Int("shares", 1_000_000, "shares in the file of BenchmarkOpen")

const (
	crowd = 100_000
	slice = 5_000
)

func person(i int) store.EmployeeID { return store.EmployeeID(fmt.Sprintf("U%06d", i)) }

// MustCrowd adds n advocates who joined last year; each gets the same rhythm, so all of them fall due together.
func MustCrowd(tb testing.TB, db *store.DB, n int) {
	tb.Helper()
	for from := 0; from < n; from += slice {
		err := db.Seed(func(s *store.Seeder) {
			s.At(time.Now().AddDate(-1, 0, 0))
			for i := from; i < min(n, from+slice); i++ {
				s.Employee(store.Employee{ID: person(i), Name: fmt.Sprintf("Person %06d", i), Title: "Software Engineer",
					Department: fmt.Sprintf("Team %03d", i%200), TimeZone: "Europe/Berlin", JoinedAt: time.Now().AddDate(-1, 0, 0),
					Prefs: store.Preferences{Personas: []store.PersonaID{"engineering"}, Follow: []string{"go", "databases"}}})
			}
		})
		if err != nil {
			tb.Fatal(err)
		}
	}
}

func MustAssets(tb testing.TB, db *store.DB, n int) []store.Asset {
	tb.Helper()
	list := make([]store.Asset, 0, n)
	for range n {
		list = append(list, storetest.MustAsset(tb, db, nil))
	}
	return list
}

func MustOpenBench(tb testing.TB, path string) *store.DB {
	tb.Helper()
	db, err := store.Open(store.Options{Path: path, Key: storetest.Key})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = db.Close() })
	return db
}

// BenchmarkCommit measures one durable verb: alone, and with 64 callers sharing commits.
func BenchmarkCommit(b *testing.B) {
	for _, callers := range []int{1, 64} {
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) {
			db := MustOpenBench(b, filepath.Join(b.TempDir(), "vouch.db"))
			MustCrowd(b, db, callers)
			var mu sync.Mutex
			var took []time.Duration
			var group sync.WaitGroup
			b.ResetTimer()
			for c := range callers {
				group.Go(func() {
					for i := c; i < b.N; i += callers {
						start := time.Now()
						if err := db.EnqueueNotice(fmt.Sprint(i), person(c), "Somebody thanked you."); err != nil {
							b.Error(err)
							return
						}
						mu.Lock()
						took = append(took, time.Since(start))
						mu.Unlock()
					}
				})
			}
			group.Wait()
			b.StopTimer()
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "commits/s")
		})
	}
}

// BenchmarkDue measures reading 100,000 due people with their tastes.
func BenchmarkDue(b *testing.B) {
	db := MustOpenBench(b, filepath.Join(b.TempDir(), "vouch.db"))
	MustCrowd(b, db, crowd)
	plans := MustPlanCrowd(b, db)
	for chunk := range slices.Chunk(plans, slice) {
		if _, err := db.RecordDigests(chunk); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		due, err := db.Due(time.Now().AddDate(0, 0, 30), 0)
		if err != nil || len(due) != crowd {
			b.Fatal(len(due), err)
		}
	}
}

// MustPlanCrowd plans a digest of three picks for everybody who is due within a month.
func MustPlanCrowd(tb testing.TB, db *store.DB) []store.DigestPlan {
	tb.Helper()
	library := MustAssets(tb, db, 50)
	due, err := db.Due(time.Now().AddDate(0, 0, 30), 0)
	if err != nil {
		tb.Fatal(err)
	}
	loc := store.Location("Europe/Berlin", "")
	plans := make([]store.DigestPlan, len(due))
	for i, reader := range due {
		plans[i] = store.DigestPlan{Employee: reader.Employee.ID, Date: store.DateOf(reader.Due, loc), Due: reader.Due}
		for n := range 3 {
			plans[i].Picks = append(plans[i].Picks, store.Pick{Asset: library[(i+n*7)%len(library)].ID,
				Reason: "because you follow databases", Propensity: 0.25, Policy: "bench/1"})
		}
	}
	return plans
}

// BenchmarkRecordDigests measures 100,000 digests in commits of 5,000.
func BenchmarkRecordDigests(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		db := MustOpenBench(b, filepath.Join(b.TempDir(), "vouch.db"))
		MustCrowd(b, db, crowd)
		plans := MustPlanCrowd(b, db)
		b.StartTimer()
		for chunk := range slices.Chunk(plans, slice) {
			if n, err := db.RecordDigests(chunk); err != nil || n != len(chunk) {
				b.Fatal(n, err)
			}
		}
		b.StopTimer()
		_ = db.Close()
		b.StartTimer()
	}
	b.ReportMetric(float64(crowd*b.N)/b.Elapsed().Seconds(), "digests/s")
}

// BenchmarkCrisis measures the start and the end of a crisis over 100,000 delivered digests, with a statement to
// everybody: what is written, not what Slack takes of it.
func BenchmarkCrisis(b *testing.B) {
	db := MustOpenBench(b, filepath.Join(b.TempDir(), "vouch.db"))
	storetest.MustManager(b, db, "M1", "Mo")
	MustCrowd(b, db, crowd)
	for chunk := range slices.Chunk(MustPlanCrowd(b, db), slice) {
		if _, err := db.RecordDigests(chunk); err != nil {
			b.Fatal(err)
		}
	}
	claimed, err := db.ClaimMessages(time.Now(), crowd)
	if err != nil || len(claimed) != crowd {
		b.Fatal(len(claimed), err)
	}
	var group sync.WaitGroup
	for part := range slices.Chunk(claimed, crowd/64+1) {
		group.Go(func() {
			for _, m := range part {
				if err := db.CompleteMessage(m.Key, "D"+string(m.To), "1.1"); err != nil {
					b.Error(err)
				}
			}
		})
	}
	group.Wait()
	for b.Loop() {
		c, err := db.StartCrisis("M1", store.Crisis{Scope: store.HoldAll, Reason: "Wait", Statement: "We wait.", Owner: "M1"})
		b.ReportMetric(float64(b.Elapsed().Milliseconds()), "hold-ms")
		if err = errors.Join(err, db.ContinueCrises(b.Context())); err != nil {
			b.Fatal(err)
		}
		err = db.View(func(q *store.Query) error { c = q.Crisis(c.ID); return nil })
		if err != nil || c.Changed != crowd || c.Told < crowd {
			b.Fatal(c.Changed, c.Told, err)
		}
		b.ReportMetric(float64(b.Elapsed().Milliseconds()), "planned-ms")
		_, err = db.EndCrisis("M1", c.ID, "")
		if err = errors.Join(err, db.ContinueCrises(b.Context())); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkBoard measures a board over 100,000 people with points.
func BenchmarkBoard(b *testing.B) {
	db := MustOpenBench(b, filepath.Join(b.TempDir(), "vouch.db"))
	MustCrowd(b, db, crowd)
	asset := storetest.MustAsset(b, db, nil)
	for from := 0; from < crowd; from += slice {
		MustSharesBy(b, db, asset.ID, from, from+slice, store.Declared)
	}
	for _, q := range []store.BoardQuery{{Span: store.Week}, {Span: store.AllTime, Limit: 100},
		{Span: store.Month, Teams: true}} {
		b.Run(fmt.Sprintf("%s/teams=%v/limit=%d", q.Span, q.Teams, q.Limit), func(b *testing.B) {
			for b.Loop() {
				board, err := storetest.Ask1(db, (*store.Query).Board, q)
				if err != nil || len(board.Rows) == 0 || board.Active != crowd {
					b.Fatal(board.Active, err)
				}
			}
		})
	}
}

// MustSharesBy gives the people from..to one share each, some of them in own words.
func MustSharesBy(tb testing.TB, db *store.DB, asset store.AssetID, from, to int, level store.Level) {
	tb.Helper()
	err := db.Seed(func(s *store.Seeder) {
		s.At(time.Now())
		for i := from; i < to; i++ {
			s.Share(store.OpenShare{Employee: person(i), Asset: asset, Network: store.LinkedIn,
				Text: "I worked on this for a year, and here is what I would do again.", OwnWords: i%3 == 0, Variant: -1}, level,
				"")
		}
	})
	if err != nil {
		tb.Fatal(err)
	}
}

// BenchmarkOpen measures a start with a million shares in the file, built once.
func BenchmarkOpen(b *testing.B) {
	total := *shareCount
	if testing.Short() {
		total = 10_000
	}
	path := filepath.Join(b.TempDir(), "vouch.db")
	db := MustOpenBench(b, path)
	people := min(total, 20_000)
	MustCrowd(b, db, people)
	for built := 0; built < total; built += people {
		asset := storetest.MustAsset(b, db, nil)
		for from := 0; from < people; from += slice {
			MustSharesBy(b, db, asset.ID, from, min(people, from+slice), store.Opened)
		}
	}
	stats, err := storetest.Ask(db, (*store.Query).Stats)
	if err != nil {
		b.Fatal(err)
	}
	// What a crash leaves: the file as it is while the program runs, two quiet seconds after it was filled.
	for !MustListFree(b, path) {
		runtime.Gosched()
	}
	crashed := filepath.Join(b.TempDir(), "crashed.db")
	f, err := os.Create(crashed)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := db.Backup(f); err != nil {
		b.Fatal(err)
	}
	if err := errors.Join(f.Close(), db.Close()); err != nil {
		b.Fatal(err)
	}
	for name, file := range map[string]string{"after a stop": path, "after a crash": crashed} {
		b.Run(name, func(b *testing.B) {
			var before, after runtime.MemStats
			for b.Loop() {
				runtime.ReadMemStats(&before)
				db, err := store.Open(store.Options{Path: file, Key: storetest.Key})
				if err != nil {
					b.Fatal(err)
				}
				runtime.ReadMemStats(&after)
				b.StopTimer()
				if file == path {
					err = db.Close()
				} else {
					err = db.Abandon()
				}
				if err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
			}
			b.ReportMetric(float64(int64(after.HeapAlloc)-int64(before.HeapAlloc))/(1<<20), "heap-MiB")
			b.ReportMetric(float64(stats.Bytes)/(1<<20), "file-MiB")
			b.ReportMetric(float64(stats.Shares), "shares")
		})
	}
}
