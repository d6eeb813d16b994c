// Package referral knows what a referral is: its person, its stages and their order, when it was idle too long, and
// what makes the form of one valid.
package referral

import (
	"cmp"
	"slices"
	"time"

	"vouch/store/bonus"
	"vouch/store/calendar"
	"vouch/store/money"
	"vouch/store/term"
)

// EndedBefore tells whether a referral came to its end before a time. Being hired is an end too: many companies never
// note the first day.
func (r *Referral) EndedBefore(at time.Time) bool {
	return (!r.IsOpen() || r.Stage == Hired) && r.History[len(r.History)-1].At.Before(at)
}

// ID is a ULID.
type ID string

// Stage is where a referral stands.
type Stage string

// The stages of product rule 5.3; see Stages for the order of each kind.
const (
	Submitted      Stage = "submitted"
	Accepted       Stage = "accepted"
	Screening      Stage = "screening"
	Interview      Stage = "interview"
	Offer          Stage = "offer"
	Hired          Stage = "hired"
	Started        Stage = "started"
	Meeting        Stage = "meeting"
	Opportunity    Stage = "opportunity"
	Won            Stage = "won"
	Declined       Stage = "declined"
	StageWithdrawn Stage = "withdrawn"
)

// Stages gives the order of a kind's stages, without declined and withdrawn.
func Stages(kind term.ReferralKind) []Stage {
	if kind == term.Client {
		return []Stage{Submitted, Accepted, Meeting, Opportunity, Won}
	}
	return []Stage{Submitted, Accepted, Screening, Interview, Offer, Hired, Started}
}

// Person is who is referred. All fields are encrypted in the file.
type Person struct {
	Name    string `json:"name"`
	Email   string `json:"email,omitempty"`
	Phone   string `json:"phone,omitempty"`
	Profile string `json:"profile,omitempty"` // URL
	CV      string `json:"cv,omitempty"`      // https URL of a document, which stays where it is
	Company string `json:"company,omitempty"` // clients; "" not said
	Why     string `json:"why,omitempty"`     // the referrer's words
}

// StageChange is one step of a referral's history. Reason is encrypted in the file.
type StageChange struct {
	Stage      Stage           `json:"stage"`
	By         term.EmployeeID `json:"by"` // "" is the program
	At         time.Time       `json:"at"`
	Reason     string          `json:"reason,omitempty"`
	Correction bool            `json:"correction,omitempty"` // the stage before was wrong
	Known      string          `json:"known,omitempty"`      // how the outcome that took it is known, as outcome.Known
	Points     int             `json:"points,omitempty"`     // by how much it changed what the referrer had earned before
}

// Question is what an owner asked the referrer, and the answer. Texts are encrypted in the file.
type Question struct {
	Text     string    `json:"text"`
	Answer   string    `json:"answer,omitempty"`
	AskedAt  time.Time `json:"asked_at"`
	Answered time.Time `json:"answered,omitzero"`
}

// Referral is one person referred by one employee.
type Referral struct {
	ID           ID                `json:"id"`
	Kind         term.ReferralKind `json:"kind"`
	Referrer     term.EmployeeID   `json:"referrer"`
	Owner        term.EmployeeID   `json:"owner,omitempty"` // "" while nobody could be found: managers decide
	Person       Person            `json:"-"`
	Job          term.AssetID      `json:"job,omitempty"`   // a live job asset, or
	Lane         string            `json:"lane,omitempty"`  // the department in which they wait for an opening, or
	Need         string            `json:"need,omitempty"`  // a role or need in words; encrypted in the file
	Relationship string            `json:"relationship"`    // one of Relationships; "" not said
	HowWell      int               `json:"how_well"`        // 1 met once .. 4 very well; 0 not said
	Event        term.AssetID      `json:"event,omitempty"` // where they met, when that was one of ours
	Stage        Stage             `json:"stage"`
	History      []StageChange     `json:"history"`
	Questions    []Question        `json:"-"`
	AnswerBy     time.Time         `json:"answer_by,omitzero"`   // the owner's next answer is expected by
	EscalateBy   time.Time         `json:"escalate_by,omitzero"` // without an answer until then managers are told
	OwnedUntil   time.Time         `json:"owned_until"`          // the person is theirs until then, and while it is open
	Nudged       int               `json:"nudged,omitempty"`     // 0 none, 1 nudged, 2 escalated, since the last answer
	Erased       bool              `json:"erased,omitempty"`     // personal data gone, hashes kept
	Bonus        *bonus.Terms      `json:"bonus,omitempty"`      // promised when it was submitted; nil: nothing
	Closing      Closing           `json:"closing,omitzero"`     // what is known of its end
	SubmittedAt  time.Time         `json:"submitted_at"`
	UpdatedAt    time.Time         `json:"updated_at"`
	Version      int               `json:"version"`
}

// Submission is the /refer form.
// Field names of its FieldErrors: name, contact, email, profile, phone, company, job, need, relationship, how_well,
// why, cv, consent.
type Submission struct {
	Cause        string // id of the form; the same cause again returns the first result
	Kind         term.ReferralKind
	Referrer     term.EmployeeID
	Person       Person
	Job          term.AssetID
	Lane         string // a department without an opening, see Lanes; only without a Job
	Need         string
	Relationship string
	HowWell      int
	Event        term.AssetID // where they met, when the form came from an event
	Consent      bool         // "they know I am referring them": required
	Intro        term.IntroID // the introduction that led to it, "" none
}

// Verdict is the stated answer to a submission.
type Verdict string

// The verdicts of product rule 5.2. Only VerdictAccepted stores anything.
const (
	VerdictAccepted Verdict = "accepted"
	VerdictKnown    Verdict = "known"        // somebody else's until Until; never says whose
	VerdictYours    Verdict = "yours"        // the same employee referred them before; Referral is set
	VerdictNot      Verdict = "not_eligible" // Rule says which rule
)

// Result is what the person is told.
type Result struct {
	Verdict  Verdict
	Referral Referral  // with VerdictAccepted and VerdictYours
	Until    time.Time // zero with VerdictKnown: as long as somebody is in process
	Rule     string
}

// IsOpen tells whether an owner still has something to do.
func (r *Referral) IsOpen() bool {
	return !slices.Contains([]Stage{Declined, StageWithdrawn, Started, Won}, r.Stage)
}

// idleWarning is how many days before the end of an idle referral its owner is warned.
const idleWarning = 30

// IdleOn is when an open referral ends because nobody took a step in so many days, zero when it does not; warned tells
// whether its owner was told by now.
func (r *Referral) IdleOn(days int, now time.Time) (end time.Time, warned bool) {
	if !r.IsOpen() || r.Stage == Hired {
		return time.Time{}, false
	}
	last := r.History[len(r.History)-1].At
	for _, q := range r.Questions {
		last = latest(last, q.AskedAt, q.Answered)
	}
	end = last.AddDate(0, 0, days)
	return end, !end.AddDate(0, 0, -idleWarning).After(now)
}

// latest is the last of some times.
func latest(times ...time.Time) time.Time { return slices.MaxFunc(times, time.Time.Compare) }

// CanWithdraw tells whether its referrer may still take it back: until there is an offer, or a deal in sight.
func (r *Referral) CanWithdraw() bool {
	return slices.Contains([]Stage{Submitted, Accepted, Screening, Interview, Meeting}, r.Stage)
}

// CanCorrect tells whether its stage may be corrected. Of a person without data nobody knows what would be right, and
// what its referrer withdrew is theirs to refer again.
func (r *Referral) CanCorrect() bool { return !r.Erased && r.Stage != StageWithdrawn }

// Place is where a stage comes in the order of a kind; declined and withdrawn come after all others.
func Place(kind term.ReferralKind, stage Stage) int {
	order := Stages(kind)
	if at := slices.Index(order, stage); at >= 0 {
		return at
	}
	return len(order)
}

// Corrected tells whether the nth step of the history was taken back by a later correction to a stage before it.
func (r *Referral) Corrected(n int) bool {
	return slices.ContainsFunc(r.History[n+1:], func(later StageChange) bool {
		return later.Correction && Place(r.Kind, later.Stage) < Place(r.Kind, r.History[n].Stage)
	})
}

// ContactedAt is when a person was first screened or met, or got past it; zero before. What was corrected is none.
func (r *Referral) ContactedAt() time.Time {
	first := Screening
	if r.Kind == term.Client {
		first = Meeting
	}
	for n, step := range r.History {
		at := Place(r.Kind, step.Stage)
		if at >= Place(r.Kind, first) && at < len(Stages(r.Kind)) && !r.Corrected(n) {
			return step.At
		}
	}
	return time.Time{}
}

// StageBefore is the last stage of the history that was before a place in the order and still holds.
func (r *Referral) StageBefore(end int) Stage {
	for n, step := range slices.Backward(r.History) {
		if Place(r.Kind, step.Stage) < end && !r.Corrected(n) {
			return step.Stage
		}
	}
	return Submitted
}

// NextTick is when the clock will nudge or escalate; zero when it will not.
func (r *Referral) NextTick() time.Time {
	switch {
	case !r.IsOpen() || r.Nudged >= Escalated:
		return time.Time{}
	case r.Nudged == Nudged || r.Owner == "":
		return r.EscalateBy
	}
	return r.AnswerBy
}

// The values of Referral.Nudged.
const (
	Nudged    = 1
	Escalated = 2 // managers were told that the answer is late
)

// PersonFields are the sealed fields of a Person.
func PersonFields(p *Person) map[string]*string {
	return map[string]*string{
		"name": &p.Name, "email": &p.Email, "phone": &p.Phone, "profile": &p.Profile, "company": &p.Company, "why": &p.Why,
		"cv": &p.CV,
	}
}

// StageWords are the stages as words in a sentence.
func StageWords(stage Stage) string {
	words := map[Stage]string{Interview: "in interviews", Offer: "at the offer", Meeting: "in meetings",
		Opportunity: "an opportunity",
		Screening:   "in screening"}
	return cmp.Or(words[stage], string(stage))
}

// A Correction is a stage that a referral may be corrected to.
type Correction struct {
	Stage  Stage
	Points int // by how much the referrer's points would change
}

// Closing is what is known about the end of a referral, as far as a bonus depends on it.
type Closing struct {
	StartsOn      calendar.LocalDate `json:"starts_on,omitempty"`      // a candidate's first day at work
	LeftOn        calendar.LocalDate `json:"left_on,omitempty"`        // their last day, "" while they work here
	HiringManager term.EmployeeID    `json:"hiring_manager,omitempty"` // who gets no bonus for the hire
	Revenue       money.Amount       `json:"revenue,omitzero"`         // of a client's first year
}

// IsWaiting tells whether a candidate waits in a lane for a job to open.
func (r *Referral) IsWaiting() bool { return r.IsOpen() && r.Lane != "" && r.Job == "" }

// HasEarned tells whether a referral stands at a hire or a deal.
func (r *Referral) HasEarned() bool {
	return slices.Contains([]Stage{Hired, Started, Won}, r.Stage)
}

// Undone says why a hire or deal does not count any more on a day; "" while it does. They must work here on the day.
func (r *Referral) Undone(due calendar.LocalDate) string {
	switch left := r.Closing.LeftOn; {
	case r.Stage == Declined || r.Stage == StageWithdrawn:
		return "The referral was " + string(r.Stage) + "."
	case !r.HasEarned():
		return "The stage was corrected: it is " + StageWords(r.Stage) + "."
	case left != "" && (due == "" || left < due):
		return "They left before the day of this part."
	}
	return ""
}
