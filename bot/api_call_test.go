// Call tests: what a person waits for is never held back by our own pace, is tried again while it can help, and is explained
// truly when it fails.

package bot

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"vouch/bot/slacksim"
)

// logbook keeps what is logged.
type logbook struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write appends a line.
func (l *logbook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

// with are the lines that hold all of parts.
func (l *logbook) with(parts ...string) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var found []string
	for line := range strings.Lines(l.text.String()) {
		fits := true
		for _, part := range parts {
			fits = fits && strings.Contains(line, part)
		}
		if fits {
			found = append(found, line)
		}
	}
	return found
}

// reading makes a bot log into the book.
func (l *logbook) reading(c *Config) { c.Log = zerolog.New(l) }

// opens is a handler that opens a window.
func opens(context.Context, inbound) (reply, error) {
	return reply{Open: resultModal("Vouch", "Here it is.")}, nil
}

// Half past nine: everybody reads the digest and presses. Slack takes bursts; our own pace must not refuse them.
func TestAPI_Call_RushHour(t *testing.T) {
	withHarness(t, setup{routes: []route{onWord(cmdVouch, "try", "", opens)}}, func(t *testing.T, h *harness) {
		start, names := time.Now(), []string{"ada", "ben", "eve"}
		for i := range 150 {
			must(h.sim.Person(names[i%len(names)]).Slash(t.Context(), general, "/vouch try"))(t)
			h.pass(0)
			if h.sim.Person(names[i%len(names)]).Modal() == nil {
				t.Fatalf("window %d did not open", i+1)
			}
			if err := h.sim.Person(names[i%len(names)]).CloseAll(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(start); took != 0 {
			t.Errorf("150 windows were held back for %v", took)
		}
	})
}

func TestAPI_Call_Faults(t *testing.T) {
	on := func(method string, times int) *slacksim.MethodFault {
		return &slacksim.MethodFault{Method: method, Times: times}
	}
	cases := []struct {
		name   string
		faults slacksim.Faults
		within time.Duration // the window is open after that; 0 is never
		says   string        // to ada
		logs   []string
	}{
		{"a 500 is tried again", slacksim.Faults{ServerError: on("views.open", 1)}, 250 * time.Millisecond, "", nil},
		{"three 500s are tried again", slacksim.Faults{ServerError: on("views.open", 3)}, 1500 * time.Millisecond, "", nil},
		{"a wait of a second that Slack asks for fits the trigger", slacksim.Faults{RateLimit: on("views.open", 1)}, 1100 * time.Millisecond, "", nil},
		{"an answer that got lost is not taken for a failure", slacksim.Faults{TimeoutAfterEffect: on("views.open", 1)}, time.Second,
			"Slack did not answer in time (ref ", []string{`"method":"views.open"`}},
		{"500s all along are Slack's problem and not ours or a lack of speed", slacksim.Faults{ServerError: on("views.open", 9)}, 0,
			"Slack has a problem at the moment, so the window could not open (ref ", []string{`"method":"views.open"`, `"reason":"Slack answered 500"`}},
		{"a longer wait is named", slacksim.Faults{RateLimit: &slacksim.MethodFault{Method: "views.open", RetryAfter: 20}}, 0,
			"Slack asks Vouch to slow down, so the window could not open (ref ", []string{`"method":"views.open"`, `"reason":"rate limited"`}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var book logbook
			withHarness(t, setup{routes: []route{onWord(cmdVouch, "try", "", opens)}, config: book.reading}, func(t *testing.T, h *harness) {
				h.mustFault(c.faults)
				ada := h.sim.Person("ada")
				must(ada.Slash(t.Context(), general, "/vouch try"))(t)
				h.pass(c.within)
				if c.within > 0 && ada.Modal() == nil {
					t.Errorf("no window after %v", c.within)
				}
				h.pass(20 * time.Second)
				told := fmt.Sprint(h.ephemeralTexts("ada"))
				if (c.says == "" && told != "[]") || !strings.Contains(told, c.says) || strings.Contains(told, "took too long") {
					t.Errorf("ada sees %s", told)
				}
				if c.logs != nil && len(book.with(c.logs...)) != 1 {
					t.Errorf("not logged with %v: %v", c.logs, book.with("ref"))
				}
			})
		})
	}
}

// ephemeralTexts are what only this person sees.
func (h *harness) ephemeralTexts(who string) []string {
	var texts []string
	for _, m := range h.sim.Person(who).Ephemerals() {
		texts = append(texts, m.Text)
	}
	return texts
}
