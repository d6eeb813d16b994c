// User groups and channels by Web API: which there are, what they are called, and who is in them.

package slackapi

import (
	"context"

	"github.com/slack-go/slack"

	"vouch/store"
)

// memberPage is how many members of a channel one call asks for. Slack takes up to 1,000 and may answer with fewer
// (docs.slack.dev/reference/methods/conversations.members).
const memberPage = 500

// The scopes that only rules on user groups and channels need. The manifest asks for them; an app that was installed
// without them runs all the same.
const (
	ScopeGroups   = "usergroups:read"
	ScopeChannels = "channels:read"
)

// UserGroups lists the workspace's user groups that are in use. Slack gives all of them at once
// (docs.slack.dev/reference/methods/usergroups.list).
func (a *API) UserGroups(ctx context.Context) (groups []slack.UserGroup, err error) {
	err = a.call(ctx, "usergroups.list", func(ctx context.Context) (err error) {
		groups, err = a.client.GetUserGroupsContext(ctx)
		return err
	})
	return groups, err
}

// GroupMembers tells who is in a user group; deactivated people are among them
// (docs.slack.dev/reference/methods/usergroups.users.list).
func (a *API) GroupMembers(ctx context.Context, group string) ([]store.EmployeeID, error) {
	var ids []string
	err := a.call(ctx, "usergroups.users.list", func(ctx context.Context) (err error) {
		ids, err = a.client.GetUserGroupMembersContext(ctx, group)
		return err
	})
	return employeeIDs(ids), err
}

// ChannelMembers tells who is in a channel, page by page; bots and deactivated people are among them. It returns all or
// an error.
func (a *API) ChannelMembers(ctx context.Context, channel string) ([]store.EmployeeID, error) {
	var all []store.EmployeeID
	for cursor := ""; ; {
		var ids []string
		before := cursor
		err := a.call(ctx, "conversations.members", func(ctx context.Context) (err error) {
			ids, cursor, err = a.client.GetUsersInConversationContext(ctx,
				&slack.GetUsersInConversationParameters{ChannelID: channel, Cursor: before, Limit: memberPage})
			return err
		})
		if err != nil {
			return nil, err
		}
		if all = append(all, employeeIDs(ids)...); cursor == "" || cursor == before {
			return all, nil
		}
	}
}

// ChannelName is what a channel is called, without "#" (docs.slack.dev/reference/methods/conversations.info).
func (a *API) ChannelName(ctx context.Context, channel string) (string, error) {
	name := ""
	err := a.call(ctx, "conversations.info", func(ctx context.Context) error {
		found, err := a.client.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: channel})
		if err == nil {
			name = found.Name
		}
		return err
	})
	return name, err
}

// employeeIDs are Slack's ids as the store has them.
func employeeIDs(ids []string) []store.EmployeeID {
	list := make([]store.EmployeeID, len(ids))
	for i, id := range ids {
		list[i] = store.EmployeeID(id)
	}
	return list
}
