// Introductions: contacts outside whom an employee can introduce, their stages, and what makes them valid.

package referral

import (
	"slices"
	"time"

	"vouch/store/problem"
	"vouch/store/term"
)

// IntroStage is how far an introduction is.
type IntroStage string

// The stages, in their order. The introducer moves all but IntroReferred, which a referral of the contact brings.
const (
	IntroOffered  IntroStage = "offered"
	IntroSent     IntroStage = "sent" // the introducer sent the text
	IntroAnswered IntroStage = "answered"
	IntroMet      IntroStage = "met"
	IntroReferred IntroStage = "referred"
	IntroEnded    IntroStage = "ended" // nothing came of it, or its owner does not want it
)

// introOrder is the order of the stages.
var introOrder = []IntroStage{IntroOffered, IntroSent, IntroAnswered, IntroMet, IntroReferred, IntroEnded}

// Introduction is one contact whom one employee can introduce to a colleague inside.
type Introduction struct {
	ID         term.IntroID      `json:"id"`
	Kind       term.ReferralKind `json:"kind"` // Client stands for partners too
	Introducer term.EmployeeID   `json:"introducer"`
	Owner      term.EmployeeID   `json:"owner,omitempty"` // for whom; "" while nobody could be found
	Person     Person            `json:"-"`               // encrypted in the file
	Need       string            `json:"-"`               // what it is about; encrypted in the file
	Asset      term.AssetID      `json:"asset,omitempty"` // the post that it came from
	Stage      IntroStage        `json:"stage"`
	SentAt     time.Time         `json:"sent_at,omitzero"`
	AcceptedAt time.Time         `json:"accepted_at,omitzero"` // when the owner wanted it
	AskAt      time.Time         `json:"ask_at,omitzero"`      // when the introducer is asked whether an answer came
	Asked      int               `json:"asked,omitempty"`      // how often that was
	OwnedUntil time.Time         `json:"owned_until"`          // until then, while open, nobody else can introduce them
	Referral   ID                `json:"referral,omitempty"`   // what it led to
	Erased     bool              `json:"erased,omitempty"`     // personal data gone, hashes kept
	CreatedAt  time.Time         `json:"created_at"`
	UpdatedAt  time.Time         `json:"updated_at"`
	Version    int               `json:"version"`
}

// IsOpen tells whether something can still come of it.
func (i *Introduction) IsOpen() bool {
	return i.Stage != IntroReferred && i.Stage != IntroEnded && !i.Erased
}

// KeptIntro is an Introduction as it lies in the file.
type KeptIntro struct {
	Introduction
	Hashes []string          `json:"hashes"`           // of each contact, kept after erasure
	Sealed map[string][]byte `json:"sealed,omitempty"` // field name -> sealed text
}

// IntroFields are the sealed fields of an introduction.
func IntroFields(i *Introduction) map[string]*string {
	fields := PersonFields(&i.Person)
	fields["need"] = &i.Need
	return fields
}

// IsBefore tells whether a stage comes before another.
func (s IntroStage) IsBefore(other IntroStage) bool {
	return slices.Index(introOrder, s) < slices.Index(introOrder, other)
}

// IntroAskDays is how many working days after the text was sent, or after "not yet", the introducer is asked.
const IntroAskDays = 4

// CheckIntro cleans the form and returns the normal forms of its contacts, or what is wrong by field.
func CheckIntro(i *Introduction, consent bool) (contacts []string, err error) {
	var wrong problem.Fields
	if i.Kind != term.Candidate && i.Kind != term.Client {
		return nil, problem.Refuse("An introduction is of a candidate, or of a client or partner.")
	}
	p := &i.Person
	tidyPerson(p, &i.Need, &wrong)
	if !consent {
		wrong.Set("consent", "Introduce only people who know you and whom you may write to.")
	}
	return CheckContacts(p, &wrong), wrong.Err()
}
