// Personas in words: why one fits somebody.

package surface

import (
	"slices"
	"strings"

	"vouch/bot/block"
	"vouch/store"
)

// FitWords says from what a persona was proposed, as plain text that goes on after "from".
func (k *Kit) FitWords(fit store.Fit) (string, error) {
	switch fit.By {
	case store.ByGroup, store.ByChannel:
		places, err := k.DB.Memberships()
		if err != nil {
			return "", err
		}
		if fit.By == store.ByGroup {
			return "your user group" + PlaceName(places, fit.Value, ", @"), nil
		}
		return "a channel you are in" + PlaceName(places, fit.Value, ", #"), nil
	}
	return "your " + string(fit.By) + ", " + block.Cut(strings.TrimSpace(fit.Value), 80), nil
}

// PlaceName is the name of a user group or channel after a sign; "" when nobody has read it.
func PlaceName(places []store.Membership, id, sign string) string {
	i := slices.IndexFunc(places, func(m store.Membership) bool { return m.Place == id })
	if i < 0 || places[i].Name == "" {
		return ""
	}
	return sign + block.Cut(places[i].Name, 80)
}
