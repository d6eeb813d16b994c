// The golden files of sources.

package source

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest/golden"
	"vouch/digest/feed"
	"vouch/store"
)

func goldenSource(change func(*store.Source)) store.Source {
	s := store.Source{
		ID: "01SOURCE", Name: "Engineering blog", Address: "https://northwind.example/feed.xml?a=1&b=2",
		System: store.FeedSystem, State: store.SourceActive,
		PerDay: 10, LiveAtOnce: 100, LastTry: golden.Now, LastGood: golden.Now, NextTry: golden.Now.Add(time.Hour),
		Result: "12 items: 3 new (waiting for review), 9 known.", Version: 2,
	}
	if change != nil {
		change(&s)
	}
	return s
}

func TestGolden_SourceList(t *testing.T) {
	berlin := golden.Member().Zone
	golden.Modal(t, "source-list-empty", sourceListView(sourceList{zone: berlin, off: true}))
	failing := func(s *store.Source) {
		s.Failures, s.FailingSince, s.LastGood, s.Result = 2, golden.Now, time.Time{},
			"The server answered with status 500. <b>"
	}
	golden.Modal(t, "source-list-states", sourceListView(sourceList{zone: berlin, notice: "*Engineering blog*: 12 items.",
		sources: []shownSource{
			{goldenSource(nil), store.SourceItems{Live: 8, Waiting: 3}},
			{goldenSource(func(s *store.Source) {
				s.Name, s.Address, s.System, s.AutoApprove = golden.Hostile, "https://jobs.lever.co/northwind", store.LeverSystem,
					true
			}), store.SourceItems{Live: 1}},
			{goldenSource(failing), store.SourceItems{}},
			{goldenSource(func(s *store.Source) { failing(s); s.State, s.Failures = store.SourceBroken, 7 }),
				store.SourceItems{}},
			{goldenSource(func(s *store.Source) { s.State, s.NextTry = store.SourcePaused, time.Time{} }),
				store.SourceItems{Waiting: 1}},
			{goldenSource(func(s *store.Source) {
				s.System, s.LastTry, s.LastGood, s.Result = "", time.Time{}, time.Time{},
					""
			}),
				store.SourceItems{}},
		}}))
	var many []shownSource
	for i := range sourcesPage {
		many = append(many, shownSource{goldenSource(func(s *store.Source) {
			s.ID, s.Address, s.Result = store.SourceID(fmt.Sprintf("01SOURCE%02d", i)),
				"https://northwind.example/"+strings.Repeat("x", 1900), strings.Repeat("r", 500)
		}), store.SourceItems{}})
	}
	golden.Modal(t, "source-list-middle", sourceListView(sourceList{zone: berlin, from: 20, more: true, sources: many}))
}

func TestGolden_SourceAdd(t *testing.T) {
	golden.Modal(t, "source-address", sourceAddressView("", ""))
	golden.Modal(t, "source-address-page", notFoundView("https://northwind.example",
		&feed.Error{Kind: feed.WebPage, Alternate: "https://northwind.example/feed"}))
	golden.Modal(t, "source-address-failed", notFoundView("https://northwind.example",
		&feed.Error{Kind: feed.Missing, Msg: "There is no <such> address."}))
	golden.Modal(t, "source-added", sourceAddedView(goldenSource(nil), "*Engineering blog*: 12 items: 3 new."))
	golden.Modal(t, "source-remove",
		sourceRemoveView(shownSource{goldenSource(nil), store.SourceItems{Live: 8, Waiting: 3}}))
	golden.Modal(t, "source-remove-empty", sourceRemoveView(shownSource{goldenSource(nil), store.SourceItems{}}))
}

func TestGolden_SourceForm(t *testing.T) {
	found := feed.Result{}
	for i := range 5 {
		found.Items = append(found.Items, feed.Item{Title: golden.Hostile,
			URL: fmt.Sprintf("https://northwind.example/%d?a=1&b=%s", i, strings.Repeat("x", 1900))})
		found.Skipped = append(found.Skipped, feed.Skipped{Index: i + 1, Reason: "It has no usable link."})
	}
	found.Skipped[0].Title = golden.Hostile
	fresh := goldenSource(func(s *store.Source) { s.ID, s.Version = "", 0 })
	golden.Modal(t, "source-form-new", sourceFormView(sourceForm{source: fresh, personas: golden.Personas(),
		found: &found}))
	golden.Modal(t, "source-form-nothing-found", sourceFormView(sourceForm{source: fresh, found: &feed.Result{}}))
	full := goldenSource(func(s *store.Source) {
		s.AutoApprove, s.Kind, s.Topics, s.Personas = true, store.CaseStudy, []string{"go", "hiring"},
			[]store.PersonaID{"sales"}
		s.Rules = []store.TagRule{{Words: []string{"a, b", "c"}, Topics: []string{"go"}, Personas: []store.PersonaID{"sales"},
			Kind: store.CaseStudy}}
	})
	golden.Modal(t, "source-form-edit", sourceFormView(sourceForm{source: full, personas: golden.Personas()}))
	full.Rules[0].Words = []string{strings.Repeat("word ", 700)}
	golden.Modal(t, "source-form-long-rules", sourceFormView(sourceForm{source: full, personas: golden.Personas()}))
}
