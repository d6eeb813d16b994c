// The golden files of my data and of the audit log.

package privacy

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"vouch/bot/bottest/golden"
	"vouch/store"
	"vouch/store/audit"
)

func TestGolden_MyData(t *testing.T) {
	golden.Modal(t, "mine-nothing", mineView(nil, ""))
	full := mineView([]kept{{counted, "digest", "digests"}, {1, "story", "stories"}},
		"Your file is being made. It comes in your messages with Vouch.")
	golden.Modal(t, "mine", full)
	golden.AtMost(t, "mine", full.Blocks, 60, 2)
	golden.Modal(t, "erase", eraseView(erasing{}))
	running := eraseView(erasing{referred: 1, owned: 2, bonuses: 1})
	golden.Modal(t, "erase-running", running)
	golden.AtMost(t, "erase-running", running.Blocks, 110, 1)
	golden.Modal(t, "erased", erasedView())
}

func TestGolden_Audit(t *testing.T) {
	berlin := golden.Member().Zone
	entry := func(seq uint64, actor store.EmployeeID, action, detail, subject string) row {
		return row{store.AuditEntry{Seq: seq, At: golden.Now, Actor: actor, Action: action, Subject: "x",
			Detail: detail}, subject}
	}
	rows := []row{
		entry(9, "U0MARCO", "settings.save", "digest.picks: 3 -> 4", ""),
		entry(8, "", "purge", golden.Hostile, ""),
		entry(7, store.Operator, "role.grant", "none -> curator", "<@U0ADA>"),
		entry(6, "erased-01X", "asset.withdraw", strings.Repeat("why ", 400), "*A title*"),
		entry(5, "U0MARCO", "future.act", "", ""),
	}
	golden.Modal(t, "audit", auditView(page{rows: rows, more: true, zone: berlin}))
	golden.Modal(t, "audit-none", auditView(page{filter: audit.Filter{Area: "role", Person: "U0ADA", Before: 5},
		zone: berlin}))
}

// Each act that the store audits has words, and an area in the menu.
func TestAudit_EveryActHasWords(t *testing.T) {
	known := map[string]bool{}
	for _, area := range areas {
		known[area.key] = true
	}
	files, err := filepath.Glob("../../store/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	found := 0
	for _, path := range files {
		source, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		acts := regexp.MustCompile(`\.audit\([^,]+, "([a-z_.]+)"`).FindAllStringSubmatch(string(source), -1)
		for _, act := range regexp.MustCompile(`"(([a-z]+)\.[a-z]+)"`).FindAllStringSubmatch(string(source), -1) {
			if known[act[2]] && !strings.HasSuffix(path, "_test.go") {
				acts = append(acts, act)
			}
		}
		for _, act := range acts {
			area, _, _ := strings.Cut(act[1], ".")
			if strings.HasSuffix(act[1], ".") { // the state follows
				continue
			}
			if found++; actions[act[1]] == "" || !known[area] {
				t.Errorf("%s: the act %s has no words, or its area none: see audit_view.go", path, act[1])
			}
		}
	}
	if found < 60 {
		t.Errorf("only %d acts were found", found)
	}
}
