// The golden files of moments.

package recognition

import (
	"testing"

	"vouch/bot/bottest/golden"
	"vouch/store"
	"vouch/store/recognition"
)

func TestGolden_Moments(t *testing.T) {
	golden.Message(t, "moment-first-share", firstContent(store.Asset{Title: golden.Hostile}))
	golden.Message(t, "moment-streak", streakContent(8))
	golden.Message(t, "moment-level", levelContent(recognition.Ambassador))
}
