// Tests of joining and leaving: one form, the first digest at once, and true answers to late and double clicks.

package bot

import (
	"strings"
	"testing"
	"time"

	"vouch/bot/slacksim"
	"vouch/store"
)

func TestJoin_FirstDigestAtOnce(t *testing.T) {
	withHarness(t, setup{db: library(t, 8)}, func(t *testing.T, h *harness) {
		ada := h.actor(t, "ada")
		wantWords(t, ada.homeSays(), "Welcome to Vouch", "It's voluntary", "never posts for you", "What is recorded", "How to stop", "Set up my digest", "New in the library")
		welcome := ada.Inbox()[0]
		wantWords(t, welcome.Words(), "Welcome to Vouch", "Set up my digest")

		ada.press(welcome, "", actJoin)
		wantWords(t, ada.modalSays(), "Guessed from your title, Senior Backend Engineer", "Europe/Paris")
		if wrong := ada.submits(slacksim.Values{fieldAt: "00:00"}); !strings.Contains(wrong[fieldAt], "from 06:00") {
			t.Errorf("the middle of the night: %v", wrong)
		}
		if wrong := ada.submits(slacksim.Values{fieldAt: "18:30"}); !strings.Contains(wrong[fieldAt], "before 18:00") {
			t.Errorf("an hour after work: %v", wrong)
		}
		if wrong := ada.submits(slacksim.Values{fieldAt: "10:00", fieldFrequency: "three"}); len(wrong) > 0 {
			t.Fatalf("refused: %v", wrong)
		}
		wantWords(t, ada.modalSays(), "You're in", "3 picks are in your messages", "Wednesday 5 January at 10:00")
		e := ada.employee()
		if !e.IsAdvocate() || e.Prefs.Personas[0] != "engineering" || e.Prefs.Rhythm.Frequency != store.Three {
			t.Errorf("joined as %+v", e.Prefs)
		}
		wantWords(t, ada.digest().Words(), "1. ", "Why you see this", "Share", "Save", "Mondays, Wednesdays and Fridays at 10:00")
		wantWords(t, ada.Inbox()[0].Words(), "You're in") // the welcome, brought up to date
		wantWords(t, ada.homeSays(), "Your next step", "Getting started")

		wantWords(t, ada.types("/vouch JOIN"), "You joined on", "The next digest comes")
		h.wantNoComplaint(t)
	})
}

// Two windows may be open: the second submission saves what it says and starts nothing twice.
func TestJoin_TwiceGivesOneDigest(t *testing.T) {
	withHarness(t, setup{db: library(t, 8)}, func(t *testing.T, h *harness) {
		ada := h.actor(t, "ada")
		for range 2 {
			ada.types("/vouch join")
			if ada.Modal() == nil || ada.Modal().CallbackID != cbJoin {
				break
			}
			ada.submits(nil)
			if err := ada.CloseAll(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if got := len(h.texts("ada")); got != 1 {
			t.Errorf("ada has %d messages, want one digest", got)
		}
	})
}

func TestJoin_NothingToShowYet(t *testing.T) {
	withHarness(t, setup{}, func(t *testing.T, h *harness) {
		greta := h.actor(t, "greta") // no title
		greta.types("/vouch join")
		wantWords(t, greta.modalSays(), "Up to two. Pick what describes")
		greta.submits(slacksim.Values{fieldPersonas: []string{"sales", "marketing"}})
		wantWords(t, greta.modalSays(), "nothing in the library yet")
		wantWords(t, greta.types("/vouch digest"), "library")
		h.wantNoComplaint(t)
	})
}

func TestJoin_GuestsAreRefusedKindly(t *testing.T) {
	withHarness(t, setup{db: library(t, 3)}, func(t *testing.T, h *harness) {
		ida := h.actor(t, "ida")
		wantWords(t, ida.homeSays(), "guest of the workspace")
		for _, line := range []string{"/vouch join", "/vouch digest", "/leaderboard", "/vouch", "/vouch help", "/vouch dijest"} {
			must(ida.Slash(t.Context(), "", line))(t) // guests are not in the channel of the other tests
			wantWords(t, ida.newest(0), "guest of the workspace")
			if strings.Contains(ida.newest(0), "/vouch digest") {
				t.Errorf("%s offers what will refuse", line)
			}
		}
		if got := len(ida.Inbox()) - len(ida.Ephemerals()); got != 0 {
			t.Errorf("a guest got %d messages", got)
		}
	})
}

func TestLeave_OneClick(t *testing.T) {
	withHarness(t, setup{db: library(t, 20)}, func(t *testing.T, h *harness) {
		ada := h.joined(t, "ada")
		h.pass(3 * time.Hour) // 9:30 in Paris is 8:30 here
		before := len(ada.Inbox())
		if before != 1 {
			t.Fatalf("ada has %d messages, want today's digest", before)
		}
		ada.homeSays()
		ada.pressHome(actLeave)
		wantWords(t, ada.modalSays(), "You've left Vouch")
		wantWords(t, ada.Home().Words(), "Set up my digest")
		h.pass(72 * time.Hour)
		if got := len(ada.Inbox()); got != before {
			t.Errorf("%d messages came after leaving", got-before)
		}
		wantWords(t, ada.types("/vouch leave"), "You haven't joined")
		wantWords(t, ada.types("/vouch pause 3"), "You have left Vouch")
		wantWords(t, ada.press(ada.digest(), "digest", actSettings), "You have left Vouch")
		h.wantNoComplaint(t)
	})
}
