// Referring: the form is checked, duplicates and rules give the stated answer, an accepted person gets an owner; and
// who gets the referrals of an owner who drops out.

package store

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"vouch/store/audit"
	"vouch/store/employee"
	"vouch/store/kv"
	"vouch/store/referral"
	"vouch/store/text"
)

// SubmitReferral answers a referral at once: accepted (owner and answer date are in it), known (until when, never
// whose), yours (you referred them before) or not eligible (which rule). Only accepted ones are stored, and their owner
// gets a card. The same Cause again gives the first answer.
func (db *DB) SubmitReferral(s Submission) (SubmitResult, error) {
	return write(db, func(t *tx) (SubmitResult, error) { return t.submitReferral(s) })
}

// submitReferral goes from the cheapest answer to the most telling one: what is wrong with the form is said before
// anything about other people is looked up.
func (t *tx) submitReferral(s Submission) (SubmitResult, error) {
	if id := t.Get(referralsByCause, kv.Join(string(s.Referrer), s.Cause)); id != nil && s.Cause != "" {
		k := referrals.Must(t.Tx, string(id))
		return SubmitResult{Verdict: VerdictAccepted, Referral: t.open(&k), Until: k.OwnedUntil}, nil
	}
	referrer, err := t.member(s.Referrer)
	if err == nil {
		err = t.unlocked(s.Referrer)
	}
	if err != nil {
		return SubmitResult{}, err
	}
	contacts, err := referral.Check(&s)
	if err != nil {
		return SubmitResult{}, err
	}
	if err := t.checkLane(&s); err != nil {
		return SubmitResult{}, err
	}
	if rule := t.notEligible(&s, &referrer); rule != "" {
		return SubmitResult{Verdict: VerdictNot, Rule: rule}, nil
	}
	// Only the hashes are compared: the contact itself is sealed and cannot be searched.
	hashes := t.hashes(contacts)
	if known, found := t.claimed(s.Kind, hashes, ""); found {
		// Saying "known" to somebody else never says by whom: that would tell a candidate's plans to colleagues.
		if known.Referrer == s.Referrer {
			return SubmitResult{Verdict: VerdictYours, Referral: t.open(&known), Until: known.OwnedUntil}, nil
		}
		if !known.OwnedUntil.After(t.now) {
			return SubmitResult{Verdict: VerdictKnown}, nil
		}
		return SubmitResult{Verdict: VerdictKnown, Until: known.OwnedUntil}, nil
	}
	k := t.acceptSubmission(&s, hashes)
	return SubmitResult{Verdict: VerdictAccepted, Referral: t.open(&k), Until: k.OwnedUntil}, nil
}

// acceptSubmission stores a referral and tells everybody it concerns.
func (t *tx) acceptSubmission(s *Submission, hashes []string) keptReferral {
	settings := t.settings()
	k := keptReferral{Cause: s.Cause}
	k.Referral = Referral{ID: ReferralID(t.newID()), Kind: s.Kind, Referrer: s.Referrer, Job: s.Job, Lane: s.Lane,
		Need:         s.Need,
		Relationship: s.Relationship, HowWell: s.HowWell, Event: s.Event, Stage: Submitted, SubmittedAt: t.now,
		UpdatedAt: t.now, Version: 1,
		OwnedUntil: t.now.Add(time.Duration(settings.OwnedDays) * 24 * time.Hour),
		History:    []StageChange{{Stage: Submitted, By: s.Referrer, At: t.now}}}
	// The owner is found before the referral is counted, or the first in a tie would always look busier.
	k.Owner = t.route(&k.Referral)
	t.expectAnswer(&k.Referral)
	k.Bonus = t.bonusTerms(&k.Referral)
	t.sealPerson(&k, s.Person, hashes)
	referrals.Replace(t.Tx, nil, &k)
	t.tellStage(&k.Referral, "")
	t.noteMet(s.Referrer, s.Event)
	t.ledTo(s.Intro, &k.Referral)
	t.tellReferrer(&k, "")
	t.tellMoments(s.Referrer, "")
	t.sendCard(&k)
	return k
}

// sendCard gives the owner their card; without an owner the managers decide. Somebody who gets a referral back gets a
// second card: a silent edit of the first one, far up in their messages, would tell them nothing.
func (t *tx) sendCard(k *keptReferral) {
	id := string(k.ID)
	if k.Owner == "" {
		t.tellManagers(k, "unowned")
		return
	}
	m := Message{Key: keyOf("referral_card", id, string(k.Owner)), Kind: MsgReferralCard, Ref: id, To: k.Owner}
	if before, had := messages.Get(t.Tx, m.Key); had && before.State != Pending {
		m.Key = keyOf(m.Key, strconv.Itoa(k.Version))
	}
	t.enqueue(m)
}

// tellHandover tells the referrer that somebody else answers from now on.
func (t *tx) tellHandover(k *keptReferral) {
	if _, err := t.member(k.Referrer); err != nil {
		return
	}
	t.enqueue(Message{Key: keyOf("referral_owner", string(k.ID), strconv.Itoa(k.Version)), Kind: MsgReferralOwner,
		Ref: string(k.ID), To: k.Referrer})
}

// tellManagers sends every program manager the same question; why keeps different causes apart.
func (t *tx) tellManagers(k *keptReferral, why string) {
	t.enqueueEach(t.managers(), Message{Key: keyOf("escalation", string(k.ID), why, strconv.Itoa(k.Version)),
		Kind: MsgEscalation, Ref: string(k.ID)})
}

// tellReferrer enqueues the news of the last step; silent marks that the news is the owner's silence.
func (t *tx) tellReferrer(k *keptReferral, silent string) {
	if e, found := employees.Get(t.Tx, string(k.Referrer)); !found || e.Deactivated {
		return
	}
	ref := keyOf(string(k.ID), strconv.Itoa(len(k.History)-1))
	key := keyOf("referral_news", ref)
	if silent != "" {
		key = keyOf(key, silent, strconv.Itoa(k.Version))
	}
	t.enqueue(Message{Key: key, Kind: MsgReferralNews, Ref: ref, To: k.Referrer})
}

// notEligible says which rule forbids a referral, "" when none does.
func (t *tx) notEligible(s *Submission, referrer *Employee) string {
	if strings.Contains(text.Fold(s.Person.Name), " ") && referrer.IsNamed(s.Person.Name) {
		return "You cannot refer yourself."
	}
	if s.Kind == Client {
		s.Job = ""
		return ""
	}
	if t.isColleague(referral.FullName(&s.Person)) {
		return "A colleague of this name works here already. If you mean somebody else of the same name, add a middle name " +
			"or an initial."
	}
	if s.Job == "" {
		return ""
	}
	a, found := assets.Get(t.Tx, string(s.Job))
	if !found || a.Kind != Job || a.State != Live || (a.Job != nil && a.Job.Closed) {
		return "This job is not open any more."
	}
	return ""
}

// isColleague tells whether the full name is that of somebody who works here. The workspace gives no e-mail addresses,
// so the name is all there is to compare, and the answer must say how a true namesake gets past it. Guests are often
// contractors whom a company would hire, and people who left may come back: both may be referred.
func (t *tx) isColleague(name string) bool {
	if !strings.Contains(text.Fold(name), " ") {
		return false
	}
	for _, key := range t.Keys(employeesByName, kv.Join(text.Fold(name), ""), 0) {
		if _, err := t.member(EmployeeID(kv.Split(key, 2)[1])); err == nil {
			return true
		}
	}
	return false
}

func (t *tx) hashes(contacts []string) (hashes []string) {
	for _, contact := range contacts {
		parts := kv.Split(contact, 2)
		hashes = append(hashes, t.db.keys.Hash(parts[0], parts[1]))
	}
	return hashes
}

// claimed finds the first referral of the same kind that holds a contact and whose window is open; except is left out.
func (t *tx) claimed(kind ReferralKind, hashes []string, except ReferralID) (keptReferral, bool) {
	return referral.Claimed(t.Tx, t.now, kind, hashes, except)
}

// EditReferral replaces the form of a referral that was not accepted yet. The kind stays; the same form again changes
// nothing. Fields of its FieldErrors: those of SubmitReferral.
func (db *DB) EditReferral(referrer EmployeeID, id ReferralID, s Submission) (Referral, error) {
	return write(db, func(t *tx) (Referral, error) {
		k, err := t.ownReferral(referrer, id)
		if err != nil {
			return Referral{}, err
		}
		if k.Stage != Submitted || k.Erased {
			return t.open(&k), conflict("This referral is already " + referral.StageWords(k.Stage) +
				" and cannot be changed any more.")
		}
		e, err := t.member(referrer)
		if err != nil {
			return Referral{}, err
		}
		// An edit is a new form about the same person: every rule of the first one holds again.
		s.Kind, s.Referrer = k.Kind, referrer
		contacts, err := referral.Check(&s)
		if err != nil {
			return t.open(&k), err
		}
		if s.Lane != k.Lane {
			err = t.checkLane(&s)
		}
		if rule := t.notEligible(&s, &e); rule != "" && err == nil {
			err = invalid(rule)
		}
		if err != nil {
			return t.open(&k), err
		}
		hashes := t.hashes(contacts)
		if _, found := t.claimed(k.Kind, hashes, k.ID); found {
			return t.open(&k), conflict("With this contact the person is already known to us.")
		}
		// Pressing Save twice must not make a version, or whoever looks at the card would be told that it changed.
		if old := t.open(&k); old.Person == s.Person && old.Job == s.Job && old.Lane == s.Lane && old.Need == s.Need &&
			old.Relationship == s.Relationship && old.HowWell == s.HowWell {
			return old, nil
		}
		other := t.open(&k).Need != s.Need || k.Job != s.Job || (s.Job == "" && k.Lane != s.Lane)
		k.Job, k.Lane, k.Need, k.Relationship, k.HowWell = s.Job, s.Lane, s.Need, s.Relationship, s.HowWell
		// For another job the rules of now hold.
		if other {
			k.Bonus = t.bonusTerms(&k.Referral)
		}
		t.sealPerson(&k, s.Person, hashes)
		t.touch(&k)
		return t.open(&k), nil
	})
}

// ownReferral reads a referral of this referrer; somebody else's does not exist for them.
func (t *tx) ownReferral(referrer EmployeeID, id ReferralID) (keptReferral, error) {
	k, found := referrals.Get(t.Tx, string(id))
	if !found || k.Referrer != referrer {
		return keptReferral{}, errNoReferral
	}
	return k, nil
}

// WithdrawReferral takes a referral back until there is an offer, and with it what it earned; the person may then be
// referred by anybody. Withdrawing twice changes nothing.
func (db *DB) WithdrawReferral(referrer EmployeeID, id ReferralID) (Referral, error) {
	return write(db, func(t *tx) (Referral, error) {
		k, err := t.ownReferral(referrer, id)
		if err != nil || k.Stage == StageWithdrawn {
			return t.open(&k), err
		}
		if !k.CanWithdraw() {
			return t.open(&k), conflict("This referral is already " + referral.StageWords(k.Stage) +
				", so it can't be withdrawn any more.")
		}
		// Kept, they could be had again and again by referring the same person.
		points := t.takeBack(&k, -1, referrer, "the referral was withdrawn")
		t.setStage(&k, StageWithdrawn, referrer, "")
		k.History[len(k.History)-1].Points = points
		t.touch(&k)
		return t.open(&k), nil
	})
}

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
		t.audit("", "referral.assign", string(k.ID), audit.Change([]EmployeeID{gone}, k.Owner))
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
	if !found || !e.WorksHere() {
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
	if moved := t.handOverAll(e.ID); moved > 0 && e.WorksHere() {
		t.enqueue(Message{Key: keyOf("notice/role", string(e.ID), t.newID()), Kind: MsgNotice, To: e.ID,
			Text: "You are no longer one of the " + employee.RoleNames[role] + ". " +
				text.Count(moved, "open referral is", "open referrals are") +
				" with somebody else now; you have nothing left to do there."})
	}
}
