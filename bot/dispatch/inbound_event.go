// Events: what Slack reports without a person waiting for an answer.

package dispatch

import (
	"encoding/json"
	"strings"

	"vouch/bot/block"
	"vouch/bot/slackapi"
	"vouch/store"
)

// rawEvent is the outer object of the Events API and the fields of the inner events we subscribe to
// (docs.slack.dev/reference/events).
type rawEvent struct {
	Type    string `json:"type"`
	Team    string `json:"team_id"`
	EventID string `json:"event_id"`
	Event   struct {
		Type        string          `json:"type"`
		Subtype     string          `json:"subtype"`
		User        json.RawMessage `json:"user"` // an id, or the whole person in team_join and user_change
		BotID       string          `json:"bot_id"`
		Channel     json.RawMessage `json:"channel"` // an id in all events we handle
		ChannelType string          `json:"channel_type"`
		Text        string          `json:"text"`
		TS          string          `json:"ts"`
		ThreadTS    string          `json:"thread_ts"`
		Tab         string          `json:"tab"`
		Reaction    string          `json:"reaction"`
		Item        struct {
			Type    string `json:"type"`
			Channel string `json:"channel"`
			TS      string `json:"ts"`
		} `json:"item"`
		UserTeam string `json:"user_team"`
	} `json:"event"`
}

// decodeEvent reads an event. What the app itself wrote comes back as an event, too, and edits and deletions come as
// messages with a subtype: all of those stay kindOther, or the bot would talk to itself. An event may be of interest to
// nobody and is acknowledged all the same: Slack sends what stays unacknowledged up to three times more
// (docs.slack.dev/apis/events-api).
func decodeEvent(raw json.RawMessage) (Interaction, error) {
	var p rawEvent
	if err := json.Unmarshal(raw, &p); err != nil {
		return Interaction{}, err
	}
	e := p.Event
	in := Interaction{Kind: kindOther, Cause: p.EventID, Team: p.Team, MessageTS: e.TS, ThreadTS: e.ThreadTS}
	in.Event = event{Type: e.Type, Subtype: e.Subtype}
	var user string
	_ = json.Unmarshal(e.User, &user) // an object here is a person, read below
	in.User = store.EmployeeID(user)
	_ = json.Unmarshal(e.Channel, &in.Channel) // an object belongs to an event we do not handle
	// In shared channels team_id is ours even for people of another workspace; user_team is theirs.
	if e.UserTeam != "" {
		in.Team = e.UserTeam
	}
	switch e.Type {
	case "message":
		if e.ChannelType == "im" && e.Subtype == "" && e.BotID == "" && user != "" {
			in.Kind, in.Text = KindDM, strings.TrimSpace(block.Unescaper.Replace(e.Text))
		}
	case "reaction_added", "reaction_removed":
		if e.Item.Type == "message" {
			in.Kind, in.Channel, in.MessageTS = KindReaction, e.Item.Channel, e.Item.TS
			// "+1::skin-tone-3" is a thumbs up, whatever the skin.
			in.Event.Reaction, _, _ = strings.Cut(e.Reaction, "::")
		}
	case "app_home_opened":
		in.Kind, in.Event.Tab = KindHomeOpened, e.Tab
	case "team_join", "user_change":
		if person, ok := slackapi.DecodePerson(e.User, p.Team); ok {
			in.Kind, in.User, in.Event.Person = kindPeople, person.ID, &person
		}
	// Both come when an app is removed, in any order, and tokens_revoked also when one person's token is.
	case "app_uninstalled", "tokens_revoked":
		in.Kind = kindRevoked
	}
	return in, nil
}
