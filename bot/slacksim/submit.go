// Submitting and closing modals: view_submission with its answers, and view_closed (surfaces/modals).

package slacksim

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"vouch/bot/slacksim/blockkit"
)

// troubleText is what Slack's client shows in a modal whose submission failed.
const troubleText = "We had some trouble connecting. Try again?"

// Results of a submission.
const (
	// ResultInvalid means the client itself refused: a required field, a length, an e-mail address.
	ResultInvalid = "invalid"
	// ResultErrors means the app answered with errors at fields.
	ResultErrors = "errors"
	// ResultClosed means the view closed; the one below it, if any, is on top now.
	ResultClosed = "closed"
	// ResultCleared means the whole modal closed.
	ResultCleared = "cleared"
	// ResultUpdated and ResultPushed mean the app answered with another view.
	ResultUpdated = "updated"
	ResultPushed  = "pushed"
	// ResultTrouble means no valid answer came in time: the banner "We had some trouble connecting. Try again?".
	ResultTrouble = "trouble"
)

// Submitted tells what a person saw after submitting a modal. Errors are by block id.
type Submitted struct {
	Result string
	Errors map[string]string
}

// submit sends the view on top, or the one with an id if it is on top, as the client would. First the client checks the
// fields itself; what it refuses never reaches the app. Then the button is blocked until the acknowledgement or three
// seconds. The payload has trigger_id, view with every input in state.values, and response_urls for menus that asked
// for one. A submission is told from its repetition after a time-out by view id and hash.
func (p *Person) submit(ctx context.Context, id string, fields Values) (Submitted, error) {
	w := p.w
	w.mu.Lock()
	s, err := p.surface(where{view: id})
	v := s.view
	switch {
	case err != nil:
	case w.top(v.userID) != v:
		err = errors.New("the view is not on top")
	case v.body["submit"] == nil:
		err = errors.New("the view has no submit button")
	case v.sending:
		err = errors.New("the view is being submitted already; its button is blocked")
	default:
		err = w.fill(s, fields)
	}
	if err != nil {
		w.mu.Unlock()
		return Submitted{}, err
	}
	if complaints := clientErrors(v); len(complaints) > 0 {
		v.errors, v.trouble = complaints, ""
		w.showView(v)
		w.mu.Unlock()
		return Submitted{Result: ResultInvalid, Errors: complaints}, nil
	}
	v.sending, v.errors, v.trouble = true, nil, ""
	payload := w.interactionPayload("view_submission", v.userID, map[string]any{
		"trigger_id": w.newTrigger(v.userID, v.id, ""), "view": w.viewObject(v, true), "response_urls": w.viewHooks(v),
	})
	outcome, reply, err := w.ask(ctx, &envelope{kind: "interactive", about: "view_submission " + v.text("callback_id"),
		payload: payload, answerable: true})
	w.mu.Lock()
	defer w.mu.Unlock()
	v.sending = false
	if err != nil {
		return Submitted{}, err
	}
	if w.views[v.id] != v {
		return Submitted{Result: ResultClosed}, nil
	}
	if outcome != outcomeAcked {
		return w.troubled(v), nil
	}
	return w.answerSubmission(v, reply), nil
}

// troubled shows the banner. The modal stays open with everything typed, and the person may press the button again: the
// app then gets another envelope for the same view. The sentence is Slack's own and the same for a slow app, a broken
// answer and a view that Slack refuses (surfaces/modals).
func (w *Workspace) troubled(v *view) Submitted {
	v.trouble = troubleText
	w.log("trouble", "view_submission "+v.text("callback_id"))
	w.showView(v)
	return Submitted{Result: ResultTrouble}
}

// answerSubmission does what the acknowledgement's payload says:
//
//	nothing or {}                                          closes this view; the one below is on top again
//	{"response_action":"clear"}                            closes the whole modal
//	{"response_action":"update","view":{...}}              replaces this view
//	{"response_action":"push","view":{...}}                puts a view on top
//	{"response_action":"errors","errors":{"block":"..."}}  shows errors at input blocks
//
// Anything Slack would not understand is trouble: the person sees the banner, and the app hears nothing.
func (w *Workspace) answerSubmission(v *view, reply []byte) Submitted {
	var response struct {
		Action string            `json:"response_action"`
		Errors map[string]string `json:"errors"`
		View   json.RawMessage   `json:"view"`
	}
	if !blockkit.IsNull(reply) {
		if err := json.Unmarshal(reply, &response); err != nil {
			return w.invalidAnswer(v, "the payload is no valid answer")
		}
	}
	switch response.Action {
	case "":
		w.discard(v.userID, len(w.modals[v.userID])-1)
		return Submitted{Result: ResultClosed}
	case "clear":
		w.discard(v.userID, 0)
		return Submitted{Result: ResultCleared}
	case "errors":
		if reason := wrongErrors(v, response.Errors); reason != "" {
			return w.invalidAnswer(v, reason)
		}
		v.errors = response.Errors
		w.showView(v)
		return Submitted{Result: ResultErrors, Errors: response.Errors}
	case "update", "push":
		return w.answerWithView(v, response.Action, response.View)
	}
	return w.invalidAnswer(v, fmt.Sprintf("response_action %q", response.Action))
}

// wrongErrors tells what is wrong with the errors of an answer: their keys must be block ids of input blocks. An error
// at a section or at an action id is not shown anywhere by Slack's client; the whole answer counts as broken instead.
func wrongErrors(v *view, complaints map[string]string) string {
	if len(complaints) == 0 {
		return "errors is empty"
	}
	inputs := map[string]bool{}
	for p := range elements(v.blocks()) {
		inputs[p.blockID] = inputs[p.blockID] || p.input
	}
	for _, blockID := range slices.Sorted(maps.Keys(complaints)) {
		if !inputs[blockID] {
			return fmt.Sprintf("%q is no input block of the view", blockID)
		}
		if complaints[blockID] == "" {
			return fmt.Sprintf("the error of %q is empty", blockID)
		}
	}
	return ""
}

// answerWithView handles "update", which replaces the submitted view, and "push", which puts one on top of it.
func (w *Workspace) answerWithView(v *view, action string, raw json.RawMessage) Submitted {
	body, problems := w.checkView(raw)
	if len(problems) > 0 {
		return w.invalidAnswer(v, problems[0].String())
	}
	if scope := w.lacking(body); scope != "" {
		return w.invalidAnswer(v, "missing_scope: "+scope)
	}
	if body["type"] != "modal" {
		return w.invalidAnswer(v, "the view is no modal")
	}
	if action == "update" {
		if err := w.freeExternalID(body, v); err != nil {
			return w.invalidAnswer(v, err.Error())
		}
		w.replace(v, body)
		return Submitted{Result: ResultUpdated}
	}
	err := w.freeExternalID(body, nil)
	if err == nil {
		err = w.pushModal(w.newView(v.userID, body))
	}
	if err != nil {
		return w.invalidAnswer(v, err.Error())
	}
	return Submitted{Result: ResultPushed}
}

// invalidAnswer notes why an answer was refused: on Slack nobody but the person ever hears of it.
func (w *Workspace) invalidAnswer(v *view, reason string) Submitted {
	w.log("invalid_ack", "view_submission "+v.text("callback_id")+": "+reason)
	return w.troubled(v)
}

// closeModal closes the view on top, or the whole modal, and tells the app if it asked to be told. view_closed names
// the view with is_cleared false, or, for the cross and for clear_on_close, the root view with true. The values typed
// into it are not sent along, and there is no trigger. Views that an acknowledgement clears send nothing. A view below
// the top has no button to press; the cross is there for all.
func (p *Person) closeModal(ctx context.Context, id string, all bool) error {
	w := p.w
	w.mu.Lock()
	s, err := p.surface(where{view: id})
	stack := w.modals[s.userID]
	if err == nil && (len(stack) == 0 || !all && stack[len(stack)-1] != s.view) {
		err = errors.New("the view is not on top")
	}
	if err != nil {
		w.mu.Unlock()
		return err
	}
	v, depth := stack[len(stack)-1], len(stack)-1
	if all = all || v.flag("clear_on_close"); all {
		v, depth = stack[0], 0
	}
	object := w.viewObject(v, false)
	notify := v.flag("notify_on_close")
	w.discard(s.userID, depth)
	if !notify {
		w.mu.Unlock()
		return nil
	}
	payload := w.interactionPayload("view_closed", s.userID, map[string]any{"view": object, "is_cleared": all})
	_, _, err = w.ask(ctx, &envelope{kind: "interactive", about: "view_closed " + v.text("callback_id"), payload: payload})
	return err
}
