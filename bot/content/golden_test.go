// The golden files of adding to the library, of its list, and of suggestions.

package content

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest/golden"
	"vouch/bot/surface"
	"vouch/store"
)

func TestGolden_CurateAdd(t *testing.T) {
	berlin := golden.Member().Zone
	golden.Modal(t, "curate-address", addressView("https://northwind.example/blog/builds?a=1&b=2"))
	golden.Modal(t, "curate-reading", surface.ReadingView("Add content",
		"https://northwind.example/"+strings.Repeat("x", 200)))
	there := golden.Story()
	there.State = store.InReview
	golden.Modal(t, "curate-exists", assetExistsView(there))
	golden.Modal(t, "curate-published", assetSavedView(golden.Story(), true, berlin))
	golden.Modal(t, "curate-saved", assetSavedView(golden.Story(), false, berlin))
	scheduled := golden.Article()
	scheduled.State, scheduled.PublishAt = store.Scheduled, golden.Now.AddDate(0, 0, 7)
	golden.Modal(t, "curate-scheduled", assetSavedView(scheduled, true, berlin))
}

func TestGolden_CurateForm(t *testing.T) {
	berlin := golden.Member().Zone
	golden.ShortForm(t, "curate-form-by-hand", 7,
		assetFormView(surface.AssetForm{Asset: store.Asset{Kind: store.Article, URL: "https://northwind.example"},
			Notice: "The page could not be read: <no> answer.", Zone: berlin}))

	full := golden.Job()
	full.Version, full.Image, full.ImageAlt, full.Prompt = 3, "https://northwind.example/p.png", golden.Hostile,
		"Who would fit?"
	full.Personas, full.Networks = []store.PersonaID{"sales"}, []store.Network{store.LinkedIn, store.X}
	full.PublishAt, full.ExpiresAt = golden.Now, golden.Now.AddDate(0, 1, 0)
	full.Variants = []store.Variant{{Text: "Come & join us."}, {Text: "One paragraph.\n\nAnother one."},
		{Text: strings.Repeat("🎉", 3000)}}
	form := surface.AssetForm{Asset: full, Personas: golden.Personas(), Zone: berlin}
	golden.ShortForm(t, "curate-form-job", 7, assetFormView(form))
	for _, step := range assetSteps {
		form.Open = append(form.Open, step.action)
	}
	golden.Modal(t, "curate-form-everything", assetFormView(form))
	form.Asset.Kind, form.Texts, form.Dashed, form.OtherTopics = store.Article, []string{"Typed.", ""}, true, "caves"
	golden.Modal(t, "curate-form-other-kind", assetFormView(form))
}

func TestGolden_CurateList(t *testing.T) {
	list := contentList{listed: listed{state: store.Live}, zone: golden.Member().Zone}
	golden.Modal(t, "curate-list-empty", contentListView(list))
	for i := range contentPage + 1 {
		a := golden.Story()
		a.ID, a.LiveAt, a.Shares, a.Saves = store.AssetID(fmt.Sprintf("01STORY%02d", i)), golden.Now, i, 1
		if i == 0 {
			a.ExpiresAt = golden.Now.AddDate(0, 1, 0)
		}
		list.assets = append(list.assets, a)
	}
	list.before, list.notice = "01STORY99", "*A story* is live."
	golden.Modal(t, "curate-list-middle", contentListView(list))
	for _, state := range contentStates[1:] {
		a := golden.Article()
		a.State, a.StateAt, a.PublishAt, a.CreatedAt = state, golden.Now, golden.Now.Add(24*time.Hour), golden.Now
		if state == store.Withdrawn {
			a.StateReason = "The numbers are <old>."
		}
		golden.Modal(t, "curate-list-"+string(state), contentListView(contentList{listed: listed{state, "a <word>"},
			assets: []store.Asset{a}, zone: list.zone}))
	}
	golden.Modal(t, "curate-withdraw", withdrawView(golden.Story(), listed{store.Live, "oven"}))
}

func TestGolden_CurateNotice(t *testing.T) {
	gone := golden.Story()
	gone.State = store.Expired
	golden.Message(t, "curate-notice-expired", assetNoticeView(gone, nil, time.UTC))
	gone.State, gone.StateReason = store.Withdrawn, "The numbers are <old>."
	golden.Message(t, "curate-notice-withdrawn", assetNoticeView(gone, nil, time.UTC))
}

func TestGolden_CurateDetails(t *testing.T) {
	golden.Modal(t, "curate-details-empty", assetDetailsView(store.Asset{ID: "01NEW", Title: "A title"}, nil, false))
	a := golden.Regulated()
	a.Language, a.Featured = "pt-BR", true
	many := golden.Personas()
	for i := range 100 {
		many = append(many, store.Persona{ID: store.PersonaID("p" + strings.Repeat("x", i%30)), Name: golden.Hostile})
	}
	golden.Modal(t, "curate-details-full", assetDetailsView(a, many[:2], false))
	if blocks := assetDetailsView(a, many, false).Blocks.BlockSet; len(blocks) > 100 {
		t.Errorf("%d blocks for 100 personas", len(blocks))
	}
}

func TestGolden_CurateInReview(t *testing.T) {
	berlin := golden.Member().Zone
	a := golden.Regulated()
	golden.Modal(t, "curate-in-review", assetSavedView(a, true, berlin))
	a.LiveAt = golden.Now
	golden.Modal(t, "curate-back-in-review", assetSavedView(a, false, berlin))
	held := golden.Article()
	held.EmbargoUntil = golden.Now.Add(time.Hour)
	golden.Modal(t, "curate-embargo", assetSavedView(held, true, berlin))
}

func TestGolden_StoryNotice(t *testing.T) {
	gone := golden.StoryAsset()
	gone.State, gone.StateReason = store.Withdrawn, "Its author took the story back."
	golden.Message(t, "story-notice", assetNoticeView(gone,
		[]store.Share{{Network: store.LinkedIn, DeclaredAt: gone.StateAt}}, time.UTC))
	golden.Message(t, "story-notice-saved", assetNoticeView(gone, nil, time.UTC))
}

func TestGolden_Suggest(t *testing.T) {
	golden.Modal(t, "suggest", suggestView("https://northwind.example/blog?a=1&b=2", "because "+golden.Hostile, false))
	golden.Modal(t, "suggest-no-link", suggestView("", "", true))
	form := surface.AssetForm{Asset: golden.Article()}
	form.Asset.Title = golden.Hostile
	golden.Modal(t, "suggest-page", suggestionView(form, "because it is good", false))
	form.Asset.URL = "https://northwind.example/" + strings.Repeat("<", 500)
	golden.Modal(t, "suggest-page-longest", suggestionView(surface.AssetForm{Asset: form.Asset,
		Notice: "The page <could> not be read."}, "", true))
	known := golden.Article()
	golden.Modal(t, "suggest-known-live", knownPageView(known, store.Employee{ID: "U0ADA"}))
	known.State, known.Review = store.InReview, &store.Review{Suggested: "U0ADA"}
	golden.Modal(t, "suggest-known-own", knownPageView(known, store.Employee{ID: "U0ADA"}))
	settings := golden.Settings()
	settings.ReviewHours, settings.Points.ContentAccepted = 4, 10
	golden.Modal(t, "suggest-sent", suggestedView(known, settings))
}
