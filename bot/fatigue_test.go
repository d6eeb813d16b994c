// Tests of fatigue: weeks of silence in the simulated workspace, what people read then, and each way back.

package bot

import (
	"strings"
	"testing"
	"time"

	"vouch/bot/slacksim"
	"vouch/store"
	"vouch/store/storetest"
)

// ignoring runs a test with Ada, who joined and did nothing for some digests, one each weekday.
func ignoring(t *testing.T, digests int, do func(t *testing.T, h *harness, ada actor)) {
	t.Helper()
	ignoringBy(t, store.DefaultSettings(), digests, do)
}

// ignoringUntilAsked is ignoring in a program that asks soon, because each virtual day costs real time.
func ignoringUntilAsked(t *testing.T, do func(t *testing.T, h *harness, ada actor)) {
	t.Helper()
	ignoringBy(t, store.Settings{SlowAfter: 1, AskAfter: 2}, 3, do)
}

// ignoringBy is ignoring with the program's own patience.
func ignoringBy(t *testing.T, patience store.Settings, digests int, do func(t *testing.T, h *harness, ada actor)) {
	t.Helper()
	withHarness(t, setup{db: library(t, 60)}, func(t *testing.T, h *harness) {
		ada := h.joined(t, "ada")
		storetest.MustSettings(t, h.db, func(s *store.Settings) { s.SlowAfter, s.AskAfter = patience.SlowAfter, patience.AskAfter })
		h.pass(3 * time.Hour) // Monday's digest, at 9:30 in Paris
		for got := 1; got < digests; {
			before := len(ada.Inbox())
			h.pass(24 * time.Hour)
			got += len(ada.Inbox()) - before
		}
		do(t, h, ada)
		h.wantNoComplaint(t)
	})
}

// last is the newest message in somebody's conversation with the app.
func last(a actor) slacksim.Message {
	inbox := a.Inbox()
	return inbox[len(inbox)-1]
}

func TestFatigue_SlowsDownAndSaysSo(t *testing.T) {
	ignoring(t, 4, func(t *testing.T, h *harness, ada actor) {
		wantWords(t, last(ada).Words(), "Nothing came back to the last 3 digests", "on Mondays, Wednesdays and Fridays at 09:30", "Keep it as it was")
		ada.types("/vouch settings")
		wantWords(t, ada.modalSays(), "comes less often since Thursday, 6 January", "Back to every weekday")
		ada.press(last(ada), "", actRhythmKept)
		wantWords(t, last(ada).Words(), "It stays as you have it: every weekday at 09:30.", "You get this every weekday at 09:30.")
		if strings.Contains(last(ada).Words(), "less often") {
			t.Error("the line still stands there")
		}
		// The days after it are as before.
		before := len(ada.Inbox())
		h.pass(24 * time.Hour)
		if got := len(ada.Inbox()) - before; got != 1 {
			t.Errorf("%d messages on Friday", got)
		}
	})
}

func TestFatigue_WhoAnswersIsNotSlowedDown(t *testing.T) {
	ignoring(t, 3, func(t *testing.T, h *harness, ada actor) {
		ada.types("/vouch me")
		h.pass(24 * time.Hour)
		if words := last(ada).Words(); strings.Contains(words, "less often") {
			t.Errorf("after a command: %s", words)
		}
		if a := must(h.db.Employee(ada.id))(t).Attention; a.Ignored != 0 {
			t.Errorf("%+v", a)
		}
	})
}

func TestFatigue_AsksAndObeys(t *testing.T) {
	for name, c := range map[string]struct {
		press string
		says  string
		after func(e store.Employee) bool
	}{
		"kept":    {actRhythmKept, "every weekday at 09:30", func(e store.Employee) bool { return e.Attention.Slowed == 0 }},
		"weekly":  {actRhythmWeekly, "on Tuesdays at 09:30", func(e store.Employee) bool { return e.Prefs.Rhythm.Frequency == store.Weekly }},
		"stopped": {actRhythmStopped, "Stopped.", func(e store.Employee) bool { return e.NextDigest.IsZero() }},
	} {
		t.Run(name, func(t *testing.T) {
			ignoringUntilAsked(t, func(t *testing.T, h *harness, ada actor) {
				question := last(ada)
				wantWords(t, question.Words(), "how often would you like it?", "It came every weekday at 09:30", "once a week from now on")
				ada.press(question, "", c.press)
				wantWords(t, last(ada).Words(), c.says)
				if strings.Contains(last(ada).Words(), "how often") {
					t.Error("the question still stands there")
				}
				if e := must(h.db.Employee(ada.id))(t); !c.after(e) {
					t.Errorf("%+v, %+v", e.Prefs, e.Attention)
				}
			})
		})
	}
}

func TestFatigue_SilenceMeansOnceAWeek(t *testing.T) {
	ignoringUntilAsked(t, func(t *testing.T, h *harness, ada actor) {
		before := len(ada.Inbox())
		h.pass(7 * 24 * time.Hour)
		if got := len(ada.Inbox()) - before; got != 1 {
			t.Errorf("%d messages in a week", got)
		}
	})
}

func TestFatigue_AFullWeekIsToldInTheDigest(t *testing.T) {
	withHarness(t, setup{db: library(t, 40)}, func(t *testing.T, h *harness) {
		ada := h.joined(t, "ada")
		storetest.MustSettings(t, h.db, func(s *store.Settings) { s.WeeklyCap = 1 })
		h.pass(3 * time.Hour) // Monday's digest fills the week
		saved := storetest.MustAsset(t, h.db, func(a *store.Asset) { a.Title = "How we <!channel> grew" })
		must(h.db.SaveFeedback(ada.id, saved.ID, store.Saved, "", ""))(t)
		must(h.db.WithdrawAsset(store.Operator, saved.ID, "outdated"))(t)
		before := len(ada.Inbox())
		h.pass(12 * time.Hour)
		if got := len(ada.Inbox()) - before; got != 0 {
			t.Fatalf("%d messages over the cap", got)
		}
		h.pass(12 * time.Hour)
		if got := len(ada.Inbox()) - before; got != 1 {
			t.Errorf("%d messages on Tuesday", got)
		}
		wantWords(t, last(ada).Words(), "Your picks for Tuesday", "Also this week", "How we", "grew")
		if strings.Contains(last(ada).Words(), "<!channel>") {
			t.Error("a title calls the channel")
		}
		if depth := h.mustDepth(); depth.Pending != 0 || depth.Sending != 0 {
			t.Errorf("something is left: %+v", depth)
		}
		// It stays in the digest when that is drawn anew.
		d := must(h.db.DeliveriesOf(ada.id, 1))(t)[0]
		ada.press(last(ada), "do:"+string(d.Picks[0].Asset), actSave)
		wantWords(t, last(ada).Words(), "Saved. You find it on Home.", "Also this week")
		h.wantNoComplaint(t)
	})
}
