// Tests of the rules of recognition: who reaches which level and badge, and whom a card asks to thank.

package recognition

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"vouch/store/problem"
	"vouch/store/term"
)

func TestFacts_LevelAndNext(t *testing.T) {
	const (
		weeks = "more weeks with a share or a referral"
		own   = "more shares in your own words with their links"
		led   = "a story, or a referral or introduction that is accepted"
	)
	for name, c := range map[string]struct {
		facts Facts
		level Level
		next  string
	}{
		"nothing yet":                {Facts{Referral: true, Weeks: 20}, Newcomer, "your first share"},
		"a first share":              {Facts{Shares: 1, Weeks: 1}, Advocate, "3 " + weeks + "; 3 " + own},
		"many posts, none their own": {Facts{Shares: 500, Weeks: 50, Story: true}, Advocate, "3 " + own},
		"all in one week":            {Facts{Shares: 9, OwnProven: 9, Weeks: 1}, Advocate, "3 " + weeks},
		"four weeks":                 {Facts{Shares: 4, OwnProven: 3, Weeks: 4}, Ambassador, "8 " + weeks + "; " + led},
		"twelve weeks":               {Facts{Shares: 4, OwnProven: 3, Weeks: 12}, Ambassador, led},
		"and a story":                {Facts{Shares: 4, OwnProven: 3, Weeks: 12, Story: true}, Mentor, ""},
		"and an introduction":        {Facts{Shares: 4, OwnProven: 3, Weeks: 12, Intro: true}, Mentor, ""},
	} {
		if got := c.facts.Level(); got != c.level {
			t.Errorf("%s: %s, want %s", name, got, c.level)
		}
		if got := strings.Join(c.facts.Next(c.level), "; "); got != c.next {
			t.Errorf("%s: next %q, want %q", name, got, c.next)
		}
	}
}

func TestFacts_Badges(t *testing.T) {
	all := Facts{Shares: 1, OwnWords: 1, Referral: true, Hire: true, Row: 13, Story: true}
	if got := all.Badges(); !slices.Equal(got, AllBadges) {
		t.Errorf("everything done gives %q", got)
	}
	if got := (Facts{Row: 12, Intro: true}).Badges(); len(got) != 0 {
		t.Errorf("nothing of it gives %q", got)
	}
}

func TestForCard(t *testing.T) {
	var others []Win
	for i := range 5 {
		others = append(others, Win{ID: fmt.Sprint(i), Employee: term.EmployeeID(fmt.Sprint("U", i)), Kind: FirstWin})
	}
	team := []Win{{ID: "t", Employee: "U9", Kind: FirstWin}, {ID: "t2", Employee: "U9", Kind: StreakWin},
		{ID: "done", Employee: "U8", Thanks: []term.EmployeeID{"me"}}, {ID: "own", Employee: "me"}}
	ids := func(wins []Win) (list []string) {
		for _, w := range wins {
			list = append(list, w.ID)
		}
		return list
	}
	for turn, want := range [][]string{{"t", "0", "1"}, {"t", "3", "4"}, {"t", "1", "2"}} {
		if got := ids(ForCard("me", team, others, turn)); !slices.Equal(got, want) {
			t.Errorf("turn %d: %q, want %q", turn, got, want)
		}
	}
	if got := ForCard("U0", nil, others[:1], 7); len(got) != 0 {
		t.Errorf("somebody is asked to thank themselves: %v", got)
	}
}

func TestCheck(t *testing.T) {
	for name, c := range map[string]struct {
		chosen, now Incentive
		wins        Consent
		charity     string
		wrong       string
	}{
		"nothing chosen":             {},
		"a charity":                  {chosen: Charity, charity: "Kids"},
		"no charity":                 {chosen: Charity, wrong: "incentive"},
		"a charity that was dropped": {chosen: Charity, now: Charity},
		"something else":             {chosen: "cake", now: "cake", wrong: "incentive"},
		"another answer":             {wins: "maybe", wrong: "wins"},
	} {
		var wrong problem.Fields
		Check(c.chosen, c.now, c.wins, c.charity, &wrong)
		if (len(wrong) > 0) != (c.wrong != "") || (c.wrong != "" && wrong[c.wrong] == "") {
			t.Errorf("%s: %v", name, wrong)
		}
	}
}
