// The audit log: every managerial act in a hash chain that Check verifies.

package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"vouch/store/kv"
	"vouch/store/text"
)

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

// audit appends an act to the chain. Subject and detail must not hold personal data of candidates or clients, because
// the chain cannot be changed later.
func (t *tx) audit(actor EmployeeID, action, subject, detail string) {
	seq := t.NextNumber("audit")
	entry := AuditEntry{Seq: seq, At: t.now, Actor: actor, Action: action, Subject: subject, Detail: text.Cut(text.Line(detail), maxLong)}
	// The first entry has no hash before it.
	if before, found := auditLog.Get(t.Tx, kv.NumberKey(seq-1)); found {
		entry.Prev = before.Hash
	}
	entry.Hash = entry.digest()
	auditLog.Save(t.Tx, &entry)
}

// auditLog is keyed by sequence, so that the entry before the next one is one read away.
var auditLog = kv.Table[AuditEntry]{Bucket: kv.NewBucket("audit"), Key: func(a *AuditEntry) string { return kv.NumberKey(a.Seq) }}

// digest is the hash of an entry: SHA-256 over the hash before it and the other fields as JSON with sorted names.
func (a AuditEntry) digest() string {
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

// Audit returns at most limit entries before the sequence number before (0: the newest), newest first.
func (q *Query) Audit(limit int, before uint64) (list []AuditEntry) {
	end := ""
	if before > 0 {
		end = kv.NumberKey(before)
	}
	q.t.ScanBack(auditLog.Bucket, "", end, func(_ string, raw []byte) bool {
		if len(list) < limit {
			list = append(list, auditLog.Decode(raw))
		}
		return len(list) < limit
	})
	return list
}

func (t *tx) checkAudit(c *kv.Check) {
	prev, seq := "", uint64(0)
	auditLog.Each(t.Tx, func(a *AuditEntry) bool {
		seq++
		if a.Seq != seq || a.Prev != prev || a.Hash != a.digest() {
			c.Problem("the audit chain is broken at entry %d", seq)
			return false
		}
		prev = a.Hash
		return true
	})
	if last := t.Number("audit"); last != seq {
		c.Problem("the audit holds %d entries, %d were written", seq, last)
	}
}
