// Who has a claim to a contact, and what a payout is: one tier of the bonus for a referral.

package referral

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"vouch/store/bonus"
	"vouch/store/calendar"
	"vouch/store/kv"
	"vouch/store/money"
	"vouch/store/term"
)

// IsPaidElsewhere tells whether another referral of the same person has the claim to the hire: the first with Payouts.
func IsPaidElsewhere(t *kv.Tx, k *Kept) bool {
	for _, hash := range k.Hashes {
		for _, key := range t.Keys(ByHash, kv.Join(string(k.Kind), hash, ""), 0) {
			if id := ID(kv.Split(key, 3)[2]); id != k.ID &&
				slices.ContainsFunc(PayoutsOf(t, id), func(p Payout) bool { return p.IsLive() }) {
				return true
			}
		}
	}
	return false
}

// OwedInYear are the other sums that a person is owed or was paid for days in the year of p.
func OwedInYear(t *kv.Tx, p *Payout) (used []money.Amount) {
	for _, other := range Payouts.Under(t, PayoutsByPerson, string(p.Employee), 0) {
		if other.ID != p.ID && other.IsOwed() && other.DueOn[:4] == p.DueOn[:4] {
			used = append(used, other.Amount)
		}
	}
	return used
}

// PayoutsOf reads the payouts of a referral by tier.
func PayoutsOf(t *kv.Tx, id ID) (list []Payout) {
	prefix := term.Key(string(id), "")
	t.Scan(Payouts.Bucket, prefix, "", func(_ string, raw []byte) bool {
		list = append(list, Payouts.Decode(raw))
		return true
	})
	return list
}

// BudgetLeft is what of a year's budget is not taken by approvals of that year.
func BudgetLeft(t *kv.Tx, most money.Amount, year string) money.Amount {
	for _, state := range []PayoutState{PayoutApproved, PayoutExported, PayoutPaid} {
		t.Scan(PayoutsByState, kv.Join(string(state), ""), "", func(key string, _ []byte) bool {
			p, on := Payouts.Must(t, kv.Split(key, 3)[2]), calendar.LocalDate("")
			for _, step := range p.History {
				if step.State == PayoutApproved {
					on = step.On
				}
			}
			if strings.HasPrefix(string(on), year) {
				most = bonus.Left(most, []money.Amount{p.Amount})
			}
			return true
		})
	}
	return most
}

// CheckPayouts looks for payouts without a referral or without the payroll file that their state asks for.
func CheckPayouts(t *kv.Tx, c *kv.Check) {
	Payouts.Each(t, func(p *Payout) bool {
		inFile := p.State == PayoutExported || p.State == PayoutPaid
		if t.Get(Table.Bucket, string(p.Referral)) == nil || (inFile && p.Batch == "") {
			c.Problem("payouts: %s has no referral, or is %s without a payroll file", p.ID, p.State)
		}
		return true
	})
}

// Claimed finds the first referral of the same kind that holds a contact and whose window is open; except is left out.
// A window never closes while somebody is in process.
func Claimed(t *kv.Tx, now time.Time, kind term.ReferralKind, hashes []string, except ID) (Kept, bool) {
	var holders []string
	for _, hash := range hashes {
		// Kinds are apart: a client's employee may well become a candidate.
		for _, key := range t.Keys(ByHash, kv.Join(string(kind), hash, ""), 0) {
			holders = append(holders, kv.Split(key, 3)[2])
		}
	}
	slices.SortFunc(holders, cmp.Compare[string])
	for _, id := range slices.Compact(holders) {
		if k := Table.Must(t, id); k.ID != except && (k.OwnedUntil.After(now) || k.IsOpen()) {
			return k, true
		}
	}
	return Kept{}, false
}

// ClaimedIntro finds an open introduction that holds a contact and whose window is open.
func ClaimedIntro(t *kv.Tx, now time.Time, hashes []string) (KeptIntro, bool) {
	for _, hash := range hashes {
		for _, key := range t.Keys(IntrosByHash, kv.Join(hash, ""), 0) {
			if k := Intros.Must(t, kv.Split(key, 2)[1]); k.IsOpen() && k.OwnedUntil.After(now) {
				return k, true
			}
		}
	}
	return KeptIntro{}, false
}

// ErasePayouts keeps the sums of somebody's payouts under the ghost. What was not paid cannot be any more, because
// nobody knows to whom.
func ErasePayouts(t *kv.Tx, id, ghost term.EmployeeID, why string) int {
	return Payouts.RewriteAll(t, func(p *Payout) bool {
		theirs := p.Employee.Replace(id, ghost)
		if theirs && p.IsLive() && p.State != PayoutPaid && p.State != PayoutExported {
			p.State, p.Reason = PayoutVoid, why
		}
		p.History = slices.Clone(p.History)
		for i := range p.History {
			theirs = p.History[i].By.Replace(id, ghost) || theirs
		}
		return theirs
	})
}

// PayoutState is where a payout stands.
type PayoutState string

// The states of product rule 5.5. Up to approved they follow from the referral; exported and paid stay.
const (
	PayoutPending    PayoutState = "pending"    // its day, or the first day at work, lies ahead
	PayoutEligible   PayoutState = "eligible"   // waits for a program manager's approval
	PayoutIneligible PayoutState = "ineligible" // a rule forbids it, or a manager excluded it; Reason says why
	PayoutApproved   PayoutState = "approved"   // goes into the next payroll file
	PayoutExported   PayoutState = "exported"   // stands in a payroll file
	PayoutPaid       PayoutState = "paid"
	PayoutVoid       PayoutState = "void" // what it was for came to nothing; Reason says what
)

// Payout is one tier of the bonus for a referral.
type Payout struct {
	ID       string             `json:"id"` // referral/tier
	Referral ID                 `json:"referral"`
	Employee term.EmployeeID    `json:"employee"` // who is paid: the referrer
	Kind     term.ReferralKind  `json:"kind"`
	Tier     int                `json:"tier"` // from 1
	Tiers    int                `json:"tiers"`
	Days     int                `json:"days"`             // after the first day at work, or after the deal
	Amount   money.Amount       `json:"amount,omitzero"`  // zero while the revenue is not known
	DueOn    calendar.LocalDate `json:"due_on,omitempty"` // in the program's zone; "" while nobody knows when they start
	State    PayoutState        `json:"state"`
	Reason   string             `json:"reason,omitempty"`  // a sentence
	Decided  bool               `json:"decided,omitempty"` // a manager excluded it
	Rule     string             `json:"rule"`              // that was in force when the referral was submitted
	Batch    string             `json:"batch,omitempty"`   // of the payroll file it stands in
	Charity  string             `json:"charity,omitempty"` // that is paid in the employee's place, as of the payroll file
	History  []PayoutChange     `json:"history"`

	RuleVersion int `json:"rule_version"`
}

// PayoutChange is one step of a payout. By "" is the program.
type PayoutChange struct {
	State PayoutState        `json:"state"`
	By    term.EmployeeID    `json:"by,omitempty"`
	On    calendar.LocalDate `json:"on"` // in the program's zone
}

// IsOwed tells whether the sum of a payout counts: it is due, or was paid.
func (p *Payout) IsOwed() bool {
	return slices.Contains([]PayoutState{PayoutEligible, PayoutApproved, PayoutExported, PayoutPaid}, p.State)
}

// IsLive tells whether a payout is, or may come to be, paid.
func (p *Payout) IsLive() bool { return p.State == PayoutPending || p.IsOwed() }
