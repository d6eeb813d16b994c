// Envelopes: which connection gets one, how its acknowledgement is awaited, and what happens when none comes; and the
// events they carry, with their redelivery (apis/events-api).

package slacksim

import (
	"encoding/json"
	"maps"
	"time"
)

// ackDeadline is how long Slack waits for an acknowledgement (apis/events-api/using-socket-mode).
const ackDeadline = 3 * time.Second

// How an envelope's wait ended.
const (
	outcomeAcked        = "acked"
	outcomeTimeout      = "timeout"
	outcomeNoConnection = "no_connection"
)

// maxEnded bounds the memory of finished envelopes, by which late and duplicate acknowledgements are told apart.
const maxEnded = 20_000

// envelope is one frame that waits for its acknowledgement:
//
//	{"envelope_id":"uuid","type":"events_api","payload":{...},"accepts_response_payload":false,
//	 "retry_attempt":0,"retry_reason":""}
//
// The types are events_api, slash_commands and interactive; the last two have no retry fields, because only events are
// ever redelivered. An acknowledgement is {"envelope_id":"uuid"}, with "payload" where accepts_response_payload is
// true.
type envelope struct {
	id, kind string
	// about says in the journal what it carries, without any content.
	about   string
	payload any
	// answerable is accepts_response_payload: whether the acknowledgement may carry an answer.
	answerable  bool
	retryNumber int
	retryReason string
	timer       *time.Timer
	done        chan struct{}
	outcome     string
	reply       json.RawMessage
	// failed runs, under the lock, when no acknowledgement came in time.
	failed func(outcome string)
}

// frame is the envelope on the wire. Only events carry the retry fields.
func (e *envelope) frame() []byte {
	object := map[string]any{"envelope_id": e.id, "type": e.kind, "payload": e.payload,
		"accepts_response_payload": e.answerable}
	if e.kind == "events_api" {
		object["retry_attempt"], object["retry_reason"] = e.retryNumber, e.retryReason
	}
	return encode(object)
}

// send puts an envelope on its way to one connection. Without any connection it fails at once: a person sees the error
// of a command immediately, and does not wait three seconds for it. With interactivity switched off in the manifest
// there is nowhere to send a press to, and the person sees the same failure as without a connection. The three seconds
// begin when the frame is queued, not when the app has read it.
func (w *Workspace) send(e *envelope) {
	e.id, e.done = envelopeID(), make(chan struct{})
	w.pending[e.id] = e
	c := w.pickConnection()
	if e.kind == "interactive" && !w.manifest.Settings.Interactivity.IsEnabled {
		w.log("trouble", "interactivity is off in the manifest: "+e.about)
		c = nil
	}
	if c == nil || w.closed {
		w.endWait(e, outcomeNoConnection)
		return
	}
	e.timer = w.after(ackDeadline, func() { w.endWait(e, outcomeTimeout) })
	frame := e.frame()
	if w.faults.duplicates > 0 {
		w.faults.duplicates--
		w.transmit(w.pickConnection(), frame)
	}
	w.transmit(c, frame)
	w.wake()
}

// pickConnection picks the connection for an envelope. Slack promises no pattern, so it is random, repeatable by
// Options.Seed. Ghosts take part, as they do on Slack.
func (w *Workspace) pickConnection() *connection {
	var open []*connection
	for _, c := range w.connections {
		if !c.retiring {
			open = append(open, c)
		}
	}
	if len(open) == 0 {
		return nil
	}
	return open[w.random.IntN(len(open))]
}

// transmit sends a frame, or with the reordering fault lets the next frame overtake it. Order over one connection is
// kept unless the fault asks otherwise; over several there is none anyway.
func (w *Workspace) transmit(c *connection, frame []byte) {
	if !w.faults.reorder {
		c.enqueue(frame)
		return
	}
	if len(w.held) > 0 {
		c.enqueue(frame)
		w.releaseHeld()
		return
	}
	w.held = append(w.held, func() { c.enqueue(frame) })
	w.after(200*time.Millisecond, w.releaseHeld)
}

// releaseHeld sends what the reordering fault held back.
func (w *Workspace) releaseHeld() {
	held := w.held
	w.held = nil
	for _, release := range held {
		release()
	}
}

// receive handles one frame of the app: an acknowledgement. Slack confirms none of them, so a client never learns that
// its acknowledgement was late, malformed or for nothing; the journal does.
func (w *Workspace) receive(frame []byte) {
	var ack struct {
		EnvelopeID string          `json:"envelope_id"`
		Payload    json.RawMessage `json:"payload"`
	}
	if err := json.Unmarshal(frame, &ack); err != nil || ack.EnvelopeID == "" {
		w.note("bad_frame", "a frame that is no acknowledgement")
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if delay := w.faults.ackDelay; delay > 0 {
		w.after(delay, func() { w.acknowledge(ack.EnvelopeID, ack.Payload) })
		return
	}
	w.acknowledge(ack.EnvelopeID, ack.Payload)
}

// acknowledge matches an acknowledgement with its envelope. It may come over any connection: no page forbids it. Too
// late, twice, or for something never sent it has no effect but an entry in the journal.
func (w *Workspace) acknowledge(id string, payload json.RawMessage) {
	e := w.pending[id]
	if e == nil {
		switch w.ended[id] {
		case outcomeAcked:
			w.log("duplicate_ack", id)
		case "":
			w.log("unknown_ack", id)
		default:
			w.log("late_ack", id)
		}
		return
	}
	if e.answerable {
		e.reply = payload
	}
	w.endWait(e, outcomeAcked)
}

// endWait ends the wait for an envelope, once. What its failure means is the sender's business: an event is planned
// again, a command shows a line, a button a triangle, a modal its banner. What runs in failed holds the lock and must
// not wait. An envelope ended once stays so: the acknowledgement that comes a moment later is late.
func (w *Workspace) endWait(e *envelope, outcome string) {
	if e.outcome != "" {
		return
	}
	if e.timer != nil {
		e.timer.Stop()
	}
	e.outcome = outcome
	delete(w.pending, e.id)
	if len(w.ended) >= maxEnded {
		clear(w.ended)
	}
	w.ended[e.id] = outcome
	close(e.done)
	w.wake()
	if outcome != outcomeAcked {
		kind := "timeout"
		if outcome == outcomeNoConnection {
			kind = "undelivered"
		}
		w.log(kind, e.about)
		if e.failed != nil {
			e.failed(outcome)
		}
	}
}

// Waiting counts the envelopes whose acknowledgement is awaited at the moment.
func (w *Workspace) Waiting() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.pending)
}

// retryDelays are the waits before the three redeliveries of an event. The first comes at once after the 3 seconds that
// the first delivery was given (apis/events-api, "Error handling").
var retryDelays = []time.Duration{0, time.Minute, 5 * time.Minute}

// delivery is one event on its way, over all its attempts. Its payload is the outer object of the Events API:
//
//	{"token":"...","team_id":"T1","api_app_id":"A1","event":{...},"type":"event_callback","event_id":"Ev1","event_time":1,
//	 "authorizations":[{"team_id":"T1","user_id":"U1","is_bot":true,...}],"is_ext_shared_channel":false,...}
//
// Apps tell repeated deliveries by event_id; everything in the payload stays the same, also event_time.
type delivery struct {
	payload map[string]any
	about   string
}

// emit sends an event to the app if it subscribed to it under the given name. The name of a subscription and the type
// of the event differ for messages: message.im arrives as type message with channel_type im. An uninstalled app hears
// of nothing but its own end. event_ts defaults to now; message events carry their own (reference/events). The caller
// may go on using the event's map.
func (w *Workspace) emit(subscription string, event map[string]any) {
	if !w.manifest.subscribed(subscription) || (w.revoked && subscription != "tokens_revoked" &&
		subscription != "app_uninstalled") {
		return
	}
	event = maps.Clone(event)
	if event["event_ts"] == nil {
		event["event_ts"] = w.nextTS()
	}
	w.deliverEvent(event)
}

// deliverEvent wraps any inner event and delivers it.
func (w *Workspace) deliverEvent(event map[string]any) {
	kind, _ := event["type"].(string)
	now := w.now()
	d := &delivery{about: "event " + kind, payload: map[string]any{
		"token": w.app.verification, "team_id": w.team.id, "context_team_id": w.team.id, "context_enterprise_id": nil,
		"api_app_id": w.app.id, "event": event, "type": "event_callback", "event_id": w.nextID("Ev"),
		"event_time": now.Unix(),
		"authorizations": []any{map[string]any{"enterprise_id": nil, "team_id": w.team.id, "user_id": w.app.userID,
			"is_bot": true, "is_enterprise_install": false}},
		"is_ext_shared_channel": false, "event_context": "4-" + secret(32),
	}}
	w.deliver(d, 0, "")
}

// deliver sends one attempt. The event id stays, the envelope id is new each time.
func (w *Workspace) deliver(d *delivery, attempt int, reason string) {
	w.send(&envelope{kind: "events_api", about: d.about, payload: d.payload, retryNumber: attempt, retryReason: reason,
		failed: func(outcome string) { w.retryLater(d, attempt, outcome) }})
}

// retryLater plans the next attempt, or gives up after the third. An event of a gap without connection follows the same
// plan, so it reaches an app that is back within three seconds, a minute or six. retry_reason is always "timeout": over
// Socket Mode nothing else can go wrong. Hourly attempts for a day are an option of apps that this workspace does not
// have (apis/events-api, "Delayed events").
func (w *Workspace) retryLater(d *delivery, attempt int, outcome string) {
	if attempt >= len(retryDelays) {
		w.log("undelivered", d.about+" given up")
		return
	}
	wait := retryDelays[attempt]
	if outcome == outcomeNoConnection && wait < ackDeadline {
		wait = ackDeadline
	}
	epoch := w.epoch
	w.after(wait, func() {
		if !w.closed && epoch == w.epoch {
			w.deliver(d, attempt+1, "timeout")
		}
	})
}

// EmitEvent delivers an inner event as it stands, also one the app never subscribed to or no SDK knows.
func (w *Workspace) EmitEvent(event map[string]any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	event = maps.Clone(event)
	if event["event_ts"] == nil {
		event["event_ts"] = w.nextTS()
	}
	w.deliverEvent(event)
}
