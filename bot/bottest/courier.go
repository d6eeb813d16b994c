// Courier tests: every message exactly once, whatever Slack and the network do meanwhile.

package bottest

import (
	"vouch/store"
	"vouch/store/storetest"
)

// MustBoard has a manager post a board of three people to a channel.
func (h *World) MustBoard(manager, channel string) {
	h.tb.Helper()
	storetest.MustSettings(h.tb, h.Db, func(s *store.Settings) { s.BoardOn = true })
	storetest.MustManager(h.tb, h.Db, h.Id(manager), manager)
	asset := storetest.MustAsset(h.tb, h.Db, nil)
	for _, who := range []string{"ada", "ben", "cleo"} {
		storetest.MustAdvocate(h.tb, h.Db, h.Id(who), who)
		storetest.MustShare(h.tb, h.Db, h.Id(who), asset.ID)
	}
	if _, err := h.Db.PlanBoardPost("", h.Id(manager), channel, store.BoardQuery{Span: store.Month}); err != nil {
		h.tb.Fatal(err)
	}
}
