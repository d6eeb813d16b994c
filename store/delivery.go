// Deliveries: one digest of one person on one local day, its picks (the impressions), and how they are kept.

package store

import (
	"slices"
	"time"

	"vouch/store/delivery"
	"vouch/store/kv"
	"vouch/store/text"
)

// Reader is everything the matching needs about one person, copied out of the file.
type Reader struct {
	Employee Employee
	Taste    Taste
	Due      time.Time
}

// Receipt says where a message was delivered, because delivered messages are edited later.
type Receipt struct {
	Key      string     `json:"key"` // the outbox key
	Kind     string     `json:"kind"`
	Ref      string     `json:"ref,omitempty"`
	Employee EmployeeID `json:"employee,omitempty"`
	Channel  string     `json:"channel"`
	TS       string     `json:"ts"`
	At       time.Time  `json:"at"`
	Assets   []AssetID  `json:"assets,omitempty"` // assets the message shows: rewritten when one of them goes
	In       string     `json:"in,omitempty"`     // the key of the digest it was told in, whose message is edited instead
}

// deliveries carry the date in their key and have no index by person: one would be written in as many places as there
// are people, every morning. Those of one person are found by asking for their days.
var deliveries = kv.Table[Delivery]{
	Bucket: kv.NewBucket("deliveries"), // delivery key -> Delivery (packed)
	Key:    func(d *Delivery) string { return d.Key },
	Pack:   delivery.Pack, Unpack: delivery.Unpack,
}

// deliveriesBack visits a person's deliveries from the newest day to the oldest that is asked for ("": all), until
// visit says stop. It asks for every day that anybody has: three years take half a millisecond.
func (t *tx) deliveriesBack(id EmployeeID, oldest LocalDate, visit func(*Delivery) bool) {
	var first, last LocalDate
	t.Scan(deliveries.Bucket, "", "", func(key string, _ []byte) bool { first = delivery.KeyDate(key); return false })
	t.ScanBack(deliveries.Bucket, "", "", func(key string, _ []byte) bool { last = delivery.KeyDate(key); return false })
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
	for date := last; date >= oldest; date = DateOf(day, time.UTC) {
		if d, found := deliveries.Get(t.Tx, delivery.KeyOf(date, id)); found && !visit(&d) {
			return
		}
		day = day.AddDate(0, 0, -1)
	}
}

// NoteReaction keeps of a reaction to a digest that it did something, or with on false that it was taken away.
func (db *DB) NoteReaction(key, reaction string, on bool) error {
	return change(db, func(t *tx) error {
		d, found := deliveries.Get(t.Tx, key)
		if !found || on == slices.Contains(d.Reactions, reaction) {
			return nil
		}
		if on {
			d.Reactions = append(d.Reactions, text.Cut(reaction, maxName))
		} else {
			d.Reactions = slices.DeleteFunc(d.Reactions, func(r string) bool { return r == reaction })
		}
		deliveries.Save(t.Tx, &d)
		return nil
	})
}

func eraseDeliveries(t *tx, e *erasure) {
	e.count["deliveries"] = deliveries.RemoveAll(t.Tx, func(d *Delivery) bool { return d.Employee == e.id })
}
