// Call tests: what a person waits for is never held back by our own pace, is tried again while it can help, and is
// explained truly when it fails.

package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest"
	"vouch/bot/dispatch"
	"vouch/bot/slacksim"
	"vouch/bot/surface"
)

// Half past nine: everybody reads the digest and presses. Slack takes bursts; our own pace must not refuse them.
func TestAPI_Call_RushHour(t *testing.T) {
	bottest.With(t, bottest.Setup{Routes: []dispatch.Route{dispatch.OnWord(surface.CmdVouch, "try", "", bottest.Opens)}},
		func(t *testing.T, h *bottest.World) {
			start, names := time.Now(), []string{"ada", "ben", "eve"}
			for i := range 150 {
				bottest.Must(h.Sim.Person(names[i%len(names)]).Slash(t.Context(), bottest.General, "/vouch try"))(t)
				h.Pass(0)
				if h.Sim.Person(names[i%len(names)]).Modal() == nil {
					t.Fatalf("window %d did not open", i+1)
				}
				if err := h.Sim.Person(names[i%len(names)]).CloseAll(t.Context()); err != nil {
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
		{"a wait of a second that Slack asks for fits the trigger", slacksim.Faults{RateLimit: on("views.open", 1)},
			1100 * time.Millisecond, "", nil},
		{"an answer that got lost is not taken for a failure", slacksim.Faults{TimeoutAfterEffect: on("views.open", 1)},
			time.Second,
			"Slack did not answer in time (ref ", []string{`"method":"views.open"`}},
		{"500s all along are Slack's problem and not ours or a lack of speed",
			slacksim.Faults{ServerError: on("views.open", 9)}, 0,
			"Slack has a problem at the moment, so the window could not open (ref ",
			[]string{`"method":"views.open"`, `"reason":"Slack answered 500"`}},
		{"a longer wait is named", slacksim.Faults{RateLimit: &slacksim.MethodFault{Method: "views.open", RetryAfter: 20}}, 0,
			"Slack asks Vouch to slow down, so the window could not open (ref ",
			[]string{`"method":"views.open"`, `"reason":"rate limited"`}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var book bottest.Logbook
			bottest.With(t, bottest.Setup{Routes: []dispatch.Route{dispatch.OnWord(surface.CmdVouch, "try", "", bottest.Opens)},
				Config: book.Reading}, func(t *testing.T, h *bottest.World) {
				h.MustFault(c.faults)
				ada := h.Sim.Person("ada")
				bottest.Must(ada.Slash(t.Context(), bottest.General, "/vouch try"))(t)
				h.Pass(c.within)
				if c.within > 0 && ada.Modal() == nil {
					t.Errorf("no window after %v", c.within)
				}
				h.Pass(20 * time.Second)
				told := fmt.Sprint(h.EphemeralTexts("ada"))
				if (c.says == "" && told != "[]") || !strings.Contains(told, c.says) || strings.Contains(told, "took too long") {
					t.Errorf("ada sees %s", told)
				}
				if c.logs != nil && len(book.With(c.logs...)) != 1 {
					t.Errorf("not logged with %v: %v", c.logs, book.With("ref"))
				}
			})
		})
	}
}
