// Tests of stories: from the answers to a live story with credit, shared without a page, and taken back everywhere.

package bot

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"vouch/bot/slacksim"
	"vouch/digest/post"
	"vouch/store"
	"vouch/store/storetest"
)

// pixel is the smallest PNG's first bytes; the simulator goes by the file's name, as Slack's form does.
var pixel = []byte("\x89PNG\r\n\x1a\n")

// tells goes through the questions.
func (a actor) tells(consent store.Consent, change slacksim.Values) {
	a.tb.Helper()
	a.types("/vouch story")
	values := slacksim.Values{store.AnswerField(0): "We lost a rack & <!channel> laughed.", fieldConsent: string(consent)}
	for field, value := range change {
		values[field] = value
	}
	if got := a.submits(values); got != nil {
		a.tb.Fatalf("errors %v", got)
	}
}

// edits makes a text of the story that waits longest.
func (a actor) edits(title, text string) {
	a.tb.Helper()
	a.types("/vouch stories")
	a.pressModal("Edit")
	if got := a.submits(slacksim.Values{fieldTitle: title, fieldStoryText: text, fieldOtherTopics: "Culture"}); got != nil {
		a.tb.Fatalf("errors %v", got)
	}
	wantWords(a.tb, a.modalSays(), "Sent to the author")
	if err := a.CloseAll(a.tb.Context()); err != nil {
		a.tb.Fatal(err)
	}
	a.h.pass(time.Minute)
}

// onlyStory is the newest story of a person.
func (a actor) onlyStory() store.Story {
	a.tb.Helper()
	return must(a.h.db.StoriesOf(a.id))(a.tb)[0]
}

func TestStory_LiveWithCreditAndTakenBack(t *testing.T) {
	withHarness(t, setup{}, func(t *testing.T, h *harness) {
		defer h.wantNoComplaint(t)
		ada, ben, dev := h.joined(t, "ada"), h.joined(t, "ben"), h.actor(t, "dev")
		file := must(h.sim.AddFile("ada", "oven.png", pixel))(t)
		ada.tells(store.ShareNamed, slacksim.Values{fieldPhoto: []string{file}, fieldPhotoAlt: "A rack with a hat"})
		wantWords(t, ada.modalSays(), "Story sent", "10 points")
		wantWords(t, dev.homeSays(), "1 story waits for an editor", "Stories (1)")
		dev.edits("Calm at 3 am", "A rack went down at 3 am.")
		first := ada.card("made this text")
		wantWords(t, first.Words(), "Calm at 3 am", "A rack went down at 3 am.", "Approve this text", "Colleagues may share it outside, with your name.")
		wantWords(t, ada.homeSays(), "Nobody sees it before you approve it", "1 story")

		ada.press(first, "story", actStoryChanges)
		ada.submits(slacksim.Values{fieldNote: "It was *4* am."})
		h.pass(time.Minute)
		wantWords(t, ada.card("You asked for changes").Words(), "It was ∗4∗ am.")
		dev.types("/vouch stories")
		wantWords(t, dev.modalSays(), "They want changed:", "∗4∗")
		dev.edits("Calm at 4 am", "A rack went down at 4 am.")
		wantWords(t, ada.card("There is a newer text").Words(), "Calm at 4 am")
		if len(h.live(t)) != 0 {
			t.Fatal("a text was published that nobody approved")
		}
		second := ada.card("made this text")
		ada.press(second, "story", actStoryApprove)
		late := inbound{Kind: kindAction, User: ada.id, Action: action{ID: actStoryApprove, Value: storyValue(ada.onlyStory().ID, 4)}}
		if _, err := h.handled(late); err != nil {
			t.Errorf("pressed twice: %v", err)
		}
		h.pass(time.Minute)
		wantWords(t, ada.card("You approved this text").Words(), "is live since")
		live := h.live(t)
		if len(live) != 1 || live[0].Author != ada.id || ada.score() != 10 {
			t.Fatalf("live %+v, points %d", live, ada.score())
		}
		ada.types("/vouch me")
		wantWords(t, ada.modalSays(), "*+10* What you suggested or told went live: Calm at 4 am")

		h.pass(26 * time.Hour)
		wantWords(t, ben.digest().Words(), "Calm at 4 am", "A story by <@"+string(ada.id)+">", "Read")
		ben.press(ben.digest(), "do:"+string(live[0].ID), actStoryRead)
		wantWords(t, ben.modalSays(), "A rack went down at 4 am.", "A story by")
		if !strings.Contains(fmt.Sprint(ben.Modal().Blocks), file) {
			t.Error("the picture is missing")
		}
		ben.press(ben.digest(), "do:"+string(live[0].ID), actShare)
		ben.posts("My colleague tells it well, and I believe every word of her.")
		ada.press(ada.card("You approved this text"), "story", actStoryWithdraw)
		h.pass(time.Minute)
		wantWords(t, ada.card("taken your story").Words(), "Its words are deleted here", "delete it there")
		wantWords(t, ben.digest().Words(), "This was withdrawn.")
		wantWords(t, ben.card("You had shared").Text, "Calm at 4 am", "LinkedIn", "take down what you posted")
		if s := ada.onlyStory(); len(s.Answers) != 0 || s.Photo != nil || len(h.live(t)) != 0 {
			t.Errorf("words are kept: %+v", s)
		}
		late.Action.ID = actStoryWithdraw
		if _, err := h.handled(late); err != nil {
			t.Errorf("withdrawn twice: %v", err)
		}
		late.Action.ID = actStoryApprove
		if _, err := h.handled(late); store.KindOf(err) != store.Conflict {
			t.Errorf("approved after it was withdrawn: %v", err)
		}
	})
}

// A story without a page goes out as text alone, on every network that takes text.
func TestStory_ErasedAuthorsMessagesAreReplaced(t *testing.T) {
	withHarness(t, setup{}, func(t *testing.T, h *harness) {
		defer h.wantNoComplaint(t)
		ada := h.joined(t, "ada")
		ada.tells(store.ShareNamed, nil)
		h.actor(t, "dev").edits("Calm at 3 am", "A rack went down at 3 am.")
		wantWords(t, ada.card("made this text").Words(), "A rack went down")
		must(h.db.EraseEmployee(store.Operator, ada.id))(t)
		h.pass(5 * time.Minute)
		for _, m := range ada.Inbox() {
			if strings.Contains(m.Words(), "rack") {
				t.Errorf("it still says %q", m.Words())
			}
		}
		wantWords(t, ada.card("was erased").Words(), "what stood here")
	})
}

// A colleague's words are never changed in the form of an item, where every field would be refused.
func TestStory_MenuOfManagedContentChangesTheText(t *testing.T) {
	withHarness(t, setup{}, func(t *testing.T, h *harness) {
		defer h.wantNoComplaint(t)
		ada, dev := h.joined(t, "ada"), h.actor(t, "dev")
		_, asset := storetest.MustApprovedStory(t, h.db, ada.id, nil)
		dev.homeSays() // opens it
		dev.pressHome("Manage content")
		wantWords(t, dev.modalSays(), "Change the text")
		dev.pressModal(actContentMenu, contentEdit+" "+string(asset.ID))
		if got := dev.Modal().CallbackID; got != cbStoryEdit {
			t.Errorf("the menu opens %q", got)
		}
	})
}

func TestStory_SharedWithoutAPage(t *testing.T) {
	withHarness(t, setup{}, func(t *testing.T, h *harness) {
		defer h.wantNoComplaint(t)
		ada, ben := h.joined(t, "ada"), h.joined(t, "ben")
		_, asset := storetest.MustApprovedStory(t, h.db, ada.id, nil)
		for _, who := range []struct {
			actor
			begins string
		}{{ben, "My colleague ada tells:"}, {ada, "We moved the bakery"}} {
			who.types("/vouch library oven")
			who.pressModal(actShare)
			if _, text := who.field(); !strings.HasPrefix(text, who.begins) {
				t.Errorf("%s begins with %q", who.id, text)
			}
			says := who.modalSays()
			if strings.Contains(says, "link") || strings.Contains(says, "Reddit") {
				t.Errorf("the form speaks of a link:\n%s", says)
			}
			if err := who.CloseAll(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		for _, network := range post.NetworksOf(asset, store.Preferences{}) {
			ben.types("/vouch library oven")
			ben.pressModal(actShare)
			if ben.Modal().CallbackID != cbShare {
				ben.pressModal(actShareAnew)
			}
			block, _ := ben.field()
			if got := ben.submits(slacksim.Values{fieldNetwork: string(network), block: "She tells it well."}); got != nil {
				t.Errorf("%s: errors %v", network, got)
			}
			wantWords(t, ben.modalSays(), "Your post", "She tells it well.")
			if err := ben.CloseAll(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestStory_InsideOnly(t *testing.T) {
	withHarness(t, setup{}, func(t *testing.T, h *harness) {
		defer h.wantNoComplaint(t)
		ada, ben := h.joined(t, "ada"), h.joined(t, "ben")
		_, asset := storetest.MustApprovedStory(t, h.db, ada.id, func(f *store.StoryForm) { f.Consent = store.InsideOnly })
		ben.types("/vouch library oven")
		says := ben.modalSays()
		wantWords(t, says, "The new oven", "for colleagues only", "Read", "Save")
		if strings.Contains(says, "Share") {
			t.Errorf("it can be shared:\n%s", says)
		}
		for _, act := range []action{{ID: actShare, Value: string(asset.ID)}, {ID: actPickMenu, Value: menuShared + ":" + string(asset.ID)}} {
			_, err := h.handled(inbound{Kind: kindAction, User: ben.id, Action: act})
			if store.KindOf(err) != store.Conflict || !strings.Contains(err.Error(), "for colleagues") {
				t.Errorf("%s gives %v", act.ID, err)
			}
		}
		ben.pressModal(actStoryRead)
		if strings.Contains(ben.modalSays(), "Share") {
			t.Error("the story's window shares it")
		}
	})
}

func TestStory_FormErrors(t *testing.T) {
	withHarness(t, setup{}, func(t *testing.T, h *harness) {
		defer h.wantNoComplaint(t)
		ada := h.joined(t, "ada")
		text := must(h.sim.AddFile("ada", "notes.png", pixel))(t)
		ada.types("/vouch story")
		got := ada.submits(slacksim.Values{store.AnswerField(0): "Words.", fieldConsent: "named", fieldPhoto: []string{text}, fieldLink: "https://user:secret@example.com/"})
		if !strings.Contains(got[fieldPhotoAlt], "what the picture shows") || !strings.Contains(got[fieldLink], "full address") {
			t.Errorf("errors %v", got)
		}
		for f, words := range map[upload]string{{ID: "F1", Mime: "text/html", Size: 5}: "no picture", {ID: "F1", Mime: "image/png", Size: maxPhoto + 1}: "10 MB",
			{ID: "F1", Mime: "image/gif", Size: maxPhoto}: ""} {
			if problem := photoProblem(f); !strings.Contains(problem, words) || (words == "") != (problem == "") {
				t.Errorf("%+v: %q", f, problem)
			}
		}
	})
}

// A picture that its owner deleted must not keep the story's windows from opening.
func TestStory_PictureGone(t *testing.T) {
	withHarness(t, setup{}, func(t *testing.T, h *harness) {
		ada, ben, dev := h.joined(t, "ada"), h.joined(t, "ben"), h.actor(t, "dev")
		photo := func(f *store.StoryForm) { f.Photo = &store.StoryPhoto{File: "F404", Alt: "An <oven>"} }
		storetest.MustStory(t, h.db, ada.id, photo)
		storetest.MustApprovedStory(t, h.db, ada.id, photo)
		dev.types("/vouch stories")
		dev.pressModal("Edit")
		wantWords(t, dev.modalSays(), "The picture is not at Slack any more. It showed: An &lt;oven&gt;")
		ben.types("/vouch library oven")
		ben.pressModal(actStoryRead)
		wantWords(t, ben.modalSays(), "It took a week.", "not at Slack any more")
	})
}

func TestStory_WhoMayNot(t *testing.T) {
	withHarness(t, setup{}, func(t *testing.T, h *harness) {
		defer h.wantNoComplaint(t)
		ada, ben, dev := h.joined(t, "ada"), h.joined(t, "ben"), h.joined(t, "dev")
		wantWords(t, h.actor(t, "cleo").types("/vouch story"), "haven't joined yet")
		wantWords(t, ben.types("/vouch stories"), "Only curators and program managers")
		told := storetest.MustStory(t, h.db, ada.id, nil)
		value := storyValue(told.ID, 1)
		for _, id := range []string{actStoryOpen, actStoryApprove, actStoryChanges, actStoryWithdraw} {
			for _, who := range []actor{ben, dev} {
				if _, err := h.handled(inbound{Kind: kindAction, User: who.id, Action: action{ID: id, Value: value}}); err == nil && id != actStoryOpen && id != actStoryChanges {
					t.Errorf("%s may %s the story of somebody else", who.id, id)
				}
			}
			if _, err := h.handled(inbound{Kind: kindAction, User: ben.id, Action: action{ID: id, Value: value}}); store.KindOf(err) != store.NotFound {
				t.Errorf("%s gives a stranger %v", id, err)
			}
		}
		for _, id := range []string{actStories, actStoryEdit, actStoryDecline} {
			if _, err := h.handled(inbound{Kind: kindAction, User: ben.id, Action: action{ID: id, Value: value}}); store.KindOf(err) != store.Denied {
				t.Errorf("%s gives %v", id, err)
			}
		}
		own := storetest.MustStory(t, h.db, dev.id, nil)
		if _, err := h.handled(inbound{Kind: kindAction, User: dev.id, Action: action{ID: actStoryEdit, Value: string(own.ID)}}); store.KindOf(err) != store.Denied {
			t.Errorf("one's own: %v", err)
		}
		dev.types("/vouch stories")
		wantWords(t, dev.modalSays(), "Your own: another curator edits it.")
		dev.pressModal("Edit")
		dev.pressModal("Decline it")
		dev.submits(slacksim.Values{fieldNote: "We had one like it."})
		h.pass(time.Minute)
		wantWords(t, ada.card("will not use").Words(), "We had one like it.")
		wantWords(t, ada.homeSays(), "1 story")
	})
}

func TestStory_WhoLeftTakesItBackAndIsNotPaid(t *testing.T) {
	withHarness(t, setup{}, func(t *testing.T, h *harness) {
		defer h.wantNoComplaint(t)
		ada, dev := h.joined(t, "ada"), h.actor(t, "dev")
		ada.tells(store.ShareNamed, nil)
		dev.edits("Calm at 4 am", "A rack went down at 4 am.")
		ada.press(ada.card("made this text"), "story", actStoryApprove)
		ada.homeSays()
		ada.pressHome(actLeave)
		wantWords(t, ada.modalSays(), "1 story of yours can still be read")
		if got := len(ada.Inbox()); got != 1 {
			t.Errorf("%d messages, and one is the text of the story", got)
		}
		ada.homeSays()
		ada.pressHome("What became of them")
		ada.pressModal("Open")
		ada.pressModal("Withdraw my story")
		if len(h.live(t)) != 0 || ada.score() != 10 {
			t.Errorf("live %+v, points %d", h.live(t), ada.score())
		}
	})
}
