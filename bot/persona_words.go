// Personas in words: why one was proposed, and what a rule says.

package bot

import (
	"slices"
	"strings"

	"vouch/store"
)

// fitWords says from what a persona was proposed, as plain text that goes on after "from".
func (b *Bot) fitWords(fit store.Fit) (string, error) {
	switch fit.By {
	case store.ByGroup, store.ByChannel:
		places, err := b.db.Memberships()
		if err != nil {
			return "", err
		}
		if fit.By == store.ByGroup {
			return "your user group" + placeName(places, fit.Value, ", @"), nil
		}
		return "a channel you are in" + placeName(places, fit.Value, ", #"), nil
	}
	return "your " + string(fit.By) + ", " + cut(strings.TrimSpace(fit.Value), 80), nil
}

// placeName is the name of a user group or channel after a sign; "" when nobody has read it.
func placeName(places []store.Membership, id, sign string) string {
	i := slices.IndexFunc(places, func(m store.Membership) bool { return m.Place == id })
	if i < 0 || places[i].Name == "" {
		return ""
	}
	return sign + cut(places[i].Name, 80)
}

// personaNames are personas by name; one that is gone goes by its short name.
func personaNames(personas []store.Persona, ids []store.PersonaID) []string {
	var names []string
	for _, id := range ids {
		name := string(id)
		if i := slices.IndexFunc(personas, func(p store.Persona) bool { return p.ID == id }); i >= 0 {
			name = personas[i].Name
		}
		names = append(names, name)
	}
	return names
}
