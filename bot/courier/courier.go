// The courier: it drains the outbox. Claim, render, send, keep the receipt; what may have been sent is looked for, not
// sent again.

package courier

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"

	"vouch/bot/block"
	"vouch/bot/pool"
	"vouch/bot/slackapi"
	"vouch/store"
)

// Numbers of the courier.
const (
	CourierWorkers = 16
	// maxClaimed is how many messages are claimed at once: enough to keep every worker busy, few enough that a stop has
	// little to hand back and a crash leaves little in doubt.
	maxClaimed = 32
	// idleLook bounds the sleep when nothing is due, in case a wake-up was missed.
	idleLook = time.Minute
	// stopTime is how long a stop waits for calls that are under way.
	stopTime = slackapi.CallTimeout + 2*time.Second
	// perConversation is how many of them may be for one conversation, so that a slow one cannot take every worker; the
	// others come back after turnLater.
	perConversation = 4
	turnLater       = 5 * time.Second
	// maxRewrites is the same for edits as a whole: chat.update takes 50 a minute (tier 3), so a withdrawn asset in a
	// thousand digests keeps its edits busy for half an hour, and no digest may wait behind them. The edits beyond come
	// back one by one, each store.EditEvery after the one before.
	maxRewrites  = 4
	farthestSlot = 48 * time.Hour // 115,000 edits
	// renderTries is how often rendering a message may fail for a reason of ours before it is given up.
	renderTries = 3
	renderRetry = time.Minute
	// refusedFor and refusedTries bound how long a message is offered again that Slack refuses for a reason that may be
	// lifted; longestRefused is the longest wait between two tries.
	refusedFor     = 3 * 24 * time.Hour
	refusedTries   = 4
	longestRefused = 6 * time.Hour
	// longestBackoff is the longest wait between two tries while Slack is out of order.
	longestBackoff = time.Minute
	firstBackoff   = time.Second
)

// Courier sends the outbox's messages. It is the only one who writes to people unasked. What it promises: each message
// arrives once, in order within a conversation, and whoever asked for one that cannot arrive is told.
type Courier struct {
	Options
	pool    *pool.Pool
	free    chan struct{} // one token per message that may still be claimed
	moved   chan struct{} // signals a moved clock
	backoff *slackBackoff

	mu          sync.Mutex
	unconfirmed map[string]unconfirmed // by outbox key
	claimed     map[string]int         // claimed messages, by turn
	slot        time.Time              // when the last edit that was put off comes back
	unrendered  map[string]int         // failures to render a message, by outbox key
	unrecorded  []outcome              // what the store could not record yet

	Counts   Counts
	stopping chan struct{} // closed when nothing more may be sent
}

// Counts are running totals since the start.
type Counts struct{ Sent, GivenUp atomic.Int64 }

// Options are what a courier works with. All are required.
type Options struct {
	DB    *store.DB
	API   *slackapi.API
	Log   zerolog.Logger
	Fail  func(error) // ends the program
	Kinds map[store.MessageKind]Kind
}

// New makes a courier that has claimed nothing.
func New(o Options) *Courier {
	c := &Courier{
		Options: o, free: make(chan struct{}, maxClaimed), backoff: newSlackBackoff(),
		unconfirmed: map[string]unconfirmed{}, claimed: map[string]int{}, unrendered: map[string]int{},
		stopping: make(chan struct{}), moved: make(chan struct{}, 1),
	}
	for range maxClaimed {
		c.free <- struct{}{}
	}
	return c
}

// Run sends until ctx ends, then waits for the calls under way and hands back what was claimed and not sent.
func (c *Courier) Run(ctx context.Context) error {
	c.pool = pool.New(CourierWorkers, maxClaimed)
	// First of all: what an earlier run left in doubt is looked for before anything of it could be claimed again.
	c.recallUnconfirmed()
	var looking sync.WaitGroup
	looking.Go(func() { c.reconcileLoop(ctx) })
	for ctx.Err() == nil {
		if err := c.backoff.wait(ctx); err != nil {
			break
		}
		claimed, err := c.claim(ctx)
		if err != nil {
			c.Log.Error().Err(err).Msg("the outbox cannot be read")
			_ = slackapi.Pause(ctx, renderRetry) // ended by ctx at the latest
			continue
		}
		if claimed == 0 {
			c.sleep(ctx)
		}
	}
	// From here on claimed messages are handed back and not sent; calls under way are finished, because half a call is a
	// doubt.
	close(c.stopping)
	looking.Wait()
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
	defer cancel()
	if err := c.pool.Close(last); err != nil {
		return fmt.Errorf("the courier did not finish in time: %w", err)
	}
	return nil
}

// claim takes as many due messages as may be claimed and gives them to the pool, in order for each conversation.
func (c *Courier) claim(ctx context.Context) (int, error) {
	select {
	case <-c.free:
	case <-ctx.Done():
		return 0, nil
	}
	n := 1
	for ; len(c.free) > 0; n++ { // nobody else takes a token
		<-c.free
	}
	// The claim is committed before anything is sent. A crash in between leaves a claimed message, which is looked for and
	// not sent twice; the other order would send twice.
	messages, err := c.DB.ClaimMessages(store.Now(), n)
	for range n - len(messages) {
		c.free <- struct{}{}
	}
	for _, m := range messages {
		if !c.acquire(m) {
			c.putOff(m, c.later(m), "others come first")
			c.free <- struct{}{}
			continue
		}
		c.pool.Submit(destination(m), func() {
			c.deliver(ctx, m)
			c.release(m)
			c.free <- struct{}{}
		})
	}
	return len(messages), err
}

// turn names what a message shares with others that must not take every worker, and how many of them may be claimed.
func turn(m store.Message) (name string, limit int) {
	if store.IsEdit(m.Kind) {
		return string(store.MsgRewrite), maxRewrites
	}
	return destination(m), perConversation
}

// acquire counts a claimed message; false when there are enough of its turn.
func (c *Courier) acquire(m store.Message) bool {
	name, limit := turn(m)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.claimed[name] >= limit {
		return false
	}
	c.claimed[name]++
	return true
}

// release counts a message out again.
func (c *Courier) release(m store.Message) {
	name, _ := turn(m)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.claimed[name]--; c.claimed[name] <= 0 {
		delete(c.claimed, name)
	}
}

// later is when a message that had no turn comes back.
func (c *Courier) later(m store.Message) time.Time {
	now := store.Now()
	if !store.IsEdit(m.Kind) {
		return now.Add(turnLater)
	}
	// A slot of days ahead was given while the clock was.
	if c.slot.Before(now.Add(turnLater)) || c.slot.After(now.Add(farthestSlot)) {
		c.slot = now.Add(turnLater)
	}
	c.slot = c.slot.Add(store.EditEvery)
	return c.slot
}

// destination is the key of a message in the pool: what goes to one conversation goes in order.
func destination(m store.Message) string {
	if m.Channel != "" {
		return m.Channel
	}
	if m.To != "" {
		return string(m.To)
	}
	return m.Ref
}

// IsBusy tells whether a message is claimed.
func (c *Courier) IsBusy() bool { return len(c.free) < maxClaimed }

// Wake ends the sleep, because the clock was moved.
func (c *Courier) Wake() {
	select {
	case c.moved <- struct{}{}:
	default:
	}
}

// sleep waits until something may be due. Four things wake it: the next due time, the store's own signal after a commit
// that enqueued something, a clock that was moved, and the minute that mends a lost signal.
func (c *Courier) sleep(ctx context.Context) {
	wait := idleLook
	if at, ok := c.DB.NextMessageAt(); ok {
		wait = max(10*time.Millisecond, min(wait, at.Sub(store.Now())))
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-c.DB.Wake():
	case <-c.moved:
	case <-ctx.Done():
	}
}

// deliver brings one claimed message to its end, to a later time, or into doubt. Every way out records an outcome. A
// panic while rendering does, too: the message is given up, because rendering it again would end the same way.
func (c *Courier) deliver(ctx context.Context, m store.Message) {
	defer func() {
		if value := recover(); value != nil {
			c.giveUp(m, fmt.Sprintf("panic: %v", value))
		}
	}()
	select {
	case <-c.stopping:
		c.putBack(m)
		return
	default:
	}
	if err := c.backoff.wait(ctx); err != nil {
		c.putBack(m)
		return
	}
	if m.Kind == store.MsgRewrite {
		c.rewrite(ctx, m)
		return
	}
	if reason := c.undeliverable(m); reason != "" {
		c.giveUp(m, reason)
		return
	}
	// Rendered as late as possible: between planning and sending an asset may be withdrawn or a person may pause.
	body, err := c.Render(ctx, m)
	if err != nil {
		c.notRendered(ctx, m, err)
		return
	}
	if m.Kind == store.MsgErased {
		c.finish(m, c.replaceErased(ctx, m, body), true)
		return
	}
	to := m.Channel
	if to == "" {
		to = string(m.To)
	}
	c.finish(m, c.API.Post(ctx, to, m.Key, body), false)
}

// replaceErased puts body in the place of a message to an erased person, or of their Home.
func (c *Courier) replaceErased(ctx context.Context, m store.Message, body block.Content) slackapi.Outcome {
	if m.Ref != "" {
		return c.API.Update(ctx, m.Channel, m.Ref, body)
	}
	calling, cancel := context.WithTimeout(context.WithoutCancel(ctx), slackapi.CallTimeout)
	defer cancel()
	return slackapi.Classify(c.API.PublishHome(calling, store.EmployeeID(m.Channel), body.Blocks))
}

// undeliverable says why a person can get no messages; "" when they can.
func (c *Courier) undeliverable(m store.Message) string {
	if m.To == "" && m.Channel == "" {
		return "no destination"
	}
	if m.To == "" {
		return ""
	}
	// Slack takes messages to deactivated people without a complaint; nobody would ever know that they were not read.
	e, err := c.DB.Employee(m.To)
	switch {
	case store.KindOf(err) == store.NotFound:
		return "unknown person"
	case err == nil && e.Deactivated:
		return "deactivated"
	}
	return ""
}

// notRendered decides about a message that could not be rendered.
func (c *Courier) notRendered(ctx context.Context, m store.Message, err error) {
	c.mu.Lock()
	c.unrendered[m.Key]++
	tries := c.unrendered[m.Key]
	if tries >= renderTries {
		delete(c.unrendered, m.Key)
	}
	c.mu.Unlock()
	switch {
	case slackapi.IsGone(ctx, err):
		c.putBack(m)
	case store.KindOf(err) == store.NotFound, store.KindOf(err) == store.Conflict:
		c.end(m, nothingToSend, store.WordsOf(err))
	case tries >= renderTries:
		c.Log.Error().Err(err).Str("key", m.Key).Msg("a message cannot be rendered")
		c.giveUp(m, "cannot be rendered")
	default:
		c.Log.Error().Err(err).Str("key", m.Key).Msg("a message cannot be rendered, once more later")
		c.putOff(m, store.Now().Add(renderRetry), "cannot be rendered")
	}
}

// rewrite edits a delivered message. Doing it twice is harmless, so nothing is ever in doubt.
func (c *Courier) rewrite(ctx context.Context, m store.Message) {
	receipt, found, err := c.DB.Receipt(m.Ref)
	if err == nil && !found {
		c.giveUp(m, "never delivered")
		return
	}
	var body block.Content
	if err == nil {
		body, err = c.rerender(ctx, receipt)
	}
	if err != nil {
		c.notRendered(ctx, m, err)
		return
	}
	c.finish(m, c.API.Update(ctx, receipt.Channel, receipt.TS, body), true)
}

// finish records what became of a message. repeatable says that sending it again does no harm.
func (c *Courier) finish(m store.Message, out slackapi.Outcome, repeatable bool) {
	if out.Fate == slackapi.Unknown && repeatable {
		out.Fate = slackapi.Again
	}
	switch out.Fate {
	case slackapi.Sent:
		c.backoff.good()
		c.delivered(m, out.Channel, out.TS)
		c.Counts.Sent.Add(1)
	case slackapi.Again:
		// Nothing was sent, so the message goes back as it was and counts as no attempt.
		if out.Stopped {
			c.putBack(m)
			return
		}
		if out.Refused {
			c.refused(m, out)
			return
		}
		// A rate limit concerns one method or conversation; any other failure means that Slack is out of order for
		// everybody.
		if !out.Limited {
			out.After = max(out.After, c.backoff.bad())
		}
		c.putOff(m, store.Now().Add(out.After), out.Reason)
	case slackapi.Dead:
		c.backoff.good()
		c.of(m, c.Log.Warn()).Err(out.Err).Str("reason", out.Reason).Msg("a message cannot be delivered")
		c.giveUp(m, out.Reason)
	// Nothing is wrong with the message: it waits until the app has been repaired and the program runs again.
	case slackapi.Fatal:
		c.putOff(m, store.Now().Add(slackapi.LongRetry), out.Reason)
		if why := slackapi.AppRefused(out.Err); why != nil {
			c.Fail(why)
		}
	case slackapi.Unknown:
		c.backoff.bad()
		c.Log.Warn().Str("reason", out.Reason).Str("key", m.Key).Msg("a message may have been delivered, will look")
		c.unconfirm(m, store.Now())
	}
}

// refused offers a message again later that Slack refused for a reason that may be lifted, within a bound. Somebody
// waits for a referral's card, so the managers are told, once a day and person.
func (c *Courier) refused(m store.Message, out slackapi.Outcome) {
	c.backoff.good()
	now := store.Now()
	c.of(m, c.Log.Warn()).Err(out.Err).Str("reason", out.Reason).Msg("a message is refused")
	// Who asked for a board is told at once and posts it again.
	if m.Kind == store.MsgBoard || (m.Attempts >= refusedTries && now.Sub(m.CreatedAt) > refusedFor) {
		c.giveUp(m, out.Reason)
		return
	}
	if store.IsCard(m.Kind) {
		key := fmt.Sprintf("refused/%s/%s/%s", m.To, out.Reason, m.CreatedAt.Format(time.DateOnly))
		c.tell(m, key, "", "A card about a referral did not reach "+block.Person(m.To)+": Slack refuses it ("+out.Reason+
			"). I try again for three days. An admin of the workspace can see what stands in the way.")
	}
	wait := min(out.After<<min(m.Attempts-1, 8), longestRefused)
	c.putOff(m, now.Add(wait), out.Reason)
}

// of adds what identifies a message to a line of the log: key, kind and where it goes, never its text.
func (c *Courier) of(m store.Message, e *zerolog.Event) *zerolog.Event {
	return e.Str("key", m.Key).Str("kind", string(m.Kind)).Str("channel", m.Channel).Str("to", string(m.To))
}

// nothingToSend is the reason of a message that became obsolete while it waited.
const nothingToSend = "nothing to send any more"

// giveUp ends a message for a reason of Slack's or ours.
func (c *Courier) giveUp(m store.Message, reason string) { c.end(m, reason, RefusalWords(reason)) }

// end ends a message and tells whoever asked for it, where somebody did: reason goes into the file, why is for people.
func (c *Courier) end(m store.Message, reason, why string) {
	c.tellAsker(m, why) // first, because it asks whether the failure before this one was told
	c.record(m, func() error { return c.DB.GiveUpMessage(m.Key, reason) })
	c.Counts.GivenUp.Add(1)
}
