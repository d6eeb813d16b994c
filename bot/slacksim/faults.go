// Faults on demand: rate limits, failing servers, broken sockets, repeated and reordered envelopes, revoked tokens.

package slacksim

import (
	"errors"
	"fmt"
	"time"
)

// MethodFault makes calls of one Web API method fail. Method "*" means every method. Times counts the calls to fail,
// 0 means one.
type MethodFault struct {
	Method string `json:"method"`
	Times  int    `json:"times"`
	// RetryAfter is in seconds, for rate limits; 0 means 1.
	RetryAfter int `json:"retry_after,omitempty"`
	// Status is the HTTP status of a server error; 0 means 500.
	Status int `json:"status,omitempty"`
}

// Faults is a set of faults to switch on. Fields left out stay as they are.
type Faults struct {
	RateLimit          *MethodFault `json:"rate_limit,omitempty"`
	ServerError        *MethodFault `json:"server_error,omitempty"`
	TimeoutAfterEffect *MethodFault `json:"timeout_after_effect,omitempty"`
	// Disconnect ends connections with a reason, see Workspace.Disconnect.
	Disconnect *DisconnectFault `json:"disconnect,omitempty"`
	// DropSockets cuts every connection without a close frame.
	DropSockets bool `json:"drop_sockets,omitempty"`
	// HalfOpen turns every connection into a ghost that is never answered and keeps its share of the envelopes.
	HalfOpen bool `json:"half_open,omitempty"`
	// DelayAcksSeenMS is the delay in milliseconds between an acknowledgement's arrival and its effect.
	DelayAcksSeenMS *int `json:"delay_acks_seen_ms,omitempty"`
	// DuplicateEnvelopes is how many of the next envelopes are sent twice.
	DuplicateEnvelopes *int `json:"duplicate_envelopes,omitempty"`
	// Reorder lets every second envelope overtake the one before it.
	Reorder *bool `json:"reorder,omitempty"`
	// RefuseConnect is how many of the next sockets are cut as soon as they open.
	RefuseConnect *int `json:"refuse_connect,omitempty"`
	// RevokeTokens uninstalls the app: both tokens stop working and the app is told by events.
	RevokeTokens *bool `json:"revoke_tokens,omitempty"`
	// RefuseBlocks are types of blocks that the workspace does not take, as Slack's newer ones.
	RefuseBlocks *[]string `json:"refuse_blocks,omitempty"`
	// RefuseUploads is the code that every upload is refused with, such as file_uploads_disabled; "" takes them again.
	RefuseUploads *string `json:"refuse_uploads,omitempty"`
	// UnreadablePictures refuses blocks with the address of a picture, as if nothing could be read there.
	UnreadablePictures *bool `json:"unreadable_pictures,omitempty"`
	// Outage makes every Web API call answer 503 with an HTML page and cuts the sockets.
	Outage *bool `json:"outage,omitempty"`
}

// DisconnectFault is the reason of a disconnect frame.
type DisconnectFault struct {
	Reason string `json:"reason"`
}

// byMethod are the faults of single methods by their JSON names.
func (f *Faults) byMethod() map[string]*MethodFault {
	return map[string]*MethodFault{rateLimit: f.RateLimit, serverError: f.ServerError,
		timeoutAfterEffect: f.TimeoutAfterEffect}
}

// The names of what a method fails with.
const (
	rateLimit          = "rate_limit"
	serverError        = "server_error"
	timeoutAfterEffect = "timeout_after_effect"
)

// activeFaults is what is switched on at the moment.
type activeFaults struct {
	// methods are the faults of single methods, by what they fail with and then by method.
	methods              map[string]map[string]*MethodFault
	ackDelay             time.Duration
	duplicates, refusals int
	reorder, outage      bool
	blocks               []string
	uploads              string
	unreadable           bool
}

// newActiveFaults is a workspace where everything works.
func newActiveFaults() activeFaults {
	return activeFaults{methods: map[string]map[string]*MethodFault{rateLimit: {}, serverError: {},
		timeoutAfterEffect: {}}}
}

// take uses up one failure of a method, nil when none is left. A fault of the method itself goes before one of "*".
func (f *activeFaults) take(what, method string) *MethodFault {
	for _, key := range []string{method, "*"} {
		if fault := f.methods[what][key]; fault != nil {
			fault.Times--
			if fault.Times <= 0 {
				delete(f.methods[what], key)
			}
			return fault
		}
	}
	return nil
}

// SetFaults switches faults on. Nothing is switched when one of them makes no sense.
func (w *Workspace) SetFaults(f Faults) error {
	if err := f.check(); err != nil {
		return err
	}
	w.mu.Lock()
	for what, fault := range f.byMethod() {
		if fault != nil {
			copied := *fault
			copied.Times = max(1, copied.Times)
			w.faults.methods[what][copied.Method] = &copied
		}
	}
	assign(&w.faults.duplicates, f.DuplicateEnvelopes)
	assign(&w.faults.refusals, f.RefuseConnect)
	assign(&w.faults.reorder, f.Reorder)
	assign(&w.faults.outage, f.Outage)
	assign(&w.faults.blocks, f.RefuseBlocks)
	assign(&w.faults.uploads, f.RefuseUploads)
	assign(&w.faults.unreadable, f.UnreadablePictures)
	if f.DelayAcksSeenMS != nil {
		w.faults.ackDelay = time.Duration(*f.DelayAcksSeenMS) * time.Millisecond
	}
	for _, c := range w.connections {
		if f.HalfOpen {
			c.ghost = true
		} else if f.DropSockets || w.faults.outage {
			c.drop()
		}
	}
	if f.RevokeTokens != nil {
		w.revoke(*f.RevokeTokens)
	}
	w.log("fault", string(encode(f)))
	w.mu.Unlock()
	if f.Disconnect != nil {
		return w.Disconnect(f.Disconnect.Reason)
	}
	return nil
}

// check refuses unknown methods, negative numbers and statuses that are no errors, before anything is switched.
func (f *Faults) check() error {
	for name, fault := range f.byMethod() {
		if fault == nil {
			continue
		}
		if _, known := methodTable[fault.Method]; !known && fault.Method != "*" {
			return fmt.Errorf("%s: %q is no method of this workspace", name, fault.Method)
		}
		if fault.Times < 0 || fault.RetryAfter < 0 || (fault.Status != 0 && (fault.Status < 400 || fault.Status > 599)) {
			return fmt.Errorf("%s: times and retry_after must not be negative, status must be 400 to 599", name)
		}
	}
	for _, count := range []*int{f.DelayAcksSeenMS, f.DuplicateEnvelopes, f.RefuseConnect} {
		if count != nil && *count < 0 {
			return errors.New("a fault's number must not be negative")
		}
	}
	return nil
}

// assign sets a field if a value was given.
func assign[T any](target *T, value *T) {
	if value != nil {
		*target = *value
	}
}

// revoke uninstalls the app, or installs it again. The events arrive while the socket still lives
// (reference/events/tokens_revoked); tokens.bot lists user ids of bots, not tokens. The socket itself stays open,
// because the app-level token belongs to the app and not to the workspace, but it opens no new one here. Both tokens
// answer account_inactive from now on. The app must not rely on the order of the two events.
func (w *Workspace) revoke(revoked bool) {
	if revoked == w.revoked {
		return
	}
	w.revoked = revoked
	if revoked {
		w.emit("tokens_revoked", map[string]any{"type": "tokens_revoked",
			"tokens": map[string]any{"oauth": []any{}, "bot": []any{w.app.userID}}})
		w.emit("app_uninstalled", map[string]any{"type": "app_uninstalled"})
	}
}

// ClearFaults switches every fault off, forgets ghosts, and makes revoked tokens and Socket Mode work again.
func (w *Workspace) ClearFaults() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.faults = newActiveFaults()
	w.revoked, w.socketOff = false, false
	w.releaseHeld()
	for _, c := range append([]*connection(nil), w.connections...) {
		if c.ghost {
			c.drop()
			w.removeConnection(c)
		}
	}
}

// faultState describes what is switched on, for GET /sim/faults.
func (w *Workspace) faultState() map[string]any {
	w.mu.Lock()
	defer w.mu.Unlock()
	ghosts := 0
	for _, c := range w.connections {
		if c.ghost {
			ghosts++
		}
	}
	state := map[string]any{
		"delay_acks_seen_ms": w.faults.ackDelay.Milliseconds(), "duplicate_envelopes": w.faults.duplicates,
		"reorder": w.faults.reorder, "refuse_connect": w.faults.refusals, "outage": w.faults.outage,
		"revoke_tokens": w.revoked, "socket_mode_off": w.socketOff, "ghosts": ghosts, "refuse_blocks": w.faults.blocks,
		"refuse_uploads": w.faults.uploads, "unreadable_pictures": w.faults.unreadable,
	}
	for what, faults := range w.faults.methods {
		state[what] = faults
	}
	return state
}
