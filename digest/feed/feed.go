// Package feed turns what a company already publishes into items a curator can review: RSS, Atom and JSON Feed, public
// job boards (Greenhouse, Lever, Ashby), a CSV of assets, and the metadata of a single web page.
//
// Everything here reads input written by strangers. The rules that follow from it hold for every parser:
//
//   - A whole document that cannot be trusted is refused with an *Error; one bad item in a good document is skipped with a
//     reason, and the others go on. Nothing is returned half done.
//   - Text is plain, on one line, free of control and direction-changing characters, and bounded in length.
//   - Addresses are http or https. Canonical is the key that says two items are the same; URL is what people are sent to.
//   - Nothing is fetched except through Fetcher, which refuses private networks at the moment of connecting.
package feed

import (
	"time"

	"vouch/store"
)

// Lengths in runes and counts that bound an item, so that one careless source cannot flood a message or the database.
const (
	MaxTitle    = 150 // those of store.Asset
	MaxSummary  = 500
	MaxTopics   = 20
	MaxVariants = 15 // copy variants per asset

	maxName = 120 // places, departments, topics
)

// Bounds of a whole document when ParseOptions leaves them at zero.
const (
	// Bytes after decompression; a feed ten times the usual size still fits.
	DefaultMaxBytes = 5 << 20
	DefaultMaxItems = 1000
)

// Item is one thing worth sharing, as its source published it. The zero time means "not stated".
type Item struct {
	Title     string          // plain text, at most MaxTitle runes; empty only of a page that does not say it
	Summary   string          // plain text, at most MaxSummary runes
	URL       string          // as published, made absolute; where readers are sent
	Canonical string          // see Canonical; the key for finding duplicates, not an address to send people to
	ImageURL  string          // absolute http or https, or empty
	ImageAlt  string          // what the picture shows, for people who do not see it; only a page says it
	Language  string          // two- or three-letter code, for example "en"; empty when unknown
	Kind      store.AssetKind // empty when nothing tells
	// What the item is about, as its publisher filed it and as the tag rules add; without repetitions, at most
	// MaxTopics.
	Topics    []string
	Personas  []store.PersonaID // of a CSV or of a tag rule
	Only      bool              // nobody else sees it; only a CSV says so
	Audiences []store.Audience  // outside readers it is for, of a CSV
	Truth     string            // one sentence everybody agrees on, of a CSV
	Angles    []string          // vantage points to write from, of a CSV
	Variants  []string          // ready-made texts to post; only a CSV brings them
	Published time.Time         // in UTC; zero as well when the source states a date that cannot be true
	Expires   time.Time         // after this the item must not be offered

	ExternalID string            // the source's own identity of the item; stable across polls
	Job        *store.JobFacts   // department, place, and the hook of a CSV; nil when the source gave none
	Event      *store.EventFacts // when and where; nil when the source gave none
}

// Skipped says which entry of a document was left out and why, in words a curator can act on.
type Skipped struct {
	Index  int    // counted from 1: the entry of a feed or board, the line of a CSV
	Title  string // cleaned, may be empty
	Reason string // a sentence for the curator that says what to correct, and where
	// It is expired, a repetition, or no item at all: leaving it out loses nothing. False when an entry may be behind
	// it that is still offered.
	Over bool
	More int // how many entries it speaks of besides the one at Index
}

// Result is what one document yielded.
type Result struct {
	Title   string    // of the feed; empty for boards and CSV
	Format  string    // "rss", "atom", "json", "csv", "greenhouse", "lever" or "ashby"
	Items   []Item    // in the order of the document
	Skipped []Skipped // entries that were left out; at most 1,000 of them are listed one by one
}

// Left counts the entries that were left out.
func (r Result) Left() int {
	left := len(r.Skipped)
	for _, skipped := range r.Skipped {
		left += skipped.More
	}
	return left
}

// ParseOptions describe the document at hand and bound the work. The zero value is usable.
type ParseOptions struct {
	ContentType string // the Content-Type header, for its charset; may be empty
	BaseURL     string // where the document came from, for relative links; may be empty
	MaxBytes    int64  // 0 means DefaultMaxBytes
	// 0 means DefaultMaxItems; further entries are not read and reported in one Skipped.
	MaxItems      int
	MaxTime       time.Duration   // for parsing RSS and Atom; 0 means DefaultMaxTime
	Kind          store.AssetKind // of entries that nothing gives away; empty means store.Article for feeds
	Rules         []store.TagRule
	AllowLoopback bool // whether entries may link to this machine; see Options
}

// withDefaults fills the bounds that were left at zero.
func (o ParseOptions) withDefaults() ParseOptions {
	if o.MaxBytes <= 0 {
		o.MaxBytes = DefaultMaxBytes
	}
	if o.MaxItems <= 0 {
		o.MaxItems = DefaultMaxItems
	}
	if o.MaxTime <= 0 {
		o.MaxTime = DefaultMaxTime
	}
	return o
}
