// How the clicks of each share on each day are kept, and the sum of its days.

package click

import (
	"vouch/store/calendar"
	"vouch/store/kv"
	"vouch/store/term"
)

// The buckets of clicks. A row of clicks takes about 50 bytes however many clicks there were.
var (
	Days     = kv.NewBucket("click_days")     // day, share -> Counts (packed)
	Totals   = kv.NewBucket("click_totals")   // share -> Counts (packed), the sum of its days
	Visitors = kv.NewBucket("click_visitors") // day -> salt; day, hash -> when the visitor was last counted
)

// counts reads what Pack wrote; nothing is zero.
func counts(raw []byte) Counts {
	c, err := Unpack(raw)
	if err != nil {
		kv.Fail("clicks: %w", err)
	}
	return c
}

// Begin begins the keys of a day.
func Begin(day calendar.LocalDate) string {
	key, err := DayKey(day)
	if err != nil {
		kv.Fail("clicks: %w", err)
	}
	return key
}

// Of are all clicks on the link of a share.
func Of(t *kv.Tx, share term.ShareID) Counts { return counts(t.Get(Totals, string(share))) }

// Add adds to the counts of a share on a day and gives those of all its days.
func Add(t *kv.Tx, share term.ShareID, day calendar.LocalDate, add Counts) (sum Counts) {
	key := Begin(day) + string(share)
	t.Put(Days, key, counts(t.Get(Days, key)).Plus(add).Pack())
	sum = Of(t, share).Plus(add)
	t.Put(Totals, string(share), sum.Pack())
	return sum
}

// Join adds the clicks of a share to those of the one it was joined with.
func Join(t *kv.Tx, from, to term.ShareID) {
	var days []string
	t.Scan(Days, "", "", func(key string, _ []byte) bool {
		if key[DayKeySize:] == string(from) {
			days = append(days, key)
		}
		return true
	})
	for _, key := range days {
		Add(t, to, KeyDay(key), counts(t.Get(Days, key)))
		t.Delete(Days, key)
	}
	if len(days) > 0 {
		t.Delete(Totals, string(from))
	}
}

// Each visits the clicks of the days from first to last, both included, by day.
func Each(t *kv.Tx, first, last calendar.LocalDate, visit func(term.ShareID, calendar.LocalDate, Counts)) {
	end := Begin(last)
	t.Scan(Days, "", Begin(first), func(key string, raw []byte) bool {
		if key[:DayKeySize] > end {
			return false
		}
		visit(term.ShareID(key[DayKeySize:]), KeyDay(key), counts(raw))
		return true
	})
}

// Rebuild sums the days again.
func Rebuild(t *kv.Tx, c *kv.Check) {
	sums := map[string]Counts{}
	t.Scan(Days, "", "", func(key string, raw []byte) bool {
		share := key[DayKeySize:]
		sums[share] = sums[share].Plus(counts(raw))
		c.Count(Days)
		return true
	})
	for share, sum := range sums {
		c.Derive([]kv.Row{Totals.Row(share, string(sum.Pack()))}, nil)
	}
}

// Exported are the clicks of one share on one day in an export.
type Exported struct {
	Share term.ShareID       `json:"share"`
	Day   calendar.LocalDate `json:"day"`
	Counts
}

// Export is what an export holds of a row of Days.
func Export(key string, raw []byte) Exported {
	return Exported{term.ShareID(key[DayKeySize:]), KeyDay(key), counts(raw)}
}
