// Tests of joining and leaving: one form, the first digest at once, and true answers to late and double clicks.

package member_test

import (
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest"
	"vouch/bot/slacksim"
	"vouch/bot/surface"
	"vouch/store"
)

func TestJoin_FirstDigestAtOnce(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 8)}, func(t *testing.T, h *bottest.World) {
		ada := h.Person(t, "ada")
		bottest.WantWords(t, ada.HomeSays(), "Welcome to Vouch", "It's voluntary", "never posts for you", "What is recorded",
			"Set up my digest", "New in the library")
		welcome := ada.Inbox()[0]
		bottest.WantWords(t, welcome.Words(), "Welcome to Vouch", "Set up my digest")

		ada.Presses(welcome, "", surface.ActJoin)
		bottest.WantWords(t, ada.ModalSays(), "Guessed from your title, Senior Backend Engineer")
		if wrong := ada.Submits(slacksim.Values{"frequency": "three"}); len(wrong) > 0 {
			t.Fatalf("refused: %v", wrong)
		}
		bottest.WantWords(t, ada.ModalSays(), "You're in", "3 picks are in your messages",
			"The next digest comes on Wednesday 5 January at 09:30")
		e := ada.Employee()
		if !e.IsAdvocate() || e.Prefs.Personas[0] != "engineering" || e.Prefs.Rhythm.Frequency != store.Three {
			t.Errorf("joined as %+v", e.Prefs)
		}
		bottest.WantWords(t, ada.Digest().Words(), "1. ", "Share", "Save", "Mondays, Wednesdays and Fridays at 09:30")
		bottest.WantWords(t, ada.Inbox()[0].Words(), "You're in") // the welcome, brought up to date
		bottest.WantWords(t, ada.HomeSays(), "Your next step", "Getting started")

		bottest.WantWords(t, ada.Types("/vouch JOIN"), "You joined on", "The next digest comes")
		// Who comes back has the hour they chose in the settings.
		e.Prefs.Rhythm.At = "14:15"
		bottest.Must(h.Db.SavePreferences(e.ID, e.Prefs))(t)
		bottest.Must(h.Db.Leave(e.ID))(t)
		ada.Types("/vouch join")
		if wrong := ada.Submits(nil); len(wrong) > 0 || ada.Employee().Prefs.Rhythm.At != "14:15" {
			t.Errorf("back with %v: %+v", wrong, ada.Employee().Prefs)
		}
		h.WantNoComplaint(t)
	})
}

// Two windows may be open: the second submission saves what it says and starts nothing twice.
func TestJoin_TwiceGivesOneDigest(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 8)}, func(t *testing.T, h *bottest.World) {
		ada := h.Person(t, "ada")
		for range 2 {
			ada.Types("/vouch join")
			if ada.Modal() == nil || ada.Modal().CallbackID != "join" {
				break
			}
			ada.Submits(nil)
			if err := ada.CloseAll(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if got := len(h.Texts("ada")); got != 1 {
			t.Errorf("ada has %d messages, want one digest", got)
		}
	})
}

func TestJoin_NothingToShowYet(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		greta := h.Person(t, "greta") // no title
		greta.Types("/vouch join")
		bottest.WantWords(t, greta.ModalSays(), "What do you do?", "Up to two.")
		greta.Submits(slacksim.Values{surface.FieldPersonas: []string{"sales", "marketing"}})
		bottest.WantWords(t, greta.ModalSays(), "nothing in the library yet")
		bottest.WantWords(t, greta.Types("/vouch digest"), "library")
		h.WantNoComplaint(t)
	})
}

func TestJoin_GuestsAreRefusedKindly(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 3)}, func(t *testing.T, h *bottest.World) {
		ida := h.Person(t, "ida")
		bottest.WantWords(t, ida.HomeSays(), "guest of the workspace")
		for _, line := range []string{"/vouch join", "/vouch digest", "/leaderboard", "/vouch", "/vouch help",
			"/vouch dijest"} {
			bottest.Must(ida.Slash(t.Context(), "", line))(t) // guests are not in the channel of the other tests
			bottest.WantWords(t, ida.Newest(0), "guest of the workspace")
			if strings.Contains(ida.Newest(0), "More") {
				t.Errorf("%s offers what will refuse", line)
			}
		}
		if got := len(ida.Inbox()) - len(ida.Ephemerals()); got != 0 {
			t.Errorf("a guest got %d messages", got)
		}
	})
}

func TestLeave_OneClick(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 20)}, func(t *testing.T, h *bottest.World) {
		ada := h.Joined(t, "ada")
		h.Pass(3 * time.Hour) // 9:30 in Paris is 8:30 here
		before := len(ada.Inbox())
		if before != 1 {
			t.Fatalf("ada has %d messages, want today's digest", before)
		}
		ada.HomeSays()
		ada.PressesHome(surface.ActLeave)
		bottest.WantWords(t, ada.ModalSays(), "You've left Vouch", "Join again")
		bottest.WantWords(t, ada.Home().Words(), "Set up my digest")
		h.Pass(72 * time.Hour)
		if got := len(ada.Inbox()); got != before {
			t.Errorf("%d messages came after leaving", got-before)
		}
		bottest.WantWords(t, ada.Types("/vouch leave"), "You haven't joined")
		bottest.WantWords(t, ada.Types("/vouch pause 3"), "You have left Vouch")
		bottest.WantWords(t, ada.Presses(ada.Digest(), "digest", surface.ActSettings), "You have left Vouch")
		h.WantNoComplaint(t)
	})
}

// Whoever meets Vouch for the first time reads that it is voluntary, what is recorded and how to stop.
func TestFirstContact_SaysWhatPeopleMustKnow(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 3)}, func(t *testing.T, h *bottest.World) {
		ada := h.Person(t, "ada")
		home := ada.HomeSays()
		h.Pass(time.Minute)
		ada.PressesHome("Set up my digest")
		for _, text := range []string{home, ada.News("Welcome to Vouch").Words(), ada.ModalSays()} {
			bottest.WantWords(t, text, "It's voluntary", "recorded", "leave with one click")
		}
		ada.PressesModal("Policy")
		bottest.WantWords(t, ada.ModalSays(), "voluntary", "Vouch records what", "pause or leave with one click",
			"Drafting tools", "Keep secret", "Say that you work here", "pay or working conditions")
		if err := ada.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		ada.PressesHome("What is recorded")
		bottest.WantWords(t, ada.ModalSays(), "what you choose and press", "whom you refer",
			"Pause or leave")
	})
}
