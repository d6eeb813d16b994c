// What makes the facts of a job or an event valid, told by field.

package store

import (
	"fmt"
	"time"

	"vouch/store/text"
)

const (
	// maxFits is the longest line about who would fit a job, in characters; its hook has maxShort.
	maxFits = 300

	// maxSlots bounds the places of an event.
	maxSlots = 10000

	// longestEvent bounds the time between beginning and end: what is longer is a mistyped year.
	longestEvent = 60 * 24 * time.Hour
)

// checkJob cleans the facts of a job. Department and place come from job boards and are cut, the rest is written by
// curators.
func checkJob(a *Asset, wrong *FieldErrors) {
	if a.Job == nil {
		return
	}
	j := JobFacts{Department: text.Cut(text.Line(a.Job.Department), maxShort), Location: text.Cut(text.Line(a.Job.Location), maxShort), Closed: a.Job.Closed,
		Hook: text.Line(a.Job.Hook), Fits: text.Line(a.Job.Fits)}
	wrong.Short("hook", j.Hook, maxShort)
	wrong.Short("fits", j.Fits, maxFits)
	a.Job = &j
}

// checkEvent cleans the facts of an event and gives it its end: it expires when it is over. An event without facts is
// an announcement that nobody can sign up for, as feeds and imports bring them; who writes one by hand must name its
// time, see requireDate.
func (t *tx) checkEvent(a *Asset, wrong *FieldErrors) {
	old, existed := assets.Get(t.Tx, string(a.ID))
	if a.Kind != Event {
		a.Event = nil
	}
	if existed && old.Event != nil && a.Event == nil && len(t.coming(a.ID)) > 0 {
		wrong.Set("kind", "People have signed up for this event, so it must stay one. Withdraw it if it does not take place.")
	}
	if a.Event == nil {
		return
	}
	e := *a.Event
	e.StartsAt, e.EndsAt = e.StartsAt.UTC().Truncate(time.Microsecond), e.EndsAt.UTC().Truncate(time.Microsecond)
	e.Place = text.Line(e.Place)
	a.Event = &e
	same := existed && old.Event != nil && old.Event.StartsAt.Equal(e.StartsAt)
	switch {
	case e.StartsAt.IsZero():
		wrong.Set("starts_at", "Say when it begins.")
		return
	case (!same && !e.StartsAt.After(t.now)) || !e.End().After(t.now):
		wrong.Set("starts_at", "This time is over. Choose a later one.")
	case !e.EndsAt.IsZero() && !e.EndsAt.After(e.StartsAt):
		wrong.Set("ends_at", "The end must come after the beginning.")
	case e.End().Sub(e.StartsAt) > longestEvent:
		wrong.Set("ends_at", "This is more than 60 days after the beginning. Check the date.")
	}
	wrong.Short("place", e.Place, maxShort)
	if e.Slots < 0 || e.Slots > maxSlots {
		wrong.Set("slots", fmt.Sprintf("Give 1 to %d places, or none for no limit.", maxSlots))
	}
	if (*wrong)["starts_at"] != "" || (*wrong)["ends_at"] != "" {
		return // what follows from a wrong time would only be more noise
	}
	// An end that only came from the old times moves with them.
	if a.ExpiresAt.IsZero() || (existed && old.Event != nil && a.ExpiresAt.Equal(old.Event.End())) {
		a.ExpiresAt = e.End()
	}
	if a.ExpiresAt.Before(e.StartsAt) {
		wrong.Set("expires_at", "The item would expire before the event begins. Choose a later day, or none: it ends with the event.")
	}
	if a.PublishAt.After(e.StartsAt) {
		wrong.Set("publish_at", "The event has begun by then. Choose an earlier day.")
	}
}

// requireDate makes a curator's event name its time: with empty facts checkEvent asks for it.
func requireDate(a *Asset) {
	if a.Kind == Event && a.Event == nil {
		a.Event = &EventFacts{}
	}
}
