// What all interaction payloads share, and pressing elements: block_actions (reference/interaction-payloads).

package slacksim

import (
	"context"
	"errors"
	"fmt"
	"maps"
)

// userRef is the short user object of interaction payloads.
func (w *Workspace) userRef(userID string) map[string]any {
	u := w.users[userID]
	return map[string]any{"id": u.ID, "username": u.Name, "name": u.Name, "team_id": w.teamOf(u)}
}

// interaction starts a payload of a kind with the keys that every kind has:
//
//	{"type":"...","team":{"id","domain"},"user":{"id","username","name","team_id"},"api_app_id":"A1","token":"...",
//	 "enterprise":null,"is_enterprise_install":false}
//
// Here the last one is a boolean; in slash commands it is the string "false", because they are a form in disguise.
func (w *Workspace) interaction(kind, userID string, more map[string]any) map[string]any {
	payload := map[string]any{
		"type": kind, "team": map[string]any{"id": w.team.id, "domain": w.team.domain}, "user": w.userRef(userID),
		"api_app_id": w.app.id, "token": w.app.verification, "enterprise": nil, "is_enterprise_install": false,
	}
	maps.Copy(payload, more)
	return payload
}

// channelRef is the short channel object of interaction payloads.
func channelRef(c *conversation) map[string]any {
	return map[string]any{"id": c.id, "name": payloadName(c)}
}

// payloadName is a conversation's name as payloads give it: directmessage for every direct message, and privategroup
// for every private channel, whose name an app outside must not learn.
func payloadName(c *conversation) string {
	switch {
	case c.im:
		return "directmessage"
	case c.private:
		return "privategroup"
	}
	return c.name
}

// Pressed tells what a person saw after pressing an element.
type Pressed struct {
	// Warning is the triangle next to an element whose action was not acknowledged in time.
	Warning bool
	// URL is where a link button leads.
	URL string
}

// Element names an interactive element and what to choose in it.
type Element struct {
	// BlockID may be empty when What is enough.
	BlockID string
	// What is the action id, or the words a person reads on the element.
	What string
	// Choice is the chosen value: an option's value or text, a list of them, an id, a date or a text. Buttons need
	// none, but a button's value decides between buttons of one action id.
	Choice any
}

// pressInMessage presses an element of a message that the person sees.
//
// The payload has container, trigger_id, channel, message, state, response_url and actions. For a message only this
// person sees there is no message key, and container.is_ephemeral is true. Only the app's own messages send anything to
// it; on Slack other apps' messages belong to those apps.
func (w *Workspace) pressInMessage(ctx context.Context, userID, channel, ts string, e Element) (Pressed, error) {
	w.mu.Lock()
	c, m, err := w.visibleMessage(userID, channel, ts)
	if err == nil && m.BotID != w.app.botID {
		err = errors.New("the message belongs to another app or person")
	}
	var p place
	if err == nil {
		p, err = locate(m.everyBlock(), e.BlockID, e.What, e.Choice)
	}
	var action map[string]any
	key := scopeOf(userID, channel, ts)
	if err == nil {
		action, err = w.action(p, e.Choice, key)
	}
	if err != nil {
		w.mu.Unlock()
		return Pressed{}, err
	}
	w.remember(key, p, action)
	payload := w.interaction("block_actions", userID, map[string]any{
		"container":  w.messageContainer(m, p),
		"trigger_id": w.newTrigger(userID, "", c.id), "channel": channelRef(c),
		"state":        map[string]any{"values": w.messageValues(key, m)},
		"response_url": w.newHook("actions", userID, c.id, m), "actions": []any{action},
	})
	if !m.Ephemeral {
		payload["message"] = m.object()
	}
	return w.dispatchAction(ctx, userID, p, e.Choice, payload)
}

// messageContainer says which message an interaction happened in, and in which attachment of it if in one
// (reference/interaction-payloads/block_actions-payload).
func (w *Workspace) messageContainer(m *Message, p place) map[string]any {
	container := map[string]any{"type": "message", "message_ts": m.TS, "channel_id": m.Channel, "is_ephemeral": m.Ephemeral}
	if m.ThreadTS != "" {
		container["thread_ts"] = m.ThreadTS
	}
	if number := m.attachmentOf(p); number > 0 {
		container["type"], container["attachment_id"], container["is_app_unfurl"] = "message_attachment", number, false
	}
	return container
}

// scopeOf is the key of what one person chose in one message.
func scopeOf(userID, channel, ts string) string { return userID + "|" + channel + "|" + ts }

// pressInView presses an element of the modal on top or of App Home. Input blocks send actions only with
// dispatch_action. The payload has container, trigger_id, view and actions, but neither channel nor response_url. What
// was chosen is stored in the view before it is sent, so view.state shows it.
func (w *Workspace) pressInView(ctx context.Context, v *view, e Element) (Pressed, error) {
	w.mu.Lock()
	p, err := locate(v.blocks(), e.BlockID, e.What, e.Choice)
	if err == nil && p.input {
		if dispatch, _ := p.block["dispatch_action"].(bool); !dispatch {
			err = fmt.Errorf("%s is an input without dispatch_action: it is filled in, not pressed", p.actionID)
		}
	}
	if err == nil && v.kind == "modal" && w.top(v.userID) != v {
		err = errors.New("the view is not on top")
	}
	var action map[string]any
	if err == nil {
		action, err = w.action(p, e.Choice, v.id)
	}
	if err != nil {
		w.mu.Unlock()
		return Pressed{}, err
	}
	if valueKeys[p.kind()] != "" {
		if err := w.fill(v, p.blockID, p.actionID, e.Choice); err != nil {
			w.mu.Unlock()
			return Pressed{}, err
		}
	}
	inModal := ""
	if v.kind == "modal" {
		inModal = v.id
	}
	payload := w.interaction("block_actions", v.userID, map[string]any{
		"container": map[string]any{"type": "view", "view_id": v.id}, "trigger_id": w.newTrigger(v.userID, inModal, ""),
		"view": w.viewObject(v, true), "actions": []any{action},
	})
	return w.dispatchAction(ctx, v.userID, p, e.Choice, payload)
}

// action is the entry of "actions" for one pressed element: type, ids, action_ts, the value in the key of its kind, and
// of menus also placeholder and initial value. A button with a url sends an action like any other, which must be
// acknowledged; the url itself is not sent back.
func (w *Workspace) action(p place, choice any, scope string) (map[string]any, error) {
	action := map[string]any{"type": p.kind(), "action_id": p.actionID, "block_id": p.blockID, "action_ts": w.nextTS()}
	switch p.kind() {
	case "button", "workflow_button", "icon_button":
		for _, key := range []string{"text", "value", "style"} {
			if value := p.element[key]; value != nil {
				action[key] = value
			}
		}
	case "feedback_buttons":
		action["value"] = choice
	case "overflow":
		wanted, _ := choice.(string)
		chosen, err := pick(optionsOf(p.element), wanted)
		if err != nil {
			return nil, err
		}
		action["selected_option"] = chosen
	default:
		value, err := w.encodeChoice(p, choice, w.offered[scope+"/"+p.blockID+"/"+p.actionID])
		if err != nil {
			return nil, err
		}
		maps.Copy(action, value)
		for _, key := range []string{"placeholder", initialKey(p.kind())} {
			if given := p.element[key]; given != nil {
				action[key] = given
			}
		}
	}
	return action, nil
}

// remember keeps what a person chose in a message, which no one else sees.
//
// Only the latest choice counts. Buttons hold nothing, so pressing one leaves no trace in the state.
func (w *Workspace) remember(scope string, p place, action map[string]any) {
	key := valueKeys[p.kind()]
	if key == "" {
		return
	}
	if w.typed[scope] == nil {
		w.typed[scope] = fieldValues{}
	}
	if w.typed[scope][p.blockID] == nil {
		w.typed[scope][p.blockID] = map[string]map[string]any{}
	}
	w.typed[scope][p.blockID][p.actionID] = map[string]any{"type": p.kind(), key: action[key]}
}

// messageValues are the values of all fields of a message as one person sees them: chosen ones, else initial ones, else
// null. Nobody else's choices are among them, and they are gone when the block ids change.
//
// Slack sends the state of every field of the message, not only of the one that was used:
//
//	"state":{"values":{"block":{"action":{"type":"static_select","selected_option":null}}}}
//
// (reference/interaction-payloads/block_actions-payload, "state")
func (w *Workspace) messageValues(scope string, m *Message) fieldValues {
	values := fieldValues{}
	for p := range elements(m.everyBlock()) {
		value := w.typed[scope][p.blockID][p.actionID]
		if value == nil {
			value = initialValue(p.element)
		}
		if value == nil {
			continue
		}
		if values[p.blockID] == nil {
			values[p.blockID] = map[string]map[string]any{}
		}
		values[p.blockID][p.actionID] = value
	}
	return values
}

// dispatchAction sends a block_actions payload, releases the lock and waits for the acknowledgement.
//
// A link opens at once and whatever the app answers; its action must be acknowledged all the same, or the triangle
// appears. The element's own confirmation dialog was the client's business before.
func (w *Workspace) dispatchAction(ctx context.Context, userID string, p place, choice any, payload map[string]any) (Pressed, error) {
	var pressed Pressed
	pressed.URL, _ = p.element["url"].(string)
	if p.kind() == "overflow" {
		wanted, _ := choice.(string)
		if chosen, err := pick(optionsOf(p.element), wanted); err == nil {
			pressed.URL, _ = chosen["url"].(string)
		}
	}
	outcome, _, err := w.ask(ctx, &envelope{kind: "interactive", about: "block_actions " + p.actionID, payload: payload, answerable: true})
	if err != nil {
		return pressed, err
	}
	if outcome != outcomeAcked {
		pressed.Warning = true
		w.fail(userID, "That did not work. Please try again.")
	}
	return pressed, nil
}

// ask sends an envelope, releases the lock the caller holds, and waits for the outcome.
func (w *Workspace) ask(ctx context.Context, e *envelope) (outcome string, reply []byte, err error) {
	w.send(e)
	w.mu.Unlock()
	if err := e.await(ctx); err != nil {
		return "", nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return e.outcome, e.reply, nil
}

// fail shows a person what a failed interaction looks like.
func (w *Workspace) fail(userID, sentence string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.notify(userID, Update{Type: "failure", Fields: map[string]any{"text": sentence}})
}

// visibleMessage finds a message that a person sees: in a conversation of theirs, or for them alone.
func (w *Workspace) visibleMessage(userID, channel, ts string) (*conversation, *Message, error) {
	c := w.channels[channel]
	if c == nil || !c.has(userID) {
		return nil, nil, fmt.Errorf("%s is in no conversation %q", userID, channel)
	}
	if m := w.findEphemeral(userID, channel, ts); m != nil {
		return c, m, nil
	}
	if m, _ := c.find(ts); m != nil {
		return c, m, nil
	}
	return nil, nil, fmt.Errorf("no message %s in %s", ts, channel)
}
