// The table of outcomes: how they lie in the file, and what finds them.

package outcome

import (
	"time"

	"vouch/store/kv"
	"vouch/store/term"
)

// The indexes of the table.
var (
	ByCause    = kv.NewBucket("outcomes_by_cause")    // cause -> outcome; source and body -> outcome
	ByTime     = kv.NewBucket("outcomes_by_time")     // time, outcome
	ByReferral = kv.NewBucket("outcomes_by_referral") // referral, time, outcome
	ByShare    = kv.NewBucket("outcomes_by_share")    // share, time, outcome
	BySubject  = kv.NewBucket("outcomes_by_subject")  // keyed hash of an id at the source, outcome
	Named      = kv.NewBucket("outcomes_named")       // outcome that waits or whose name is not purged yet
)

// Table holds outcomes, which are found by what makes them unique, by time, by whose they are and by the ids they have
// at their source.
var Table = kv.Table[Kept]{
	Bucket: kv.NewBucket("outcomes"), // outcome -> Outcome with sealed names
	Indexes: []*kv.Bucket{ByCause, ByTime, ByReferral, ByShare, BySubject,
		Named},
	Key: func(k *Kept) string { return string(k.ID) },
	Rows: func(k *Kept) []kv.Row {
		id := string(k.ID)
		timed := kv.TimeKey(k.At) + id
		rows := []kv.Row{ByCause.Row(k.Cause, id), ByTime.Row(timed, "")}
		if k.Body != "" {
			rows = append(rows, ByCause.Row(term.Key(k.Source, k.Body), id))
		}
		if k.Referral != "" && k.IsOurs() {
			rows = append(rows, ByReferral.Row(kv.Join(string(k.Referral), timed), ""))
		}
		if k.Share != "" {
			rows = append(rows, ByShare.Row(kv.Join(string(k.Share), timed), ""))
		}
		for _, subject := range k.Subjects {
			rows = append(rows, BySubject.Row(kv.Join(subject, id), ""))
		}
		if k.State == OutcomeWaiting || k.Sealed != nil {
			rows = append(rows, Named.Row(id, ""))
		}
		return rows
	},
	Counters: func(k *Kept) []string { return []string{kv.Join("outcomes", string(k.State))} },
}

// Under reads what an index holds of one referral or share, in the order in which it happened.
func Under(t *kv.Tx, index *kv.Bucket, id string) (list []Outcome) {
	prefix := kv.Join(id, "")
	for _, key := range t.Keys(index, prefix, 0) {
		list = append(list, Table.Must(t, key[len(prefix)+len(kv.TimeKey(time.Time{})):]).Outcome)
	}
	return list
}

// Each visits the facts of a time to before another, in order, until visit says stop; hints are none.
func Each(t *kv.Tx, from, to time.Time, visit func(*Outcome) bool) {
	end, timed := kv.TimeKey(to), len(kv.TimeKey(to))
	t.Scan(ByTime, "", kv.TimeKey(from), func(key string, _ []byte) bool {
		if key >= end {
			return false
		}
		k := Table.Must(t, key[timed:])
		counts := k.State == OutcomeCounted || k.State == OutcomeOther && k.Known != Hint
		return !counts || !k.Kind.IsFact() || visit(&k.Outcome)
	})
}
