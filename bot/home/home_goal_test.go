// Tests of the goals on Home.

package home_test

import (
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest"
	"vouch/store"
	"vouch/store/storetest"
)

func TestHome_Goals(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 3)}, func(t *testing.T, h *bottest.World) {
		ada := h.Joined(t, "ada")
		today := func(days int) string { return store.Now().AddDate(0, 0, days).UTC().Format(time.DateOnly) }
		goal := func(words ...string) {
			storetest.MustSettings(t, h.Db, func(s *store.Settings) {
				s.Goals, s.BoardMinGroup, s.TimeZone = words, 3, "UTC"
			})
		}
		until := " from " + today(-3) + " to " + today(3)
		goal("4 shares" + until)
		if got := ada.HomeSays(); strings.Contains(got, "/4") {
			t.Errorf("figures about fewer than three people:\n%s", got)
		}
		for _, name := range []string{"ben", "cleo"} {
			h.Joined(t, name)
		}
		assets := bottest.Must(h.Db.LiveAssets())(t)
		storetest.MustShare(t, h.Db, ada.Id, assets[0].ID)
		h.Pass(11 * time.Minute)
		bottest.WantWords(t, ada.HomeSays(), "▰▰▱▱▱▱▱▱ *1/4* shares by ")
		// A manager's change shows at once; what has not begun or has ended is left out.
		goal("2 shares"+until, "7 shares from "+today(-9)+" to "+today(-2), "8 shares from "+today(2)+" to "+today(3))
		got := ada.HomeSays()
		bottest.WantWords(t, got, "▰▰▰▰▱▱▱▱ *1/2* shares")
		if strings.Contains(got, "/7") || strings.Contains(got, "/8") {
			t.Errorf("a goal of another time:\n%s", got)
		}
	})
}
