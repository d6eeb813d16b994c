// Many clicks: how large they make the file, and how long a report reads them.

package store_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"vouch/store"
	"vouch/store/storetest"
)

var manyClicks = flag.Int("clicks", 1_200_000, "clicks in the file of BenchmarkClicks_Many")

// BenchmarkClicks_Many spreads clicks over 20,000 posts of 200 people, each read for a month.
func BenchmarkClicks_Many(b *testing.B) {
	const people, posts, days = 200, 100, 30
	path := filepath.Join(b.TempDir(), "vouch.db")
	db := storetest.MustOpenAt(b, path)
	storetest.MustCompany(b, db)
	assets := make([]store.Asset, posts)
	for i := range assets {
		assets[i] = storetest.MustAsset(b, db, nil)
	}
	for i := range people {
		storetest.MustAdvocate(b, db, store.EmployeeID(fmt.Sprintf("U%04d", i)), "Ada")
	}
	before := must(storetest.Ask(db, (*store.Query).Stats)).Bytes
	random, begun, year := rand.New(rand.NewPCG(1, 2)), time.Now(), store.Now().AddDate(-1, 0, 0)
	each := *manyClicks / (people * posts * days * 2)
	for i := range people {
		if err := db.Seed(func(s *store.Seeder) {
			for n, a := range assets {
				at := year.Add(time.Duration((n*people+i)*330*24*60/(people*posts)) * time.Minute)
				s.At(at)
				share := s.Share(kit(store.EmployeeID(fmt.Sprintf("U%04d", i)), a.ID), store.Declared, "")
				for day := range days {
					human := random.IntN(each + 1)
					s.At(at.AddDate(0, 0, day))
					s.Clicks(share.ID, store.ClickCounts{Human: human, Unique: human, Crawler: each, Preview: each - human})
				}
			}
		}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(time.Since(begun).Seconds(), "fill-s")
	read := func(name string, first, last store.LocalDate) {
		begun, rows, sum := time.Now(), 0, 0
		err := db.View(func(q *store.Query) error {
			q.EachClickDay(first, last, func(_ store.ShareID, _ store.LocalDate, c store.ClickCounts) {
				rows++
				sum += c.Human + c.Crawler + c.Preview
			})
			return nil
		})
		if err != nil || sum == 0 {
			b.Fatalf("%s: %d clicks, error %v", name, sum, err)
		}
		b.ReportMetric(float64(rows), name+"-rows")
		b.ReportMetric(float64(time.Since(begun).Milliseconds()), name+"-ms")
	}
	day := func(back int) store.LocalDate { return store.DateOf(store.Now().AddDate(0, 0, -back), time.UTC) }
	read("year", day(400), day(0))
	read("month", day(200), day(170))
	after := must(storetest.Ask(db, (*store.Query).Stats)).Bytes
	b.ReportMetric(float64((after-before)>>20), "MiB")
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
	begun = time.Now()
	storetest.MustOpenAt(b, path)
	b.ReportMetric(float64(time.Since(begun).Milliseconds()), "open-ms")
}
