// Speed of planning a whole company's morning on a real store, commits included.

//go:build unix

package digest

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"syscall"
	"testing"
	"time"

	"vouch/digest/digesttest"
	"vouch/store"
	"vouch/store/storetest"
)

// BenchmarkPlan plans one morning over 2,000 live assets: everybody is due at the same time, and each gets three picks.
// One iteration is one day, so people have seen more each time. The million needs several gigabytes of disk and runs
// with VOUCH_BENCH_MILLION=1. Run it with GOMAXPROCS=1 and a few iterations: go test ./digest -run xxx -bench Plan
// -benchtime 3x
func BenchmarkPlan(b *testing.B) {
	sizes := []int{10_000, 100_000}
	if os.Getenv("VOUCH_BENCH_MILLION") != "" {
		sizes = append(sizes, 1_000_000)
	}
	for _, people := range sizes {
		b.Run(fmt.Sprintf("people=%d", people), func(b *testing.B) {
			db := storetest.MustOpen(b)
			mustCompany(b, db, people)
			p := &Planner{DB: db}
			runtime.GC()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			cpu := cpuTime(b)
			for b.Loop() {
				due := mustReader(b, db, "U0000000").Due
				report, err := p.Plan(context.Background(), due)
				if err != nil || report.Planned != people {
					b.Fatalf("%+v of %d people: %v", report, people, err)
				}
			}
			cpu = cpuTime(b) - cpu
			runtime.ReadMemStats(&after)
			persons := float64(people) * float64(b.N)
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/persons, "ns/person")
			b.ReportMetric(float64(cpu.Nanoseconds())/persons, "cpu-ns/person")
			b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/persons, "B/person")
			b.ReportMetric(float64(after.HeapSys)/(1<<20), "heap-MB")
		})
	}
}

// cpuTime is the processor time the process has used, which does not count what other processes took meanwhile.
func cpuTime(b *testing.B) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// mustCompany fills a store with people of one zone who all joined, and 2,000 live assets.
func mustCompany(b *testing.B, db *store.DB, people int) {
	b.Helper()
	known := map[store.PersonaID]store.PersonaID{"engineering": "engineering", "sales": "sales", "people": "people",
		"design": "product"}
	assets := digesttest.ManyAssets(2000, 1)
	for i := range assets {
		a := &assets[i]
		personas := make([]store.PersonaID, len(a.Personas))
		for j, id := range a.Personas {
			personas[j] = known[id]
		}
		*a = store.Asset{Kind: a.Kind, Title: a.Title, URL: a.URL, Topics: a.Topics, Personas: personas,
			Campaign: a.Campaign, Featured: a.Featured}
	}
	if result, err := db.AddAssets("operator", assets, true); err != nil || len(result.Added) != len(assets) {
		b.Fatalf("%d assets: %v", len(result.Added), err)
	}
	const chunk = 20_000
	joined := time.Now().AddDate(-1, 0, 0)
	for from := 0; from < people; from += chunk {
		err := db.Seed(func(s *store.Seeder) {
			for i := from; i < min(from+chunk, people); i++ {
				prefs := digesttest.TypicalReader(i).Employee.Prefs
				e := store.Employee{ID: store.EmployeeID(fmt.Sprintf("U%07d", i)), Name: fmt.Sprintf("Person %d", i),
					Title: "Engineer", JoinedAt: joined,
					Prefs: store.Preferences{Personas: []store.PersonaID{known[prefs.Personas[0]]}, Follow: prefs.Follow}}
				s.Employee(e)
			}
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
