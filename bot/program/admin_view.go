// People and roles as managers see them: each role in words, who holds it, and the form that changes that.

package program

import (
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/store"
)

// roleWords describes a role that managers may grant.
type roleWords struct {
	Role  store.Role
	Name  string // of its holders
	Means string // what it allows
}

// grantable are the roles that do something today, in the order they are listed.
var grantable = []roleWords{
	{store.Manager, "Program managers", "They run the program: content, roles, leaderboards, and referrals nobody " +
		"answers."},
	{store.Curator, "Curators", "They add, review and withdraw content."},
	{store.Compliance, "Compliance reviewers", "They approve what has a regulated topic, after a curator."},
	{store.Recruiter, "Recruiters", "They answer referrals of candidates."},
	{store.Seller, "Sellers", "They answer introductions to clients."},
	{store.Sponsor, "Sponsors", "They hear when no leader has posted for two weeks."},
}

// roleOf finds a grantable role.
func roleOf(role store.Role) (roleWords, bool) {
	for _, r := range grantable {
		if r.Role == role {
			return r, true
		}
	}
	return roleWords{}, false
}

// maxRoleHolders keeps the ids of a role's holders inside the 3,000 characters of a view's metadata: an id has at most
// 12.
const maxRoleHolders = 200

// maxShownHolders is how many holders the list names.
const maxShownHolders = 20

// fieldPeople are the people of the role form.
const fieldPeople = "people"

// rolesModal lists each role with its holders and a way to change them.
func rolesModal(holders map[store.Role][]store.EmployeeID) *slack.ModalViewRequest {
	var blocks []slack.Block
	for _, r := range grantable {
		ids := holders[r.Role]
		who := block.List(block.Some(ids, maxShownHolders, block.Person, "other", "others"))
		if len(ids) == 0 {
			who = "Nobody yet."
			switch r.Role {
			case store.Manager:
				who = "Nobody yet, so workspace admins stand in."
			case store.Compliance:
				who = "Nobody yet, so program managers stand in."
			}
		}
		blocks = append(blocks, block.SectionWith("*"+r.Name+"*\n"+r.Means+"\n"+who,
			block.Button(actRoleChange, "Change", string(r.Role), block.Spoken("Change "+strings.ToLower(r.Name)))))
	}
	blocks = append(blocks, block.ContextLine("Each change is kept in the audit log with your name."))
	return block.Modal(surface.CBList, "People and roles", "", "Close", "", blocks...)
}

// roleModal changes one role. Its metadata is the role and whom the form showed.
func roleModal(r roleWords, holders []store.EmployeeID) *slack.ModalViewRequest {
	shown := make([]string, len(holders))
	for i, id := range holders {
		shown[i] = string(id)
	}
	people := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeUser,
		block.Plain("Choose people", block.MaxPlaceholder), block.InputValue)
	people.InitialUsers = shown
	hint := r.Means
	hint += block.When(r.Role == store.Manager, " When nobody is named, workspace admins are.")
	return block.Modal(cbRole, r.Name, "Save", "Cancel", strings.TrimSpace(string(r.Role)+" "+strings.Join(shown, " ")),
		block.Input(fieldPeople, r.Name, people, hint, true))
}

// roleOutcome says what a submission changed.
func roleOutcome(r roleWords, granted, revoked []string) string {
	role := strings.ToLower(r.Name)
	var parts []string
	if len(granted) > 0 {
		parts = append(parts, "Added to "+role+": "+block.List(granted)+".")
	}
	if len(revoked) > 0 {
		parts = append(parts, "No longer "+role+": "+block.List(revoked)+".")
	}
	if len(parts) == 0 {
		return "Nothing changed."
	}
	return strings.Join(parts, " ")
}
