// Taking envelopes: duplicates answered again, each person's interactions in order, the handler first and the
// acknowledgement after.

package dispatch

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"
	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/pool"
	"vouch/bot/slackapi"
	"vouch/bot/socket"
	"vouch/store"
)

// Numbers of the inbound side.
const (
	// inboundWorkers is how many people's interactions run at once. A worker mostly waits, for the disk or for Slack,
	// and interactions that wait together are committed together.
	inboundWorkers = 256
	// inboundQueue is how many interactions may wait. More would not be answered within Slack's 3 s.
	inboundQueue = 2048
	// handlerTime is when a handler is stopped. Slack gives up after 3 s; half a second is left for the way.
	handlerTime = 2500 * time.Millisecond
	// answerTime bounds the calls that follow an acknowledgement, afterTime those in reply.After.
	answerTime = 10 * time.Second
	afterTime  = time.Minute
	// answeredKept is how many answers are remembered for duplicates; Slack repeats events within about six minutes.
	answeredKept = 8192
)

// Dispatcher turns envelopes into interactions and runs them: each person's in order, at most inboundWorkers at once.
type Dispatcher struct {
	API      *slackapi.API
	log      zerolog.Logger
	Routes   *Routes
	hooks    Hooks
	pool     *pool.Pool
	answered *answers
	homes    *homes
	open     sync.Map // external ids of modals that are loading -> channel that is closed with them
	Counts   Counts
	stopping atomic.Bool     // take no more envelopes
	work     context.Context // of handlers and what follows them; ends after the pool is empty
	Tasks    sync.WaitGroup  // work beside the pool
}

// Hooks are what the dispatcher asks of the rest of the program. All are required.
type Hooks struct {
	// Know makes sure that the acting person is in the store. known is false for somebody who is no employee: then
	// refusal answers.
	Know       func(ctx context.Context, in Interaction) (refusal Handler, known bool)
	SavePerson func(in Interaction) error // takes a join or a change
	Note       func(in Interaction)       // is told of every interaction after it ran
	// Foreign tells that another workspace is meant.
	Foreign func(in Interaction) bool
	// Unconfirmed tells that a reaction may be on a message of which we do not know yet whether it arrived.
	Unconfirmed func(in Interaction) bool
	Revoked     func()      // the app was removed, or its tokens were revoked
	Fail        func(error) // ends the program
	Home        func(ctx context.Context, id store.EmployeeID) ([]slack.Block, error)
}

// Counts are running totals since the start.
type Counts struct {
	Received, Acknowledged, Duplicates, Unknown atomic.Int64
	Shed                                        atomic.Int64 // not acknowledged, because there was too much to do
}

// New makes a dispatcher that takes envelopes after start.
func New(api *slackapi.API, log zerolog.Logger, table *Routes, hooks Hooks) *Dispatcher {
	return &Dispatcher{API: api, log: log, Routes: table, hooks: hooks, answered: newAnswers(answeredKept)}
}

// Start begins to take envelopes; work is the context of handlers and of what follows them.
func (d *Dispatcher) Start(work context.Context) {
	d.work, d.pool = slackapi.WaitedFor(work), pool.New(inboundWorkers, inboundQueue)
	d.homes = newHomes(d.publishHome)
}

// Drain takes no more envelopes and waits until the accepted ones are done, or until ctx ends.
func (d *Dispatcher) Drain(ctx context.Context) error {
	d.stopping.Store(true)
	return errors.Join(d.pool.Close(ctx), d.homes.pool.Close(ctx))
}

// Beside does work that nobody's next interaction waits for; ctx ends with the program.
func (d *Dispatcher) Beside(do func(ctx context.Context)) { d.Tasks.Go(func() { do(d.work) }) }

// Waiting is how many interactions wait; 0 before start.
func (d *Dispatcher) Waiting() int {
	if d.pool == nil {
		return 0
	}
	return d.pool.Depth()
}

// acknowledger sends an acknowledgement; the link the envelope came by.
type acknowledger interface {
	Ack(id string, payload any) error
}

// Receive takes one envelope from a socket's reader. It never waits: what cannot be queued is left without an
// acknowledgement, so that Slack shows its own error or sends the event again. A refused command shows dispatch_failed
// to the person, which is true: nothing was done. To take it and forget it would not be.
func (d *Dispatcher) Receive(from acknowledger, e socket.Envelope) {
	if d.stopping.Load() {
		return
	}
	in, err := Decode(e)
	if err != nil {
		d.log.Warn().Str("type", e.Type).Err(errUndecodable).Msg("an envelope is acknowledged unread")
	}
	in.At = store.Now()
	d.Counts.Received.Add(1)
	// What another workspace reports of its people is not for us.
	if (in.Kind == kindPeople || in.Kind == kindRevoked) && d.hooks.Foreign(in) {
		in.Kind = kindOther
	}
	// At once, because what is closed may be waited for by the same person's interaction.
	if in.Kind == kindClosed {
		d.closed(in.View)
	}
	// One key of the pool per person: a double press runs after the press, and nobody waits for anybody else.
	key := string(in.User)
	if key == "" {
		key = "envelope/" + e.ID
	}
	if !d.pool.Submit(key, func() { d.take(from, e, in) }) {
		d.shed(in)
	}
}

// shedLogged is how many shed interactions share a line of the log: a flood must not fill the disk as well.
const shedLogged = 100

// shed counts an interaction that gets no acknowledgement because there is too much to do.
func (d *Dispatcher) shed(in Interaction) {
	if n := d.Counts.Shed.Add(1); n%shedLogged == 1 {
		in.Describe(d.log.Warn()).Int64("shed", n).Int("waiting", d.Waiting()).Msg("too busy: an interaction was not taken")
	}
}

// errUndecodable replaces a JSON error, which may quote what people wrote.
var errUndecodable = errors.New("the payload is not of the announced form")

// take handles one interaction under its person's key of the pool.
func (d *Dispatcher) take(from acknowledger, e socket.Envelope, in Interaction) {
	id := duplicateID(e, in)
	if payload, done := d.answered.get(id); done {
		d.Counts.Duplicates.Add(1)
		d.acknowledge(from, e, in, payload)
		return
	}
	// Slack has told the person that it failed. To do it now, silently, would be done twice when they try again.
	if time.Since(e.Received) >= handlerTime {
		d.shed(in)
		return
	}
	ctx, cancel := context.WithDeadline(d.work, e.Received.Add(handlerTime))
	payload, later, err := d.handle(ctx, in)
	cancel()
	if errors.Is(err, context.DeadlineExceeded) {
		d.shed(in)
		return
	}
	if err != nil {
		in.Describe(d.log.Warn()).Err(err).Msg("an interaction is not acknowledged")
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

// acknowledge sends the acknowledgement. It is also sent when the 3 seconds are over: the interaction is recorded by
// now.
func (d *Dispatcher) acknowledge(from acknowledger, e socket.Envelope, in Interaction, payload any) {
	if err := from.Ack(e.ID, payload); err != nil {
		in.Describe(d.log.Warn()).Err(err).Msg("no acknowledgement")
		return
	}
	d.Counts.Acknowledged.Add(1)
}

// duplicateID names what Slack may deliver twice: an event keeps its event id when it is sent again. A submission that
// is pressed again comes in a new envelope and must run again, because its answer never arrived.
func duplicateID(e socket.Envelope, in Interaction) string {
	if e.Type == "events_api" {
		return in.Cause
	}
	return e.ID
}

// handle finds and runs the handler. The payload answers the envelope, later (may be nil) is what follows it. An error
// means that the time was over and nothing may be acknowledged.
func (d *Dispatcher) handle(ctx context.Context, in Interaction) (payload any, later func(context.Context), err error) {
	switch in.Kind {
	case kindOther:
		d.unknownKind(in)
		return nil, nil, nil
	case kindClosed:
		return nil, nil, nil
	case kindPeople:
		return nil, nil, d.hooks.SavePerson(in)
	case kindRevoked:
		d.hooks.Revoked()
		return nil, nil, nil
	}
	// Slack sends it again within a minute or two: by then the courier has looked for the message.
	if in.Kind == KindReaction && d.hooks.Unconfirmed(in) {
		return nil, nil, errUnconfirmed
	}
	d.homes.observe(in)
	h, in := d.Routes.Find(in)
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
	// The store undoes a verb that ctx ended, so leaving the interaction unacknowledged is the truth.
	if err != nil && ctx.Err() != nil {
		return nil, nil, ctx.Err()
	}
	if err != nil {
		r = d.errorReply(in, d.explain(in, err))
	}
	payload, later = d.answer(in, r)
	return payload, later, nil
}

// errUnconfirmed leaves a reaction without acknowledgement.
var errUnconfirmed = errors.New("it may be on a message that is not confirmed yet")

// noHandler answers what nobody handles: an old button, a word that is gone. Links open by themselves, and what nobody
// waits for is only counted.
func (d *Dispatcher) noHandler(in Interaction) Handler {
	switch in.Kind {
	case KindCommand, KindSubmit, KindShortcut, KindOnMessage:
	case KindAction:
		// Slack does not always send a link button's address back, so its id counts, too.
		if in.Action.URLButton || in.Action.ID == block.ActLink || len(in.View.Inputs) > 0 {
			return nil
		}
	default:
		return nil
	}
	in.Describe(d.log.Warn()).Msg("nothing handles this interaction")
	return func(context.Context, Interaction) (Reply, error) { return Reply{}, errOutdated }
}

// errOutdated answers elements of messages older than this version.
var errOutdated = &store.Error{
	Kind: store.Conflict,
	Msg:  "This is from an older message and does nothing any more. Open Vouch's Home for what is current.",
}

// unknownKind counts what is acknowledged and nothing else.
func (d *Dispatcher) unknownKind(in Interaction) {
	d.Counts.Unknown.Add(1)
	if in.Event.Type != "" {
		d.log.Debug().Str("event", in.Event.Type).Msg("an event without use")
	}
}

// answers remembers the acknowledgements of recent envelopes, so that a duplicate gets the same answer and changes
// nothing. In memory only: after a restart the store's own rules (one answer to a pick, one share of an asset) keep a
// repeated interaction from counting twice.
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
