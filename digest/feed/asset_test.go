// Tests of making assets of items: the library's limits hold whatever a source publishes.

package feed_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"vouch/digest/feed"
	"vouch/store"
)

func TestItem_Asset(t *testing.T) {
	t.Run("a plain item keeps what it has", func(t *testing.T) {
		got := feed.Item{
			Title: "A title", Summary: "A summary", URL: "https://example.com/a?utm_source=x", Canonical: "https://example.com/a",
			Kind: feed.KindJob, Topics: []string{"Go", " go", "Data"}, Personas: []string{"Sales "}, Variants: []string{"one"},
			Job: &feed.Job{Department: "Engineering", Location: "Oslo"},
		}.Asset("csv")
		want := store.Asset{
			Kind: store.Job, Title: "A title", Summary: "A summary", URL: "https://example.com/a?utm_source=x", Canon: "https://example.com/a",
			Topics: []string{"data", "go"}, Personas: []store.PersonaID{"sales"}, Variants: []store.Variant{{Text: "one"}},
			Job: &store.JobFacts{Department: "Engineering", Location: "Oslo"}, Source: "csv",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("asset (-want +got):\n%s", diff)
		}
	})
	t.Run("limits hold and an unknown kind is an article", func(t *testing.T) {
		got := feed.Item{Title: strings.Repeat("é", 400), Summary: strings.Repeat("字", 900), Kind: "podcast", Variants: make([]string, 40)}.Asset("x")
		if n := utf8.RuneCountInString(got.Title); n > 150 {
			t.Errorf("title has %d characters", n)
		}
		if n := utf8.RuneCountInString(got.Summary); n > 500 {
			t.Errorf("summary has %d characters", n)
		}
		if got.Kind != store.Article {
			t.Errorf("kind %q", got.Kind)
		}
		if len(got.Variants) != 15 {
			t.Errorf("%d variants", len(got.Variants))
		}
	})
}
