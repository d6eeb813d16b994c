// Lateness and spread: the two rules of time that need no store.

package digest

import (
	"fmt"
	"testing"
	"time"

	"vouch/digest/digesttest"
	"vouch/store"
)

func TestLateness_Rules(t *testing.T) {
	settings := store.Settings{GraceMin: 180, WorkUntil: "18:00"}
	berlin := store.Location("Europe/Berlin", "")
	at := func(hour, minute int) time.Time { return time.Date(2026, 3, 2, hour, minute, 0, 0, berlin) }
	rows := []struct {
		name     string
		due, now time.Time
		want     string
	}{
		{"on time", at(9, 30), at(9, 30), ""},
		{"before its time", at(9, 30), at(9, 0), ""},
		{"a little late", at(9, 30), at(9, 45), ""},
		{"within the grace", at(9, 30), at(12, 30), ""},
		{"past the grace", at(9, 30), at(12, 31), "more than 180 minutes late"},
		{"the next day", at(9, 30), at(9, 30).AddDate(0, 0, 1), "more than 180 minutes late"},
		{"late before working hours end", at(16, 0), at(17, 59), ""},
		{"late when working hours end", at(16, 0), at(18, 0), "after working hours ended at 18:00"},
		{"an evening hour that was chosen", at(20, 0), at(20, 1), ""},
		{"late for an evening hour", at(20, 0), at(21, 0), "after working hours ended at 18:00"},
		{"late past midnight", at(23, 0), at(23, 0).Add(2 * time.Hour), "after working hours ended at 18:00"},
		{"the same moment in another zone", at(16, 0), at(17, 30).UTC(), ""},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if got := lateness(settings, row.due, row.now); got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
	if got := lateness(store.Settings{GraceMin: 180}, at(16, 0), at(18, 30)); got != "" {
		t.Errorf("without an end of working hours: %q", got)
	}
}

func TestSpread_Window(t *testing.T) {
	settings := store.Settings{SpreadMin: 10}
	places := map[time.Time]int{}
	for i := range 600 {
		r := digesttest.Reader(fmt.Sprintf("U%d", i), func(r *store.Reader) { r.Due = digesttest.Morning })
		at := spread(settings, r, digesttest.Morning)
		if at.Before(digesttest.Morning) || !at.Before(digesttest.Morning.Add(10*time.Minute)) {
			t.Fatalf("%v is outside the ten minutes", at)
		}
		if again := spread(settings, r, digesttest.Morning.Add(time.Second)); again.After(
			digesttest.Morning.Add(time.Second)) && !again.Equal(at) {
			t.Fatalf("the place moved from %v to %v", at, again)
		}
		places[at]++
	}
	if len(places) < 300 {
		t.Errorf("600 people on %d seconds", len(places))
	}
	r := digesttest.Reader("U1", func(r *store.Reader) { r.Due = digesttest.Morning })
	if at := spread(settings, r, digesttest.Morning.Add(time.Hour)); at.Before(digesttest.Morning.Add(time.Hour)) ||
		at.After(digesttest.Morning.Add(70*time.Minute)) {
		t.Errorf("an hour late it goes at %v", at)
	}
	if at := spread(store.Settings{}, r, digesttest.Morning); !at.Equal(digesttest.Morning) {
		t.Errorf("without a spread it goes at %v", at)
	}
}
