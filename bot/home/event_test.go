// Tests of events in Slack: signing up wherever an event is shown, the line for a place, and what people hear of it.

package home

import (
	"testing"

	"vouch/bot/bottest/golden"
	"vouch/bot/surface"
	"vouch/store"
)

func TestGolden_HomeEvents(t *testing.T) {
	h := home{me: golden.Member(), now: golden.Now, events: []homeEvent{
		{asset: golden.Event(), shown: golden.Shown(store.Going, 2, 0)},
		{asset: golden.Event(), shown: golden.Shown(store.Waiting, 3, 1)},
		{asset: golden.Event(), shown: surface.ShownEvent{Mine: store.Attendance{State: store.Going}, Begun: true, Over: true,
			Zone: golden.Member().Zone}},
	}}
	golden.Home(t, "home-events", homeView(h))
}
