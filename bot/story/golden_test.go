// The golden files of stories.

package story

import (
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"vouch/bot/bottest/golden"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

func goldenPhoto() slack.Block {
	return slack.NewImageBlockSlackFile(&slack.SlackFileObject{ID: "F1"}, "An oven", "", nil)
}

func shown(s store.Story, version int) shownStory {
	return shownStory{Story: s, version: version, photo: goldenPhoto(), zone: golden.Member().Zone}
}

func TestGolden_StoryForms(t *testing.T) {
	golden.ShortForm(t, "story-form", 5, storyFormView(nil, false))
	golden.Modal(t, "story-form-more", storyFormView(dispatch.State{store.AnswerField(0): {"v": {Text: golden.Hostile}},
		surface.FieldConsent: {"v": {Text: string(store.InsideOnly)}}}, true))
	golden.Modal(t, "story-sent", storyToldView(golden.Told(), golden.Settings()))
	golden.Modal(t, "story-changes", storyChangesView("01STORY 2", "It was 4 am."))
	form := surface.AssetForm{Personas: golden.Personas()}
	golden.Modal(t, "story-edit-first", storyEditView(golden.Told(), form, goldenPhoto()))
	again := golden.Edited()
	again.State, again.Note, again.Asset = store.StoryChanges, "It was 4 am.", "01ASSET"
	golden.Modal(t, "story-edit-again", storyEditView(again, surface.AssetForm{}, nil))
	golden.Modal(t, "story-decline", storyDeclineView(golden.Told(), "01STORY 1"))
}

func TestGolden_StoryMessages(t *testing.T) {
	edited := golden.Edited()
	golden.Message(t, "story-text", storyContent(shown(edited, 2)))
	golden.Message(t, "story-text-older", storyContent(shown(edited, 1)))
	anew := edited
	anew.Asset, anew.Approved = "01ASSET", store.StoryText{Title: "Old", Version: 1}
	golden.Message(t, "story-text-anew", storyContent(shown(anew, 2)))
	for _, state := range []store.StoryState{store.StoryChanges, store.StoryDeclined, store.StoryWithdrawn} {
		s := edited
		s.State, s.Note = state, "Not <now>."
		golden.Message(t, "story-"+string(state)+"-message", storyContent(shown(s, 2)))
	}
	approved := shown(edited, 2)
	approved.State, approved.asset = store.StoryApproved, golden.StoryAsset()
	approved.earned = 10
	golden.Message(t, "story-approved-message", storyMessage(approved))
	approved.asset.State = store.InReview
	golden.Message(t, "story-approved-regulated", storyMessage(approved))
	golden.Modal(t, "story-own-told", storyModal(shown(golden.Told(), 0)))
	golden.Modal(t, "story-own-text", storyModal(shown(edited, 2)))
}

func TestGolden_StoryForReaders(t *testing.T) {
	s := golden.Edited()
	s.Approved = s.Proposed
	golden.Modal(t, "story-read", storyReadView(golden.StoryAsset(), s, goldenPhoto()))
	inside := golden.StoryAsset()
	inside.Internal, inside.ID = true, "01INSIDE"
	s.Link = ""
	golden.Modal(t, "story-read-inside", storyReadView(inside, s, nil))
}

func TestGolden_StoryDesk(t *testing.T) {
	desk := storyDesk{reader: "U0MARCO", zone: golden.Member().Zone}
	golden.Modal(t, "story-desk-empty", storyDeskView(desk))
	for i := range deskStories {
		s := golden.Told()
		if i == 0 {
			s.State, s.Note = store.StoryChanges, strings.Repeat("Other words, please. ", 50)
		}
		if i == 1 {
			s.Author = desk.reader
		}
		desk.waiting = append(desk.waiting, s)
		desk.sent, desk.approved = append(desk.sent, golden.Edited()), append(desk.approved, golden.Edited())
	}
	golden.Modal(t, "story-desk-full", storyDeskView(desk))
}
