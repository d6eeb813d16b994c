// Slow answers to a form: a modal that stands while something is fetched, and what takes its place.

package bot

import (
	"context"

	"github.com/slack-go/slack"
)

// fetching answers a submission with wait and replaces that by what fetch makes. The id of our own is what keeps the order: a
// fetch of milliseconds is done before the acknowledgement has reached Slack, which would then put wait over the answer. A
// person who has closed the modal sees nothing of it.
func (b *Bot) fetching(wait *slack.ModalViewRequest, fetch func(context.Context) (*slack.ModalViewRequest, error)) reply {
	wait.ExternalID = newExternalID()
	return reply{Update: wait, After: func(ctx context.Context) error {
		view, err := fetch(ctx)
		if err != nil {
			return err
		}
		view.ExternalID = wait.ExternalID
		return b.updateSoon(ctx, wait.ExternalID, view)
	}}
}

// newExternalID names a view before Slack has given it an id.
func newExternalID() string { return "vouch-" + newReference() + newReference() + newReference() }
