// What may be said of a person: their preferences, and what an import of titles, departments, places and managers
// brings.

package employee

import (
	"cmp"
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

// Import is one row of a people import. Empty fields change nothing.
type Import struct {
	Row        int             // number in the file, for the report
	ID         term.EmployeeID // or
	Name       string          // exact name, when only one person has it
	Title      string
	Department string
	Location   string
	Manager    string // id or exact name of the manager
	Leader     *bool
}

// ImportResult counts what a people import changed. Skip.Index is the row's number.
type ImportResult struct {
	Changed, Unchanged int
	Skipped            []problem.Skip
}

// Apply takes over what a row says of a person and their manager, "" for none named; or it says why not. Empty cells
// leave what is known: a file with departments only must not wipe the titles.
func (in *Import) Apply(e *Employee, manager term.EmployeeID, settings *settings.Settings) (problem string) {
	for _, field := range []string{in.Title, in.Department, in.Location} {
		if text.Longer(field, text.MaxShort) {
			return "A title, department or location is too long."
		}
	}
	if manager == e.ID {
		return "Nobody is their own manager."
	}
	e.Reports = cmp.Or(manager, e.Reports)
	if title := text.Line(in.Title); title != "" {
		e.Title, e.TitleBy = title, "import"
	}
	e.Department, e.Location = cmp.Or(text.Line(in.Department), e.Department), cmp.Or(text.Line(in.Location), e.Location)
	if in.Leader != nil {
		e.Leader, e.LeaderBy = *in.Leader, ByImport
	}
	ApplyLeaderRule(e, settings)
	return ""
}
