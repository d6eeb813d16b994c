// The audit log: every managerial act in a hash chain that Check verifies.

package store

import "time"

// AuditEntry is one act. Hash = SHA-256 over Prev and the entry's other fields as canonical JSON.
type AuditEntry struct {
	Seq     uint64     `json:"seq"`
	At      time.Time  `json:"at"`
	Actor   EmployeeID `json:"actor"` // "" the program, "operator" the command line
	Action  string     `json:"action"`
	Subject string     `json:"subject,omitempty"`
	Detail  string     `json:"detail,omitempty"` // never personal data of candidates or clients
	Prev    string     `json:"prev"`
	Hash    string     `json:"hash"`
}
