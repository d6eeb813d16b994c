// How sources are kept and read: by id, by the time of their next reading, with the count of what each brought.

package store

import (
	"time"

	"vouch/store/kv"
)

// The indexes of sources.
var sourcesByTime = kv.NewBucket("sources_by_time") // next poll, source

// sources are few: a company has a blog, a newsroom and a job board or two.
var sources = kv.Table[Source]{
	Bucket:  kv.NewBucket("sources"), // source -> Source
	Indexes: []*kv.Bucket{sourcesByTime},
	Key:     func(s *Source) string { return string(s.ID) },
	Rows: func(s *Source) []kv.Row {
		if s.NextTry.IsZero() {
			return nil
		}
		return []kv.Row{sourcesByTime.Row(kv.TimeKey(s.NextTry)+string(s.ID), "")}
	},
}

// source reads a source or says that there is none.
func (t *tx) source(id SourceID) (Source, error) {
	s, found := sources.Get(t.Tx, string(id))
	if !found {
		return s, notFound("This source does not exist any more.")
	}
	return s, nil
}

// allSources reads every source, in the order they were added.
func (t *tx) allSources() (list []Source) {
	sources.Each(t.Tx, func(s *Source) bool {
		list = append(list, *s)
		return true
	})
	return list
}

// Sources returns every source, in the order they were added.
func (q *Query) Sources() []Source {
	return q.t.allSources()
}

// Source returns one source.
func (q *Query) Source(id SourceID) Source {
	return end(q.t.source(id))
}

// DueSources returns at most limit sources whose next reading is due by now, the longest waiting first. A source stays due
// until RecordPoll says how its reading went.
func (q *Query) DueSources(now time.Time, limit int) (list []Source) {
	for _, id := range q.t.Due(sourcesByTime, now, limit) {
		list = append(list, sources.Must(q.t.Tx, id))
	}
	return list
}

// SourceItems counts what a source has in the library: live or scheduled, and waiting for review.
type SourceItems struct{ Live, Waiting int }

// SourceItems returns the counts of a source; they outlive it, as its assets do.
func (q *Query) SourceItems(id SourceID) SourceItems {
	return q.t.sourceItems(id)
}

// sourceItems is SourceItems inside a verb.
func (t *tx) sourceItems(id SourceID) SourceItems {
	return SourceItems{
		Live:    t.Counter(assetsOf(id, Live)) + t.Counter(assetsOf(id, Scheduled)),
		Waiting: t.Counter(assetsOf(id, InReview)),
	}
}

// isActive tells an asset that takes one of its source's places: one that is in the library or may come into it. What was sent
// back, has expired or was withdrawn takes none.
func (a *Asset) isActive() bool {
	return a.State == Live || a.State == Scheduled || a.State == InReview
}

func exportSource(_ *tx, s *Source, _ exportScope) (any, []EmployeeID) {
	return *s, []EmployeeID{s.AddedBy}
}

func eraseFromSources(t *tx, e *erasure) {
	sources.RewriteAll(t.Tx, func(s *Source) bool { return e.replace(&s.AddedBy, e.ghost) })
}
