// Roles: who may do what, granted in Slack by program managers, and who can when somebody may not.

package program

import (
	"context"
	"errors"
	"slices"
	"strings"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/text"
)

// adminRoutes are the managers' people and roles. Each handler asks for the role again, because a button stays on
// screen long after its reader stopped being a manager.
func (h *Handlers) adminRoutes() []dispatch.Route {
	return []dispatch.Route{
		dispatch.OnAction(surface.ActRoles, h.onRoles),
		dispatch.OnAction(actRoleChange, h.onRoleChange),
		dispatch.OnSubmit(cbRole, h.onRoleSubmit),
	}
}

// holdersOf lists who holds a role by name of that role, in the order given; deactivated people are left out.
func holdersOf(people []store.Employee, role store.Role) []store.EmployeeID {
	var ids []store.EmployeeID
	for _, e := range people {
		if !e.Deactivated && slices.Contains(e.Roles, role) {
			ids = append(ids, e.ID)
		}
	}
	return ids
}

// onRoles lists the roles with their holders. Only roles that allow something today are listed; the others would be
// promises. It reads everybody once and sorts them into roles; managers open this rarely.
func (h *Handlers) onRoles(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	people, err := h.people(in.User)
	holders := map[store.Role][]store.EmployeeID{}
	for _, r := range grantable {
		holders[r.Role] = holdersOf(people, r.Role)
	}
	return dispatch.Reply{Open: rolesModal(holders)}, err
}

// people reads everybody for a program manager.
func (h *Handlers) people(id store.EmployeeID) ([]store.Employee, error) {
	return surface.Ask(h.Kit, func(q *store.Query) []store.Employee {
		surface.MustManage(q, id)
		return q.Employees()
	})
}

// onRoleChange opens the form of one role. Whom it shows travels in its metadata, see onRoleSubmit; that bounds how
// many holders a form can take.
func (h *Handlers) onRoleChange(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	people, err := h.people(in.User)
	if err != nil {
		return dispatch.Reply{}, err
	}
	role, known := roleOf(store.Role(in.Action.Value))
	if !known {
		return dispatch.Reply{}, &store.Error{Kind: store.NotFound, Msg: "That role doesn't exist."}
	}
	holders := holdersOf(people, role.Role)
	if len(holders) > maxRoleHolders {
		return dispatch.Reply{Text: "More than " + block.Count(maxRoleHolders, "person holds", "people hold") +
			" this role, too many for this form. Use the people import."}, nil
	}
	return dispatch.Reply{Open: roleModal(role, holders)}, nil
}

// onRoleSubmit grants and revokes the difference between what the form showed and what stands in it now, so that two
// managers who change different people at once do not undo each other.
func (h *Handlers) onRoleSubmit(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	name, shown, _ := strings.Cut(in.View.Metadata, " ")
	role, known := roleOf(store.Role(name))
	if !known {
		return dispatch.Reply{}, &store.Error{Kind: store.NotFound, Msg: "That role doesn't exist."}
	}
	before, after := strings.Fields(shown), in.State.Choices(fieldPeople)
	grant, revoke := missing(after, before), missing(before, after)
	if err := h.Once(in).ChangeRole(in.User, role.Role, grant, revoke); err != nil {
		return roleRefused(err)
	}
	return dispatch.Reply{Update: block.ResultModal("People and roles",
		roleOutcome(role, mentions(grant), mentions(revoke))), Home: true}, nil
}

// missing lists who stands in from and not in of.
func missing(from, of []string) []store.EmployeeID {
	var ids []store.EmployeeID
	for _, id := range from {
		if !slices.Contains(of, id) {
			ids = append(ids, store.EmployeeID(id))
		}
	}
	return ids
}

// mentions writes people as Slack names them.
func mentions(ids []store.EmployeeID) []string {
	return text.Mapped(ids, block.Person)
}

// roleRefused tells at the field why a change was refused; nothing of it was done. A fault of ours is no mistake in the
// form.
func roleRefused(err error) (dispatch.Reply, error) {
	var known *store.Error
	if !errors.As(err, &known) || known.Kind == store.Internal {
		return dispatch.Reply{}, err
	}
	return dispatch.Reply{Errors: map[string]string{fieldPeople: known.Msg}}, nil
}
