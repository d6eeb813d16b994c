// Input: the facts that a report is computed from, without names, texts or personal data.

package report

import (
	"slices"
	"time"

	"vouch/store"
	"vouch/store/money"
)

// Input is everything a report of any period is computed from.
type Input struct {
	Settings  store.Settings
	Now       time.Time
	People    []Person
	Shares    []Share
	Referrals []Referral
	Clicks    []ClickDay
	Outcomes  []Outcome
	Bonuses   []Bonus
	LiveAt    map[store.AssetID]time.Time // of jobs
}

// Person is an employee; Eligible ones could take part today.
type Person struct {
	ID       store.EmployeeID
	Eligible bool
	Leader   bool
	Joined   time.Time // of a member of today; zero for anybody else
}

// Share is a share at the level it has today.
type Share struct {
	ID             store.ShareID
	By             store.EmployeeID
	Asset          store.AssetID
	Network        store.Network
	Level          store.Level
	OwnWords       bool
	Proven         bool // its post's address was given
	Opened, Posted time.Time
}

// ClickDay counts the clicks on the link of a share on one day of the program's zone.
type ClickDay struct {
	Share  store.ShareID
	Day    time.Time // midnight in UTC
	People int       // clicks of people, without the same person again within half an hour
	Unique int       // the same person counts once a day
	Others int       // crawlers, previews, scanners and the like
}

// Referral is a referral with the stages it really reached; a step that was corrected later is not among them.
type Referral struct {
	ID    store.ReferralID
	Kind  store.ReferralKind
	By    store.EmployeeID
	Job   store.AssetID
	Steps []Step // in order; the first is the submission
	// Began is the first day at work of who was hired, Left the last one; zero while nobody said so.
	Began, Left time.Time
	Revenue     money.Amount // of a client's first year
}

// Step is a stage reached.
type Step struct {
	Stage store.Stage
	At    time.Time
}

// Outcome is what an ATS, a CRM, a file or a person reported.
type Outcome struct {
	Kind     string // applied, interview, offer, hired, started, meeting, opportunity, won, ...
	At       time.Time
	Known    string // signed, csv, hand, said
	Source   string // who told it, as greenhouse
	Referral store.ReferralID
	Share    store.ShareID
	Asset    store.AssetID
	Touch    string // what made them get in touch, in words
	Subject  string // equal for outcomes of the same application or deal
	Amount   money.Amount
}

// Bonus is one tier of a bonus that was not refused.
type Bonus struct {
	Referral store.ReferralID
	Amount   money.Amount
}

// reached is when a referral first got to a stage or past it; zero when it did not. Who skips a stage reached it.
func (r *Referral) reached(stage store.Stage) time.Time {
	order := store.Stages(r.Kind)
	goal := slices.Index(order, stage)
	for _, step := range r.Steps {
		if at := slices.Index(order, step.Stage); goal >= 0 && at >= goal {
			return step.At
		}
	}
	return time.Time{}
}

// event is something that came of the program, from a referral's stages or from an outcome.
type event struct {
	subject  string // of an outcome without a referral
	kind     string
	at       time.Time
	known    string
	source   string
	referral *Referral        // nil without one
	by       store.EmployeeID // of the referral; "" without one
	share    store.ShareID    // that the outcome named
	asset    store.AssetID
	amount   money.Amount
}

// The kinds of events; those of stages are named like them.
const (
	applied = "applied" // a candidate was referred, or applied
	lead    = "lead"    // a client was introduced
	unhired = "unhired"
)

// byHand is how a stage is known that no outcome reported, inSlack who told it.
const (
	byHand  = "hand"
	inSlack = "slack"
)

// setbacks end a candidate or a deal, or undo a hire; nothing is counted for them.
var setbacks = []string{unhired, "declined", "lost"}

// events are all events ever. A referral's stage and the outcome that reported it are one event: the outcome says how
// it is known and what it is worth.
func (in *Input) events() (list []event) {
	reported := map[store.ReferralID]map[string]*Outcome{}
	for i := range in.Outcomes {
		o := &in.Outcomes[i]
		if o.Referral == "" {
			if !slices.Contains(setbacks, o.Kind) {
				list = append(list, event{subject: o.Subject, kind: o.Kind, at: o.At, known: o.Known, source: o.Source,
					share: o.Share, asset: o.Asset, amount: o.Amount})
			}
			continue
		}
		if reported[o.Referral] == nil {
			reported[o.Referral] = map[string]*Outcome{}
		}
		reported[o.Referral][o.Kind] = o
	}
	for i := range in.Referrals {
		r := &in.Referrals[i]
		for n, stage := range store.Stages(r.Kind) {
			e := event{kind: string(stage), at: r.reached(stage), known: byHand, source: inSlack, referral: r, by: r.By,
				asset: r.Job}
			if n == 0 {
				e.kind = r.first()
			}
			if e.at.IsZero() {
				continue
			}
			if e.kind == string(store.Won) {
				e.amount = r.Revenue
			}
			if e.kind == string(store.Started) && !r.Began.IsZero() {
				e.at = r.Began
			}
			if o := reported[r.ID][e.kind]; o != nil {
				e.known, e.source = o.Known, o.Source
				if o.Amount.Currency != "" {
					e.amount = o.Amount
				}
			}
			list = append(list, e)
		}
	}
	return list
}

// first is the kind of a referral's submission.
func (r *Referral) first() string {
	if r.Kind == store.Client {
		return lead
	}
	return applied
}
