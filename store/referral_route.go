// Routes: who owns a new referral, and who gets those of an owner who drops out.

package store

import (
	"slices"

	"vouch/store/employee"
	"vouch/store/text"
)

func ownerRole(kind ReferralKind) Role {
	if kind == Client {
		return Seller
	}
	return Recruiter
}

// route finds the owner: the first rule that matches and names an active person other than the referrer, else the
// holder of the role with the fewest open referrals, else "".
func (t *tx) route(r *Referral) EmployeeID {
	var job Asset
	if r.Job != "" {
		job, _ = assets.Get(t.Tx, string(r.Job))
	}
	facts := JobFacts{Department: r.Lane}
	if job.Job != nil {
		facts = *job.Job
	}
	for _, rule := range t.settings().Routes {
		if rule.Matches(r.Kind, facts.Department, facts.Location, job.Title+" "+r.Need) && rule.Owner != r.Referrer {
			if _, err := t.member(rule.Owner); err == nil {
				return rule.Owner
			}
		}
	}
	// Nobody by rule: whoever has the least to do. In a tie the first by id, so that a test and an audit can follow it.
	best, least := EmployeeID(""), 0
	for _, id := range t.holders(ownerRole(r.Kind)) {
		if _, err := t.member(id); err != nil || id == r.Referrer {
			continue
		}
		if open := t.Counter(openOf(id)); best == "" || open < least {
			best, least = id, open
		}
	}
	return best
}

// changeRoutes has the routes changed because people went: nobody decided that, so no audit entry.
func (t *tx) changeRoutes(change func([]Route) []Route) {
	settings := *t.settings()
	settings.Routes = change(slices.Clone(settings.Routes))
	if slices.Equal(settings.Routes, t.settings().Routes) {
		return
	}
	settings.Version++
	t.saveProgram(keySettings, settings)
	t.settingsCache = &settings
}

// handOverAll gives the open referrals of an owner who dropped out, or who may not decide about them any more, to
// whoever the routes name now, or to the managers when that is nobody. The person referred waits for an answer whatever
// becomes of an account or a role, so the wait begins anew for the new owner, and the referrer is told who answers. The
// owner must be saved as gone before. moved counts what was handed over.
func (t *tx) handOverAll(gone EmployeeID) (moved int) {
	t.handOverIntros(gone)
	for _, k := range referrals.Under(t.Tx, referralsByOwner, string(gone), 0) {
		if t.mayOwn(gone, k.Kind) {
			continue
		}
		if !k.IsOpen() {
			// It stays theirs in the history; their card stops showing the person.
			for _, kind := range cardKinds {
				t.rewriteRef(kind, string(k.ID), keyOf("role", t.newID()))
			}
			continue
		}
		opened := t.open(&k)
		k.Owner = t.route(&opened)
		t.expectAnswer(&k.Referral)
		t.audit("", "referral.assign", string(k.ID), string(k.Owner))
		t.touch(&k)
		t.sendCard(&k)
		if k.Owner != "" {
			t.tellHandover(&k)
		}
		moved++
	}
	return moved
}

// askAgain asks the program managers about what nobody owns: it came in before they were named.
func (t *tx) askAgain() {
	var open []keptReferral
	referrals.Each(t.Tx, func(k *keptReferral) bool {
		if k.Owner == "" && k.IsOpen() {
			open = append(open, *k)
		}
		return true
	})
	for i := range open {
		t.tellManagers(&open[i], "unowned")
	}
}

// mayOwn tells whether somebody may decide about a kind of referral now: by role, as a program manager, or because a
// route names them.
func (t *tx) mayOwn(id EmployeeID, kind ReferralKind) bool {
	e, found := employees.Get(t.Tx, string(id))
	if !found || !worksHere(&e) {
		return false
	}
	return e.Has(ownerRole(kind)) || t.manages(&e) ||
		slices.ContainsFunc(t.settings().Routes, func(r Route) bool { return r.Kind == kind && r.Owner == id })
}

// loseRole hands on what somebody owned by a role that was taken away, and tells them so. A route that still leads to
// them would bring new referrals, so it goes with the role.
func (t *tx) loseRole(e *Employee, role Role) {
	settings := *t.settings()
	settings.Routes = slices.DeleteFunc(slices.Clone(settings.Routes), func(r Route) bool {
		return r.Owner == e.ID && ownerRole(r.Kind) == role && !t.manages(e)
	})
	if changes := t.replaceSettings("", settings); changes != "" {
		t.audit("", "settings.save", "settings", changes)
	}
	if moved := t.handOverAll(e.ID); moved > 0 && worksHere(e) {
		t.enqueue(Message{Key: keyOf("notice/role", string(e.ID), t.newID()), Kind: MsgNotice, To: e.ID,
			Text: "You are no longer one of the " + employee.RoleNames[role] + ". " + text.Count(moved, "open referral is", "open referrals are") +
				" with somebody else now; you have nothing left to do there."})
	}
}

// worksHere tells whether e may hold anything at all: guests and deactivated people may not.
func worksHere(e *Employee) bool { return !e.Guest && !e.Deactivated }
