// What can go wrong with a source, each with a sentence that tells a curator what to do about it.

package feed

import "fmt"

// ErrorKind groups errors by what the program should do next; its text is safe for logs.
type ErrorKind string

// The kinds of Error.
const (
	// Nothing in it.
	Empty ErrorKind = "empty"
	// A page for people where a feed was expected; Alternate may name the feed.
	WebPage ErrorKind = "web_page"
	// Ends in the middle; worth another try.
	Truncated ErrorKind = "truncated"
	// Beyond MaxBytes.
	TooLarge ErrorKind = "too_large"
	// Built to exhaust or mislead its reader.
	Unsafe ErrorKind = "unsafe"
	// Not in the expected format, or a setting that cannot be right.
	Invalid ErrorKind = "invalid"
	// An address this program must not contact.
	Blocked ErrorKind = "blocked"
	// Gone, or never there (404, 410, no such file).
	Missing ErrorKind = "missing"
	// The server answered, with something other than the document.
	Refused ErrorKind = "refused"
	// The server asked to come back later; see Response.RetryAfter.
	Busy ErrorKind = "busy"
	// No answer: name not found, connection failed, time is up.
	Unreachable ErrorKind = "unreachable"
)

// Error is the only error type this package returns.
type Error struct {
	// What the program should do next.
	Kind ErrorKind
	// For people: one or two sentences that name the fix.
	Msg string
	// The feed a web page points to, when Kind is WebPage and it names one.
	Alternate string
	// For logs: the cause, or nil.
	Err error
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
