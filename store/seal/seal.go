// Package seal encrypts personal data field by field, and makes the keyed hashes by which duplicates are found.
package seal

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

// KeySize is the length of the key in bytes: AES-256.
const KeySize = 32

// Keys are derived from the one key people keep, one for each use. The zero value has none.
type Keys struct {
	seal  cipher.AEAD
	match []byte // key of the duplicate hashes
	Check []byte // stored in the file, tells a wrong key at once and says nothing about it
}

// Derive makes one key per use from the key people keep (HKDF with SHA-256), so that no use weakens another.
func Derive(key []byte) (k Keys, err error) {
	parts := make([][]byte, 3)
	for i, use := range []string{"vouch seal 1", "vouch match 1", "vouch check 1"} {
		if parts[i], err = hkdf.Key(sha256.New, key, nil, use, KeySize); err != nil {
			return k, err
		}
	}
	block, err := aes.NewCipher(parts[0])
	if err != nil {
		return k, err
	}
	k.match, k.Check = parts[1], parts[2]
	k.seal, err = cipher.NewGCM(block)
	return k, err
}

// IsZero tells keys that were not derived, with which nothing can be sealed or opened.
func (k Keys) IsZero() bool { return k.seal == nil }

// Seal encrypts one field. The record and field names are authenticated: a sealed text cannot be moved elsewhere.
func (k Keys) Seal(record, field, text string) []byte {
	nonce := make([]byte, k.seal.NonceSize())
	_, _ = rand.Read(nonce) // never fails since Go 1.24
	sealed := append([]byte{kv.Layout}, nonce...)
	return k.seal.Seal(sealed, nonce, []byte(text), []byte(kv.Join(record, field)))
}

// Open decrypts a field; one that was moved or changed is a fault.
func (k Keys) Open(record, field string, sealed []byte) string {
	n := k.seal.NonceSize()
	if len(sealed) < 1+n || sealed[0] != kv.Layout {
		kv.Fail("unknown layout of a sealed field")
	}
	text, err := k.seal.Open(nil, sealed[1:1+n], sealed[1+n:], []byte(kv.Join(record, field)))
	if err != nil {
		kv.Fail("open a sealed field: %w", err)
	}
	return string(text)
}

// Hash is the keyed hash of a normalised contact. It says nothing without the key and outlives erasure.
func (k Keys) Hash(kind, normal string) string {
	mac := hmac.New(sha256.New, k.match)
	mac.Write([]byte(kv.Join(kind, normal)))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}
