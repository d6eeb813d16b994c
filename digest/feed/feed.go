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

// Lengths in runes and counts that bound an item, so that one careless source
// cannot flood a message or the database.
const (
	// The cap for titles of a link preview.
	MaxTitle = 200
	// The cap for descriptions of a link preview.
	MaxSummary = 500
	MaxTopics  = 20
	// Copy variants per asset.
	MaxVariants = 15

	// Authors, places, departments, topics.
	maxName = 120
)

// Bounds of a whole document when ParseOptions leaves them at zero.
const (
	// Bytes after decompression; a feed ten times the usual size still fits.
	DefaultMaxBytes = 5 << 20
	DefaultMaxItems = 1000
)

// Item is one thing worth sharing, as its source published it. The zero time
// means "not stated".
type Item struct {
	// Plain text, at most MaxTitle runes, never empty.
	Title string
	// Plain text, at most MaxSummary runes.
	Summary string
	// As published, made absolute; where readers are sent.
	URL string
	// See Canonical; the key for finding duplicates, not an address to send
	// people to.
	Canonical string
	// Absolute http or https, or empty.
	ImageURL string
	// The name of a person, or of several joined by commas; never an e-mail
	// address.
	Author string
	// Two- or three-letter language code, for example "en"; empty when unknown.
	Language string
	// One of the Kind constants, or empty when nothing tells.
	Kind string
	// What the item is about, as its publisher filed it and as the tag rules
	// add; without repetitions, at most MaxTopics.
	Topics []string
	// Only a CSV names them.
	Personas []string
	// Ready-made texts to post; only a CSV brings them.
	Variants []string
	// In UTC; zero as well when the source states a date that cannot be true.
	Published time.Time
	// After this the item must not be offered.
	Expires time.Time

	// The source's own identity of the item; stable across polls.
	ExternalID string
	// Set when Kind is KindJob and the source gave details.
	Job *Job
	// Set when Kind is KindEvent and the source gave details.
	Event *Event
}

// Job holds what a job board says about a position; every field may be empty.
type Job struct {
	// Where the work is done, as published; several places are separated by
	// semicolons.
	Location string
	// The department as published; tag rules compare it with case ignored.
	Department string
	// The team within the department; only Lever and Ashby name it.
	Team string
	// "full-time", "part-time", "contract", "internship", "temporary", else as
	// published.
	EmploymentType string
	// "remote", "hybrid", "on-site", or empty when not stated.
	Remote string
	// For reading, for example "EUR 60,000–80,000 per year".
	Salary string
}

// Event holds when and where something happens.
type Event struct {
	// In UTC; zero when the source names no time.
	Starts time.Time
	// Zero when not stated.
	Ends time.Time
	// A venue, a city, or "online".
	Place string
}

// Skipped says which entry of a document was left out and why, in words a
// curator can act on.
type Skipped struct {
	// Counted from 1: the entry of a feed or board, the line of a CSV.
	Index int
	// Cleaned, may be empty.
	Title string
	// A sentence for the curator that says what to correct, and where.
	Reason string
	// It is expired, a repetition, or no item at all: leaving it out loses
	// nothing. False when an entry may be behind it that is still offered.
	Over bool
}

// Result is what one document yielded.
type Result struct {
	// Of the feed; empty for boards and CSV.
	Title string
	// "rss", "atom", "json", "csv", "greenhouse", "lever" or "ashby".
	Format string
	// In the order of the document.
	Items []Item
	// Entries that were left out; at most 1,000 of them are listed one by one.
	Skipped []Skipped
}

// ParseOptions describe the document at hand and bound the work. The zero
// value is usable.
type ParseOptions struct {
	// The Content-Type header, for its charset; may be empty.
	ContentType string
	// Where the document came from, for relative links; may be empty.
	BaseURL string
	// 0 means DefaultMaxBytes.
	MaxBytes int64
	// 0 means DefaultMaxItems; further entries are not read and reported in one
	// Skipped.
	MaxItems int
	// For parsing RSS and Atom; 0 means DefaultMaxTime.
	MaxTime time.Duration
	// Of entries that nothing gives away; empty means KindArticle for feeds.
	Kind  string
	Rules TagRules
	// Whether entries may link to this machine; see Options.
	AllowLoopback bool
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
