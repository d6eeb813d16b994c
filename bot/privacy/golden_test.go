// The golden files of my data.

package privacy

import (
	"testing"

	"vouch/bot/bottest/golden"
)

func TestGolden_MyData(t *testing.T) {
	golden.Modal(t, "mine-nothing", mineView(nil, ""))
	full := mineView([]kept{{counted, "digest", "digests"}, {1, "story", "stories"}}, "Your file is being made. It comes in your messages with Vouch.")
	golden.Modal(t, "mine", full)
	golden.AtMost(t, "mine", full.Blocks, 60, 2)
	golden.Modal(t, "erase", eraseView(erasing{}))
	running := eraseView(erasing{referred: 1, owned: 2, bonuses: 1})
	golden.Modal(t, "erase-running", running)
	golden.AtMost(t, "erase-running", running.Blocks, 110, 1)
	golden.Modal(t, "erased", erasedView())
}
