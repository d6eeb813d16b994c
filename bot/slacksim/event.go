// Events API: the outer object, subscriptions, and redelivery of what was not acknowledged (apis/events-api).

package slacksim

import (
	"maps"
	"time"
)

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
	if !w.manifest.subscribed(subscription) || (w.revoked && subscription != "tokens_revoked" && subscription != "app_uninstalled") {
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
		"api_app_id": w.app.id, "event": event, "type": "event_callback", "event_id": w.nextID("Ev"), "event_time": now.Unix(),
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
