// Package share holds what a share is: its levels, its form and what is wrong with it. How shares are kept, found
// and paid is the business of package store.
package share

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"vouch/store/asset"
	"vouch/store/problem"
	"vouch/store/term"
	"vouch/store/text"
)

// Level is how far a share came; it only rises, except by Withdraw.
type Level int

// The levels of product rule 4.2.
const (
	Opened    Level = iota + 1 // the kit was opened
	Declared                   // "I posted it"
	Proven                     // the URL of the post was given
	Engaged                    // declared, and a person opened its link
	Converted                  // declared, and an application, a meeting or more came of it
)

// Share is one employee's share of one asset on one network: there is at most one per triple.
type Share struct {
	ID         term.ShareID    `json:"id"`
	Employee   term.EmployeeID `json:"employee"`
	Asset      term.AssetID    `json:"asset"`
	Network    term.Network    `json:"network"`
	Level      Level           `json:"level"`
	Text       string          `json:"text"` // as handed out, with disclosure, without the link
	OwnWords   bool            `json:"own_words,omitempty"`
	Variant    int             `json:"variant"`              // index of the variant it began from, -1 none
	Disclosure string          `json:"disclosure,omitempty"` // as shown
	Token      string          `json:"token"`                // opaque, goes into the link's UTM content
	Joined     string          `json:"joined,omitempty"`     // token of a share that was joined with this one
	PostURL    string          `json:"post_url,omitempty"`
	Round      int             `json:"round,omitempty"` // how often it was withdrawn; each round is paid by its own causes
	OpenedAt   time.Time       `json:"opened_at"`
	DeclaredAt time.Time       `json:"declared_at,omitzero"`
	ProvenAt   time.Time       `json:"proven_at,omitzero"`
	AskAt      time.Time       `json:"ask_at,omitzero"`     // from when a digest asks what came of it; zero: never
	AskedIn    string          `json:"asked_in,omitempty"`  // the key of the digest that asked
	Led        Led             `json:"led,omitempty"`       // what came of it, as its person said
	EngagedAt  time.Time       `json:"engaged_at,omitzero"` // when a person first opened its link, declared or not
	// ConvertedAt is when an application, a meeting or more first came of it, declared or not.
	ConvertedAt time.Time `json:"converted_at,omitzero"`
	UpdatedAt   time.Time `json:"updated_at"`
	// EngagedPaid is how many points people who opened its link have earned in this round.
	EngagedPaid int `json:"engaged_paid,omitempty"`
}

// Form is the form a person submitted to get the share kit.
type Form struct {
	Employee   term.EmployeeID
	Asset      term.AssetID
	Network    term.Network
	Text       string // with the disclosure
	Written    string // without it: what compliance decides about, see package clearance
	Supplied   bool   // it is one of the program's own texts, unchanged
	OwnWords   bool
	Variant    int
	Disclosure string
	Delivery   string // key of the digest it came from, "" none
}

// SettleLevel derives the level from what happened.
func (s *Share) SettleLevel() {
	switch {
	case s.DeclaredAt.IsZero():
		s.Level = Opened
	case !s.ConvertedAt.IsZero():
		s.Level = Converted
	case !s.EngagedAt.IsZero():
		s.Level = Engaged
	case !s.ProvenAt.IsZero():
		s.Level = Proven
	default:
		s.Level = Declared
	}
}

// Led is what came of a post, as its person said.
type Led string

// What can come of a post.
const (
	LedIntroduction Led = "introduction" // somebody answered whom they introduce
	LedReferral     Led = "referral"     // somebody answered whom they refer
	LedNothing      Led = "nothing"
)

// Check cleans the form and says what is wrong with it. Lengths per network are the business of digest.
func Check(o *Form, a *asset.Asset) error {
	var wrong problem.Fields
	o.Text, o.Written, o.Disclosure = text.Lines(o.Text), text.Lines(o.Written), text.Line(o.Disclosure)
	if o.Text == "" {
		wrong.Set("text", "Write a text, or choose a suggested one.")
	}
	if text.Longer(o.Text, text.MaxLong) {
		wrong.Set("text", fmt.Sprintf("Shorten the text to %d characters.", text.MaxLong))
	}
	if text.Longer(o.Disclosure, text.MaxShort) {
		wrong.Set("disclosure", fmt.Sprintf("Shorten the disclosure to %d characters.", text.MaxShort))
	}
	if o.Variant < -1 || o.Variant >= len(a.Variants) {
		wrong.Set("text", "This suggested text does not exist any more. Choose another one.")
	}
	CheckNetwork(o.Network, a, &wrong)
	return wrong.Err()
}

// CheckNetwork lets an asset without networks go anywhere.
func CheckNetwork(network term.Network, a *asset.Asset, wrong *problem.Fields) {
	if !slices.Contains(term.Networks, network) || (len(a.Networks) > 0 && !slices.Contains(a.Networks, network)) {
		wrong.Set("network", "This item is not meant for that network. Choose another one.")
	}
}

// Cause is unique per share, rule and round.
func Cause(s *Share, rule string) string {
	cause := term.Key("share", string(s.ID), rule)
	if s.Round > 0 {
		cause = term.Key(cause, strconv.Itoa(s.Round))
	}
	return cause
}
