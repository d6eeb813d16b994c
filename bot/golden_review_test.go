// The golden files of reviewing.

package bot

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"vouch/store"
)

// goldenWaiting is Ada's suggestion, waiting since this morning.
func goldenWaiting() store.Asset {
	a := goldenStory()
	a.State, a.Version, a.StateAt = store.InReview, 3, goldenNow
	a.Review = &store.Review{AskedAt: goldenNow, Suggested: "U0ADA"}
	return a
}

// goldenRegulated waits for compliance and has everything an item may have.
func goldenRegulated() store.Asset {
	a := goldenArticle()
	a.State, a.Version, a.Topics, a.Author = store.InReview, 2, []string{"finance", "go"}, "U0ADA"
	a.Review = &store.Review{AskedAt: goldenNow, ApprovedBy: "U0DEV", Regulated: true}
	a.Personas, a.Networks = []store.PersonaID{"sales"}, []store.Network{store.LinkedIn}
	a.Image, a.ImageAlt, a.Campaign, a.Prompt, a.Disclosure = "https://northwind.example/p.png", hostile, "Spring", "What changed?", "I work here."
	a.PublishAt, a.EmbargoUntil, a.ExpiresAt = goldenNow, goldenNow.Add(time.Hour), goldenNow.AddDate(0, 1, 0)
	for i := range 15 {
		a.Variants = append(a.Variants, store.Variant{Text: fmt.Sprintf("%d %s", i, strings.Repeat("words & ", 375))})
	}
	a.TalkingPoints = []store.TalkingPoint{{Text: hostile}, {Persona: "sales", Text: strings.Repeat("x", 300)}}
	return a
}

// goldenProposed is a live item of which its source says something else.
func goldenProposed() store.Asset {
	a := goldenArticle()
	a.ID, a.StateAt, a.Source = "01PROPOSED", goldenNow, "https://northwind.example/feed.xml"
	a.Proposed = &store.Proposal{Title: "How we cut build times by half", Summary: hostile, At: goldenNow}
	return a
}

func TestGolden_Review(t *testing.T) {
	me := goldenMember()
	me.settings.Regulated, me.settings.ReviewHours = []string{"finance"}, 4
	item := reviewItem{asset: goldenWaiting(), settings: me.settings, personas: goldenPersonas(), zone: me.zone, waiting: 1, curator: true}
	goldenModal(t, "review-one", reviewView(item))
	item.asset, item.waiting, item.notice, item.curator = goldenRegulated(), 7, "*"+line(hostile)+"* is live.", false
	goldenModal(t, "review-regulated", reviewView(item))
	item.asset, item.curator = goldenProposed(), true
	item.asset.FromSource, item.asset.Published, item.sources = "01BLOG", goldenNow, map[store.SourceID]string{"01BLOG": hostile}
	goldenModal(t, "review-proposed", reviewView(item))
	goldenModal(t, "review-empty", reviewEmptyView(0, ""))
	goldenModal(t, "review-others", reviewEmptyView(2, "*A story* is live."))
	goldenModal(t, "review-reject", rejectView(goldenWaiting(), reviewRef{id: "01STORY", version: 3}))
}

func TestGolden_ReviewCard(t *testing.T) {
	settings := goldenSettings()
	settings.Regulated, settings.ReviewHours = []string{"finance"}, 4
	zone := goldenMember().zone
	queue := store.ReviewList{Mine: 12, Items: []store.Asset{goldenWaiting(), goldenRegulated(), goldenProposed()}}
	for i := range 2 {
		a := goldenWaiting()
		a.ID, a.URL, a.Review = store.AssetID(fmt.Sprintf("01PLAIN%d", i)), "", nil
		a.Title, a.Summary = strings.Repeat("&", 150), strings.Repeat("<", 500)
		queue.Items = append(queue.Items, a)
	}
	goldenMessage(t, "review-card", reviewListView(queue, nil, settings, zone))
	goldenMessage(t, "review-card-done", reviewListView(store.ReviewList{Others: 3}, nil, settings, zone))
	goldenMessage(t, "review-card-old", reviewOldView())
	goldenMessage(t, "review-nudge", reviewNudgeView(queue.Items[:1], 4))
	goldenMessage(t, "review-late", reviewLateView(append(queue.Items, queue.Items...), []string{"Ask Cleo.", "Ask " + hostile}, 24))
}

func TestGolden_ReviewNews(t *testing.T) {
	a := goldenWaiting()
	for _, state := range []store.AssetState{store.Live, store.Scheduled, store.Expired, store.Draft} {
		a.State, a.PublishAt, a.Review.Note = state, goldenNow, "The numbers are <old>."
		goldenMessage(t, "review-news-"+string(state), reviewNewsView(a, true, 10, goldenMember()))
	}
	goldenMessage(t, "review-news-approver", reviewNewsView(a, false, 10, goldenMember()))
	a.State = store.Live
	goldenMessage(t, "review-news-left", reviewNewsView(a, true, 10, goldenStranger()))
}
