// Freshness: how fast each kind of content loses its worth.

package digest

import (
	"testing"
	"time"

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
			a := store.Asset{Kind: row.kind, LiveAt: morning.Add(-row.age)}
			if row.left > 0 {
				a.ExpiresAt = morning.Add(row.left)
			}
			if got := freshness(&a, morning); got < row.want-0.001 || got > row.want+0.001 {
				t.Errorf("got %.3f, want %.3f", got, row.want)
			}
		})
	}
}

func TestFreshness_CountsFromThePagesOwnDate(t *testing.T) {
	week := morning.AddDate(0, 0, -7)
	for kind, want := range map[store.AssetKind]float64{store.Article: 0.5, store.Job: 1} {
		a := store.Asset{Kind: kind, LiveAt: morning, Published: week}
		if got := freshness(&a, morning); got < want-0.001 || got > want+0.001 {
			t.Errorf("%s: %.3f, want %.3f", kind, got, want)
		}
	}
	later := store.Asset{Kind: store.Article, LiveAt: week, Published: morning}
	if got := freshness(&later, morning); got > 0.501 {
		t.Errorf("a page that says it appeared after it was taken: %.3f", got)
	}
}

func TestLibrary_LeavesOutEventsThatHaveBegun(t *testing.T) {
	event := func(start time.Time) []store.Asset {
		return []store.Asset{asset(1, func(a *store.Asset) {
			a.Kind, a.ExpiresAt, a.Event = store.Event, start.Add(5*time.Hour), &store.EventFacts{StartsAt: start}
		})}
	}
	if n := NewLibrary(event(morning), testPersonas, morning).Len(); n != 0 {
		t.Error("an event that begins now is picked")
	}
	lib := NewLibrary(event(morning.Add(10*time.Minute)), testPersonas, morning)
	if lib.Len() != 1 || lib.isStale(morning.Add(9*time.Minute)) || !lib.isStale(morning.Add(10*time.Minute)) {
		t.Errorf("%d items; the library does not end with the beginning of the event", lib.Len())
	}
}
