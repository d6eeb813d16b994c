// Digests: who is due, and what they got.

package store

import (
	"slices"
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
