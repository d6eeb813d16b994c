// The golden files of suggestions and stories.

package share

import (
	"testing"

	"vouch/bot/bottest/golden"
	"vouch/store"
)

func TestGolden_StoryShared(t *testing.T) {
	form := &shareForm{shareState: shareState{Asset: "01ASSET", Network: store.X, Variant: 0, Offered: -1}, asset: golden.StoryAsset(),
		networks: []store.Network{store.X, store.CopyOnly}, disclosure: "I work at Northwind.", text: "Ada tells it well."}
	golden.Modal(t, "story-share-form", shareFormView(form))
	for _, network := range []store.Network{store.LinkedIn, store.X, store.Email} {
		golden.Modal(t, "story-share-"+string(network), shareKitView(store.Share{ID: "01SHARE", Asset: "01ASSET", Network: network, Level: store.Opened,
			Text: "Ada tells it well.", Token: "abcdefghijklm"}, golden.StoryAsset()))
	}
}
