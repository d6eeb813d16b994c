// Erasing referrals: what a candidate or client leaves behind, and what a referrer or owner who is erased does.

package store

import "strconv"

// EraseReferral removes the personal data of a candidate or client, from delivered messages and from introductions of
// them too; id may be that of an introduction alone. The keyed hashes stay, so that the ownership window holds; an open
// referral is declined. Program managers and the command line may; erasing
// twice changes nothing.
func (db *DB) EraseReferral(actor EmployeeID, id ReferralID) error {
	return changeBy(db, actor, managing, func(t *tx) error {
		if intro, found := intros.Get(t.Tx, string(id)); found {
			if !intro.Erased {
				t.eraseIntro(&intro)
				t.audit(actor, "introduction.erase", string(id), "")
			}
			return nil
		}
		k, found := referrals.Get(t.Tx, string(id))
		if !found {
			return errNoReferral
		}
		if k.Erased {
			return nil
		}
		t.eraseReferral(&k, actor, "")
		return nil
	})
}

// eraseReferral is EraseReferral for a referral whose person is not erased yet.
func (t *tx) eraseReferral(k *keptReferral, actor EmployeeID, why string) {
	t.eraseIntrosWith(k.Hashes)
	t.erasePerson(k)
	// Nobody can go on with a person they know nothing about. Somebody who was hired is no candidate any more.
	if k.IsOpen() && k.Stage != Hired {
		t.setStage(k, Declined, actor, "Their data was erased.")
		t.tellReferrer(k, "")
	}
	t.touchAll(k)
	t.audit(actor, "referral.erase", string(k.ID), why)
}

// erasePerson takes out the personal data, also what people typed as reasons. The keyed hashes stay.
func (t *tx) erasePerson(k *keptReferral) {
	k.Erased, k.Sealed = true, nil
	t.forgetNames(k.ID)
	t.Forget()
}

// touchAll is touch for a referral whose person was erased: not only cards but everything that was sent about it is
// rewritten.
func (t *tx) touchAll(k *keptReferral) {
	t.touch(k)
	id := string(k.ID)
	change := strconv.Itoa(k.Version)
	t.rewriteRef(MsgReferralOwner, id, change)
	t.rewriteRef(MsgBonus, id, change)
	t.rewriteRef(MsgLane, id, change)
	for step := range k.History {
		t.rewriteRef(MsgReferralNews, keyOf(id, strconv.Itoa(step)), change)
	}
	for question := range k.Asked {
		ref := keyOf(id, strconv.Itoa(question))
		t.rewriteRef(MsgAskReferrer, ref, change)
		t.rewriteRef(MsgAnswer, ref, change)
	}
}

// eraseFromReferrals makes a referrer anonymous, drops their words about the person, and hands what they own to the
// managers.
func eraseFromReferrals(t *tx, e *erasure) {
	var orphans []ReferralID
	e.count["referrals"] = referrals.RewriteAll(t.Tx, func(k *keptReferral) bool {
		// The candidate's own data stays: it belongs to them and to the running process, not to who referred them.
		touched := k.Referrer == e.id
		if touched {
			k.Referrer, k.Cause = e.ghost, ""
			delete(k.Sealed, "why")
			for n := range k.Asked {
				delete(k.Sealed, questionField(n, "answer"))
			}
		}
		if e.replace(&k.Owner, "") {
			touched = true
			if k.IsOpen() {
				orphans = append(orphans, k.ID)
			}
		}
		touched = e.replace(&k.Closing.HiringManager, e.ghost) || touched
		for i := range k.History {
			touched = e.replace(&k.History[i].By, e.ghost) || touched
		}
		return touched
	})
	for _, orphan := range orphans {
		k := referrals.Must(t.Tx, string(orphan))
		t.touch(&k)
		t.sendCard(&k)
	}
}
