// Slow answers to a form: a modal that stands while something is fetched, and what takes its place.

package bot

import (
	"context"
	"time"

	"github.com/slack-go/slack"
)

// fetching answers a submission with wait and replaces that by what fetch makes. A fetch of milliseconds is done before the
// acknowledgement has reached Slack, which would then put wait over the answer: therefore it is given a moment, and the id of
// our own makes Slack refuse an answer that comes too early all the same. A person who has closed the modal sees nothing of it.
func fetching(api *api, wait *slack.ModalViewRequest, fetch func(context.Context) (*slack.ModalViewRequest, error)) reply {
	wait.ExternalID = newExternalID()
	return reply{Update: wait, After: func(ctx context.Context) error {
		begun := time.Now()
		view, err := fetch(ctx)
		if err != nil {
			return err
		}
		if err := pause(ctx, lookAgain-time.Since(begun)); err != nil {
			return err
		}
		view.ExternalID = wait.ExternalID
		return updateSoon(ctx, api, wait.ExternalID, view)
	}}
}

// newExternalID names a view before Slack has given it an id.
func newExternalID() string { return "vouch-" + newReference() + newReference() + newReference() }
