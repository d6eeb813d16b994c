// The golden files of curating.

package bot

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"vouch/store"
)

func TestGolden_CurateAdd(t *testing.T) {
	berlin := goldenMember().zone
	goldenModal(t, "curate-address", addressView("https://northwind.example/blog/builds?a=1&b=2"))
	goldenModal(t, "curate-reading", readingView("Add content", "https://northwind.example/"+strings.Repeat("x", 200)))
	there := goldenStory()
	there.State = store.InReview
	goldenModal(t, "curate-exists", assetExistsView(there))
	goldenModal(t, "curate-published", assetSavedView(goldenStory(), true, berlin))
	goldenModal(t, "curate-saved", assetSavedView(goldenStory(), false, berlin))
	scheduled := goldenArticle()
	scheduled.State, scheduled.PublishAt = store.Scheduled, goldenNow.AddDate(0, 0, 7)
	goldenModal(t, "curate-scheduled", assetSavedView(scheduled, true, berlin))
}

func TestGolden_CurateForm(t *testing.T) {
	berlin := goldenMember().zone
	goldenModal(t, "curate-form-by-hand", assetFormView(assetForm{asset: store.Asset{Kind: store.Article, URL: "https://northwind.example"},
		notice: "The page could not be read: <no> answer.", zone: berlin}))

	full := goldenJob()
	full.Version, full.Image, full.ImageAlt, full.Prompt = 3, "https://northwind.example/p.png", hostile, "Who would fit?"
	full.Personas, full.Networks = []store.PersonaID{"sales"}, []store.Network{store.LinkedIn, store.X}
	full.PublishAt, full.ExpiresAt = goldenNow, goldenNow.AddDate(0, 1, 0)
	full.Variants = []store.Variant{{Text: "Come & join us."}, {Text: "One paragraph.\n\nAnother one."}, {Text: strings.Repeat("🎉", 3000)}}
	form := assetForm{asset: full, personas: goldenPersonas(), zone: berlin}
	goldenModal(t, "curate-form-everything", assetFormView(form))
	form.asset.Kind, form.texts, form.dashed, form.otherTopics = store.Article, []string{"Typed.", ""}, true, "caves"
	goldenModal(t, "curate-form-other-kind", assetFormView(form))
}

func TestGolden_CurateList(t *testing.T) {
	list := contentList{state: store.Live, zone: goldenMember().zone}
	goldenModal(t, "curate-list-empty", contentListView(list))
	for i := range contentPage + 1 {
		a := goldenStory()
		a.ID, a.LiveAt, a.Shares, a.Saves = store.AssetID(fmt.Sprintf("01STORY%02d", i)), goldenNow, i, 1
		if i == 0 {
			a.ExpiresAt = goldenNow.AddDate(0, 1, 0)
		}
		list.assets = append(list.assets, a)
	}
	list.before, list.notice = "01STORY99", "*A story* is live."
	goldenModal(t, "curate-list-middle", contentListView(list))
	for _, state := range contentStates[1:] {
		a := goldenArticle()
		a.State, a.StateAt, a.PublishAt, a.CreatedAt = state, goldenNow, goldenNow.Add(24*time.Hour), goldenNow
		if state == store.Withdrawn {
			a.StateReason = "The numbers are <old>."
		}
		goldenModal(t, "curate-list-"+string(state), contentListView(contentList{state: state, assets: []store.Asset{a}, zone: list.zone}))
	}
	goldenModal(t, "curate-withdraw", withdrawView(goldenStory(), store.Live))
}

func TestGolden_CurateNotice(t *testing.T) {
	gone := goldenStory()
	gone.State = store.Expired
	goldenMessage(t, "curate-notice-expired", assetNoticeView(gone, nil, time.UTC))
	gone.State, gone.StateReason = store.Withdrawn, "The numbers are <old>."
	goldenMessage(t, "curate-notice-withdrawn", assetNoticeView(gone, nil, time.UTC))
}
