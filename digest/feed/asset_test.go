// Tests of making assets of items: the library's limits hold whatever a source publishes.

package feed_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouch/digest/feed"
	"vouch/store"
)

func TestItem_Asset(t *testing.T) {
	t.Run("a plain item keeps what it has", func(t *testing.T) {
		got := feed.Item{
			Title: "A title", Summary: "A summary", URL: "https://example.com/a?utm_source=x",
			Canonical: "https://example.com/a",
			Kind:      store.Job, Topics: []string{"Go", "go", "Data"}, Personas: []store.PersonaID{"sales"},
			Variants: []string{"one"},
			Job:      &store.JobFacts{Department: "Engineering", Location: "Oslo"},
		}.Asset("csv")
		want := store.Asset{
			Kind: store.Job, Title: "A title", Summary: "A summary", URL: "https://example.com/a?utm_source=x",
			Canon:  "https://example.com/a",
			Topics: []string{"data", "go"}, Personas: []store.PersonaID{"sales"}, Variants: []store.Variant{{Text: "one"}},
			Job: &store.JobFacts{Department: "Engineering", Location: "Oslo"}, Source: "csv",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("asset (-want +got):\n%s", diff)
		}
	})
	t.Run("an event keeps its day and place, and an end that cannot be true is left out", func(t *testing.T) {
		starts := time.Date(2030, 5, 1, 18, 0, 0, 0, time.UTC)
		for end, want := range map[time.Time]time.Time{
			starts.Add(2 * time.Hour): starts.Add(2 * time.Hour), starts.Add(-time.Hour): {}, starts.AddDate(1, 0, 0): {},
			{}: {},
		} {
			got := feed.Item{Kind: store.Event, Event: &store.EventFacts{StartsAt: starts, EndsAt: end,
				Place: "Porto"}}.Asset("x").Event
			if diff := cmp.Diff(&store.EventFacts{StartsAt: starts, EndsAt: want, Place: "Porto"}, got); diff != "" {
				t.Errorf("end %v (-want +got):\n%s", end, diff)
			}
		}
		if got := (feed.Item{Kind: store.Event, Event: &store.EventFacts{Place: "Porto"}}).Asset("x").Event; got != nil {
			t.Errorf("without a day: %+v", got)
		}
	})
	t.Run("what nothing tells is an article", func(t *testing.T) {
		if got := (feed.Item{}).Asset("x").Kind; got != store.Article {
			t.Errorf("kind %q", got)
		}
	})
}
