// users.* and usergroups.*: who is there, and how they are grouped.

package slacksim

import (
	"fmt"
	"slices"
	"strings"
)

// usersList pages through everybody, deactivated people and bots included. Without limit it answers all; real
// workspaces of some size answer limit_required then, so apps should page.
func usersList(w *Workspace, c *call) answer {
	from, to, next := c.page(len(w.userOrder), len(w.userOrder), 1000)
	members := []any{}
	for _, id := range w.userOrder[from:to] {
		members = append(members, w.userObject(w.users[id], c.base, c.flag("include_locale")))
	}
	return answer{"members": members, "cache_ts": w.now().Unix(), "response_metadata": nextPage(next)}
}

// usersInfo describes one user, deactivated ones and bots too. E-mail needs users:read.email besides users:read.
// Deactivated people come with deleted:true and without zone, roles and real_name at the top; strangers with a profile
// and little else (reference/methods/users.info). Errors: user_not_found.
func usersInfo(w *Workspace, c *call) answer {
	return answer{"user": w.userObject(w.userOf(c), c.base, c.flag("include_locale"))}
}

// usersLookupByEmail finds active members of this workspace only. Case does not matter. Deactivated people, bots and
// strangers are users_not_found like unknown addresses (reference/methods/users.lookupByEmail).
func usersLookupByEmail(w *Workspace, c *call) answer {
	for _, id := range w.userOrder {
		u := w.users[id]
		if u.Email != "" && strings.EqualFold(u.Email, c.text("email")) && !u.Deleted && !u.IsStranger && !u.IsBot {
			return answer{"user": w.userObject(u, c.base, false)}
		}
	}
	panic(apiError("users_not_found"))
}

// Usergroup is a named group of people that can be mentioned, as @marketing.
type Usergroup struct {
	// ID is made up when empty.
	ID          string `json:"id" yaml:"id"`
	Handle      string `json:"handle" yaml:"handle"`
	Name        string `json:"name" yaml:"name"`
	Description string `json:"description" yaml:"description"`
	// Users are ids or usernames.
	Users    []string `json:"users" yaml:"users"`
	Disabled bool     `json:"disabled" yaml:"disabled"`
}

// addUsergroup checks a group and keeps it. Handles are unique, as they are mentioned
// (reference/methods/usergroups.create).
func (w *Workspace) addUsergroup(g Usergroup) (string, error) {
	if g.Handle == "" || g.Name == "" {
		return "", fmt.Errorf("user group %q needs a handle and a name", g.Handle+g.Name)
	}
	for _, other := range w.usergroups {
		if other.Handle == g.Handle || (other.ID == g.ID && g.ID != "") {
			return "", fmt.Errorf("the user group @%s exists", g.Handle)
		}
	}
	g.Users = slices.Clone(g.Users)
	for i, who := range g.Users {
		u := w.findUser(who)
		if u == nil {
			return "", fmt.Errorf("@%s: %w", g.Handle, notHere(who))
		}
		g.Users[i] = u.ID
	}
	g.ID = orDefault(g.ID, w.nextID("S"))
	w.usergroups = append(w.usergroups, &g)
	return g.ID, nil
}

// usergroupsList lists user groups. user_count is a number as in recordings; the page's sample shows a string, which
// slack-go cannot read.
func usergroupsList(w *Workspace, c *call) answer {
	groups := []any{}
	for _, g := range w.usergroups {
		if g.Disabled && !c.flag("include_disabled") {
			continue
		}
		object := map[string]any{
			"id": g.ID, "team_id": w.team.id, "is_usergroup": true, "name": g.Name, "handle": g.Handle,
			"description": g.Description,
			"is_external": false, "date_create": 1600000000, "date_update": 1600000000, "date_delete": 0, "auto_type": nil,
			"created_by": "USLACKBOT", "updated_by": "USLACKBOT", "deleted_by": nil,
			"prefs": map[string]any{"channels": []any{}, "groups": []any{}}, "user_count": len(g.Users),
		}
		if g.Disabled {
			object["date_delete"] = 1600000001
		}
		if c.flag("include_users") {
			object["users"] = g.Users
		}
		groups = append(groups, object)
	}
	return answer{"usergroups": groups}
}

// usergroupsUsersList lists the members of one user group; no_such_subteam for an unknown id.
func usergroupsUsersList(w *Workspace, c *call) answer {
	i := slices.IndexFunc(w.usergroups, func(g *Usergroup) bool { return g.ID == c.text("usergroup") })
	refuseIf(i < 0, apiError("no_such_subteam"))
	return answer{"users": w.usergroups[i].Users}
}
