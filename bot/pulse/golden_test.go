// The golden files of the pulse.

package pulse

import (
	"testing"

	"vouch/bot/block"
	"vouch/bot/bottest/golden"
	"vouch/store"
)

func TestGolden_Pulse(t *testing.T) {
	asks := questions("2026-Q1", "2026-03-31")
	golden.Message(t, "pulse", asks)
	golden.AtMost(t, "pulse", asks.Blocks, 50, 3)
	golden.Message(t, "why", block.Content{Text: "May we ask why?", Blocks: whyNotBlocks()})
	r := results{stats: store.Stats{Advocates: 412, Employees: 1900}, fewest: 5, on: true, mine: "2026-Q1",
		quarters: []store.PulseResult{{Quarter: "2026-Q1", Asked: 400, Answers: 120, Score: -7, Worth: 3.86, Active: 97},
			{Quarter: "2025-Q4", Asked: 380, Active: 1}, {Quarter: "2025-Q3"}},
		reasons: map[store.LeaveReason]int{"time": 15, "privacy": 5}}
	golden.Modal(t, "results", resultsView(r))
	none := results{quarters: []store.PulseResult{{Quarter: "2026-Q1"}}, fewest: 5, on: true}
	golden.Modal(t, "results-none", resultsView(none))
	none.on = false
	golden.Modal(t, "results-off", resultsView(none))
}

func TestReasonWords_HaveAllReasons(t *testing.T) {
	for _, reason := range store.LeaveReasonList {
		if reasonWords[reason].said == "" || reasonWords[reason].do == "" {
			t.Errorf("%s has no words", reason)
		}
	}
}
