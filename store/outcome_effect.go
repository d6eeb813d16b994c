// What an outcome does: it moves a referral as its owner would, raises a share, or erases a person.

package store

import (
	"slices"
	"strconv"
	"time"

	"vouch/store/audit"
	"vouch/store/outcome"
	"vouch/store/referral"
)

// takeEffect does what an outcome asks for.
func (t *tx) takeEffect(k *outcome.Kept) {
	t.moves = k.Known
	defer func() { t.moves = "" }()
	switch {
	case k.Kind == outcome.Erased:
		t.eraseAtSource(k)
	case k.Kind == outcome.Merged:
		t.claimEarlier(k)
	case k.Referral != "":
		t.moveByOutcome(k)
	case k.Share != "":
		t.convertShare(k)
	}
}

// moveByOutcome moves a referral on as its owner would. What it cannot do is recorded all the same.
func (t *tx) moveByOutcome(k *outcome.Kept) {
	r := referrals.Must(t.Tx, string(k.Referral))
	if k.Asset = r.Job; r.Erased || r.Stage == StageWithdrawn || t.isLate(k) {
		return
	}
	goal, last, name := referral.Place(r.Kind, Stage(k.Kind)), r.History[len(r.History)-1], outcome.Name(k.Source)
	from, isStage := referral.Place(r.Kind, r.Stage), slices.Contains(Stages(r.Kind), Stage(k.Kind))
	end := referral.Place(r.Kind, map[ReferralKind]Stage{Candidate: Hired, Client: Won}[r.Kind])
	var err error
	switch {
	case k.Kind == outcome.Unhired && from >= end && r.Stage != Declined:
		_, err = t.correctReferral("", r.ID, r.StageBefore(end), name+": the hire was undone.", r.Version)
	case (k.Kind == outcome.Declined || k.Kind == outcome.Lost) && from < end:
		_, err = t.moveReferral("", r.ID, Declined, "Closed in "+name+".", r.Version)
	case isStage && r.IsOpen() && goal > from:
		err = t.advance(&r, Stage(k.Kind), k.Closing(&r.Referral))
	case isStage && r.Stage == Declined && last.By == "": // what a source closed it may open again
		_, err = t.correctReferral("", r.ID, Stage(k.Kind), name+": taken up again.", r.Version)
	default:
		return
	}
	if k.Moved = err == nil; k.Moved {
		k.From = r.Stage
	}
}

// advance moves a referral on with what is known of its end; what its bonus cannot take, such as a sum in another
// currency, is left to its owner.
func (t *tx) advance(r *keptReferral, to Stage, c Closing) error {
	if c == r.Closing || t.checkClosing(r, c) != nil {
		_, err := t.moveReferral("", r.ID, to, "", r.Version)
		return err
	}
	_, err := t.closeReferral("", r.ID, to, c, r.Version)
	return err
}

// noteClosing takes over the first day or the worth from what was known already, as when a recruiter was faster than
// their system.
func (t *tx) noteClosing(k *outcome.Kept) {
	r, found := referrals.Get(t.Tx, string(k.Referral))
	if !found || r.Erased || !k.Stands(&r.Referral) {
		return
	}
	if c := k.Closing(&r.Referral); c != r.Closing && t.checkClosing(&r, c) == nil {
		_, _ = t.closeReferral("", r.ID, r.Stage, c, r.Version) // nothing else can refuse it
	}
}

// isLate tells an outcome that comes after a later one of the opposite direction: a rejection that was taken back
// already, or a stage before the rejection.
func (t *tx) isLate(k *outcome.Kept) (late bool) {
	for _, other := range t.outcomesUnder(outcomesByReferral, string(k.Referral)) {
		opposite := other.Kind.IsSetback() != k.Kind.IsSetback()
		late = late || other.Kind.IsFact() && opposite && other.At.After(k.At)
	}
	return late
}

// isRepeat tells what is known already: the same happened to the same referral, or to the same application or deal, and
// nothing of the opposite direction since.
func (t *tx) isRepeat(k *outcome.Kept) (repeat bool) {
	var before []Outcome
	if k.Referral != "" {
		before = t.outcomesUnder(outcomesByReferral, string(k.Referral))
	} else if len(k.Subjects) > 0 {
		for _, other := range outcomes.Under(t.Tx, outcomesBySubject, k.Subjects[0], 0) {
			if other.State != OutcomeWaiting && other.Known != outcome.Hint {
				before = append(before, other.Outcome)
			}
		}
	}
	for _, other := range before {
		if other.Kind.IsFact() && other.Kind.IsSetback() != k.Kind.IsSetback() {
			repeat = false
		}
		repeat = repeat || other.Kind == k.Kind && k.Kind.IsFact()
	}
	return repeat
}

// clampTime takes a time before there was anything of ours for a wrong clock, or for a test with old data.
func (t *tx) clampTime(k *outcome.Kept) {
	since := zeroTime
	if r, found := referrals.Get(t.Tx, string(k.Referral)); found {
		since = r.SubmittedAt
	} else if s, found := shares.Get(t.Tx, string(k.Share)); found {
		since = s.OpenedAt
	}
	// A source may know the day alone.
	if !since.IsZero() && k.At.Before(since.Add(-24*time.Hour)) {
		k.At = t.now
	}
}

// convertShare raises a share to its last level, and leaves the news for its sharer's next digest, without a name.
func (t *tx) convertShare(k *outcome.Kept) {
	s := shares.Must(t.Tx, string(k.Share))
	if k.Asset = s.Asset; k.Kind.IsSetback() {
		return
	}
	t.tellSharer(s.Employee, ShareNews{Share: s.ID, What: string(k.Kind), Count: 1})
	if !s.ConvertedAt.IsZero() {
		return
	}
	before := s.Level
	s.ConvertedAt, s.UpdatedAt = t.now, t.now
	s.SettleLevel()
	shares.Save(t.Tx, &s)
	if s.Level != before {
		t.rewriteDigests(&s, "")
	}
}

// moveOutcomes gives the outcomes of a share to another one of the same post.
func (t *tx) moveOutcomes(from, to ShareID) {
	for _, o := range t.outcomesUnder(outcomesByShare, string(from)) {
		k := outcomes.Must(t.Tx, string(o.ID))
		k.Share = to
		outcomes.Save(t.Tx, &k)
	}
}

// noteByHand records where people in Slack moved a referral, so that outcomes are all there is to count. The cause is
// the step of its history.
func (t *tx) noteByHand(r *Referral, from Stage, actor EmployeeID) {
	kind, end := OutcomeKind(r.Stage), map[ReferralKind]Stage{Candidate: Hired, Client: Won}[r.Kind]
	if back := referral.Place(r.Kind, from) >= referral.Place(r.Kind, end) &&
		referral.Place(r.Kind, r.Stage) < referral.Place(r.Kind, end); back &&
		from != Declined {
		kind = map[ReferralKind]OutcomeKind{Candidate: outcome.Unhired, Client: outcome.Lost}[r.Kind]
	}
	if actor == "" || !slices.Contains(outcome.Kinds, kind) {
		return
	}
	k := outcome.Kept{Outcome: Outcome{ID: OutcomeID(t.newID()), Source: "slack", Kind: kind, At: t.now, RecordedAt: t.now,
		Cause: keyOf("slack", string(r.ID), strconv.Itoa(len(r.History)-1)), Known: outcome.Hand,
		State: OutcomeCounted, Referral: r.ID, Asset: r.Job, Moved: true, From: from, DecidedBy: actor}}
	outcomes.Replace(t.Tx, nil, &k)
	t.tellOutcome(&k, false)
}

// SayTouch records what a referred person said when they were asked what made them get in touch. The owner and program
// managers may, once there was a first real contact. The same answer again changes nothing, another one takes its
// place.
func (db *DB) SayTouch(actor EmployeeID, id ReferralID, touch Touch) (Referral, error) {
	return write(db, func(t *tx) (Referral, error) {
		r, err := t.decidable(actor, id)
		if err != nil {
			return Referral{}, err
		}
		before, n := outcome.TouchIn(t.outcomesUnder(outcomesByReferral, string(id)))
		switch at := r.ContactedAt(); {
		case before == touch:
			return t.open(&r), nil
		case !slices.Contains(outcome.Touches, touch):
			return t.open(&r), invalid("Choose one of the answers.")
		case at.IsZero() || r.Erased || r.Stage == StageWithdrawn:
			return t.open(&r), conflict("There is nobody to ask: this referral is " + referral.StageWords(r.Stage) + ".")
		default:
			k := outcome.Kept{Outcome: Outcome{ID: OutcomeID(t.newID()), Source: "slack",
				Kind: outcome.Contact, At: at, RecordedAt: t.now, Cause: keyOf("touch", string(id), strconv.Itoa(n)),
				Known: outcome.Said, State: OutcomeCounted, Referral: id, Asset: r.Job, Touch: touch, DecidedBy: actor}}
			outcomes.Replace(t.Tx, nil, &k)
			t.tellOutcome(&k, false)
		}
		t.touch(&r)
		t.auditManager(actor, &r, "referral.touch", audit.Change([]Touch{before}, touch))
		return t.open(&r), nil
	})
}

// TouchOf is what made a referred person get in touch, "" while nobody said it.
func (q *Query) TouchOf(id ReferralID) Touch {
	last, _ := outcome.TouchIn(q.OutcomesOf(id))
	return last
}

// claimEarlier gives what came before to whom a reference that came later names: systems tell things in any order.
func (t *tx) claimEarlier(k *outcome.Kept) {
	var earlier []outcome.Kept
	for _, subject := range k.Subjects {
		for _, other := range outcomes.Under(t.Tx, outcomesBySubject, subject, 0) {
			if other.State == OutcomeOther && other.DecidedBy == "" && other.Known != outcome.Hint {
				earlier = append(earlier, other)
			}
		}
	}
	slices.SortStableFunc(earlier, func(a, b outcome.Kept) int { return a.At.Compare(b.At) })
	for i := range earlier {
		other := &earlier[i]
		r, is := referrals.Get(t.Tx, string(k.Referral))
		if is && !outcome.Fits(other.Kind, r.Kind) {
			continue
		}
		other.State, other.Referral, other.Share, other.Asset = OutcomeCounted, k.Referral, k.Share, k.Asset
		t.takeEffect(other)
		outcomes.Save(t.Tx, other)
		t.tellOutcome(other, false)
	}
}

// eraseAtSource erases the person whom the source erased, with everything that waits about them.
func (t *tx) eraseAtSource(k *outcome.Kept) {
	r, found := referrals.Get(t.Tx, string(k.Referral))
	if found && !r.Erased {
		t.eraseReferral(&r, "", "erased in "+outcome.Name(k.Source))
	}
	for _, subject := range k.Subjects {
		for _, other := range outcomes.Under(t.Tx, outcomesBySubject, subject, 0) {
			t.forgetName(&other)
		}
	}
}

// forgetNames takes the name out of what waits about a referral.
func (t *tx) forgetNames(id ReferralID) {
	for _, key := range t.Keys(outcomesNamed, "", 0) {
		if k := outcomes.Must(t.Tx, key); k.Referral == id {
			t.forgetName(&k)
		}
	}
}

// forgetName takes the name out of an outcome.
func (t *tx) forgetName(k *outcome.Kept) {
	if k.Sealed != nil {
		k.Sealed = nil
		outcomes.Save(t.Tx, k)
		t.Forget()
	}
}
