// Package digesttest makes up libraries and readers for the tests of digest and the packages below it.
package digesttest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"vouch/store"
)

// Morning is the moment most tests happen at: Monday, 2 March 2026, 09:30 UTC.
var Morning = time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC)

// Monday is the day of Morning.
const Monday = store.LocalDate("2026-03-02")

// Personas are those of the made-up program.
var Personas = []store.Persona{
	{ID: "engineering", Name: "Engineering", Topics: []string{"go", "security", "platform-engineering"}, Order: 1},
	{ID: "sales", Name: "Sales", Topics: []string{"pricing", "customers"}, Order: 2},
	{ID: "people", Name: "People & recruiting", Topics: []string{"hiring", "culture"}, Order: 3},
	{ID: "design", Name: "Product & design", Topics: []string{"ux", "research"}, Order: 4},
}

// Topics are what the made-up assets are about.
var Topics = []string{"go", "security", "platform-engineering", "pricing", "customers", "hiring", "culture", "ux",
	"research", "ai", "remote-work", "inclusion", "data", "cloud", "leadership", "open-source"}

// Asset makes a live asset, new a day ago, that tests change as they need.
func Asset(number int, change func(*store.Asset)) store.Asset {
	a := store.Asset{ID: store.AssetID(fmt.Sprintf("A%05d", number)), Seq: uint32(number), Kind: store.Article,
		State: store.Live,
		Title: fmt.Sprintf("Title %d", number), URL: fmt.Sprintf("https://example.com/%d", number),
		LiveAt: Morning.Add(-30 * 24 * time.Hour)}
	if change != nil {
		change(&a)
	}
	return a
}

// ManyAssets makes a varied library from a seed.
func ManyAssets(count int, seed uint64) []store.Asset {
	random := rand.New(rand.NewPCG(seed, 1))
	assets := make([]store.Asset, count)
	for i := range assets {
		assets[i] = Asset(i+1, func(a *store.Asset) {
			a.Kind = store.AssetKinds[random.IntN(len(store.AssetKinds))]
			for range 1 + random.IntN(3) {
				a.Topics = append(a.Topics, Topics[random.IntN(len(Topics))])
			}
			slices.Sort(a.Topics)
			a.Topics = slices.Compact(a.Topics)
			for range random.IntN(3) {
				a.Personas = append(a.Personas, Personas[random.IntN(len(Personas))].ID)
			}
			if random.IntN(6) == 0 {
				a.Campaign = []string{"Spring hiring", "Launch"}[random.IntN(2)]
			}
			a.Featured = random.IntN(20) == 0
			a.Only = len(a.Personas) > 0 && random.IntN(10) == 0
			a.LiveAt = Morning.Add(-time.Duration(random.IntN(60*24)) * time.Hour)
			if a.Kind == store.Job {
				a.ExpiresAt = Morning.Add(time.Duration(1+random.IntN(60*24)) * time.Hour)
			}
		})
	}
	return assets
}

// Reader makes an advocate of the engineering persona that tests change as they need.
func Reader(id string, change func(*store.Reader)) store.Reader {
	r := store.Reader{Employee: store.Employee{ID: store.EmployeeID(id), Name: id, JoinedAt: Morning.AddDate(-1, 0, 0),
		Prefs: store.Preferences{Personas: []store.PersonaID{"engineering"}}}}
	if change != nil {
		change(&r)
	}
	return r
}

// TypicalReader is person number i of a company: one or two personas, a few topics, a year of digests behind them.
func TypicalReader(i int) store.Reader {
	random := rand.New(rand.NewPCG(uint64(i), 2))
	return Reader(fmt.Sprintf("U%07d", i), func(r *store.Reader) {
		p := &r.Employee.Prefs
		p.Personas = []store.PersonaID{Personas[random.IntN(4)].ID}
		if random.IntN(3) == 0 {
			p.Personas = append(p.Personas, Personas[random.IntN(4)].ID)
		}
		for range random.IntN(4) {
			p.Follow = append(p.Follow, Topics[random.IntN(len(Topics))])
		}
		if random.IntN(4) == 0 {
			p.Mute = []string{Topics[random.IntN(len(Topics))]}
		}
		r.Taste.Topics, r.Taste.Kinds = map[string]store.Beta{}, map[store.AssetKind]store.Beta{}
		for range 8 {
			r.Taste.Topics[Topics[random.IntN(len(Topics))]] = store.Beta{Yes: random.Float64() * 5, No: random.Float64() * 5}
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

// Eligible counts, the slow way, what of r's own part of a library is left.
func Eligible(assets []store.Asset, r store.Reader) int {
	count, prefs := 0, &r.Employee.Prefs
	any := func(topics, of []string) bool {
		return slices.ContainsFunc(topics, func(topic string) bool { return slices.Contains(of, topic) })
	}
	for i := range assets {
		a := &assets[i]
		mine := len(a.Personas) == 0 || len(prefs.Personas) == 0 || any(a.Topics, prefs.Follow) ||
			slices.ContainsFunc(prefs.Personas, func(p store.PersonaID) bool { return slices.Contains(a.Personas, p) })
		posted := len(a.Networks) == 0 || len(prefs.Networks) == 0 ||
			slices.ContainsFunc(prefs.Networks, func(n store.Network) bool { return slices.Contains(a.Networks, n) })
		if mine && posted && a.IsFor(&r.Employee) && !any(a.Topics, prefs.Mute) && !slices.Contains(r.Taste.Seen, a.Seq) &&
			!slices.Contains(r.Taste.Saved, a.ID) {
			count++
		}
	}
	return count
}
