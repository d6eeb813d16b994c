// Imports of people: titles, departments, places and managers that Slack does not know.

package employee

import (
	"cmp"

	"vouch/store/problem"
	"vouch/store/settings"
	"vouch/store/term"
	"vouch/store/text"
)

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
