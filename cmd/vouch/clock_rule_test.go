// The rule of the one clock as a test: what time it is, is asked in one place.

package main

import (
	"go/ast"
	"testing"
)

// machineTime are the files that may ask the machine for the time, each with what for. Everything else of the program
// asks store.Now, everything else of the simulator the clock of its options.
var machineTime = map[string]string{
	"store/clock.go":                 "the clock itself",
	"store/kv/open.go":               "pacing; the engine knows no clock of ours",
	"digest/feed/fetch.go":           "Retry-After of a real server",
	"digest/feed/guard.go":           "a time-out",
	"digest/feed/parse.go":           "a time-out",
	"bot/slackapi/api_call.go":       "a deadline",
	"bot/slackapi/api_file.go":       "a pause of uploads",
	"bot/attribution/certificate.go": "how long a certificate is kept",
	"bot/attribution/metrics.go":     "measured durations",
	"bot/attribution/server.go":      "how long a check is kept",
	"bot/courier/backoff.go":         "a back-off",
	"bot/dispatch/inbound_take.go":   "the deadline of an acknowledgement",
	"bot/slackapi/limits.go":         "pacing",
	"bot/persona/persona_sync.go":    "how long a list is kept",
	"bot/dispatch/route_later.go":    "pacing",
	"bot/socket/socket.go":           "deadlines and pacing",
	"cmd/vouch/app.go":               "a time-out",
	"bot/slacksim/ratelimit.go":      "rate limits",
	"bot/slacksim/slacksim.go":       "the default of its clock",
	"bot/slacksim/socket.go":         "how long a ticket is good for",
	"bot/slacksim/trigger.go":        "how long a trigger id is good for",
	"bot/slacksim/view.go":           "a hash that nobody reads",
}

func TestClock_IsAskedInOnePlace(t *testing.T) {
	asked := map[string]bool{}
	for _, file := range sourceFiles(t) {
		if file.test {
			continue
		}
		ast.Inspect(file.tree, func(node ast.Node) bool {
			selector, ok := node.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			owner, ok := selector.X.(*ast.Ident)
			if !ok || owner.Name != "time" {
				return true
			}
			switch name := selector.Sel.Name; name {
			case "Now", "Since", "Until":
				asked[file.path] = true
				if machineTime[file.path] == "" {
					t.Errorf("%s asks time.%s: ask store.Now (in the simulator w.now), so that everything agrees after the demo "+
						"moved the clock",
						file.set.Position(node.Pos()), name)
				}
			}
			return true
		})
	}
	for path := range machineTime {
		if !asked[path] {
			t.Errorf("%s does not ask for the time any more: take it off the list", path)
		}
	}
}
