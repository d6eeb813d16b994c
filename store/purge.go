// The purge: what nobody needs any more goes at night, messages and digests after a quarter, and the personal data of
// referrals some time after they ended.

package store

import (
	"context"
	"strconv"
	"strings"
	"time"

	"vouch/store/clearance"
	"vouch/store/click"
	"vouch/store/delivery"
	"vouch/store/kv"
	"vouch/store/text"
)

// Messages, their receipts and digests are kept for keptFor: three times as long as anything rewrites them (see
// rewriteWindow), and longer than anybody asks why they got something. What was learned from digests is kept apart, in
// tastes.
const keptFor = 90 * 24 * time.Hour

// formsKeptFor is how long a submitted form is remembered: nobody leaves one open for longer.
const formsKeptFor = 24 * time.Hour

// Retention says how long what is kept, a line each, as the purge does it.
func (q *Query) Retention() []string {
	days := func(n int) string { return text.Count(n, "day", "days") }
	s, kept := q.Settings(), days(int(keptFor/(24*time.Hour)))
	return []string{
		"what was sent, and the names in outcomes that wait: " + kept,
		"submitted forms, and who opened a link: " + days(int(formsKeptFor/(24*time.Hour))),
		"people who were referred or introduced: " + days(s.PurgeDays) + " after the end",
		"referrals that nobody moves: closed after " + days(s.IdleDays),
		"points, posts and the audit log: until they are erased, the log for good",
	}
}

// purgeBatch bounds a commit of the purge, so that somebody's click in the middle of the night waits for milliseconds
// only.
const purgeBatch = 500

// Purged counts what a purge removed.
type Purged struct {
	Messages      int // sent or given up
	Receipts      int
	Digests       int
	Visitors      int // hashes of those of the days before
	Referrals     int // whose personal data was erased
	Introductions int // the same
	Records       int // clearances, archived posts and begun words
}

// String is the count in words, for the audit.
func (p Purged) String() string {
	return strings.Join([]string{text.Count(p.Messages, "message", "messages"),
		text.Count(p.Receipts, "receipt", "receipts"),
		text.Count(p.Digests, "digest", "digests"), text.Count(p.Visitors, "visitor", "visitors"),
		text.Count(p.Referrals, "referral", "referrals"),
		text.Count(p.Introductions, "introduction", "introductions"),
		text.Count(p.Records, "record", "records")}, ", ")
}

// Purge removes what was done with before now: messages that were sent or given up more than 90 days ago with their
// receipts and digests, and the personal data of referrals that ended more than Settings.PurgeDays ago. Open referrals
// that nobody moved for Settings.IdleDays end; whoever looks after them is warned before. Points, shares,
// answers, sums and the keyed hashes of referrals stay. So does every message whose key must not come again or that is
// still edited: the invitation of somebody who has not joined, and what was sent about a referral until its data is
// erased.
//
// It works in small commits and stops between two of them when ctx ends; the next night goes on. The count is audited,
// each erased referral by itself.
func (db *DB) Purge(ctx context.Context, now time.Time) (Purged, error) {
	var sum Purged
	settings, err := db.Settings()
	if err != nil {
		return sum, err
	}
	old := now.Add(-keptFor)
	ended := now.AddDate(0, 0, -settings.PurgeDays)
	records := now.AddDate(0, 0, -settings.ArchiveDays)
	for _, s := range []sweep{
		oldRecords(&clearances, func(c *Clearance) time.Time { return c.AskedAt }, records),
		oldRecords(&archive, func(p *clearance.Archived) time.Time { return p.At }, records),
		oldRecords(&reminders, func(r *Reminder) time.Time { return r.UpdatedAt }, now.Add(-draftsKeptFor)),
		{batched: true, find: func(t *tx, from string) ([]string, string) { return t.oldForms(from, now.Add(-formsKeptFor)) },
			drop: func(t *tx, key string, _ *Purged) { t.Delete(handledForms, key) }},
		{batched: true, find: func(t *tx, from string) ([]string, string) { return t.oldMessages(from, old) },
			drop: func(t *tx, key string, n *Purged) { t.dropMessage(key, old, n) }},
		{batched: true, find: func(t *tx, from string) ([]string, string) { return t.oldDigests(from, old) },
			drop: func(t *tx, key string, n *Purged) { t.dropDigest(key, n) }},
		{find: func(t *tx, from string) ([]string, string) {
			return t.batch(outcomesNamed, from, "", func(string, []byte) bool { return true })
		},
			drop: func(t *tx, key string, _ *Purged) { t.purgeOutcome(key, old) }},
		{batched: true, find: (*tx).oldVisitors,
			drop: func(t *tx, key string, n *Purged) { t.Delete(click.Visitors, key); n.Visitors++ }},
		{find: func(t *tx, from string) ([]string, string) { return t.endedReferrals(from, ended) },
			drop: func(t *tx, key string, n *Purged) { t.purgeReferral(key, ended, n) }},
		{find: func(t *tx, from string) ([]string, string) { return t.oldIntros(from, ended) },
			drop: func(t *tx, key string, n *Purged) { t.purgeIntro(key, ended, n) }},
		{find: func(t *tx, from string) ([]string, string) { return t.idleReferrals(from, now) },
			drop: func(t *tx, key string, n *Purged) { t.endIdle(key, now, n) }},
	} {
		if err := db.sweep(ctx, s, &sum); err != nil {
			return sum, err
		}
	}
	if sum == (Purged{}) {
		return sum, nil
	}
	return sum, change(db, func(t *tx) error {
		t.Forget()
		t.audit("", "purge", "retention", sum.String())
		return nil
	})
}

// A sweep finds keys on a snapshot, where looking costs nobody anything, and drops them in the committer. drop looks
// again: the value may have changed in between. next is where to look on, "" at the end.
type sweep struct {
	find    func(t *tx, from string) (keys []string, next string)
	drop    func(t *tx, key string, n *Purged)
	batched bool // drop never reads what it derived, see kv.Tx.BatchRows
}

// sweep runs s batch by batch and adds what each commit removed.
func (db *DB) sweep(ctx context.Context, s sweep, sum *Purged) error {
	for from := ""; ; {
		if err := ctx.Err(); err != nil {
			return err
		}
		var keys []string
		next, err := read(db, func(t *tx) (next string, err error) {
			keys, next = s.find(t, from)
			return next, nil
		})
		if err == nil && len(keys) > 0 {
			*sum, err = write(db, func(t *tx) (Purged, error) {
				n := *sum
				if s.batched {
					t.BatchRows()
				}
				for _, key := range keys {
					s.drop(t, key, &n)
				}
				return n, nil
			})
		}
		if err != nil || next == "" {
			return err
		}
		from = next
	}
}

// idleReferrals finds open referrals that nobody moved for so long that they end, or that their owner is warned.
func (t *tx) idleReferrals(from string, now time.Time) ([]string, string) {
	return t.batch(referrals.Bucket, from, "", func(_ string, raw []byte) bool {
		k := referrals.Decode(raw)
		_, warned := t.idleOn(&k, now)
		return warned
	})
}

func (t *tx) idleOn(k *keptReferral, now time.Time) (end time.Time, warned bool) {
	r := t.open(k)
	return r.IdleOn(t.settings().IdleDays, now)
}

// endIdle warns whoever looks after a referral that nobody moves, once, and later ends it: what nobody works on is not
// kept (product rule 5.6).
func (t *tx) endIdle(key string, now time.Time, n *Purged) {
	k, found := referrals.Get(t.Tx, key)
	if !found {
		return
	}
	switch end, warned := t.idleOn(&k, now); {
	case !warned:
	case end.After(now):
		readers := t.managers()
		if _, err := t.member(k.Owner); k.Owner != "" && err == nil {
			readers = []EmployeeID{k.Owner}
		}
		t.enqueueEach(readers, Message{Key: keyOf("escalation", key, "idle", strconv.Itoa(k.Version)), Kind: MsgEscalation,
			Ref: key})
	default:
		t.erasePerson(&k)
		t.setStage(&k, Declined, "", "Nobody moved it for "+text.Count(t.settings().IdleDays, "day", "days")+
			", so it was closed and its data erased.")
		t.touchAll(&k)
		t.tellReferrer(&k, "")
		t.audit("", "referral.erase", key, "nobody moved it")
		n.Referrals++
	}
}

// batch finds up to purgeBatch keys of values that fit, before end ("": all).
func (t *tx) batch(b *kv.Bucket, from, end string,
	fits func(key string, raw []byte) bool) (keys []string, next string) {
	t.Scan(b, "", from, func(key string, raw []byte) bool {
		if end != "" && key >= end {
			return false
		}
		if len(keys) == purgeBatch {
			next = key
			return false
		}
		if fits(key, raw) {
			keys = append(keys, key)
		}
		return true
	})
	return keys, next
}

// oldForms finds forms that were submitted before old.
func (t *tx) oldForms(from string, old time.Time) ([]string, string) {
	return t.batch(handledForms, from, "", func(_ string, at []byte) bool { return kv.KeyTime(string(at)).Before(old) })
}

// datedPrefixes begin keys that go on with a date: what is younger is skipped without being read, for a large company
// has millions of these.
var datedPrefixes = []string{delivery.Prefix, "rewrite/" + delivery.Prefix}

// oldMessages finds up to a batch of messages that are over since before old.
func (t *tx) oldMessages(from string, old time.Time) (keys []string, next string) {
	day, next := string(DateOf(old, time.UTC)), from
	for {
		start := next
		next = ""
		t.Scan(messages.Bucket, "", start, func(key string, raw []byte) bool {
			for _, prefix := range datedPrefixes {
				if date, dated := strings.CutPrefix(key, prefix); dated && date >= day {
					next = strings.TrimSuffix(prefix, "/") + "0" // the character after the slash: behind all of them
					return false
				}
			}
			if len(keys) == purgeBatch {
				next = key
				return false
			}
			if m := messages.Decode(raw); t.isOver(&m, old) {
				keys = append(keys, key)
			}
			return true
		})
		if next == "" || len(keys) == purgeBatch {
			return keys, next
		}
	}
}

// isOver tells whether a message was done with before old and nothing will ever look for it again.
func (t *tx) isOver(m *Message, old time.Time) bool {
	if (m.State != Sent && m.State != Dead) || !m.DoneAt.Before(old) {
		return false
	}
	return messageKinds[m.Kind].isOver(t, m, old)
}

// dropMessage removes a message that is over, with its receipt, which carries the same key. A digest without its
// message is found by the sweep that follows.
func (t *tx) dropMessage(key string, old time.Time, n *Purged) {
	m, found := messages.Get(t.Tx, key)
	if !found || !t.isOver(&m, old) {
		return
	}
	messages.Remove(t.Tx, key)
	n.Messages++
	if t.Get(receipts.Bucket, key) != nil {
		receipts.Remove(t.Tx, key)
		n.Receipts++
	}
}

// oldDigests finds digests from before old that never had a message, or have none any more.
func (t *tx) oldDigests(from string, old time.Time) ([]string, string) {
	end := delivery.Prefix + string(DateOf(old, time.UTC))
	return t.batch(deliveries.Bucket, from, end, func(key string,
		_ []byte) bool {
		return t.Get(messages.Bucket, key) == nil
	})
}

// dropDigest removes a digest. Its day lies so far back that no plan can ask for it again.
func (t *tx) dropDigest(key string, n *Purged) {
	if _, found := deliveries.Get(t.Tx, key); found {
		deliveries.Remove(t.Tx, key)
		n.Digests++
	}
}

// oldVisitors finds the visitors of the days before, and their salts.
func (t *tx) oldVisitors(from string) ([]string, string) {
	return t.batch(click.Visitors, from, click.Begin(t.programDay()), func(string, []byte) bool { return true })
}

// endedReferrals finds referrals that ended before a time and still hold personal data.
func (t *tx) endedReferrals(from string, before time.Time) ([]string, string) {
	return t.batch(referrals.Bucket, from, "", func(_ string, raw []byte) bool {
		k := referrals.Decode(raw)
		return !k.Erased && k.EndedBefore(before)
	})
}

// purgeReferral erases the personal data of a referral that ended before a time.
func (t *tx) purgeReferral(key string, before time.Time, n *Purged) {
	k, found := referrals.Get(t.Tx, key)
	if !found || k.Erased || !k.EndedBefore(before) {
		return
	}
	t.erasePerson(&k)
	t.touchAll(&k)
	t.audit("", "referral.erase", key, "the time it is kept is over")
	n.Referrals++
}
