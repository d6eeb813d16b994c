// Made-up libraries and readers for the tests of this package.

package digest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"vouch/store"
)

// morning is the moment most tests happen at: Monday, 2 March 2026, 09:30 UTC.
var morning = time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC)

const monday = store.LocalDate("2026-03-02")

var testPersonas = []store.Persona{
	{ID: "engineering", Name: "Engineering", Topics: []string{"go", "security", "platform-engineering"}, Order: 1},
	{ID: "sales", Name: "Sales", Topics: []string{"pricing", "customers"}, Order: 2},
	{ID: "people", Name: "People & recruiting", Topics: []string{"hiring", "culture"}, Order: 3},
	{ID: "design", Name: "Product & design", Topics: []string{"ux", "research"}, Order: 4},
}

var testTopics = []string{"go", "security", "platform-engineering", "pricing", "customers", "hiring", "culture", "ux", "research", "ai",
	"remote-work", "inclusion", "data", "cloud", "leadership", "open-source"}

// asset makes a live asset, new a day ago, that tests change as they need.
func asset(number int, change func(*store.Asset)) store.Asset {
	a := store.Asset{ID: store.AssetID(fmt.Sprintf("A%05d", number)), Seq: uint32(number), Kind: store.Article, State: store.Live,
		Title: fmt.Sprintf("Title %d", number), URL: fmt.Sprintf("https://example.com/%d", number), LiveAt: morning.Add(-30 * 24 * time.Hour)}
	if change != nil {
		change(&a)
	}
	return a
}

// manyAssets makes a varied library from a seed.
func manyAssets(count int, seed uint64) []store.Asset {
	random := rand.New(rand.NewPCG(seed, 1))
	assets := make([]store.Asset, count)
	for i := range assets {
		assets[i] = asset(i+1, func(a *store.Asset) {
			a.Kind = store.AssetKinds[random.IntN(len(store.AssetKinds))]
			for range 1 + random.IntN(3) {
				a.Topics = append(a.Topics, testTopics[random.IntN(len(testTopics))])
			}
			slices.Sort(a.Topics)
			a.Topics = slices.Compact(a.Topics)
			for range random.IntN(3) {
				a.Personas = append(a.Personas, testPersonas[random.IntN(len(testPersonas))].ID)
			}
			if random.IntN(6) == 0 {
				a.Campaign = []string{"Spring hiring", "Launch"}[random.IntN(2)]
			}
			a.Featured = random.IntN(20) == 0
			a.LiveAt = morning.Add(-time.Duration(random.IntN(60*24)) * time.Hour)
			if a.Kind == store.Job {
				a.ExpiresAt = morning.Add(time.Duration(1+random.IntN(60*24)) * time.Hour)
			}
		})
	}
	return assets
}

// reader makes an advocate of the engineering persona that tests change as they need.
func reader(id string, change func(*store.Reader)) store.Reader {
	r := store.Reader{Employee: store.Employee{ID: store.EmployeeID(id), Name: id, JoinedAt: morning.AddDate(-1, 0, 0),
		Prefs: store.Preferences{Personas: []store.PersonaID{"engineering"}}}}
	if change != nil {
		change(&r)
	}
	return r
}

// typicalReader is person number i of a company: one or two personas, a few topics, a year of digests behind them.
func typicalReader(i int) store.Reader {
	random := rand.New(rand.NewPCG(uint64(i), 2))
	return reader(fmt.Sprintf("U%07d", i), func(r *store.Reader) {
		p := &r.Employee.Prefs
		p.Personas = []store.PersonaID{testPersonas[random.IntN(4)].ID}
		if random.IntN(3) == 0 {
			p.Personas = append(p.Personas, testPersonas[random.IntN(4)].ID)
		}
		for range random.IntN(4) {
			p.Follow = append(p.Follow, testTopics[random.IntN(len(testTopics))])
		}
		if random.IntN(4) == 0 {
			p.Mute = []string{testTopics[random.IntN(len(testTopics))]}
		}
		r.Taste.Topics, r.Taste.Kinds = map[string]store.Beta{}, map[store.AssetKind]store.Beta{}
		for range 8 {
			r.Taste.Topics[testTopics[random.IntN(len(testTopics))]] = store.Beta{Yes: random.Float64() * 5, No: random.Float64() * 5}
		}
		r.Taste.Kinds[store.Article] = store.Beta{Yes: 2, No: 1}
		for range 200 {
			r.Taste.Seen = append(r.Taste.Seen, uint32(1+random.IntN(2000)))
		}
		slices.Sort(r.Taste.Seen)
		r.Taste.Seen = slices.Compact(r.Taste.Seen)
		r.Taste.Last = []string{"go", "culture"}
	})
}
