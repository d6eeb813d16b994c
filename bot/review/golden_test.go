// The golden files of reviewing.

package review

import (
	"fmt"
	"strings"
	"testing"

	"vouch/bot/block"
	"vouch/bot/bottest/golden"
	"vouch/bot/surface"
	"vouch/store"
)

// goldenWaiting is Ada's suggestion, waiting since this morning.
func goldenWaiting() store.Asset {
	a := golden.Story()
	a.State, a.Version, a.StateAt = store.InReview, 3, golden.Now
	a.Review = &store.Review{AskedAt: golden.Now, Suggested: "U0ADA", Why: "Half of <us> asked for it"}
	return a
}

// goldenProposed is a live item of which its source says something else.
func goldenProposed() store.Asset {
	a := golden.Article()
	a.ID, a.StateAt, a.Source = "01PROPOSED", golden.Now, "https://northwind.example/feed.xml"
	a.Proposed = &store.Proposal{Title: "How we cut build times by half", Summary: golden.Hostile, At: golden.Now}
	return a
}

func TestGolden_Review(t *testing.T) {
	me := golden.Member()
	me.Settings.Regulated, me.Settings.ReviewHours = []string{"finance"}, 4
	item := reviewItem{asset: goldenWaiting(), settings: me.Settings, personas: golden.Personas(), zone: me.Zone,
		waiting: 1, curator: true}
	golden.Modal(t, "review-one", reviewView(item))
	item.asset, item.waiting, item.notice, item.curator = golden.Regulated(), 7,
		"*"+block.Line(golden.Hostile)+"* is live.", false
	golden.Modal(t, "review-regulated", reviewView(item))
	item.asset, item.curator = goldenProposed(), true
	item.asset.FromSource, item.asset.Published, item.sources = "01BLOG", golden.Now,
		map[store.SourceID]string{"01BLOG": golden.Hostile}
	golden.Modal(t, "review-proposed", reviewView(item))
	moved := goldenProposed()
	moved.Kind = store.Event
	moved.Proposed.Event = &store.EventFacts{StartsAt: golden.Now.AddDate(0, 0, 7), EndsAt: golden.Now.AddDate(0, 0, 8),
		Place: golden.Hostile}
	item.asset, item.notice = moved, ""
	golden.Modal(t, "review-event-moved", reviewView(item))
	job := goldenWaiting()
	job.Kind, job.Title, job.Job = store.Job, "Site Reliability Engineer (m/f/d)",
		&store.JobFacts{Department: "Platform", Location: "Lisbon", Fits: golden.Hostile}
	item.asset = job
	golden.Modal(t, "review-job", reviewView(item))
	golden.Modal(t, "review-empty", reviewEmptyView(0, ""))
	golden.Modal(t, "review-others", reviewEmptyView(2, "*A story* is live."))
	golden.Modal(t, "review-reject", rejectView(goldenWaiting(), surface.Ref[store.AssetID]{ID: "01STORY", Version: 3}))
}

func TestGolden_ReviewCard(t *testing.T) {
	settings := golden.Settings()
	settings.Regulated, settings.ReviewHours = []string{"finance"}, 4
	zone := golden.Member().Zone
	queue := store.ReviewList{Mine: 12, Items: []store.Asset{goldenWaiting(), golden.Regulated(), goldenProposed()}}
	for i := range 2 {
		a := goldenWaiting()
		a.ID, a.URL, a.Review = store.AssetID(fmt.Sprintf("01PLAIN%d", i)), "", nil
		a.Title, a.Summary = strings.Repeat("&", 150), strings.Repeat("<", 500)
		queue.Items = append(queue.Items, a)
	}
	golden.Message(t, "review-card", reviewListView(queue, nil, settings, zone))
	golden.Message(t, "review-card-done", reviewListView(store.ReviewList{Others: 3}, nil, settings, zone))
	golden.Message(t, "review-card-old", reviewOldView())
	golden.Message(t, "review-nudge", reviewNudgeView(queue.Items[:1], 4))
	golden.Message(t, "review-late", reviewLateView(append(queue.Items, queue.Items...),
		[]string{"Ask Cleo.", "Ask " + golden.Hostile}, 24))
}

func TestGolden_ReviewNews(t *testing.T) {
	a := goldenWaiting()
	for _, state := range []store.AssetState{store.Live, store.Scheduled, store.Expired, store.Draft} {
		a.State, a.PublishAt, a.Review.Note = state, golden.Now, "The numbers are <old>."
		golden.Message(t, "review-news-"+string(state), reviewNewsView(a, true, 10, golden.Member()))
	}
	golden.Message(t, "review-news-approver", reviewNewsView(a, false, 10, golden.Member()))
	a.State = store.Live
	golden.Message(t, "review-news-left", reviewNewsView(a, true, 10, golden.Stranger()))
}
