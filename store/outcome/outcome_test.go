// Tests of outcomes: what a stage of another system stands for, and the rules that say so.

package outcome_test

import (
	"strings"
	"testing"

	"vouch/store/outcome"
)

func TestKindOf(t *testing.T) {
	rules := []string{"greenhouse/Team Call = interview", "Greenhouse/Offer a = b = screening"}
	for _, test := range []struct {
		source, stage string
		clients       bool
		want          outcome.Kind
	}{
		{"greenhouse", " team  CALL", false, outcome.Interview},
		{"lever", "Team Call", false, ""},
		{"greenhouse", "Offer a = b", false, outcome.Screening},
		{"greenhouse", "Application Review", false, outcome.Applied},
		{"greenhouse", "Phone Interview", false, outcome.Screening},
		{"greenhouse", "Face to Face", false, outcome.Interview},
		{"workable", "Offer", false, outcome.Offer},
		{"workable", "Hired", false, outcome.Hired},
		{"workable", "Not hired", false, outcome.Declined},
		{"teamtailor", "Hiring manager", false, ""},
		{"recruitee", "Won't fit", false, ""},
		{"hubspot", "closedwon", true, outcome.Won},
		{"hubspot", "closed_lost", true, outcome.Lost},
		{"hubspot", "appointmentscheduled", true, outcome.Meeting},
		{"hubspot", "decisionmakerboughtin", true, outcome.Opportunity},
		{"hubspot", "Interview", true, ""},
		{"lever", "", false, ""},
	} {
		if got := outcome.KindOf(rules, test.source, test.stage, test.clients); got != test.want {
			t.Errorf("%s/%s is %q, want %q", test.source, test.stage, got, test.want)
		}
	}
}

func TestCheckRule(t *testing.T) {
	for line, want := range map[string]string{
		"greenhouse/Team call = interview": "",
		"Team call = interview":            "SOURCE/STAGE",
		"greenhouse/Team call: interview":  "SOURCE/STAGE",
		"greenhouse/ = interview":          "SOURCE/STAGE",
		"greenhouse/Team call = lunch":     "no kind of outcome",
		"greenhouse/Team call = erased":    "no kind of outcome",
	} {
		err := outcome.CheckRule(line)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", line, err, want)
		}
	}
}
