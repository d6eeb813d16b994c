// Digests: who is due, and what they got.

package store

import (
	"slices"
	"time"

	"vouch/store/kv"
)

// shows tells whether d picked an asset.
func (d *Delivery) shows(asset AssetID) bool {
	return slices.ContainsFunc(d.Picks, func(p Pick) bool { return p.Asset == asset })
}

// Due returns the advocates whose digest fell due by now, in the order of their due times, at most limit (0: all).
func (q *Query) Due(now time.Time, limit int) (list []Reader) {
	due := q.t.Due(employeesByDue, now, limit)
	// Who is due at the same time comes in the order of the ids, as people and tastes are kept.
	people, known := q.t.Finder(employees.Bucket), q.t.Finder(tastes.Bucket)
	list = make([]Reader, len(due))
	for i, id := range due {
		raw := people.Find(id)
		if raw == nil {
			kv.Fail("employees_by_due names %q, who does not exist", id)
		}
		r := &list[i]
		employees.DecodeInto(raw, &r.Employee)
		r.Due = r.Employee.NextDigest
		if raw := known.Find(id); raw != nil {
			var p personTaste
			tastes.DecodeInto(raw, &p)
			r.Taste = p.Taste
		}
	}
	return list
}

// ReaderOf returns what the matching needs about one advocate.
func (q *Query) ReaderOf(id EmployeeID) Reader {
	e := end(q.t.advocate(id))
	return Reader{Employee: e, Taste: q.t.taste(id), Due: e.NextDigest}
}

// Delivery returns one digest.
func (q *Query) Delivery(key string) Delivery {
	d, found := deliveries.Get(q.t.Tx, key)
	if !found {
		kv.Abort(notFound("This digest does not exist."))
	}
	return d
}

// DeliveriesOf returns the digests of a person, newest first, at most limit.
func (q *Query) DeliveriesOf(id EmployeeID, limit int) (list []Delivery) {
	q.t.deliveriesBack(id, "", func(d *Delivery) bool {
		if len(list) < limit {
			list = append(list, *d)
		}
		return len(list) < limit
	})
	return list
}

// TodaysDelivery returns a person's digest of a local date; false when there is none.
func (q *Query) TodaysDelivery(id EmployeeID, date LocalDate) (Delivery, bool) {
	return deliveries.Get(q.t.Tx, deliveryKey(date, id))
}
