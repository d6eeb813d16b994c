// The tables of slots and of wins: how they lie in the file, and what finds them.

package recognition

import (
	"slices"

	"vouch/store/calendar"
	"vouch/store/kv"
	"vouch/store/term"
)

// The indexes of the tables.
var (
	SlotsOpen    = kv.NewBucket("slots_open")     // day, slot: those that can be claimed
	SlotsGiven   = kv.NewBucket("slots_given")    // employee, slot
	WinsByPerson = kv.NewBucket("wins_by_person") // employee, win
)

// Slots holds slots. They are few.
var Slots = kv.Table[Slot]{
	Bucket:  kv.NewBucket("slots"), // slot -> Slot
	Indexes: []*kv.Bucket{SlotsOpen, SlotsGiven},
	Key:     func(s *Slot) string { return s.ID },
	Rows: func(s *Slot) []kv.Row {
		switch {
		case s.Given != "":
			return []kv.Row{SlotsGiven.Row(kv.Join(string(s.Given), s.ID), "")}
		case s.Ended:
			return nil
		}
		return []kv.Row{SlotsOpen.Row(kv.Join(string(s.On), s.ID), "")}
	},
}

// Wins holds wins, which have ids in the order of their times.
var Wins = kv.Table[Win]{
	Bucket:  kv.NewBucket("wins"), // win -> Win
	Indexes: []*kv.Bucket{WinsByPerson},
	Key:     func(w *Win) string { return w.ID },
	Rows:    func(w *Win) []kv.Row { return []kv.Row{WinsByPerson.Row(kv.Join(string(w.Employee), w.ID), "")} },
}

// OpenSlots are the slots of a day or later that can be claimed, the next day first.
func OpenSlots(t *kv.Tx, from calendar.LocalDate) (list []Slot) {
	t.Scan(SlotsOpen, "", string(from), func(key string, _ []byte) bool {
		list = append(list, Slots.Must(t, kv.Split(key, 2)[1]))
		return true
	})
	return list
}

// SlotsOver are the slots whose day is before a day and that nobody has ended.
func SlotsOver(t *kv.Tx, before calendar.LocalDate) (list []Slot) {
	for _, key := range t.Keys(SlotsOpen, "", 0) {
		if part := kv.Split(key, 2); calendar.LocalDate(part[0]) < before {
			list = append(list, Slots.Must(t, part[1]))
		}
	}
	return list
}

// SlotsOf are the slots that somebody was given and of which nothing is linked yet, the newest first.
func SlotsOf(t *kv.Tx, id term.EmployeeID) []Slot {
	return slices.DeleteFunc(Slots.UnderBack(t, SlotsGiven, string(id), "", 0),
		func(s Slot) bool { return s.Asset != "" })
}

// EraseSlots takes a person out of the claims, and makes them anonymous where they offered or had a slot.
func EraseSlots(t *kv.Tx, id, ghost term.EmployeeID) {
	Slots.RewriteAll(t, func(s *Slot) bool {
		claimed := s.Has(id)
		s.Claim(id, false)
		given := s.Given.Replace(id, ghost)
		return s.By.Replace(id, ghost) || given || claimed
	})
}
