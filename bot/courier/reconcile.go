// Reconciling: a message that may have been delivered is looked for by its key before anything else is done with it.

package courier

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"vouch/bot/block"
	"vouch/bot/slackapi"
	"vouch/store"

	"golang.org/x/sync/errgroup"
)

// Numbers of reconciling.
const (
	// confirmAfter is how long after sending absence proves something: a call that timed out may still be under way in
	// Slack.
	confirmAfter = 20 * time.Second
	// lookBefore widens the search: our clock and Slack's may differ.
	lookBefore    = 2 * time.Minute
	reconcileBeat = 10 * time.Second
	// lookers is how many conversations are looked at side by side.
	lookers = 8
	// round is how many conversations a round looks at, which takes a quarter of a minute.
	round = 10
)

// unconfirmed is a message of which nobody knows whether it arrived. The store keeps the message claimed meanwhile, so
// that a restart finds it again as one in doubt.
type unconfirmed struct {
	message store.Message
	since   time.Time // the last time it may have been sent
	looked  time.Time // the last time it was looked for in vain
}

// recallUnconfirmed takes over what an earlier run of the program left.
func (c *Courier) recallUnconfirmed() {
	messages, err := c.DB.UnconfirmedMessages()
	if err != nil {
		c.Log.Error().Err(err).Msg("messages in doubt cannot be read")
		return
	}
	for _, m := range messages {
		if store.IsEdit(m.Kind) {
			c.putBack(m) // editing twice is harmless
			continue
		}
		c.unconfirm(m, m.ClaimedAt)
	}
}

// unconfirm remembers a message that was perhaps sent at since.
func (c *Courier) unconfirm(m store.Message, since time.Time) {
	c.mu.Lock()
	c.unconfirmed[m.Key] = unconfirmed{message: m, since: since}
	c.mu.Unlock()
}

// IsUnconfirmed tells that a message to somebody is being sent or unconfirmed.
func (c *Courier) IsUnconfirmed(to store.EmployeeID) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.claimed[string(to)] > 0 {
		return true
	}
	for _, u := range c.unconfirmed {
		if u.message.To == to {
			return true
		}
	}
	return false
}

// reconcileLoop looks for every unconfirmed message that is old enough, again and again until it is confirmed, and
// records again what the store could not record. One look at a conversation is for all of its messages. Several
// conversations are looked at side by side, at the pace of the method, few enough in a round that a digest of which
// nobody knows has its turn soon.
func (c *Courier) reconcileLoop(ctx context.Context) {
	for {
		c.recordAgain()
		var looks errgroup.Group
		looks.SetLimit(lookers)
		lists := c.oldUnconfirmed()
		for _, list := range lists[:min(len(lists), round)] {
			if ctx.Err() != nil || c.backoff.wait(ctx) != nil {
				break
			}
			looks.Go(func() error {
				c.confirm(ctx, list)
				return nil
			})
		}
		_ = looks.Wait() // the looks give no errors
		beat := reconcileBeat
		if len(lists) > round {
			beat = 0
		}
		if slackapi.Pause(ctx, beat) != nil {
			return
		}
	}
}

// oldUnconfirmed are those about which absence proves something by now, by destination: digests before everything else,
// then those that were not looked at for longest.
func (c *Courier) oldUnconfirmed() [][]unconfirmed {
	c.mu.Lock()
	defer c.mu.Unlock()
	byPlace := map[string][]unconfirmed{}
	for _, u := range c.unconfirmed {
		if store.Now().Sub(u.since) >= confirmAfter {
			place := destination(u.message)
			byPlace[place] = append(byPlace[place], u)
		}
	}
	lists := slices.Collect(maps.Values(byPlace))
	isDigest := func(u unconfirmed) bool { return u.message.Kind == store.MsgDigest }
	slices.SortFunc(lists, func(a, b []unconfirmed) int {
		if digest := slices.ContainsFunc(a, isDigest); digest != slices.ContainsFunc(b, isDigest) {
			if digest {
				return -1
			}
			return 1
		}
		return cmp.Or(a[0].looked.Compare(b[0].looked), cmp.Compare(destination(a[0].message), destination(b[0].message)))
	})
	return lists
}

// forget ends what was unconfirmed about a message.
func (c *Courier) forget(m store.Message) {
	c.mu.Lock()
	delete(c.unconfirmed, m.Key)
	c.mu.Unlock()
}

// confirm finds out about the messages to one destination. Messages to a person are looked for in our conversation with
// them; one is sent again only when it is certainly not there. The app may not read channels (it asks for no such
// scope), so an unconfirmed post to a channel is given up, and whoever asked for it is told to look: one post missing
// is mended with one press, one post too many is not.
func (c *Courier) confirm(ctx context.Context, list []unconfirmed) {
	var keys []string
	var since time.Time
	for _, u := range list {
		m := u.message
		if m.To == "" {
			c.of(m, c.Log.Warn()).Str("reason", "may have been posted").Msg("a message cannot be delivered")
			c.giveUp(m, "may have been posted")
			c.forget(m)
			continue
		}
		if keys = append(keys, m.Key); since.IsZero() || u.since.Before(since) {
			since = u.since
		}
	}
	if len(keys) == 0 {
		return
	}
	// The message may have been the first to this person: then we do not know the conversation yet and ask for it.
	channel, err := c.conversation(ctx, list[0].message.To)
	var found map[string]string
	if err == nil {
		found, err = c.API.Find(ctx, channel, keys, since.Add(-lookBefore))
	}
	for _, u := range list {
		m := u.message
		switch {
		case !slices.Contains(keys, m.Key):
		case c.confirmOne(ctx, m, channel, found[m.Key], err):
			c.forget(m)
		default:
			u.looked = store.Now()
			c.mu.Lock()
			c.unconfirmed[m.Key] = u
			c.mu.Unlock()
		}
	}
}

// confirmOne records what the look at a conversation told about one message: ts is "" when it is not there. It tells
// whether that ends the matter.
func (c *Courier) confirmOne(ctx context.Context, m store.Message, channel, ts string, err error) bool {
	switch {
	case err != nil:
		return c.lookFailed(ctx, m, err)
	case ts != "":
		c.delivered(m, channel, ts)
		c.Log.Info().Str("key", m.Key).Msg("an unconfirmed message had been delivered")
	default:
		c.putBack(m)
		c.Log.Info().Str("key", m.Key).Msg("an unconfirmed message had not been delivered and is sent again")
	}
	return true
}

// lookFailed decides whether looking again may help.
func (c *Courier) lookFailed(ctx context.Context, m store.Message, err error) bool {
	if slackapi.IsGone(ctx, err) {
		return false
	}
	out := slackapi.Classify(err)
	// A refusal that may be lifted ends it, too: the message may be there, so it is not sent again on a guess. The code is
	// read here because OpenDM and Find hand on the bare refusal.
	if code := slackapi.CodeOf(err); code != "" {
		out = slackapi.Outcome{Fate: slackapi.Dead, Reason: code}
		if slackapi.FatalCodes[code] != "" || slackapi.UnsureCodes[code] || slackapi.PassingCodes[code] {
			out.Fate = slackapi.Again
		}
	}
	if out.Fate == slackapi.Dead {
		c.giveUp(m, fmt.Sprintf("may have been delivered, and cannot be looked for: %s", out.Reason))
		return true
	}
	c.backoff.bad()
	return false
}

// conversation is the app's conversation with a person.
func (c *Courier) conversation(ctx context.Context, id store.EmployeeID) (string, error) {
	if channel, ok := c.DB.DMChannel(id); ok {
		return channel, nil
	}
	return c.API.OpenDM(ctx, id)
}

// whyNot are Slack's refusals of a post to a channel, and what mends them.
var whyNot = map[string]string{
	"not_in_channel":    "I'm not in that channel. Invite me there with /invite @vouch.",
	"channel_not_found": "I can't see that channel. If it is private, invite me there with /invite @vouch.",
	"is_archived":       "That channel is archived. Please choose another one.",
	"restricted_action": "The channel's settings don't let apps post there. Ask whoever manages the channel, or " +
		"choose another one.",
	"may have been posted": "Slack didn't confirm it, so it may or may not be there.",
	nothingToSend:          "Leaderboards were off, or too few people had points.",
}

// RefusalWords say why a post to a channel did not arrive and what mends it.
func RefusalWords(reason string) string {
	if why := whyNot[reason]; why != "" {
		return why
	}
	return "Slack refused it (" + block.Esc(reason) + ")."
}

// FormWait is how long the form that asked for a post stays open for what becomes of it. A refusal that comes earlier
// is told there; the half second between is for its commit.
const FormWait = toldInForm + 500*time.Millisecond

const toldInForm = 1200 * time.Millisecond

// tellAsker lets the person who asked for a channel post know that it did not arrive, and why. A scheduled one has
// nobody who waits for it: the managers hear of the first failure since the last post that arrived.
func (c *Courier) tellAsker(m store.Message, why string) {
	if m.Kind != store.MsgBoard {
		return
	}
	var post store.BoardPost
	var schedule store.BoardSchedule
	var scheduled bool
	err := c.DB.View(func(q *store.Query) error {
		post = q.BoardPost(m.Ref)
		schedule, scheduled = q.ScheduleOf(post.ID)
		return nil
	})
	if err != nil || post.By == "" {
		return
	}
	key, text := m.Key+"/failed", "The leaderboard did not reach "+block.ChannelMention(post.Channel)+". "+why
	switch {
	case !scheduled:
		if !post.Form || store.Now().Sub(post.CreatedAt) > toldInForm {
			c.tell(m, key, post.By, text+" Then post it again.")
		}
	case !schedule.Failing:
		text += " You hear of it again when it fails after a post that arrived; the list of schedules shows each."
		c.tell(m, key, "", text)
	}
}
