// Webhooks from other systems: what a source that may send them is, and which of its secrets are valid.

package outcome

import (
	"slices"
	"time"
)

// Hook is a source that may send webhooks. Its secrets are sealed and never shown again.
type Hook struct {
	Source    string       `json:"source"` // an id, the last part of the address
	Secrets   []HookSecret `json:"secrets"`
	CreatedAt time.Time    `json:"created_at"`
	Made      int          `json:"made"` // how many secrets there have been, for the names of seals
}

// HookSecret is one secret of a source; several are valid while one replaces another.
type HookSecret struct {
	Number  int       `json:"number"`
	AddedAt time.Time `json:"added_at"`
	Until   time.Time `json:"until,omitzero"` // not valid from then on; zero: no end
	Sealed  []byte    `json:"sealed"`
}

// Valid are the secrets that are valid at a time, the newest first.
func (h *Hook) Valid(now time.Time) (list []HookSecret) {
	for _, s := range slices.Backward(h.Secrets) {
		if s.Until.IsZero() || s.Until.After(now) {
			list = append(list, s)
		}
	}
	return list
}

// Expire drops the secrets that are over, and lets the others be valid for at most overlap from now on.
func (h *Hook) Expire(now time.Time, overlap time.Duration) {
	end := now.Add(overlap)
	h.Secrets = slices.DeleteFunc(h.Secrets, func(s HookSecret) bool { return !s.Until.IsZero() && !s.Until.After(now) })
	for i := range h.Secrets {
		if s := &h.Secrets[i]; s.Until.IsZero() || s.Until.After(end) {
			s.Until = end
		}
	}
}
