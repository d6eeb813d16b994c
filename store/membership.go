// Memberships: who is in the user groups and channels that rules name, as Slack told last. No other place is kept.

package store

import (
	"slices"
	"time"
)

// memberships are packed, because a channel may hold everybody.
var memberships = table[Membership]{
	bucket: membershipBucket, key: func(m *Membership) string { return m.Place },
	pack: packMembership, unpack: unpackMembership,
}

// packMembership and unpackMembership list the fields in the same order; new fields go to the end.
func packMembership(m *Membership) []byte {
	p := newPacker(64 + 12*len(m.Members))
	p.text(m.Place)
	p.text(m.Name)
	p.time(m.ReadAt)
	p.text(m.Problem)
	packTexts(p, m.Members)
	return p.b
}

// unpackMembership reads what packMembership wrote.
func unpackMembership(raw []byte, m *Membership) error {
	u := &unpacker{s: string(raw)}
	m.Place, m.Name, m.ReadAt, m.Problem = u.text(), u.text(), u.time(), u.text()
	m.Members = unpackTexts[EmployeeID](u)
	return u.err()
}

// SaveMembership takes over who is in a user group or channel. Only people Vouch knows are kept, and only of places that a
// rule names; any other place is ignored, so that a rule that changes meanwhile leaves nothing behind.
func (db *DB) SaveMembership(place, name string, members []EmployeeID) error {
	return change(db, func(t *tx) error {
		if !t.isNamed(place) {
			return nil
		}
		m := Membership{Place: place, Name: cut(clean(name), maxName), ReadAt: t.now}
		for _, id := range members {
			if t.get(employeeBucket, string(id)) != nil {
				m.Members = append(m.Members, id)
			}
		}
		slices.Sort(m.Members)
		m.Members = slices.Compact(m.Members)
		// When it was read is worth a write once a day, not at every look.
		if old, found := memberships.get(t, place); found && old.Problem == "" && old.Name == m.Name &&
			slices.Equal(old.Members, m.Members) && t.now.Sub(old.ReadAt) < freshFor {
			return nil
		}
		memberships.save(t, &m)
		return nil
	})
}

// freshFor is how long a membership that did not change is left alone.
const freshFor = 12 * time.Hour

// FailMembership keeps what was known of a place, with a sentence on why Slack gives no news of it.
func (db *DB) FailMembership(place, problem string) error {
	return change(db, func(t *tx) error {
		if !t.isNamed(place) {
			return nil
		}
		m, _ := memberships.get(t, place)
		m.Place, m.Problem = place, cut(clean(problem), maxShort)
		memberships.save(t, &m)
		return nil
	})
}

// Memberships lists the places that rules name and that were looked for.
func (db *DB) Memberships() ([]Membership, error) {
	return read(db, func(t *tx) (list []Membership, err error) {
		memberships.each(t, func(m *Membership) bool { list = append(list, *m); return true })
		return list, nil
	})
}

// isNamed tells whether a rule names a place.
func (t *tx) isNamed(place string) bool {
	return slices.ContainsFunc(t.personas(), func(p Persona) bool { return slices.Contains(p.Rule.Places(), place) })
}

// dropMemberships forgets the places that no rule names any more.
func (t *tx) dropMemberships() {
	removeAll(t, &memberships, func(m *Membership) bool { return !t.isNamed(m.Place) })
}

// leaveMemberships takes an erased person out of every place.
func (t *tx) leaveMemberships(id EmployeeID) {
	eraseAll(t, &memberships, func(m *Membership) bool {
		at, found := slices.BinarySearch(m.Members, id)
		if found {
			m.Members = slices.Delete(m.Members, at, at+1)
		}
		return found
	})
}
