// How deliveries are kept: packed and by day, so that a morning writes at the end of the bucket and nowhere else.

package store

import "time"

// deliveries carry the date in their key and have no index by person: one would be written in as many places as there are
// people, every morning. Those of one person are found by asking for their days.
var deliveries = table[Delivery]{
	bucket: deliveryBucket,
	key:    func(d *Delivery) string { return d.Key },
	pack:   packDelivery, unpack: unpackDelivery,
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
	p := newPacker(64 + 96*len(d.Picks))
	p.text(d.Key)
	p.text(string(d.State))
	p.time(d.PlannedAt)
	p.time(d.SentAt)
	p.text(d.Note)
	p.flags(d.OnRequest)
	// The impressions, with all that a later evaluation of the matching needs.
	p.number(uint64(len(d.Picks)))
	for i := range d.Picks {
		pick := &d.Picks[i]
		p.text(string(pick.Asset))
		p.text(pick.Reason)
		p.float(pick.Propensity)
		p.text(pick.Policy)
		p.text(pick.Answer)
	}
	return p.b
}

// unpackDelivery reads what packDelivery wrote.
func unpackDelivery(raw []byte, d *Delivery) error {
	u := &unpacker{s: string(raw)}
	d.Key = u.text()
	// Bytes that are no delivery must not be cut beyond their end.
	if len(d.Key) <= len(deliveryKey("2006-01-02", "")) {
		return errPacked
	}
	d.Date, d.Employee = keyDate(d.Key), EmployeeID(d.Key[len(deliveryKey("2006-01-02", "")):])
	d.State = DeliveryState(u.text())
	d.PlannedAt, d.SentAt = u.time(), u.time()
	d.Note = u.text()
	u.flags(&d.OnRequest)
	if n := u.length(); n > 0 {
		d.Picks = make([]Pick, n)
		for i := range d.Picks {
			d.Picks[i] = Pick{Asset: AssetID(u.text()), Reason: u.text(), Propensity: u.float(), Policy: u.text(), Answer: u.text()}
		}
	}
	return u.err()
}

// deliveriesBack visits a person's deliveries from the newest day to the oldest that is asked for ("": all), until visit
// says stop. It asks for every day that anybody has: three years take half a millisecond.
func (t *tx) deliveriesBack(id EmployeeID, oldest LocalDate, visit func(*Delivery) bool) {
	c := t.bucket(deliveryBucket).Cursor()
	last, _ := c.Last()
	if last == nil {
		return
	}
	day, err := time.Parse(time.DateOnly, string(keyDate(string(last))))
	if err != nil {
		fail("deliveries: %w", err)
	}
	if first, _ := c.First(); oldest == "" {
		oldest = keyDate(string(first))
	}
	// The calendar of UTC has every date once, which is all that is asked of it here.
	for date := DateOf(day, time.UTC); date >= oldest; date = DateOf(day, time.UTC) {
		key := deliveryKey(date, id)
		if k, raw := c.Seek([]byte(key)); string(k) == key {
			if d := deliveries.decode(raw); !visit(&d) {
				return
			}
		}
		day = day.AddDate(0, 0, -1)
	}
}
