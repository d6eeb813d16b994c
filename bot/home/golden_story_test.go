// The golden files of suggestions and stories.

package home

import (
	"testing"

	"vouch/bot/bottest/golden"
	"vouch/bot/surface"
	"vouch/store"
)

func TestGolden_SentIn(t *testing.T) {
	zone := golden.Member().Zone
	var sent surface.SentIn
	golden.Home(t, "sent-in-none", surface.SentInBlocks(sent, zone))
	sent.Assets = map[store.AssetID]store.Asset{"01ASSET": golden.StoryAsset()}
	for _, state := range []store.StoryState{store.StoryTold, store.StoryEdited, store.StoryChanges, store.StoryApproved, store.StoryDeclined, store.StoryWithdrawn} {
		s := golden.Edited()
		s.State, s.Note, s.Asset = state, "Not <now>.", "01ASSET"
		sent.Stories = append(sent.Stories, s)
	}
	for _, state := range []store.AssetState{store.InReview, store.Draft, store.Scheduled, store.Live, store.Expired, store.Withdrawn} {
		a := golden.Article()
		a.State, a.StateAt, a.CreatedAt, a.LiveAt, a.PublishAt = state, golden.Now, golden.Now, golden.Now, golden.Now.AddDate(0, 0, 1)
		a.Review = &store.Review{Suggested: "U0ADA"}
		if state == store.Draft {
			a.Review.Note = "We had this <topic> last week."
		}
		sent.Suggestions = append(sent.Suggestions, a)
	}
	golden.Home(t, "sent-in-everything", surface.SentInBlocks(sent, zone))
	golden.Home(t, "sent-in-home", surface.SentInSummary(sent))
}
