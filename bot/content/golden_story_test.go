// The golden files of suggestions and stories.

package content

import (
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest/golden"
	"vouch/bot/surface"
	"vouch/store"
)

func TestGolden_StoryNotice(t *testing.T) {
	gone := golden.StoryAsset()
	gone.State, gone.StateReason = store.Withdrawn, "Its author took the story back."
	golden.Message(t, "story-notice", assetNoticeView(gone, []store.Share{{Network: store.LinkedIn, DeclaredAt: gone.StateAt}}, time.UTC))
	golden.Message(t, "story-notice-saved", assetNoticeView(gone, nil, time.UTC))
}

func TestGolden_Suggest(t *testing.T) {
	golden.Modal(t, "suggest", suggestView("https://northwind.example/blog?a=1&b=2", "because "+golden.Hostile, false))
	golden.Modal(t, "suggest-no-link", suggestView("", "", true))
	form := surface.AssetForm{Asset: golden.Article()}
	form.Asset.Title = golden.Hostile
	golden.Modal(t, "suggest-page", suggestionView(form, "because it is good"))
	form.Asset.URL = "https://northwind.example/" + strings.Repeat("<", 500)
	golden.Modal(t, "suggest-page-longest", suggestionView(surface.AssetForm{Asset: form.Asset, Notice: "The page <could> not be read."}, ""))
	known := golden.Article()
	golden.Modal(t, "suggest-known-live", knownPageView(known, "U0ADA"))
	known.State, known.Review = store.InReview, &store.Review{Suggested: "U0ADA"}
	golden.Modal(t, "suggest-known-own", knownPageView(known, "U0ADA"))
	settings := golden.Settings()
	settings.ReviewHours, settings.Points.ContentAccepted = 4, 10
	golden.Modal(t, "suggest-sent", suggestedView(known, settings))
}
