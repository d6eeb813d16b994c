// Referrals: named candidates and introduced clients, their stages, their owners, and the keyed hashes that find duplicates.

package store

import "time"

// ReferralID is a ULID.
type ReferralID string

// ReferralKind is who is referred.
type ReferralKind string

// The kinds of referral.
const (
	Candidate ReferralKind = "candidate"
	Client    ReferralKind = "client"
)

// Stage is where a referral stands.
type Stage string

// The stages of product rule 5.3; see Stages for the order of each kind.
const (
	Submitted     Stage = "submitted"
	Accepted      Stage = "accepted"
	Screening     Stage = "screening"
	Interview     Stage = "interview"
	Offer         Stage = "offer"
	Hired         Stage = "hired"
	Started       Stage = "started"
	Meeting       Stage = "meeting"
	Opportunity   Stage = "opportunity"
	Won           Stage = "won"
	Declined      Stage = "declined"
	WithdrawnByUs Stage = "withdrawn"
)

// Stages gives the order of a kind's stages, without declined and withdrawn.
func Stages(kind ReferralKind) []Stage {
	if kind == Client {
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
	Company string `json:"company,omitempty"` // clients
	Why     string `json:"why,omitempty"`     // the referrer's words
}

// StageChange is one step of a referral's history.
type StageChange struct {
	Stage  Stage      `json:"stage"`
	By     EmployeeID `json:"by"` // "" is the program
	At     time.Time  `json:"at"`
	Reason string     `json:"reason,omitempty"`
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
	ID           ReferralID    `json:"id"`
	Kind         ReferralKind  `json:"kind"`
	Referrer     EmployeeID    `json:"referrer"`
	Owner        EmployeeID    `json:"owner,omitempty"` // "" while nobody could be found: managers decide
	Person       Person        `json:"-"`
	Job          AssetID       `json:"job,omitempty"`   // a live job asset, or
	Need         string        `json:"need,omitempty"`  // a role or need in words
	Relationship string        `json:"relationship"`    // how they know them: worked, studied, community, friend, other
	HowWell      int           `json:"how_well"`        // 1 met once .. 4 very well
	Event        AssetID       `json:"event,omitempty"` // where they met, when that was one of ours
	Stage        Stage         `json:"stage"`
	History      []StageChange `json:"history"`
	Questions    []Question    `json:"-"`
	AnswerBy     time.Time     `json:"answer_by,omitzero"`   // the owner's next answer is expected by
	EscalateBy   time.Time     `json:"escalate_by,omitzero"` // without an answer until then managers are told
	OwnedUntil   time.Time     `json:"owned_until"`          // ownership window: until then nobody else can refer this person
	Nudged       int           `json:"nudged,omitempty"`     // 0 none, 1 nudged, 2 escalated, since the last answer
	Erased       bool          `json:"erased,omitempty"`     // personal data gone, hashes kept
	SubmittedAt  time.Time     `json:"submitted_at"`
	UpdatedAt    time.Time     `json:"updated_at"`
	Version      int           `json:"version"`
}

// Submission is the /refer form.
// Field names of its FieldErrors: name, contact, email, profile, phone, company, job, need, relationship, how_well, why, consent.
type Submission struct {
	Cause        string // id of the form; the same cause again returns the first result
	Kind         ReferralKind
	Referrer     EmployeeID
	Person       Person
	Job          AssetID
	Need         string
	Relationship string
	HowWell      int
	Event        AssetID // where they met, when the form came from an event
	Consent      bool    // "they know I am referring them": required
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

// SubmitResult is what the person is told.
type SubmitResult struct {
	Verdict  Verdict
	Referral Referral // with VerdictAccepted and VerdictYours
	Until    time.Time
	Rule     string
}
