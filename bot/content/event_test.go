// Tests of events in Slack: signing up wherever an event is shown, the line for a place, and what people hear of it.

package content

import (
	"testing"

	"vouch/bot/bottest/golden"
	"vouch/bot/surface"
)

func TestGolden_EventForm(t *testing.T) {
	golden.Modal(t, "curate-form-event", assetFormView(surface.AssetForm{Asset: golden.Event(), Zone: golden.Member().Zone}))
}
