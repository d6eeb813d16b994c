// The golden files of suggestions and stories.

package digestcard

import (
	"testing"

	"vouch/bot/bottest/golden"
)

func TestGolden_StoryInDigest(t *testing.T) {
	inside, unnamed := golden.StoryAsset(), golden.StoryAsset()
	inside.Internal, unnamed.Author = true, ""
	inside.ID, unnamed.ID = "01INSIDE", "01UNNAMED"
	digest := shownDigest{Date: "2026-03-02", Rhythm: "every weekday at 09:30", Picks: []shownPick{
		{Asset: golden.StoryAsset(), Reason: "because you follow Culture"}, {Asset: inside, Reason: "for everyone"}, {Asset: unnamed, Reason: "for everyone"}}}
	golden.Message(t, "story-digest", digestContent(digest))
}
