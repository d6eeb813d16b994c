// Health: who gets the weekly card on how the program is, and when.

package store

import (
	"encoding/binary"
	"time"

	"vouch/store/calendar"
	"vouch/store/kv"
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
		t.Put(kv.Meta, metaHealth, binary.AppendUvarint(nil, calendar.ISOWeek(local)))
		readers := t.managers()
		for _, id := range readers {
			t.enqueue(Message{Key: keyOf("health", week, string(id)), Kind: MsgHealth, Ref: week, To: id})
		}
		return len(readers), nil
	})
}
