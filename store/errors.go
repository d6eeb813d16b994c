// The one error type of the program: a kind for the door, a sentence for people, a cause for logs.

package store

import (
	"errors"
	"strings"
)

// Kind classifies an Error for the door that answers it.
type Kind string

// The kinds. Missing and not-yours are both NotFound, so that an answer never tells which.
const (
	Internal Kind = "internal" // a fault of ours; people see a reference only
	Invalid  Kind = "invalid"  // the input breaks a rule; Msg or Fields says which
	NotFound Kind = "not_found"
	Conflict Kind = "conflict" // the state moved on: withdrawn, taken, already decided
	Denied   Kind = "denied"   // the role does not allow it; Msg says who can
)

// Error carries two texts: Msg is a whole sentence that may be shown to people, Err is the cause for logs only.
type Error struct {
	Kind   Kind
	Msg    string
	Fields FieldErrors // only with Invalid, for forms; nil otherwise
	Err    error       // may be nil
}

// FieldErrors maps a form field's name (see each verb) to a sentence for people.
type FieldErrors map[string]string

// Error returns the text for logs. It never goes to Slack or HTTP.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(string(e.Kind))
	b.WriteString(": ")
	b.WriteString(e.Msg)
	if e.Err != nil {
		b.WriteString(": ")
		b.WriteString(e.Err.Error())
	}
	return b.String()
}

// Unwrap gives the cause to errors.Is and errors.As.
func (e *Error) Unwrap() error { return e.Err }

// KindOf tells the kind of err; anything that is not an *Error is Internal, nil is "".
func KindOf(err error) Kind {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}

// The four answers a verb gives to people; each message is a whole sentence.
func invalid(msg string) *Error  { return &Error{Kind: Invalid, Msg: msg} }
func notFound(msg string) *Error { return &Error{Kind: NotFound, Msg: msg} }
func conflict(msg string) *Error { return &Error{Kind: Conflict, Msg: msg} }
func denied(msg string) *Error   { return &Error{Kind: Denied, Msg: msg} }

// WordsOf is the part of an error that is written for people; "" when there is none.
func WordsOf(err error) string {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Msg
	}
	return ""
}

// internal is a fault of ours: people read that something could not be done, logs read why.
func internal(what string, err error) *Error {
	return &Error{Kind: Internal, Msg: "Vouch could not " + what + ".", Err: err}
}
