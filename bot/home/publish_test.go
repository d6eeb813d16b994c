// Tests of who gets Home published: people who have it open, and nobody else.

package home_test

import (
	"testing"
	"time"

	"vouch/bot/bottest"
	"vouch/store"
)

func TestHome_PublishedForWhoHasItOpen(t *testing.T) {
	bottest.WithDigest(t, func(t *testing.T, h *bottest.World, ada bottest.Actor, picks []store.AssetID) {
		published := func() int { return len(h.Sim.APICalls("views.publish")) }
		save := func() {
			t.Helper()
			ada.Presses(ada.Digest(), "do:"+string(picks[1]), "Save")
			ada.Presses(ada.Digest(), "do:"+string(picks[1]), "Remove from saved")
		}
		steps := []struct {
			name   string
			do     func()
			wanted int // calls of views.publish
		}{
			{"never opened", save, 0},
			{"opened", func() { ada.HomeSays() }, 1},
			{"open", save, 2},
			{"left for the Messages tab", func() {
				if err := ada.OpenMessages(t.Context()); err != nil {
					t.Fatal(err)
				}
				h.Pass(time.Second)
				save()
			}, 0},
			{"opened again", func() { ada.HomeSays() }, 1},
			{"opened long ago", func() { h.Pass(time.Hour); save() }, 0},
		}
		for _, s := range steps {
			before := published()
			if s.do(); published()-before != s.wanted {
				t.Errorf("%s: published %d times, want %d", s.name, published()-before, s.wanted)
			}
		}
	})
}
