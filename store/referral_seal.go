// Seals: personal data of candidates and clients, encrypted field by field, and the keyed hashes that find duplicates.

package store

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"

	"vouch/store/kv"
)

// keySize is the length of the key in bytes: AES-256.
const keySize = 32

// secrets are the keys derived from the one key people keep, one for each use.
type secrets struct {
	seal  cipher.AEAD
	match []byte // key of the duplicate hashes
	check []byte // stored in the file, tells a wrong key at once
}

// deriveSecrets makes one key per use from the key people keep (HKDF with SHA-256), so that no use weakens another.
func deriveSecrets(key []byte) (s secrets, err error) {
	parts := make([][]byte, 3)
	for i, use := range []string{"vouch seal 1", "vouch match 1", "vouch check 1"} {
		if parts[i], err = hkdf.Key(sha256.New, key, nil, use, keySize); err != nil {
			return s, internal("derive the keys", err)
		}
	}
	block, err := aes.NewCipher(parts[0])
	if err != nil {
		return s, internal("derive the keys", err)
	}
	if s.seal, err = cipher.NewGCM(block); err != nil {
		return s, internal("derive the keys", err)
	}
	s.match, s.check = parts[1], parts[2]
	return s, nil
}

// sealText encrypts one field. The record and field names are authenticated: a sealed text cannot be moved elsewhere.
func (s secrets) sealText(record, field, text string) []byte {
	nonce := make([]byte, s.seal.NonceSize())
	_, _ = rand.Read(nonce) // never fails since Go 1.24
	sealed := append([]byte{kv.Layout}, nonce...)
	return s.seal.Seal(sealed, nonce, []byte(text), []byte(kv.Join(record, field)))
}

// sealOlder seals the words about referred people that older releases kept in plain text.
func (s secrets) sealOlder(k *kv.Tx) {
	t := &tx{Tx: k, db: &DB{opened: &opened{secrets: s}}}
	referrals.RewriteAll(k, func(r *keptReferral) (found bool) {
		if r.Need != "" {
			t.sealField(r, "need", r.Need)
			r.Need, found = "", true
		}
		for i := range r.History {
			if step := &r.History[i]; step.Reason != "" {
				t.sealField(r, reasonField(i), step.Reason)
				step.Reason, found = "", true
			}
		}
		return found
	})
}

// openText decrypts a field; one that was moved or changed is a fault.
func (s secrets) openText(record, field string, sealed []byte) string {
	n := s.seal.NonceSize()
	if len(sealed) < 1+n || sealed[0] != kv.Layout {
		kv.Fail("unknown layout of a sealed field")
	}
	text, err := s.seal.Open(nil, sealed[1:1+n], sealed[1+n:], []byte(kv.Join(record, field)))
	if err != nil {
		kv.Fail("open a sealed field: %w", err)
	}
	return string(text)
}

// hash is the keyed hash of a normalised contact. It says nothing without the key and outlives erasure.
func (s secrets) hash(kind, normal string) string {
	mac := hmac.New(sha256.New, s.match)
	mac.Write([]byte(kv.Join(kind, normal)))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}
