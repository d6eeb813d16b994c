// The tables of clearances and of reminders: how they lie in the file, and what finds them.

package clearance

import (
	"time"

	"vouch/store/kv"
	"vouch/store/term"
)

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
