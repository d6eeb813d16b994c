// Sources: where assets come from by themselves, how each was last read and when it is read again.

package store

import (
	"time"

	"vouch/store/kv"
)

// SourceID is a ULID, or "slack" and "csv" in the Source field of assets that no source brought.
type SourceID string

// SourceSystem is what answers at a source's address.
type SourceSystem string

// The systems. A feed is RSS, Atom or JSON Feed.
const (
	FeedSystem       SourceSystem = "feed"
	GreenhouseSystem SourceSystem = "greenhouse"
	LeverSystem      SourceSystem = "lever"
	AshbySystem      SourceSystem = "ashby"
	CSVSystem        SourceSystem = "csv"
)

// SourceState is whether a source is read.
type SourceState string

// The states. A broken source is still tried, ever more rarely.
const (
	SourceActive SourceState = "active"
	SourcePaused SourceState = "paused"
	SourceBroken SourceState = "broken"
)

// TagRule gives topics, personas or a kind to items in which one of its words occurs.
type TagRule struct {
	Words    []string    `json:"words" yaml:"words"`
	Topics   []string    `json:"topics,omitempty" yaml:"topics,omitempty"`
	Personas []PersonaID `json:"personas,omitempty" yaml:"personas,omitempty"`
	Kind     AssetKind   `json:"kind,omitempty" yaml:"kind,omitempty"`
}

// Source is one feed, job board or file that fills the library.
type Source struct {
	ID      SourceID     `json:"id"`
	Name    string       `json:"name"`    // 1-80 characters
	Address string       `json:"address"` // http or https; unique among sources
	System  SourceSystem `json:"system"`  // "" until it was read once
	State   SourceState  `json:"state"`

	AutoApprove bool        `json:"auto_approve,omitempty"` // items go live without review, unless a topic is regulated
	PerDay      int         `json:"per_day"`                // new assets a day at most, default 10
	LiveAtOnce  int         `json:"live_at_once"`           // live and waiting assets at most, default 100
	Kind        AssetKind   `json:"kind,omitempty"`         // of items that do not say; "" article, or job of a board
	Topics      []string    `json:"topics,omitempty"`       // given to every item
	Personas    []PersonaID `json:"personas,omitempty"`     // given to items for which no rule names one
	Audiences   []Audience  `json:"audiences,omitempty"`    // given to items that name none
	Rules       []TagRule   `json:"rules,omitempty"`

	ETag         string    `json:"etag,omitempty"`
	LastModified string    `json:"last_modified,omitempty"`
	LastTry      time.Time `json:"last_try,omitzero"`
	LastGood     time.Time `json:"last_good,omitzero"`
	Result       string    `json:"result,omitempty"`       // of the last try, in words for curators
	Failures     int       `json:"failures,omitempty"`     // in a row
	FailingSince time.Time `json:"failing_since,omitzero"` // the first of them
	Doubts       int       `json:"doubts,omitempty"`       // jobs the last answer lacked, too many to be believed at once
	NextTry      time.Time `json:"next_try,omitzero"`      // zero when paused

	AddedBy EmployeeID `json:"added_by,omitempty"`
	AddedAt time.Time  `json:"added_at"`
	Version int        `json:"version"`
	Day     LocalDate  `json:"day,omitempty"`   // the day Taken counts
	Taken   int        `json:"taken,omitempty"` // assets added on that day
}

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

func (t *tx) source(id SourceID) (Source, error) {
	return lookUp(t, &sources, id, "This source does not exist any more.")
}

func (t *tx) allSources() []Source { return all(t, &sources) }

// Sources returns every source, in the order they were added.
func (q *Query) Sources() []Source { return q.t.allSources() }

// Source returns one source.
func (q *Query) Source(id SourceID) Source { return end(q.t.source(id)) }

// DueSources returns at most limit sources whose next reading is due by now, the longest waiting first. A source stays
// due until RecordPoll says how its reading went.
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
	t := q.t
	return SourceItems{
		Live:    t.Counter(assetsOf(id, Live)) + t.Counter(assetsOf(id, Scheduled)),
		Waiting: t.Counter(assetsOf(id, InReview)),
	}
}

// isActive tells an asset that takes one of its source's places: one that is in the library or may come into it. What
// was sent back, has expired or was withdrawn takes none.
func (a *Asset) isActive() bool {
	return a.State == Live || a.State == Scheduled || a.State == InReview
}
