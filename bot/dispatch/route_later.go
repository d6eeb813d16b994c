// Slow answers to a form: a modal that stands while something is fetched, and what takes its place.

package dispatch

import (
	"context"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/slackapi"
)

// Numbers of replacing a modal that stands while something is loading.
const (
	// lookAgain is the first wait for a view that Slack does not know yet; it doubles.
	lookAgain = 250 * time.Millisecond
	// updateTries is how often such a view is updated. All tries take under four seconds: an acknowledgement is faster.
	updateTries = 5
)

// Fetching answers a submission with wait and replaces that by what fetch makes. A person who closes wait meanwhile
// sees nothing of it.
func Fetching(wait *slack.ModalViewRequest, fetch func(context.Context) (*slack.ModalViewRequest, error)) Reply {
	return Reply{Update: wait, fetch: fetch}
}

// loading marks a modal that stands while something is loading. Its id lets us update a view whose id Slack has not
// told us, and recognise it when Slack says that it was closed.
func (d *Dispatcher) loading(v *slack.ModalViewRequest) {
	v.ExternalID, v.NotifyOnClose = newReference()+newReference()+newReference(), true
	d.open.Store(v.ExternalID, make(chan struct{}))
}

// closed notes that a person closed a view.
func (d *Dispatcher) closed(v View) {
	if gone, waiting := d.open.LoadAndDelete(v.External); waiting {
		close(gone.(chan struct{}))
	}
}

// replaceLoading updates a modal that an acknowledgement has just announced. The call may overtake the acknowledgement,
// which travels by the socket: then Slack does not know the view yet.
func (d *Dispatcher) replaceLoading(ctx context.Context, external string, v *slack.ModalViewRequest) error {
	gone, open := d.open.Load(external)
	if !open {
		return nil
	}
	defer d.open.Delete(external)
	v.ExternalID = external
	for try, wait := 1, lookAgain; ; try, wait = try+1, 2*wait {
		err := d.API.UpdateViewNamed(ctx, external, v)
		if slackapi.CodeOf(err) != "not_found" || try == updateTries {
			return err
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-gone.(chan struct{}):
			timer.Stop()
			return nil
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		}
	}
}

// fetching fetches what takes the place of a loading modal. A fetch of milliseconds is done before the acknowledgement
// has reached Slack, which would then put the loading modal over the result: therefore it is given a moment.
func (d *Dispatcher) fetching(external string,
	fetch func(context.Context) (*slack.ModalViewRequest, error)) func(context.Context) error {
	return func(ctx context.Context) error {
		begun := time.Now()
		view, err := fetch(ctx)
		if err != nil {
			d.open.Delete(external)
			return err
		}
		if err := slackapi.Pause(ctx, lookAgain-time.Since(begun)); err != nil {
			return err
		}
		return d.replaceLoading(ctx, external, view)
	}
}
