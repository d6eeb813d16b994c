// Whose outcome it is: found by our own references, by what was found before, by links and by contacts, or decided by
// people.

package store

import (
	"slices"
	"strings"
	"time"

	"vouch/store/kv"
	"vouch/store/outcome"
	"vouch/store/text"
)

// findOwner says whose outcome it is, from the surest sign to the least sure. Nearly everything that a company's
// systems tell is about people whom nobody referred: that is neither asked about nor kept with a name.
func (t *tx) findOwner(k *outcome.Kept, e *OutcomeEvent) {
	k.State = OutcomeCounted
	found := t.ownerByReference(k, e.Reference)
	if !found {
		var decided bool
		if found, decided = t.ownerBySubject(k); decided {
			k.State = OutcomeOther
			return
		}
	}
	found = found || t.ownerByReference(k, e.Token)
	several := false
	if !found {
		found, several = t.ownerByContacts(k, e.Contacts)
	}
	switch {
	case found && e.Known == outcome.Hint, !found && (several || e.Claimed || e.Reference != ""):
		k.State = OutcomeWaiting
	case !found:
		k.State = OutcomeOther
	}
}

// ownerByReference takes the id of a referral or the token of a share.
func (t *tx) ownerByReference(k *outcome.Kept, reference string) bool {
	if r, found := referrals.Get(t.Tx, reference); found && outcome.Fits(k.Kind, r.Kind) {
		k.Referral, k.Asset = r.ID, r.Job
		return true
	}
	if id := t.Get(sharesByToken, strings.ToLower(reference)); id != nil && reference != "" {
		k.Share = ShareID(id)
		return true
	}
	return false
}

// ownerBySubject finds whose the same application or deal was before; decided when people said that it is nobody's.
// Hints prove nothing.
func (t *tx) ownerBySubject(k *outcome.Kept) (found, decided bool) {
	for _, subject := range k.Subjects {
		for _, before := range outcomes.UnderBack(t.Tx, outcomesBySubject, subject, "", 0) {
			switch {
			case before.Referral != "" && before.IsOurs(), before.Share != "":
				k.Referral, k.Share, k.Asset = before.Referral, before.Share, before.Asset
				return true, false
			case before.State == OutcomeOther && before.DecidedBy != "" && before.Known != outcome.Hint:
				return false, true
			}
		}
	}
	return false, false
}

// ownerByContacts finds the referral of a person whom nobody else could have referred at that time: the window was open
// or they are in process. Of several referrals none is taken.
func (t *tx) ownerByContacts(k *outcome.Kept, contacts []string) (found, several bool) {
	var owners []ReferralID
	for _, kind := range []ReferralKind{Candidate, Client} {
		for _, hash := range t.hashes(outcome.ContactKeys(contacts)) {
			for _, key := range t.Keys(referralsByHash, kv.Join(string(kind), hash, ""), 0) {
				r := referrals.Must(t.Tx, kv.Split(key, 3)[2])
				// A source may know the day alone.
				since := r.SubmittedAt.Add(-24 * time.Hour)
				if outcome.Fits(k.Kind, kind) && k.At.After(since) && (r.OwnedUntil.After(k.At) || r.IsOpen()) {
					owners = append(owners, r.ID)
				}
			}
		}
	}
	if owners = text.Unique(owners); len(owners) == 1 {
		k.Referral = owners[0]
	}
	return len(owners) == 1, len(owners) > 1
}

// WaitingOutcomes are what somebody may decide, the oldest first: managers everything, owners hints about what they
// own. Of those about one application the last stands for all.
func (q *Query) WaitingOutcomes(viewer EmployeeID) (list []WaitingOutcome) {
	places := map[string]int{}
	for _, id := range q.t.Keys(outcomesNamed, "", 0) {
		k := outcomes.Must(q.t.Tx, id)
		if k.State != OutcomeWaiting || q.t.mayDecide(viewer, &k) != nil {
			continue
		}
		w := WaitingOutcome{Outcome: k.Outcome}
		if sealed, named := k.Sealed["name"]; named {
			w.Name = q.t.db.keys.Open(id, "name", sealed)
		}
		if at, known := places[k.Subject]; known && k.Subject != "" {
			w.More = list[at].More + 1
			list[at] = w
			continue
		}
		places[k.Subject] = len(list)
		list = append(list, w)
	}
	return list
}

// askToDecide tells those who may decide about a new outcome, each once a day.
func (t *tx) askToDecide(k *outcome.Kept) {
	people := t.managers()
	if r, found := referrals.Get(t.Tx, string(k.Referral)); found {
		people = append(slices.Clone(people), r.Owner)
	}
	loc := Location(t.settings().TimeZone, "")
	for _, id := range text.Unique(people) {
		if t.mayDecide(id, k) != nil || id == "" {
			continue
		}
		at := t.now
		key := keyOf(string(MsgOutcomes), string(id), string(DateOf(at, loc)))
		if m, found := messages.Get(t.Tx, key); found && m.State != Pending {
			at = at.In(loc).AddDate(0, 0, 1)
			key = keyOf(string(MsgOutcomes), string(id), string(DateOf(at, loc)))
		}
		t.enqueue(Message{Key: key, Kind: MsgOutcomes, Ref: string(id), To: id, NotBefore: at.UTC()})
	}
}

// mayDecide refuses who is neither a program manager nor the owner of the referral that a hint is about.
func (t *tx) mayDecide(actor EmployeeID, k *outcome.Kept) error {
	r, found := referrals.Get(t.Tx, string(k.Referral))
	if found && r.Owner == actor && actor != r.Referrer && t.mayOwn(actor, r.Kind) {
		return nil
	}
	return t.require(actor, Manager)
}

// AssignOutcome says that a waiting outcome is about a referral, and with it everything that waits about the same
// application or deal; what comes later about it finds the referral by itself. A hint is known By hand from then on.
// Program managers may, and the owner of the referral that a hint is about. Nobody decides about what they referred.
// Saying it again changes nothing.
func (db *DB) AssignOutcome(actor EmployeeID, id OutcomeID, referral ReferralID) (Referral, error) {
	return write(db, func(t *tx) (Referral, error) {
		group, err := t.undecided(actor, id)
		if err != nil {
			return Referral{}, err
		}
		r, err := t.decidable(actor, referral)
		switch {
		case err != nil:
			return Referral{}, err
		case len(group) == 0 && outcomes.Must(t.Tx, string(id)).Referral != referral:
			return Referral{}, errDecided
		case len(group) > 0 && !outcome.Fits(group[0].Kind, r.Kind):
			return Referral{}, invalid("This outcome is not about a " + string(r.Kind) + ".")
		case len(group) > 0 && r.Erased:
			return Referral{}, conflict("The data of this person was erased, so nothing more is noted about them.")
		}
		for i := range group {
			k := &group[i]
			k.State, k.Referral, k.DecidedBy, k.DecidedAt = OutcomeCounted, referral, actor, t.now
			if k.Known == outcome.Hint {
				k.Known = outcome.Hand
			}
			t.takeEffect(k)
			outcomes.Save(t.Tx, k)
			t.tellOutcome(k, false)
			t.audit(actor, "outcome.assign", string(k.ID), string(referral))
		}
		r = referrals.Must(t.Tx, string(referral))
		return t.open(&r), nil
	})
}

var errDecided = conflict("Somebody else has decided about this outcome.")

// DismissOutcome says that a hint is wrong, or that nothing of ours led to an outcome, and to everything that waits or
// will come about the same application or deal. Who may is told at AssignOutcome. Saying it again changes nothing.
func (db *DB) DismissOutcome(actor EmployeeID, id OutcomeID) error {
	return change(db, func(t *tx) error {
		group, err := t.undecided(actor, id)
		if err != nil {
			return err
		}
		if len(group) == 0 && outcomes.Must(t.Tx, string(id)).State != OutcomeOther {
			return errDecided
		}
		for i := range group {
			k := &group[i]
			k.State, k.Referral, k.DecidedBy, k.DecidedAt = OutcomeOther, "", actor, t.now
			outcomes.Save(t.Tx, k)
			t.audit(actor, "outcome.dismiss", string(k.ID), "")
		}
		return nil
	})
}

// undecided are a waiting outcome and those that wait about the same, in the order in which they happened; none when it
// was decided before.
func (t *tx) undecided(actor EmployeeID, id OutcomeID) (group []outcome.Kept, err error) {
	return t.alike(actor, id, func(k, other *outcome.Kept) bool { return other.State == OutcomeWaiting })
}

// alike are the outcomes about the same application or deal that fit, the one with the id among them.
func (t *tx) alike(actor EmployeeID, id OutcomeID, fit func(k, other *outcome.Kept) bool) (group []outcome.Kept,
	err error) {
	k, err := lookUp(t, &outcomes, id, "This outcome does not exist.")
	if err == nil {
		err = t.mayDecide(actor, &k)
	}
	if err != nil || !fit(&k, &k) {
		return nil, err
	}
	group = []outcome.Kept{k}
	for _, subject := range k.Subjects {
		for _, other := range outcomes.Under(t.Tx, outcomesBySubject, subject, 0) {
			known := slices.ContainsFunc(group, func(k outcome.Kept) bool { return k.ID == other.ID })
			if !known && fit(&k, &other) && t.mayDecide(actor, &other) == nil {
				group = append(group, other)
			}
		}
	}
	slices.SortStableFunc(group, func(a, b outcome.Kept) int { return a.At.Compare(b.At) })
	return group, nil
}

// UndoOutcome takes a decision back, for everything that was decided with it, until the night: it waits again, and the
// referral stands where it stood. Program managers may, and owners as for AssignOutcome.
func (db *DB) UndoOutcome(actor EmployeeID, id OutcomeID) error {
	return change(db, func(t *tx) error {
		group, err := t.alike(actor, id, func(k, other *outcome.Kept) bool {
			return other.State != OutcomeWaiting && !other.DecidedAt.IsZero() && other.DecidedAt.Equal(k.DecidedAt)
		})
		if err != nil {
			return err
		}
		for i := range slices.Backward(group) {
			k := &group[i]
			if k.State == OutcomeCounted {
				t.tellOutcome(k, true)
			}
			// Whoever moved it on since knows better.
			if r, found := referrals.Get(t.Tx, string(k.Referral)); found && k.Moved && k.Stands(&r.Referral) {
				_, err := t.correctReferral("", r.ID, k.From, "An outcome of somebody else was taken for this one.", r.Version)
				if err != nil {
					return err
				}
			}
			if k.State, k.Moved, k.From = OutcomeWaiting, false, ""; k.Known != outcome.Hand {
				k.Referral = ""
			} else {
				k.Known = outcome.Hint
			}
			k.DecidedBy, k.DecidedAt = "", time.Time{}
			outcomes.Save(t.Tx, k)
			t.audit(actor, "outcome.undo", string(k.ID), "")
		}
		return nil
	})
}

// purgeOutcome forgets the name in an outcome that was decided before, or for which nobody decided in time, which
// counts for nothing then.
func (t *tx) purgeOutcome(key string, old time.Time) {
	k := outcomes.Must(t.Tx, key)
	if k.State == OutcomeWaiting && k.RecordedAt.Before(old) {
		k.State, k.Referral = OutcomeOther, ""
	}
	if k.State != OutcomeWaiting {
		k.Sealed = nil
		outcomes.Save(t.Tx, &k)
		t.Forget()
	}
}
