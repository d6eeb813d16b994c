// The golden files of an asset's details, times and embargo.

package content

import (
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest/golden"
	"vouch/store"
)

func TestGolden_CurateDetails(t *testing.T) {
	golden.Modal(t, "curate-details-empty", assetDetailsView(store.Asset{ID: "01NEW", Title: "A title"}, nil, false))
	a := golden.Regulated()
	a.Language, a.Featured = "pt-BR", true
	many := golden.Personas()
	for i := range 100 {
		many = append(many, store.Persona{ID: store.PersonaID("p" + strings.Repeat("x", i%30)), Name: golden.Hostile})
	}
	golden.Modal(t, "curate-details-full", assetDetailsView(a, many[:2], false))
	if blocks := assetDetailsView(a, many, false).Blocks.BlockSet; len(blocks) > 100 {
		t.Errorf("%d blocks for 100 personas", len(blocks))
	}
}

func TestGolden_CurateInReview(t *testing.T) {
	berlin := golden.Member().Zone
	a := golden.Regulated()
	golden.Modal(t, "curate-in-review", assetSavedView(a, true, berlin))
	a.LiveAt = golden.Now
	golden.Modal(t, "curate-back-in-review", assetSavedView(a, false, berlin))
	held := golden.Article()
	held.EmbargoUntil = golden.Now.Add(time.Hour)
	golden.Modal(t, "curate-embargo", assetSavedView(held, true, berlin))
}
