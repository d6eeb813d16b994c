// Taking envelopes: duplicates answered again, each person's acts in order, the handler first and the acknowledgement after.

package bot

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"
	"github.com/slack-go/slack"

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

// dispatcher turns envelopes into interactions and runs them: each person's in order, at most inboundWorkers at once.
type dispatcher struct {
	api      *api
	log      zerolog.Logger
	routes   *routes
	hooks    dispatchHooks
	lanes    *lanes
	answered *answers
	counts   inboundCounts
	stopping atomic.Bool     // take no more envelopes
	work     context.Context // of handlers and what follows them; ends after the pool is empty
	tasks    sync.WaitGroup  // work beside the pool
}

// dispatchHooks are what the dispatcher asks of the rest of the program. All are required.
type dispatchHooks struct {
	// Know makes sure that the acting person is in the store. known is false for somebody who is no employee: then refusal
	// answers.
	Know       func(ctx context.Context, in inbound) (refusal handler, known bool)
	SavePerson func(in inbound) error // takes a join or a change
	Note       func(in inbound)       // is told of every interaction after it ran
	Revoked    func()                 // the app was removed, or its tokens were revoked
	Fail       func(error)            // ends the program
	Home       func(ctx context.Context, id store.EmployeeID) ([]slack.Block, error)
}

// inboundCounts are running totals since the start.
type inboundCounts struct{ received, acknowledged, duplicates, refused, unknown atomic.Int64 }

// newDispatcher makes a dispatcher that takes envelopes after start.
func newDispatcher(api *api, log zerolog.Logger, table *routes, hooks dispatchHooks) *dispatcher {
	return &dispatcher{api: api, log: log, routes: table, hooks: hooks, answered: newAnswers(answeredKept)}
}

// start begins to take envelopes; work is the context of handlers and of what follows them.
func (d *dispatcher) start(work context.Context) {
	d.work, d.lanes = waitedFor(work), newLanes(inboundWorkers, inboundQueue)
}

// drain takes no more envelopes and waits until the accepted ones are done, or until ctx ends.
func (d *dispatcher) drain(ctx context.Context) error {
	d.stopping.Store(true)
	return d.lanes.close(ctx)
}

// beside does work that nobody's next interaction waits for; ctx ends with the program.
func (d *dispatcher) beside(do func(ctx context.Context)) { d.tasks.Go(func() { do(d.work) }) }

// waiting is how many interactions wait; 0 before start.
func (d *dispatcher) waiting() int {
	if d.lanes == nil {
		return 0
	}
	return d.lanes.depth()
}

// acknowledger sends an acknowledgement; the link the envelope came by.
type acknowledger interface {
	ack(id string, payload any) error
}

// receive takes one envelope from a socket's reader. It never waits: what cannot be queued is left without an
// acknowledgement, so that Slack shows its own error or sends the event again. A refused command shows dispatch_failed to
// the person, which is true: nothing was done. To take it and forget it would not be.
func (d *dispatcher) receive(from acknowledger, e envelope) {
	if d.stopping.Load() {
		d.counts.refused.Add(1)
		return
	}
	in, err := decode(e)
	if err != nil {
		d.log.Warn().Str("type", e.Type).Err(errUndecodable).Msg("an envelope is acknowledged unread")
	}
	in.At = store.Now()
	d.counts.received.Add(1)
	// One lane per person: a double press runs after the press, and nobody waits for anybody else.
	key := string(in.User)
	if key == "" {
		key = "envelope/" + e.ID
	}
	if !d.lanes.submit(key, func() { d.take(from, e, in) }) {
		d.counts.refused.Add(1)
		in.describe(d.log.Warn()).Int("waiting", d.lanes.depth()).Msg("too busy: an act was not taken")
	}
}

// errUndecodable replaces a JSON error, which may quote what people wrote.
var errUndecodable = errors.New("the payload is not of the announced form")

// take handles one act in its person's lane.
func (d *dispatcher) take(from acknowledger, e envelope, in inbound) {
	id := duplicateID(e, in)
	if payload, done := d.answered.get(id); done {
		d.counts.duplicates.Add(1)
		d.acknowledge(from, e, in, payload)
		return
	}
	// Slack has told the person that it failed. To do it now, silently, would be done twice when they try again.
	if time.Since(e.Received) >= handlerTime {
		d.counts.refused.Add(1)
		in.describe(d.log.Warn()).Msg("an act waited too long and was not done")
		return
	}
	ctx, cancel := context.WithDeadline(d.work, e.Received.Add(handlerTime))
	payload, later, err := d.act(ctx, in)
	cancel()
	if err != nil {
		d.counts.refused.Add(1)
		in.describe(d.log.Warn()).Err(err).Msg("an act was stopped and is not acknowledged")
		return
	}
	// Before the acknowledgement: if that is lost, the envelope comes again and finds its answer here.
	d.answered.put(id, payload)
	d.acknowledge(from, e, in, payload)
	if later != nil {
		ctx, cancel := context.WithTimeout(d.work, answerTime)
		defer cancel()
		later(ctx)
	}
}

// acknowledge sends the acknowledgement. It is also sent when the 3 seconds are over: the act is recorded by now.
func (d *dispatcher) acknowledge(from acknowledger, e envelope, in inbound, payload any) {
	if err := from.ack(e.ID, payload); err != nil {
		in.describe(d.log.Warn()).Err(err).Msg("no acknowledgement")
		return
	}
	d.counts.acknowledged.Add(1)
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
func (d *dispatcher) act(ctx context.Context, in inbound) (payload any, later func(context.Context), err error) {
	switch in.Kind {
	case kindOther:
		d.unknownKind(in)
		return nil, nil, nil
	case kindPeople:
		return nil, nil, d.hooks.SavePerson(in)
	case kindRevoked:
		d.hooks.Revoked()
		return nil, nil, nil
	}
	h, in := d.routes.find(in)
	if h == nil {
		h = d.noHandler(in)
	}
	if h == nil {
		return nil, nil, nil
	}
	// After find, so that events without a handler cost no look-up.
	if refusal, known := d.hooks.Know(ctx, in); !known {
		h = refusal
	}
	r, err := guarded(ctx, h, in)
	d.hooks.Note(in)
	// The store undoes a verb that ctx ended, so leaving the act unacknowledged is the truth.
	if err != nil && ctx.Err() != nil {
		return nil, nil, ctx.Err()
	}
	if err != nil {
		r = d.errorReply(in, d.explain(in, err))
	}
	payload, later = d.answer(in, r)
	return payload, later, nil
}

// noHandler answers what nobody handles: an old button, a word that is gone. Links open by themselves, and what nobody waits
// for is only counted.
func (d *dispatcher) noHandler(in inbound) handler {
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
	in.describe(d.log.Warn()).Msg("nothing handles this act")
	return func(context.Context, inbound) (reply, error) { return reply{}, errOutdated }
}

// errOutdated answers elements of messages older than this version.
var errOutdated = &store.Error{
	Kind: store.Conflict,
	Msg:  "This is from an older message and does nothing any more. Open Vouch's Home for what is current.",
}

// unknownKind counts what is acknowledged and nothing else.
func (d *dispatcher) unknownKind(in inbound) {
	d.counts.unknown.Add(1)
	if in.Event.Type != "" {
		d.log.Debug().Str("event", in.Event.Type).Msg("an event without use")
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
