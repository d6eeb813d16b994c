// Trigger ids: the right to open one modal within three seconds of what a person did (surfaces/modals).

package slacksim

import (
	"fmt"
	"time"
)

// triggerLife is how long a trigger id works.
const triggerLife = 3 * time.Second

// trigger remembers who did something, and in which modal view if in one.
type trigger struct {
	userID, viewID string
	// channel is the conversation in which it happened, "" for shortcuts, App Home and modals.
	channel string
	expires time.Time
	used    bool
}

// newTrigger makes a trigger id for an interaction of a user, inside a modal view when viewID is not empty. Commands,
// shortcuts, actions and submissions carry one; events, closed views and option requests do not. The format is Slack's,
// "132456.7890123.abcdef", and means nothing. Each interaction has its own; using one does not touch the others.
func (w *Workspace) newTrigger(userID, viewID, channel string) string {
	now := time.Now()
	w.triggersKept = prune(w.triggers, w.triggersKept,
		func(t *trigger) bool { return now.Sub(t.expires) > 10*time.Minute })
	w.counter++
	id := fmt.Sprintf("%d.%d.%s", now.UnixMilli(), w.counter, secret(32))
	w.triggers[id] = &trigger{userID: userID, viewID: viewID, channel: channel, expires: now.Add(triggerLife)}
	return id
}

// prune forgets old entries of a map once it has outgrown a bound, and returns the next bound: twice what is left, so
// that the cost per entry stays constant.
func prune[V any](entries map[string]V, bound int, old func(V) bool) int {
	if len(entries) < bound {
		return bound
	}
	for key, value := range entries {
		if old(value) {
			delete(entries, key)
		}
	}
	return max(1000, 2*len(entries))
}

// exchange uses a trigger id up. The errors are those of views.open and views.push. A used one says so even after its
// three seconds, so that a double open is told apart from a late one.
func (w *Workspace) exchange(id string) *trigger {
	t := w.triggers[id]
	refuseIf(t == nil, apiError("invalid_trigger_id"))
	refuseIf(t.used, apiError("exchanged_trigger_id"))
	refuseIf(time.Now().After(t.expires), apiError("expired_trigger_id"))
	t.used = true
	return t
}
