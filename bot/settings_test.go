// Tests of settings, pause and resume through the workspace: what is chosen is obeyed, what is wrong is said in place.

package bot

import (
	"testing"
	"time"

	"vouch/bot/slacksim"
	"vouch/store"
)

func TestSettings_SavesAndReschedules(t *testing.T) {
	withHarness(t, setup{db: library(t, 12)}, func(t *testing.T, h *harness) {
		ada := h.joined(t, "ada")
		ada.types("/vouch settings")
		for _, field := range []string{fieldFollow, fieldMute} {
			if got := must(ada.Typeahead(t.Context(), field, "hir"))(t); len(got.Options) != 1 {
				t.Fatalf("for %s are offered %v", field, got)
			}
		}
		wrong := ada.submits(slacksim.Values{fieldFollow: []string{"hiring"}, fieldMute: []string{"hiring"}, fieldAt: "23:00"})
		if wrong[fieldMute] == "" || wrong[fieldAt] == "" {
			t.Fatalf("the errors are %v", wrong)
		}
		if ada.employee().Prefs.Follow != nil {
			t.Error("half of a wrong form was saved")
		}
		wrong = ada.submits(slacksim.Values{fieldMute: []string{}, fieldAt: "11:15", fieldFrequency: "twice", fieldQuiet: []string{"4"},
			fieldPicks: "5", fieldNetworks: []string{"linkedin"}, fieldVisibility: visibleByAlias})
		if len(wrong) > 0 {
			t.Fatalf("refused: %v", wrong)
		}
		wantWords(t, ada.modalSays(), "Saved. Your digest comes on Tuesdays and Thursdays at 11:15, except Thursdays", "at 11:15", "The next one is on Tuesday 4 January")
		h.pass(48 * time.Hour)
		wantWords(t, ada.digest().Words(), "5. ", "on Tuesdays and Thursdays at 11:15")
		if p := ada.employee().Prefs; !p.BoardAlias || p.Picks != 5 || len(p.Follow) != 1 {
			t.Errorf("saved as %+v", p)
		}
		h.wantNoComplaint(t)
	})
}

func TestPause_WordsFormAndButtons(t *testing.T) {
	withHarness(t, setup{db: library(t, 12)}, func(t *testing.T, h *harness) {
		ada := h.joined(t, "ada")
		wantWords(t, ada.types("/vouch pause soon"), "can't read \"soon\"")
		wantWords(t, ada.types("/vouch pause 2"), "paused until Wednesday 5 January", "/vouch resume")
		h.pass(24 * time.Hour)
		if got := len(ada.Inbox()); got != 0 {
			t.Fatalf("%d messages came during the pause", got)
		}
		wantWords(t, ada.homeSays(), "paused until Wednesday 5 January", "Resume now")
		ada.pressHome("Resume now")
		wantWords(t, ada.modalSays(), "on again", "Tuesday 4 January at 09:30")
		wantWords(t, ada.types("/vouch resume"), "was not paused")

		ada.homeSays()
		ada.pressHome(actPause)
		if wrong := ada.submits(slacksim.Values{fieldPauseDay: "1999-12-31"}); wrong[fieldPauseDay] == "" {
			t.Errorf("a day in the past: %v", wrong)
		}
		ada.submits(slacksim.Values{fieldPauseDay: "2000-02-01"})
		wantWords(t, ada.modalSays(), "until Tuesday 1 February")
		if until := ada.employee().Prefs.PausedUntil; until.In(store.Location("Europe/Paris", "")).Format(time.DateTime) != "2000-02-01 00:00:00" {
			t.Errorf("paused until %v", until)
		}
		h.wantNoComplaint(t)
	})
}
