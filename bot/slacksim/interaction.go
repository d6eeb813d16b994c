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

// interactionPayload starts a payload of a kind with the keys that every kind has:
//
//	{"type":"...","team":{"id","domain"},"user":{"id","username","name","team_id"},"api_app_id":"A1","token":"...",
//	 "enterprise":null,"is_enterprise_install":false}
//
// Here the last one is a boolean; in slash commands it is the string "false", because they are a form in disguise.
func (w *Workspace) interactionPayload(kind, userID string, more map[string]any) map[string]any {
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
	// What is the action id, or the words a person reads on the element or, with no Choice, in its overflow menu.
	What string
	// Choice is the chosen value: an option's value or text, a list of them, an id, a date or a text. Buttons need
	// none, but a button's value decides between buttons of one action id.
	Choice any
}

// press presses an element of a message that the person sees, of the modal on top, or of App Home. The payload has
// container, trigger_id and actions. One from a message has channel, message, state and response_url as well; for a
// message only this person sees there is no message key, and container.is_ephemeral is true. One from a view has view,
// with what was just chosen in its state. Input blocks of a view send actions only with dispatch_action. Only the app's
// own messages send anything to it; on Slack other apps' messages belong to those apps.
func (p *Person) press(ctx context.Context, at where, e Element) (Pressed, error) {
	w := p.w
	w.mu.Lock()
	s, element, err := p.element(at, &e)
	var action map[string]any
	if err == nil {
		action, err = w.action(s, element, e.Choice)
	}
	if err != nil {
		w.mu.Unlock()
		return Pressed{}, err
	}
	more := w.surroundings(s, element)
	more["actions"] = []any{action}
	if s.view != nil {
		inModal := ""
		if s.view.kind == "modal" {
			inModal = s.view.id
		}
		more["trigger_id"] = w.newTrigger(s.userID, inModal, "")
	} else {
		more["trigger_id"] = w.newTrigger(s.userID, "", s.in.id)
		more["state"] = map[string]any{"values": w.messageValues(s)}
		more["response_url"] = w.newHook("actions", s.userID, s.in.id, s.message)
		if !s.message.Ephemeral {
			more["message"] = s.message.object()
		}
	}
	return w.dispatchAction(ctx, s.userID, element, e.Choice, w.interactionPayload("block_actions", s.userID, more))
}

// element finds an element that the person can press now; of a menu it also fills in what is chosen.
func (p *Person) element(at where, e *Element) (surface, place, error) {
	s, err := p.surface(at)
	if err != nil {
		return s, place{}, err
	}
	if s.view == nil && s.message.BotID != p.w.app.botID {
		return s, place{}, errors.New("the message belongs to another app or person")
	}
	element, err := locate(s.blocks(), e.BlockID, e.What, e.Choice)
	if menu, found := menuWith(s.blocks(), *e); err != nil && found {
		element, e.Choice, err = menu, e.What, nil
	}
	switch {
	case err != nil || s.view == nil:
	case element.input && element.block["dispatch_action"] != true:
		err = fmt.Errorf("%s is an input without dispatch_action: it is filled in, not pressed", element.actionID)
	case s.view.kind == "modal" && p.w.top(s.userID) != s.view:
		err = errors.New("the view is not on top")
	}
	return s, element, err
}

// surroundings are the keys of a payload that say where an element stands.
func (w *Workspace) surroundings(s surface, element place) map[string]any {
	if s.view != nil {
		return map[string]any{"container": map[string]any{"type": "view", "view_id": s.view.id},
			"view": w.viewObject(s.view, true)}
	}
	return map[string]any{"container": w.messageContainer(s.message, element), "channel": channelRef(s.in)}
}

// messageContainer says which message an interaction happened in, and in which attachment of it if in one
// (reference/interaction-payloads/block_actions-payload).
func (w *Workspace) messageContainer(m *Message, p place) map[string]any {
	container := map[string]any{"type": "message", "message_ts": m.TS, "channel_id": m.Channel,
		"is_ephemeral": m.Ephemeral}
	if m.ThreadTS != "" {
		container["thread_ts"] = m.ThreadTS
	}
	if number := m.attachmentOf(p); number > 0 {
		container["type"], container["attachment_id"], container["is_app_unfurl"] = "message_attachment", number, false
	}
	return container
}

// action is the entry of "actions" for one pressed element: type, ids, action_ts, the value in the key of its kind, and
// of menus also placeholder and initial value. A button with a url sends an action like any other, which must be
// acknowledged; the url itself is not sent back. What was chosen is kept, for nobody but the person to see; buttons
// hold nothing.
func (w *Workspace) action(s surface, p place, choice any) (map[string]any, error) {
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
		value, err := w.encodeChoice(p, choice, w.offered[s.key()+"/"+p.blockID+"/"+p.actionID])
		if err != nil {
			return nil, err
		}
		w.keep(s, p, value)
		maps.Copy(action, value)
		for _, key := range []string{"placeholder", initialKey(p.kind())} {
			if given := p.element[key]; given != nil {
				action[key] = given
			}
		}
	}
	return action, nil
}

// messageValues are the values of all fields of a message as one person sees them: chosen ones, else initial ones, else
// null. Nobody else's choices are among them, and they are gone when the block ids change.
//
// Slack sends the state of every field of the message, not only of the one that was used:
//
//	"state":{"values":{"block":{"action":{"type":"static_select","selected_option":null}}}}
//
// (reference/interaction-payloads/block_actions-payload, "state")
func (w *Workspace) messageValues(s surface) fieldValues {
	values := fieldValues{}
	for p := range elements(s.blocks()) {
		value := w.typed[s.key()][p.blockID][p.actionID]
		if value == nil {
			value = initialValue(p.element)
		}
		if value != nil {
			values.set(p, value)
		}
	}
	return values
}

// dispatchAction sends a block_actions payload, releases the lock and waits for the acknowledgement. A link opens at
// once and whatever the app answers; its action must be acknowledged all the same, or the triangle appears. The
// element's own confirmation dialog was the client's business before.
func (w *Workspace) dispatchAction(ctx context.Context, userID string, p place, choice any,
	payload map[string]any) (Pressed, error) {
	var pressed Pressed
	pressed.URL, _ = p.element["url"].(string)
	if p.kind() == "overflow" {
		wanted, _ := choice.(string)
		if chosen, err := pick(optionsOf(p.element), wanted); err == nil {
			pressed.URL, _ = chosen["url"].(string)
		}
	}
	outcome, _, err := w.ask(ctx, &envelope{kind: "interactive", about: "block_actions " + p.actionID, payload: payload,
		answerable: true})
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
	select {
	case <-e.done:
	case <-ctx.Done():
		return "", nil, context.Cause(ctx)
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
