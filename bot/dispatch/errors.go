// Errors: where every error of a handler ends, as a sentence for the person or as a reference to the log.

package dispatch

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/rs/zerolog"

	"vouch/bot/slackapi"
	"vouch/store"
)

// referenceAlphabet leaves out letters and digits that look alike, because people read references out.
const referenceAlphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

// newReference makes four characters by which a person's report is found in the log.
func newReference() string {
	var random [4]byte
	_, _ = rand.Read(random[:]) // crypto/rand never fails
	for i, b := range random {
		random[i] = referenceAlphabet[int(b)%len(referenceAlphabet)]
	}
	return string(random[:])
}

// explanation is an error as the person sees it.
type explanation struct {
	Text   string
	Fields store.FieldErrors // nil when the error is not about fields
}

// explain turns an error into what the person sees. What is not meant for people is logged under a reference, a failed
// call of Slack's with the method and the reason. A reference is four characters of 32, a million in all: enough to
// tell the failures of a day apart, short enough to read out.
func (d *Dispatcher) explain(in Interaction, err error) explanation {
	var known *store.Error
	// What the store says to people is an answer, not a failure: it is not logged.
	if errors.As(err, &known) && known.Kind != store.Internal && (known.Msg != "" || len(known.Fields) > 0) {
		return explanation{Text: known.Msg, Fields: known.Fields}
	}
	reference := newReference()
	var call *slackapi.CallError
	if errors.As(err, &call) {
		in.Describe(d.log.Warn()).Err(err).Str("method", call.Method).Str("reason", call.Out.Reason).Str("ref", reference).
			Msg("an answer did not reach a person")
		return explanation{Text: call.ForPeople(reference)}
	}
	in.Describe(d.log.Error()).Err(err).Str("ref", reference).Msg("an interaction failed")
	return explanation{Text: fmt.Sprintf("Something went wrong on our side (ref %s). Please try again in a moment.",
		reference)}
}

// Describe adds what identifies an interaction: ids and kinds, never names or text.
func (in Interaction) Describe(e *zerolog.Event) *zerolog.Event {
	e = e.Str("kind", string(in.Kind)).Str("employee", string(in.User))
	for key, text := range map[string]string{
		"command": in.Command, "word": in.Word, "action": in.Action.ID, "callback": in.View.CallbackID,
		"event": in.Event.Type,
	} {
		if text != "" {
			e = e.Str(key, text)
		}
	}
	return e
}

// panicError is a panic of a handler. Its text is the panic's; the stack goes to the log only.
type panicError struct {
	value any
	stack []byte
}

// Error gives the text for logs.
func (p panicError) Error() string { return fmt.Sprintf("panic: %v\n%s", p.value, p.stack) }

// guarded runs a handler; a panic becomes an error, so that one bad interaction never ends the program.
func guarded(ctx context.Context, h Handler, in Interaction) (r Reply, err error) {
	defer func() {
		if value := recover(); value != nil {
			r, err = Reply{}, panicError{value: value, stack: debug.Stack()}
		}
	}()
	return h(ctx, in)
}
