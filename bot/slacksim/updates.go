// Live updates: what a person's open client is told as it happens, and how tests wait for a condition.

package slacksim

import (
	"context"
	"encoding/json"
	"maps"
	"time"
)

// Update is one change that a person's client shows at once. Fields are the rest of the JSON object; see control.go
// for the list of types.
type Update struct {
	Type   string
	Fields map[string]any
}

// MarshalJSON writes type and fields as one flat object.
func (u Update) MarshalJSON() ([]byte, error) {
	flat := map[string]any{"type": u.Type}
	maps.Copy(flat, u.Fields)
	return json.Marshal(flat)
}

// listener is one open client of a person.
type listener struct {
	userID string
	out    chan Update
}

// listenerBuffer is how many updates an open client may lag behind before it is cut off; it then reads everything anew.
const listenerBuffer = 256

// listen opens a client. The caller must call forget. The channel is closed when the client lags too far behind.
func (w *Workspace) listen(userID string) *listener {
	w.mu.Lock()
	defer w.mu.Unlock()
	l := &listener{userID: userID, out: make(chan Update, listenerBuffer)}
	w.listeners[l] = struct{}{}
	return l
}

// forget closes a client that listen opened.
func (w *Workspace) forget(l *listener) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.listeners, l)
}

// watching tells whether a person has a client open.
func (w *Workspace) watching(userID string) bool {
	for l := range w.listeners {
		if l.userID == userID {
			return true
		}
	}
	return false
}

// notify tells the open clients of one person. It never blocks.
func (w *Workspace) notify(userID string, update Update) {
	for l := range w.listeners {
		if l.userID == userID {
			w.push(l, update)
		}
	}
}

// notifyAll tells every open client.
func (w *Workspace) notifyAll(update Update) {
	for l := range w.listeners {
		w.push(l, update)
	}
}

// push hands an update to one client, or cuts it off when its buffer is full. A client that does not read is forgotten
// instead of waited for: nothing a person does may wait for somebody else's browser.
func (w *Workspace) push(l *listener, update Update) {
	select {
	case l.out <- update:
	default:
		delete(w.listeners, l)
		close(l.out)
	}
}

// after does something later, under the lock.
func (w *Workspace) after(d time.Duration, do func()) *time.Timer {
	return time.AfterFunc(d, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		do()
	})
}

// wake lets everyone who waits for a condition look again.
func (w *Workspace) wake() {
	close(w.changed)
	w.changed = make(chan struct{})
}

// Await waits until condition is true and returns nil, or until ctx ends. The condition is looked at after every change
// of the workspace, without any polling; it may call the workspace's and its people's reading methods. The condition is
// called without the lock, after every change, and may call anything of the workspace. In a synctest bubble the wait is
// durable: it lets the clock run.
func (w *Workspace) Await(ctx context.Context, condition func() bool) error {
	for {
		w.mu.Lock()
		changed := w.changed
		w.mu.Unlock()
		if condition() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}
