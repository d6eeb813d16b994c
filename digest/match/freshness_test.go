// Freshness: how fast each kind of content loses its worth.

package match

import (
	"testing"
	"time"

	"vouch/digest/digesttest"
	"vouch/store"
)

func TestFreshness_HalfLives(t *testing.T) {
	const day = 24 * time.Hour
	rows := []struct {
		name      string
		kind      store.AssetKind
		age, left time.Duration
		want      float64
	}{
		{"an article of three days", store.Article, 3 * day, 0, 0.743},
		{"an article of a week", store.Article, 7 * day, 0, 0.5},
		{"a culture story of three weeks", store.Culture, 21 * day, 0, 0.5},
		{"a job without an end", store.Job, 21 * day, 0, 0.5},
		{"an old job that closes in a week", store.Job, 70 * day, 7 * day, 0.5},
		{"an event just announced", store.Event, 0, 90 * day, 1},
		{"from the future", store.Article, -day, 0, 1},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			a := store.Asset{Kind: row.kind, LiveAt: digesttest.Morning.Add(-row.age)}
			if row.left > 0 {
				a.ExpiresAt = digesttest.Morning.Add(row.left)
			}
			if got := freshness(&a, digesttest.Morning); got < row.want-0.001 || got > row.want+0.001 {
				t.Errorf("got %.3f, want %.3f", got, row.want)
			}
		})
	}
}

func TestFreshness_CountsFromThePagesOwnDate(t *testing.T) {
	week := digesttest.Morning.AddDate(0, 0, -7)
	for kind, want := range map[store.AssetKind]float64{store.Article: 0.5, store.Job: 1} {
		a := store.Asset{Kind: kind, LiveAt: digesttest.Morning, Published: week}
		if got := freshness(&a, digesttest.Morning); got < want-0.001 || got > want+0.001 {
			t.Errorf("%s: %.3f, want %.3f", kind, got, want)
		}
	}
	later := store.Asset{Kind: store.Article, LiveAt: week, Published: digesttest.Morning}
	if got := freshness(&later, digesttest.Morning); got > 0.501 {
		t.Errorf("a page that says it appeared after it was taken: %.3f", got)
	}
}

func TestLibrary_LeavesOutEventsThatHaveBegun(t *testing.T) {
	event := func(start time.Time) []store.Asset {
		return []store.Asset{digesttest.Asset(1, func(a *store.Asset) {
			a.Kind, a.ExpiresAt, a.Event = store.Event, start.Add(5*time.Hour), &store.EventFacts{StartsAt: start}
		})}
	}
	if n := NewLibrary(event(digesttest.Morning), digesttest.Personas, digesttest.Morning).Len(); n != 0 {
		t.Error("an event that begins now is picked")
	}
	lib := NewLibrary(event(digesttest.Morning.Add(10*time.Minute)), digesttest.Personas, digesttest.Morning)
	if lib.Len() != 1 || lib.IsStale(digesttest.Morning.Add(9*time.Minute)) ||
		!lib.IsStale(digesttest.Morning.Add(10*time.Minute)) {
		t.Errorf("%d items; the library does not end with the beginning of the event", lib.Len())
	}
}
