// Tests of coverage: the card comes once a week to whom it is for, says what is true, and leads to what can be done.

package library

import (
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest/golden"
	"vouch/digest"
	"vouch/digest/match"
	"vouch/store"
)

// goldenCoverage is a library with every trouble at once.
func goldenCoverage() digest.Coverage {
	article, story := golden.Article(), golden.Story()
	story.ExpiresAt, article.ExpiresAt, article.LiveAt = golden.Now.Add(48*time.Hour), golden.Now.Add(50*time.Hour),
		golden.Now.AddDate(0, -1, 0)
	long := golden.Job()
	long.URL += strings.Repeat("x", 1900)
	c := digest.Coverage{Live: 34, Advocates: 1200,
		Personas: []digest.PersonaSupply{{ID: "legal", Name: "Legal", Advocates: 4, Live: 9, Dry: 3},
			{ID: "finance", Name: "Finance " + golden.Hostile, Advocates: 12, Live: 9, New: 1, Left: 4, Days: 1.4, Dry: 1},
			{ID: "sales", Name: "Sales", Advocates: 1180, Live: 25, Left: 9, Days: 3}, {ID: "design", Name: "Design", Live: 9}},
		Expiring: []store.Asset{story, article}, Unanswered: []digest.IdleItem{{Asset: article, Since: article.LiveAt,
			Shown: 812}},
		Broken: []store.Source{{Name: "Blog " + golden.Hostile, State: store.SourceBroken,
			Result: "The server answered 404 since Monday."}},
		Topics: []digest.TopicShare{{Topic: "go", Items: 20, OfItems: 20.0 / 34, OfShown: 0.8},
			{Topic: "ai", Items: 1, OfItems: 1.0 / 34, OfShown: 0.001}, {Topic: "robotics"}, {Topic: "space"}},
		Culture: digest.TopicShare{Items: 3, OfItems: 3.0 / 34, OfShown: 0.1},
	}
	for range coverageRows + 5 {
		c.Unpicked = append(c.Unpicked, digest.IdleItem{Asset: long, Since: golden.Now.AddDate(0, -2, 0)})
	}
	for i, kind := range store.AssetKinds {
		c.Kinds = append(c.Kinds, digest.KindShare{Kind: kind, Items: i, OfItems: float64(i) / 15, OfShown: float64(i) / 20})
	}
	return c
}

func TestGolden_Coverage(t *testing.T) {
	zone := golden.Member().Zone
	everything := coverageCard(goldenCoverage(), zone)
	golden.Message(t, "coverage-everything", everything)
	golden.AtMost(t, "coverage-everything", everything.Blocks, 120, 3)
	golden.Modal(t, "coverage-table", coverageView(goldenCoverage(), zone))
	empty := digest.CoverageOf(match.NewLibrary(nil, golden.Personas(), golden.Now), digest.CoverageFacts{})
	golden.Message(t, "coverage-empty", coverageCard(empty, zone))
	golden.Modal(t, "coverage-table-empty", coverageView(empty, zone))
	golden.Modal(t, "coverage-table-nothing", coverageView(digest.Coverage{}, zone))
	one := digest.Coverage{Live: 1, Culture: digest.TopicShare{Items: 1, OfItems: 1}}
	golden.Message(t, "coverage-nobody", coverageCard(one, zone))
	one.Advocates, one.Personas = 1, []digest.PersonaSupply{{Name: "Everybody", Advocates: 1, Live: 40, Left: 40,
		Days: 66}}
	golden.Message(t, "coverage-well", coverageCard(one, zone))
}

func TestCoverage_Words(t *testing.T) {
	for days, want := range map[float64]string{0.2: "less than a working day", 0.5: "about 1 working day",
		3: "about 3 working days", 9.4: "about 9 working days",
		10: "about 2 weeks", 66: "about 13 weeks", 1e9: "more than a year"} {
		if got := daysWords(days); got != want {
			t.Errorf("%g days are %q, want %q", days, got, want)
		}
	}
	if percent(0) != "0 %" || percent(0.001) != "under 1 %" || percent(0.125) != "12 %" || percent(1) != "100 %" {
		t.Errorf("%s, %s, %s, %s", percent(0), percent(0.001), percent(0.125), percent(1))
	}
}
