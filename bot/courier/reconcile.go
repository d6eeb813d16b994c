// Reconciling: a message that may have been delivered is looked for by its key before anything else is done with it.

package courier

import (
	"context"
	"fmt"
	"time"

	"vouch/bot/block"
	"vouch/bot/slackapi"
	"vouch/store"
)

// Numbers of reconciling.
const (
	// doubtAge is how old a doubt is before absence proves anything: a call that timed out may still be under way in Slack.
	doubtAge = 20 * time.Second
	// lookBefore widens the search: our clock and Slack's may differ.
	lookBefore    = 2 * time.Minute
	reconcileBeat = 10 * time.Second
)

// unconfirmed is a message of which nobody knows whether it arrived. The store keeps the message claimed meanwhile, so that a
// restart finds it again as one in doubt.
type unconfirmed struct {
	message store.Message
	since   time.Time // the last time it may have been sent
}

// recallUnconfirmed takes over what an earlier run of the program left.
func (c *Courier) recallUnconfirmed() {
	messages, err := c.DB.MessagesInDoubt()
	if err != nil {
		c.Log.Error().Err(err).Msg("messages in doubt cannot be read")
		return
	}
	for _, m := range messages {
		c.unconfirm(m, m.ClaimedAt)
	}
}

// unconfirm remembers a message that was perhaps sent at since.
func (c *Courier) unconfirm(m store.Message, since time.Time) {
	c.mu.Lock()
	c.unconfirmed[m.Key] = unconfirmed{message: m, since: since}
	c.mu.Unlock()
}

// reconcileLoop looks into every doubt that is old enough, again and again until it is settled. One after the other: there
// are few, each takes a call of a slow tier, and the messages that are not in doubt need the rest.
func (c *Courier) reconcileLoop(ctx context.Context) {
	for {
		for _, d := range c.oldUnconfirmed() {
			if ctx.Err() != nil {
				return
			}
			if c.backoff.wait(ctx) != nil {
				return
			}
			if c.confirm(ctx, d) {
				c.mu.Lock()
				delete(c.unconfirmed, d.message.Key)
				c.mu.Unlock()
			}
		}
		if slackapi.Pause(ctx, reconcileBeat) != nil {
			return
		}
	}
}

// oldUnconfirmed are those about which absence proves something by now.
func (c *Courier) oldUnconfirmed() []unconfirmed {
	c.mu.Lock()
	defer c.mu.Unlock()
	var old []unconfirmed
	for _, d := range c.unconfirmed {
		if store.Now().Sub(d.since) >= doubtAge {
			old = append(old, d)
		}
	}
	return old
}

// confirm tells whether the doubt is over. A message to a person is looked for in our conversation with them; it is sent
// again only when it is certainly not there. The app may not read channels (it asks for no such scope), so a post to a
// channel in doubt is given up, and whoever asked for it is told to look: one post missing is mended with one press, one
// post too many is not.
func (c *Courier) confirm(ctx context.Context, d unconfirmed) bool {
	m := d.message
	if m.Kind.IsEdit() {
		c.recorded(m, c.DB.ReleaseMessage(m.Key)) // rewriting twice is harmless
		return true
	}
	if m.To == "" {
		c.of(m, c.Log.Warn()).Str("reason", "may have been posted").Msg("a message cannot be delivered")
		c.giveUp(m, "may have been posted")
		return true
	}
	// The doubtful message may have been the first to this person: then we do not know the conversation yet and ask for it.
	channel, err := c.conversation(ctx, m.To)
	if err == nil {
		var ts string
		var found bool
		ts, found, err = c.API.Find(ctx, channel, m.Key, d.since.Add(-lookBefore))
		if err == nil && found {
			c.recorded(m, c.DB.CompleteMessage(m.Key, channel, ts))
			c.Log.Info().Str("message", m.Key).Msg("a message in doubt had been delivered")
			return true
		}
	}
	if err == nil {
		c.recorded(m, c.DB.ReleaseMessage(m.Key))
		c.Log.Info().Str("message", m.Key).Msg("a message in doubt had not been delivered and is sent again")
		return true
	}
	return c.lookFailed(ctx, m, err)
}

// lookFailed decides whether looking again may help.
func (c *Courier) lookFailed(ctx context.Context, m store.Message, err error) bool {
	if slackapi.IsGone(ctx, err) {
		return false
	}
	out := slackapi.Classify(err)
	// classify takes unknown codes for final because a message must not be repeated. Looking may be repeated: only refusals
	// that will not change end it.
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

// whyNot are Slack's refusals of a post to a channel, as people can mend them.
var whyNot = map[string]string{
	"not_in_channel":       "I'm not in that channel. Invite me there with /invite @vouch and post it again.",
	"channel_not_found":    "I can't see that channel. If it is private, invite me there with /invite @vouch and post it again.",
	"is_archived":          "That channel is archived. Please choose another one.",
	"restricted_action":    "The channel's settings don't let apps post there. Ask whoever manages the channel, or choose another one.",
	"may have been posted": "Slack didn't confirm it, so it may or may not be there. If it's missing, post it again.",
}

// refusalWords say why a post to a channel did not arrive and what mends it.
func refusalWords(reason string) string {
	if why := whyNot[reason]; why != "" {
		return why
	}
	return "Slack refused it (" + reason + ")."
}

// tellAsker lets the person who asked for a channel post know that it did not arrive, and why.
func (c *Courier) tellAsker(m store.Message, why string) {
	if m.Kind != store.MsgBoard {
		return
	}
	post, err := c.DB.BoardPost(m.Ref)
	// A scheduled board has nobody who waits for it; its refusal is in the log.
	if err != nil || post.By == "" {
		return
	}
	text := "The leaderboard did not reach " + block.ChannelMention(post.Channel) + ". " + why
	c.recorded(m, c.DB.EnqueueNotice(m.Key+"/failed", post.By, text))
}
