// The tables of referrals, of their payouts and of introductions: how they lie in the file, and what finds them.

package referral

import (
	"fmt"
	"strconv"
	"time"

	"vouch/store/kv"
	"vouch/store/problem"
	"vouch/store/term"
	"vouch/store/text"
)

// The indexes of referrals.
var (
	ByPerson = kv.NewBucket("referrals_by_person") // referrer, referral
	ByOwner  = kv.NewBucket("referrals_by_owner")  // owner, referral
	ByTime   = kv.NewBucket("referrals_by_time")   // next nudge or escalation, referral
	ByHash   = kv.NewBucket("referrals_by_hash")   // kind, keyed hash, referral
	ByCause  = kv.NewBucket("referrals_by_cause")  // form id -> referral
)

// Table holds referrals. Those withdrawn by their referrer give up their hashes: the person may be referred by
// anybody. Declined and erased ones keep them until the window ends.
var Table = kv.Table[Kept]{
	Bucket: kv.NewBucket("referrals"), // referral -> Referral with sealed personal fields
	Indexes: []*kv.Bucket{ByPerson, ByOwner, ByTime, ByHash, ByCause,
		ByLane},
	Key: func(k *Kept) string { return string(k.ID) },
	Rows: func(k *Kept) []kv.Row {
		id := string(k.ID)
		rows := []kv.Row{ByPerson.Row(kv.Join(string(k.Referrer), id), "")}
		if k.Owner != "" {
			rows = append(rows, ByOwner.Row(kv.Join(string(k.Owner), id), ""))
		}
		if at := k.NextTick(); !at.IsZero() {
			rows = append(rows, ByTime.Row(kv.TimeKey(at)+id, ""))
		}
		if k.IsWaiting() {
			rows = append(rows, ByLane.Row(kv.Join(text.Fold(k.Lane), id), ""))
		}
		if k.Stage != StageWithdrawn {
			for _, hash := range k.Hashes {
				rows = append(rows, ByHash.Row(kv.Join(string(k.Kind), hash, id), ""))
			}
		}
		if k.Cause != "" {
			rows = append(rows, ByCause.Row(kv.Join(string(k.Referrer), k.Cause), id))
		}
		return rows
	},
	Counters: func(k *Kept) []string {
		names := []string{"referrals", kv.Join("referrals", string(k.Stage))}
		if k.IsOpen() {
			names = append(names, OpenOf(k.Owner))
			if k.Nudged > 0 {
				names = append(names, LateCounter)
			}
		}
		return names
	},
}

// OpenOf names the counter of open referrals of an owner.
func OpenOf(owner term.EmployeeID) string { return kv.Join("open", string(owner)) }

// LateCounter is the counter of open referrals whose answer is late.
const LateCounter = "late"

// ByLane holds who waits: folded department, referral.
var ByLane = kv.NewBucket("referrals_by_lane")

// The indexes of introductions.
var (
	IntrosByPerson = kv.NewBucket("intros_by_person") // introducer, introduction
	IntrosByOwner  = kv.NewBucket("intros_by_owner")  // owner, introduction
	IntrosByTime   = kv.NewBucket("intros_by_time")   // next question, introduction
	IntrosByHash   = kv.NewBucket("intros_by_hash")   // keyed hash, introduction
)

// Intros have no counters: nobody has many of them.
var Intros = kv.Table[KeptIntro]{
	Bucket:  kv.NewBucket("intros"), // introduction -> Introduction with sealed personal fields
	Indexes: []*kv.Bucket{IntrosByPerson, IntrosByOwner, IntrosByTime, IntrosByHash},
	Key:     func(k *KeptIntro) string { return string(k.ID) },
	Rows: func(k *KeptIntro) []kv.Row {
		id := string(k.ID)
		rows := []kv.Row{IntrosByPerson.Row(kv.Join(string(k.Introducer), id), "")}
		if k.Owner != "" {
			rows = append(rows, IntrosByOwner.Row(kv.Join(string(k.Owner), id), ""))
		}
		if !k.AskAt.IsZero() {
			rows = append(rows, IntrosByTime.Row(kv.TimeKey(k.AskAt)+id, ""))
		}
		for _, hash := range k.Hashes {
			rows = append(rows, IntrosByHash.Row(kv.Join(hash, id), ""))
		}
		return rows
	},
}

// The indexes of payouts.
var (
	PayoutsByPerson = kv.NewBucket("payouts_by_person") // employee, payout
	PayoutsByState  = kv.NewBucket("payouts_by_state")  // state, due day, payout
	PayoutsByBatch  = kv.NewBucket("payouts_by_batch")  // payroll file, payout
)

// Payouts are keyed by referral and tier, so those of a referral stand together.
var Payouts = kv.Table[Payout]{
	Bucket:  kv.NewBucket("payouts"), // referral/tier -> Payout
	Indexes: []*kv.Bucket{PayoutsByPerson, PayoutsByState, PayoutsByBatch},
	Key:     func(p *Payout) string { return p.ID },
	Rows: func(p *Payout) []kv.Row {
		rows := []kv.Row{PayoutsByPerson.Row(kv.Join(string(p.Employee), p.ID), ""),
			PayoutsByState.Row(kv.Join(string(p.State), string(p.DueOn), p.ID), "")}
		if p.Batch != "" {
			rows = append(rows, PayoutsByBatch.Row(kv.Join(p.Batch, p.ID), ""))
		}
		return rows
	},
	Counters: func(p *Payout) []string { return []string{PayoutsIn(p.State)} },
}

// PayoutsIn names the counter of payouts in a state.
func PayoutsIn(state PayoutState) string { return kv.Join("payouts", string(state)) }

// Kept is a Referral as it lies in the file.
type Kept struct {
	Referral
	Cause  string            `json:"cause,omitempty"`
	Hashes []string          `json:"hashes"`           // of each contact, kept after erasure
	Sealed map[string][]byte `json:"sealed,omitempty"` // field name -> sealed text
	Asked  []QuestionTimes   `json:"asked,omitempty"`

	TakenBack map[string]int `json:"taken_back,omitempty"` // rule -> how often its points were, see milestoneCause
}

// QuestionTimes are the parts of a Question that are not sealed.
type QuestionTimes struct {
	AskedAt  time.Time `json:"asked_at"`
	Answered time.Time `json:"answered,omitzero"`
}

// QuestionField names the sealed field of the nth question: its "text" or "answer".
func QuestionField(n int, part string) string { return fmt.Sprintf("question/%d/%s", n, part) }

// ReasonField names the sealed field of the reason for the nth step.
func ReasonField(n int) string { return fmt.Sprintf("reason/%d", n) }

// MilestoneCause is what a milestone is paid by. Points that were taken back with a stage may be earned again, by a
// cause of their own.
func (k *Kept) MilestoneCause(rule string) string {
	cause := term.Key("referral", string(k.ID), rule)
	if n := k.TakenBack[rule]; n > 0 {
		return term.Key(cause, strconv.Itoa(n))
	}
	return cause
}

// CheckMessage cleans what one person writes to another. Field of its FieldErrors: text.
func CheckMessage(words string) (string, error) {
	var wrong problem.Fields
	if words = text.Lines(words); words == "" {
		wrong.Set("text", "Write something.")
	}
	wrong.Short("text", words, text.MaxLong)
	return words, wrong.Err()
}
