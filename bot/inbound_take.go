// Taking envelopes: duplicates answered again, each person's acts in order, the handler first and the acknowledgement after.

package bot

import (
	"context"
	"errors"
	"sync"
	"time"

	"vouch/store"
)

// Numbers of the inbound side.
const (
	// inboundWorkers is how many people's acts run at once. A worker mostly waits, for the disk or for Slack, and acts that
	// wait together are committed together.
	inboundWorkers = 256
	// inboundQueue is how many acts may wait; at 3 s a person's patience ends anyway.
	inboundQueue = 2048
	// handlerTime is when a handler is stopped. Slack gives up after 3 s; half a second is left for the way.
	handlerTime = 2500 * time.Millisecond
	// answerTime bounds the calls that follow an acknowledgement, afterTime those in reply.After.
	answerTime = 10 * time.Second
	afterTime  = time.Minute
	// answeredKept is how many answers are remembered for duplicates; Slack repeats events within about six minutes.
	answeredKept = 8192
)

// acknowledger sends an acknowledgement; the link the envelope came by.
type acknowledger interface {
	ack(id string, payload any) error
}

// receive takes one envelope from a socket's reader. It never waits: what cannot be queued is left without an
// acknowledgement, so that Slack shows its own error or sends the event again. A refused command shows dispatch_failed to
// the person, which is true: nothing was done. To take it and forget it would not be.
func (b *Bot) receive(from acknowledger, e envelope) {
	if b.stopping.Load() {
		b.counts.refused.Add(1)
		return
	}
	in, err := decode(e)
	if err != nil {
		b.log.Warn().Str("type", e.Type).Err(errUndecodable).Msg("an envelope is acknowledged unread")
	}
	in.At = store.Now()
	b.counts.received.Add(1)
	// One lane per person: a double press runs after the press, and nobody waits for anybody else.
	key := string(in.User)
	if key == "" {
		key = "envelope/" + e.ID
	}
	if !b.lanes.submit(key, func() { b.take(from, e, in) }) {
		b.counts.refused.Add(1)
		b.logFor(in, b.log.Warn()).Int("waiting", b.lanes.depth()).Msg("too busy: an act was not taken")
	}
}

// errUndecodable replaces a JSON error, which may quote what people wrote.
var errUndecodable = errors.New("the payload is not of the announced form")

// take handles one act in its person's lane.
func (b *Bot) take(from acknowledger, e envelope, in inbound) {
	id := duplicateID(e, in)
	if payload, done := b.answered.get(id); done {
		b.counts.duplicates.Add(1)
		b.acknowledge(from, e, in, payload)
		return
	}
	// Slack has told the person that it failed. To do it now, silently, would be done twice when they try again.
	if time.Since(e.Received) >= handlerTime {
		b.counts.refused.Add(1)
		b.logFor(in, b.log.Warn()).Msg("an act waited too long and was not done")
		return
	}
	ctx, cancel := context.WithDeadline(b.work, e.Received.Add(handlerTime))
	payload, later, err := b.act(ctx, in)
	cancel()
	if err != nil {
		b.counts.refused.Add(1)
		b.logFor(in, b.log.Warn()).Err(err).Msg("an act was stopped and is not acknowledged")
		return
	}
	// Before the acknowledgement: if that is lost, the envelope comes again and finds its answer here.
	b.answered.put(id, payload)
	b.acknowledge(from, e, in, payload)
	if later != nil {
		ctx, cancel := context.WithTimeout(b.work, answerTime)
		defer cancel()
		later(ctx)
	}
}

// acknowledge sends the acknowledgement. It is also sent when the 3 seconds are over: the act is recorded by now.
func (b *Bot) acknowledge(from acknowledger, e envelope, in inbound, payload any) {
	if err := from.ack(e.ID, payload); err != nil {
		b.logFor(in, b.log.Warn()).Err(err).Msg("no acknowledgement")
		return
	}
	b.counts.acknowledged.Add(1)
}

// duplicateID names what Slack may deliver twice: an event keeps its event id when it is sent again. A submission that is
// pressed again comes in a new envelope and must run again, because its answer never arrived.
func duplicateID(e envelope, in inbound) string {
	if e.Type == "events_api" {
		return in.Cause
	}
	return e.ID
}

// act finds and runs the handler. The payload answers the envelope, later (may be nil) is what follows it. An error means
// that the time was over and nothing may be acknowledged.
func (b *Bot) act(ctx context.Context, in inbound) (payload any, later func(context.Context), err error) {
	switch in.Kind {
	case kindOther:
		b.unknownKind(in)
		return nil, nil, nil
	case kindPeople:
		return nil, nil, b.savePerson(in)
	case kindRevoked:
		b.revoked()
		return nil, nil, nil
	}
	h, in := b.routes.find(in)
	if h == nil {
		h = b.noHandler(in)
	}
	if h == nil {
		return nil, nil, nil
	}
	// After find, so that events without a handler cost no look-up.
	if refusal, known := b.know(ctx, in); !known {
		h = refusal
	}
	r, err := guarded(ctx, h, in)
	b.noteAct(in)
	// The store undoes a verb that ctx ended, so leaving the act unacknowledged is the truth.
	if err != nil && ctx.Err() != nil {
		return nil, nil, ctx.Err()
	}
	if err != nil {
		r = b.errorReply(in, b.explain(in, err))
	}
	payload, later = b.answer(in, r)
	return payload, later, nil
}

// noHandler answers what nobody handles: an old button, a word that is gone. Links open by themselves, and what nobody waits
// for is only counted.
func (b *Bot) noHandler(in inbound) handler {
	switch in.Kind {
	case kindCommand, kindSubmit, kindShortcut, kindOnMessage:
	case kindAction:
		// Slack does not always send a link button's address back, so its id counts, too.
		if in.Action.URLButton || in.Action.ID == actLink || len(in.View.inputs) > 0 {
			return nil
		}
	default:
		return nil
	}
	b.logFor(in, b.log.Warn()).Msg("nothing handles this act")
	return func(context.Context, inbound) (reply, error) { return reply{}, errOutdated }
}

// errOutdated answers elements of messages older than this version.
var errOutdated = &store.Error{
	Kind: store.Conflict,
	Msg:  "This is from an older message and does nothing any more. Open Vouch's Home for what is current.",
}

// unknownKind counts what is acknowledged and nothing else.
func (b *Bot) unknownKind(in inbound) {
	b.counts.unknown.Add(1)
	if in.Event.Type != "" {
		b.log.Debug().Str("event", in.Event.Type).Msg("an event without use")
	}
}

// answers remembers the acknowledgements of recent envelopes, so that a duplicate gets the same answer and changes nothing.
// In memory only: after a restart the store's own rules (one answer to a pick, one share of an asset) keep a repeated act
// from counting twice.
type answers struct {
	mu    sync.Mutex
	kept  map[string]any
	order []string
	next  int
}

// newAnswers makes a memory for size answers.
func newAnswers(size int) *answers {
	return &answers{kept: make(map[string]any, size), order: make([]string, size)}
}

// get finds the answer an envelope was given before; the answer itself may be nil.
func (a *answers) get(id string) (payload any, ok bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	payload, ok = a.kept[id]
	return payload, ok
}

// put remembers an answer in place of the oldest one.
func (a *answers) put(id string, payload any) {
	if id == "" {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if _, ok := a.kept[id]; !ok {
		delete(a.kept, a.order[a.next])
		a.order[a.next] = id
		a.next = (a.next + 1) % len(a.order)
	}
	a.kept[id] = payload
}
