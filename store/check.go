// Check: indexes are rebuilt and compared, standings recomputed from the ledger, seals opened, the audit chain walked.

package store

import (
	"context"
	"time"

	"vouch/store/board"
	"vouch/store/calendar"
	"vouch/store/kv"
	"vouch/store/referral"
	"vouch/store/share"
)

// Report is what Check found. An empty Problems is a sound database.
type Report = kv.Report

// Check reads the whole database and tells what does not fit together. It changes nothing.
func (db *DB) Check(ctx context.Context) (Report, error) {
	report, err := read(db, func(t *tx) (Report, error) { return t.check(ctx), ctx.Err() })
	if err != nil || len(report.Problems) > 0 {
		return report, err
	}
	// Last, because bbolt reads in a goroutine of its own, where a page outside the file would end the process.
	report.Problems, err = db.file.CheckPages()
	return report, err
}

// check derives again what every noun derives, compares, and looks at what no comparison of indexes would find.
func (t *tx) check(ctx context.Context) Report {
	var derive []func(*kv.Check)
	for _, n := range nouns {
		derive = append(derive, func(c *kv.Check) { n.rebuild(t.Tx, c) })
	}
	return t.Check(ctx, append(derive, t.rebuildStandings),
		[]func(*kv.Check){func(c *kv.Check) { share.CheckCounts(t.Tx, c) },
			func(c *kv.Check) { referral.CheckPayouts(t.Tx, c) }, t.checkSeals, t.checkAudit})
}

func (t *tx) rebuildStandings(c *kv.Check) { board.Rebuild(t.Tx, c, t.seasons()) }

// checkSeals opens every sealed field. A backup is verified without the key, so its seals are not opened.
func (t *tx) checkSeals(*kv.Check) {
	if t.db.keys.IsZero() {
		return
	}
	referrals.Each(t.Tx, func(k *keptReferral) bool {
		t.open(k)
		return true
	})
	t.openOutcomes()
}

// Stats are the numbers of the health view. Employees are the people who work here, without guests and deactivated
// accounts, shares those that were posted.
type Stats struct {
	Employees, Advocates, Live, Shares, Referrals int
	Outbox                                        Depth
	Bytes                                         int64 // size of the file
}

// Stats returns the numbers of the health view without reading what they count.
func (q *Query) Stats() Stats {
	t := q.t
	return Stats{Employees: t.Counter("employees"), Advocates: t.Counter("advocates"), Live: t.Counter(assetsIn(Live)),
		Shares:    t.Counter("shares") - t.Counter(sharesAt(Opened)),
		Referrals: t.Counter("referrals"), Outbox: q.OutboxDepth(), Bytes: t.FileSize()}
}

// Activity is what people did in a span.
type Activity struct {
	Posts     int // shares that were posted
	People    int // who posted
	Referrals int // that were submitted
}

// Pulse is how the program stands now, for the people who run it.
type Pulse struct {
	Week, Before Activity      // this week until now, and the same part of the week before, in the program's zone
	Stages       map[Stage]int // referrals by where they stand
	Late         int           // open referrals whose answer is late
	NoOwner      int           // open referrals that nobody looks after
}

// Pulse returns how the program stands. It reads the posts of two weeks and the counters, never all that is kept.
func (q *Query) Pulse() Pulse {
	t := q.t
	start, _ := calendar.SpanOf(Week, t.now, Location(t.settings().TimeZone, ""))
	before, _ := calendar.SpanOf(Week, start.AddDate(0, 0, -1), start.Location())
	p := Pulse{Stages: map[Stage]int{}, Late: t.Counter(lateReferrals), NoOwner: t.Counter(openOf("")),
		Week: t.activity(start, t.now), Before: t.activity(before, before.Add(t.now.Sub(start)))}
	for _, kind := range []ReferralKind{Candidate, Client} {
		for _, stage := range append(Stages(kind), Declined, StageWithdrawn) {
			p.Stages[stage] = t.Counter(kv.Join("referrals", string(stage)))
		}
	}
	return p
}

// activity counts what people did from start to before end.
func (t *tx) activity(start, end time.Time) (a Activity) {
	people := map[string]bool{}
	t.Scan(assets.Bucket, "", "", func(asset string, _ []byte) bool {
		prefix := kv.Join(asset, "")
		last := prefix + kv.TimeKey(end)
		t.Scan(sharesByAsset, prefix, prefix+kv.TimeKey(start), func(key string, person []byte) bool {
			if key >= last {
				return false
			}
			a.Posts++
			people[string(person)] = true
			return true
		})
		return true
	})
	t.Scan(referrals.Bucket, "", idAt(start), func(id string, _ []byte) bool {
		if id < idAt(end) {
			a.Referrals++
		}
		return id < idAt(end)
	})
	a.People = len(people)
	return a
}
