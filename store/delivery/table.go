// The table of deliveries, and of what waits for a sharer's next digest: how they lie in the file.

package delivery

import (
	"time"

	"vouch/store/calendar"
	"vouch/store/kv"
	"vouch/store/term"
)

// Table holds deliveries. They carry the date in their key and have no index by person: one would be written in as
// many places as there are people, every morning. Those of one person are found by asking for their days.
var Table = kv.Table[Delivery]{
	Bucket: kv.NewBucket("deliveries"), // delivery key -> Delivery (packed)
	Key:    func(d *Delivery) string { return d.Key },
	Pack:   Pack, Unpack: Unpack,
}

// WaitingNews waits for the next digest of a person.
type WaitingNews struct {
	Employee term.EmployeeID `json:"employee"`
	News
}

// Waiting holds news that wait.
var Waiting = kv.Table[WaitingNews]{
	Bucket: kv.NewBucket("share_news"), // employee, share, what -> how often
	Key:    func(n *WaitingNews) string { return kv.Join(string(n.Employee), string(n.Share), n.What) },
	Pack: func(n *WaitingNews) []byte {
		p := kv.NewPacker(64)
		p.Text(string(n.Employee))
		n.Pack(p)
		return p.Bytes()
	},
	Unpack: func(raw []byte, n *WaitingNews) error {
		u := kv.Unpack(raw)
		n.Employee = term.EmployeeID(u.Text())
		n.Unpack(u)
		return u.Err()
	},
}

// Back visits a person's deliveries from the newest day to the oldest that is asked for ("": all), until
// visit says stop. It asks for every day that anybody has: three years take half a millisecond.
func Back(t *kv.Tx, id term.EmployeeID, oldest calendar.LocalDate, visit func(*Delivery) bool) {
	var first, last calendar.LocalDate
	t.Scan(Table.Bucket, "", "", func(key string, _ []byte) bool { first = KeyDate(key); return false })
	t.ScanBack(Table.Bucket, "", "", func(key string, _ []byte) bool { last = KeyDate(key); return false })
	if last == "" {
		return
	}
	day, err := time.Parse(time.DateOnly, string(last))
	if err != nil {
		kv.Fail("deliveries: %w", err)
	}
	if oldest == "" {
		oldest = first
	}
	// The calendar of UTC has every date once, which is all that is asked of it here.
	for date := last; date >= oldest; date = calendar.DateOf(day, time.UTC) {
		if d, found := Table.Get(t, KeyOf(date, id)); found && !visit(&d) {
			return
		}
		day = day.AddDate(0, 0, -1)
	}
}
