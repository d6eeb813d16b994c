// Referrals: named candidates and introduced clients, kept with sealed personal fields; the lanes in which candidates
// wait for a job, and what is left of a referral when somebody is erased.

package store

import (
	"maps"
	"slices"
	"strconv"

	"vouch/store/employee"
	"vouch/store/kv"
	"vouch/store/referral"
	"vouch/store/text"
)

// The table of referrals, see package referral.
var (
	referrals                                            = referral.Table
	referralsByPerson, referralsByOwner, referralsByTime = referral.ByPerson, referral.ByOwner, referral.ByTime
	referralsByHash, referralsByCause, referralsByLane   = referral.ByHash, referral.ByCause, referral.ByLane
	openOf                                               = referral.OpenOf
)

// lateReferrals is the counter of open referrals whose answer is late.
const lateReferrals = referral.LateCounter

// sealPerson takes over p and the need, sealed, and the hashes of p.
func (t *tx) sealPerson(k *keptReferral, p Person, hashes []string) {
	k.Person, k.Hashes = p, hashes
	for field, text := range referral.PersonFields(&p) {
		t.sealField(k, field, *text)
	}
	t.sealField(k, "need", k.Need)
	k.Need = ""
}

// sealField encrypts one field of a referral; an empty one takes no room, which shows that it is empty and nothing
// else.
func (t *tx) sealField(k *keptReferral, field, text string) {
	if k.Sealed == nil {
		k.Sealed = map[string][]byte{}
	}
	if text == "" {
		delete(k.Sealed, field)
		return
	}
	k.Sealed[field] = t.db.keys.Seal(string(k.ID), field, text)
}

// open decrypts a referral.
func (t *tx) open(k *keptReferral) Referral {
	r := k.Referral
	words := func(field string) string {
		sealed, found := k.Sealed[field]
		if !found {
			return ""
		}
		return t.db.keys.Open(string(k.ID), field, sealed)
	}
	for field, into := range referral.PersonFields(&r.Person) {
		*into = words(field)
	}
	r.Need, r.History, r.Questions = words("need"), slices.Clone(k.History), nil
	for i := range r.History {
		r.History[i].Reason = words(referral.ReasonField(i))
	}
	for i, times := range k.Asked {
		r.Questions = append(r.Questions, Question{Text: words(referral.QuestionField(i, "text")),
			Answer:  words(referral.QuestionField(i, "answer")),
			AskedAt: times.AskedAt, Answered: times.Answered})
	}
	return r
}

var errNoReferral = notFound("This referral does not exist, or somebody else looks after it now.")

// referralFor reads a referral for somebody who may see it: its referrer, its owner while that is their work, program
// managers, the command line and the program. For everybody else it does not exist.
func (t *tx) referralFor(id ReferralID, viewer EmployeeID) (keptReferral, error) {
	k, found := referrals.Get(t.Tx, string(id))
	if !found || !(viewer == "" || viewer == Operator || viewer == k.Referrer ||
		viewer == k.Owner && t.mayOwn(viewer, k.Kind) || t.isManager(viewer)) {
		return keptReferral{}, errNoReferral
	}
	return k, nil
}

func (t *tx) isManager(id EmployeeID) bool {
	e, found := employees.Get(t.Tx, string(id))
	return found && t.manages(&e)
}

// Referral returns a referral decrypted, to its referrer, its owner and program managers. For everybody else it does
// not exist.
func (q *Query) Referral(id ReferralID, viewer EmployeeID) Referral {
	k := end(q.t.referralFor(id, viewer))
	return q.t.open(&k)
}

// ReferralsOf returns what a person referred, newest first.
func (q *Query) ReferralsOf(id EmployeeID) []Referral { return q.t.referralsIn(referralsByPerson, id) }

// ReferralsOwnedBy returns what a person decides about, newest first.
func (q *Query) ReferralsOwnedBy(owner EmployeeID) []Referral {
	return slices.DeleteFunc(q.t.referralsIn(referralsByOwner, owner),
		func(r Referral) bool { return !q.t.mayOwn(owner, r.Kind) })
}

// Referrals returns every open referral and at most limit ended ones, the newest first: the list of program managers.
func (q *Query) Referrals(limit int) (list []Referral) {
	q.t.ScanBack(referrals.Bucket, "", "", func(_ string, raw []byte) bool {
		k := referrals.Decode(raw)
		if !k.IsOpen() {
			limit--
		}
		if k.IsOpen() || limit >= 0 {
			list = append(list, q.t.open(&k))
		}
		return true
	})
	return list
}

// referralsIn opens the referrals an index names for a person, newest first.
func (t *tx) referralsIn(index *kv.Bucket, id EmployeeID) (list []Referral) {
	for _, k := range referrals.UnderBack(t.Tx, index, string(id), "", 0) {
		list = append(list, t.open(&k))
	}
	return list
}

// exportReferral shows what is sealed, which a kept referral does not hold in words, only when asked for. What somebody
// referred is theirs; what they decided about as an owner belongs to the candidate.
func exportReferral(t *tx, k *keptReferral, s exportScope) (any, []EmployeeID) {
	whose := []EmployeeID{k.Referrer}
	if !s.personal {
		return k.Referral, whose
	}
	r := t.open(k)
	return struct {
		Referral
		Person    Person     `json:"person"`
		Questions []Question `json:"questions,omitempty"`
	}{r, r.Person, r.Questions}, whose
}

// followJob takes those who wait for a job of the department on to one that has just opened, and tells their referrers
// and whoever looks after them. The bonus stays what was promised; where nothing was, the rules of now hold.
func (t *tx) followJob(a *Asset) {
	if a.Job == nil || a.Job.Department == "" {
		return
	}
	for _, k := range referrals.Under(t.Tx, referralsByLane, text.Fold(a.Job.Department), 0) {
		k.Job = a.ID
		if k.Bonus == nil {
			opened := t.open(&k)
			k.Bonus = t.bonusTerms(&opened)
		}
		t.expectAnswer(&k.Referral)
		t.touch(&k)
		readers := []EmployeeID{k.Owner, k.Referrer}
		if k.Owner == "" {
			readers = append(t.managers(), k.Referrer)
		}
		for _, id := range text.Unique(readers) {
			if _, err := t.member(id); err == nil {
				t.enqueue(Message{Key: keyOf("lane", string(k.ID), string(a.ID), string(id)), Kind: MsgLane,
					Ref: string(k.ID), To: id})
			}
		}
	}
}

// Lanes lists the departments that have no opening now: those of people who work here, and of all jobs there ever were.
func (q *Query) Lanes() []string {
	byName, open := map[string]string{}, map[string]bool{}
	add := func(department string) {
		if department != "" {
			byName[text.Fold(department)] = department
		}
	}
	for _, key := range q.t.Keys(kv.Counters, employee.DepartmentOf(""), 0) {
		add(kv.Split(key, 2)[1])
	}
	assets.Each(q.t.Tx, func(a *Asset) bool {
		if a.Kind == Job && a.Job != nil && !a.LiveAt.IsZero() {
			add(a.Job.Department)
			open[text.Fold(a.Job.Department)] = open[text.Fold(a.Job.Department)] || a.IsOpening()
		}
		return true
	})
	maps.DeleteFunc(byName, func(folded, _ string) bool { return open[folded] })
	return slices.Sorted(maps.Values(byName))
}

// checkLane puts the name of a lane in the place of what was sent, and refuses what is none.
func (t *tx) checkLane(s *Submission) error {
	if s.Lane == "" || s.Kind == Client || s.Job != "" {
		s.Lane = ""
		return nil
	}
	lanes := (&Query{t}).Lanes()
	at := slices.IndexFunc(lanes, func(lane string) bool { return text.Fold(lane) == text.Fold(s.Lane) })
	if at < 0 {
		return FieldErrors{"job": "A job is open in this department by now, or there is no such department. " +
			"Choose again."}.Err()
	}
	s.Lane = lanes[at]
	return nil
}

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
				delete(k.Sealed, referral.QuestionField(n, "answer"))
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
