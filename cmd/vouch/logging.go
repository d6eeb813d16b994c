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

// logLevels are the levels that can be chosen. zerolog knows more (trace, fatal, panic,
// disabled); those would hide errors or promise lines that are never written.
var logLevels = []string{"debug", "info", "warn", "error"}

// newLogger writes to out at level (see config): JSON lines, or readable lines when out is a terminal. An unknown level
// is info: the configuration has refused it before wherever people can set it.
func newLogger(out io.Writer, level string) zerolog.Logger {
	parsed, err := zerolog.ParseLevel(level)
	if err != nil {
		parsed = zerolog.InfoLevel
	}
	// These two are settings of the whole process; every logger here sets the same
	// values, so their order does not matter.
	zerolog.TimeFieldFormat = time.RFC3339Nano
	zerolog.DurationFieldUnit = time.Millisecond
	// NO_COLOR is the convention of no-color.org.
	if file, ok := out.(*os.File); ok && isatty.IsTerminal(file.Fd()) {
		console := zerolog.ConsoleWriter{Out: redactor{out}, TimeFormat: time.TimeOnly, NoColor: os.Getenv("NO_COLOR") != ""}
		return zerolog.New(console).Level(parsed).With().Timestamp().Logger()
	}
	return zerolog.New(redactor{out}).Level(parsed).With().Timestamp().Logger()
}

// redactor is the last net under the rule that logs carry ids and never secrets or personal data. It sees each event as
// one Write, as zerolog makes them, so a secret is never cut in two. It knows shapes and not meanings: a name or a
// sentence of somebody would pass, and has to be kept out where the line is written.
type redactor struct{ out io.Writer }

// sensitive finds Slack tokens, response URLs, bearer headers, socket tickets and e-mail addresses. Where it must
// choose it takes too much rather than too little: losing a piece of a log line is cheap.
var sensitive = regexp.MustCompile(
	`(?i)xox[a-z]-[\w.-]+|xoxe[\w.-]*|xapp-[\w-]+|https://hooks\.slack\.com/[^\s"\\]+|bearer\s+[\w.-]+|ticket=[\w-]+|[\w.+%-]+@[\w-]+(\.[\w-]+)+`)

// markers are cheap to look for; only a line that has one pays for the expression. Each alternative of sensitive has
// one of them in its usual spelling; a new alternative needs its marker here. "earer" stands for both cases of the b.
var markers = [][]byte{[]byte("xox"), []byte("xapp-"), []byte("hooks.slack.com"), []byte("earer"), []byte("ticket="),
	[]byte("@")}

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
