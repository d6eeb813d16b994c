// What can go wrong with a source, each with a sentence that tells a curator what to do about it.

package feed

import "fmt"

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
