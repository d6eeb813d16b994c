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
	expires        time.Time
	used           bool
}

// newTrigger makes a trigger id for an interaction of a user, inside a modal view when viewID is not empty.
func (w *Workspace) newTrigger(userID, viewID string) string {
	now := time.Now()
	if len(w.triggers) > 1000 {
		for id, t := range w.triggers {
			if now.Sub(t.expires) > 10*time.Minute {
				delete(w.triggers, id)
			}
		}
	}
	w.counter++
	id := fmt.Sprintf("%d.%d.%s", now.UnixMilli(), w.counter, secret(32))
	w.triggers[id] = &trigger{userID: userID, viewID: viewID, expires: now.Add(triggerLife)}
	return id
}

// exchange uses a trigger id up. The errors are those of views.open and views.push.
func (w *Workspace) exchange(id string) (*trigger, error) {
	t := w.triggers[id]
	switch {
	case t == nil:
		return nil, apiError("invalid_trigger_id")
	case t.used:
		return nil, apiError("exchanged_trigger_id")
	case time.Now().After(t.expires):
		return nil, apiError("expired_trigger_id")
	}
	t.used = true
	return t, nil
}
