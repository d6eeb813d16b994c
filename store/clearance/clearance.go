// Package clearance knows the texts that compliance reads before they are posted, and what is kept of posts about
// regulated topics.
package clearance

import (
	"strings"
	"time"

	"vouch/store/term"
)

// ID is a ULID.
type ID string

// State is where a text stands.
type State string

// The states.
const (
	Asked   State = "asked"
	Allowed State = "allowed"
	Refused State = "refused"
	Erased  State = "erased" // its writer was
)

// Clearance is one text that was stopped, and what compliance decided about it.
type Clearance struct {
	ID        ID              `json:"id"`
	Employee  term.EmployeeID `json:"employee"`
	Asset     term.AssetID    `json:"asset"`
	Network   term.Network    `json:"network"` // for which it was written; the decision is about the text
	Text      string          `json:"text"`    // as it was written, without the disclosure
	Why       string          `json:"why"`     // the sentence that stopped it
	State     State           `json:"state"`
	AskedAt   time.Time       `json:"asked_at"`
	DecidedBy term.EmployeeID `json:"decided_by,omitempty"`
	DecidedAt time.Time       `json:"decided_at,omitzero"`
	Note      string          `json:"note,omitempty"` // why it was refused, for the writer
}

// IsAbout tells whether c is about exactly this text; only white space makes no difference.
func (c *Clearance) IsAbout(written string) bool {
	return same(c.Text) == same(written)
}

func same(s string) string { return strings.Join(strings.Fields(s), " ") }

// Archived is a post about a regulated topic as it was handed out, kept as long as the settings say whatever becomes
// of the share.
type Archived struct {
	Share      term.ShareID    `json:"share"`
	Round      int             `json:"round,omitempty"` // of the share, which may be taken back and posted again
	Employee   term.EmployeeID `json:"employee"`
	Asset      term.AssetID    `json:"asset"`
	Title      string          `json:"title"`
	Network    term.Network    `json:"network"`
	Text       string          `json:"text"` // with the disclosure; "" when it was posted without the kit
	Disclosure string          `json:"disclosure"`
	URL        string          `json:"url"`   // the item's address
	Token      string          `json:"token"` // in the link that was handed out
	PostURL    string          `json:"post_url,omitempty"`
	At         time.Time       `json:"at"`
}
