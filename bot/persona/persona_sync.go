// Who is in the user groups and channels that rules name, and matching everybody again with it.

package persona

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/slackapi"
	"vouch/store"
)

// matchTime bounds one round of reading places and matching everybody: a channel of 100,000 takes 200 calls at Slack's
// pace.
const matchTime = 15 * time.Minute

// placesRead are the members of user groups and channels that were just read, and why others could not be.
type placesRead struct {
	members  map[string][]store.EmployeeID
	names    map[string]string
	problems map[string]string // by place, sentences for managers
}

// readPlaces asks Slack who is in the places of a rule. What it cannot tell becomes a problem in words and never an
// error: the other places are as good without it.
func (h *Handlers) readPlaces(ctx context.Context, rule store.Rule) placesRead {
	read := placesRead{members: map[string][]store.EmployeeID{}, names: map[string]string{}, problems: map[string]string{}}
	if len(rule.Groups) > 0 {
		groups, err := h.userGroups(ctx)
		for _, g := range groups {
			read.names[g.ID] = g.Handle
		}
		for _, id := range rule.Groups {
			var members []store.EmployeeID
			if err == nil {
				members, err = h.API.GroupMembers(ctx, id)
			}
			read.take(id, members, groupProblem(err))
			if slackapi.CodeOf(err) == "no_such_subteam" {
				err = nil // the next one may exist
			}
		}
	}
	for _, id := range rule.Channels {
		members, err := h.API.ChannelMembers(ctx, id)
		if err == nil {
			read.names[id], err = h.API.ChannelName(ctx, id)
		}
		read.take(id, members, channelProblem(err))
	}
	return read
}

// take notes what came of one place.
func (r *placesRead) take(id string, members []store.EmployeeID, problem string) {
	if problem != "" {
		r.problems[id] = problem
		return
	}
	r.members[id] = members
}

// groupProblem says why a user group could not be read; "" when it was.
func groupProblem(err error) string {
	switch slackapi.CodeOf(err) {
	case "missing_scope":
		return lackingScope("user groups", slackapi.ScopeGroups)
	case "no_such_subteam":
		return "This user group does not exist any more."
	case "plan_upgrade_required", "paid_teams_only":
		return "This workspace's Slack plan has no user groups."
	}
	return passingProblem(err)
}

// channelProblem says why a channel could not be read; "" when it was.
func channelProblem(err error) string {
	switch slackapi.CodeOf(err) {
	case "missing_scope":
		return lackingScope("the members of channels", slackapi.ScopeChannels)
	case "channel_not_found", "method_not_supported_for_channel_type":
		return "Vouch cannot see this channel: it is private or gone. Rules work with public channels."
	}
	return passingProblem(err)
}

// lackingScope says what an admin has to do before Vouch may read something.
func lackingScope(what, scope string) string {
	return "Vouch may not read " + what + ": add the scope " + scope +
		" to the app (OAuth & Permissions), install it again and give Vouch the new token."
}

// passingProblem is a failure that the next round may not have.
func passingProblem(err error) string {
	if err == nil {
		return ""
	}
	return "Slack did not say who is in it (" + slackapi.Classify(err).Reason + "). Vouch asks again every night."
}

// groupsKept is how long the list of user groups is good for: typing asks for it at every letter, and Slack allows
// twenty calls a minute.
const groupsKept = 2 * time.Minute

// groupList is the list of user groups, as it was last read.
type groupList struct {
	groups []slack.UserGroup
	at     time.Time
}

// userGroups lists the user groups, from memory when it was read just now.
func (h *Handlers) userGroups(ctx context.Context) ([]slack.UserGroup, error) {
	if known := h.groups.Load(); known != nil && time.Since(known.at) < groupsKept {
		return known.groups, nil
	}
	groups, err := h.API.UserGroups(ctx)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(groups, func(x, y slack.UserGroup) int {
		return strings.Compare(strings.ToLower(x.Handle), strings.ToLower(y.Handle))
	})
	h.groups.Store(&groupList{groups, time.Now()})
	return groups, nil
}

// MatchAgain reads every place that a rule names and brings everybody in line with the rules. One round at a time: a
// second one waits and then finds little to do.
func (h *Handlers) MatchAgain(ctx context.Context) (store.Rematched, error) {
	h.matching.Lock()
	defer h.matching.Unlock()
	ctx, cancel := context.WithTimeout(ctx, matchTime)
	defer cancel()
	personas, err := h.DB.Personas()
	if err != nil {
		return store.Rematched{}, err
	}
	h.matched.Store(&personas)
	var all store.Rule
	for _, p := range personas {
		all.Groups, all.Channels = append(all.Groups, p.Rule.Groups...), append(all.Channels, p.Rule.Channels...)
	}
	all.Groups, all.Channels = distinct(all.Groups), distinct(all.Channels)
	read := h.readPlaces(ctx, all)
	if ctx.Err() != nil {
		return store.Rematched{}, ctx.Err()
	}
	for _, place := range all.Places() {
		if problem := read.problems[place]; problem != "" {
			err = errors.Join(err, h.DB.FailMembership(place, problem))
		} else {
			err = errors.Join(err, h.DB.SaveMembership(place, read.names[place], read.members[place]))
		}
	}
	if err != nil {
		return store.Rematched{}, err
	}
	done, err := h.DB.RematchPeople()
	if done.Moved > 0 || len(read.problems) > 0 {
		h.Log.Info().Int("moved", done.Moved).Int("told", done.Told).Int("unread",
			len(read.problems)).Msg("people were matched with the personas' rules again")
	}
	return done, err
}

// WatchRules matches everybody again when the rules are not those of the last round any more, as after somebody applied
// a program file, until ctx ends.
func (h *Handlers) WatchRules(ctx context.Context) {
	for slackapi.Pause(ctx, time.Minute) == nil {
		personas, err := h.DB.Personas()
		if last := h.matched.Load(); err == nil && (last == nil || !sameRules(personas, *last)) {
			_, err = h.MatchAgain(ctx)
		}
		if err != nil && ctx.Err() == nil {
			h.Log.Error().Err(err).Msg("people were not matched with the changed personas")
		}
	}
}

// sameRules tells whether matching gives the same with both lists.
func sameRules(a, b []store.Persona) bool {
	return slices.EqualFunc(a, b, func(x, y store.Persona) bool {
		return x.ID == y.ID &&
			reflect.DeepEqual(x.Rule, y.Rule)
	})
}

// distinct sorts and dedupes ids.
func distinct(ids []string) []string {
	slices.Sort(ids)
	return slices.Compact(ids)
}
