// Webhooks from other systems: the sources that are set up, each with its sealed secrets.

package store

import (
	"time"

	"vouch/store/kv"
	"vouch/store/text"
	"vouch/store/webhook"
)

// Hook is a source that may send webhooks. Its secrets are sealed and never shown again.
type Hook struct {
	Source    string    `json:"source"` // an id, the last part of the address
	CreatedAt time.Time `json:"created_at"`
	webhook.Secrets
}

// hooks are few: one for each system of the company.
var hooks = kv.Table[Hook]{Bucket: kv.NewBucket("hooks"), Key: func(h *Hook) string { return h.Source }}

// vault seals the secrets of a source.
func (t *tx) vault(h *Hook) webhook.Vault {
	return webhook.Vault{Keys: t.db.keys, Record: "hook/" + h.Source, Now: t.now}
}

// HookSecrets returns the secrets with which a source may sign now; none when nobody set it up.
func (db *DB) HookSecrets(source string) ([]string, error) {
	return read(db, func(t *tx) ([]string, error) {
		h, _ := hooks.Get(t.Tx, source)
		return t.vault(&h).Valid(&h.Secrets), nil
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
		h := Hook{Source: source, CreatedAt: t.now}
		t.vault(&h).Add(&h.Secrets, secret)
		hooks.Save(t.Tx, &h)
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
		if !t.vault(&h).Rotate(&h.Secrets, secret, overlap) {
			return nil
		}
		hooks.Save(t.Tx, &h)
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
