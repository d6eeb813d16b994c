// Thompson sampling against the distributions it stands for, and its propensities against counting.

package match

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"vouch/digest/digesttest"
	"vouch/store"
)

// betaDraw draws from Beta(a,b) by two Gamma draws (Marsaglia and Tsang 2000), the slow and exact way.
func betaDraw(random *rand.Rand, a, b float64) float64 {
	gamma := func(shape float64) float64 {
		d := shape - 1.0/3
		for {
			x := random.NormFloat64()
			v := math.Pow(1+x/math.Sqrt(9*d), 3)
			if v > 0 && math.Log(random.Float64()) < 0.5*x*x+d-d*v+d*math.Log(v) {
				return d * v
			}
		}
	}
	x := gamma(a)
	return x / (x + gamma(b))
}

func TestDeal_Moments(t *testing.T) {
	for _, row := range [][2]float64{{2, 2}, {3, 2}, {2, 5}, {10, 2}, {7, 7}, {26, 4}} {
		t.Run(fmt.Sprintf("Beta(%g,%g)", row[0], row[1]), func(t *testing.T) {
			a, b := row[0], row[1]
			mean, variance, once := 0.0, 0.0, map[float32]bool{}
			for _, d := range deal(spreadOf(a-priorLearned, b-priorLearned), 12345) {
				mean += float64(d) / particles
				variance += float64(d) * float64(d) / particles
				once[d] = true
			}
			want := math.Sqrt(a * b / ((a + b) * (a + b) * (a + b + 1)))
			if math.Abs(mean) > 1e-6 || math.Abs(math.Sqrt(variance)/want-1) > 0.02 || len(once) != particles {
				t.Errorf("mean %.4f, deviation %.4f, want 0 and %.4f; %d values", mean, math.Sqrt(variance), want, len(once))
			}
		})
	}
}

// choices is a library in which two topics compete: one that is known well, one that is not known at all. The evidence
// of both items leaves nothing open.
func choices(known, unknown store.Beta) (*Library, func(i int) store.Reader) {
	sure := store.Deeds{Evidence: map[store.PersonaID]store.Evidence{"": {Tried: 1e9, Liked: 1e8, RecentTried: 1e9,
		RecentLiked: 1e8}}}
	lib := NewLibrary([]store.Asset{digesttest.Asset(1, func(a *store.Asset) { a.Topics = []string{"ai"} }),
		digesttest.Asset(2, func(a *store.Asset) { a.Topics = []string{"data"} })},
		digesttest.Personas, digesttest.Morning).With(Known{Deeds: map[store.AssetID]store.Deeds{"A00001": sure,
		"A00002": sure}})
	return lib, func(i int) store.Reader {
		return digesttest.Reader(fmt.Sprintf("U%d", i), func(r *store.Reader) {
			r.Taste.Topics = map[string]store.Beta{"ai": known, "data": unknown}
		})
	}
}

// TestLearned_Thompson compares how often each topic wins over many people with what Thompson sampling by exact Beta
// draws gives.
func TestLearned_Thompson(t *testing.T) {
	for _, row := range [][2]store.Beta{{{Yes: 4, No: 1}, {}}, {{Yes: 1, No: 3}, {}}, {{Yes: 6, No: 4}, {Yes: 1}},
		{{Yes: 9}, {No: 2}}} {
		lib, person := choices(row[0], row[1])
		const people = 4000
		first := 0.0
		for i := range people {
			if Pick(lib, person(i), 1, digesttest.Monday)[0].Asset == "A00001" {
				first++
			}
		}
		random, want := rand.New(rand.NewPCG(1, 2)), 0.0
		const rounds = 40000
		for range rounds {
			if betaDraw(random, 2+row[0].Yes, 2+row[0].No) > betaDraw(random, 2+row[1].Yes, 2+row[1].No) {
				want++
			}
		}
		if got, want := first/people, want/rounds; math.Abs(got-want) > 0.04 {
			t.Errorf("%v: the known topic wins %.3f of the time, exactly drawn %.3f", row, got, want)
		}
	}
}

// TestLearned_Propensity holds that what is logged is what happens. Each slot is decided by one of the draws: over all
// of them, and over the exploring slot's chances, an asset must come up as often as it claims.
func TestLearned_Propensity(t *testing.T) {
	lib := NewLibrary(digesttest.ManyAssets(12, 5), digesttest.Personas, digesttest.Morning)
	seen, claimed := map[store.AssetID]float64{}, map[store.AssetID]float64{}
	spread := map[store.AssetID]float64{}
	const people = 6000
	for i := range people {
		r := digesttest.TypicalReader(i % 40)
		r.Taste.Seen = nil
		r.Employee.ID = store.EmployeeID(fmt.Sprintf("U%d", i))
		picks := Pick(lib, r, 3, digesttest.Monday)
		before := []store.AssetID{picks[0].Asset, picks[1].Asset}
		seen[picks[2].Asset]++
		total := 0.0
		for j := range lib.items {
			id := lib.items[j].asset.ID
			p := Chance(Learned, lib, r, 3, digesttest.Monday, before, id)
			total += p
			claimed[id] += p
			spread[id] += p * (1 - p)
			if id == picks[2].Asset && math.Abs(p-picks[2].Propensity) > 1e-9 {
				t.Fatalf("%s is logged with %g, and has %g", id, picks[2].Propensity, p)
			}
		}
		if math.Abs(total-1) > 1e-6 {
			t.Fatalf("the chances of a slot add up to %g", total)
		}
	}
	for id, want := range claimed {
		if math.Abs(seen[id]-want) > 4*math.Sqrt(spread[id])+1 {
			t.Errorf("%s: %.0f times in the last slot, claims %.1f", id, seen[id], want)
		}
	}
}

// TestChance_Policies holds that the chance of what a policy picks is the propensity it logs, for every slot of every
// policy.
func TestChance_Policies(t *testing.T) {
	lib := NewLibrary(digesttest.ManyAssets(300, 5), digesttest.Personas, digesttest.Morning)
	for _, policy := range Policies {
		for i := range 40 {
			r := digesttest.TypicalReader(i)
			var before []store.AssetID
			for _, p := range PickBy(policy, lib, r, 3, digesttest.Monday) {
				if got := Chance(policy, lib, r, 3, digesttest.Monday, before, p.Asset); math.Abs(got-p.Propensity) > 1e-9 {
					t.Errorf("%s, slot %d: chance %g, logged %g", policy, len(before)+1, got, p.Propensity)
				}
				before = append(before, p.Asset)
			}
			if Chance(policy, lib, r, 3, digesttest.Monday, before, before[0]) != 0 || Chance("none", lib, r, 3,
				digesttest.Monday, nil, before[0]) != 0 {
				t.Errorf("%s: something twice, or an unknown policy, has a chance", policy)
			}
		}
	}
}

// TestLearned_Days holds that another day brings another draw, and the same day the same.
func TestLearned_Days(t *testing.T) {
	lib := NewLibrary(digesttest.ManyAssets(200, 4), digesttest.Personas, digesttest.Morning)
	different := 0
	for i := range 50 {
		r := digesttest.TypicalReader(i)
		if !slices.Equal(pickedIDs(Pick(lib, r, 3, digesttest.Monday)), pickedIDs(Pick(lib, r, 3, "2026-03-03"))) {
			different++
		}
	}
	if different < 10 {
		t.Errorf("%d of 50 people get something else on another day", different)
	}
}

// TestLearned_Reason holds that a liked subject is named only where the draw that decided favoured it.
func TestLearned_Reason(t *testing.T) {
	lib, person := choices(store.Beta{Yes: 4, No: 1}, store.Beta{})
	reasons := map[string]int{}
	for i := range 400 {
		for _, p := range Pick(lib, person(i), 2, digesttest.Monday) {
			if p.Asset == "A00002" && p.Reason == "because data caught your eye before" {
				t.Fatalf("a reason without an answer: %+v", p)
			}
			if p.Asset == "A00001" {
				reasons[p.Reason]++
			}
		}
	}
	if reasons["because AI caught your eye before"] < 300 || len(reasons) < 2 {
		t.Errorf("got %v", reasons)
	}
	events := NewLibrary([]store.Asset{digesttest.Asset(1, func(a *store.Asset) { a.Kind = store.Event })},
		digesttest.Personas, digesttest.Morning)
	r := digesttest.Reader("U1",
		func(r *store.Reader) { r.Taste.Kinds = map[store.AssetKind]store.Beta{store.Event: {Yes: 20}} })
	if got := Pick(events, r, 1, digesttest.Monday)[0].Reason; got != "because events caught your eye before" {
		t.Errorf("got %q", got)
	}
}
