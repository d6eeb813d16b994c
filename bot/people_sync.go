// People sync: everybody at start, then whoever joins or changes, and whoever acts before Slack told us of them.

package bot

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"vouch/bot/dispatch"
	"vouch/bot/slackapi"
	"vouch/store"
)

// know makes sure that the acting person is in the store. known is false for somebody who is no employee: then refusal
// answers.
func (b *Bot) know(ctx context.Context, in dispatch.Interaction) (refusal dispatch.Handler, known bool) {
	if in.User == "" {
		return nil, true
	}
	// Asked on every interaction, so the answer is kept in memory; who is deactivated later cannot act any more.
	if _, seen := b.known.Load(in.User); seen {
		return nil, true
	}
	// Whoever was synced belongs to the workspace by the rule of Reduce; in an organisation their primary workspace,
	// which interactions name, may be another one (docs.slack.dev/enterprise). A person whom Slack Connect brought is
	// asked for below.
	if err := b.recognise(in.User); err == nil {
		return nil, true
	} else if store.KindOf(err) != store.NotFound {
		return refuse(err), false
	}
	// Somebody joined while we were down, or acts before the list is through.
	raw, err := b.api.Person(ctx, in.User)
	if err != nil {
		return refuse(err), false
	}
	person, ok := raw.Reduce(b.me().Team)
	if !ok {
		return refuse(errStranger), false
	}
	if _, err := b.db.SyncPeople([]store.SlackUser{person}, false); err != nil {
		return refuse(err), false
	}
	return nil, true
}

// recognise looks somebody up and keeps that they are known, unless an erasure comes between.
func (b *Bot) recognise(id store.EmployeeID) error {
	b.knowing.Lock()
	defer b.knowing.Unlock()
	_, err := b.db.Employee(id)
	if err == nil {
		b.known.Store(id, true)
	}
	return err
}

// forgetPerson follows an erasure, or the joining of an old id with a new one: whoever acts again is asked for as
// somebody new.
func (b *Bot) forgetPerson(id store.EmployeeID) {
	b.knowing.Lock()
	defer b.knowing.Unlock()
	b.known.Delete(id)
}

// nameManagers names the configured program managers, asking Slack for whom the store does not know yet: the first
// interaction may be a referral that they must hear of, and a long list of people takes minutes. Whoever is not found
// now is the configuration's to name later.
func (b *Bot) nameManagers(ctx context.Context) {
	if len(b.config.Managers) == 0 {
		return
	}
	asking, cancel := context.WithTimeout(ctx, slackapi.CallTimeout)
	defer cancel()
	for _, id := range b.config.Managers {
		b.know(asking, dispatch.Interaction{User: id})
	}
	if err := b.db.EnsureManagers(b.config.Managers); err != nil {
		b.log.Debug().Err(err).Msg("not every program manager is known yet")
	}
}

var errStranger = &store.Error{Kind: store.Denied, Msg: "Vouch is for the people of this workspace only."}

// refuse is a handler that answers with an error.
func refuse(err error) dispatch.Handler {
	return func(context.Context, dispatch.Interaction) (dispatch.Reply, error) { return dispatch.Reply{}, err }
}

// foreign tells that an event was meant for the app in another workspace. An id that begins with E is the
// organisation's and says nothing about the workspace.
func (b *Bot) foreign(in dispatch.Interaction) bool {
	ours := b.me().Team
	return in.Team != "" && ours != "" && in.Team != ours && in.Team[0] == 'T'
}

// unconfirmed tells that a reaction may be on a message to the person of which nobody knows yet whether it arrived.
func (b *Bot) unconfirmed(in dispatch.Interaction) bool {
	if !b.courier.IsUnconfirmed(in.User) {
		return false
	}
	_, found, err := b.db.ReceiptAt(in.Channel, in.MessageTS)
	return err == nil && !found
}

// savePerson takes a join or a change.
func (b *Bot) savePerson(in dispatch.Interaction) error {
	if in.Event.Person == nil {
		return nil
	}
	b.people.Lock()
	defer b.people.Unlock()
	if b.told != nil {
		b.told[in.Event.Person.ID] = *in.Event.Person
	}
	_, err := b.db.SyncPeople([]store.SlackUser{*in.Event.Person}, false)
	return err
}

// peopleEvery is how often everybody is read again: an event that Slack did not deliver must not last.
const peopleEvery = 6 * time.Hour

// keepPeople reads everybody again and again, and after each outage, until ctx ends.
func (b *Bot) keepPeople(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(peopleEvery):
		case <-b.missed:
		}
		b.syncPeople(ctx)
	}
}

// missedEvents notes that Slack could not reach us for a while: it repeats an event three times within six minutes or
// so, and never after that (docs.slack.dev/apis/events-api).
func (b *Bot) missedEvents() {
	select {
	case b.missed <- struct{}{}:
	default:
	}
}

// syncRetry is the wait after a failed sync; it doubles up to the longest.
const (
	syncRetry        = 5 * time.Second
	longestSyncRetry = 5 * time.Minute
)

// syncPeople brings the whole workspace in, again until it works. Until then acting people are asked for one by one.
// The list comes once at the start; from then on team_join and user_change tell of each person
// (docs.slack.dev/reference/events). What is missed while the program is down is mended by the next start, and what is
// missed while Slack is not connected by the next list.
func (b *Bot) syncPeople(ctx context.Context) {
	for wait := syncRetry; ; wait = min(2*wait, longestSyncRetry) {
		err := b.syncOnce(ctx)
		if ctx.Err() != nil {
			return
		}
		if err == nil {
			// Now that everybody is known; what was left undone at the last stop is done here, too.
			if _, err := b.persona.MatchAgain(ctx); err != nil && ctx.Err() == nil {
				b.log.Error().Err(err).Msg("people were not matched with the personas")
			}
			return
		}
		out := slackapi.Classify(err)
		if out.Fate == slackapi.Fatal {
			b.fail(slackapi.ExplainFatal(err, "SLACK_BOT_TOKEN"))
			return
		}
		b.log.Warn().Str("reason", out.Reason).Dur("retry_ms", wait).Msg("cannot list the people of the workspace")
		if slackapi.Pause(ctx, max(wait, out.After)) != nil {
			return
		}
	}
}

var errNobody = errors.New("Slack lists nobody")

// syncOnce lists everybody and hands them to the store, which deactivates whoever is missing. That is why a list that
// is not complete is an error.
func (b *Bot) syncOnce(ctx context.Context) error {
	b.people.Lock()
	b.told = map[store.EmployeeID]store.SlackUser{}
	b.people.Unlock()
	everybody, odd, err := b.api.People(ctx)
	if err != nil {
		return err
	}
	if odd > 0 {
		b.log.Warn().Int("people", odd).Msg("Slack lists people in a form that cannot be read: they are left out")
	}
	team := b.me().Team
	users := make([]store.SlackUser, 0, len(everybody))
	for _, raw := range everybody {
		if person, ok := raw.Reduce(team); ok {
			users = append(users, person)
		}
	}
	if len(users) == 0 {
		return errNobody // never take an empty list for a company that left
	}
	// What an event told while the list was read is newer than the list.
	b.people.Lock()
	defer b.people.Unlock()
	users = slices.DeleteFunc(users, func(u store.SlackUser) bool { _, newer := b.told[u.ID]; return newer })
	users = slices.AppendSeq(users, maps.Values(b.told))
	b.told = nil
	result, err := b.db.SyncPeople(users, true)
	if err != nil {
		return err
	}
	b.log.Info().Int("new", result.New).Int("changed", result.Changed).Int("deactivated", result.Deactivated).
		Int("unchanged", result.Unchanged).Msg("people are up to date")
	return nil
}
