// What a payout is: one tier of the bonus for a referral, and where it stands.

package referral

import (
	"slices"

	"vouch/store/calendar"
	"vouch/store/money"
	"vouch/store/term"
)

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
