// Clock tests: schedules across clock changes, and a tick that does all of its work.

package bot

import (
	"context"
	"testing"
	"time"

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
			got, err := nextRun(c.spec, c.zone, at(c.after))
			if err != nil || !got.Equal(at(c.want)) {
				t.Errorf("%v, %v; want %s", got, err, c.want)
			}
		})
	}
	for _, bad := range []string{"", "0 9 31 2 *", "0 9 * *", "61 9 * * 1", "TZ=UTC", "CRON_TZ=x", "@weekly", "TZ=UTC 0 9 * * 1", "0 0 9 * * 1"} {
		if got, err := nextRun(bad, "UTC", at("2026-03-02T00:00:00Z")); err == nil {
			t.Errorf("%q is taken and next runs at %v", bad, got)
		}
	}
}

func TestClock_ScheduledBoard(t *testing.T) {
	withHarness(t, setup{bot: drawsBoards}, func(t *testing.T, h *harness) {
		storetest.MustManager(t, h.db, h.id("eve"), "eve")
		storetest.MustSettings(t, h.db, func(s *store.Settings) { s.BoardOn = true })
		asset := storetest.MustAsset(t, h.db, nil)
		for _, who := range []string{"ada", "ben", "cleo"} {
			storetest.MustAdvocate(t, h.db, h.id(who), who)
			storetest.MustShare(t, h.db, h.id(who), asset.ID)
		}
		next, err := nextRun("0 9 * * *", "UTC", time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.db.SaveBoardSchedule(h.id("eve"), store.BoardSchedule{Channel: general, Cron: "0 9 * * *", TimeZone: "UTC", Span: store.Month, NextAt: next}); err != nil {
			t.Fatal(err)
		}
		posts := func() int { return len(h.sim.Person("eve").Messages(general)) }
		h.pass(time.Until(next) - time.Minute)
		if posts() != 0 {
			t.Error("posted before its time")
		}
		h.pass(5 * time.Minute)
		if posts() != 1 {
			t.Errorf("posted %d times", posts())
		}
		h.stop()
		time.Sleep(3 * 24 * time.Hour) // down for three of its mornings
		h.run(setup{bot: drawsBoards})
		h.pass(time.Minute)
		if posts() != 2 {
			t.Errorf("posted %d times; what was missed three times is posted once", posts())
		}
	})
}

func TestClock_PanicDoesNotEndIt(t *testing.T) {
	ran := 0
	withHarness(t, setup{config: func(c *Config) {
		c.Daily = func(context.Context) error {
			if ran++; ran == 1 {
				panic("disk")
			}
			return nil
		}
	}}, func(t *testing.T, h *harness) {
		h.pass(72 * time.Hour)
		if ran != 3 {
			t.Errorf("the night's work ran %d times in three nights", ran)
		}
	})
}

func TestClock_ForgetsAtNight(t *testing.T) {
	withHarness(t, setup{}, func(t *testing.T, h *harness) {
		dev := h.joined(t, "dev")
		if err := h.db.EnqueueNotice("once", dev.id, "Hello"); err != nil {
			t.Fatal(err)
		}
		h.pass(time.Minute)
		h.stop()
		time.Sleep(91 * 24 * time.Hour)
		h.run(setup{})
		h.pass(25 * time.Hour)
		if m, err := h.db.Message("notice/once"); store.KindOf(err) != store.NotFound {
			t.Errorf("after a quarter it is still %+v, error %v", m, err)
		}
	})
}
