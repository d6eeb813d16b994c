// Logging tests: the last net catches tokens, addresses and tickets, and lets everything else through unchanged.

package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

func TestRedactor_Write(t *testing.T) {
	cases := map[string]struct{ line, hidden string }{
		"a bot token":         {`{"error":"bad token xoxb-123-456-AbC"}`, "AbC"},
		"an app-level token":  {`xapp-1-A012-345-deadbeef`, "deadbeef"},
		"a rotating token":    {`xoxe.xoxp-1-Mi0yLTM`, "Mi0yLTM"},
		"a response URL":      {`Post "https://hooks.slack.com/actions/T1/2/xyz": timeout`, "T1/2/xyz"},
		"a bearer header":     {`Authorization: Bearer abc.def-ghi`, "abc.def"},
		"a socket's ticket":   {`wss://wss-primary.slack.com/link/?ticket=6ae2-11&app_id=1`, "6ae2"},
		"an e-mail address":   {`no such person ada.lovelace+jobs@mail.example.co.uk`, "ada.lovelace"},
		"two in one line":     {`xoxb-1-first ada@example.com`, "example.com"},
		"a name in uppercase": {`xoxb-1-ABC ADA@EXAMPLE.COM`, "EXAMPLE"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			n, err := redactor{&out}.Write([]byte(c.line + "\n"))
			if err != nil || n != len(c.line)+1 {
				t.Errorf("wrote %d of %d bytes, error %v", n, len(c.line)+1, err)
			}
			if text := out.String(); strings.Contains(text, c.hidden) || !strings.Contains(text, "***") ||
				!strings.HasSuffix(text, "\n") {
				t.Errorf("wrote %q", text)
			}
		})
	}
	for _, line := range []string{`{"employee":"U0ADA","channel":"D0ADA","message":"sent"}`,
		"<@U0ADA> in <!date^1^{date}|x>", "https://slack.com/api/chat.postMessage"} {
		var out bytes.Buffer
		if _, err := (redactor{&out}).Write([]byte(line)); err != nil || out.String() != line {
			t.Errorf("%q became %q, error %v", line, out.String(), err)
		}
	}
}

func TestRedactor_Write_ReportsAFullDisk(t *testing.T) {
	full := errors.New("no space left on device")
	if n, err := (redactor{failingWriter{full}}).Write([]byte("x")); n != 0 || !errors.Is(err, full) {
		t.Errorf("%d bytes, error %v", n, err)
	}
}

type failingWriter struct{ err error }

func (w failingWriter) Write([]byte) (int, error) { return 0, w.err }

func TestLogger_ObeysItsLevel(t *testing.T) {
	var out bytes.Buffer
	log := newLogger(&out, "warn")
	log.Info().Msg("routine")
	log.Warn().Str("token", "xoxb-1-secret").Msg("trouble")
	if text := out.String(); strings.Contains(text, "routine") || !strings.Contains(text, "trouble") ||
		strings.Contains(text, "secret") {
		t.Errorf("logged %s", text)
	}
}
