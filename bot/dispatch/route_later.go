// Slow answers to a form: a modal that stands while something is fetched, and what takes its place.

package dispatch

import (
	"context"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/slackapi"
)

// Fetching answers a submission with wait and replaces that by what fetch makes. A fetch of milliseconds is done before the
// acknowledgement has reached Slack, which would then put wait over the answer: therefore it is given a moment, and the id of
// our own makes Slack refuse an answer that comes too early all the same. A person who has closed the modal sees nothing of it.
func Fetching(api *slackapi.API, wait *slack.ModalViewRequest, fetch func(context.Context) (*slack.ModalViewRequest, error)) Reply {
	wait.ExternalID = newExternalID()
	return Reply{Update: wait, After: func(ctx context.Context) error {
		begun := time.Now()
		view, err := fetch(ctx)
		if err != nil {
			return err
		}
		if err := slackapi.Pause(ctx, lookAgain-time.Since(begun)); err != nil {
			return err
		}
		view.ExternalID = wait.ExternalID
		return updateSoon(ctx, api, wait.ExternalID, view)
	}}
}

// newExternalID names a view before Slack has given it an id.
func newExternalID() string { return "vouch-" + newReference() + newReference() + newReference() }
