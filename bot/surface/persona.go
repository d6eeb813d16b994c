// Personas in words: why one fits somebody.

package surface

import (
	"slices"
	"strings"

	"vouch/bot/block"
	"vouch/store"
)

// FitWords is the function of that name in a View of its own.
func (k *Kit) FitWords(fit store.Fit) (words string, err error) {
	err = k.DB.View(func(q *store.Query) error { words = FitWords(q, fit); return nil })
	return words, err
}

// FitWords says from what a persona was proposed, as plain text that goes on after "from".
func FitWords(q *store.Query, fit store.Fit) string {
	switch fit.By {
	case store.ByGroup:
		return "your user group" + PlaceName(q.Memberships(), fit.Value, ", @")
	case store.ByChannel:
		return "a channel you are in" + PlaceName(q.Memberships(), fit.Value, ", #")
	}
	return "your " + string(fit.By) + ", " + block.Cut(strings.TrimSpace(fit.Value), 80)
}

// PlaceName is the name of a user group or channel after a sign; "" when nobody has read it.
func PlaceName(places []store.Membership, id, sign string) string {
	i := slices.IndexFunc(places, func(m store.Membership) bool { return m.Place == id })
	if i < 0 || places[i].Name == "" {
		return ""
	}
	return sign + block.Cut(places[i].Name, 80)
}
