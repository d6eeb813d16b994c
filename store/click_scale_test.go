// Many clicks: how large they make the file, and how long a report reads them; only with -clicks.

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

var manyClicks = flag.Int("clicks", 0, "clicks to fill a file with, to tell its size and the times to read it")

// TestClicks_Many spreads clicks over 20,000 posts of 200 people, each read for a month.
func TestClicks_Many(t *testing.T) {
	if *manyClicks == 0 {
		t.Skip("-clicks says how many, such as 10000000")
	}
	const people, posts, days = 200, 100, 30
	path := filepath.Join(t.TempDir(), "vouch.db")
	db := storetest.MustOpenAt(t, path)
	storetest.MustCompany(t, db)
	assets := make([]store.Asset, posts)
	for i := range assets {
		assets[i] = storetest.MustAsset(t, db, nil)
	}
	for i := range people {
		storetest.MustAdvocate(t, db, store.EmployeeID(fmt.Sprintf("U%04d", i)), "Ada")
	}
	before := must(storetest.Ask(db, (*store.Query).Stats)).Bytes
	random, begun, year := rand.New(rand.NewPCG(1, 2)), time.Now(), store.Now().AddDate(-1, 0, 0)
	each := *manyClicks / (people * posts * days * 2)
	for i := range people {
		if err := db.Seed(func(s *store.Seeder) error {
			for n, a := range assets {
				at := year.Add(time.Duration((n*people+i)*330*24*60/(people*posts)) * time.Minute)
				s.At(at)
				share, err := s.Share(kit(store.EmployeeID(fmt.Sprintf("U%04d", i)), a.ID), store.Declared, "")
				for day := range days {
					human := random.IntN(each + 1)
					s.At(at.AddDate(0, 0, day))
					if err == nil {
						err = s.Clicks(share.ID, store.ClickCounts{Human: human, Unique: human, Crawler: each, Preview: each - human})
					}
				}
				if err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("filled in %v", time.Since(begun))
	read := func(name string, first, last store.LocalDate) {
		begun, rows, sum := time.Now(), 0, 0
		err := db.View(func(q *store.Query) error {
			q.EachClickDay(first, last, func(_ store.ShareID, _ store.LocalDate, c store.ClickCounts) {
				rows++
				sum += c.Human + c.Crawler + c.Preview
			})
			return nil
		})
		t.Logf("%s: %d clicks in %d rows, read in %v, %v", name, sum, rows, time.Since(begun), err)
	}
	day := func(back int) store.LocalDate { return store.DateOf(store.Now().AddDate(0, 0, -back), time.UTC) }
	read("a year", day(400), day(0))
	read("a month", day(200), day(170))
	after := must(storetest.Ask(db, (*store.Query).Stats)).Bytes
	t.Logf("the file grew from %d to %d MiB", before>>20, after>>20)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	begun = time.Now()
	storetest.MustOpenAt(t, path)
	t.Logf("opened in %v", time.Since(begun))
}
