// Error tests: what the operator reads, whatever the error is wrapped in, and the exit code that goes with it.

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"

	"vouch/store"
)

func TestSentence_Store(t *testing.T) {
	locked := &store.Error{Kind: store.Conflict, Msg: "Vouch is already running.", Err: store.ErrLocked}
	cases := map[string]struct {
		err  error
		want string
	}{
		"the sentence first, the cause after": {locked, "Vouch is already running. (database is in use by another process)"},
		"inside another error": {fmt.Errorf("ada.csv: %w", locked),
			"ada.csv: Vouch is already running. (database is in use by another process)"},
		"a cause that the sentence tells already": {
			&store.Error{Kind: store.Internal, Msg: "It cannot be opened: disk on fire.", Err: errors.New("disk on fire")},
			"It cannot be opened: disk on fire."},
		"fields, in their order": {
			&store.Error{Kind: store.Invalid, Fields: store.FieldErrors{"url": "Not an address.", "title": "Too long."}},
			"title: Too long. url: Not an address."},
		"two of them": {
			errors.Join(&store.Error{Kind: store.Denied, Msg: "Not yours."}, fmt.Errorf("closing: %w", locked)),
			"Not yours.\nclosing: Vouch is already running. (database is in use by another process)"},
		"no store error": {errors.New("no such file"), "no such file"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if got := sentence(c.err); got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestExitCode_Tells(t *testing.T) {
	stopped, stop := context.WithCancel(context.Background())
	stop()
	cases := map[string]struct {
		ctx  context.Context
		err  error
		want int
	}{
		"success": {context.Background(), nil, exitOK},
		"failure": {context.Background(), errors.New("broken"), exitFailed},
		"a mistake of usage": {context.Background(), fmt.Errorf("serve: %w",
			usageError{errors.New("no token")}), exitUsage},
		"a command that a signal cut short": {stopped, fmt.Errorf("backup: %w", context.Canceled), exitFailed},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			if got := exitCode(&environment{Context: c.ctx, Stdout: &out, Stderr: &out}, c.err); got != c.want ||
				(out.Len() == 0) != (c.err == nil) {
				t.Errorf("exit code %d, want %d; printed %q", got, c.want, out.String())
			}
		})
	}
}
