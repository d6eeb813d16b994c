// Package feed turns what a company already publishes into items a curator can review: RSS, Atom and JSON Feed, public
// job boards (Greenhouse, Lever, Ashby), a CSV of assets, and the metadata of a single web page.
//
// Everything here reads input written by strangers. The rules that follow from it hold for every parser:
//
//   - A whole document that cannot be trusted is refused with an *Error; one bad item in a good document is skipped
//     with a reason, and the others go on. Nothing is returned half done.
//   - Text is plain, on one line, free of control and direction-changing characters, and bounded in length.
//   - Addresses are http or https. Canonical is the key that says two items are the same; URL is where people are
//     sent.
//   - Nothing is fetched except through Fetcher, which refuses private networks at the moment of connecting.
package feed

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
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
	o.MaxBytes, o.MaxItems = cmp.Or(o.MaxBytes, DefaultMaxBytes), cmp.Or(o.MaxItems, DefaultMaxItems)
	o.MaxTime = cmp.Or(o.MaxTime, DefaultMaxTime)
	return o
}

// longestEvent is how long the library lets an event last.
const longestEvent = 60 * 24 * time.Hour

// Asset makes a library asset of the item, whose texts are within the library's limits already. source says where it
// came from: a feed's address or "csv".
func (i Item) Asset(source string) store.Asset {
	a := store.Asset{
		Kind: cmp.Or(i.Kind, store.Article), Title: i.Title, Summary: i.Summary, URL: i.URL, Canon: i.Canonical,
		Image:    i.ImageURL,
		ImageAlt: i.ImageAlt, Topics: topicsOf(i.Topics), Personas: i.Personas, Language: i.Language, Source: source,
		Only: i.Only, Audiences: i.Audiences, Truth: i.Truth, Angles: i.Angles,
		ExpiresAt: i.Expires, Published: i.Published, Job: i.Job,
	}
	for _, text := range i.Variants {
		a.Variants = append(a.Variants, store.Variant{Text: text})
	}
	if i.Event != nil && a.Kind == store.Event && !i.Event.StartsAt.IsZero() {
		a.Event = i.Event
		// An end that cannot be true is left out; the day and the place are worth more.
		if length := a.Event.EndsAt.Sub(a.Event.StartsAt); length <= 0 || length > longestEvent {
			a.Event.EndsAt = time.Time{}
		}
	}
	return a
}

// ends is when the item is over: at its own end, or with its event; zero when it never is.
func (i Item) ends() time.Time {
	if i.Expires.IsZero() && i.Event != nil && !i.Event.StartsAt.IsZero() {
		return i.Event.End()
	}
	return i.Expires
}

// topicsOf lower-cases, sorts and removes repetitions, as the library keeps topics. Labels are not spelled here: the
// library knows topics by their small letters.
func topicsOf(topics []string) []string {
	var kept []string
	for _, topic := range topics {
		kept = append(kept, strings.ToLower(topic))
	}
	slices.Sort(kept)
	return slices.Compact(kept)
}

// ErrorKind groups errors by what the program should do next; its text is safe for logs.
type ErrorKind string

// The kinds of Error.
const (
	Empty ErrorKind = "empty" // nothing in it
	// A page for people where a feed was expected; Alternate may name the feed.
	WebPage   ErrorKind = "web_page"
	Truncated ErrorKind = "truncated" // ends in the middle; worth another try
	TooLarge  ErrorKind = "too_large" // beyond MaxBytes
	Unsafe    ErrorKind = "unsafe"    // built to exhaust or mislead its reader
	Invalid   ErrorKind = "invalid"   // not in the expected format, or a setting that cannot be right
	Blocked   ErrorKind = "blocked"   // an address this program must not contact
	Missing   ErrorKind = "missing"   // gone, or never there (404, 410, no such file)
	Refused   ErrorKind = "refused"   // the server answered, with something other than the document
	Busy      ErrorKind = "busy"      // the server asked to come back later; see Response.RetryAfter
	// No answer: name not found, connection failed, time is up.
	Unreachable ErrorKind = "unreachable"
)

// Error is the only error type this package returns.
type Error struct {
	Kind      ErrorKind // what the program should do next
	Msg       string    // for people: one or two sentences that name the fix
	Alternate string    // the feed a web page points to, when Kind is WebPage and it names one
	Err       error     // for logs: the cause, or nil
}

// Error returns the text for logs. Msg may quote the document, so it appears only when there is no cause to show.
func (e *Error) Error() string {
	// The two texts are kept apart on purpose: a log line must not carry what a stranger wrote into a document.
	if e.Err == nil {
		return fmt.Sprintf("feed: %s: %s", e.Kind, e.Msg)
	}
	return fmt.Sprintf("feed: %s: %v", e.Kind, e.Err)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// fail builds an Error without a cause.
func fail(kind ErrorKind, format string, arguments ...any) *Error {
	return &Error{Kind: kind, Msg: fmt.Sprintf(format, arguments...)}
}

// failWith builds an Error with a cause for the logs.
func failWith(kind ErrorKind, cause error, format string, arguments ...any) *Error {
	return &Error{Kind: kind, Msg: fmt.Sprintf(format, arguments...), Err: cause}
}
