// Errors for the operator: whole sentences first, causes after, and the exit code that goes with them.

package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"vouch/store"
)

// usageError marks a mistake of the command line or the configuration. It only decides
// the exit code; its text is that of the error inside.
type usageError struct{ err error }

func (e usageError) Error() string { return e.err.Error() }
func (e usageError) Unwrap() error { return e.err }

// exitCode prints the error of a finished command and turns it into an exit code. A command that a signal cut short has
// failed: serve, demo and slacksim, which are meant to end that way, return nil. env.Context is asked as well, because
// an operation can end with Canceled for reasons of its own, which the operator has to see.
func exitCode(env *environment, err error) int {
	if err == nil {
		return exitOK
	}
	if errors.Is(err, context.Canceled) && env.Context.Err() != nil {
		fmt.Fprintln(env.Stderr, "vouch: interrupted")
		return exitFailed
	}
	// The only line that tells an error: whoever returns one does not print it as well.
	fmt.Fprintln(env.Stderr, "vouch:", sentence(err))
	var usage usageError
	var warnings warned
	switch {
	case errors.As(err, &usage):
		return exitUsage
	case errors.As(err, &warnings):
		return exitWarnings
	}
	return exitFailed
}

// sentence is err for the operator's eyes. Wherever one of the store's errors is part of it, that part becomes the
// sentence for people, with the cause after it; the store's own text is made for logs. Replacing inside the text keeps
// what callers wrapped around it, such as the name of a file.
func sentence(err error) string {
	text := err.Error()
	for _, e := range storeErrors(err) {
		text = strings.Replace(text, e.Error(), storeSentence(e), 1)
	}
	return text
}

// storeErrors finds the store's errors anywhere in the tree of err, outermost first. errors.As would find the first
// only; a command that closes the database after a failure can carry two.
func storeErrors(err error) []*store.Error {
	// What is inside a store error is its cause, which storeSentence writes; the search ends here.
	if e, ok := err.(*store.Error); ok { //nolint:errorlint // each node of the tree is looked at by itself
		return []*store.Error{e}
	}
	switch wrapper := err.(type) { //nolint:errorlint // as above
	case interface{ Unwrap() error }:
		if inner := wrapper.Unwrap(); inner != nil {
			return storeErrors(inner)
		}
	case interface{ Unwrap() []error }:
		var found []*store.Error
		for _, inner := range wrapper.Unwrap() {
			found = append(found, storeErrors(inner)...)
		}
		return found
	}
	return nil
}

// storeSentence is the message, the mistakes by field, and the cause unless the message has it already. Fields come in
// the order of their names, so that the same mistakes give the same text.
func storeSentence(e *store.Error) string {
	text := e.Msg
	for _, field := range slices.Sorted(maps.Keys(e.Fields)) {
		text = strings.TrimSpace(text + " " + field + ": " + e.Fields[field])
	}
	if e.Err == nil {
		return text
	}
	// A joined error has a line for each part; here it stands inside brackets.
	cause := strings.ReplaceAll(e.Err.Error(), "\n", ", ")
	if strings.Contains(text, cause) {
		return text
	}
	return strings.TrimSpace(text + " (" + cause + ")")
}
