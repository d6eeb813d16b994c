// The golden file of an event in the form of an asset.

package content

import (
	"testing"

	"vouch/bot/bottest/golden"
	"vouch/bot/surface"
)

func TestGolden_EventForm(t *testing.T) {
	golden.ShortForm(t, "curate-form-event", 9, assetFormView(surface.AssetForm{Asset: golden.Event(),
		Zone: golden.Member().Zone}))
}
