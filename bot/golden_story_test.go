// The golden files of suggestions and stories.

package bot

import (
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"vouch/store"
)

// goldenTold is a story as it was just told, with everything an author can give.
func goldenTold() store.Story {
	return store.Story{ID: "01STORY", Author: "U0ADA", State: store.StoryTold, Consent: store.ShareNamed, Link: "https://vimeo.com/1?a=1&b=2",
		Answers: []store.Answer{{Question: "What happened?", Text: "We lost a rack & laughed.\n\n" + hostile}, {Question: "What did you learn or feel?", Text: strings.Repeat("é", 3000)}},
		Photo:   &store.StoryPhoto{File: "F1", Alt: hostile}, ToldAt: goldenNow, StateAt: goldenNow, Version: 1}
}

// goldenEdited is the same with the longest text a curator may write.
func goldenEdited() store.Story {
	s := goldenTold()
	s.State, s.Version = store.StoryEdited, 2
	s.Proposed = store.StoryText{Title: hostile, Text: strings.Repeat("& <@U1> *é* ", 166), Topics: []string{"culture", "go"}, By: "U0MARCO", At: goldenNow, Version: 2}
	return s
}

func goldenPhoto() slack.Block {
	return slack.NewImageBlockSlackFile(&slack.SlackFileObject{ID: "F1"}, "An oven", "", nil)
}

func shown(s store.Story, version int) shownStory {
	return shownStory{Story: s, version: version, photo: goldenPhoto(), zone: goldenMember().zone}
}

// goldenStoryAsset is a story in the library without a page.
func goldenStoryAsset() store.Asset {
	return store.Asset{ID: "01ASSET", Kind: store.Culture, State: store.Live, Title: "Calm at 4 am", Summary: "A rack went down.", Story: "01STORY",
		Author: "U0ADA", LiveAt: goldenNow, Topics: []string{"culture"}, Variants: []store.Variant{{Text: "My colleague Ada tells:\n\nA rack went down."}}}
}

func TestGolden_StoryForms(t *testing.T) {
	goldenModal(t, "story-form", storyFormView())
	goldenModal(t, "story-sent", storyToldView(goldenTold(), goldenSettings()))
	goldenModal(t, "story-changes", storyChangesView("01STORY 2", "It was 4 am."))
	form := assetForm{personas: goldenPersonas()}
	goldenModal(t, "story-edit-first", storyEditView(goldenTold(), form, goldenPhoto()))
	again := goldenEdited()
	again.State, again.Note, again.Asset = store.StoryChanges, "It was 4 am.", "01ASSET"
	goldenModal(t, "story-edit-again", storyEditView(again, assetForm{}, nil))
	goldenModal(t, "story-decline", storyDeclineView(goldenTold(), "01STORY 1"))
}

func TestGolden_StoryMessages(t *testing.T) {
	edited := goldenEdited()
	goldenMessage(t, "story-text", storyContent(shown(edited, 2)))
	goldenMessage(t, "story-text-older", storyContent(shown(edited, 1)))
	anew := edited
	anew.Asset, anew.Approved = "01ASSET", store.StoryText{Title: "Old", Version: 1}
	goldenMessage(t, "story-text-anew", storyContent(shown(anew, 2)))
	for _, state := range []store.StoryState{store.StoryChanges, store.StoryDeclined, store.StoryWithdrawn} {
		s := edited
		s.State, s.Note = state, "Not <now>."
		goldenMessage(t, "story-"+string(state)+"-message", storyContent(shown(s, 2)))
	}
	approved := shown(edited, 2)
	approved.State, approved.asset = store.StoryApproved, goldenStoryAsset()
	goldenMessage(t, "story-approved-message", storyContent(approved))
	approved.asset.State = store.InReview
	goldenMessage(t, "story-approved-regulated", storyContent(approved))
	goldenModal(t, "story-own-told", storyModal(shown(goldenTold(), 0)))
	goldenModal(t, "story-own-text", storyModal(shown(edited, 2)))
}

func TestGolden_StoryForReaders(t *testing.T) {
	s := goldenEdited()
	s.Approved = s.Proposed
	goldenModal(t, "story-read", storyReadView(goldenStoryAsset(), s, goldenPhoto()))
	inside := goldenStoryAsset()
	inside.Internal, inside.ID = true, "01INSIDE"
	s.Link = ""
	goldenModal(t, "story-read-inside", storyReadView(inside, s, nil))
}

func TestGolden_StoryInDigest(t *testing.T) {
	inside, unnamed := goldenStoryAsset(), goldenStoryAsset()
	inside.Internal, unnamed.Author = true, ""
	inside.ID, unnamed.ID = "01INSIDE", "01UNNAMED"
	digest := shownDigest{Date: "2026-03-02", Rhythm: "every weekday at 09:30", Picks: []shownPick{
		{Asset: goldenStoryAsset(), Reason: "because you follow Culture"}, {Asset: inside, Reason: "for everyone"}, {Asset: unnamed, Reason: "for everyone"}}}
	goldenMessage(t, "story-digest", digestContent(digest))
}

func TestGolden_StoryShared(t *testing.T) {
	form := &shareForm{shareState: shareState{Asset: "01ASSET", Network: store.X, Variant: 0, Offered: -1}, asset: goldenStoryAsset(),
		networks: []store.Network{store.X, store.CopyOnly}, disclosure: "I work at Northwind.", text: "Ada tells it well."}
	goldenModal(t, "story-share-form", shareFormView(form))
	for _, network := range []store.Network{store.LinkedIn, store.X, store.Email} {
		goldenModal(t, "story-share-"+string(network), shareKitView(store.Share{ID: "01SHARE", Asset: "01ASSET", Network: network, Level: store.Opened,
			Text: "Ada tells it well.", Token: "abcdefghijklm"}, goldenStoryAsset()))
	}
}

func TestGolden_StoryNotice(t *testing.T) {
	gone := goldenStoryAsset()
	gone.State, gone.StateReason = store.Withdrawn, "Its author took the story back."
	goldenMessage(t, "story-notice", assetNoticeView(gone, []store.Share{{Network: store.LinkedIn, DeclaredAt: gone.StateAt}}, time.UTC))
	goldenMessage(t, "story-notice-saved", assetNoticeView(gone, nil, time.UTC))
}

func TestGolden_StoryDesk(t *testing.T) {
	desk := storyDesk{reader: "U0MARCO", zone: goldenMember().zone}
	goldenModal(t, "story-desk-empty", storyDeskView(desk))
	for i := range deskStories {
		s := goldenTold()
		if i == 0 {
			s.State, s.Note = store.StoryChanges, strings.Repeat("Other words, please. ", 50)
		}
		if i == 1 {
			s.Author = desk.reader
		}
		desk.waiting = append(desk.waiting, s)
		desk.sent, desk.approved = append(desk.sent, goldenEdited()), append(desk.approved, goldenEdited())
	}
	goldenModal(t, "story-desk-full", storyDeskView(desk))
}

func TestGolden_Suggest(t *testing.T) {
	goldenModal(t, "suggest", suggestView("https://northwind.example/blog?a=1&b=2", "because "+hostile, false))
	goldenModal(t, "suggest-no-link", suggestView("", "", true))
	form := assetForm{asset: goldenArticle()}
	form.asset.Title = hostile
	goldenModal(t, "suggest-page", suggestionView(form, "because it is good"))
	form.asset.URL = "https://northwind.example/" + strings.Repeat("<", 500)
	goldenModal(t, "suggest-page-longest", suggestionView(assetForm{asset: form.asset, notice: "The page <could> not be read."}, ""))
	known := goldenArticle()
	goldenModal(t, "suggest-known-live", knownPageView(known, "U0ADA"))
	known.State, known.Review = store.InReview, &store.Review{Suggested: "U0ADA"}
	goldenModal(t, "suggest-known-own", knownPageView(known, "U0ADA"))
	settings := goldenSettings()
	settings.ReviewHours, settings.Points.ContentAccepted = 4, 10
	goldenModal(t, "suggest-sent", suggestedView(known, settings))
}

func TestGolden_SentIn(t *testing.T) {
	zone := goldenMember().zone
	var sent sentIn
	goldenHome(t, "sent-in-none", sentInBlocks(sent, zone))
	sent.assets = map[store.AssetID]store.Asset{"01ASSET": goldenStoryAsset()}
	for _, state := range []store.StoryState{store.StoryTold, store.StoryEdited, store.StoryChanges, store.StoryApproved, store.StoryDeclined, store.StoryWithdrawn} {
		s := goldenEdited()
		s.State, s.Note, s.Asset = state, "Not <now>.", "01ASSET"
		sent.stories = append(sent.stories, s)
	}
	for _, state := range []store.AssetState{store.InReview, store.Draft, store.Scheduled, store.Live, store.Expired, store.Withdrawn} {
		a := goldenArticle()
		a.State, a.StateAt, a.CreatedAt, a.LiveAt, a.PublishAt = state, goldenNow, goldenNow, goldenNow, goldenNow.AddDate(0, 0, 1)
		a.Review = &store.Review{Suggested: "U0ADA"}
		if state == store.Draft {
			a.Review.Note = "We had this <topic> last week."
		}
		sent.suggestions = append(sent.suggestions, a)
	}
	goldenHome(t, "sent-in-everything", sentInBlocks(sent, zone))
	goldenHome(t, "sent-in-home", sentInSummary(sent))
}
