// Secrets: they are sealed, never shown again, and replaced with an overlap.

package webhook

import (
	"crypto/rand"
	"encoding/base64"
	"slices"
	"strconv"
	"time"

	"vouch/store/seal"
)

// Hook is a source that may send webhooks. Its secrets are sealed and never shown again.
type Hook struct {
	Source    string    `json:"source"` // an id, the last part of the address
	CreatedAt time.Time `json:"created_at"`
	Secrets
}

// Secrets are the secrets of one source or target.
type Secrets struct {
	All  []Secret `json:"secrets"`
	Made int      `json:"made"` // how many there have been, for the names of seals
}

// Secret is one of them; several are valid while one replaces another.
type Secret struct {
	Number  int       `json:"number"`
	AddedAt time.Time `json:"added_at"`
	Until   time.Time `json:"until,omitzero"` // not valid from then on; zero: no end
	Sealed  []byte    `json:"sealed"`
}

// Vault seals the secrets of one source or target.
type Vault struct {
	Keys   seal.Keys
	Record string // what the secrets belong to, such as hook/greenhouse
	Now    time.Time
}

// Add gives s one more secret.
func (v Vault) Add(s *Secrets, secret string) {
	s.Made++
	s.All = append(s.All, Secret{Number: s.Made, AddedAt: v.Now,
		Sealed: v.Keys.Seal(v.Record, strconv.Itoa(s.Made), secret)})
}

// Valid are the secrets that are valid now, the newest first.
func (v Vault) Valid(s *Secrets) (secrets []string) {
	for _, one := range slices.Backward(s.All) {
		if one.Until.IsZero() || one.Until.After(v.Now) {
			secrets = append(secrets, v.Keys.Open(v.Record, strconv.Itoa(one.Number), one.Sealed))
		}
	}
	return secrets
}

// Rotate gives s a new secret; the old ones are valid for as long as overlap. It tells whether that changed anything:
// the newest secret again does not.
func (v Vault) Rotate(s *Secrets, secret string, overlap time.Duration) bool {
	if valid := v.Valid(s); len(valid) > 0 && valid[0] == secret {
		return false
	}
	end := v.Now.Add(overlap)
	s.All = slices.DeleteFunc(slices.Clone(s.All), func(one Secret) bool {
		return !one.Until.IsZero() && !one.Until.After(v.Now)
	})
	for i := range s.All {
		if one := &s.All[i]; one.Until.IsZero() || one.Until.After(end) {
			one.Until = end
		}
	}
	v.Add(s, secret)
	return true
}

const secretPrefix = "whsec_"

// MakeSecret makes a secret of Standard Webhooks: 32 random bytes.
func MakeSecret() string {
	key := make([]byte, 32)
	_, _ = rand.Read(key) // never fails since Go 1.24
	return secretPrefix + base64.StdEncoding.EncodeToString(key)
}
