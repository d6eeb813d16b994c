// What people decide about payouts: approval, exclusion, the payroll file, that it was paid; and what each day brings.

package store

import (
	"maps"
	"slices"
	"strconv"
	"time"

	"vouch/store/bonus"
	"vouch/store/calendar"
	"vouch/store/employee"
	"vouch/store/kv"
	"vouch/store/money"
	"vouch/store/referral"
	"vouch/store/text"
)

// decidablePayouts reads payouts for a program manager. Nobody decides about their own, and what moved on meanwhile is
// left out: pressing twice decides once.
func (t *tx) decidablePayouts(actor EmployeeID, ids []string, from ...PayoutState) (list []Payout, err error) {
	own := false
	for _, id := range text.Unique(ids) {
		p, found := payouts.Get(t.Tx, id)
		switch {
		case !found:
			return nil, notFound("This bonus does not exist.")
		case p.Employee == actor:
			own = true
		case slices.Contains(from, p.State):
			list = append(list, p)
		}
	}
	if own && len(list) == 0 {
		return nil, denied("You referred this person, so another program manager decides. " + t.whoElse(actor))
	}
	return list, nil
}

// whoElse names the other program managers.
func (t *tx) whoElse(actor EmployeeID) string {
	others := slices.DeleteFunc(t.managers(), func(id EmployeeID) bool { return id == actor })
	if len(others) == 0 {
		return "Name a second one."
	}
	return t.askOneOf(others, employee.MaxAsked)
}

// ApprovePayouts approves what is eligible among the payouts with these ids, in their order and within the budget of
// the year. Program managers may, but for their own. It returns what is approved now; approving again changes nothing.
// The answer is Conflict when the budget has no room for the first.
func (db *DB) ApprovePayouts(actor EmployeeID, ids []string) ([]Payout, error) {
	return writeBy(db, actor, managing, func(t *tx) ([]Payout, error) { return t.approvePayouts(actor, ids) })
}

func (t *tx) approvePayouts(actor EmployeeID, ids []string) (approved []Payout, err error) {
	list, err := t.decidablePayouts(actor, ids, PayoutEligible)
	if err != nil {
		return nil, err
	}
	most := bonus.Bound(t.settings().Bonus.Budget)
	left := referral.BudgetLeft(t.Tx, most, string(t.today()[:4]))
	for i := range list {
		p := &list[i]
		if most.Currency != "" && p.Amount.Currency == most.Currency {
			if left.Minor < p.Amount.Minor {
				continue
			}
			left.Minor -= p.Amount.Minor
		}
		t.movePayout(p, PayoutApproved, actor)
		t.audit(actor, "payout.approve", p.ID, p.Amount.String())
		approved = append(approved, *p)
	}
	if len(approved) == 0 && len(list) > 0 {
		return nil, conflict("The budget of this year has " + left.String() + " left of " + most.String() +
			". Raise it in the program settings, or wait for the next year.")
	}
	t.rewriteBonusCards()
	return approved, nil
}

// ExcludePayout decides that a payout is not paid, with a reason that the referrer reads. Program managers may, but for
// their own, until it stands in a payroll file. Excluding it again changes nothing. Field of its FieldErrors: reason.
func (db *DB) ExcludePayout(actor EmployeeID, id, reason string) (Payout, error) {
	return writeBy(db, actor, managing, func(t *tx) (Payout, error) {
		list, err := t.decidablePayouts(actor, []string{id}, PayoutPending, PayoutEligible, PayoutApproved)
		if err != nil {
			return Payout{}, err
		}
		p, _ := payouts.Get(t.Tx, id)
		reason = text.Cut(text.Line(reason), maxShort)
		switch {
		case p.Decided:
			return p, nil
		case len(list) == 0:
			return p, conflict("This bonus is " + string(p.State) + " by now.")
		case reason == "":
			return p, FieldErrors{"reason": "Give a reason: the referrer will read it."}.Err()
		}
		p.Decided, p.Reason = true, reason
		t.movePayout(&p, PayoutIneligible, actor)
		k := referrals.Must(t.Tx, string(p.Referral))
		t.tellBonus(&k)
		t.audit(actor, "payout.exclude", id, p.Amount.String())
		t.rewriteBonusCards()
		return p, nil
	})
}

// ExportPayouts puts everything that is approved into one payroll file and gives its name with what stands in it: each
// payout stands in one file only. With nothing approved there is no file and no name. Program managers and the command
// line may.
func (db *DB) ExportPayouts(actor EmployeeID) (batch string, list []Payout, err error) {
	list, err = writeBy(db, actor, managing, func(t *tx) ([]Payout, error) { return t.exportPayouts(actor), nil })
	if len(list) > 0 {
		batch = list[0].Batch
	}
	return batch, list, err
}

func (t *tx) exportPayouts(actor EmployeeID) []Payout {
	list := (&Query{t}).PayoutsIn(PayoutApproved, 0)
	if len(list) == 0 {
		return nil
	}
	batch := "P" + strconv.FormatUint(t.NextNumber("payroll"), 10)
	for i := range list {
		list[i].Batch = batch
		if e, _ := employees.Get(t.Tx, string(list[i].Employee)); e.Prefs.Incentive == ForCharity {
			list[i].Charity = t.settings().Charity
		}
		t.movePayout(&list[i], PayoutExported, actor)
	}
	t.audit(actor, "payout.export", batch, text.Count(len(list), "payout", "payouts"))
	return list
}

// PayoutsOfBatch returns what a payroll file pays, without what became void since; NotFound for one that was never
// written.
func (q *Query) PayoutsOfBatch(batch string) []Payout {
	list := payouts.Under(q.t.Tx, payoutsByBatch, batch, 0)
	if len(list) == 0 {
		kv.Abort(notFound("There is no payroll file " + text.Cut(text.Line(batch), 20) + "."))
	}
	return slices.DeleteFunc(list, func(p Payout) bool { return p.State == PayoutVoid })
}

// PayBatch notes that a payroll file was paid, and tells everybody in it. Program managers and the command line may.
// It returns how many payouts it moved; again it is none.
func (db *DB) PayBatch(actor EmployeeID, batch string) (int, error) {
	return writeBy(db, actor, managing, func(t *tx) (int, error) { return t.payBatch(actor, batch), nil })
}

func (t *tx) payBatch(actor EmployeeID, batch string) (paid int) {
	for _, p := range (&Query{t}).PayoutsOfBatch(batch) {
		if p.State != PayoutExported {
			continue
		}
		t.movePayout(&p, PayoutPaid, actor)
		k := referrals.Must(t.Tx, string(p.Referral))
		t.tellBonus(&k)
		paid++
	}
	if paid > 0 {
		t.audit(actor, "payout.paid", batch, text.Count(paid, "payout", "payouts"))
	}
	return paid
}

// CloseReferral notes what is known about the end of a referral, and moves it to a stage unless it is there. Its owner
// and program managers may; version is the one they saw. What changes is told to the referrer, because dates were
// promised. The same again changes nothing. Fields of its FieldErrors: starts_on, left_on, hiring_manager, revenue.
func (db *DB) CloseReferral(actor EmployeeID, id ReferralID, to Stage, c Closing, version int) (Referral, error) {
	return write(db, func(t *tx) (Referral, error) { return t.closeReferral(actor, id, to, c, version) })
}

func (t *tx) closeReferral(actor EmployeeID, id ReferralID, to Stage, c Closing, version int) (Referral, error) {
	k, err := t.decidable(actor, id)
	if err != nil || (k.Stage == to && k.Closing == c) {
		return t.open(&k), err
	}
	if k.Version != version {
		return t.open(&k), conflict("Somebody else was faster: this referral is now " + referral.StageWords(k.Stage) + ".")
	}
	if err := t.checkClosing(&k, c); err != nil {
		return t.open(&k), err
	}
	k.Closing = c
	if k.Stage != to {
		referrals.Save(t.Tx, &k)
		return t.moveReferral(actor, id, to, "", version)
	}
	changed := t.settle(&k)
	t.touch(&k)
	if len(changed) > 0 {
		t.tellBonus(&k)
	}
	t.auditManager(actor, &k, "referral.close", string(c.StartsOn))
	return t.open(&k), nil
}

// farStart is how far a first day may lie from now in either direction; more is a slip of the finger.
const farStart = 2

// checkClosing refuses days that are none or lie far away, and what a kind of referral does not have.
func (t *tx) checkClosing(k *keptReferral, c Closing) error {
	var wrong FieldErrors
	near := func(field string, day LocalDate) {
		switch {
		case day == "":
		case !calendar.IsDate(day):
			wrong.Set(field, "Write the day like 2026-12-25.")
		case day < DateOf(t.now.AddDate(-farStart, 0, 0), time.UTC) || day > DateOf(t.now.AddDate(farStart, 0, 0), time.UTC):
			wrong.Set(field, "This day is more than two years away.")
		}
	}
	near("starts_on", c.StartsOn)
	near("left_on", c.LeftOn)
	if c.LeftOn != "" && c.LeftOn < c.StartsOn {
		wrong.Set("left_on", "The last day cannot lie before the first.")
	}
	if _, err := t.member(c.HiringManager); c.HiringManager != "" && err != nil {
		wrong.Set("hiring_manager", "Choose a colleague who works here.")
	}
	if _, err := money.Digits(c.Revenue.Currency); !c.Revenue.IsZero() && (err != nil || c.Revenue.Minor < 0) {
		wrong.Set("revenue", "Write the currency and the sum, such as EUR 50000.")
	}
	if k.Bonus != nil && !c.Revenue.IsZero() && k.Bonus.Cap.Currency != "" && k.Bonus.Cap.Currency != c.Revenue.Currency {
		wrong.Set("revenue", "The bonus of this referral has a cap in "+k.Bonus.Cap.Currency+". Give the revenue in it.")
	}
	return wrong.Err()
}

// metaPayoutDay is the day whose payouts were looked at, in the program's zone.
const metaPayoutDay = "payout_day"

// TickPayouts brings the payouts in line with a new day in the program's zone: tiers whose day came become eligible,
// those of a referrer who left become void, and the referrers are told. On the first working day of a week with
// something to approve, the program managers get one card. It returns how many payouts changed.
func (db *DB) TickPayouts(now time.Time) (int, error) {
	return tick(db, func(t *tx) (changed int, _ error) {
		if t.now = now; string(t.Get(kv.Meta, metaPayoutDay)) == string(t.today()) {
			return 0, nil
		}
		ids := map[ReferralID]bool{}
		payouts.Each(t.Tx, func(p *Payout) bool {
			ids[p.Referral] = ids[p.Referral] || p.State != PayoutPaid
			return true
		})
		for _, id := range slices.Sorted(maps.Keys(ids)) {
			k := referrals.Must(t.Tx, string(id))
			if n := len(t.settle(&k)); n > 0 && ids[id] {
				changed += n
				t.tellBonus(&k)
			}
		}
		t.askForApprovals()
		t.Put(kv.Meta, metaPayoutDay, []byte(t.today()))
		return changed, nil
	})
}

// askForApprovals sends the card of the week, whose key makes it one.
func (t *tx) askForApprovals() {
	loc := Location(t.settings().TimeZone, "")
	if date := calendar.DateIn(t.now, loc); !t.settings().IsWorkday(date) || t.Counter(payoutsIn(PayoutEligible)) == 0 {
		return
	}
	week := SpanKey(Week, t.now, loc)
	t.rewriteBonusCards()
	t.enqueueEach(t.managers(), Message{Key: keyOf("bonus_card", week), Kind: MsgBonusCard, Ref: week})
}

// rewriteBonusCards has the cards of the week say what waits now.
func (t *tx) rewriteBonusCards() {
	t.rewriteRef(MsgBonusCard, SpanKey(Week, t.now, Location(t.settings().TimeZone, "")), t.newID())
}
