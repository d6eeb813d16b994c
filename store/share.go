// Shares: what an employee did with an asset on a network, in levels from opened to converted.

package store

import "time"

// ShareID is a ULID.
type ShareID string

// Level is how sure it is that something was posted; it only rises, except by Withdraw.
type Level int

// The levels of product rule 4.2.
const (
	Opened    Level = iota + 1 // the kit was opened
	Declared                   // "I posted it"
	Proven                     // the URL of the post was given
	Engaged                    // human clicks came (web face)
	Converted                  // an outcome came
)

// Share is one employee's share of one asset on one network: there is at most one per triple.
type Share struct {
	ID         ShareID    `json:"id"`
	Employee   EmployeeID `json:"employee"`
	Asset      AssetID    `json:"asset"`
	Network    Network    `json:"network"`
	Level      Level      `json:"level"`
	Text       string     `json:"text"` // as handed out, with disclosure, without the link
	OwnWords   bool       `json:"own_words,omitempty"`
	Variant    int        `json:"variant"`              // index of the variant it began from, -1 none
	Disclosure string     `json:"disclosure,omitempty"` // as shown
	Token      string     `json:"token"`                // opaque, goes into the link's UTM content
	PostURL    string     `json:"post_url,omitempty"`
	Round      int        `json:"round,omitempty"` // how often it was withdrawn; each round is paid by its own causes
	OpenedAt   time.Time  `json:"opened_at"`
	DeclaredAt time.Time  `json:"declared_at,omitzero"`
	ProvenAt   time.Time  `json:"proven_at,omitzero"`
	UpdatedAt  time.Time  `json:"updated_at"`
}

// OpenShare is the form a person submitted to get the share kit.
type OpenShare struct {
	Employee   EmployeeID
	Asset      AssetID
	Network    Network
	Text       string
	OwnWords   bool
	Variant    int
	Disclosure string
	Delivery   string // key of the digest it came from, "" none
}
