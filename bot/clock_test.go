// Clock tests: schedules across clock changes, and a tick that does all of its work.

package bot_test

import (
	"context"
	"testing"
	"time"

	"vouch/bot"
	"vouch/bot/bottest"
	"vouch/store"
	"vouch/store/storetest"
)

func TestClock_NextRun(t *testing.T) {
	at := func(s string) time.Time {
		parsed, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return parsed
	}
	cases := []struct{ name, spec, zone, after, want string }{
		{"Monday morning in Berlin, the week the clocks go forward", "0 9 * * 1", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-30T07:00:00Z"},
		{"Monday morning in Berlin, before that", "0 9 * * 1", "Europe/Berlin", "2026-03-20T12:00:00Z", "2026-03-23T08:00:00Z"},
		{"the first of a month", "30 8 1 * *", "Asia/Kolkata", "2026-03-02T00:00:00Z", "2026-04-01T03:00:00Z"},
		{"an unknown zone is UTC", "0 9 * * 1", "Mars/Olympus", "2026-03-20T12:00:00Z", "2026-03-23T09:00:00Z"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := bot.NextRun(c.spec, c.zone, at(c.after))
			if err != nil || !got.Equal(at(c.want)) {
				t.Errorf("%v, %v; want %s", got, err, c.want)
			}
		})
	}
	for _, bad := range []string{"", "0 9 31 2 *", "0 9 * *", "61 9 * * 1", "TZ=UTC", "CRON_TZ=x", "@weekly", "TZ=UTC 0 9 * * 1", "0 0 9 * * 1"} {
		if got, err := bot.NextRun(bad, "UTC", at("2026-03-02T00:00:00Z")); err == nil {
			t.Errorf("%q is taken and next runs at %v", bad, got)
		}
	}
}

func TestClock_ScheduledBoard(t *testing.T) {
	bottest.With(t, bottest.Setup{Bot: drawsBoards}, func(t *testing.T, h *bottest.World) {
		storetest.MustManager(t, h.Db, h.Id("eve"), "eve")
		storetest.MustSettings(t, h.Db, func(s *store.Settings) { s.BoardOn = true })
		asset := storetest.MustAsset(t, h.Db, nil)
		for _, who := range []string{"ada", "ben", "cleo"} {
			storetest.MustAdvocate(t, h.Db, h.Id(who), who)
			storetest.MustShare(t, h.Db, h.Id(who), asset.ID)
		}
		next, err := bot.NextRun("0 9 * * *", "UTC", time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.Db.SaveBoardSchedule(h.Id("eve"), store.BoardSchedule{Channel: bottest.General, Cron: "0 9 * * *", TimeZone: "UTC", Span: store.Month, NextAt: next}); err != nil {
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
		h.Pass(72 * time.Hour)
		if ran != 3 {
			t.Errorf("the night's work ran %d times in three nights", ran)
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
		if m, err := h.Db.Message("notice/once"); store.KindOf(err) != store.NotFound {
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
