// Package crisis knows what a crisis holds, and how far its work has come.
package crisis

import (
	"slices"
	"strings"
	"time"

	"vouch/store/asset"
	"vouch/store/term"
	"vouch/store/text"
)

// ID is a ULID.
type ID string

// Scope is what a crisis holds.
type Scope string

// The scopes of product rule 8.3.
const (
	HoldAll   Scope = "all"
	HoldTopic Scope = "topic"
	HoldAsset Scope = "asset"
)

// Crisis is one hold, kept after its end.
type Crisis struct {
	ID           ID                `json:"id"`
	Scope        Scope             `json:"scope"`
	Of           string            `json:"of,omitempty"`        // the topic or the id of the asset
	Reason       string            `json:"reason"`              // told to everybody who wants to share, 1-200 characters
	Statement    string            `json:"statement,omitempty"` // to every advocate, see MaxStatement; "" is not sent
	Owner        term.EmployeeID   `json:"owner"`               // whom to ask
	Spokespeople []term.EmployeeID `json:"spokespeople,omitempty"`
	Allowed      []term.AssetID    `json:"allowed,omitempty"` // may be shared all the same
	StartedBy    term.EmployeeID   `json:"started_by"`
	StartedAt    time.Time         `json:"started_at"`
	EndsAt       time.Time         `json:"ends_at,omitzero"` // by itself; zero when somebody has to end it
	EndedBy      term.EmployeeID   `json:"ended_by,omitempty"`
	EndedAt      time.Time         `json:"ended_at,omitzero"`
	Facts        term.AssetID      `json:"facts,omitempty"` // what happened, for who wants to share it
	Told         int               `json:"told"`            // people to whom the statement goes
	Changed      int               `json:"changed"`         // delivered digests that are changed for it
	Work         Work              `json:"work"`
}

// Work is how far the messages of a crisis were planned, the newest digests first. They are planned a part at a
// time, because they may be a hundred thousand; the hold itself is there at once.
type Work struct {
	Person string `json:"person,omitempty"` // the last one who was told
	Digest string `json:"digest,omitempty"` // the last one that was looked at, by its key
	Until  string `json:"until,omitempty"`  // at the end of a crisis: the last one that was changed for it
	Edits  int    `json:"edits,omitempty"`  // how many edits were planned, each a little after the one before
	Told   bool   `json:"told,omitempty"`   // everybody was
	Done   bool   `json:"done,omitempty"`
}

// Effect is what a crisis does when it starts.
type Effect struct {
	People   int // advocates who get the statement, 0 without one
	Messages int // delivered messages that are changed
	Items    int // live items that cannot be shared
}

// MaxStatement is the longest statement in characters: more is not read on a telephone.
const MaxStatement = 1000

// Words are a crisis in the audit.
func (c *Crisis) Words() string { return strings.TrimSpace(string(c.Scope)+" "+c.Of) + ": " + c.Reason }

// Holds tells whether a crisis holds an item.
func (c *Crisis) Holds(a *asset.Asset) bool {
	if slices.Contains(c.Allowed, a.ID) {
		return false
	}
	switch c.Scope {
	case HoldAsset:
		return c.Of == string(a.ID)
	case HoldTopic:
		return slices.ContainsFunc(a.Topics, func(topic string) bool { return text.Fold(topic) == text.Fold(c.Of) })
	}
	return true
}
