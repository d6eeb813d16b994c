// users.*, dnd.* and usergroups.*: who is there, when they rest, and how they are grouped.

package slacksim

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// usersList pages through everybody, deactivated people and bots included. Without limit it answers all; real workspaces of
// some size answer limit_required then, so apps should page.
func usersList(w *Workspace, c *call) (answer, error) {
	from, to, next, err := c.page(len(w.userOrder), len(w.userOrder), 1000)
	if err != nil {
		return nil, err
	}
	members := []any{}
	for _, id := range w.userOrder[from:to] {
		members = append(members, w.userObject(w.users[id], c.base, c.flag("include_locale")))
	}
	return answer{"members": members, "cache_ts": w.now().Unix(), "response_metadata": nextPage(next)}, nil
}

// usersInfo describes one user, deactivated ones and bots too. E-mail needs users:read.email besides users:read.
//
// Deactivated people come with deleted:true and without zone, roles and real_name at the top; strangers with a profile and little
// else (reference/methods/users.info). Errors: user_not_found.
func usersInfo(w *Workspace, c *call) (answer, error) {
	u := w.users[c.text("user")]
	if u == nil {
		return nil, apiError("user_not_found")
	}
	return answer{"user": w.userObject(u, c.base, c.flag("include_locale"))}, nil
}

// usersLookupByEmail finds active members of this workspace only.
//
// Case does not matter. Deactivated people, bots and strangers are users_not_found like unknown addresses
// (reference/methods/users.lookupByEmail).
func usersLookupByEmail(w *Workspace, c *call) (answer, error) {
	for _, id := range w.userOrder {
		u := w.users[id]
		if u.Email != "" && strings.EqualFold(u.Email, c.text("email")) && !u.Deleted && !u.IsStranger && !u.IsBot {
			return answer{"user": w.userObject(u, c.base, false)}, nil
		}
	}
	return nil, apiError("users_not_found")
}

// usersProfileGet answers a profile alone. fields is null, as Slack sends it where nobody filled custom fields.
func usersProfileGet(w *Workspace, c *call) (answer, error) {
	u := w.users[orDefault(c.text("user"), w.app.userID)]
	if u == nil {
		return nil, apiError("user_not_found")
	}
	return answer{"profile": w.profileObject(u, c.base)}, nil
}

// teamProfileGet lists the custom profile fields of the team, of which this workspace has none
// (reference/methods/team.profile.get).
func teamProfileGet(*Workspace, *call) (answer, error) {
	return answer{"profile": map[string]any{"fields": []any{}, "sections": []any{}}}, nil
}

// usersGetPresence tells active or away; everybody is active until SetPresence says otherwise.
func usersGetPresence(w *Workspace, c *call) (answer, error) {
	u := w.users[orDefault(c.text("user"), w.app.userID)]
	if u == nil {
		return nil, apiError("user_not_found")
	}
	return answer{"presence": orDefault(u.presence, "active")}, nil
}

// SetPresence makes a person "active" or "away".
func (w *Workspace) SetPresence(who, presence string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	u := w.findUser(who)
	if u == nil {
		return notHere(who)
	}
	u.presence = presence
	return nil
}

// rest is a person's do-not-disturb: the default of Slack, 22:00 to 08:00 in their zone. Messages arrive all the same
// while it holds, only without a sound.
func (w *Workspace) rest(u *User) map[string]any {
	location, err := time.LoadLocation(u.TZ)
	if err != nil {
		location = time.UTC
	}
	now := w.now().In(location)
	start := time.Date(now.Year(), now.Month(), now.Day(), 22, 0, 0, 0, location)
	return map[string]any{"dnd_enabled": true, "next_dnd_start_ts": start.Unix(), "next_dnd_end_ts": start.Add(10 * time.Hour).Unix()}
}

// dndInfo tells one person's rest (reference/methods/dnd.info). Nobody ever snoozes here.
func dndInfo(w *Workspace, c *call) (answer, error) {
	u := w.users[orDefault(c.text("user"), w.app.userID)]
	if u == nil {
		return nil, apiError("user_not_found")
	}
	return answer(w.rest(u)), nil
}

// dndTeamInfo tells several people's rest (reference/methods/dnd.teamInfo); ids nobody has are left out of the answer. This
// method has a code of its own for the missing argument: no_users_provided.
func dndTeamInfo(w *Workspace, c *call) (answer, error) {
	if len(c.list("users")) == 0 {
		return nil, apiError("no_users_provided")
	}
	users := map[string]any{}
	for _, id := range c.list("users") {
		if u := w.users[id]; u != nil {
			users[id] = w.rest(u)
		}
	}
	return answer{"users": users}, nil
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

// AddUsergroup creates a user group and returns its id.
//
// Members are people only, deactivated ones stay in it; nobody is told by an event here.
func (w *Workspace) AddUsergroup(g Usergroup) (string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.addUsergroup(g)
}

// addInitialUsergroups creates the user groups of the options.
func (w *Workspace) addInitialUsergroups() error {
	var problems []error
	for _, g := range w.options.Usergroups {
		if _, err := w.addUsergroup(g); err != nil {
			problems = append(problems, err)
		}
	}
	return errors.Join(problems...)
}

// addUsergroup checks a group and keeps it. Handles are unique, as they are mentioned (reference/methods/usergroups.create).
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
func usergroupsList(w *Workspace, c *call) (answer, error) {
	groups := []any{}
	for _, g := range w.usergroups {
		if g.Disabled && !c.flag("include_disabled") {
			continue
		}
		object := map[string]any{
			"id": g.ID, "team_id": w.team.id, "is_usergroup": true, "name": g.Name, "handle": g.Handle, "description": g.Description,
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
	return answer{"usergroups": groups}, nil
}

// usergroupsUsersList lists the members of one user group; no_such_subteam for an unknown id.
func usergroupsUsersList(w *Workspace, c *call) (answer, error) {
	for _, g := range w.usergroups {
		if g.ID == c.text("usergroup") {
			return answer{"users": g.Users}, nil
		}
	}
	return nil, apiError("no_such_subteam")
}
