// People by Web API: the list of the workspace and one person at a time.

package slackapi

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/store"
)

// peoplePage is how many people one call of users.list asks for; Slack recommends at most 200
// (docs.slack.dev/apis/web-api/pagination).
const peoplePage = 200

// People reads the whole workspace, page by page, waiting where Slack asks for it. It returns all or an error: whom
// Slack lists in a form that cannot be read at all is counted in odd, and the rest arrives.
func (a *API) People(ctx context.Context) (everybody []rawPerson, odd int, err error) {
	// Without a limit Slack tries to answer with everybody at once and ends large workspaces with limit_required.
	query := url.Values{"limit": {strconv.Itoa(peoplePage)}, "include_locale": {"true"}}
	for {
		if err := a.limits.method(ctx, "users.list"); err != nil {
			return nil, 0, err
		}
		var page struct {
			Members  []json.RawMessage `json:"members"`
			Metadata struct {
				Cursor string `json:"next_cursor"`
			} `json:"response_metadata"`
		}
		err := a.read(ctx, "users.list", query, &page)
		// The cursor stays, so the list goes on where it was.
		if out := Classify(err); out.Limited {
			a.limits.refusedMethod("users.list", out.After)
			continue
		}
		if err != nil {
			return nil, 0, err
		}
		for _, raw := range page.Members {
			if p, ok := readPerson(raw); ok {
				everybody = append(everybody, p)
			} else {
				odd++
			}
		}
		// A page that names itself as the next one ends the list, or it would never end.
		next := page.Metadata.Cursor
		if next == "" || next == query.Get("cursor") {
			return everybody, odd, nil
		}
		query.Set("cursor", next)
	}
}

// read calls a reading method and decodes its answer. slack-go decodes user objects into fixed types and refuses a
// whole page when one field of one person has another; here what stands in the answer is left to readPerson. The errors
// are slack-go's.
func (a *API) read(ctx context.Context, method string, query url.Values, into any) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, a.URL+method, strings.NewReader(query.Encode()))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Authorization", "Bearer "+a.token.Reveal())
	answer, err := a.Http.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	if err := statusError(answer); err != nil {
		return err
	}
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	var verdict struct {
		OK       bool   `json:"ok"`
		Error    string `json:"error"`
		Needed   string `json:"needed"`
		Provided string `json:"provided"`
	}
	if err := json.Unmarshal(body, &verdict); err != nil {
		return err
	}
	if !verdict.OK {
		return slack.SlackErrorResponse{Err: verdict.Error, Needed: verdict.Needed, Provided: verdict.Provided}
	}
	return json.Unmarshal(body, into)
}

// statusError makes an error of an answer's status, of the same types as slack-go's, so that they are classified alike.
func statusError(answer *http.Response) error {
	seconds, err := strconv.Atoi(answer.Header.Get("Retry-After"))
	switch {
	case answer.StatusCode == http.StatusOK:
		return nil
	case answer.StatusCode == http.StatusTooManyRequests && err == nil:
		return &slack.RateLimitedError{RetryAfter: time.Duration(seconds) * time.Second}
	}
	return slack.StatusCodeError{Code: answer.StatusCode, Status: answer.Status}
}

// HasPicture tells whether a picture is still at Slack and the app may show it: a view with one that is gone is refused
// as a whole. A Slack that does not answer in time says nothing about the picture.
func (a *API) HasPicture(ctx context.Context, file string) bool {
	err := a.call(ctx, "files.info", func(ctx context.Context) error {
		_, _, _, err := a.client.GetFileInfoContext(ctx, file, 0, 0)
		return err
	})
	switch CodeOf(err) {
	// The errors of docs.slack.dev/reference/methods/files.info, and a scope that was not granted.
	case "file_deleted", "file_not_found", "not_visible", "missing_scope":
		return false
	}
	return true
}

// Person asks for one person, who has acted before Slack told us of them and waits for the answer.
func (a *API) Person(ctx context.Context, id store.EmployeeID) (rawPerson, error) {
	var answer struct {
		User json.RawMessage `json:"user"`
	}
	err := a.call(ctx, "users.info", func(ctx context.Context) error {
		return a.read(ctx, "users.info", url.Values{"user": {string(id)}}, &answer)
	})
	if err != nil {
		return rawPerson{}, err
	}
	p, ok := readPerson(answer.User)
	if !ok {
		return rawPerson{}, errNoPerson
	}
	return p, nil
}

var errNoPerson = errors.New("slack: an answer without a person")
