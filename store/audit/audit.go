// Package audit holds what an entry of the audit log is: one managerial act in a hash chain.
package audit

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"vouch/store/kv"
	"vouch/store/term"
)

// Entry is one act. Hash = SHA-256 over Prev and the entry's other fields as canonical JSON.
type Entry struct {
	Seq     uint64          `json:"seq"`
	At      time.Time       `json:"at"`
	Actor   term.EmployeeID `json:"actor"` // "" the program, "operator" the command line
	Action  string          `json:"action"`
	Subject string          `json:"subject,omitempty"`
	Detail  string          `json:"detail,omitempty"` // never personal data of candidates or clients
	Prev    string          `json:"prev"`
	Hash    string          `json:"hash"`
}

// Digest is the hash of an entry: SHA-256 over the hash before it and the other fields as JSON with sorted names.
func (a Entry) Digest() string {
	fields := map[string]any{
		"seq": a.Seq, "at": a.At.UTC().Format(time.RFC3339Nano), "actor": a.Actor, "action": a.Action, "subject": a.Subject, "detail": a.Detail,
	}
	canonical, err := json.Marshal(fields) // map keys are sorted
	if err != nil {
		kv.Fail("hash the audit: %w", err)
	}
	sum := sha256.Sum256(append([]byte(a.Prev), canonical...))
	return hex.EncodeToString(sum[:])
}
