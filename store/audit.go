// The audit log: every managerial act in a hash chain that Check verifies.

package store

import (
	"vouch/store/audit"
	"vouch/store/kv"
	"vouch/store/text"
)

// audit appends an act to the chain. Subject and detail must not hold personal data of candidates or clients, because
// the chain cannot be changed later.
func (t *tx) audit(actor EmployeeID, action, subject, detail string) {
	seq := t.NextNumber("audit")
	entry := AuditEntry{Seq: seq, At: t.now, Actor: actor, Action: action, Subject: subject,
		Detail: text.Cut(text.Line(detail), maxLong)}
	// The first entry has no hash before it.
	if before, found := auditLog.Get(t.Tx, kv.NumberKey(seq-1)); found {
		entry.Prev = before.Hash
	}
	entry.Hash = entry.Digest()
	auditLog.Save(t.Tx, &entry)
}

// auditLog is keyed by sequence, so that the entry before the next one is one read away.
var auditLog = kv.Table[AuditEntry]{Bucket: kv.NewBucket("audit"),
	Key: func(a *AuditEntry) string { return kv.NumberKey(a.Seq) }}

// Audit returns at most limit entries before the sequence number before (0: the newest), newest first.
func (q *Query) Audit(limit int, before uint64) []AuditEntry {
	return q.AuditOf(audit.Filter{Before: before}, limit)
}

// AuditOf returns at most limit entries that somebody looks for, newest first.
func (q *Query) AuditOf(f audit.Filter, limit int) (list []AuditEntry) {
	end := ""
	if f.Before > 0 {
		end = kv.NumberKey(f.Before)
	}
	q.t.ScanBack(auditLog.Bucket, "", end, func(_ string, raw []byte) bool {
		if e := auditLog.Decode(raw); len(list) < limit && f.Fits(&e) {
			list = append(list, e)
		}
		return len(list) < limit
	})
	return list
}

// EachAudit visits every entry, the oldest first, until visit fails. Each page is one snapshot that ends before
// anything is visited, so visit may take its time.
func (db *DB) EachAudit(visit func(AuditEntry) error) error {
	for last := uint64(0); ; {
		page, err := read(db, func(t *tx) (list []AuditEntry, err error) {
			t.Scan(auditLog.Bucket, "", kv.NumberKey(last+1), func(_ string, raw []byte) bool {
				list = append(list, auditLog.Decode(raw))
				return len(list) < exportPage
			})
			return list, nil
		})
		for i := 0; i < len(page) && err == nil; i++ {
			last, err = page[i].Seq, visit(page[i])
		}
		if err != nil || len(page) == 0 {
			return err
		}
	}
}

func (t *tx) checkAudit(c *kv.Check) {
	prev, seq := "", uint64(0)
	auditLog.Each(t.Tx, func(a *AuditEntry) bool {
		if !a.Follows(prev, seq) {
			c.Problem("the audit chain is broken at entry %d", seq+1)
			return false
		}
		prev, seq = a.Hash, a.Seq
		return true
	})
	if last := t.Number("audit"); last != seq {
		c.Problem("the audit holds %d entries, %d were written", seq, last)
	}
}
