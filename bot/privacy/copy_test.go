// How long a copy takes and how large it gets for somebody with very many clicks, and that others go on meanwhile.

package privacy

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"vouch/store"
	"vouch/store/storetest"
)

// mustClicks gives somebody posts that were read on so many days each, one line a day.
func mustClicks(tb testing.TB, db *store.DB, id store.EmployeeID, posts, days int) {
	tb.Helper()
	year := store.Now().AddDate(-1, 0, 0)
	for n := range posts {
		asset := storetest.MustAsset(tb, db, nil)
		err := db.Seed(func(s *store.Seeder) {
			s.At(year)
			share := s.Share(store.OpenShare{Employee: id, Asset: asset.ID, Network: store.LinkedIn,
				Text: fmt.Sprintf("My words on number %d.", n), Variant: -1}, store.Declared, "")
			for day := range days {
				s.At(year.AddDate(0, 0, day))
				s.Clicks(share.ID, store.ClickCounts{Human: 1, Unique: 1})
			}
		})
		if err != nil {
			tb.Fatal(err)
		}
	}
}

// BenchmarkCopy packs 100,000 clicks of one person while others save.
func BenchmarkCopy(b *testing.B) {
	db := storetest.MustOpen(b)
	storetest.MustCompany(b, db)
	storetest.MustAdvocate(b, db, "U1", "Ada")
	storetest.MustAdvocate(b, db, "U2", "Bob")
	mustClicks(b, db, "U1", 400, 250)
	for b.Loop() {
		done, longest, saved := make(chan struct{}), time.Duration(0), 0
		var packed []byte
		go func() {
			defer close(done)
			var err error
			if packed, err = copyOf(db, "U1"); err != nil {
				b.Error(err)
			}
		}()
		var before, now runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		most := uint64(0)
		for waits := true; waits; saved++ {
			begun := time.Now()
			if _, err := db.Pause("U2", begun.Add(time.Hour)); err != nil {
				b.Fatal(err)
			}
			longest = max(longest, time.Since(begun))
			if saved%50 == 0 {
				runtime.ReadMemStats(&now)
				most = max(most, now.HeapInuse)
			}
			select {
			case <-done:
				waits = false
			default:
			}
		}
		b.ReportMetric(float64(len(packed))/(1<<20), "MiB")
		b.ReportMetric(float64(longest.Milliseconds()), "longest-save-ms")
		b.ReportMetric(float64(saved), "saves")
		b.ReportMetric(float64(most-min(most, before.HeapInuse))/(1<<20), "heap-MiB")
	}
}

func TestCopy_EndsAtItsBound(t *testing.T) {
	var full limited
	if n, err := full.Write(make([]byte, largestCopy)); n != largestCopy || err != nil {
		t.Fatalf("%d bytes, %v", n, err)
	}
	if _, err := full.Write([]byte("x")); err != errTooLarge || full.Len() != largestCopy {
		t.Errorf("%d bytes, %v", full.Len(), err)
	}
}
