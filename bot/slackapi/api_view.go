// Views by Web API: opening, pushing and updating modals, publishing Home, and answers through response URLs.

package slackapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/store"
)

// slackTime writes a time as Slack's message timestamps are.
func slackTime(t time.Time) string {
	return strconv.FormatInt(t.Unix(), 10) + "." + fmt.Sprintf("%06d", t.Nanosecond()/1000)
}

// OpenView opens a modal with a trigger, which works once and for 3 seconds (docs.slack.dev/surfaces/modals).
func (a *API) OpenView(ctx context.Context, trigger string, v *slack.ModalViewRequest) error {
	return a.call(ctx, "views.open", func(ctx context.Context) error {
		_, err := a.client.OpenViewContext(ctx, trigger, *v)
		return err
	})
}

// PushView puts a modal on top of the one the trigger came from; at most three are stacked.
func (a *API) PushView(ctx context.Context, trigger string, v *slack.ModalViewRequest) error {
	return a.call(ctx, "views.push", func(ctx context.Context) error {
		_, err := a.client.PushViewContext(ctx, trigger, *v)
		return err
	})
}

// UpdateView replaces an open modal by its id. With a hash it fails when somebody changed the view meanwhile; what
// one person does runs in order, so "" is right for that.
func (a *API) UpdateView(ctx context.Context, id, hash string, v *slack.ModalViewRequest) error {
	return a.call(ctx, "views.update", func(ctx context.Context) error {
		_, err := a.client.UpdateViewContext(ctx, *v, "", hash, id)
		return err
	})
}

// UpdateViewNamed is UpdateView for a view whose id we never saw, by its external id.
func (a *API) UpdateViewNamed(ctx context.Context, external string, v *slack.ModalViewRequest) error {
	return a.call(ctx, "views.update", func(ctx context.Context) error {
		_, err := a.client.UpdateViewContext(ctx, *v, external, "", "")
		return err
	})
}

// PublishHome shows a person's Home. Slack refuses a view without blocks, so there is always at least one.
func (a *API) PublishHome(ctx context.Context, user store.EmployeeID, blocks []slack.Block) error {
	if len(blocks) == 0 {
		blocks = []slack.Block{block.Section("Nothing to show yet.")}
	}
	home := slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: blocks}}
	return a.call(ctx, "views.publish", func(ctx context.Context) error {
		_, err := a.client.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: string(user), View: home})
		return err
	})
}

// Response is a message for a response URL (docs.slack.dev/interactivity/handling-user-interaction).
type Response struct {
	Text     string        `json:"text"`
	Blocks   []slack.Block `json:"blocks,omitempty"`
	Type     string        `json:"response_type,omitempty"`
	Replace  bool          `json:"replace_original"`
	ThreadTS string        `json:"thread_ts,omitempty"`

	Drawings []block.Drawing `json:"-"`
}

// Respond answers through a response URL, which takes five messages within 30 minutes and needs no token. The URL is a
// secret: it never appears in an error. A refusal has no code here: what has pictures is sent once more without.
func (a *API) Respond(ctx context.Context, url string, r Response) error {
	r.Text = block.CutBytes(r.Text, block.MaxMessageText)
	content := a.pictured(ctx, block.Content{Blocks: r.Blocks, Drawings: r.Drawings})
	r.Blocks = content.shown.Blocks
	err := a.respond(ctx, url, r)
	var refused slack.StatusCodeError
	if errors.As(err, &refused) && refused.Code/100 == 4 && block.HasPictures(r.Blocks) {
		a.uploads.forget()
		r.Blocks = content.plain.Blocks
		err = a.respond(ctx, url, r)
	}
	return err
}

// respond is Respond for blocks as Slack gets them.
func (a *API) respond(ctx context.Context, url string, r Response) error {
	body, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("encoding a response: %w", err)
	}
	return a.call(ctx, responseURL, func(ctx context.Context) error { return a.deliverResponse(ctx, url, body) })
}

// deliverResponse makes one attempt. Slack answers these with 200 and "ok", or with a status that says why not; there
// is no answer to decode as with methods (docs.slack.dev/interactivity/handling-user-interaction).
func (a *API) deliverResponse(ctx context.Context, url string, body []byte) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return errNoAddress
	}
	// Without the charset Slack warns (missing_charset) and guesses (docs.slack.dev/apis/web-api).
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	answer, err := a.Http.Do(request)
	if err != nil {
		return withoutURL(err)
	}
	return statusOf(answer)
}

// statusOf reads an answer whose status says everything to its end, so that the connection can be used again.
func statusOf(answer *http.Response) error {
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, 64<<10))
	return statusError(answer)
}

var errNoAddress = errors.New("a response URL that is none")

// withoutURL drops the address that net/http puts into its errors; response URLs are secrets.
func withoutURL(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return wrapped.Err
	}
	return err
}
