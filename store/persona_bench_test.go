// Benchmarks of personas in a company of 100,000: a look before saving, and everybody moved.

package store_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"vouch/store"
)

// MustFollowers adds a crowd that follows the rules, with 2,000 different titles, of whom half are in one channel.
func MustFollowers(b *testing.B) *store.DB {
	b.Helper()
	db := MustOpenBench(b, filepath.Join(b.TempDir(), "vouch.db"))
	db.Unsynced()
	var members []store.EmployeeID
	for from := 0; from < crowd; from += slice {
		err := db.Seed(func(s *store.Seeder) {
			for i := from; i < from+slice; i++ {
				if i%2 == 0 {
					members = append(members, person(i))
				}
				s.Employee(store.Employee{ID: person(i), Name: fmt.Sprintf("Person %06d", i),
					Title:    fmt.Sprintf("Engineer of things %04d", i%2000),
					TimeZone: "Europe/Berlin", JoinedAt: time.Now(),
					Prefs: store.Preferences{Personas: []store.PersonaID{"engineering"}, PersonaByRule: true}})
			}
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	must(db.AddPersona(store.Operator, store.Persona{ID: "guild", Name: "Guild",
		Rule: store.Rule{Channels: []string{"C1"}}}))
	if err := db.SaveMembership("C1", "guild", members); err != nil {
		b.Fatal(err)
	}
	return db
}

// BenchmarkPreviewPersona is what a manager waits for after "Who would this match?".
func BenchmarkPreviewPersona(b *testing.B) {
	db := MustFollowers(b)
	p := must(db.Personas())[1]
	p.Rule.Titles = append(p.Rule.Titles, "things 0001")
	for b.Loop() {
		if got := must(db.PreviewPersona(p, 0, nil)); got.Matches.Count == 0 || got.People != crowd {
			b.Fatalf("%+v", got)
		}
	}
}

// BenchmarkRematchPeople moves 100,000 people and tells them; slowest-ms is the longest that another verb had to wait.
func BenchmarkRematchPeople(b *testing.B) {
	db := MustFollowers(b)
	id := slices.IndexFunc(must(db.Personas()), func(p store.Persona) bool { return p.ID == "engineering" })
	place := id + 1
	for b.Loop() {
		// The channel's persona and the titles' take turns in being first, so that half of the crowd moves each time.
		if err := db.MovePersona(store.Operator, "guild", place); err != nil {
			b.Fatal(err)
		}
		place = id + 1 + 9 - place
		done, slowest := make(chan struct{}), time.Duration(0)
		go func() {
			defer close(done)
			for i := range 200 {
				start := time.Now()
				if err := db.EnqueueNotice(fmt.Sprint(b.N, place, i), person(i), "Hello"); err != nil {
					b.Error(err)
				}
				slowest = max(slowest, time.Since(start))
				time.Sleep(time.Millisecond)
			}
		}()
		if got := must(db.RematchPeople()); got.Moved != crowd/2 {
			b.Fatalf("%+v", got)
		}
		<-done
		b.ReportMetric(float64(slowest.Milliseconds()), "slowest-ms")
	}
}
