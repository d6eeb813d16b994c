// Who holds which role, and whom to ask about what one may not do.

package employee

import (
	"slices"

	"vouch/store/kv"
	"vouch/store/problem"
	"vouch/store/term"
	"vouch/store/text"
)

// A sentence names at most MaxAsked people, each with at most maxAskedName characters: enough that one of them is at
// work, few enough to read.
const (
	MaxAsked     = 5
	maxAskedName = 60
)

// Holders lists the active people with a role. A guest has it again with a full account.
func Holders(t *kv.Tx, role Role) (ids []term.EmployeeID) {
	for _, key := range t.Keys(ByRole, kv.Join(string(role), ""), 0) {
		if id := kv.Split(key, 2)[1]; !Table.Must(t, id).Guest {
			ids = append(ids, term.EmployeeID(id))
		}
	}
	return ids
}

// Managers are the program managers who were named, or the admins of the workspace while nobody is.
func Managers(t *kv.Tx) []term.EmployeeID {
	if named := Holders(t, Manager); len(named) > 0 {
		return named
	}
	return Holders(t, AdminRole)
}

// Manages tells whether e is a program manager: named, or an admin of the workspace while nobody is named.
func Manages(t *kv.Tx, e *Employee) bool {
	return e.WorksHere() && (e.Has(Manager) || (e.Admin && len(Holders(t, Manager)) == 0))
}

// Require lets the program, the command line, program managers and holders of one of roles pass.
func Require(t *kv.Tx, actor term.EmployeeID, roles ...Role) error {
	if actor == "" || actor == Operator {
		return nil
	}
	e, found := Table.Get(t, string(actor))
	if found && e.WorksHere() && (Manages(t, &e) || slices.ContainsFunc(roles, e.Has)) {
		return nil
	}
	var who []string
	for _, role := range text.Unique(append([]Role{Manager}, roles...)) {
		who = append(who, RoleNames[role])
	}
	return &problem.Error{Kind: problem.Denied,
		Msg: "Only " + text.List(who, "and") + " can do this. " + WhomToAsk(t)}
}

// WhomToAsk says in plain text who can do what managers do; by name, because it also stands in errors.
func WhomToAsk(t *kv.Tx) string {
	if ids := Managers(t); len(ids) > 0 {
		return AskOneOf(t, ids, MaxAsked)
	}
	return "Ask whoever runs Vouch here."
}

// AskOneOf is a sentence that names people, and says how many more there are.
func AskOneOf(t *kv.Tx, ids []term.EmployeeID, most int) string {
	var names []string
	for _, id := range ids[:min(len(ids), most)] {
		names = append(names, text.Cut(NameOf(t, id), maxAskedName))
	}
	if rest := len(ids) - len(names); rest > 0 {
		names = append(names, text.Count(rest, "other", "others"))
	}
	return "Ask " + text.List(names, "or") + "."
}

// NameOf is the name of a person for sentences.
func NameOf(t *kv.Tx, id term.EmployeeID) string {
	if e, found := Table.Get(t, string(id)); found {
		return e.Name
	}
	if id == Operator {
		return "The command line"
	}
	return "Somebody"
}
