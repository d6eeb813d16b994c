// People by Web API: the list of the workspace and one person at a time.

package bot

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

// people reads the whole workspace, page by page, waiting where Slack asks for it. It returns all or an error.
func (a *api) people(ctx context.Context) ([]rawPerson, error) {
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

// person asks for one person, who has acted before Slack told us of them and waits for the answer.
func (a *api) person(ctx context.Context, id store.EmployeeID) (rawPerson, error) {
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
