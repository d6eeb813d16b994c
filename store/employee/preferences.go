// What preferences may be.

package employee

import (
	"fmt"
	"slices"
	"time"

	"vouch/store/problem"
	"vouch/store/settings"
	"vouch/store/term"
	"vouch/store/text"
)

// maxPersonas is how many personas a person may have.
const maxPersonas = 2

// Checked returns preferences cleaned, or what is wrong with them by field. week is the program's.
func (p Preferences) Checked(week []time.Weekday, isPersona func(term.PersonaID) bool) (Preferences, error) {
	var wrong problem.Fields
	p.Personas = text.Unique(p.Personas)
	if len(p.Personas) > maxPersonas {
		wrong.Set("personas", fmt.Sprintf("Choose at most %d personas.", maxPersonas))
	}
	if slices.ContainsFunc(p.Personas, func(id term.PersonaID) bool { return !isPersona(id) }) {
		wrong.Set("personas", "This persona does not exist any more. Choose another one.")
	}
	p.Follow, p.Mute = text.Topics(p.Follow), text.Topics(p.Mute)
	if slices.ContainsFunc(p.Follow, func(topic string) bool { return slices.Contains(p.Mute, topic) }) {
		wrong.Set("mute", "A topic cannot be both followed and muted.")
	}
	wrong.Topics("follow", p.Follow)
	wrong.Topics("mute", p.Mute)
	p.Networks = text.Unique(p.Networks)
	term.CheckNetworks(p.Networks, &wrong)
	p.Audiences, p.Languages = text.Unique(p.Audiences), text.Unique(p.Languages)
	term.CheckAudiences(p.Audiences, &wrong)
	settings.CheckLanguages(p.Languages, &wrong)
	if p.Picks < 0 || p.Picks > settings.MaxPicks {
		wrong.Set("picks", fmt.Sprintf("Choose 1 to %d picks.", settings.MaxPicks))
	}
	p.Rhythm.Quiet = text.Unique(p.Rhythm.Quiet)
	slices.Sort(p.Rhythm.Quiet)
	p.Rhythm.Week = week
	wrong.Merge(p.Rhythm.Validate())
	p.Rhythm.Week = nil
	p.PausedUntil = p.PausedUntil.UTC().Truncate(time.Microsecond)
	return p, wrong.Err()
}
