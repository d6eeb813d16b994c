// Failures: how a person learns, where they are, that something did not work, and work that goes on after the answer.

package dispatch

import (
	"context"
	"maps"
	"slices"

	"vouch/bot/block"
	"vouch/bot/slackapi"
)

// errorReply shows an explanation where the person is: at the fields of a form, else as a private message or modal.
func (d *Dispatcher) errorReply(in Interaction, e explanation) Reply {
	if in.Kind == KindSubmit && len(in.View.Inputs) > 0 {
		errors := map[string]string{}
		for field, text := range e.Fields {
			errors[field] = text
		}
		// Slack shows errors only at inputs, so an error about the whole form stands at the first one.
		if len(errors) == 0 {
			errors[in.View.Inputs[0]] = e.Text
		}
		return Reply{Errors: errors}
	}
	text := e.Text
	for _, field := range slices.Sorted(maps.Keys(e.Fields)) {
		if e.Fields[field] != e.Text {
			text += "\n• " + e.Fields[field]
		}
	}
	switch in.Kind {
	case KindCommand, KindSubmit, KindAction, KindShortcut, KindOnMessage, KindDM:
		return Reply{Text: block.Esc(text)}
	}
	return Reply{}
}

// tell reports a failure that came after the acknowledgement, by whatever way is left. The response URL is the only way
// that shows it beside what the person did; a direct message is the next best. Where both fail the log is all there is.
func (d *Dispatcher) tell(ctx context.Context, in Interaction, text string) {
	var err error
	if in.ResponseURL != "" {
		err = d.API.Respond(ctx, in.ResponseURL, slackapi.Response{Text: block.Esc(text), Type: "ephemeral"})
	}
	// Nobody asked for anything by opening Home: a message about its failure would come out of nowhere.
	if (err != nil || in.ResponseURL == "") && in.User != "" && in.Kind != KindHomeOpened {
		err = d.API.Answer(ctx, string(in.User), "", block.Content{Text: block.Esc(text)})
	}
	if err != nil {
		in.Describe(d.log.Warn()).Err(err).Msg("a failure could not be told")
	}
}

// failIfRefused ends the program when Slack refuses the app itself: every further interaction would be taken and come
// to nothing.
func (d *Dispatcher) failIfRefused(err error) {
	if why := slackapi.AppRefused(err); why != nil {
		d.hooks.Fail(why)
	}
}

// background does work of an interaction beside the pool, so that the person's next interaction need not wait for it.
func (d *Dispatcher) background(in Interaction, do func(context.Context) error) {
	d.Tasks.Go(func() { d.attempt(in, do) })
}

// attempt does work that follows an answer; its failure is told to the person.
func (d *Dispatcher) attempt(in Interaction, do func(context.Context) error) {
	ctx, cancel := context.WithTimeout(d.work, afterTime)
	defer cancel()
	// Guarded like a handler: a panic here would otherwise end the program, with everybody's interactions.
	_, err := guarded(ctx, func(ctx context.Context, _ Interaction) (Reply, error) { return Reply{}, do(ctx) }, in)
	d.failIfRefused(err)
	if err != nil && !Ignorable(err) && !slackapi.IsGone(ctx, err) {
		d.tell(ctx, in, d.explain(in, err).Text)
	}
}
