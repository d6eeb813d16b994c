// Properties of picking that hold for every library and every person.

package match

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"vouch/digest/digesttest"
	"vouch/store"
)

// drawReader draws a person against a library of at most 60 assets.
func drawReader(t *rapid.T) store.Reader {
	topic := rapid.SampledFrom(digesttest.Topics)
	persona := rapid.Custom(func(t *rapid.T) store.PersonaID {
		return digesttest.Personas[rapid.IntRange(0, 3).Draw(t, "persona")].ID
	})
	id := fmt.Sprintf("U%d", rapid.IntRange(0, 5000).Draw(t, "person"))
	return digesttest.Reader(id, func(r *store.Reader) {
		p := &r.Employee.Prefs
		p.Personas = rapid.SliceOfN(persona, 0, 2).Draw(t, "personas")
		p.Follow = rapid.SliceOfN(topic, 0, 4).Draw(t, "follow")
		p.Mute = rapid.SliceOfN(topic, 0, 4).Draw(t, "mute")
		p.Networks = rapid.SliceOfN(rapid.SampledFrom(store.Networks), 0, 3).Draw(t, "networks")
		r.Taste.Seen = rapid.SliceOfNDistinct(rapid.Uint32Range(1, 70), 0, 50, rapid.ID).Draw(t, "seen")
		slices.Sort(r.Taste.Seen)
		for _, seq := range rapid.SliceOfN(rapid.IntRange(1, 70), 0, 5).Draw(t, "saved") {
			r.Taste.Saved = append(r.Taste.Saved, store.AssetID(fmt.Sprintf("A%05d", seq)))
		}
		r.Taste.Last = rapid.SliceOfN(topic, 0, 3).Draw(t, "last")
		beta := rapid.Custom(func(t *rapid.T) store.Beta {
			return store.Beta{Yes: rapid.Float64Range(0, 9).Draw(t, "yes"), No: rapid.Float64Range(0, 9).Draw(t, "no")}
		})
		r.Taste.Topics = rapid.MapOfN(topic, beta, 0, 6).Draw(t, "taste")
		r.Taste.Kinds = rapid.MapOfN(rapid.SampledFrom(store.AssetKinds), beta, 0, 4).Draw(t, "kinds")
	})
}

func TestPick_Properties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		assets := digesttest.ManyAssets(rapid.IntRange(0, 60).Draw(t, "assets"), rapid.Uint64().Draw(t, "library"))
		n := rapid.IntRange(1, 5).Draw(t, "n")
		r := drawReader(t)
		policy := rapid.SampledFrom(Policies).Draw(t, "policy")
		lib := NewLibrary(assets, digesttest.Personas, digesttest.Morning)
		picks := PickBy(policy, lib, r, n, digesttest.Monday)

		PickBy(policy, lib, drawReader(t), n, digesttest.Monday) // somebody else in between leaves no trace
		if again := PickBy(policy, lib, r, n, digesttest.Monday); !slices.Equal(picks, again) {
			t.Fatalf("the same day gave another digest: %s", cmp.Diff(picks, again))
		}
		shuffle(assets, &r, rapid.Uint64().Draw(t, "shuffle"))
		if other := PickBy(policy, NewLibrary(assets, digesttest.Personas, digesttest.Morning), r, n,
			digesttest.Monday); !slices.Equal(picks, other) {
			t.Fatalf("the order of the input changed the digest: %s", cmp.Diff(picks, other))
		}
		campaigns, once, beyond := map[string]int{}, map[store.AssetID]bool{}, 0
		for _, p := range picks {
			a, ok := lib.Asset(p.Asset)
			switch {
			case !ok:
				t.Fatalf("%s is not in the library", p.Asset)
			case once[p.Asset]:
				t.Fatalf("%s twice", p.Asset)
			case slices.Contains(r.Taste.Seen, a.Seq):
				t.Fatalf("%s was seen", p.Asset)
			case slices.Contains(r.Taste.Saved, a.ID):
				t.Fatalf("%s was saved", p.Asset)
			case slices.ContainsFunc(a.Topics, func(topic string) bool { return slices.Contains(r.Employee.Prefs.Mute, topic) }):
				t.Fatalf("%s is muted", p.Asset)
			case !(p.Propensity > 0 && p.Propensity <= 1):
				t.Fatalf("propensity %g", p.Propensity)
			case !a.IsFor(&r.Employee):
				t.Fatalf("%s is only for others", p.Asset)
			case p.Policy != policy || p.Reason == "" || utf8.RuneCountInString(p.Reason) > reasonMax:
				t.Fatalf("policy %q, reason %q", p.Policy, p.Reason)
			}
			once[p.Asset] = true
			if digesttest.Eligible([]store.Asset{a}, r) == 0 {
				beyond++
			}
			if a.Campaign != "" {
				campaigns[a.Campaign]++
			}
		}
		for name, count := range campaigns {
			if count > max(1, n/3) {
				t.Fatalf("%d of %d picks from the campaign %s", count, n, name)
			}
		}
		if beyond > 1 || beyond == len(picks) && len(picks) > 0 {
			t.Fatalf("%d of %d picks from beyond the person's own part of the library", beyond, len(picks))
		}
		if left := digesttest.Eligible(assets, r); len(picks) == 0 && left > 0 {
			t.Fatalf("an empty digest with %d assets left", left)
		}
	})
}

// shuffle changes every order that must not matter.
func shuffle(assets []store.Asset, r *store.Reader, seed uint64) {
	random := rand.New(rand.NewPCG(seed, 3))
	random.Shuffle(len(assets), func(i, j int) { assets[i], assets[j] = assets[j], assets[i] })
	p := &r.Employee.Prefs
	slices.Reverse(p.Personas)
	slices.Reverse(p.Follow)
	slices.Reverse(p.Mute)
	slices.Reverse(p.Networks)
	slices.Reverse(r.Taste.Last)
}

// scoreOf is the score alone.
func scoreOf(s *scratch, at int) float64 {
	score, _ := s.score(at)
	return score
}

// TestPick_Best compares the first pick with the best of all by the slow way: the ranked lists must not hide it.
func TestPick_Best(t *testing.T) {
	lib := NewLibrary(digesttest.ManyAssets(500, 9), digesttest.Personas, digesttest.Morning)
	for _, p := range digesttest.Personas {
		for i := range 20 {
			r := digesttest.Reader("U1", func(r *store.Reader) {
				r.Employee.Prefs.Personas = []store.PersonaID{p.ID}
				for seq := range uint32(400) {
					if (seq*2654435761>>7)%20 < uint32(i) {
						r.Taste.Seen = append(r.Taste.Seen, seq)
					}
				}
			})
			s := newScratch(lib)
			s.begin(r, rules[Fit], 1, digesttest.Monday)
			best := 0.0
			for at := range lib.items {
				if s.audience.has(at) {
					best = max(best, scoreOf(s, at))
				}
			}
			picked := PickBy(Fit, lib, r, 1, digesttest.Monday)[0]
			if got := scoreOf(s, int(lib.byID[picked.Asset])); got != best {
				t.Errorf("%s: the pick has %.4f, the best %.4f", p.ID, got, best)
			}
		}
	}
}

// TestPick_ListDepth holds the claim of listDepth, for people of whom much is known.
func TestPick_ListDepth(t *testing.T) {
	lib := NewLibrary(digesttest.ManyAssets(2000, 1), digesttest.Personas, digesttest.Morning)
	best, lost := 0, 0.0
	const people = 400
	for i := range people {
		r := digesttest.TypicalReader(i)
		s := newScratch(lib)
		s.begin(r, rules[Fit], 1, digesttest.Monday)
		top := 0.0
		for at := range lib.items {
			if s.audience.has(at) {
				top = max(top, scoreOf(s, at))
			}
		}
		got := scoreOf(s, int(lib.byID[PickBy(Fit, lib, r, 1, digesttest.Monday)[0].Asset]))
		if got == top {
			best++
		}
		lost += 1 - got/top
	}
	if best < people*93/100 || lost/people > 0.002 {
		t.Errorf("%d of %d people get the best first pick; %.4f of the score is lost on average", best, people, lost/people)
	}
}

func TestPick_Explore(t *testing.T) {
	lib := NewLibrary(digesttest.ManyAssets(40, 5), digesttest.Personas, digesttest.Morning)
	for i := range 200 {
		for _, p := range PickBy(Fit, lib, digesttest.Reader(fmt.Sprintf("U%d", i), nil), 2, digesttest.Monday) {
			if p.Propensity != 1 || p.Reason == reasonExplore {
				t.Fatalf("a digest of two explores: %+v", p)
			}
		}
	}
}

// TestPick_Propensity compares what the last slot claims with how often it happens over many people with the same
// taste.
func TestPick_Propensity(t *testing.T) {
	lib := NewLibrary(digesttest.ManyAssets(12, 5), digesttest.Personas, digesttest.Morning)
	const people = 20000
	seen, claimed := map[store.AssetID]float64{}, map[store.AssetID]float64{}
	for i := range people {
		picks := PickBy(Fit, lib, digesttest.Reader(fmt.Sprintf("U%d", i), nil), 3, digesttest.Monday)
		if picks[0].Propensity != 1 || picks[1].Propensity != 1 {
			t.Fatalf("the first two slots are certain, got %+v", picks)
		}
		last := picks[2]
		if before, ok := claimed[last.Asset]; ok && before != last.Propensity {
			t.Fatalf("%s claims %g and %g", last.Asset, before, last.Propensity)
		}
		seen[last.Asset]++
		claimed[last.Asset] = last.Propensity
	}
	total := 0.0
	for id, p := range claimed {
		total += p
		deviation := math.Sqrt(p * (1 - p) / people)
		if share := seen[id] / people; math.Abs(share-p) > 4*deviation {
			t.Errorf("%s: claims %.4f, happens %.4f", id, p, share)
		}
	}
	if len(claimed) < 2 || math.Abs(total-1) > 1e-9 {
		t.Errorf("the propensities of %d assets add up to %g", len(claimed), total)
	}
}
