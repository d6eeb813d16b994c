// The golden files of an asset's details, times and embargo.

package share

import (
	"strings"
	"testing"

	"vouch/store"
)

func TestPointsFor_OwnPersonaFirst(t *testing.T) {
	a := store.Asset{TalkingPoints: []store.TalkingPoint{{Text: "all"}, {Persona: "sales", Text: "sales"}, {Persona: "product", Text: "product"}}}
	for want, personas := range map[string][]store.PersonaID{"all": nil, "sales all": {"sales"}, "product sales all": {"product", "sales"}} {
		if got := strings.Join(pointsFor(a, personas), " "); got != want {
			t.Errorf("for %v: %s, want %s", personas, got, want)
		}
	}
}
