// Managerial acts: each leaves one entry in the audit, in the name of who did it, with what was before and after.

package store_test

import (
	"bytes"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"vouch/store"
	"vouch/store/storetest"
)

// audited is what the audit says of each act of the table of verbs, as a regular expression: values before and after
// where there are such. What somebody does with their own is no managerial act and has no row; "-" changes nothing.
var audited = map[string]string{
	"ApplyProgram": "company.name: Northwind -> Southwind", "SaveSettings": "company.name: Northwind -> Southwind",
	"ChangeRole": "none -> curator", "ImportPeople": "1 person", "JoinIdentity": "G1", "AddPersona": "Press",
	"EditPersona": "name: .* -> New", "MovePersona": "place: 1 -> 3", "DeletePersona": "Sales", "AddHook": "",
	"RotateHook": "1h0m0s", "RemoveHook": "", "AddHookTarget": "hooks.example", "RotateHookTarget": "0s",
	"RemoveHookTarget": "dropped", "PlanBoardPost": "week", "SaveBoardSchedule": `cron: 0 9 \* \* 1 -> 0 10 \* \* 1`,
	"DeleteBoardSchedule": "C1, 0 9", "SaveCampaign": "^target: 5 -> 6$", "EndCampaign": "Spring",
	"LearnFromCampaign": "Summer",
	"StartCrisis":       "all: Wait", "PreviewCrisis": "-",
	"EndCrisis": "We wait", "ReverseEntry": "share_declared: 5 -> 0",
	"EraseReferral": "", "EraseEmployee": "", "OfferSlot": "T", "GiveSlot": "none -> L1", "ApprovePayouts": "750.00",
	"ExcludePayout": "750.00", "ExportPayouts": "1 payout", "PayBatch": "1 payout", "AddAsset": "review",
	"AddAssets": "1 asset", "EditAsset": "^version 2: title: How we moved .* -> Corrected$", "PublishAsset": "live",
	"WithdrawAsset": "Wrong", "AcceptProposal": "title: First -> Second", "KeepApproved": "", "ApproveAsset": "live",
	"ApproveAsset, regulated": "live", "RejectAsset": "Old", "AddSource": "News", "EditSource": "per_day: .* -> 7",
	"PauseSource": "Blog", "ResumeSource": "Paper", "RemoveSource": "Blog", "SaveLesson": "~New",
	"RemoveLesson": "lessons.list: -", "EditStory": "version 2", "DeclineStory": "Long", "DecideClearance": "",
	"MoveReferral": "screening -> interview", "CorrectReferral": "screening -> accepted, points",
	"CloseReferral": "screening -> hired", "AskReferrer": "", "AssignReferral": "R1 -> M1", "SayTouch": "none -> post",
	"AssignOutcome": "^01", "DismissOutcome": "", "UndoOutcome": "", "MoveIntroduction": "offered -> met",
	"AcceptIntroduction": "", "Thank": "-",
}

func TestAudit_EachManagerialActOnce(t *testing.T) {
	s := mustScene(t)
	for name, row := range s.rights() {
		may, who := strings.Fields(row.may), store.EmployeeID("M1")
		if !slices.Contains(may, "M1") {
			who = "K1"
		}
		says, listed := audited[name]
		if managerial := len(may) < 6 && slices.Contains(may, string(who)); managerial != listed {
			t.Errorf("%s is a managerial act: %v, it has a row: %v", name, managerial, listed)
		}
		if !listed {
			continue
		}
		db := s.open(t)
		last := must(storetest.Ask2(db, (*store.Query).Audit, 1, 0))[0].Seq
		if err := row.do(db, who); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		var own []store.AuditEntry
		for _, e := range must(storetest.Ask2(db, (*store.Query).Audit, 20, 0)) {
			// What follows of itself has entries of its own: roles that a joined id brings, and the story of a campaign.
			follows := name == "JoinIdentity" && e.Action == "role.grant" || e.Action == "story.tell"
			if e.Seq > last && e.Actor == who && !follows {
				own = append(own, e)
			}
		}
		switch {
		case says == "-" && len(own) == 0:
		case len(own) != 1 || says == "-":
			t.Errorf("%s leaves %d entries: %+v", name, len(own), own)
		case !regexp.MustCompile(says).MatchString(own[0].Detail) || (own[0].Detail == "") != (says == ""):
			t.Errorf("%s says %q, want %q", name, own[0].Detail, says)
		}
	}
}

// A word of an entry that is changed in the raw file is noticed by the next check, which is what `vouch check` runs.
func TestCheck_NoticesAnEntryChangedInTheRawFile(t *testing.T) {
	for was, is := range map[string]string{"role.grant": "role.grand", "recruiter": "recruited",
		`"seq":2,`: `"seq":3,`} {
		db := MustTeam(t)
		path := db.Path()
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		raw := must(os.ReadFile(path))
		if !bytes.Contains(raw, []byte(was)) || len(was) != len(is) {
			t.Fatalf("the file holds no %s", was)
		}
		if err := os.WriteFile(path, bytes.ReplaceAll(raw, []byte(was), []byte(is)), 0o600); err != nil {
			t.Fatal(err)
		}
		harmed, err := store.Open(store.Options{Path: path, Key: storetest.Key})
		if err != nil {
			continue // it does not even open
		}
		report := must(harmed.Check(t.Context()))
		if !strings.Contains(strings.Join(report.Problems, " "), "audit") {
			t.Errorf("%s made %s: %q", was, is, report.Problems)
		}
		if err := harmed.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
