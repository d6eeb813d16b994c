// Personas in words: why one was proposed, and what a rule says.

package persona

import (
	"slices"

	"vouch/store"
)

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
