// Tests of fatigue: weeks of silence in the simulated workspace, what people read then, and each way back.

package digestcard_test

import (
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest"
	"vouch/bot/slacksim"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/storetest"
)

// ignoring runs a test with Ada, who joined and did nothing for some digests, one each weekday.
func ignoring(t *testing.T, digests int, do func(t *testing.T, h *bottest.World, ada bottest.Actor)) {
	t.Helper()
	ignoringBy(t, store.DefaultSettings(), digests, do)
}

// ignoringUntilAsked is ignoring in a program that asks soon, because each virtual day costs real time.
func ignoringUntilAsked(t *testing.T, do func(t *testing.T, h *bottest.World, ada bottest.Actor)) {
	t.Helper()
	ignoringBy(t, store.Settings{SlowAfter: 1, AskAfter: 2}, 3, do)
}

// ignoringBy is ignoring with the program's own patience.
func ignoringBy(t *testing.T, patience store.Settings, digests int,
	do func(t *testing.T, h *bottest.World, ada bottest.Actor)) {
	t.Helper()
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 60)}, func(t *testing.T, h *bottest.World) {
		ada := h.Joined(t, "ada")
		storetest.MustSettings(t, h.Db, func(s *store.Settings) {
			s.SlowAfter, s.AskAfter = patience.SlowAfter,
				patience.AskAfter
		})
		h.Pass(3 * time.Hour) // Monday's digest, at 9:30 in Paris
		for got := 1; got < digests; {
			before := len(ada.Inbox())
			h.Pass(24 * time.Hour)
			got += len(ada.Inbox()) - before
		}
		do(t, h, ada)
		h.WantNoComplaint(t)
	})
}

// last is the newest message in somebody's conversation with the app.
func last(a bottest.Actor) slacksim.Message {
	inbox := a.Inbox()
	return inbox[len(inbox)-1]
}

func TestFatigue_SlowsDownAndSaysSo(t *testing.T) {
	ignoring(t, 4, func(t *testing.T, h *bottest.World, ada bottest.Actor) {
		bottest.WantWords(t, last(ada).Words(), "You did not react to the last 3 digests",
			"on Mondays, Wednesdays and Fridays at 09:30", "Keep it as it was")
		ada.Types("/vouch settings")
		bottest.WantWords(t, ada.ModalSays(), "has come less often since Thursday, 6 January", "Back to every weekday")
		ada.Presses(last(ada), "", surface.ActRhythmKept)
		bottest.WantWords(t, last(ada).Words(), "You get this every weekday at 09:30.")
		if strings.Contains(last(ada).Words(), "less often") {
			t.Error("the line still stands there")
		}
		// The days after it are as before.
		before := len(ada.Inbox())
		h.Pass(24 * time.Hour)
		if got := len(ada.Inbox()) - before; got != 1 {
			t.Errorf("%d messages on Friday", got)
		}
	})
}

func TestFatigue_WhoAnswersIsNotSlowedDown(t *testing.T) {
	ignoring(t, 3, func(t *testing.T, h *bottest.World, ada bottest.Actor) {
		ada.Types("/vouch me")
		h.Pass(24 * time.Hour)
		if words := last(ada).Words(); strings.Contains(words, "less often") {
			t.Errorf("after a command: %s", words)
		}
		if a := bottest.Must(h.Db.Employee(ada.Id))(t).Attention; a.Ignored != 0 {
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
		"kept": {surface.ActRhythmKept, "every weekday at 09:30",
			func(e store.Employee) bool { return e.Attention.Slowed == 0 }},
		"weekly": {"rhythm_weekly", "on Tuesdays at 09:30",
			func(e store.Employee) bool { return e.Prefs.Rhythm.Frequency == store.Weekly }},
		"stopped": {"rhythm_stopped", "Stopped.", func(e store.Employee) bool { return e.NextDigest.IsZero() }},
	} {
		t.Run(name, func(t *testing.T) {
			ignoringUntilAsked(t, func(t *testing.T, h *bottest.World, ada bottest.Actor) {
				question := last(ada)
				bottest.WantWords(t, question.Words(), "How often would you like the digest?", "once a week from now on")
				ada.Presses(question, "", c.press)
				bottest.WantWords(t, last(ada).Words(), c.says)
				if strings.Contains(last(ada).Words(), "how often") {
					t.Error("the question still stands there")
				}
				if e := bottest.Must(h.Db.Employee(ada.Id))(t); !c.after(e) {
					t.Errorf("%+v, %+v", e.Prefs, e.Attention)
				}
			})
		})
	}
}

func TestFatigue_SilenceMeansOnceAWeek(t *testing.T) {
	ignoringUntilAsked(t, func(t *testing.T, h *bottest.World, ada bottest.Actor) {
		before := len(ada.Inbox())
		h.Pass(7 * 24 * time.Hour)
		if got := len(ada.Inbox()) - before; got != 1 {
			t.Errorf("%d messages in a week", got)
		}
	})
}

func TestFatigue_AFullWeekIsToldInTheDigest(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 40)}, func(t *testing.T, h *bottest.World) {
		ada := h.Joined(t, "ada")
		storetest.MustSettings(t, h.Db, func(s *store.Settings) { s.WeeklyCap = 1 })
		h.Pass(3 * time.Hour) // Monday's digest fills the week
		saved := storetest.MustAsset(t, h.Db, func(a *store.Asset) { a.Title = "How we <!channel> grew" })
		bottest.Must(h.Db.SaveFeedback(ada.Id, saved.ID, store.Saved, "", ""))(t)
		bottest.Must(h.Db.WithdrawAsset(store.Operator, saved.ID, "outdated"))(t)
		before := len(ada.Inbox())
		h.Pass(12 * time.Hour)
		if got := len(ada.Inbox()) - before; got != 0 {
			t.Fatalf("%d messages over the cap", got)
		}
		h.Pass(12 * time.Hour)
		if got := len(ada.Inbox()) - before; got != 1 {
			t.Errorf("%d messages on Tuesday", got)
		}
		bottest.WantWords(t, last(ada).Words(), "Your picks for Tuesday", "Also this week", "How we", "grew")
		if strings.Contains(last(ada).Words(), "<!channel>") {
			t.Error("a title calls the channel")
		}
		// It stays in the digest when that is rendered anew.
		d := bottest.Must(h.Db.DeliveriesOf(ada.Id, 1))(t)[0]
		ada.Presses(last(ada), "do:"+string(d.Picks[0].Asset), surface.ActSave)
		bottest.WantWords(t, last(ada).Words(), "Saved. You find it on Home.", "Also this week")
		h.Pass(9 * time.Hour) // managers elsewhere get their card of the week at work
		if depth := h.MustDepth(); depth.Pending != 0 || depth.Sending != 0 {
			t.Errorf("something is left: %+v", depth)
		}
		h.WantNoComplaint(t)
	})
}
