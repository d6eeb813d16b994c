// Decoding: the raw payload of an envelope becomes an inbound thing, taking only the fields we use.

package dispatch

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"vouch/bot/block"
	"vouch/bot/socket"
	"vouch/store"
)

// Decode turns an envelope into an inbound thing. An error means that the payload is not even JSON of the announced
// form; anything merely unknown is kindOther. Only fields we use are named: Slack adds keys without notice, and
// promises not to take any away.
func Decode(e socket.Envelope) (Interaction, error) {
	var in Interaction
	var err error
	// "hello" and "disconnect" never come here: the connection takes them.
	switch e.Type {
	case "slash_commands":
		in, err = decodeCommand(e.Payload)
	case "interactive":
		in, err = decodeInteraction(e.Payload)
	case "events_api":
		in, err = decodeEvent(e.Payload)
	default:
		in.Kind = kindOther
	}
	if err != nil {
		return Interaction{Kind: kindOther}, fmt.Errorf("decoding %s: %w", e.Type, err)
	}
	if in.Cause == "" {
		in.Cause = e.ID
	}
	return in, nil
}

// decodeCommand reads a slash command, which comes as the flat form fields of the HTTP transport: all of them text,
// even the booleans (docs.slack.dev/interactivity/implementing-slash-commands).
func decodeCommand(raw json.RawMessage) (Interaction, error) {
	var p struct {
		User     string `json:"user_id"`
		Team     string `json:"team_id"`
		Channel  string `json:"channel_id"`
		Command  string `json:"command"`
		Text     string `json:"text"`
		Trigger  string `json:"trigger_id"`
		Response string `json:"response_url"`
	}
	if err := json.Unmarshal(raw, &p); err != nil {
		return Interaction{}, err
	}
	return Interaction{
		Kind: KindCommand, Cause: p.Trigger, User: store.EmployeeID(p.User), Team: p.Team, Channel: p.Channel,
		Command: strings.ToLower(p.Command), Text: block.Unescaper.Replace(p.Text), Trigger: p.Trigger,
		ResponseURL: p.Response,
	}, nil
}

// interaction is what block_actions, view_submission, view_closed, block_suggestion, shortcut and message_action share
// (docs.slack.dev/reference/interaction-payloads).
type interaction struct {
	Type string `json:"type"`
	User struct {
		ID   string `json:"id"`
		Team string `json:"team_id"`
	} `json:"user"`
	Team *struct {
		ID string `json:"id"`
	} `json:"team"`
	Trigger  string `json:"trigger_id"`
	Response string `json:"response_url"`
	Callback string `json:"callback_id"`
	Channel  struct {
		ID string `json:"id"`
	} `json:"channel"`
	Container struct {
		MessageTS string `json:"message_ts"`
		ThreadTS  string `json:"thread_ts"`
		Channel   string `json:"channel_id"`
		Ephemeral bool   `json:"is_ephemeral"`
	} `json:"container"`
	Message rawMessage      `json:"message"`
	View    *rawView        `json:"view"`
	State   rawState        `json:"state"`
	Actions []rawElement    `json:"actions"`
	Action  string          `json:"action_id"` // block_suggestion
	Block   string          `json:"block_id"`
	Value   json.RawMessage `json:"value"`
}

// rawView is a view as Slack sends it back.
type rawView struct {
	ID       string   `json:"id"`
	Hash     string   `json:"hash"`
	Type     string   `json:"type"`
	Callback string   `json:"callback_id"`
	Metadata string   `json:"private_metadata"`
	Previous string   `json:"previous_view_id"`
	Root     string   `json:"root_view_id"`
	External string   `json:"external_id"`
	State    rawState `json:"state"`
	Blocks   []struct {
		Type string `json:"type"`
		ID   string `json:"block_id"`
	} `json:"blocks"`
}

// decodeInteraction reads an interaction in a message, modal or Home. What the interaction happened in decides where
// the state is: a view brings its own, a message has it at the top.
func decodeInteraction(raw json.RawMessage) (Interaction, error) {
	var p interaction
	if err := json.Unmarshal(raw, &p); err != nil {
		return Interaction{}, err
	}
	in := Interaction{
		Cause: p.Trigger, User: store.EmployeeID(p.User.ID), Team: p.User.Team, Channel: p.Container.Channel,
		MessageTS: p.Container.MessageTS, ThreadTS: p.Container.ThreadTS, Ephemeral: p.Container.Ephemeral,
		Trigger: p.Trigger, ResponseURL: p.Response, State: p.State.values(),
	}
	// The person's own workspace counts; "team" is where it happened and null in an organisation-wide app.
	if in.Team == "" && p.Team != nil {
		in.Team = p.Team.ID
	}
	if in.Channel == "" {
		in.Channel = p.Channel.ID
	}
	in.MessageName = p.Message.name()
	if p.View != nil {
		in.View = p.View.view()
		in.State = p.View.State.values()
	}
	return p.finish(in), nil
}

// finish fills in what depends on the type.
func (p *interaction) finish(in Interaction) Interaction {
	switch p.Type {
	case "block_actions":
		in.Kind = kindOther
		// One interaction is one element: the list has one entry in practice.
		if len(p.Actions) > 0 {
			in.Kind, in.Action = KindAction, p.Actions[0].action()
		}
	case "view_submission":
		// A submission brings no trigger that is unique; the hash changes with each version of the view.
		in.Kind, in.Cause = KindSubmit, in.View.ID+"/"+in.View.Hash
	case "view_closed":
		in.Kind = kindClosed
	case "block_suggestion":
		in.Kind = KindSuggest
		in.Action = Action{ID: p.Action, Block: p.Block}
		_ = json.Unmarshal(p.Value, &in.Query) // anything but text means that nothing was typed
	case "message_action":
		in.Kind, in.View.CallbackID, in.Link = KindOnMessage, p.Callback, p.Message.firstLink()
	case "shortcut":
		in.Kind, in.View.CallbackID = KindShortcut, p.Callback
	default:
		in.Kind = kindOther
	}
	return in
}

// view keeps what handlers need; blocks are only looked at for the ids of inputs.
func (v *rawView) view() View {
	out := View{
		ID: v.ID, Hash: v.Hash, CallbackID: v.Callback, Metadata: v.Metadata, Previous: v.Previous, Type: v.Type,
		External: v.External,
		Root:     v.Root,
	}
	for _, b := range v.Blocks {
		if b.Type == "input" {
			out.Inputs = append(out.Inputs, b.ID)
		}
	}
	return out
}

// rawState is the state object; Slack has been seen to send [] for "values" when there are none.
type rawState struct {
	Values json.RawMessage `json:"values"`
}

// values reads the inputs; nil when there are none.
func (s rawState) values() State {
	var blocks map[string]map[string]rawElement
	if json.Unmarshal(s.Values, &blocks) != nil {
		return nil
	}
	out := make(State, len(blocks))
	for block, elements := range blocks {
		out[block] = make(map[string]Value, len(elements))
		for id, element := range elements {
			a := element.action()
			out[block][id] = Value{Type: a.Type, Text: a.Value, List: a.Values, Files: element.Files}
		}
	}
	return out
}

// rawElement is an element with its value, as in "actions" and in "state": the same keys in both. One struct for all
// elements: the keys of different types do not collide, and a type that is new to us still gives its id.
type rawElement struct {
	Type          string          `json:"type"`
	ID            string          `json:"action_id"`
	Block         string          `json:"block_id"`
	Value         json.RawMessage `json:"value"`
	URL           string          `json:"url"`
	Option        *rawOption      `json:"selected_option"`
	Options       []rawOption     `json:"selected_options"`
	User          string          `json:"selected_user"`
	Users         []string        `json:"selected_users"`
	Conversation  string          `json:"selected_conversation"`
	Conversations []string        `json:"selected_conversations"`
	Channel       string          `json:"selected_channel"`
	Channels      []string        `json:"selected_channels"`
	Date          string          `json:"selected_date"`
	Time          string          `json:"selected_time"`
	DateTime      int64           `json:"selected_date_time"`
	Files         []Upload        `json:"files"`
}

// rawOption is a chosen option; its label is never needed.
type rawOption struct {
	Value string `json:"value"`
}

// action gathers the value from wherever this type of element has it. An element that was cleared has none.
func (e rawElement) action() Action {
	a := Action{ID: e.ID, Block: e.Block, Type: e.Type, URLButton: e.Type == "button" && e.URL != ""}
	_ = json.Unmarshal(e.Value, &a.Value) // null and other than text mean empty
	for _, candidate := range []string{e.User, e.Conversation, e.Channel, e.Date, e.Time} {
		if candidate != "" {
			a.Value = candidate
		}
	}
	if e.Option != nil {
		a.Value = e.Option.Value
	}
	if e.DateTime != 0 {
		a.Value = strconv.FormatInt(e.DateTime, 10)
	}
	for _, o := range e.Options {
		a.Values = append(a.Values, o.Value)
	}
	for _, several := range [][]string{e.Users, e.Conversations, e.Channels} {
		a.Values = append(a.Values, several...)
	}
	return a
}
