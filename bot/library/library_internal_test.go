// Tests of the library's search: it finds what is live, and what was withdrawn is gone at once.

package library

import (
	"strings"
	"testing"

	"vouch/bot/bottest/golden"
	"vouch/store"
)

func TestGolden_Library(t *testing.T) {
	article := golden.Article()
	golden.Modal(t, "library-empty",
		libraryView(libraryPage{query: libraryQuery{Text: golden.Hostile[:min(len(golden.Hostile), maxQuery)]}}))
	second := golden.Event()
	second.ID = "01SECOND"
	shown, full := golden.Shown("", 1, 0), golden.Shown(store.Waiting, 3, 1)
	inside := golden.Story()
	inside.Story, inside.Internal, inside.URL = "01TOLD", true, ""
	golden.Modal(t, "library-found", libraryView(libraryPage{reader: "U0ADA", personas: golden.Personas(),
		query: libraryQuery{Text: "build", Kinds: []string{string(store.Article)},
			Topics: []string{"go", "platform-engineering"}, Mine: true, Newest: true},
		hits: []libraryHit{{asset: article, saved: true}, {asset: golden.Job()}, {asset: golden.Event(), event: &shown},
			{asset: second, event: &full}, {asset: inside}}}))
	many := libraryPage{hits: make([]libraryHit, libraryHits)}
	for i := range many.hits {
		many.hits[i].asset = article
		many.hits[i].asset.ID = store.AssetID(strings.Repeat("A", i+1))
	}
	golden.Modal(t, "library-full", libraryView(many))
}
