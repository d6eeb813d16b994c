// Introducing: the form is checked, an owner found, and the introducer moves it on and is asked whether an answer came.

package store

import (
	"strconv"
	"strings"
	"time"

	"vouch/store/referral"
	"vouch/store/text"
)

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
	if known, found := t.claimedIntro(hashes); found && known.Introducer == i.Introducer {
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
		if k.Stage, k.AskAt = to, zeroTime; to == IntroSent {
			k.SentAt = t.now
			t.askBack(&k)
		}
		t.touchIntro(&k)
		if actor != k.Introducer {
			t.audit(actor, "introduction.move", string(id), string(to))
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
	return write(db, func(t *tx) (asked int, err error) {
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
