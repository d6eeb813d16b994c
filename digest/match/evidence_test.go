// Evidence in the choice: what many people did, what one did, what nobody did, and the words about it.

package match

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"vouch/digest/digesttest"
	"vouch/store"
)

// counted is evidence of which all is recent.
func counted(tried, liked float64) store.Evidence {
	return store.Evidence{Tried: tried, Liked: liked, RecentTried: tried, RecentLiked: liked}
}

// everybody is the deeds that only everybody's evidence is known of.
func everybody(e store.Evidence) store.Deeds {
	return store.Deeds{Evidence: map[store.PersonaID]store.Evidence{"": e}}
}

// firstShare tells how often the first of a number of assets is the first pick of engineers.
func firstShare(t *testing.T, change func(int, *store.Asset), deeds ...store.Deeds) float64 {
	t.Helper()
	var assets []store.Asset
	known := map[store.AssetID]store.Deeds{}
	for i, d := range deeds {
		a := digesttest.Asset(i+1, func(a *store.Asset) {
			if change != nil {
				change(i, a)
			}
		})
		assets, known[a.ID] = append(assets, a), d
	}
	lib := NewLibrary(assets, digesttest.Personas, digesttest.Morning).With(Known{Deeds: known})
	first, people := 0, 400
	for i := range people {
		if Pick(lib, digesttest.Reader(fmt.Sprintf("U%d", i), nil), 1, digesttest.Monday)[0].Asset == assets[0].ID {
			first++
		}
	}
	return float64(first) / float64(people)
}

func TestEvidence_Decides(t *testing.T) {
	plain := everybody(counted(200, 20))
	both := func(all, persona store.Evidence) store.Deeds {
		return store.Deeds{Evidence: map[store.PersonaID]store.Evidence{"": all, "engineering": persona}}
	}
	named := func(i int, a *store.Asset) {
		if i == 0 {
			a.Personas = []store.PersonaID{"engineering"}
		}
	}
	rows := []struct {
		name          string
		change        func(int, *store.Asset)
		first, second store.Deeds
		least, most   float64
	}{
		{"three times the rate", nil, everybody(counted(200, 60)), plain, 0.99, 1},
		{"a thousand impressions and no answer", nil, everybody(counted(1000, 0)), plain, 0, 0.01},
		{"a thousand impressions and no answer, against something new", nil, everybody(counted(1000, 0)), store.Deeds{},
			0, 0.01},
		{"one ecstatic answer moves little", nil, everybody(counted(1, 1)), everybody(counted(200, 40)), 0, 0.3},
		{"liked by the person's own persona", nil, both(counted(400, 40), counted(100, 30)), both(counted(400, 40),
			counted(100, 5)), 0.99, 1},
		{"one answer in a persona of one person is less than a better item", nil, both(counted(200, 20), counted(1, 1)),
			everybody(counted(200, 30)), 0, 0.3},
		{"thin evidence leaves it to the persona", named, store.Deeds{}, everybody(counted(3, 0.5)), 0.7, 1},
		{"much evidence outweighs the persona", named, everybody(counted(300, 6)), everybody(counted(300, 60)), 0, 0.05},
		{"many came by themselves", nil, everybody(store.Evidence{Tried: 60, Liked: 20, RecentTried: 60, RecentLiked: 20,
			RecentSought: 20}),
			everybody(counted(60, 20)), 0.99, 1},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			average := everybody(counted(2000, 200)) // what the others of the library do
			out := func(i int, a *store.Asset) {
				if row.change != nil {
					row.change(i, a)
				}
				if i == 2 {
					a.Personas, a.Only = []store.PersonaID{"sales"}, true
				}
			}
			if got := firstShare(t, out, row.first, row.second, average); got < row.least || got > row.most {
				t.Errorf("first for %.2f of the people, want %g to %g", got, row.least, row.most)
			}
		})
	}
}

func TestEvidence_Freshness(t *testing.T) {
	fresh := func(i int, a *store.Asset) {
		if i == 0 {
			a.LiveAt = digesttest.Morning
		}
	}
	if got := firstShare(t, fresh, store.Deeds{}, store.Deeds{}); got < 0.7 {
		t.Errorf("a new item comes first for %.2f", got)
	}
	if got := firstShare(t, fresh, everybody(counted(500, 50)), everybody(counted(500, 60))); got > 0.2 {
		t.Errorf("a new item that many people tried still comes first for %.2f by its freshness", got)
	}
}

// TestEvidence_Priors holds that answers of few count for more where items, or personas, are known to differ.
func TestEvidence_Priors(t *testing.T) {
	both := func(all, persona float64) store.Deeds {
		return store.Deeds{Evidence: map[store.PersonaID]store.Evidence{"": counted(100, all),
			"engineering": counted(50, persona)}}
	}
	few := func(persona float64) store.Deeds {
		return store.Deeds{Evidence: map[store.PersonaID]store.Evidence{"": counted(12, 3),
			"engineering": counted(6, persona)}}
	}
	spread := func(d store.Deeds, others ...store.Deeds) float64 {
		known, assets := map[store.AssetID]store.Deeds{}, []store.Asset{}
		for i, d := range append([]store.Deeds{d}, slices.Repeat(others, 20)...) {
			assets = append(assets, digesttest.Asset(i+1, nil))
			known[assets[i].ID] = d
		}
		lib := NewLibrary(assets, digesttest.Personas, digesttest.Morning).With(Known{Deeds: known})
		return Liking(Fit, lib, digesttest.Reader("U1", nil), digesttest.Monday, []store.AssetID{"A00001"})[0] -
			Liking(Learned, lib, digesttest.Reader("U1", nil), digesttest.Monday, []store.AssetID{"A00001"})[0]
	}
	alike, apart, items := []store.Deeds{both(25, 12.5)}, []store.Deeds{both(25, 2), both(25, 23)},
		[]store.Deeds{everybody(counted(100, 5)), everybody(counted(100, 45))}
	if same, differ := spread(few(0), alike...), spread(few(0), apart...); differ < 2*same || same <= 0 {
		t.Errorf("six answers of a persona take off %.3f where personas differ, %.3f where they do not", differ, same)
	}
	lone := everybody(counted(12, 0))
	if same, differ := spread(lone, everybody(counted(100, 25))), spread(lone, items...); differ < 2*same {
		t.Errorf("twelve answers take off %.3f where items differ, %.3f where they do not", differ, same)
	}
}

// TestEvidence_Reach holds that what people came to by themselves is counted for the time that it was there.
func TestEvidence_Reach(t *testing.T) {
	sought := func(n float64) store.Deeds {
		return everybody(store.Evidence{Tried: 2 * n, Liked: n, RecentTried: 2 * n, RecentLiked: n, RecentSought: n})
	}
	yesterday := func(i int, a *store.Asset) {
		if i == 0 {
			a.LiveAt = digesttest.Morning.Add(-26 * time.Hour)
		}
	}
	if got := firstShare(t, yesterday, sought(20), sought(40), sought(40)); got < 0.99 {
		t.Errorf("20 in a day come before 40 in weeks for %.2f", got)
	}
	if got := firstShare(t, nil, sought(20), sought(40), sought(40)); got > 0.01 {
		t.Errorf("20 in weeks come before 40 in weeks for %.2f", got)
	}
	if got := firstShare(t, func(i int, a *store.Asset) {
		if i == 1 {
			a.Personas = []store.PersonaID{"engineering"}
		}
	}, sought(1), sought(0), sought(0)); got > 0.6 {
		t.Errorf("one person outweighs the persona of the reader for %.2f", got)
	}
}

func TestEvidence_Sizes(t *testing.T) {
	for _, size := range []int{0, 1, 10_000} {
		assets, known := digesttest.ManyAssets(size, 3), map[store.AssetID]store.Deeds{"gone": everybody(counted(5, 5))}
		for i := range assets {
			known[assets[i].ID] = everybody(counted(float64(i%50), float64(i%7)))
		}
		picks := Pick(NewLibrary(assets, digesttest.Personas, digesttest.Morning).With(Known{Deeds: known}),
			digesttest.Reader("U1", func(r *store.Reader) { r.Employee.Prefs.Personas = nil }), 3, digesttest.Monday)
		if len(picks) > size || size > 3 && len(picks) != 3 {
			t.Errorf("%d picks of %d items", len(picks), size)
		}
	}
	muted := digesttest.Reader("U1", func(r *store.Reader) { r.Employee.Prefs.Mute = digesttest.Topics })
	lib := NewLibrary(digesttest.ManyAssets(300, 3), digesttest.Personas, digesttest.Morning)
	if picks := Pick(lib, muted, 3, digesttest.Monday); len(picks) != 0 {
		t.Errorf("somebody who muted everything gets %v", picks)
	}
}

func TestEvidence_Reason(t *testing.T) {
	liked := counted(100, 30)
	rows := []struct {
		name    string
		sharers map[store.PersonaID]int
		e       store.Evidence
		want    string
	}{
		{"the person's persona", map[store.PersonaID]int{"": 12, "engineering": 9}, liked,
			"9 people in engineering shared it this week"},
		{"too few of the persona to hide who it was", map[store.PersonaID]int{"": 12, "engineering": 2}, liked,
			"12 people shared it this week"},
		{"too few at all", map[store.PersonaID]int{"": 2, "engineering": 2}, liked, "for everyone"},
		{"nobody", nil, liked, "for everyone"},
		{"what people did weighed against it", map[store.PersonaID]int{"": 12}, counted(900, 1), "for everyone"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			deeds := everybody(row.e)
			deeds.Sharers = row.sharers
			lib := NewLibrary([]store.Asset{digesttest.Asset(1, nil), digesttest.Asset(2, func(a *store.Asset) {
				a.Personas, a.Only = []store.PersonaID{"sales"}, true
			})}, digesttest.Personas, digesttest.Morning).
				With(Known{Deeds: map[store.AssetID]store.Deeds{"A00001": deeds, "A00002": everybody(counted(1000, 100))}})
			if picks := Pick(lib, digesttest.Reader("U1", nil), 1, digesttest.Monday); picks[0].Reason != row.want {
				t.Errorf("got %q, want %q", picks[0].Reason, row.want)
			}
		})
	}
}

func TestLiking_Order(t *testing.T) {
	known := map[store.AssetID]store.Deeds{"A00001": everybody(counted(100, 40)), "A00002": everybody(counted(100, 5))}
	list := []store.AssetID{"A00001", "A00002", "gone"}
	assets := []store.Asset{digesttest.Asset(1, nil), digesttest.Asset(2,
		func(a *store.Asset) { a.Shares = 5; a.LiveAt = digesttest.Morning })}
	lib := NewLibrary(assets, digesttest.Personas, digesttest.Morning).With(Known{Deeds: known})
	for policy, first := range map[string]int{Learned: 0, Trending: 0, ItemRate: 0, Popular: 1, Newest: 1} {
		v := Liking(policy, lib, digesttest.Reader("U1", nil), digesttest.Monday, list)
		if v[first] <= v[1-first] || v[2] >= min(v[0], v[1]) {
			t.Errorf("%s: %v", policy, v)
		}
	}
}
