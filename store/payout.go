// Payouts: the ledger of bonuses, made when a referral ends in a hire or a deal and kept in line with where it stands.

package store

import (
	"fmt"
	"slices"
	"strconv"

	"vouch/store/bonus"
	"vouch/store/kv"
	"vouch/store/referral"
	"vouch/store/text"
)

// The table of payouts, see package referral.
var (
	payouts                                         = referral.Payouts
	payoutsByPerson, payoutsByState, payoutsByBatch = referral.PayoutsByPerson, referral.PayoutsByState,
		referral.PayoutsByBatch
	payoutsIn = referral.PayoutsIn
)

// today is the calendar day in the program's zone.
func (t *tx) today() LocalDate { return DateOf(t.now, Location(t.settings().TimeZone, "")) }

// bonusFrom is the day from which tiers count; "" while it is not known.
func (t *tx) bonusFrom(k *keptReferral) LocalDate {
	if k.Kind == Candidate && k.Closing.StartsOn != "" {
		return k.Closing.StartsOn
	}
	// Nobody said the day: it is the one on which the stage was noted.
	for _, step := range slices.Backward(k.History) {
		if step.Stage == Started || step.Stage == Won {
			return DateOf(step.At, Location(t.settings().TimeZone, ""))
		}
	}
	return ""
}

// settle makes the payouts of a referral and brings those that are not in a payroll file in line with where it stands
// now. It gives those that changed. It may run at any time, and again without effect.
func (t *tx) settle(k *keptReferral) (changed []Payout) {
	if k.Bonus == nil {
		return nil
	}
	parts, from := k.Bonus.Parts(k.Closing.Revenue), t.bonusFrom(k)
	for i, tier := range k.Bonus.Tiers {
		id := keyOf(string(k.ID), fmt.Sprintf("%02d", i+1))
		p, found := payouts.Get(t.Tx, id)
		if (!found && !k.HasEarned()) || p.State == PayoutPaid || p.Decided {
			continue
		}
		old := p
		p.ID, p.Referral, p.Employee, p.Kind, p.Days = id, k.ID, k.Referrer, k.Kind, tier.Days
		p.Tier, p.Tiers, p.Rule, p.RuleVersion = i+1, len(parts), k.Bonus.Rule, k.Bonus.Version
		due := bonus.DayAfter(from, tier.Days)
		if p.State == PayoutExported {
			if p.State, p.Reason = t.afterExport(k, &p, due); p.State == PayoutExported {
				continue
			}
			t.stopPayout(&p)
		} else {
			p.DueOn, p.Amount = due, parts[i]
			p.State, p.Reason = t.payoutState(k, &p)
			// What was approved stays so for the same sum.
			if old.State == PayoutApproved && p.State == PayoutEligible && p.Amount == old.Amount {
				p.State = PayoutApproved
			}
		}
		if found && p.State == old.State && p.Reason == old.Reason && p.DueOn == old.DueOn && p.Amount == old.Amount {
			continue
		}
		t.movePayout(&p, p.State, "")
		changed = append(changed, p)
	}
	return changed
}

// movePayout saves a payout in its state and keeps who brought it there.
func (t *tx) movePayout(p *Payout, to PayoutState, by EmployeeID) {
	if p.State = to; len(p.History) == 0 || p.History[len(p.History)-1].State != to {
		p.History = append(slices.Clone(p.History), PayoutChange{State: to, By: by, On: t.today()})
	}
	payouts.Save(t.Tx, p)
}

// payoutState is where a payout stands by everything known now. It cuts the amount to what is left of the yearly cap.
func (t *tx) payoutState(k *keptReferral, p *Payout) (PayoutState, string) {
	undone := k.Undone(p.DueOn)
	switch {
	case undone != "":
		return PayoutVoid, undone
	case k.Bonus.Excluded != "":
		return PayoutIneligible, k.Bonus.Excluded
	case k.Closing.HiringManager != "" && k.Closing.HiringManager == k.Referrer:
		return PayoutIneligible, "The hiring manager gets no bonus."
	case k.Referrer.IsErased():
		return PayoutVoid, erasedReferrer
	case referral.IsPaidElsewhere(t.Tx, k):
		return PayoutIneligible, "Another referral of the same person gets the bonus."
	case t.isReferrerGone(k, p):
		return PayoutVoid, "The referrer left before the day of this part."
	case p.DueOn == "" || t.today() < p.DueOn || p.Amount.IsZero():
		return PayoutPending, ""
	}
	if most := bonus.Bound(t.settings().Bonus.YearlyCap); most.Currency == p.Amount.Currency {
		switch left := bonus.Left(most, referral.OwedInYear(t.Tx, p)); {
		case left.IsZero():
			return PayoutIneligible, "The cap of " + most.String() + " a year is reached."
		case left.Minor < p.Amount.Minor:
			p.Amount = left
			return PayoutEligible, "Cut to the cap of " + most.String() + " a year."
		}
	}
	return PayoutEligible, ""
}

// isReferrerGone tells whether the referrer left before the day came. Whoever worked here on the day is owed it.
func (t *tx) isReferrerGone(k *keptReferral, p *Payout) bool {
	e, found := employees.Get(t.Tx, string(k.Referrer))
	return !found || (e.Deactivated && !p.IsOwed())
}

// afterExport is where a payout stands that is in a payroll file: only what undoes the hire or deal still matters.
func (t *tx) afterExport(k *keptReferral, p *Payout, due LocalDate) (PayoutState, string) {
	if undone := k.Undone(due); undone != "" {
		return PayoutVoid, undone + " It stands in payroll file " + p.Batch + "."
	}
	return PayoutExported, ""
}

// stopPayout tells the managers about a payout that payroll may be about to pay.
func (t *tx) stopPayout(p *Payout) {
	t.enqueueEach(t.managers(), Message{Key: keyOf("notice/payout", p.ID, strconv.Itoa(len(p.History))),
		Kind: MsgNotice, Text: "Stop a bonus at payroll: " + p.Amount.String() + " to " + t.nameOf(p.Employee) +
			" in file " + p.Batch + ". " + p.Reason})
}

// tellBonus tells the referrer where the bonus for a referral stands now.
func (t *tx) tellBonus(k *keptReferral) {
	if e, found := employees.Get(t.Tx, string(k.Referrer)); !found || !e.WorksHere() {
		return
	}
	steps := 0
	for _, p := range t.payoutsOf(k.ID) {
		steps += len(p.History)
	}
	t.enqueue(Message{Key: keyOf("bonus", string(k.ID), strconv.Itoa(k.Version), strconv.Itoa(steps)), Kind: MsgBonus,
		Ref: string(k.ID), To: k.Referrer})
}

// payoutsOf reads the payouts of a referral by tier.
func (t *tx) payoutsOf(id ReferralID) []Payout { return referral.PayoutsOf(t.Tx, id) }

// PayoutsOf returns the payouts of a referral by tier; none before a hire or deal, or where no rule fits it.
func (q *Query) PayoutsOf(id ReferralID) []Payout { return q.t.payoutsOf(id) }

// PayoutsFor returns the payouts of a person, the newest referral first.
func (q *Query) PayoutsFor(id EmployeeID) []Payout {
	return payouts.UnderBack(q.t.Tx, payoutsByPerson, string(id), "", 0)
}

// EachPayout visits every payout by referral and tier until visit says stop.
func (q *Query) EachPayout(visit func(*Payout) bool) { payouts.Each(q.t.Tx, visit) }

// PayoutsIn returns at most limit payouts in a state, the earliest day first; those without a day come first.
func (q *Query) PayoutsIn(state PayoutState, limit int) (list []Payout) {
	for _, key := range q.t.Keys(payoutsByState, kv.Join(string(state), ""), limit) {
		list = append(list, payouts.Must(q.t.Tx, kv.Split(key, 3)[2]))
	}
	return list
}

// CountPayouts counts the payouts in a state without reading them.
func (q *Query) CountPayouts(state PayoutState) int { return q.t.Counter(payoutsIn(state)) }

const erasedReferrer = "The data of the referrer was erased."

// erasePayouts keeps the sums of somebody's payouts under the ghost, see referral.ErasePayouts.
func erasePayouts(t *tx, e *erasure) {
	e.count["payouts"] = referral.ErasePayouts(t.Tx, e.id, e.ghost, erasedReferrer)
}

// bonusTerms is what the rules of now promise for a referral; nil when none fits it.
func (t *tx) bonusTerms(r *Referral) *bonus.Terms {
	rules := &t.settings().Bonus
	subject := bonus.Subject{Kind: string(r.Kind), Need: r.Need, Department: r.Lane}
	if job, found := assets.Get(t.Tx, string(r.Job)); found && r.Job != "" {
		subject.Title = job.Title
		if job.Job != nil {
			subject.Department, subject.Location = job.Job.Department, job.Job.Location
		}
	}
	terms, fits := bonus.Choose(rules.Rules, rules.Version, subject)
	if !fits {
		return nil
	}
	referrer, _ := employees.Get(t.Tx, string(r.Referrer))
	switch {
	case r.Kind == Candidate && referrer.Department != "" && text.HasWord(referrer.Department, rules.NotFor):
		terms.Excluded = "People of the department " + referrer.Department + " get no bonus for candidates."
	case referrer.Leader && !rules.Leaders:
		terms.Excluded = "Leaders get no bonus."
	}
	return &terms
}
