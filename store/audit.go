// The audit log: every managerial act in a hash chain that Check verifies.

package store

import (
	"vouch/store/kv"
	"vouch/store/text"
)

// audit appends an act to the chain. Subject and detail must not hold personal data of candidates or clients, because
// the chain cannot be changed later.
func (t *tx) audit(actor EmployeeID, action, subject, detail string) {
	seq := t.NextNumber("audit")
	entry := AuditEntry{Seq: seq, At: t.now, Actor: actor, Action: action, Subject: subject, Detail: text.Cut(text.Line(detail), maxLong)}
	// The first entry has no hash before it.
	if before, found := auditLog.Get(t.Tx, kv.NumberKey(seq-1)); found {
		entry.Prev = before.Hash
	}
	entry.Hash = entry.Digest()
	auditLog.Save(t.Tx, &entry)
}

// auditLog is keyed by sequence, so that the entry before the next one is one read away.
var auditLog = kv.Table[AuditEntry]{Bucket: kv.NewBucket("audit"), Key: func(a *AuditEntry) string { return kv.NumberKey(a.Seq) }}

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
		if a.Seq != seq || a.Prev != prev || a.Hash != a.Digest() {
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
