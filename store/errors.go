// The one error type of the program: a kind for the door, a sentence for people, a cause for logs.

package store

import (
	"errors"

	"vouch/store/problem"
)

// Errors and their kinds, see package problem.
type (
	Error       = problem.Error
	Kind        = problem.Kind
	FieldErrors = problem.Fields
)

// The kinds of errors, see package problem.
const (
	Internal, Invalid  = problem.Internal, problem.Invalid
	NotFound, Conflict = problem.NotFound, problem.Conflict
	Denied             = problem.Denied
)

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
func invalid(msg string) *Error  { return problem.Refuse(msg) }
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
