// Tests of settings, pause and resume through the workspace: what is chosen is obeyed, what is wrong is said in place.

package member_test

import (
	"slices"
	"testing"
	"time"

	"vouch/bot/bottest"
	"vouch/bot/slacksim"
	"vouch/bot/surface"
	"vouch/store"
)

func TestSettings_SavesAndReschedules(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 12)}, func(t *testing.T, h *bottest.World) {
		ada := h.Joined(t, "ada")
		ada.Types("/vouch settings")
		for _, field := range []string{"follow", "mute"} {
			if got := bottest.Must(ada.Typeahead(t.Context(), field, "hir"))(t); len(got.Options) != 1 {
				t.Fatalf("for %s are offered %v", field, got)
			}
		}
		wrong := ada.Submits(slacksim.Values{"follow": []string{"hiring"}, "mute": []string{"hiring"},
			surface.FieldAt: "23:00"})
		if wrong["mute"] == "" || wrong[surface.FieldAt] == "" {
			t.Fatalf("the errors are %v", wrong)
		}
		if ada.Employee().Prefs.Follow != nil {
			t.Error("half of a wrong form was saved")
		}
		wrong = ada.Submits(slacksim.Values{"mute": []string{}, surface.FieldAt: "11:15", "frequency": "twice",
			"quiet": []string{"4"},
			"picks": "5"})
		if len(wrong) > 0 {
			t.Fatalf("refused: %v", wrong)
		}
		bottest.WantWords(t, ada.ModalSays(), "Saved. Your digest comes on Tuesdays at 11:15", "at 11:15",
			"The next one is on Tuesday 4 January")
		ada.Types("/vouch settings")
		ada.PressesModal("reach")
		if wrong := ada.Submits(slacksim.Values{surface.FieldNetworks: []string{"linkedin"},
			surface.FieldAudiences: []string{"peers"},
			"languages":            []string{"de", "en"}}); len(wrong) > 0 {
			t.Fatalf("refused: %v", wrong)
		}
		ada.Types("/vouch settings")
		ada.PressesModal("privacy")
		bottest.WantWords(t, ada.ModalSays(), "On leaderboards", "What is recorded")
		ada.Submits(slacksim.Values{"board": "alias"})
		h.Pass(48 * time.Hour)
		bottest.WantWords(t, ada.Digest().Words(), "5. ", "on Tuesdays at 11:15")
		if p := ada.Employee().Prefs; !p.BoardAlias || p.Picks != 5 || len(p.Follow) != 1 || len(p.Languages) != 2 ||
			!slices.Equal(p.Audiences, []store.Audience{store.Peers}) ||
			!slices.Equal(p.Networks, []store.Network{store.LinkedIn}) {
			t.Errorf("saved as %+v", p)
		}
		h.WantNoComplaint(t)
	})
}

func TestPause_WordsFormAndButtons(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 12)}, func(t *testing.T, h *bottest.World) {
		ada := h.Joined(t, "ada")
		bottest.WantWords(t, ada.Types("/vouch pause soon"), "can't read \"soon\"")
		bottest.WantWords(t, ada.Types("/vouch pause 2"), "paused until Wednesday 5 January", "Resume")
		h.Pass(24 * time.Hour)
		if got := len(ada.Inbox()); got != 0 {
			t.Fatalf("%d messages came during the pause", got)
		}
		bottest.WantWords(t, ada.HomeSays(), "paused until Wednesday 5 January", "Resume now")
		ada.PressesHome("Resume now")
		bottest.WantWords(t, ada.ModalSays(), "on again", "Tuesday 4 January at 09:30")
		bottest.WantWords(t, ada.Types("/vouch resume"), "was not paused")

		ada.HomeSays()
		ada.PressesHome(surface.ActPause)
		if wrong := ada.Submits(slacksim.Values{"until": "1999-12-31"}); wrong["until"] == "" {
			t.Errorf("a day in the past: %v", wrong)
		}
		ada.Submits(slacksim.Values{"until": "2000-02-01"})
		bottest.WantWords(t, ada.ModalSays(), "until Tuesday 1 February")
		if until := ada.Employee().Prefs.PausedUntil; until.In(store.Location("Europe/Paris", "")).Format(
			time.DateTime) != "2000-02-01 00:00:00" {
			t.Errorf("paused until %v", until)
		}
		h.WantNoComplaint(t)
	})
}
