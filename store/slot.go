// Slots: program managers offer talks and bylines, people claim them, and one gets each.

package store

import (
	"cmp"
	"slices"

	"vouch/store/audit"
	"vouch/store/recognition"
)

// Slot is a talk, a byline or the like, see package recognition.
type Slot = recognition.Slot

var slots = recognition.Slots

// OfferSlot offers a slot, and tells the people who want such things in return. Only program managers may. Fields of
// its FieldErrors: title, words, on.
func (db *DB) OfferSlot(actor EmployeeID, s Slot) (Slot, error) {
	return writeBy(db, actor, managing, func(t *tx) (Slot, error) {
		var wrong FieldErrors
		recognition.CheckSlot(&s, t.today(), &wrong)
		if err := wrong.Err(); err != nil {
			return s, err
		}
		s = Slot{ID: t.newID(), Title: s.Title, Words: s.Words, On: s.On, By: actor, OfferedAt: t.now}
		slots.Save(t.Tx, &s)
		t.audit(actor, "slot.offer", s.ID, s.Title)
		employees.Each(t.Tx, func(e *Employee) bool {
			if e.IsAdvocate() && e.Takes(ByOffer) && e.ID != actor {
				t.enqueue(Message{Key: keyOf("slot_offer", s.ID, string(e.ID)), Kind: MsgSlotOffer, Ref: s.ID, To: e.ID})
			}
			return true
		})
		return s, nil
	})
}

// MayClaim tells whether slots are for somebody.
func (q *Query) MayClaim(e Employee) bool { return e.MayClaim() }

// SeesSlots tells whether somebody may claim or give slots.
func (q *Query) SeesSlots(e Employee) bool { return e.MayClaim() || q.t.manages(&e) }

// ClaimSlot claims a slot, or with on false takes the claim back, and tells who offered it of the first claim. Doing so
// twice changes nothing.
func (db *DB) ClaimSlot(id EmployeeID, slot string, on bool) (Slot, error) {
	return write(db, func(t *tx) (Slot, error) {
		e, err := t.advocate(id)
		if err != nil {
			return Slot{}, err
		}
		s, err := t.slot(slot)
		switch {
		case err != nil || s.Has(id) == on:
			return s, err
		case on && !e.MayClaim():
			return s, denied("Slots are for ambassadors, and for people who want slots in return: Settings has that choice.")
		case !s.IsOpen() || s.On < t.today():
			return s, conflict("This slot is not open any more.")
		}
		s.Claim(id, on)
		if on {
			for _, manager := range t.managers() {
				if s.By == manager || !slices.Contains(t.managers(), s.By) {
					t.enqueue(Message{Key: claimKey(s.ID, manager), Kind: MsgNotice, To: manager,
						Text: "Somebody claims a slot: type `/vouch slots`."})
				}
			}
		}
		slots.Save(t.Tx, &s)
		return s, nil
	})
}

// claimKey is the key of what a manager is told of a slot's first claim.
func claimKey(slot string, manager EmployeeID) string {
	return keyOf("notice/slot", slot, string(manager))
}

func (t *tx) slot(id string) (Slot, error) { return lookUp(t, &slots, id, "This slot does not exist.") }

// GiveSlot gives a slot to one who claims it, or with to "" to nobody; everybody who claimed it hears the answer. Only
// program managers may, and nobody to themselves. The same again changes nothing.
func (db *DB) GiveSlot(actor EmployeeID, slot string, to EmployeeID) (Slot, error) {
	return writeBy(db, actor, managing, func(t *tx) (Slot, error) {
		s, err := t.slot(slot)
		switch {
		case err != nil || (s.Given == to && to != "") || (s.Ended && to == ""):
			return s, err
		case s.Given != "":
			return s, conflict("Somebody else was faster: this slot is given already.")
		case s.Ended || s.On < t.today():
			return s, conflict("This slot is over.")
		case to != "" && to == actor:
			return s, denied("You claim this slot yourself, so another program manager gives it. " + t.whoElse(actor))
		case to != "" && !s.Has(to):
			return s, conflict("This person does not claim it any more.")
		}
		t.endSlot(&s, to)
		t.audit(actor, "slot.give", s.ID, s.Title+": "+audit.Change(nil, to))
		return s, nil
	})
}

// endSlot closes a slot and tells everybody who claimed it.
func (t *tx) endSlot(s *Slot, to EmployeeID) {
	s.Given, s.Ended = to, to == ""
	slots.Save(t.Tx, s)
	for _, id := range t.managers() {
		claimed := claimKey(s.ID, id)
		t.cancelMessages(id, "the slot is given", func(m *Message) bool { return m.Key == claimed })
	}
	t.enqueueEach(s.Claims, Message{Key: keyOf("slot", s.ID), Kind: MsgSlot, Ref: s.ID})
}

// TickSlots ends the slots whose day went by. It returns how many.
func (db *DB) TickSlots() (ended int, err error) {
	return tick(db, func(t *tx) (int, error) {
		over := recognition.SlotsOver(t.Tx, t.today())
		for i := range over {
			t.endSlot(&over[i], "")
		}
		return len(over), nil
	})
}

// LinkSlot says what came of a slot: an item of the library with the name of who had it, or a page that is suggested
// with it. Only they may, once. Fields of its FieldErrors: those of SuggestAsset.
func (db *DB) LinkSlot(id EmployeeID, slot string, a Asset) (Asset, error) {
	return write(db, func(t *tx) (Asset, error) {
		s, err := t.slot(slot)
		switch {
		case err != nil:
			return a, err
		case s.Given != id:
			return a, notFound("This slot does not exist.")
		case s.Asset != "":
			return t.asset(s.Asset)
		}
		if _, err := t.advocate(id); err != nil {
			return a, err
		}
		a.Title, a.Kind, a.Author = s.Title, ThoughtLeadership, id
		a.Review = &Review{Why: "It came of a slot: " + s.Title}
		known, found := t.assetAt(cmp.Or(a.Canon, a.URL))
		if found {
			a = known
			if a.Author == "" {
				a.Author = id
				a.Version++
				t.saveAsset(&a)
				t.audit(id, "asset.edit", string(a.ID), "author: none -> "+string(id))
			}
		} else if a, err = t.suggestAsset(id, a); err != nil {
			return a, err
		}
		s.Asset = a.ID
		slots.Save(t.Tx, &s)
		return a, nil
	})
}

// Slot returns one slot.
func (q *Query) Slot(id string) Slot { return end(q.t.slot(id)) }

// OpenSlots are the slots that can be claimed, the next day first.
func (q *Query) OpenSlots() []Slot { return recognition.OpenSlots(q.t.Tx, q.t.today()) }

// SlotsOf are the slots that somebody was given and of which nothing is linked yet, the newest first.
func (q *Query) SlotsOf(id EmployeeID) []Slot { return recognition.SlotsOf(q.t.Tx, id) }

func eraseSlots(t *tx, e *erasure) { recognition.EraseSlots(t.Tx, e.id, e.ghost) }
