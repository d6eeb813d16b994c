// Memberships: who is in the user groups and channels that rules name, as Slack told last. No other place is kept.

package store

import (
	"slices"
	"time"

	"vouch/store/kv"
	"vouch/store/text"
)

// memberships are packed, because a channel may hold everybody.
var memberships = kv.Table[Membership]{
	Bucket: kv.NewBucket("memberships"), Key: func(m *Membership) string { return m.Place },
	Pack: packMembership, Unpack: unpackMembership,
}

// packMembership and unpackMembership list the fields in the same order; new fields go to the end.
func packMembership(m *Membership) []byte {
	p := kv.NewPacker(64 + 12*len(m.Members))
	p.Text(m.Place)
	p.Text(m.Name)
	p.Time(m.ReadAt)
	p.Text(m.Problem)
	kv.PackTexts(p, m.Members)
	return p.Bytes()
}

func unpackMembership(raw []byte, m *Membership) error {
	u := kv.Unpack(raw)
	m.Place, m.Name, m.ReadAt, m.Problem = u.Text(), u.Text(), u.Time(), u.Text()
	m.Members = kv.UnpackTexts[EmployeeID](u)
	return u.Err()
}

// SaveMembership takes over who is in a user group or channel. Only people Vouch knows are kept, and only of places
// that a rule names; any other place is ignored, so that a rule that changes meanwhile leaves nothing behind.
func (db *DB) SaveMembership(place, name string, members []EmployeeID) error {
	return change(db, func(t *tx) error {
		if !t.isNamed(place) {
			return nil
		}
		m := Membership{Place: place, Name: text.Cut(text.Line(name), maxName), ReadAt: t.now}
		for _, id := range members {
			if t.Get(employees.Bucket, string(id)) != nil {
				m.Members = append(m.Members, id)
			}
		}
		slices.Sort(m.Members)
		m.Members = slices.Compact(m.Members)
		// When it was read is worth a write once a day, not at every look.
		if old, found := memberships.Get(t.Tx, place); found && old.Problem == "" && old.Name == m.Name &&
			slices.Equal(old.Members, m.Members) && t.now.Sub(old.ReadAt) < freshFor {
			return nil
		}
		memberships.Save(t.Tx, &m)
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
		m, _ := memberships.Get(t.Tx, place)
		m.Place, m.Problem = place, text.Cut(text.Line(problem), maxShort)
		memberships.Save(t.Tx, &m)
		return nil
	})
}

// Memberships lists the places that rules name and that were looked for.
func (q *Query) Memberships() []Membership { return all(q.t, &memberships) }

func (t *tx) isNamed(place string) bool {
	return slices.ContainsFunc(t.personas(), func(p Persona) bool { return slices.Contains(p.Rule.Places(), place) })
}

// dropMemberships forgets the places that no rule names any more.
func (t *tx) dropMemberships() {
	memberships.RemoveAll(t.Tx, func(m *Membership) bool { return !t.isNamed(m.Place) })
}

// exportMembership names nobody else in the export of one person.
func exportMembership(_ *tx, m *Membership, s exportScope) (any, []EmployeeID) {
	if s.whose == "" {
		return *m, nil
	}
	return Membership{Place: m.Place, Name: m.Name, Members: []EmployeeID{s.whose}, ReadAt: m.ReadAt}, m.Members
}

func eraseFromMemberships(t *tx, e *erasure) {
	memberships.RewriteAll(t.Tx, func(m *Membership) bool {
		at, found := slices.BinarySearch(m.Members, e.id)
		if found {
			m.Members = slices.Delete(m.Members, at, at+1)
		}
		return found
	})
}
