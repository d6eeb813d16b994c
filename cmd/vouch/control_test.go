// Control socket tests: who may use it, what is in its way, and what it answers to strangers; the commands are in the
// scripts.

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vouch/store"
	"vouch/store/storetest"
)

// mustControl serves operations on a new database and returns its path.
func mustControl(tb testing.TB, status func() (string, error)) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "vouch.db")
	c, err := startControl(path, storetest.MustOpenAt(tb, path), status)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := c.Close(context.Background()); err != nil {
			tb.Errorf("Close: %v", err)
		}
		if _, err := os.Lstat(socketPath(path)); !errors.Is(err, fs.ErrNotExist) {
			tb.Errorf("the socket is still there: %v", err)
		}
	})
	return path
}

func TestControl_SocketIsForItsOwner(t *testing.T) {
	path := mustControl(t, func() (string, error) { return "", nil })
	info, err := os.Stat(socketPath(path))
	if err != nil || info.Mode() != fs.ModeSocket|0o600 {
		t.Errorf("the socket's mode is %v, error %v", info.Mode(), err)
	}
}

func TestControl_LeavesOtherFilesAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vouch.db")
	mustWrite(t, socketPath(path), "mine")
	if _, err := startControl(path, nil, nil); err == nil || !strings.Contains(err.Error(), "move it away") {
		t.Errorf("a file in the place of the socket: error %v", err)
	}
	if text := mustRead(t, socketPath(path)); text != "mine" {
		t.Errorf("the file became %q", text)
	}
}

func TestControl_Answers(t *testing.T) {
	refusal := errors.New("not connected to Slack")
	operations["test-fails"] = func(_ context.Context, _ *store.DB, args json.RawMessage, out io.Writer) error {
		if _, err := out.Write(args); err != nil {
			return err
		}
		return &store.Error{Kind: store.Invalid, Msg: "Zoë is not there.", Err: errors.New("two\nlines")}
	}
	operations["test-panics"] = func(context.Context, *store.DB, json.RawMessage, io.Writer) error { panic("broken") }
	t.Cleanup(func() { delete(operations, "test-fails"); delete(operations, "test-panics") })
	path := mustControl(t, func() (string, error) { return "", refusal })
	cases := map[string]struct{ operation, stdout, err string }{
		"output first, then the failure as a sentence": {"test-fails", `{"a":"b"}`, "Zoë is not there. (two, lines)"},
		"a panic ends only the operation":              {"test-panics", "", "a fault in the bot: broken"},
		"a command of another version":                 {"from-the-future", "", "it is another version"},
		"a sound one":                                  {"check", "the database is sound", ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			d := database{DB: path}
			running, err := d.performRemote(&environment{Context: t.Context(), Stdout: &out}, c.operation, []byte(`{"a":"b"}`))
			if !running || !strings.Contains(out.String(), c.stdout) || (err == nil) != (c.err == "") ||
				(err != nil && !strings.Contains(err.Error(), c.err)) {
				t.Errorf("running %v, printed %q, error %v", running, out.String(), err)
			}
		})
	}
	response, err := controlClient(path).Get("http://vouch/health")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("health of a bot that is not connected: %s", response.Status)
	}
}

func TestSocketPath_IsBesideTheDatabase(t *testing.T) {
	if path := socketPath("/var/lib/vouch.db"); path != "/var/lib/vouch.db.sock" {
		t.Errorf("the socket is at %s", path)
	}
}
