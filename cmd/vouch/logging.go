// Logs: JSON lines, or readable lines on a terminal, with a last net that removes secrets and addresses.

package main

import (
	"bytes"
	"io"
	"os"
	"regexp"
	"time"

	"github.com/mattn/go-isatty"
	"github.com/rs/zerolog"
)

// logLevels are the levels that can be chosen.
var logLevels = []string{"debug", "info", "warn", "error"}

// newLogger writes to out at level (see config): JSON lines, or readable lines when out is a terminal.
func newLogger(out io.Writer, level string) zerolog.Logger {
	parsed, err := zerolog.ParseLevel(level)
	if err != nil {
		parsed = zerolog.InfoLevel
	}
	zerolog.TimeFieldFormat = time.RFC3339Nano
	zerolog.DurationFieldUnit = time.Millisecond
	if file, ok := out.(*os.File); ok && isatty.IsTerminal(file.Fd()) {
		console := zerolog.ConsoleWriter{Out: redactor{out}, TimeFormat: time.TimeOnly, NoColor: os.Getenv("NO_COLOR") != ""}
		return zerolog.New(console).Level(parsed).With().Timestamp().Logger()
	}
	return zerolog.New(redactor{out}).Level(parsed).With().Timestamp().Logger()
}

// redactor is the last net under the rule that logs carry ids and never secrets or personal data.
type redactor struct{ out io.Writer }

// sensitive finds Slack tokens, response URLs, bearer headers, socket tickets and e-mail addresses.
var sensitive = regexp.MustCompile(`(?i)xox[a-z]-[\w.-]+|xoxe[\w.-]*|xapp-[\w-]+|https://hooks\.slack\.com/[^\s"\\]+|bearer\s+[\w.-]+|ticket=[\w-]+|[\w.+%-]+@[\w-]+(\.[\w-]+)+`)

// markers are cheap to look for; only a line that has one pays for the expression.
var markers = [][]byte{[]byte("xox"), []byte("xapp-"), []byte("hooks.slack.com"), []byte("earer"), []byte("ticket="), []byte("@")}

// Write passes p on with every sensitive part replaced by ***. It reports len(p), as the contract of io.Writer asks.
func (r redactor) Write(p []byte) (int, error) {
	line := p
	for _, marker := range markers {
		if bytes.Contains(p, marker) {
			line = sensitive.ReplaceAll(p, []byte("***"))
			break
		}
	}
	if _, err := r.out.Write(line); err != nil {
		return 0, err
	}
	return len(p), nil
}
