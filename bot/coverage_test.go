// Tests of coverage: the card comes once a week to whom it is for, says what is true, and leads to what can be done.

package bot

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"vouch/digest"
	"vouch/digest/match"
	"vouch/store"
)

// goldenCoverage is a library with every trouble at once.
func goldenCoverage() digest.Coverage {
	article, story := goldenArticle(), goldenStory()
	story.ExpiresAt, article.ExpiresAt, article.LiveAt = goldenNow.Add(48*time.Hour), goldenNow.Add(50*time.Hour), goldenNow.AddDate(0, -1, 0)
	long := goldenJob()
	long.URL += strings.Repeat("x", 1900)
	c := digest.Coverage{Live: 34, Advocates: 1200,
		Personas: []digest.PersonaSupply{{ID: "legal", Name: "Legal", Advocates: 4, Live: 9, Dry: 3},
			{ID: "finance", Name: "Finance " + hostile, Advocates: 12, Live: 9, New: 1, Left: 4, Days: 1.4, Dry: 1},
			{ID: "sales", Name: "Sales", Advocates: 1180, Live: 25, Left: 9, Days: 3}, {ID: "design", Name: "Design", Live: 9}},
		Expiring: []store.Asset{story, article}, Unanswered: []digest.IdleItem{{Asset: article, Since: article.LiveAt, Shown: 812}},
		Broken:  []store.Source{{Name: "Blog " + hostile, State: store.SourceBroken, Result: "The server answered 404 since Monday."}},
		Topics:  []digest.TopicShare{{Topic: "go", Items: 20, OfItems: 20.0 / 34, OfShown: 0.8}, {Topic: "ai", Items: 1, OfItems: 1.0 / 34, OfShown: 0.001}, {Topic: "robotics"}, {Topic: "space"}},
		Culture: digest.TopicShare{Items: 3, OfItems: 3.0 / 34, OfShown: 0.1},
	}
	for range coverageRows + 5 {
		c.Unpicked = append(c.Unpicked, digest.IdleItem{Asset: long, Since: goldenNow.AddDate(0, -2, 0)})
	}
	for i, kind := range store.AssetKinds {
		c.Kinds = append(c.Kinds, digest.KindShare{Kind: kind, Items: i, OfItems: float64(i) / 15, OfShown: float64(i) / 20})
	}
	return c
}

func TestGolden_Coverage(t *testing.T) {
	zone := goldenMember().zone
	goldenMessage(t, "coverage-everything", coverageCard(goldenCoverage(), zone))
	goldenModal(t, "coverage-table", coverageView(goldenCoverage(), zone))
	empty := digest.CoverageOf(match.NewLibrary(nil, goldenPersonas(), goldenNow), digest.CoverageFacts{})
	goldenMessage(t, "coverage-empty", coverageCard(empty, zone))
	goldenModal(t, "coverage-table-empty", coverageView(empty, zone))
	goldenModal(t, "coverage-table-nothing", coverageView(digest.Coverage{}, zone))
	one := digest.Coverage{Live: 1, Culture: digest.TopicShare{Items: 1, OfItems: 1}}
	goldenMessage(t, "coverage-nobody", coverageCard(one, zone))
	one.Advocates, one.Personas = 1, []digest.PersonaSupply{{Name: "Everybody", Advocates: 1, Live: 40, Left: 40, Days: 66}}
	goldenMessage(t, "coverage-well", coverageCard(one, zone))
}

func TestCoverage_Words(t *testing.T) {
	for days, want := range map[float64]string{0.2: "less than a working day", 0.5: "about 1 working day", 3: "about 3 working days", 9.4: "about 9 working days",
		10: "about 2 weeks", 66: "about 13 weeks", 1e9: "more than a year"} {
		if got := daysWords(days); got != want {
			t.Errorf("%g days are %q, want %q", days, got, want)
		}
	}
	if percent(0) != "0 %" || percent(0.001) != "under 1 %" || percent(0.125) != "12 %" || percent(1) != "100 %" {
		t.Errorf("%s, %s, %s, %s", percent(0), percent(0.001), percent(0.125), percent(1))
	}
}

func TestCoverage_WeeklyCard(t *testing.T) {
	withHarness(t, setup{db: library(t, 6)}, func(t *testing.T, h *harness) { // Monday, 07:00 UTC
		defer h.wantNoComplaint(t)
		h.joined(t, "ada")
		cy := h.joined(t, "ben")
		if err := h.db.GrantRole(store.Operator, cy.id, store.Curator); err != nil {
			t.Fatal(err)
		}
		cards := func(who string) (found []string) {
			for _, text := range h.texts(who) {
				if strings.HasPrefix(text, "What the library needs") {
					found = append(found, text)
				}
			}
			return found
		}
		h.pass(2*time.Hour + 5*time.Minute)
		if got := cards("ben"); len(got) != 1 {
			t.Fatalf("the curator has %d cards: %q", len(got), h.texts("ben"))
		}
		wantWords(t, cards("ben")[0], "Engineering", "3 unseen items left: about 1 working day")
		h.stop()
		h.run(setup{})
		h.pass(3 * 24 * time.Hour)
		if n, others := len(cards("ben")), len(cards("ada"))+len(cards("dev")); n != 1 || others != 0 {
			t.Errorf("by Thursday the curator has %d cards, others have %d", n, others)
		}
		h.pass(5 * 24 * time.Hour)
		got := cards("ben")
		if len(got) != 2 {
			t.Fatalf("in the second week the curator has %d cards", len(got))
		}
		wantWords(t, got[1], "has nothing left: 2 of 2 advocates saw everything")

		card := cy.card("What the library needs")
		cy.press(card, "", "Show all")
		wantWords(t, cy.modalSays(), "Coverage", "Personas", "no advocates", "Nothing about")
		cy.pressModal("Add content")
		wantWords(t, cy.modalSays(), "Add content", "Paste the address")
	})
}

func TestCoverage_AtOnce(t *testing.T) {
	withHarness(t, setup{}, func(t *testing.T, h *harness) {
		defer h.wantNoComplaint(t)
		dev, ada := h.actor(t, "dev"), h.joined(t, "ada")
		wantWords(t, ada.types("/vouch coverage"), "Only curators and program managers")
		if _, err := h.handled(inbound{Kind: kindAction, User: ada.id, Action: action{ID: actCoverage}}); store.KindOf(err) != store.Denied {
			t.Errorf("the table for everybody: %v", err)
		}
		wantWords(t, dev.types("/vouch coverage"), "The library is empty", "Add a few items")
		library(t, 40)(h.db)
		wantWords(t, dev.types("/vouch coverage"), "No story about culture", "40 items live for 1 advocate")
		dev.homeSays()
		dev.pressHome("Coverage")
		wantWords(t, dev.modalSays(), "1 advocate · 40 left of 40 items, 40 new this week · about 3 weeks", "Culture")
		dev.pressModal("Manage content")
		wantWords(t, dev.modalSays(), "Manage content", "live since")
	})
}

func TestCoverage_Overtaken(t *testing.T) {
	withHarness(t, setup{db: library(t, 1)}, func(t *testing.T, h *harness) {
		dev, ada := h.actor(t, "dev"), h.actor(t, "ada")
		for i, m := range []store.Message{{Kind: store.MsgCoverage, Ref: "1999-W52", To: dev.id}, {Kind: store.MsgCoverage, Ref: "2000-W01", To: ada.id}} {
			if _, err := h.bot.drawMessage(t.Context(), m); store.KindOf(err) != store.Conflict {
				t.Errorf("message %d: %v", i, err)
			}
		}
		if got, err := h.bot.drawMessage(t.Context(), store.Message{Kind: store.MsgCoverage, Ref: "2000-W01", To: dev.id}); err != nil || got.Text == "" {
			t.Error(fmt.Sprint(got, err))
		}
	})
}
