// Handing over: the open referrals of somebody who drops out find another owner at once.

package store

import "vouch/store/kv"

// handOverAll gives the open referrals of an owner who dropped out to whoever the routes name now, or to the managers when
// that is nobody. The person referred waits for an answer whatever becomes of an account, so the wait begins anew for the new
// owner, and the referrer is told who answers. The owner must be saved as gone before.
func (t *tx) handOverAll(gone EmployeeID) {
	for _, key := range t.Keys(referralsByOwner, kv.Join(string(gone), ""), 0) {
		k := referrals.Must(t.Tx, kv.Split(key, 2)[1])
		if !k.isOpen() {
			continue
		}
		k.Owner = t.route(&k.Referral)
		t.expectAnswer(&k.Referral)
		t.audit("", "referral.assign", string(k.ID), string(k.Owner))
		t.touch(&k)
		t.sendCard(&k)
		if k.Owner != "" {
			t.tellHandover(&k)
		}
	}
}

// worksHere tells whether e may hold anything at all: guests and deactivated people may not.
func worksHere(e *Employee) bool { return !e.Guest && !e.Deactivated }
