// Health: who gets the weekly card on how the program is, and when.

package store

import (
	"time"

	"vouch/store/calendar"
)

// metaHealth is the last week that had its card on the program's health, as year*100+week.
const metaHealth = "health_week"

// PlanHealth enqueues the weekly card on the program's health for each program manager when it is due at now, and tells
// how many get it. It is due as the card on the library is, but not on a Monday, when that one comes. Before anybody
// joined there is nothing to say.
func (db *DB) PlanHealth(now time.Time) (int, error) {
	return tick(db, func(t *tx) (int, error) {
		local := now.In(Location(t.settings().TimeZone, ""))
		week, due := t.weekDue(metaHealth, now)
		if !due || local.Weekday() == time.Monday || t.Counter("advocates") == 0 {
			return 0, nil
		}
		t.SetNumber(metaHealth, calendar.ISOWeek(local))
		readers := t.managers()
		t.enqueueEach(readers, Message{Key: keyOf("health", week), Kind: MsgHealth, Ref: week})
		return len(readers), nil
	})
}
