// Package clearance knows the texts that compliance reads before they are posted, and what is kept of posts about
// regulated topics.
package clearance

import (
	"strings"
	"time"

	"vouch/store/kv"
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

// The indexes of clearances.
var (
	ByPerson = kv.NewBucket("clearances_by_person") // employee, asset, clearance
	Waiting  = kv.NewBucket("clearances_waiting")   // clearance, while nobody has decided
)

// Table holds clearances.
var Table = kv.Table[Clearance]{
	Bucket:  kv.NewBucket("clearances"), // clearance -> Clearance
	Indexes: []*kv.Bucket{ByPerson, Waiting},
	Key:     func(c *Clearance) string { return string(c.ID) },
	Rows: func(c *Clearance) []kv.Row {
		rows := []kv.Row{ByPerson.Row(kv.Join(string(c.Employee), string(c.Asset), string(c.ID)), "")}
		if c.State == Asked {
			rows = append(rows, Waiting.Row(string(c.ID), ""))
		}
		return rows
	},
}

// Reminder is the wish to share an item later. After the message the words stay for a while, for the form to begin
// with.
type Reminder struct {
	Employee term.EmployeeID `json:"employee"`
	Asset    term.AssetID    `json:"asset"`
	At       time.Time       `json:"at,omitzero"` // zero once the message was sent
	Network  term.Network    `json:"network,omitempty"`
	Text     string          `json:"text,omitempty"` // own words so far, "" none

	UpdatedAt time.Time `json:"updated_at"`
}

// RemindersByTime is the index of reminders.
var RemindersByTime = kv.NewBucket("reminders_by_time") // when, employee, asset

// Reminders holds reminders.
var Reminders = kv.Table[Reminder]{
	Bucket:  kv.NewBucket("reminders"), // employee, asset -> Reminder
	Indexes: []*kv.Bucket{RemindersByTime},
	Key:     func(r *Reminder) string { return kv.Join(string(r.Employee), string(r.Asset)) },
	Rows: func(r *Reminder) []kv.Row {
		if r.At.IsZero() {
			return nil
		}
		return []kv.Row{RemindersByTime.Row(kv.TimeKey(r.At)+kv.Join(string(r.Employee), string(r.Asset)), "")}
	},
}
