// Failures: how a person learns, where they are, that something did not work, and work that goes on after the answer.

package bot

import (
	"context"
	"maps"
	"slices"

	"vouch/store"
)

// errorReply shows an explanation where the person is: at the fields of a form, else as a private message or modal.
func (d *dispatcher) errorReply(in inbound, e explanation) reply {
	if in.Kind == kindSubmit && len(in.View.inputs) > 0 {
		errors := map[string]string{}
		for field, text := range e.Fields {
			errors[field] = text
		}
		// Slack shows errors only at inputs, so an error about the whole form stands at the first one.
		if len(errors) == 0 {
			errors[in.View.inputs[0]] = e.Text
		}
		return reply{Errors: errors}
	}
	text := e.Text
	for _, field := range slices.Sorted(maps.Keys(e.Fields)) {
		text += "\n• " + e.Fields[field]
	}
	switch in.Kind {
	case kindCommand, kindSubmit, kindAction, kindShortcut, kindOnMessage, kindDM:
		return reply{Text: esc(text)}
	}
	return reply{}
}

// tell reports a failure that came after the acknowledgement, by whatever way is left. The response URL is the only way that
// shows it beside what the person did; a direct message is the next best. Where both fail the log is all there is.
func (d *dispatcher) tell(ctx context.Context, in inbound, text string) {
	var err error
	switch {
	case in.ResponseURL != "":
		err = d.api.respond(ctx, in.ResponseURL, response{Text: esc(text), Type: "ephemeral"})
	// Nobody asked for anything by opening Home: a message about its failure would come out of nowhere.
	case in.User != "" && in.Kind != kindHomeOpened:
		err = d.api.post(ctx, string(in.User), "", content{Text: esc(text)}).failure("chat.postMessage")
	}
	if err != nil {
		in.describe(d.log.Warn()).Err(err).Msg("a failure could not be told")
	}
}

// failIfRefused ends the program when Slack refuses the app itself: every further act would be taken and come to nothing.
func (d *dispatcher) failIfRefused(err error) {
	if why := appRefused(err); why != nil {
		d.hooks.Fail(why)
	}
}

// background does work of an act beside the lanes, so that the person's next act need not wait for it.
func (d *dispatcher) background(in inbound, do func(context.Context) error) {
	d.tasks.Go(func() {
		ctx, cancel := context.WithTimeout(d.work, afterTime)
		defer cancel()
		// Guarded like a handler: a panic here would otherwise end the program, with everybody's acts.
		_, err := guarded(ctx, func(ctx context.Context, _ inbound) (reply, error) { return reply{}, do(ctx) }, in)
		d.failIfRefused(err)
		if err != nil && !ignorable(err) && !isGone(ctx, err) {
			d.tell(ctx, in, d.explain(in, err).Text)
		}
	})
}

// showHome draws and publishes a person's Home.
func (d *dispatcher) showHome(ctx context.Context, id store.EmployeeID) error {
	blocks, err := d.hooks.Home(ctx, id)
	if err != nil {
		return err
	}
	return d.api.publishHome(ctx, id, blocks)
}
