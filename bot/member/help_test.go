// Help tests: no text breaks the answer, and many lines get one.

package member_test

import (
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest"
)

func TestHelp_OncePerMinute(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		answers := func(who string, lines int) int {
			before := len(h.Texts(who))
			for range lines {
				bottest.Must(h.Sim.Person(who).Say(t.Context(), "", "hello?"))(t)
				h.Pass(time.Second)
			}
			given := 0
			for _, text := range h.Texts(who)[before:] {
				if strings.Contains(text, "I only understand commands") {
					given++
				}
			}
			return given
		}
		if n := answers("ada", 6); n != 1 {
			t.Errorf("six quick lines got help %d times", n)
		}
		if n := answers("ben", 1); n != 1 {
			t.Errorf("somebody else got help %d times", n)
		}
		h.Pass(time.Minute)
		if n := answers("ada", 1); n != 1 {
			t.Errorf("a line a minute later got help %d times", n)
		}
	})
}
