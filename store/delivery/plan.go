// What a plan of a digest may be, and when it is sent.

package delivery

import (
	"time"

	"vouch/store/calendar"
	"vouch/store/problem"
	"vouch/store/settings"
)

// CheckPlan refuses what no matching should produce, before anything is written.
func CheckPlan(p *Plan) error {
	switch {
	case !calendar.IsDate(p.Date):
		return problem.Refuse("A digest needs the local date it is for.")
	case p.State != "" && p.State != Planned && p.State != Missed:
		return problem.Refuse("A digest is planned or missed.")
	case len(p.Picks) > settings.MaxPicks:
		return problem.Refuse("A digest has at most five picks.")
	}
	return nil
}

// slot is the grain in which digests wait for their time. People who are planned together then wait side by side
// in the index; by the second their rows would lie in as many pages as there are people.
const slot = 10 * time.Second

// Slot is the slot of a time; zero stays zero, which means at once.
func Slot(notBefore time.Time) time.Time {
	if notBefore.IsZero() {
		return notBefore
	}
	return notBefore.UTC().Truncate(slot)
}
