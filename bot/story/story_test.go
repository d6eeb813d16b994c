// Tests of stories: from the answers to a live story with credit, shared without a page, and taken back everywhere.

package story_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest"
	"vouch/bot/dispatch"
	"vouch/bot/slacksim"
	"vouch/bot/story"
	"vouch/bot/surface"
	"vouch/digest/post"
	"vouch/store"
	"vouch/store/storetest"
)

// pixel is the smallest PNG's first bytes; the simulator goes by the file's name, as Slack's form does.
var pixel = []byte("\x89PNG\r\n\x1a\n")

func TestStory_LiveWithCreditAndTakenBack(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		defer h.WantNoComplaint(t)
		ada, ben, dev := h.Joined(t, "ada"), h.Joined(t, "ben"), h.Person(t, "dev")
		file := bottest.Must(h.Sim.AddFile("ada", "oven.png", pixel))(t)
		ada.Tells(store.ShareNamed, slacksim.Values{"photo": []string{file}, "photo_alt": "A rack with a hat"})
		bottest.WantWords(t, ada.ModalSays(), "Story sent", "10 points")
		bottest.WantWords(t, dev.HomeSays(), "1 story to edit")
		dev.Edits("Calm at 3 am", "A rack went down at 3 am.")
		first := ada.Card("made this text")
		bottest.WantWords(t, first.Words(), "Calm at 3 am", "A rack went down at 3 am.", "Approve this text",
			"Colleagues may share it outside, with your name.")
		bottest.WantWords(t, ada.HomeSays(), "Nobody sees it before you approve it", "My content (1)")

		ada.Presses(first, "story", "story_changes")
		ada.Submits(slacksim.Values{surface.FieldNote: "It was *4* am."})
		h.Pass(time.Minute)
		bottest.WantWords(t, ada.Card("You asked for changes").Words(), "It was ∗4∗ am.")
		dev.Types("/vouch stories")
		bottest.WantWords(t, dev.ModalSays(), "They want changed:", "∗4∗")
		dev.Edits("Calm at 4 am", "A rack went down at 4 am.")
		bottest.WantWords(t, ada.Card("There is a newer text").Words(), "Calm at 4 am")
		if len(h.Live(t)) != 0 {
			t.Fatal("a text was published that nobody approved")
		}
		second := ada.Card("made this text")
		ada.Presses(second, "story", "story_approve")
		late := dispatch.Interaction{Kind: dispatch.KindAction, User: ada.Id,
			Action: dispatch.Action{ID: "story_approve", Value: story.StoryValue(ada.OnlyStory().ID, 4)}}
		if _, err := h.Handled(late); err != nil {
			t.Errorf("pressed twice: %v", err)
		}
		h.Pass(time.Minute)
		bottest.WantWords(t, ada.Card("You approved this text").Words(), "went live",
			"A medal, +10 points: Your story is live")
		live := h.Live(t)
		if len(live) != 1 || live[0].Author != ada.Id || ada.Score() != 10 {
			t.Fatalf("live %+v, points %d", live, ada.Score())
		}
		ada.Types("/vouch me")
		bottest.WantWords(t, ada.ModalSays(), "*+10* A suggestion or story went live: Calm at 4 am")

		h.Pass(26 * time.Hour)
		bottest.WantWords(t, ben.Digest().Words(), "Calm at 4 am", "A story by <@"+string(ada.Id)+">", "Read")
		ben.Presses(ben.Digest(), "do:"+string(live[0].ID), surface.ActStoryRead)
		bottest.WantWords(t, ben.ModalSays(), "A rack went down at 4 am.", "A story by")
		if !strings.Contains(fmt.Sprint(ben.Modal().Blocks), file) {
			t.Error("the picture is missing")
		}
		ben.Presses(ben.Digest(), "do:"+string(live[0].ID), surface.ActShare)
		ben.Posts("My colleague tells it well, and I believe every word of her.")
		ada.Presses(ada.Card("You approved this text"), "story", "story_withdraw")
		h.Pass(time.Minute)
		bottest.WantWords(t, ada.Card("taken your story").Words(), "its words are deleted here", "delete it there")
		bottest.WantWords(t, ben.Digest().Words(), "This was withdrawn.")
		bottest.WantWords(t, ben.Card("You posted").Text, "Calm at 4 am", "LinkedIn", "take your post down")
		if s := ada.OnlyStory(); len(s.Answers) != 0 || s.Photo != nil || len(h.Live(t)) != 0 {
			t.Errorf("words are kept: %+v", s)
		}
		late.Action.ID = "story_withdraw"
		if _, err := h.Handled(late); err != nil {
			t.Errorf("withdrawn twice: %v", err)
		}
		late.Action.ID = "story_approve"
		if _, err := h.Handled(late); store.KindOf(err) != store.Conflict {
			t.Errorf("approved after it was withdrawn: %v", err)
		}
	})
}

// A story without a page goes out as text alone, on every network that takes text.
func TestStory_ErasedAuthorsMessagesAreReplaced(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		defer h.WantNoComplaint(t)
		ada := h.Joined(t, "ada")
		ada.Tells(store.ShareNamed, nil)
		h.Person(t, "dev").Edits("Calm at 3 am", "A rack went down at 3 am.")
		bottest.WantWords(t, ada.Card("made this text").Words(), "A rack went down")
		bottest.Must(h.Db.EraseEmployee(store.Operator, ada.Id))(t)
		h.Pass(5 * time.Minute)
		for _, m := range ada.Inbox() {
			if strings.Contains(m.Words(), "rack") {
				t.Errorf("it still says %q", m.Words())
			}
		}
		bottest.WantWords(t, ada.Card("was erased").Words(), "what stood here")
	})
}

// A colleague's words are never changed in the form of an item, where every field would be refused.
func TestStory_MenuOfManagedContentChangesTheText(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		defer h.WantNoComplaint(t)
		ada, dev := h.Joined(t, "ada"), h.Person(t, "dev")
		_, asset := storetest.MustApprovedStory(t, h.Db, ada.Id, nil)
		dev.HomeSays() // opens it
		dev.PressesHome("Manage content")
		bottest.WantWords(t, dev.ModalSays(), "Change the text")
		dev.PressesModal(surface.ActContentMenu, surface.ContentEdit+" "+string(asset.ID))
		if got := dev.Modal().CallbackID; got != "story_edit" {
			t.Errorf("the menu opens %q", got)
		}
	})
}

func TestStory_SharedWithoutAPage(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		defer h.WantNoComplaint(t)
		ada, ben := h.Joined(t, "ada"), h.Joined(t, "ben")
		_, asset := storetest.MustApprovedStory(t, h.Db, ada.Id, nil)
		for _, who := range []struct {
			bottest.Actor
			begins string
		}{{ben, "My colleague ada tells:"}, {ada, "We moved the bakery"}} {
			who.Types("/vouch library oven")
			who.PressesModal(surface.ActShare)
			if _, text := who.Field(); !strings.HasPrefix(text, who.begins) {
				t.Errorf("%s begins with %q", who.Id, text)
			}
			says := who.ModalSays()
			if strings.Contains(says, "link") || strings.Contains(says, "Reddit") {
				t.Errorf("the form speaks of a link:\n%s", says)
			}
			if err := who.CloseAll(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		for _, network := range post.NetworksOf(asset, store.Preferences{}) {
			ben.Types("/vouch library oven")
			ben.PressesModal(surface.ActShare)
			if ben.Modal().CallbackID != "share" {
				ben.PressesModal("share_anew")
			}
			block, _ := ben.Field()
			if got := ben.Submits(slacksim.Values{"network": string(network), block: "She tells it well."}); got != nil {
				t.Errorf("%s: errors %v", network, got)
			}
			bottest.WantWords(t, ben.ModalSays(), "Your post", "She tells it well.")
			if err := ben.CloseAll(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestStory_InsideOnly(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		defer h.WantNoComplaint(t)
		ada, ben := h.Joined(t, "ada"), h.Joined(t, "ben")
		_, asset := storetest.MustApprovedStory(t, h.Db, ada.Id, func(f *store.StoryForm) { f.Consent = store.InsideOnly })
		ben.Types("/vouch library oven")
		says := ben.ModalSays()
		bottest.WantWords(t, says, "The new oven", "for colleagues only", "Read", "Save")
		if strings.Contains(says, "Share") {
			t.Errorf("it can be shared:\n%s", says)
		}
		for _, act := range []dispatch.Action{{ID: surface.ActShare, Value: string(asset.ID)},
			{ID: "pick_menu", Value: "shared" + ":" + string(asset.ID)}} {
			_, err := h.Handled(dispatch.Interaction{Kind: dispatch.KindAction, User: ben.Id, Action: act})
			if store.KindOf(err) != store.Conflict || !strings.Contains(err.Error(), "for colleagues") {
				t.Errorf("%s gives %v", act.ID, err)
			}
		}
		ben.PressesModal(surface.ActStoryRead)
		if strings.Contains(ben.ModalSays(), "Share") {
			t.Error("the story's window shares it")
		}
	})
}

func TestStory_FormErrors(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		defer h.WantNoComplaint(t)
		ada := h.Joined(t, "ada")
		text := bottest.Must(h.Sim.AddFile("ada", "notes.png", pixel))(t)
		ada.Types("/vouch story")
		ada.Fills(slacksim.Values{store.AnswerField(0): "Words.", surface.FieldConsent: "named"})
		ada.PressesModal("story_more")
		got := ada.Submits(slacksim.Values{"photo": []string{text}, "link": "https://user:secret@example.com/"})
		if !strings.Contains(got["photo_alt"], "what the picture shows") || !strings.Contains(got["link"], "full address") {
			t.Errorf("errors %v", got)
		}
		for f, words := range map[dispatch.Upload]string{{ID: "F1", Mime: "text/html", Size: 5}: "no picture",
			{ID: "F1", Mime: "image/png", Size: 10485760 + 1}: "10 MB",
			{ID: "F1", Mime: "image/gif", Size: 10485760}:     ""} {
			if problem := story.PhotoProblem(f); !strings.Contains(problem, words) || (words == "") != (problem == "") {
				t.Errorf("%+v: %q", f, problem)
			}
		}
	})
}

// A picture that its owner deleted must not keep the story's windows from opening.
func TestStory_PictureGone(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		ada, ben, dev := h.Joined(t, "ada"), h.Joined(t, "ben"), h.Person(t, "dev")
		photo := func(f *store.StoryForm) { f.Photo = &store.StoryPhoto{File: "F404", Alt: "An <oven>"} }
		storetest.MustStory(t, h.Db, ada.Id, photo)
		storetest.MustApprovedStory(t, h.Db, ada.Id, photo)
		dev.Types("/vouch stories")
		dev.PressesModal("Edit")
		bottest.WantWords(t, dev.ModalSays(), "The picture is not at Slack any more. It showed: An &lt;oven&gt;")
		ben.Types("/vouch library oven")
		ben.PressesModal(surface.ActStoryRead)
		bottest.WantWords(t, ben.ModalSays(), "It took a week.", "not at Slack any more")
	})
}

func TestStory_WhoMayNot(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		defer h.WantNoComplaint(t)
		ada, ben, dev := h.Joined(t, "ada"), h.Joined(t, "ben"), h.Joined(t, "dev")
		bottest.WantWords(t, h.Person(t, "cleo").Types("/vouch story"), "haven't joined yet")
		bottest.WantWords(t, ben.Types("/vouch stories"), "Only curators and program managers")
		told := storetest.MustStory(t, h.Db, ada.Id, nil)
		value := story.StoryValue(told.ID, 1)
		for _, id := range []string{surface.ActStoryOpen, "story_approve", "story_changes", "story_withdraw"} {
			for _, who := range []bottest.Actor{ben, dev} {
				if _, err := h.Handled(dispatch.Interaction{Kind: dispatch.KindAction, User: who.Id, Action: dispatch.Action{ID: id,
					Value: value}}); err == nil && id != surface.ActStoryOpen && id != "story_changes" {
					t.Errorf("%s may %s the story of somebody else", who.Id, id)
				}
			}
			if _, err := h.Handled(dispatch.Interaction{Kind: dispatch.KindAction, User: ben.Id,
				Action: dispatch.Action{ID: id, Value: value}}); store.KindOf(err) != store.NotFound {
				t.Errorf("%s gives a stranger %v", id, err)
			}
		}
		for _, id := range []string{surface.ActStories, "story_edit", "story_decline"} {
			if _, err := h.Handled(dispatch.Interaction{Kind: dispatch.KindAction, User: ben.Id,
				Action: dispatch.Action{ID: id, Value: value}}); store.KindOf(err) != store.Denied {
				t.Errorf("%s gives %v", id, err)
			}
		}
		own := storetest.MustStory(t, h.Db, dev.Id, nil)
		if _, err := h.Handled(dispatch.Interaction{Kind: dispatch.KindAction, User: dev.Id,
			Action: dispatch.Action{ID: "story_edit", Value: string(own.ID)}}); store.KindOf(err) != store.Denied {
			t.Errorf("one's own: %v", err)
		}
		dev.Types("/vouch stories")
		bottest.WantWords(t, dev.ModalSays(), "Your own: another curator edits it.")
		dev.PressesModal("Edit")
		dev.PressesModal("Decline it")
		dev.Submits(slacksim.Values{surface.FieldNote: "We had one like it."})
		h.Pass(time.Minute)
		bottest.WantWords(t, ada.Card("will not use").Words(), "We had one like it.")
		bottest.WantWords(t, ada.HomeSays(), "My content (1)")
	})
}

func TestStory_WhoLeftTakesItBackAndIsNotPaid(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		defer h.WantNoComplaint(t)
		ada, dev := h.Joined(t, "ada"), h.Person(t, "dev")
		ada.Tells(store.ShareNamed, nil)
		dev.Edits("Calm at 4 am", "A rack went down at 4 am.")
		ada.Presses(ada.Card("made this text"), "story", "story_approve")
		ada.HomeSays()
		ada.PressesHome(surface.ActLeave)
		bottest.WantWords(t, ada.ModalSays(), "1 story of yours can still be read")
		if got := len(ada.Inbox()); got != 1 {
			t.Errorf("%d messages, and one is the text of the story", got)
		}
		ada.HomeSays()
		ada.PressesHome("My content (1)")
		ada.PressesModal("Open")
		ada.PressesModal("Withdraw my story")
		if len(h.Live(t)) != 0 || ada.Score() != 10 {
			t.Errorf("live %+v, points %d", h.Live(t), ada.Score())
		}
	})
}
