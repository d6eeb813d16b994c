// The managing part of the control interface: people, channels, events, faults and the host program's buttons.

package slacksim

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
)

// controlAddPerson lets somebody join the workspace; the app gets team_join. The person joins every channel a new
// colleague would, which is #general; guests and bots join none.
func (w *Workspace) controlAddPerson(_ *http.Request, body User) (map[string]any, error) {
	added, err := w.AddPerson(body)
	if err != nil {
		return nil, err
	}
	return map[string]any{"person": added}, nil
}

// controlChangePerson overwrites the fields that the body names. The app gets user_change with the whole user object.
// Unknown fields are refused, because a misspelt one would otherwise change nothing and leave a test waiting; the id
// never changes on Slack.
func (w *Workspace) controlChangePerson(r *http.Request, body map[string]any) (map[string]any, error) {
	raw := encode(body)
	if err := json.Unmarshal(raw, new(User)); err != nil {
		return nil, fmt.Errorf("body: %w", err)
	}
	known := toMap(User{Email: "x", Pronouns: "x", Phone: "x", Locale: "x", IsPrimaryOwner: true,
		IsSingleChannelGuest: true, IsStranger: true})
	for _, key := range slices.Sorted(maps.Keys(body)) {
		if _, exists := known[key]; !exists || key == "id" {
			return nil, fmt.Errorf("a person has no field %q that can be changed", key)
		}
	}
	changed, err := w.ChangePerson(r.PathValue("person"), func(u *User) { _ = json.Unmarshal(raw, u) }) // tried above
	if err != nil {
		return nil, err
	}
	return map[string]any{"person": changed}, nil
}

// controlAddChannel creates a channel. Without members a public one has every full member, as Slack's default channels.
func (w *Workspace) controlAddChannel(_ *http.Request, body Channel) (map[string]any, error) {
	id, err := w.AddChannel(body)
	if err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return map[string]any{"channel": w.channelOf(w.channels[id])}, nil
}

// controlMember invites or removes somebody; the user "app" stands for the app's bot, as after "/invite @app".
func (w *Workspace) controlMember(r *http.Request, body struct {
	User  string `json:"user"`
	Leave bool   `json:"leave"`
}) (map[string]any, error) {
	return nil, w.SetMember(r.PathValue("id"), body.User, !body.Leave)
}

// controlEvent delivers an event that no person causes here, or one that no SDK knows yet. The event is wrapped like
// any other and redelivered when it is not acknowledged, but it does not need a subscription.
func (w *Workspace) controlEvent(_ *http.Request, body struct {
	Event map[string]any `json:"event"`
}) (map[string]any, error) {
	if kind, _ := body.Event["type"].(string); kind == "" {
		return nil, errors.New("the event has no type")
	}
	w.EmitEvent(body.Event)
	return nil, nil
}

// controlFaults switches faults on and answers everything that is on now. Keys that are left out keep what was on:
// faults add up until they are used or cleared. A fault for an unknown method is refused, since it would wait for a
// call that never comes.
func (w *Workspace) controlFaults(_ *http.Request, body Faults) (map[string]any, error) {
	if err := w.SetFaults(body); err != nil {
		return nil, err
	}
	return w.faultState(), nil
}

// controlAction runs a button of the host program and answers its sentence.
func (w *Workspace) controlAction(r *http.Request) (map[string]any, error) {
	for _, action := range w.options.Actions {
		if action.ID == r.PathValue("id") && action.Run != nil {
			said, err := action.Run(r.Context())
			if err != nil {
				return nil, err
			}
			return map[string]any{"text": said}, nil
		}
	}
	return nil, fmt.Errorf("no action %q", r.PathValue("id"))
}
