// Webhooks from other systems: the sources that are set up, each with its sealed secrets.

package store

import (
	"slices"
	"strconv"
	"time"

	"vouch/store/kv"
	"vouch/store/text"
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

// hooks are few: one for each system of the company.
var hooks = kv.Table[Hook]{Bucket: kv.NewBucket("hooks"), Key: func(h *Hook) string { return h.Source }}

// addSecret gives a source one more secret.
func (t *tx) addSecret(h *Hook, secret string) {
	h.Made++
	h.Secrets = append(h.Secrets, HookSecret{Number: h.Made, AddedAt: t.now,
		Sealed: t.db.keys.Seal("hook/"+h.Source, strconv.Itoa(h.Made), secret)})
	hooks.Save(t.Tx, h)
}

// secretsOf are the secrets of a source that are valid now, the newest first.
func (t *tx) secretsOf(h *Hook) (secrets []string) {
	for _, s := range slices.Backward(h.Secrets) {
		if s.Until.IsZero() || s.Until.After(t.now) {
			secrets = append(secrets, t.db.keys.Open("hook/"+h.Source, strconv.Itoa(s.Number), s.Sealed))
		}
	}
	return secrets
}

// HookSecrets returns the secrets with which a source may sign now; none when nobody set it up.
func (db *DB) HookSecrets(source string) ([]string, error) {
	return read(db, func(t *tx) ([]string, error) {
		h, _ := hooks.Get(t.Tx, source)
		return t.secretsOf(&h), nil
	})
}

// Hooks returns the sources that are set up. Their secrets are sealed.
func (db *DB) Hooks() ([]Hook, error) {
	return read(db, func(t *tx) ([]Hook, error) { return all(t, &hooks), nil })
}

// AddHook sets a source up. One that is set up already is a Conflict: its secret is replaced by RotateHook. Program
// managers may, as with all verbs of hooks.
func (db *DB) AddHook(actor EmployeeID, source, secret string) error {
	return changeBy(db, actor, managing, func(t *tx) error {
		if _, found := hooks.Get(t.Tx, source); found {
			return conflict("The source " + source + " is set up already. Rotate its secret, or remove it first.")
		}
		if !text.IsID(source) || secret == "" || text.Longer(secret, maxShort) {
			return invalid("A source needs a name and a secret of at most 200 characters.")
		}
		t.addSecret(&Hook{Source: source, CreatedAt: t.now}, secret)
		t.audit(actor, "hook.add", source, "")
		return nil
	})
}

// RotateHook gives a source a new secret; the old ones are valid for as long as overlap, so that the other system can
// be changed without losing an event. The newest secret again changes nothing.
func (db *DB) RotateHook(actor EmployeeID, source, secret string, overlap time.Duration) error {
	return changeBy(db, actor, managing, func(t *tx) error {
		h, err := lookUp(t, &hooks, source, "There is no source "+text.Cut(text.Line(source), 40)+".")
		if err != nil {
			return err
		}
		if secret == "" || text.Longer(secret, maxShort) || overlap < 0 {
			return invalid("A secret has at most 200 characters.")
		}
		if valid := t.secretsOf(&h); len(valid) > 0 && valid[0] == secret {
			return nil
		}
		end := t.now.Add(overlap)
		over := func(s HookSecret) bool { return !s.Until.IsZero() && !s.Until.After(t.now) }
		h.Secrets = slices.DeleteFunc(h.Secrets, over)
		for i := range h.Secrets {
			if s := &h.Secrets[i]; s.Until.IsZero() || s.Until.After(end) {
				s.Until = end
			}
		}
		t.addSecret(&h, secret)
		t.Forget()
		t.audit(actor, "hook.rotate", source, "the secrets before are valid for "+overlap.String())
		return nil
	})
}

// RemoveHook takes a source away with its secrets; what it told stays. Removing it again changes nothing.
func (db *DB) RemoveHook(actor EmployeeID, source string) error {
	return changeBy(db, actor, managing, func(t *tx) error {
		if hooks.Remove(t.Tx, source) {
			t.Forget()
			t.audit(actor, "hook.remove", source, "")
		}
		return nil
	})
}
