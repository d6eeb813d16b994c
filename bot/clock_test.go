// Clock tests: schedules across clock changes, and a tick that does all of its work.

package bot_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"vouch/bot"
	"vouch/bot/bottest"
	"vouch/bot/slacksim"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/storetest"
)

func TestClock_ScheduledBoard(t *testing.T) {
	bottest.With(t, bottest.Setup{Bot: drawsBoards}, func(t *testing.T, h *bottest.World) {
		storetest.MustManager(t, h.Db, h.Id("eve"), "eve")
		storetest.MustSettings(t, h.Db, func(s *store.Settings) { s.BoardOn = true })
		asset := storetest.MustAsset(t, h.Db, nil)
		for _, who := range []string{"ada", "ben", "cleo"} {
			storetest.MustAdvocate(t, h.Db, h.Id(who), who)
			storetest.MustShare(t, h.Db, h.Id(who), asset.ID)
		}
		next, err := surface.NextRun("0 9 * * *", "UTC", time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.Db.SaveBoardSchedule(h.Id("eve"), store.BoardSchedule{Channel: bottest.General, Cron: "0 9 * * *",
			TimeZone: "UTC", Span: store.Month, NextAt: next}); err != nil {
			t.Fatal(err)
		}
		posts := func() int { return len(h.Sim.Person("eve").Messages(bottest.General)) }
		h.Pass(time.Until(next) - time.Minute)
		if posts() != 0 {
			t.Error("posted before its time")
		}
		h.Pass(5 * time.Minute)
		if posts() != 1 {
			t.Errorf("posted %d times", posts())
		}
		h.Stop()
		time.Sleep(3 * 24 * time.Hour) // down for three of its mornings
		h.Run(bottest.Setup{Bot: drawsBoards})
		h.Pass(time.Minute)
		if posts() != 2 {
			t.Errorf("posted %d times; what was missed three times is posted once", posts())
		}
	})
}

func TestClock_PanicDoesNotEndIt(t *testing.T) {
	ran := 0
	bottest.With(t, bottest.Setup{Config: func(c *bot.Config) {
		c.Daily = func(context.Context) error {
			if ran++; ran == 1 {
				panic("disk")
			}
			return nil
		}
	}}, func(t *testing.T, h *bottest.World) {
		h.Pass(48 * time.Hour)
		if ran != 2 {
			t.Errorf("the night's work ran %d times in two nights", ran)
		}
	})
}

func TestClock_ForgetsAtNight(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		dev := h.Joined(t, "dev")
		if err := h.Db.EnqueueNotice("once", dev.Id, "Hello"); err != nil {
			t.Fatal(err)
		}
		h.Pass(time.Minute)
		h.Stop()
		time.Sleep(91 * 24 * time.Hour)
		h.Run(bottest.Setup{})
		h.Pass(25 * time.Hour)
		if m, err := storetest.Ask1(h.Db, (*store.Query).Message, "notice/once"); store.KindOf(err) != store.NotFound {
			t.Errorf("after a quarter it is still %+v, error %v", m, err)
		}
	})
}

// A program that runs by day only does the night's work when it starts, and once.
func TestClock_MakesUpForAMissedNight(t *testing.T) {
	ran := 0
	daily := bottest.Setup{Config: func(c *bot.Config) { c.Daily = func(context.Context) error { ran++; return nil } }}
	bottest.With(t, daily, func(t *testing.T, h *bottest.World) {
		for day := range 3 {
			h.Pass(12 * time.Hour) // 07:00 to 19:00
			if ran != day {
				t.Errorf("on day %d the night's work ran %d times", day+1, ran)
			}
			h.Stop()
			h.Run(daily)
			h.Pass(time.Minute)
			h.Stop()
			time.Sleep(12*time.Hour - time.Minute)
			h.Run(daily)
		}
	})
}

// A schedule whose maker has left fails day after day: the managers hear of each run of failures once.
func TestClock_FailuresOfASchedule(t *testing.T) {
	bottest.With(t, bottest.Setup{Bot: drawsBoards}, func(t *testing.T, h *bottest.World) {
		storetest.MustManager(t, h.Db, h.Id("dev"), "dev")
		storetest.MustManager(t, h.Db, h.Id("eve"), "eve")
		storetest.MustSettings(t, h.Db, func(s *store.Settings) { s.BoardOn = true })
		asset := storetest.MustAsset(t, h.Db, nil)
		for _, who := range []string{"ada", "ben", "cleo"} {
			storetest.MustAdvocate(t, h.Db, h.Id(who), who)
			storetest.MustShare(t, h.Db, h.Id(who), asset.ID)
		}
		next := time.Now().Add(time.Hour)
		bottest.Must(h.Db.SaveBoardSchedule(h.Id("dev"), store.BoardSchedule{Channel: "C0SIM00RND", Cron: "0 9 * * *",
			TimeZone: "UTC", Span: store.Month, NextAt: next}))(t)
		bottest.Must(h.Sim.ChangePerson("dev", func(u *slacksim.User) { u.Deleted = true }))(t)
		wantTold := func(runs int, state store.BoardOutcome, reason string) {
			t.Helper()
			told := 0
			for _, text := range h.Texts("eve") {
				if strings.Contains(text, "did not reach") {
					told++
				}
			}
			if told != runs {
				t.Errorf("the manager was told %d times of %d runs of failures: %q", told, runs, h.Texts("eve"))
			}
			if last := bottest.Must(h.Db.BoardSchedules())(t)[0].Last; last.State != state || last.Reason != reason {
				t.Errorf("the list says %+v, want %s %q", last, state, reason)
			}
		}
		h.Pass(2 * 24 * time.Hour) // two runs
		wantTold(1, store.BoardFailed, "not_in_channel")
		if err := h.Sim.SetMember("C0SIM00RND", "app", true); err != nil {
			t.Fatal(err)
		}
		h.Pass(24 * time.Hour)
		wantTold(1, store.BoardPosted, "")
		if err := h.Sim.ArchiveChannel("C0SIM00RND"); err != nil {
			t.Fatal(err)
		}
		h.Pass(12 * time.Hour)
		wantTold(2, store.BoardFailed, "is_archived")
	})
}
