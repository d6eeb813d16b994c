// People by Web API: the list of the workspace and one person at a time.

package slackapi

import (
	"context"
	"errors"
	"time"

	"github.com/slack-go/slack"

	"vouch/store"
)

// peoplePage is how many people one call of users.list asks for; Slack recommends at most 200
// (docs.slack.dev/apis/web-api/pagination).
const peoplePage = 200

// People reads the whole workspace, page by page, waiting where Slack asks for it. It returns all or an error.
func (a *API) People(ctx context.Context) ([]rawPerson, error) {
	var everybody []rawPerson
	// Without a limit Slack tries to answer with everybody at once and ends large workspaces with limit_required.
	page := a.client.GetUsersPaginated(slack.GetUsersOptionLimit(peoplePage))
	for {
		if err := a.limits.method(ctx, "users.list"); err != nil {
			return nil, err
		}
		next, err := page.Next(ctx)
		if page.Done(err) {
			return everybody, nil
		}
		var limited *slack.RateLimitedError
		// The page keeps its cursor, so the list goes on where it was.
		if errors.As(err, &limited) {
			a.limits.refusedMethod("users.list", max(limited.RetryAfter, time.Second))
			continue
		}
		if err != nil {
			return nil, err
		}
		page = next
		for i := range page.Users {
			everybody = append(everybody, fromSlackGo(&page.Users[i]))
		}
	}
}

// HasPicture tells whether a picture is still at Slack and the app may show it: a view with one that is gone is refused as a
// whole. A Slack that does not answer in time says nothing about the picture.
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
	var user *slack.User
	err := a.call(ctx, "users.info", func(ctx context.Context) (err error) {
		user, err = a.client.GetUserInfoContext(ctx, string(id))
		return err
	})
	if err != nil {
		return rawPerson{}, err
	}
	return fromSlackGo(user), nil
}
