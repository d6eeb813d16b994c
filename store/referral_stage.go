// Stages: an owner moves a referral on, asks its referrer, hands it over; silence is nudged, then escalated.

package store

import (
	"slices"
	"strconv"
	"time"

	"vouch/store/audit"
	"vouch/store/employee"
	"vouch/store/recognition"
	"vouch/store/referral"
	"vouch/store/text"
)

// Once a referral is accepted its owner is expected to say something every two working weeks, and managers are told
// after three: long enough for interviews, short enough that a referrer is not left wondering.
const (
	laterAnswerDays   = 10
	laterEscalateDays = 15
)

// expectAnswer sets until when the owner's next answer is expected. Hired people wait for their first day: nothing is.
func (t *tx) expectAnswer(r *Referral) {
	// Working days of the program's zone: an owner must not be late because of a weekend or a holiday.
	settings := t.settings()
	answer, escalate := settings.AnswerDays, settings.EscalateDays
	if r.Stage != Submitted {
		answer, escalate = max(answer, laterAnswerDays), max(escalate, laterEscalateDays)
	}
	r.Nudged, r.AnswerBy, r.EscalateBy = 0, zeroTime, zeroTime
	// Nor of somebody who was accepted and waits for a job to open.
	if r.IsOpen() && r.Stage != Hired && !(r.Stage == Accepted && r.IsWaiting()) {
		loc, from := Location(settings.TimeZone, ""), t.now
		// The card waits for the owner's hours, and the days begin with it.
		if owner, found := employees.Get(t.Tx, string(r.Owner)); found {
			from = t.opening(&owner, from)
		}
		r.AnswerBy = settings.WorkingDays(from, answer, loc)
		r.EscalateBy = settings.WorkingDays(from, escalate, loc)
	}
}

// touch saves a changed referral and has its cards rewritten, those of former owners too.
func (t *tx) touch(k *keptReferral) {
	k.Version++
	k.UpdatedAt = t.now
	referrals.Save(t.Tx, k)
	for _, kind := range cardKinds {
		t.rewriteRef(kind, string(k.ID), strconv.Itoa(k.Version))
	}
}

// setStage records a step and starts the wait for the next one.
func (t *tx) setStage(k *keptReferral, to Stage, by EmployeeID, reason string) {
	from := k.Stage
	k.Stage = to
	k.History = append(slices.Clone(k.History), StageChange{Stage: to, By: by, At: t.now, Known: string(t.moves)})
	t.sealField(k, referral.ReasonField(len(k.History)-1), reason)
	t.tellStage(&k.Referral, from)
	t.expectAnswer(&k.Referral)
	t.settle(k)
}

// MoveReferral moves a referral forward by any number of stages, or declines it with a reason for the referrer. Its
// owner and program managers may; version is the one they saw. It pays the referrer for what was reached, tells them,
// and has the card rewritten. Moving to the stage it is in changes nothing.
func (db *DB) MoveReferral(actor EmployeeID, id ReferralID, to Stage, reason string, version int) (Referral, error) {
	return write(db, func(t *tx) (Referral, error) { return t.moveReferral(actor, id, to, reason, version) })
}

// moveReferral answers the same stage before it looks at the version: a double click is not a conflict.
func (t *tx) moveReferral(actor EmployeeID, id ReferralID, to Stage, reason string, version int) (Referral, error) {
	k, err := t.decidable(actor, id)
	if err != nil || k.Stage == to {
		return t.open(&k), err
	}
	order := Stages(k.Kind)
	from, goal := slices.Index(order, k.Stage), slices.Index(order, to)
	reason = text.Cut(text.Line(reason), maxShort)
	switch {
	case k.Version != version:
		return t.open(&k), conflict("Somebody else was faster: this referral is now " + referral.StageWords(k.Stage) + ".")
	case !k.IsOpen():
		return t.open(&k), conflict("This referral is already " + referral.StageWords(k.Stage) + ".")
	case to == Declined && reason == "":
		return t.open(&k), FieldErrors{"reason": "Give a reason: the referrer will read it."}.Err()
	case to != Declined && goal < 0:
		return t.open(&k), invalid("This kind of referral has no such stage.")
	case to != Declined && goal < from:
		return t.open(&k), invalid("It is " + referral.StageWords(k.Stage) + " already. If that is wrong, correct the stage.")
	}
	// A manager who decides about a referral nobody owns owns it from then on.
	if k.Owner == "" && actor != "" && actor != Operator {
		k.Owner = actor
	}
	was := k.Stage
	t.setStage(&k, to, actor, reason)
	t.touch(&k)
	t.tellReferrer(&k, "")
	t.payReferral(&k, goal, actor)
	t.recognise(k.Referrer)
	t.noteByHand(&k.Referral, was, actor)
	t.auditManager(actor, &k, "referral.move", audit.Change([]Stage{was}, to))
	return t.open(&k), nil
}

// auditManager writes the audit when somebody other than the owner acted.
func (t *tx) auditManager(actor EmployeeID, k *keptReferral, action, detail string) {
	if actor != k.Owner {
		t.audit(actor, action, string(k.ID), detail)
	}
}

// decidable reads a referral for its owner or a program manager. Nobody decides about what they referred themselves.
func (t *tx) decidable(actor EmployeeID, id ReferralID) (keptReferral, error) {
	k, err := t.referralFor(id, actor)
	if err == nil && actor == k.Referrer {
		return k, denied("You referred this person, so somebody else decides.")
	}
	return k, err
}

// A milestone is a stage that pays the referrer.
type milestone struct {
	stage  Stage
	rule   string
	points int
}

// milestones are the stages of a kind that pay, by the rules of now.
func (t *tx) milestones(kind ReferralKind) []milestone {
	rules, middle, end := t.settings().Points, Interview, Hired
	if kind == Client {
		middle, end = Meeting, Won
	}
	return []milestone{{Accepted, RuleReferralAccepted, rules.ReferralAccepted},
		{middle, RuleReferralInterview, rules.ReferralInterview}, {end, RuleReferralHired, rules.ReferralHired}}
}

// owed is how the ledger differs from what a referral has earned at place goal of its order: what was not paid yet, and
// what was paid for stages beyond. Skipped stages count: a recruiter who goes straight to "hired" must not cost the
// referrer the steps between.
func (t *tx) owed(k *keptReferral, goal int) (pay []milestone, back []Entry) {
	for _, m := range t.milestones(k.Kind) {
		reached := goal >= referral.Place(k.Kind, m.stage)
		switch entry, written := t.entryOf(k.MilestoneCause(m.rule)); {
		case !written && reached:
			pay = append(pay, m)
		case written && !reached && !t.isReversed(entry.ID):
			back = append(back, entry)
		}
	}
	return pay, back
}

// payReferral awards every milestone up to the stage at place goal of the order; declined (-1) pays nothing. It returns
// the points.
func (t *tx) payReferral(k *keptReferral, goal int, actor EmployeeID) (points int) {
	subject := map[ReferralKind]string{Candidate: "a candidate referral", Client: "a client introduction"}[k.Kind]
	kind := map[ReferralKind]recognition.WinKind{Candidate: recognition.HireWin, Client: recognition.DealWin}[k.Kind]
	pay, _ := t.owed(k, goal)
	for _, m := range pay {
		if entry, wrote := t.award(Entry{Employee: k.Referrer, Points: m.points, Rule: m.rule, Subject: subject,
			Cause: k.MilestoneCause(m.rule), Actor: actor}); wrote {
			points += entry.Points
		}
		if m.rule == RuleReferralHired {
			t.win(k.Referrer, kind, string(k.ID), "")
		}
	}
	return points
}

// takeBack reverses what was paid for stages beyond place goal of the order. It returns the points, as a negative
// number.
func (t *tx) takeBack(k *keptReferral, goal int, actor EmployeeID, reason string) (points int) {
	_, back := t.owed(k, goal)
	for _, entry := range back {
		t.reverse(actor, entry, reason)
		points -= entry.Points
		if k.TakenBack == nil {
			k.TakenBack = map[string]int{}
		}
		k.TakenBack[entry.Rule]++
	}
	return points
}

// Corrections are the stages a referral does not stand at, with what moving it there does to its referrer's points.
func (q *Query) Corrections(id ReferralID, viewer EmployeeID) (list []Correction) {
	k := end(q.t.referralFor(id, viewer))
	for goal, stage := range Stages(k.Kind) {
		if stage == k.Stage {
			continue
		}
		c := Correction{Stage: stage}
		pay, back := q.t.owed(&k, goal)
		for _, m := range pay {
			c.Points += m.points
		}
		for _, entry := range back {
			c.Points -= entry.Points
		}
		list = append(list, c)
	}
	return list
}

// CorrectReferral puts a referral that stands at a wrong stage where it belongs: back, forward, or out of an end. Its
// owner and program managers may; version is the one they saw, reason is for everybody concerned. Points for stages
// beyond are taken back by entries of the ledger, those for stages reached are paid once, and everybody concerned is
// told. Correcting to the stage it is in changes nothing. Field of its FieldErrors: reason.
func (db *DB) CorrectReferral(actor EmployeeID, id ReferralID, to Stage, reason string, version int) (Referral, error) {
	return write(db, func(t *tx) (Referral, error) { return t.correctReferral(actor, id, to, reason, version) })
}

func (t *tx) correctReferral(actor EmployeeID, id ReferralID, to Stage, reason string, version int) (Referral, error) {
	k, err := t.decidable(actor, id)
	if err != nil || k.Stage == to {
		return t.open(&k), err
	}
	from, goal := k.Stage, slices.Index(Stages(k.Kind), to)
	reason = text.Cut(text.Line(reason), maxShort)
	switch _, elsewhere := t.claimed(k.Kind, k.Hashes, k.ID); {
	case k.Version != version:
		return t.open(&k), conflict("Somebody else was faster: this referral is now " + referral.StageWords(from) + ".")
	case k.Erased:
		return t.open(&k), conflict("The data of this person was erased, so the stage stays as it is.")
	case from == StageWithdrawn:
		return t.open(&k), conflict("The referrer withdrew this referral. They can refer the person again.")
	case goal < 0:
		return t.open(&k), invalid("This kind of referral has no such stage.")
	case reason == "":
		return t.open(&k), FieldErrors{"reason": "Give a reason: the referrer will read it."}.Err()
	case !k.IsOpen() && elsewhere:
		return t.open(&k), conflict("Somebody else referred this person meanwhile, so this referral stays " +
			referral.StageWords(from) + ".")
	}
	was := k.History[len(k.History)-1]
	// What ended may have outlived its owner's role; nobody answers for it then but who brings it back.
	if !t.mayOwn(k.Owner, k.Kind) && actor != "" && actor != Operator {
		k.Owner = actor
	}
	points := t.takeBack(&k, goal, actor, "the stage was corrected from "+string(from)+" to "+string(to)) +
		t.payReferral(&k, goal, actor)
	t.setStage(&k, to, actor, reason)
	step := &k.History[len(k.History)-1]
	step.Correction, step.Points = true, points
	t.touch(&k)
	t.checkWins(k.Referrer)
	t.recognise(k.Referrer)
	t.tellCorrection(&k, actor, was.By)
	t.noteByHand(&k.Referral, from, actor)
	t.audit(actor, "referral.correct", string(k.ID), string(from)+" -> "+string(to)+", points "+strconv.Itoa(points))
	return t.open(&k), nil
}

// tellCorrection tells the referrer, the owner and whoever set the wrong stage, but for the one who corrected it, and
// has the news rewritten that is wrong now.
func (t *tx) tellCorrection(k *keptReferral, actor, by EmployeeID) {
	t.tellReferrer(k, "")
	last := len(k.History) - 1
	ref := keyOf(string(k.ID), strconv.Itoa(last))
	for _, to := range text.Unique([]EmployeeID{k.Owner, by}) {
		if _, err := t.member(to); err == nil && to != actor && to != k.Referrer {
			t.enqueue(Message{Key: keyOf("referral_news", ref, string(to)), Kind: MsgReferralNews, Ref: ref, To: to})
		}
	}
	for n := range last {
		if k.Corrected(n) {
			t.rewriteRef(MsgReferralNews, keyOf(string(k.ID), strconv.Itoa(n)), strconv.Itoa(k.Version))
		}
	}
}

// AskReferrer sends the owner's question to the referrer. It counts as an answer. The same question again, while it
// waits for its answer, changes nothing.
func (db *DB) AskReferrer(actor EmployeeID, id ReferralID, text string) (Referral, error) {
	return write(db, func(t *tx) (Referral, error) {
		k, err := t.decidable(actor, id)
		if err != nil {
			return Referral{}, err
		}
		if !k.IsOpen() || k.Erased {
			return t.open(&k), conflict("This referral is already " + referral.StageWords(k.Stage) + ".")
		}
		if text, err = referral.CheckMessage(text); err != nil {
			return t.open(&k), err
		}
		n := len(k.Asked)
		if r := t.open(&k); n > 0 && r.Questions[n-1].Text == text && r.Questions[n-1].Answered.IsZero() {
			return r, nil
		}
		k.Asked = append(slices.Clone(k.Asked), referral.QuestionTimes{AskedAt: t.now})
		t.sealField(&k, referral.QuestionField(n, "text"), text)
		t.expectAnswer(&k.Referral)
		t.touch(&k)
		ref := keyOf(string(k.ID), strconv.Itoa(n))
		t.enqueue(Message{Key: keyOf("ask_referrer", ref), Kind: MsgAskReferrer, Ref: ref, To: k.Referrer})
		t.auditManager(actor, &k, "referral.ask", "")
		return t.open(&k), nil
	})
}

// AnswerQuestion answers one question of a referral's owner, by its number from 0. The same answer again changes
// nothing; there is one answer to a question, and the message that asked it shows it.
func (db *DB) AnswerQuestion(referrer EmployeeID, id ReferralID, n int, text string) (Referral, error) {
	return write(db, func(t *tx) (Referral, error) {
		k, err := t.ownReferral(referrer, id)
		if err == nil {
			_, err = t.member(referrer)
		}
		if err != nil {
			return Referral{}, err
		}
		if n < 0 || n >= len(k.Asked) || k.Erased {
			return t.open(&k), conflict("Nobody asked this about the referral.")
		}
		if text, err = referral.CheckMessage(text); err != nil {
			return t.open(&k), err
		}
		// Two windows of the same form, or a double click.
		if !k.Asked[n].Answered.IsZero() {
			if r := t.open(&k); r.Questions[n].Answer == text {
				return r, nil
			}
			return t.open(&k), conflict("You have answered this question already.")
		}
		k.Asked = slices.Clone(k.Asked)
		k.Asked[n].Answered = t.now
		t.sealField(&k, referral.QuestionField(n, "answer"), text)
		t.expectAnswer(&k.Referral)
		t.touch(&k)
		ref := keyOf(string(k.ID), strconv.Itoa(n))
		t.rewriteRef(MsgAskReferrer, ref, strconv.Itoa(k.Version))
		if k.Owner != "" {
			t.enqueue(Message{Key: keyOf("answer", ref), Kind: MsgAnswer, Ref: ref, To: k.Owner})
		}
		return t.open(&k), nil
	})
}

// AssignReferral hands a referral to another owner, who gets a card, and tells the referrer who answers from now on.
// The former owner's card is rewritten. Its owner and program managers may; handing it to its owner changes nothing.
func (db *DB) AssignReferral(actor EmployeeID, id ReferralID, owner EmployeeID) (Referral, error) {
	return write(db, func(t *tx) (Referral, error) {
		k, err := t.decidable(actor, id)
		if err != nil || k.Owner == owner {
			return t.open(&k), err
		}
		e, err := t.member(owner)
		switch {
		case err != nil:
			return t.open(&k), err
		case owner == k.Referrer:
			return t.open(&k), invalid("The referrer cannot own their own referral.")
		// Whoever decides sees the person's contact data, so it must be somebody whose work that is.
		case !e.Has(ownerRole(k.Kind)) && !t.manages(&e):
			return t.open(&k), invalid("The owner must be one of the " + employee.RoleNames[ownerRole(k.Kind)] +
				" or a program manager.")
		case !k.IsOpen():
			return t.open(&k), conflict("This referral is already " + referral.StageWords(k.Stage) + ".")
		}
		t.audit(actor, "referral.assign", string(k.ID), audit.Change([]EmployeeID{k.Owner}, owner))
		k.Owner = owner
		t.expectAnswer(&k.Referral)
		t.touch(&k)
		t.sendCard(&k)
		t.tellHandover(&k)
		return t.open(&k), nil
	})
}

// TickReferrals nudges owners who are silent for too long, then tells managers and, honestly, the referrer.
func (db *DB) TickReferrals(now time.Time) (nudges, escalations int, err error) {
	type result struct{ nudges, escalations int }
	r, err := tick(db, func(t *tx) (r result, err error) {
		for _, id := range t.Due(referralsByTime, now, 0) {
			k := referrals.Must(t.Tx, id)
			if k.Nudged == 0 && k.Owner != "" && k.EscalateBy.After(now) {
				k.Nudged = referral.Nudged
				t.enqueue(Message{Key: keyOf("owner_nudge", id, strconv.Itoa(k.Version)), Kind: MsgOwnerNudge, Ref: id,
					To: k.Owner})
				r.nudges++
			} else {
				k.Nudged = referral.Escalated
				t.tellManagers(&k, "silent")
				t.tellReferrer(&k, "silent")
				r.escalations++
			}
			referrals.Save(t.Tx, &k)
		}
		return r, nil
	})
	return r.nudges, r.escalations, err
}
