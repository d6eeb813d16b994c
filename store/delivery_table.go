// How deliveries are kept: packed and by day, so that a morning writes at the end of the bucket and nowhere else.

package store

import (
	"time"

	"vouch/store/kv"
)

// deliveries carry the date in their key and have no index by person: one would be written in as many places as there are
// people, every morning. Those of one person are found by asking for their days.
var deliveries = kv.Table[Delivery]{
	Bucket: kv.NewBucket("deliveries"), // delivery key -> Delivery (packed)
	Key:    func(d *Delivery) string { return d.Key },
	Pack:   packDelivery, Unpack: unpackDelivery,
}

// digestPrefix starts the key of every delivery; the date follows, and after another slash the person.
const digestPrefix = "digest/"

// deliveryKey is the key of a person's digest on a day, and of its outbox message.
func deliveryKey(date LocalDate, id EmployeeID) string {
	return digestPrefix + string(date) + "/" + string(id)
}

// keyDate reads the date out of a delivery key.
func keyDate(key string) LocalDate {
	return LocalDate(key[len(digestPrefix) : len(digestPrefix)+len(time.DateOnly)])
}

// packDelivery leaves out what the key says already. New fields go to the end.
func packDelivery(d *Delivery) []byte {
	// The usual size: three picks with a reason of forty characters.
	p := kv.NewPacker(64 + 96*len(d.Picks))
	p.Text(d.Key)
	p.Text(string(d.State))
	p.Time(d.PlannedAt)
	p.Time(d.SentAt)
	p.Text(d.Note)
	p.Flags(d.OnRequest)
	// The impressions, with all that a later evaluation of the matching needs.
	p.Number(uint64(len(d.Picks)))
	for i := range d.Picks {
		pick := &d.Picks[i]
		p.Text(string(pick.Asset))
		p.Text(pick.Reason)
		p.Float(pick.Propensity)
		p.Text(pick.Policy)
		p.Text(pick.Answer)
	}
	return p.Bytes()
}

// unpackDelivery reads what packDelivery wrote.
func unpackDelivery(raw []byte, d *Delivery) error {
	u := kv.Unpack(raw)
	d.Key = u.Text()
	// Bytes that are no delivery must not be cut beyond their end.
	if len(d.Key) <= len(deliveryKey("2006-01-02", "")) {
		return kv.ErrPacked
	}
	d.Date, d.Employee = keyDate(d.Key), EmployeeID(d.Key[len(deliveryKey("2006-01-02", "")):])
	d.State = DeliveryState(u.Text())
	d.PlannedAt, d.SentAt = u.Time(), u.Time()
	d.Note = u.Text()
	u.Flags(&d.OnRequest)
	if n := u.Length(); n > 0 {
		d.Picks = make([]Pick, n)
		for i := range d.Picks {
			d.Picks[i] = Pick{Asset: AssetID(u.Text()), Reason: u.Text(), Propensity: u.Float(), Policy: u.Text(), Answer: u.Text()}
		}
	}
	return u.Err()
}

// deliveriesBack visits a person's deliveries from the newest day to the oldest that is asked for ("": all), until visit
// says stop. It asks for every day that anybody has: three years take half a millisecond.
func (t *tx) deliveriesBack(id EmployeeID, oldest LocalDate, visit func(*Delivery) bool) {
	var first, last LocalDate
	t.Scan(deliveries.Bucket, "", "", func(key string, _ []byte) bool { first = keyDate(key); return false })
	t.ScanBack(deliveries.Bucket, "", "", func(key string, _ []byte) bool { last = keyDate(key); return false })
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
		if d, found := deliveries.Get(t.Tx, deliveryKey(date, id)); found && !visit(&d) {
			return
		}
		day = day.AddDate(0, 0, -1)
	}
}

func exportDelivery(_ *tx, d *Delivery, _ exportScope) (any, []EmployeeID) {
	return *d, []EmployeeID{d.Employee}
}

func eraseDeliveries(t *tx, e *erasure) {
	e.count["deliveries"] = deliveries.RemoveAll(t.Tx, func(d *Delivery) bool { return d.Employee == e.id })
}
