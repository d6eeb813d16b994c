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
func (db *DB) Due(now time.Time, limit int) ([]Reader, error) {
	return read(db, func(t *tx) (list []Reader, err error) {
		due := t.Due(employeesByDue, now, limit)
		// Who is due at the same time comes in the order of the ids, as people and tastes are kept.
		people, known := t.Finder(employees.Bucket), t.Finder(tastes.Bucket)
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

// Delivery returns one digest.
func (db *DB) Delivery(key string) (Delivery, error) {
	return read(db, func(t *tx) (Delivery, error) {
		d, found := deliveries.Get(t.Tx, key)
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
	return found(read(db, func(t *tx) (*Delivery, error) { return optional(deliveries.Get(t.Tx, deliveryKey(date, id))) }))
}
