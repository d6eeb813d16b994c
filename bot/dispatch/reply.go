// Replies: what a handler answers, independent of how it reaches the person.

package dispatch

import (
	"context"

	"github.com/slack-go/slack"

	"vouch/bot/block"
)

// Reply is a handler's answer. The zero reply is a bare acknowledgement. Fields may be combined where that makes sense:
// Replace and Home together, Update with After.
type Reply struct {
	// Text and Blocks answer the acting person alone: after a command or a button as a message only they see, in a
	// modal or on Home as a small result modal.
	Text   string
	Blocks []slack.Block
	// Drawings are the pictures of a message; a modal shows none.
	Drawings []block.Drawing

	// Open and Push use the interaction's trigger, so they must be made from what is at hand; slow parts come in After.
	Open, Push *slack.ModalViewRequest
	// Update replaces the modal the interaction happened in.
	Update *slack.ModalViewRequest
	// Clear closes all modals; only for a submission. Without it a submission closes the topmost one.
	Clear bool
	// Errors are shown at the inputs, by block id; only for a submission.
	Errors map[string]string
	// Replace rewrites the message the button sits in.
	Replace *block.Content
	// Options answer a select that asks for suggestions; at most 100.
	Options []*slack.OptionBlockObject
	// Home says that this person's Home has changed: it is published after the acknowledgement if they have it open.
	Home bool
	// After is Web API work bound to this interaction, done after the acknowledgement; its error is told to the person.
	After func(context.Context) error

	fetch func(context.Context) (*slack.ModalViewRequest, error) // see Fetching
}

// message is the answer to the acting person.
func (r Reply) message() block.Content {
	return block.Content{Text: r.Text, Blocks: r.Blocks, Drawings: r.Drawings}
}

// result is the answer to the acting person as a small window.
func (r Reply) result() *slack.ModalViewRequest {
	return block.ResultModal("Vouch", r.Text, block.Placed(r.message(), nil)...)
}

// Handler does one thing: one verb of the store, its result as a reply. ctx ends 2.5 s after the envelope arrived.
// An error of type *store.Error is shown to the person, any other becomes a reference to the log.
type Handler func(ctx context.Context, in Interaction) (Reply, error)
