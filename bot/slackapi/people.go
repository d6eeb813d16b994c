// Slack users become employees: join, rename, time zone, title, deactivate.

package slackapi

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"vouch/store"
)

// rawPerson is the user object as far as we keep it (docs.slack.dev/reference/objects/user-object). Any field may be
// missing. E-mail addresses and pictures are left out: Vouch has no use for them and asks for no scope that would give
// them.
type rawPerson struct {
	ID             string `json:"id"`
	TeamID         string `json:"team_id"`
	Name           string `json:"name"`
	RealName       string `json:"real_name"`
	Deleted        bool   `json:"deleted"`
	TZ             string `json:"tz"`
	Locale         string `json:"locale"`
	IsAdmin        bool   `json:"is_admin"`
	IsOwner        bool   `json:"is_owner"`
	IsRestricted   bool   `json:"is_restricted"`
	IsUltra        bool   `json:"is_ultra_restricted"`
	IsBot          bool   `json:"is_bot"`
	IsStranger     bool   `json:"is_stranger"`
	IsWorkflowBot  bool   `json:"is_workflow_bot"`
	IsConnectorBot bool   `json:"is_connector_bot"`
	Organisation   struct {
		ID    string   `json:"id"` // theirs in the whole organisation, which may be another one
		Teams []string `json:"teams"`
	} `json:"enterprise_user"`
	Profile struct {
		RealName     string `json:"real_name"`
		PlainReal    string `json:"real_name_normalized"` // without accents
		DisplayName  string `json:"display_name"`
		PlainDisplay string `json:"display_name_normalized"`
		Title        string `json:"title"`
		BotID        string `json:"bot_id"`
	} `json:"profile"`
}

// slackbotID is Slack's own bot, which reports is_bot false.
const slackbotID = "USLACKBOT"

// DecodePerson reads a user object; ok is false for everybody who is not an employee: bots, workflows, Slackbot and
// people of other workspaces. team is ours.
func DecodePerson(raw json.RawMessage, team string) (person store.SlackUser, ok bool) {
	p, ok := readPerson(raw)
	if !ok {
		return store.SlackUser{}, false
	}
	return p.Reduce(team)
}

// readPerson reads a user object as far as possible: a field of another type than documented counts as missing, and the
// others still arrive. ok is false for what is no object with an id.
func readPerson(raw json.RawMessage) (p rawPerson, ok bool) {
	// Unmarshal goes on behind a field of the wrong type and reports the first one at the end.
	var odd *json.UnmarshalTypeError
	if err := json.Unmarshal(raw, &p); err != nil && !errors.As(err, &odd) {
		return rawPerson{}, false
	}
	return p, p.ID != ""
}

// Reduce keeps what Vouch keeps. A person's name is the display name, else the real name, else the id.
func (p rawPerson) Reduce(team string) (store.SlackUser, bool) {
	if p.ID == "" || p.ID == slackbotID || p.IsBot || p.IsWorkflowBot || p.IsConnectorBot || p.IsStranger ||
		p.Profile.BotID != "" {
		return store.SlackUser{}, false
	}
	// People of other workspaces are met in shared channels (docs.slack.dev/apis/slack-connect); they are not this
	// company's.
	if team != "" && p.TeamID != "" && p.TeamID != team && !p.belongsTo(team) {
		return store.SlackUser{}, false
	}
	name := p.ID
	// The last one that is not empty wins. The display name is what colleagues see in Slack; many leave it empty.
	for _, candidate := range []string{p.RealName, p.Profile.RealName, p.Profile.DisplayName} {
		if candidate = strings.TrimSpace(candidate); candidate != "" {
			name = candidate
		}
	}
	// Many show only a first name, while forms and files name them in full, often without accents.
	var others []string
	for _, other := range []string{p.RealName, p.Profile.RealName, p.Profile.PlainReal, p.Profile.PlainDisplay} {
		other = strings.TrimSpace(other)
		if other != "" && other != name && !slices.Contains(others, other) {
			others = append(others, other)
		}
	}
	other := store.EmployeeID("")
	if p.Organisation.ID != p.ID {
		other = store.EmployeeID(p.Organisation.ID)
	}
	return store.SlackUser{
		ID: store.EmployeeID(p.ID), OtherID: other, Name: name, OtherNames: others,
		Title: strings.TrimSpace(p.Profile.Title), TimeZone: p.TZ, Locale: p.Locale,
		Guest: p.IsRestricted || p.IsUltra, Deactivated: p.Deleted, Admin: p.IsAdmin || p.IsOwner,
	}, true
}

// belongsTo tells whether a person of an organisation is in team, too.
func (p rawPerson) belongsTo(team string) bool {
	return slices.Contains(p.Organisation.Teams, team)
}
