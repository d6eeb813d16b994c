// The golden files of a crisis.

package crisis

import (
	"strings"
	"testing"
	"time"

	"vouch/bot/block"
	"vouch/bot/bottest/golden"
	"vouch/store"
)

func goldenCrisis() shownCrisis {
	return shownCrisis{of: "everything", read: 312, ask: "Questions: <@U0MAN>.", crisis: store.Crisis{
		ID: "01CRISIS", Scope: store.HoldAll,
		Reason:    "We wait for facts: " + golden.Hostile,
		Statement: "Two sites are down.\nNobody was hurt. " + golden.Hostile, Owner: "U0MAN",
		Spokespeople: []store.EmployeeID{"U0ADA", "U0BEN"},
		StartedBy:    "U0MAN", StartedAt: golden.Now, EndsAt: golden.Now.Add(24 * time.Hour), Told: 1240, Changed: 3600}}
}

func TestGolden_Crisis(t *testing.T) {
	s := goldenCrisis()
	golden.Modal(t, "crises-none", listView(nil, 0, time.UTC))
	golden.Modal(t, "crises", listView([]shownCrisis{s, {of: golden.Hostile,
		crisis: store.Crisis{ID: "01OTHER", Reason: "Wrong numbers",
			StartedBy: "U0MAN", StartedAt: golden.Now}}}, 88, time.UTC))
	golden.Modal(t, "crisis-form", formView("U0MAN"))
	golden.Modal(t, "crisis-rehearsal", rehearsalView(s.crisis,
		store.CrisisEffect{People: 1240, Messages: 3600, Items: 42}, block.Metadata(s.crisis)))
	golden.Modal(t, "crisis-rehearsal-small", rehearsalView(store.Crisis{Scope: store.HoldAsset},
		store.CrisisEffect{Items: 1}, "{}"))
	golden.Modal(t, "crisis-started", startedView(s.crisis))
	golden.Modal(t, "crisis-end", endView(s.crisis))
	golden.Modal(t, "crisis-end-unsaid", endView(store.Crisis{ID: "01OTHER"}))
	golden.Message(t, "crisis-statement", statementContent(s, time.Time{}, time.UTC))
	golden.Message(t, "crisis-statement-read", statementContent(s, golden.Now, time.UTC))
	s.crisis.Statement = strings.Repeat("&", 1000)
	golden.Message(t, "crisis-statement-long", statementContent(s, time.Time{}, time.UTC))
	s.crisis.EndedAt = golden.Now
	golden.Message(t, "crisis-over", statementContent(s, golden.Now, time.UTC))
	s.facts = store.Asset{ID: "01FACTS", Title: "What happened in the plant " + golden.Hostile,
		URL: "https://example.com/facts"}
	golden.Message(t, "crisis-over-facts", statementContent(s, golden.Now, time.UTC))
}
