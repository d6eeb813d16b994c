// Digests: who is due, what the matching decided for them, and the plan made true in one commit.

package store

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// shows tells whether d picked an asset.
func (d *Delivery) shows(asset AssetID) bool {
	return slices.ContainsFunc(d.Picks, func(p Pick) bool { return p.Asset == asset })
}

// Due returns the advocates whose digest fell due by now, in the order of their due times, at most limit (0: all).
func (db *DB) Due(now time.Time, limit int) ([]Reader, error) {
	return read(db, func(t *tx) (list []Reader, err error) {
		var due []string
		end := timeKey(now.Add(time.Microsecond))
		t.scan(employeesByDue, "", "", func(key string, _ []byte) bool {
			if key >= end {
				return false
			}
			due = append(due, key[len(end):])
			return limit == 0 || len(due) < limit
		})
		// Who is due at the same time comes in the order of the ids, as people and tastes are kept.
		people, known := t.finder(employeeBucket), t.finder(tasteBucket)
		list = make([]Reader, len(due))
		for i, id := range due {
			raw := people.find(id)
			if raw == nil {
				fail("employees_by_due names %q, who does not exist", id)
			}
			r := &list[i]
			employees.decodeInto(raw, &r.Employee)
			r.Due = r.Employee.NextDigest
			if raw := known.find(id); raw != nil {
				var p personTaste
				tastes.decodeInto(raw, &p)
				r.Taste = p.Taste
			}
		}
		return list, nil
	})
}

// ReaderOf returns what the matching needs about one advocate.
func (db *DB) ReaderOf(id EmployeeID) (Reader, error) {
	return read(db, func(t *tx) (Reader, error) {
		e, err := t.advocate(id)
		if err != nil {
			return Reader{}, err
		}
		return Reader{Employee: e, Taste: t.taste(id), Due: e.NextDigest}, nil
	})
}

// RecordDigests makes plans true in one commit: the delivery, its outbox message, what the person has now seen, and the
// next due time. A plan is skipped when its due time moved, when the person left or paused, or when they have a digest of
// that day; picks that are not live any more are dropped. It returns how many digests will be sent.
func (db *DB) RecordDigests(plans []DigestPlan) (int, error) {
	plans = slices.Clone(plans)
	for i := range plans {
		if err := checkPlan(&plans[i]); err != nil {
			return 0, err
		}
		plans[i].OnRequest = plans[i].OnRequest || plans[i].Due.IsZero()
	}
	// In the order of the keys, in which bbolt writes fastest.
	slices.SortStableFunc(plans, func(a, b DigestPlan) int {
		return cmp.Or(strings.Compare(string(a.Date), string(b.Date)), strings.Compare(string(a.Employee), string(b.Employee)))
	})
	return writeJob(db, &job{alone: true, done: make(chan struct{})}, func(t *tx) (int, error) {
		planned := 0
		t.bulk = true
		for i := range plans {
			if t.recordDigest(&plans[i], db.currentShelf()) {
				planned++
			}
		}
		return planned, nil
	})
}

// checkPlan refuses what no matching should produce, before anything is written.
func checkPlan(p *DigestPlan) error {
	switch {
	case !isDate(p.Date):
		return invalid("A digest needs the local date it is for.")
	case p.State != "" && p.State != Planned && p.State != Missed:
		return invalid("A digest is planned or missed.")
	case len(p.Picks) > maxPicks:
		return invalid("A digest has at most five picks.")
	}
	return nil
}

// recordDigest makes one plan true and tells whether a digest will be sent.
func (t *tx) recordDigest(p *DigestPlan, live shelf) bool {
	e, found := employees.get(t, string(p.Employee))
	if !found || !e.IsAdvocate() || (!p.OnRequest && !e.NextDigest.Equal(p.Due)) {
		return false
	}
	d := Delivery{Key: deliveryKey(p.Date, e.ID), Employee: e.ID, Date: p.Date, State: Planned,
		PlannedAt: t.now, Note: cut(clean(p.Note), maxShort), OnRequest: p.OnRequest}
	old, exists := deliveries.get(t, d.Key)
	// Asking for the digest of a day overrules that the program missed it.
	again := exists && p.OnRequest && (old.State == Missed || old.State == Dropped)
	sends := false
	// A day that has its digest only moves the person on, or they would be due for ever.
	switch {
	case exists && !again:
	case p.State == Missed:
		d.State = Missed
		deliveries.replace(t, nil, &d)
	default:
		if d.Picks = t.livePicks(p.Picks, live); len(d.Picks) == 0 {
			break
		}
		deliveries.replace(t, nil, &d)
		t.learnPicks(&d, live)
		t.sendDigest(&d, p.NotBefore, again)
		sends = true
	}
	if !p.OnRequest {
		// Never in the past: a program that was down for days plans one digest, not one for each day.
		from := t.now
		if p.Due.After(from) {
			from = p.Due
		}
		t.moveDue(&e, t.digestAfter(&e, from))
	}
	return sends
}

// livePicks leaves out assets that are not live any more and repeats: between planning and this commit a curator may have
// withdrawn one.
func (t *tx) livePicks(picks []Pick, live shelf) []Pick {
	kept := make([]Pick, 0, len(picks))
	for _, pick := range picks {
		if live.find(t, pick.Asset) && !slices.ContainsFunc(kept, func(p Pick) bool { return p.Asset == pick.Asset }) {
			kept = append(kept, pick)
		}
	}
	return kept
}

// learnPicks remembers what a digest showed: it never comes again, and the next one varies its topics.
func (t *tx) learnPicks(d *Delivery, live shelf) {
	seen, topics := make([]uint32, 0, maxPicks), make([]string, 0, 4*maxPicks)
	for _, pick := range d.Picks {
		a := live[pick.Asset]
		seen = append(seen, a.seq)
		topics = append(topics, a.topics...)
	}
	slices.Sort(seen)
	slices.Sort(topics)
	t.showTo(d.Employee, seen, slices.Compact(topics))
}

// unlearnPicks forgets what a digest would have shown.
func (t *tx) unlearnPicks(d *Delivery) {
	taste := t.taste(d.Employee)
	for _, pick := range d.Picks {
		if a, found := assets.get(t, string(pick.Asset)); found {
			taste.unsee(a.Seq)
		}
	}
	t.saveTaste(d.Employee, taste)
}

// sendDigest enqueues the message of a digest, also when an earlier one of that day was given up.
func (t *tx) sendDigest(d *Delivery, notBefore time.Time, again bool) {
	if again {
		if m, found := messages.get(t, d.Key); found && m.State == Dead {
			messages.remove(t, d.Key)
		}
	}
	if !notBefore.IsZero() {
		notBefore = notBefore.UTC().Truncate(time.Microsecond)
	}
	t.enqueue(Message{Key: d.Key, Kind: MsgDigest, Ref: d.Key, To: d.Employee, NotBefore: notBefore})
}

// Delivery returns one digest.
func (db *DB) Delivery(key string) (Delivery, error) {
	return read(db, func(t *tx) (Delivery, error) {
		d, found := deliveries.get(t, key)
		if !found {
			return d, notFound("This digest does not exist.")
		}
		return d, nil
	})
}

// DeliveriesOf returns the digests of a person, newest first, at most limit.
func (db *DB) DeliveriesOf(id EmployeeID, limit int) ([]Delivery, error) {
	return read(db, func(t *tx) (list []Delivery, err error) {
		t.deliveriesBack(id, "", func(d *Delivery) bool {
			if len(list) < limit {
				list = append(list, *d)
			}
			return len(list) < limit
		})
		return list, nil
	})
}

// TodaysDelivery returns a person's digest of a local date; false when there is none.
func (db *DB) TodaysDelivery(id EmployeeID, date LocalDate) (Delivery, bool, error) {
	return found(read(db, func(t *tx) (*Delivery, error) { return optional(deliveries.get(t, deliveryKey(date, id))) }))
}
