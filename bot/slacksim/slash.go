// Slash commands, shortcuts and menus that ask the app for options (interactivity/implementing-slash-commands,
// interactivity/implementing-shortcuts, reference/interaction-payloads/block_suggestion-payload).

package slacksim

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"vouch/bot/slacksim/blockkit"
)

// Replied tells what a person saw after a slash command.
type Replied struct {
	Acked bool
	// Error is the line Slackbot shows when the command failed, "" otherwise.
	Error string
	// Reply is the answer carried by the acknowledgement, if it carried one.
	Reply *Message
}

// Slash runs a line such as "/refer Ada Lovelace" in a conversation. It returns once the acknowledgement came or three
// seconds passed; what the app does afterwards, a modal or a message, is awaited with AwaitModal and AwaitMessage. The
// payload is what the form of the HTTP transport holds, as a flat object of strings: channel_id may be a conversation
// the app is not in, where only the response URL works. Unknown commands never reach an app; the client tells the
// person.
func (p *Person) Slash(ctx context.Context, channel, line string) (Replied, error) {
	w := p.w
	name, text := cutCommand(line)
	w.mu.Lock()
	u, c, err := p.find(channel)
	command, known := w.manifest.command(name)
	switch {
	case err != nil:
	case !known:
		err = fmt.Errorf("%s is not a valid command", name)
	case u.IsStranger:
		err = errors.New("people of other companies cannot use this workspace's commands")
	}
	if err != nil {
		w.mu.Unlock()
		return Replied{}, err
	}
	if command.ShouldEscape {
		text = w.escapeMentions(text)
	}
	payload := map[string]any{
		"token": w.app.verification, "team_id": w.team.id, "team_domain": w.team.domain, "channel_id": c.id,
		"channel_name": payloadName(c), "user_id": u.ID, "user_name": u.Name, "command": command.Command, "text": text,
		"api_app_id": w.app.id, "is_enterprise_install": "false", "response_url": w.newHook("commands", u.ID, c.id, nil),
		"trigger_id": w.newTrigger(u.ID, "", c.id),
	}
	outcome, reply, err := w.ask(ctx, &envelope{kind: "slash_commands", about: "command " + command.Command,
		payload: payload, answerable: true})
	if err != nil {
		return Replied{}, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if outcome != outcomeAcked {
		return w.commandFailed(u.ID, c.id, command.Command, "dispatch_failed"), nil
	}
	return w.commandAnswered(u.ID, c, command.Command, text, reply), nil
}

// cutCommand splits a typed line at the first white space: a line break ends the command's name as well as a blank
// does.
func cutCommand(line string) (name, text string) {
	line = strings.TrimSpace(line)
	end := strings.IndexFunc(line, unicode.IsSpace)
	if end < 0 {
		return line, ""
	}
	return line[:end], strings.TrimSpace(line[end:])
}

// commandFailed shows the line by which Slack tells that a command failed. Over Socket Mode the code is
// dispatch_failed, both without a connection and without an acknowledgement.
func (w *Workspace) commandFailed(userID, channel, command, code string) Replied {
	sentence := fmt.Sprintf("%s failed with the error %q", command, code)
	w.log("trouble", sentence)
	w.showEphemeral(userID, channel, &Message{Type: "message", User: "USLACKBOT", Text: sentence, Team: w.team.id})
	return Replied{Error: sentence}
}

// commandAnswered shows the message that the acknowledgement carries, if any. It is private unless response_type is
// in_channel, in which case the command itself is shown to everybody as well. An answer with broken blocks fails the
// command, with an entry in the journal.
func (w *Workspace) commandAnswered(userID string, c *conversation, command, text string, reply []byte) Replied {
	var object map[string]json.RawMessage
	if blockkit.IsNull(reply) || (json.Unmarshal(reply, &object) == nil && len(object) == 0) {
		return Replied{Acked: true}
	}
	body, problems := w.readContent(object)
	if len(problems) > 0 {
		w.log("invalid_ack", "command "+command+": "+problems[0].String())
		failed := w.commandFailed(userID, c.id, command, problems[0].Code)
		failed.Acked = true
		return failed
	}
	var kind string
	_ = json.Unmarshal(object["response_type"], &kind) // anything else than in_channel is ephemeral
	m := w.botMessage(body)
	if kind == "in_channel" {
		w.post(c, &Message{Type: "message", User: userID, Text: strings.TrimSpace(command + " " + text), Team: w.team.id})
		w.post(c, m)
	} else {
		w.showEphemeral(userID, c.id, m)
	}
	shown := m.forPeople()
	return Replied{Acked: true, Reply: &shown}
}

// escapeMentions turns @name and #channel into <@U1|name> and <#C1|channel>, as commands with should_escape get them.
// Names nobody has stay as typed. A private channel's name is left out, as in Slack's payloads, because the app may not
// know it (interactivity/implementing-slash-commands, "Escaping channels, users, and links").
func (w *Workspace) escapeMentions(text string) string {
	return typedToken.ReplaceAllStringFunc(text, func(found string) string {
		part, _ := w.token(found)
		switch {
		case part["user_id"] != nil:
			u := w.findUser(found)
			return "<@" + u.ID + "|" + u.Name + ">"
		case part["channel_id"] != nil:
			if c := w.findChannel(found); !c.private {
				return "<#" + c.id + "|" + c.name + ">"
			}
			return fmt.Sprintf("<#%s|>", part["channel_id"])
		}
		return found
	})
}

// Shortcut runs a global shortcut; false means it was not acknowledged and the person saw an error. The payload knows
// no channel and has no response_url: the only way to answer is a modal or a message to the person. Its user object has
// no name (reference/interaction-payloads/shortcuts-interaction-payload).
func (p *Person) Shortcut(ctx context.Context, callbackID string) (bool, error) {
	p.w.mu.Lock()
	u, err := p.user()
	if _, known := p.w.manifest.shortcut("global", callbackID); err == nil && (!known || u.IsStranger) {
		err = fmt.Errorf("no global shortcut %q", callbackID)
	}
	if err != nil {
		p.w.mu.Unlock()
		return false, err
	}
	return p.w.runShortcut(ctx, u.ID, callbackID, "shortcut", "name",
		map[string]any{"trigger_id": p.w.newTrigger(u.ID, "", "")})
}

// MessageShortcut runs a shortcut from a message's menu. The app need not be in the conversation. The payload carries
// the message, its channel and a response_url that works even where the app is not a member. Its user object has no
// username.
func (p *Person) MessageShortcut(ctx context.Context, callbackID string, m Message) (bool, error) {
	w := p.w
	w.mu.Lock()
	s, err := p.surface(where{channel: m.Channel, ts: m.TS})
	if _, known := w.manifest.shortcut("message", callbackID); err == nil && (!known || s.message == nil) {
		err = fmt.Errorf("no message shortcut %q", callbackID)
	}
	if err != nil {
		w.mu.Unlock()
		return false, err
	}
	return w.runShortcut(ctx, s.userID, callbackID, "message_action", "username", map[string]any{
		"trigger_id": w.newTrigger(s.userID, "", s.in.id), "channel": channelRef(s.in), "message_ts": s.message.TS,
		"message": s.message.object(), "response_url": w.newHook("app", s.userID, s.in.id, s.message),
	})
}

// runShortcut sends a shortcut and waits; the caller holds the lock. lacks is the key that the payload's user does not
// have. What the client says about a failed shortcut is on no page; a short sentence stands for it.
func (w *Workspace) runShortcut(ctx context.Context, userID, callbackID, kind, lacks string,
	more map[string]any) (bool, error) {
	payload := w.interactionPayload(kind, userID, more)
	user := w.userRef(userID)
	delete(user, lacks)
	payload["user"], payload["action_ts"], payload["callback_id"] = user, w.nextTS(), callbackID
	outcome, _, err := w.ask(ctx, &envelope{kind: "interactive", about: "shortcut " + callbackID, payload: payload})
	if err != nil {
		return false, err
	}
	if outcome != outcomeAcked {
		w.fail(userID, "The shortcut did not work. Please try again.")
	}
	return outcome == outcomeAcked, nil
}

// maxOffered bounds how many options a menu remembers: those chosen from earlier answers stay valid.
const maxOffered = 500

// Suggestions are the options an app offered for what a person typed into an external menu.
type Suggestions struct {
	Options      []map[string]any `json:"options"`
	OptionGroups []map[string]any `json:"option_groups"`
}

// suggest asks the app for the options of an external select. The acknowledgement carries options or option_groups, at
// most 100 of each. What was offered once stays choosable. There is no trigger_id: an app cannot open a modal because
// somebody types. Slack's client asks once the query has min_query_length characters, three unless the menu says
// otherwise. Nothing is retried: an app that is too slow shows an empty menu, and the next keystroke asks again.
func (p *Person) suggest(ctx context.Context, at where, blockID, what, query string) (Suggestions, error) {
	w := p.w
	w.mu.Lock()
	s, err := p.surface(at)
	var menu place
	if err == nil {
		menu, err = locate(s.blocks(), blockID, what, nil)
	}
	if err == nil && !strings.HasSuffix(menu.kind(), "external_select") {
		err = fmt.Errorf("%s is a %s, which has its options already", menu.actionID, menu.kind())
	}
	least := 3.0
	if given, ok := menu.element["min_query_length"].(float64); ok {
		least = given
	}
	if err != nil || utf8.RuneCountInString(query) < int(least) {
		w.mu.Unlock()
		return Suggestions{}, err
	}
	more := w.surroundings(s, menu)
	more["action_id"], more["block_id"], more["value"] = menu.actionID, menu.blockID, query
	payload := w.interactionPayload("block_suggestion", s.userID, more)
	outcome, reply, err := w.ask(ctx, &envelope{kind: "interactive", about: "block_suggestion " + menu.actionID,
		payload: payload, answerable: true})
	if err != nil {
		return Suggestions{}, err
	}
	if outcome != outcomeAcked {
		w.fail(s.userID, "The options could not be loaded.")
		return Suggestions{}, nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	offered, reason := readSuggestions(reply)
	if reason != "" {
		w.log("invalid_ack", "block_suggestion "+menu.actionID+": "+reason)
		w.notify(s.userID, Update{Type: "failure", Fields: map[string]any{"text": "The options could not be loaded."}})
		return Suggestions{}, nil
	}
	key := s.key() + "/" + menu.blockID + "/" + menu.actionID
	latest := optionsOf(map[string]any{"options": offered.Options, "option_groups": offered.OptionGroups})
	all := append(latest, w.offered[key]...)
	w.offered[key] = all[:min(len(all), maxOffered)]
	return offered, nil
}

// readSuggestions reads the answer to a block_suggestion, and says what Slack would not accept in it. Exactly one of
// options and option_groups must be there; an empty list means that nothing was found and is fine. The options live by
// the rules of every menu (reference/block-kit/composition-objects/option-object), so one stands in for the check.
func readSuggestions(reply []byte) (offered Suggestions, reason string) {
	var lists map[string]json.RawMessage
	if err := json.Unmarshal(reply, &lists); err != nil {
		return Suggestions{}, "the payload is no object"
	}
	menu := map[string]any{"type": "static_select", "action_id": "menu"}
	for _, key := range []string{"options", "option_groups"} {
		if !blockkit.IsNull(lists[key]) {
			menu[key] = lists[key]
		}
	}
	if len(menu) == 3 && blockkit.IsEmptyList(lists["options"]) && blockkit.IsEmptyList(lists["option_groups"]) {
		return Suggestions{Options: []map[string]any{}}, ""
	}
	raw := encode([]any{map[string]any{"type": "actions", "elements": []any{menu}}})
	if _, problems := blockkit.CheckBlocks(blockkit.SurfaceModal, raw, ""); len(problems) > 0 {
		return Suggestions{}, problems[0].String()
	}
	if err := json.Unmarshal(reply, &offered); err != nil {
		return Suggestions{}, "the payload is no list of options"
	}
	return offered, ""
}
