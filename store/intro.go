// Introductions: contacts outside whom an employee can introduce, kept with sealed personal fields; how they are
// offered, moved on and asked about.

package store

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"vouch/store/audit"
	"vouch/store/kv"
	"vouch/store/referral"
	"vouch/store/text"
)

// The table of introductions, see package referral.
var (
	intros                        = referral.Intros
	introsByPerson, introsByOwner = referral.IntrosByPerson, referral.IntrosByOwner
	introsByTime, introsByHash    = referral.IntrosByTime, referral.IntrosByHash
)

var errNoIntro = notFound("This introduction does not exist.")

// openIntro decrypts an introduction.
func (t *tx) openIntro(k *referral.KeptIntro) Introduction {
	i := k.Introduction
	for field, into := range referral.IntroFields(&i) {
		if sealed, found := k.Sealed[field]; found {
			*into = t.db.keys.Open(string(k.ID), field, sealed)
		}
	}
	return i
}

// seal takes over the personal fields, sealed; an empty one takes no room.
func (t *tx) sealIntro(k *referral.KeptIntro) {
	k.Sealed = map[string][]byte{}
	for field, said := range referral.IntroFields(&k.Introduction) {
		if *said != "" {
			k.Sealed[field] = t.db.keys.Seal(string(k.ID), field, *said)
		}
	}
	k.Person, k.Need = Person{}, ""
}

// introFor reads an introduction for its introducer, its owner, program managers, the command line and the program. For
// everybody else it does not exist.
func (t *tx) introFor(id IntroID, viewer EmployeeID) (referral.KeptIntro, error) {
	k, found := intros.Get(t.Tx, string(id))
	if !found || !(viewer == "" || viewer == Operator || viewer == k.Introducer || t.decidesIntro(&k, viewer)) {
		return referral.KeptIntro{}, errNoIntro
	}
	return k, nil
}

// decidesIntro tells whether somebody answers for an introduction: its owner while that is their work, and program
// managers, but never who makes it.
func (t *tx) decidesIntro(k *referral.KeptIntro, id EmployeeID) bool {
	return id != k.Introducer && (id == k.Owner && t.mayOwn(id, k.Kind) || t.isManager(id))
}

// Introduction returns an introduction decrypted, to its introducer, its owner and program managers. For everybody else
// it does not exist.
func (q *Query) Introduction(id IntroID, viewer EmployeeID) Introduction {
	k := end(q.t.introFor(id, viewer))
	return q.t.openIntro(&k)
}

// IntroductionsOf returns the open introductions that a person makes and those that are made for them, newest first.
func (q *Query) IntroductionsOf(id EmployeeID) (made, owned []Introduction) {
	read := func(index *kv.Bucket) (list []Introduction) {
		for _, k := range intros.UnderBack(q.t.Tx, index, string(id), "", 0) {
			if k.IsOpen() && (index == introsByPerson || q.t.decidesIntro(&k, id)) {
				list = append(list, q.t.openIntro(&k))
			}
		}
		return list
	}
	return read(introsByPerson), read(introsByOwner)
}

// touchIntro saves a changed introduction and has what was sent about it rewritten.
func (t *tx) touchIntro(k *referral.KeptIntro) {
	k.Version++
	k.UpdatedAt = t.now
	intros.Save(t.Tx, k)
	for _, kind := range []MessageKind{MsgIntro, MsgIntroCard, MsgIntroAsk} {
		t.rewriteRef(kind, string(k.ID), strconv.Itoa(k.Version))
	}
}

// eraseIntro takes out the personal data. Nobody can go on with a person they know nothing about.
func (t *tx) eraseIntro(k *referral.KeptIntro) {
	k.Erased, k.Sealed, k.AskAt = true, nil, zeroTime
	if k.Stage != IntroReferred {
		k.Stage = IntroEnded
	}
	t.Forget()
	t.touchIntro(k)
}

// eraseIntrosWith erases the contact of a referral from the introductions that hold it.
func (t *tx) eraseIntrosWith(hashes []string) {
	for _, hash := range hashes {
		for _, key := range t.Keys(introsByHash, kv.Join(hash, ""), 0) {
			if k := intros.Must(t.Tx, kv.Split(key, 2)[1]); !k.Erased {
				t.eraseIntro(&k)
			}
		}
	}
}

// oldIntros finds introductions that nobody moved since before a time and that still hold personal data, open ones too.
func (t *tx) oldIntros(from string, before time.Time) ([]string, string) {
	return t.batch(intros.Bucket, from, "", func(_ string, raw []byte) bool {
		k := intros.Decode(raw)
		return !k.Erased && k.UpdatedAt.Before(before)
	})
}

// purgeIntro erases the personal data of an introduction that nobody moved since before a time.
func (t *tx) purgeIntro(key string, before time.Time, n *Purged) {
	if k, found := intros.Get(t.Tx, key); found && !k.Erased && k.UpdatedAt.Before(before) {
		t.eraseIntro(&k)
		t.audit("", "introduction.erase", key, "the time it is kept is over")
		n.Introductions++
	}
}

// exportIntro shows what is sealed only when asked for, as with referrals.
func exportIntro(t *tx, k *referral.KeptIntro, s exportScope) (any, []EmployeeID) {
	whose := []EmployeeID{k.Introducer}
	if !s.personal {
		return k.Introduction, whose
	}
	i := t.openIntro(k)
	return struct {
		Introduction
		Person Person `json:"person"`
		Need   string `json:"need,omitempty"`
	}{i, i.Person, i.Need}, whose
}

// eraseIntros ends the introductions of somebody who is erased, for they alone know the contact, and gives those that
// were made for them to somebody else.
func eraseIntros(t *tx, e *erasure) {
	var ended, orphans []string
	e.count["introductions"] = intros.RewriteAll(t.Tx, func(k *referral.KeptIntro) bool {
		made, owned := e.replace(&k.Introducer, e.ghost), e.replace(&k.Owner, "")
		if made {
			ended = append(ended, string(k.ID))
		} else if owned && k.IsOpen() {
			orphans = append(orphans, string(k.ID))
		}
		return made || owned
	})
	for _, id := range ended {
		if k := intros.Must(t.Tx, id); !k.Erased {
			t.eraseIntro(&k)
		}
	}
	for _, id := range orphans {
		k := intros.Must(t.Tx, id)
		t.giveIntro(&k)
	}
}

// handOverIntros gives the open introductions of an owner who may not decide about them any more to somebody else.
func (t *tx) handOverIntros(gone EmployeeID) {
	for _, k := range intros.Under(t.Tx, introsByOwner, string(gone), 0) {
		if k.IsOpen() && !t.mayOwn(gone, k.Kind) {
			t.giveIntro(&k)
		}
	}
}

// giveIntro finds who answers for an introduction, by the routes of referrals, else a program manager, and sends them
// the card.
func (t *tx) giveIntro(k *referral.KeptIntro) {
	i := t.openIntro(k)
	k.Owner = cmp.Or(t.route(&Referral{Kind: k.Kind, Referrer: k.Introducer, Need: i.Need}), t.otherManager(k.Introducer))
	t.touchIntro(k)
	if k.Owner != "" {
		t.enqueue(Message{Key: keyOf("intro_card", string(k.ID), string(k.Owner)), Kind: MsgIntroCard,
			Ref: string(k.ID), To: k.Owner})
	}
}

// otherManager is the first program manager who is not somebody, "" for none.
func (t *tx) otherManager(than EmployeeID) EmployeeID {
	for _, manager := range t.managers() {
		if manager != than {
			return manager
		}
	}
	return ""
}

// whileIntro: a message about an introduction shows a name until the edits that follow the erasure are made.
func whileIntro(t *tx, m *Message, old time.Time) bool {
	k, found := intros.Get(t.Tx, m.Ref)
	return found && (!k.Erased || !k.UpdatedAt.Before(old))
}

const (

	// introMaxAsks bounds the questions: whoever did not answer two of them has nothing to say.
	introMaxAsks = 2

	// introBatch bounds a commit of the clock; the rest follows with the next minute.
	introBatch = 500
)

// OfferIntroduction stores an introduction by one employee, finds for whom it is by the routing of referrals and sends
// both of them a message. Only the kind, the introducer, the person, the need and the asset of i are read. A contact
// whom somebody has referred or introduces already is refused, without saying who does.
// Fields of its FieldErrors: name, contact, email, profile, phone, company, need, why, consent.
func (db *DB) OfferIntroduction(i Introduction, consent bool) (Introduction, error) {
	return write(db, func(t *tx) (Introduction, error) {
		introducer, err := t.member(i.Introducer)
		if err == nil {
			err = t.unlocked(i.Introducer)
		}
		if err != nil {
			return i, err
		}
		contacts, err := referral.CheckIntro(&i, consent)
		if err != nil {
			return i, err
		}
		if rule := t.introRule(&i, &introducer); rule != "" {
			return i, FieldErrors{"name": rule}.Err()
		}
		hashes := t.hashes(contacts)
		if taken := t.introTaken(&i, hashes); taken != "" {
			return i, FieldErrors{"contact": taken}.Err()
		}
		k := referral.KeptIntro{Hashes: hashes, Introduction: Introduction{ID: IntroID(t.newID()), Kind: i.Kind,
			Introducer: i.Introducer, Person: i.Person, Need: i.Need, Asset: i.Asset, Stage: IntroOffered, CreatedAt: t.now,
			OwnedUntil: t.now.AddDate(0, 0, t.settings().OwnedDays)}}
		t.sealIntro(&k)
		t.giveIntro(&k)
		t.enqueue(Message{Key: keyOf("intro", string(k.ID)), Kind: MsgIntro, Ref: string(k.ID), To: k.Introducer})
		return t.openIntro(&k), nil
	})
}

// introRule says which rule forbids an introduction, "" when none does.
func (t *tx) introRule(i *Introduction, introducer *Employee) string {
	switch {
	case strings.Contains(text.Fold(i.Person.Name), " ") && introducer.IsNamed(i.Person.Name):
		return "You cannot introduce yourself."
	case t.isColleague(referral.FullName(&i.Person)):
		return "A colleague of this name works here already. If you mean somebody else, add a middle name or an initial."
	}
	return ""
}

// introTaken says why nobody else may introduce a contact now, "" when they may. It never says who was first.
func (t *tx) introTaken(i *Introduction, hashes []string) string {
	if known, found := referral.ClaimedIntro(t.Tx, t.now, hashes); found && known.Introducer == i.Introducer {
		return "You are introducing this person already: see your messages or Home."
	} else if found {
		return "Somebody here is in touch with this person already. Nothing was stored."
	}
	for _, kind := range []ReferralKind{Candidate, Client} {
		if known, found := t.claimed(kind, hashes, ""); found && known.Referrer == i.Introducer {
			return "You referred this person already: see your referrals on Home."
		} else if found {
			return "Somebody here is in touch with this person already. Nothing was stored."
		}
	}
	return ""
}

// MoveIntroduction says how far an introduction is. The introducer moves it on or ends it; its owner and program
// managers say that they met, or end it. What it is already, or was before, changes nothing, so that a button may be
// pressed twice or late.
func (db *DB) MoveIntroduction(actor EmployeeID, id IntroID, to IntroStage) (Introduction, error) {
	return write(db, func(t *tx) (Introduction, error) {
		k, err := t.introFor(id, actor)
		if err == nil && actor == k.Introducer && to != IntroEnded {
			_, err = t.member(actor)
		}
		switch {
		case err != nil:
			return Introduction{}, err
		case to == IntroReferred || to.IsBefore(IntroSent):
			return t.openIntro(&k), invalid("An introduction has no such step.")
		case actor != k.Introducer && to != IntroMet && to != IntroEnded:
			return t.openIntro(&k), denied("Only who introduces them can say that.")
		case !k.Stage.IsBefore(to):
			return t.openIntro(&k), nil
		case k.Stage == IntroReferred || k.Erased:
			return t.openIntro(&k), conflict("This introduction is over.")
		}
		was := k.Stage
		if k.Stage, k.AskAt = to, zeroTime; to == IntroSent {
			k.SentAt = t.now
			t.askBack(&k)
		}
		t.touchIntro(&k)
		if actor != k.Introducer {
			t.audit(actor, "introduction.move", string(id), audit.Change([]IntroStage{was}, to))
		}
		return t.openIntro(&k), nil
	})
}

// askBack plans the question whether an answer came, for a moment at which the introducer works: they are told the day.
func (t *tx) askBack(k *referral.KeptIntro) {
	settings, e := t.settings(), employees.Must(t.Tx, string(k.Introducer))
	k.AskAt = t.opening(&e, settings.WorkingDays(t.now, referral.IntroAskDays, Location(settings.TimeZone, "")))
}

// WaitForAnswer records that no answer came yet, and asks again some working days later unless that was done often
// enough. Only the introducer may; pressing it twice changes nothing.
func (db *DB) WaitForAnswer(actor EmployeeID, id IntroID) (Introduction, error) {
	return write(db, func(t *tx) (Introduction, error) {
		k, err := t.introFor(id, actor)
		if err != nil || k.Introducer != actor {
			return Introduction{}, errNoIntro
		}
		if _, err := t.member(actor); err != nil {
			return Introduction{}, err
		}
		if k.Stage == IntroSent && k.AskAt.IsZero() && k.Asked < introMaxAsks {
			t.askBack(&k)
			t.touchIntro(&k)
		}
		return t.openIntro(&k), nil
	})
}

// AcceptIntroduction records that the owner wants it, and pays its introducer once. Only the owner and program managers
// may; accepting twice changes nothing.
func (db *DB) AcceptIntroduction(actor EmployeeID, id IntroID) (Introduction, error) {
	return write(db, func(t *tx) (Introduction, error) {
		k, err := t.introFor(id, actor)
		switch {
		case err != nil || !t.decidesIntro(&k, actor):
			return Introduction{}, errNoIntro
		case !k.AcceptedAt.IsZero():
			return t.openIntro(&k), nil
		case !k.IsOpen():
			return t.openIntro(&k), conflict("This introduction is over.")
		}
		k.AcceptedAt = t.now
		t.touchIntro(&k)
		t.award(Entry{Employee: k.Introducer, Points: t.settings().Points.IntroductionAccepted,
			Rule: RuleIntroductionAccepted, Cause: keyOf("intro", string(id), "accepted"), Actor: actor})
		t.recognise(k.Introducer)
		if actor != k.Owner {
			t.audit(actor, "introduction.accept", string(id), "")
		}
		return t.openIntro(&k), nil
	})
}

// ledTo notes that an introduction led to a referral by the same person. Anything else is no fault of the referral.
func (t *tx) ledTo(id IntroID, r *Referral) {
	k, found := intros.Get(t.Tx, string(id))
	if !found || k.Introducer != r.Referrer || !k.IsOpen() {
		return
	}
	k.Stage, k.AskAt, k.Referral = IntroReferred, zeroTime, r.ID
	t.touchIntro(&k)
}

// TickIntroductions asks the introducers for whom it is time whether an answer came, and ends the introductions of
// people who have left the workspace. It returns how many questions were enqueued.
func (db *DB) TickIntroductions(now time.Time) (asked int, err error) {
	return tick(db, func(t *tx) (asked int, err error) {
		for _, id := range t.Due(introsByTime, now, introBatch) {
			k := intros.Must(t.Tx, id)
			k.AskAt = zeroTime
			if _, err := t.member(k.Introducer); err != nil {
				k.Stage = IntroEnded
				t.touchIntro(&k)
				continue
			}
			k.Asked++
			intros.Save(t.Tx, &k)
			t.enqueue(Message{Key: keyOf("intro_ask", id, strconv.Itoa(k.Asked)), Kind: MsgIntroAsk, Ref: id, To: k.Introducer})
			asked++
		}
		return asked, nil
	})
}
