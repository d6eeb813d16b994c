// User agents against public lists, which are not part of the project: VOUCH_AGENT_LISTS names a JSON file of
// {"crawlers": [...], "browsers": [...]}.

package attribution_test

import (
	"encoding/json"
	"os"
	"testing"

	"vouch/bot/attribution"
)

func TestAgents_PublicLists(t *testing.T) {
	path := os.Getenv("VOUCH_AGENT_LISTS")
	if path == "" {
		t.Skip("VOUCH_AGENT_LISTS names no lists")
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var lists struct{ Crawlers, Browsers []string }
	if err := json.Unmarshal(raw, &lists); err != nil {
		t.Fatal(err)
	}
	found, wrong := 0, 0
	for _, agent := range lists.Crawlers {
		if attribution.IsCrawler(agent) {
			found++
		} else {
			t.Log("missed: ", agent)
		}
	}
	for _, agent := range lists.Browsers {
		if attribution.IsCrawler(agent) {
			wrong++
			t.Log("wrong: ", agent)
		}
	}
	t.Logf("%d of %d crawlers, %d of %d browsers wrongly", found, len(lists.Crawlers), wrong, len(lists.Browsers))
	if found*100 < len(lists.Crawlers)*99 || wrong > 2 {
		t.Error("fewer than 99 % of the crawlers, or more than two browsers")
	}
}
