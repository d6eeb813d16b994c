// Package feed turns what a company already publishes into items a curator can review: RSS, Atom and JSON Feed, public job
// boards (Greenhouse, Lever, Ashby), a CSV of assets, and the metadata of a single web page.
//
// Everything here reads input written by strangers. The rules that follow from it hold for every parser:
//
//   - A whole document that cannot be trusted is refused with an *Error; one bad item in a good document is skipped with a
//     reason, and the others go on. Nothing is returned half done.
//   - Text is plain, on one line, free of control and direction-changing characters, and bounded in length.
//   - Addresses are http or https. Canonical is the key that says two items are the same; URL is what people are sent to.
//   - Nothing is fetched except through Fetcher, which refuses private networks at the moment of connecting.
package feed

import "time"

// Kinds of item, as the words of the library spell them.
const (
	KindArticle           = "article"
	KindJob               = "job"
	KindCulture           = "culture"
	KindCaseStudy         = "case_study"
	KindThoughtLeadership = "thought_leadership"
	KindEvent             = "event"
)

// Lengths in runes and counts that bound an item, so that one careless source cannot flood a message or the database.
const (
	MaxTitle    = 200 // the cap for titles of a link preview
	MaxSummary  = 500 // the cap for descriptions of a link preview
	MaxTopics   = 20
	MaxVariants = 15 // copy variants per asset

	maxName = 120 // authors, places, departments, topics
)

// Bounds of a whole document when ParseOptions leaves them at zero.
const (
	DefaultMaxBytes = 5 << 20 // bytes after decompression; a feed ten times the usual size still fits
	DefaultMaxItems = 1000
)

// Item is one thing worth sharing, as its source published it. The zero time means "not stated".
type Item struct {
	Title     string // plain text, at most MaxTitle runes, never empty
	Summary   string // plain text, at most MaxSummary runes
	URL       string // as published, made absolute; where readers are sent
	Canonical string // see Canonical; the key for finding duplicates, not an address to send people to
	ImageURL  string // absolute http or https, or empty
	Author    string
	Language  string // two- or three-letter language code, for example "en"; empty when unknown
	Kind      string // one of the Kind constants, or empty when nothing tells
	Topics    []string
	Personas  []string // only a CSV names them
	Variants  []string // ready-made texts to post; only a CSV brings them
	Published time.Time
	Expires   time.Time // after this the item must not be offered

	ExternalID string // the source's own identity of the item; stable across polls
	Job        *Job   // set when Kind is KindJob and the source gave details
	Event      *Event // set when Kind is KindEvent and the source gave details
}

// Job holds what a job board says about a position; every field may be empty.
type Job struct {
	Location       string
	Department     string
	Team           string
	EmploymentType string // "full-time", "part-time", "contract", "internship", "temporary", else as published
	Remote         string // "remote", "hybrid", "on-site", or empty when not stated
	Salary         string // for reading, for example "EUR 60,000–80,000 per year"
}

// Event holds when and where something happens.
type Event struct {
	Starts time.Time
	Ends   time.Time // zero when not stated
	Place  string    // a venue, a city, or "online"
}

// Skipped says which entry of a document was left out and why, in words a curator can act on.
type Skipped struct {
	Index  int    // counted from 1: the entry of a feed or board, the line of a CSV
	Title  string // cleaned, may be empty
	Reason string
}

// Result is what one document yielded.
type Result struct {
	Title   string // of the feed; empty for boards and CSV
	Format  string // "rss", "atom", "json", "csv", "greenhouse", "lever" or "ashby"
	Items   []Item
	Skipped []Skipped
}

// ParseOptions describe the document at hand and bound the work. The zero value is usable.
type ParseOptions struct {
	ContentType string        // the Content-Type header, for its charset; may be empty
	BaseURL     string        // where the document came from, for relative links; may be empty
	MaxBytes    int64         // 0 means DefaultMaxBytes
	MaxItems    int           // 0 means DefaultMaxItems; further entries are not read and reported in one Skipped
	MaxTime     time.Duration // for parsing RSS and Atom; 0 means DefaultMaxTime
	Rules       TagRules
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
