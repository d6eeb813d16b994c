// The golden files of an asset's details, times and embargo.

package bot

import (
	"strings"
	"testing"
	"time"

	"vouch/store"
)

func TestGolden_CurateDetails(t *testing.T) {
	goldenModal(t, "curate-details-empty", assetDetailsView(store.Asset{ID: "01NEW", Title: "A title"}, nil, false))
	a := goldenRegulated()
	a.Language, a.Featured = "pt-BR", true
	many := goldenPersonas()
	for i := range 100 {
		many = append(many, store.Persona{ID: store.PersonaID("p" + strings.Repeat("x", i%30)), Name: hostile})
	}
	goldenModal(t, "curate-details-full", assetDetailsView(a, many[:2], false))
	if blocks := assetDetailsView(a, many, false).Blocks.BlockSet; len(blocks) > 100 {
		t.Errorf("%d blocks for 100 personas", len(blocks))
	}
}

func TestGolden_CurateInReview(t *testing.T) {
	berlin := goldenMember().zone
	a := goldenRegulated()
	goldenModal(t, "curate-in-review", assetSavedView(a, true, berlin))
	a.LiveAt = goldenNow
	goldenModal(t, "curate-back-in-review", assetSavedView(a, false, berlin))
	held := goldenArticle()
	held.EmbargoUntil = goldenNow.Add(time.Hour)
	goldenModal(t, "curate-embargo", assetSavedView(held, true, berlin))
}

func TestPointsFor_OwnPersonaFirst(t *testing.T) {
	a := store.Asset{TalkingPoints: []store.TalkingPoint{{Text: "all"}, {Persona: "sales", Text: "sales"}, {Persona: "product", Text: "product"}}}
	for want, personas := range map[string][]store.PersonaID{"all": nil, "sales all": {"sales"}, "product sales all": {"product", "sales"}} {
		if got := strings.Join(pointsFor(a, personas), " "); got != want {
			t.Errorf("for %v: %s, want %s", personas, got, want)
		}
	}
}
