// Answers: a handler's reply becomes the acknowledgement and the calls that follow it.

package dispatch

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/slackapi"
	"vouch/bot/socket"
	"vouch/store"
)

// triggerTime is how long a trigger works (docs.slack.dev/interactivity/handling-user-interaction); all tries must fit
// in.
const triggerTime = 3 * time.Second

// MaxOptions is how many suggestions Slack takes at once (docs.slack.dev/reference/block-kit/block-elements).
const MaxOptions = 100

// answer turns a reply into the payload of the acknowledgement and what follows it; both may be nil. What must be there
// within three seconds travels in the acknowledgement; everything else follows it, so that a slow Web API never makes
// Slack show its own error for an interaction that is recorded.
func (d *Dispatcher) answer(in Interaction, r Reply) (payload any, later func(context.Context)) {
	var steps []step
	r.Blocks = block.Stack(r.Blocks...)
	if r.fetch != nil {
		d.loading(r.Update)
		r.After = d.fetching(r.Update.ExternalID, r.fetch)
	}
	switch in.Kind {
	case KindCommand:
		payload, steps = d.answerCommand(in, r)
	case KindSubmit:
		payload, steps = d.answerSubmit(in, r)
	case KindSuggest:
		payload = suggestions(r)
	case KindAction:
		steps = d.answerAction(in, r)
	case KindShortcut, KindOnMessage:
		steps = d.answerShortcut(in, r)
	default:
		steps = d.answerEvent(in, r)
	}
	if r.Home {
		steps = append(steps, func(context.Context) error {
			d.homes.changed(in)
			return nil
		})
		// What is fetched may be recorded too, such as the items of a new source.
		if fetched := r.After; r.fetch != nil {
			r.After = func(ctx context.Context) error {
				defer d.homes.changed(in)
				return fetched(ctx)
			}
		}
	}
	if r.After != nil {
		steps = append(steps, func(context.Context) error { d.background(in, r.After); return nil })
	}
	if len(steps) == 0 {
		return payload, nil
	}
	return payload, func(ctx context.Context) { d.follow(ctx, in, steps) }
}

// step is one call after the acknowledgement.
type step func(ctx context.Context) error

// follow makes the calls in order; the person is told of the first that fails, the others are still made.
func (d *Dispatcher) follow(ctx context.Context, in Interaction, steps []step) {
	told := false
	for _, do := range steps {
		err := do(ctx)
		if err == nil {
			continue
		}
		if Ignorable(err) {
			in.Describe(d.log.Debug()).Err(err).Msg("an answer came too late")
			continue
		}
		d.failIfRefused(err)
		if !told {
			d.tell(ctx, in, d.explain(in, err).Text)
			told = true
		}
	}
}

// Ignorable are answers to something that the person has closed or left meanwhile.
func Ignorable(err error) bool {
	switch slackapi.CodeOf(err) {
	// not_found: the view was closed; hash_conflict: it has changed since; message_not_found: the message was deleted.
	case "not_found", "hash_conflict", "message_not_found":
		return true
	}
	return false
}

// answerCommand answers in the acknowledgement itself when that is small enough.
func (d *Dispatcher) answerCommand(in Interaction, r Reply) (payload any, steps []step) {
	if v := firstView(r.Open, r.Push, r.Update); v != nil {
		steps = append(steps, d.opening(in, v))
	}
	if r.Text == "" {
		return nil, steps
	}
	private := slackapi.Response{Text: block.CutBytes(r.Text, block.MaxMessageText), Blocks: r.Blocks,
		Drawings: r.Drawings,
		Type:     "ephemeral"}
	// In the acknowledgement it is there at once, and a command that nobody answers shows nothing at all. Pictures take
	// longer than an acknowledgement may.
	if len(r.Drawings) == 0 && fitsAck(private) {
		return private, steps
	}
	return nil, append(steps, func(ctx context.Context) error { return d.API.Respond(ctx, in.ResponseURL, private) })
}

// fitsAck tells whether a payload may travel in an acknowledgement; the envelope's id and keys take less than 200
// bytes.
func fitsAck(payload any) bool {
	encoded, err := json.Marshal(payload)
	return err == nil && len(encoded) < socket.LargestAck-200
}

// firstView is the first of several views that is not nil.
func firstView(views ...*slack.ModalViewRequest) *slack.ModalViewRequest {
	for _, v := range views {
		if v != nil {
			return v
		}
	}
	return nil
}

// opening opens a modal while the trigger works.
func (d *Dispatcher) opening(in Interaction, v *slack.ModalViewRequest) step {
	return func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, triggerTime-store.Now().Sub(in.At))
		defer cancel()
		return d.API.OpenView(ctx, in.Trigger, v)
	}
}

// updating is opening in the place of the modal the interaction happened in.
func (d *Dispatcher) updating(in Interaction, v *slack.ModalViewRequest) step {
	return func(ctx context.Context) error { return d.API.UpdateView(ctx, in.View.ID, "", v) }
}

// pushing is opening on top of the modal the interaction happened in.
func (d *Dispatcher) pushing(in Interaction, v *slack.ModalViewRequest) step {
	return func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, triggerTime-store.Now().Sub(in.At))
		defer cancel()
		err := d.API.PushView(ctx, in.Trigger, v)
		if slackapi.CodeOf(err) == "push_limit_reached" {
			return &store.Error{Kind: store.Conflict, Msg: "Too many windows are open. Please close one and try again.",
				Err: err}
		}
		return err
	}
}

// answerSubmit answers in the acknowledgement: it decides what becomes of the modal.
func (d *Dispatcher) answerSubmit(in Interaction, r Reply) (payload any, steps []step) {
	// Errors keep the modal open with what was typed; nothing else of the reply would be seen behind it.
	if len(r.Errors) > 0 {
		return submission{Action: "errors", Errors: d.placeErrors(in, r.Errors)}, nil
	}
	if r.Replace != nil {
		steps = append(steps, d.replacing(in, *r.Replace))
	}
	update := r.Update
	if update == nil && r.Text != "" && r.Push == nil {
		update = r.result()
	}
	switch {
	case update != nil:
		return d.viewAnswer(in, "update", update, steps)
	case r.Push != nil || r.Open != nil:
		return d.viewAnswer(in, "push", firstView(r.Push, r.Open), steps)
	case r.Clear:
		return submission{Action: "clear"}, steps
	}
	return nil, steps
}

// submission is the payload that answers a view_submission (docs.slack.dev/surfaces/modals).
type submission struct {
	Action string                  `json:"response_action"`
	View   *slack.ModalViewRequest `json:"view,omitempty"`
	Errors map[string]string       `json:"errors,omitempty"`
}

// viewAnswer answers with a view. One that is too big for an acknowledgement is announced by a small one and follows by
// Web API, under an external id because the id of a pushed view is not known here.
func (d *Dispatcher) viewAnswer(in Interaction, how string, v *slack.ModalViewRequest, steps []step) (any, []step) {
	if whole := (submission{Action: how, View: v}); fitsAck(whole) {
		return whole, steps
	}
	wait := block.Modal(block.CBResult, v.Title.Text, "", "Close", "", block.Section("One moment, this is being loaded…"))
	d.loading(wait)
	full := *v
	steps = append(steps, func(ctx context.Context) error { return d.replaceLoading(ctx, wait.ExternalID, &full) })
	return submission{Action: how, View: wait}, steps
}

// placeErrors puts errors at inputs that exist in the view: Slack refuses any other key. The rest goes to the first
// input.
func (d *Dispatcher) placeErrors(in Interaction, errors map[string]string) map[string]string {
	placed := map[string]string{}
	var homeless []string
	exists := map[string]bool{}
	for _, id := range in.View.Inputs {
		exists[id] = true
	}
	for _, field := range slices.Sorted(maps.Keys(errors)) {
		if exists[field] {
			placed[field] = errors[field]
		} else {
			homeless = append(homeless, errors[field])
		}
	}
	for _, text := range homeless {
		if len(in.View.Inputs) == 0 {
			break
		}
		first := in.View.Inputs[0]
		if placed[first] != "" {
			text = placed[first] + " " + text
		}
		placed[first] = text
	}
	return placed
}

// suggestions answers a select that asks; an empty list shows "no results".
func suggestions(r Reply) any {
	options := r.Options
	if options == nil {
		options = []*slack.OptionBlockObject{}
	}
	return struct {
		Options []*slack.OptionBlockObject `json:"options"`
	}{options[:min(len(options), MaxOptions)]}
}

// answerAction answers a button, menu or select where it stands: in a message, in a modal or on Home.
func (d *Dispatcher) answerAction(in Interaction, r Reply) []step {
	var steps []step
	open := d.opening
	// On top of an open modal a view is pushed, at most three of them (docs.slack.dev/surfaces/modals).
	if in.View.Type == "modal" {
		open = d.pushing
	}
	// A menu has done its work: what was chosen takes its place, and leaves room for two windows on top.
	if in.View.CallbackID == block.CBMenu {
		open = d.updating
	}
	if r.Update != nil && in.View.Type == "modal" {
		steps = append(steps, d.updating(in, r.Update))
	}
	if v := firstView(r.Open, r.Push); v != nil {
		steps = append(steps, open(in, v))
	}
	if r.Replace != nil {
		steps = append(steps, d.replacing(in, *r.Replace))
	}
	if r.Text == "" {
		return steps
	}
	// An interaction in a view brings no conversation to answer in, so the answer is a small window.
	if in.View.Type != "" {
		return append(steps, open(in, r.result()))
	}
	return append(steps, func(ctx context.Context) error {
		return d.private(ctx, in, r.message())
	})
}

// private shows something to the acting person only, beside the message they used.
func (d *Dispatcher) private(ctx context.Context, in Interaction, c block.Content) error {
	if in.ResponseURL != "" {
		thread := in.ThreadTS
		err := d.API.Respond(ctx, in.ResponseURL, slackapi.Response{Text: c.Text, Blocks: c.Blocks, Drawings: c.Drawings,
			Type: "ephemeral", ThreadTS: thread})
		if err == nil || in.Channel == "" {
			return err
		}
	}
	return d.API.PostEphemeral(ctx, in.Channel, in.User, c)
}

// replacing rewrites the message of the interaction: its words at once, and its pictures when Slack has them.
func (d *Dispatcher) replacing(in Interaction, c block.Content) step {
	c.Blocks = slackapi.WithName(c.Blocks, in.MessageName)
	return func(ctx context.Context) error {
		if len(c.Drawings) > 0 {
			if err := d.replace(ctx, in, block.Content{Text: c.Text, Blocks: block.Placed(c, nil)}); err != nil {
				return err
			}
		}
		return d.replace(ctx, in, c)
	}
}

// replace prefers a response URL: it also reaches messages that only this person sees, and does not count against
// chat.update. Messages of events have none. A response URL works five times in thirty minutes; a message older than
// that is reached by chat.update.
func (d *Dispatcher) replace(ctx context.Context, in Interaction, c block.Content) error {
	if in.ResponseURL != "" {
		err := d.API.Respond(ctx, in.ResponseURL,
			slackapi.Response{Text: c.Text, Blocks: c.Blocks, Drawings: c.Drawings, Replace: true})
		if err == nil || in.Ephemeral || in.MessageTS == "" {
			return err
		}
	}
	return d.API.Update(ctx, in.Channel, in.MessageTS, c).Err
}

// answerShortcut answers with a modal: a global shortcut has no conversation to write to, and the one of a message may
// not be ours.
func (d *Dispatcher) answerShortcut(in Interaction, r Reply) []step {
	v := firstView(r.Open, r.Push, r.Update)
	if v == nil && r.Text != "" {
		v = r.result()
	}
	if v == nil {
		return nil
	}
	return []step{d.opening(in, v)}
}

// answerEvent answers what nobody waits for: a direct message gets a message, a reaction changes the message it is on.
func (d *Dispatcher) answerEvent(in Interaction, r Reply) []step {
	var steps []step
	if r.Replace != nil && in.MessageTS != "" {
		steps = append(steps, d.replacing(in, *r.Replace))
	}
	if r.Text != "" && in.Channel != "" {
		steps = append(steps, func(ctx context.Context) error {
			return d.API.Answer(ctx, in.Channel, in.ThreadTS, r.message())
		})
	}
	return steps
}
