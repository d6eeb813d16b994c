// Suggestions: into the queue in the name of who suggests, once per page, and no more than can be answered.

package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"vouch/store"
	"vouch/store/storetest"
)

func TestSuggestAsset(t *testing.T) {
	db := MustStoryTown(t)
	storetest.MustEmployee(t, db, "U3", "Eve")
	page := storetest.AnAsset(nil)
	page.Story, page.Internal, page.Review = "01FORGED", true, &store.Review{Why: " It is  great\n", ApprovedBy: "U2"}
	first := must(db.SuggestAsset("C1", page))
	if first.State != store.InReview || *first.Review != (store.Review{AskedAt: first.Review.AskedAt, Suggested: "C1",
		Why: "It is great"}) || first.CreatedBy != "C1" || first.Story != "" || first.Internal {
		t.Errorf("suggested %+v", first)
	}
	if again := must(db.SuggestAsset("C1", page)); again.ID != first.ID || again.Version != first.Version {
		t.Error("the same page suggested twice is two")
	}
	live := storetest.MustAsset(t, db, nil)
	refused(t, db, map[string]refusal{
		"what a colleague suggested": {func() error { return failed(db.SuggestAsset("U2", page)) }, store.Conflict,
			"already"},
		"what is live": {func() error {
			return failed(db.SuggestAsset("U2", store.Asset{Kind: store.Article, Title: "x", URL: live.URL}))
		}, store.Conflict, "already"},
		"without having joined": {func() error { return failed(db.SuggestAsset("U3", storetest.AnAsset(nil))) }, store.Denied,
			"Join first"},
		"with more topics than help": {func() error {
			return failed(
				db.SuggestAsset("U2", storetest.AnAsset(func(a *store.Asset) { a.Topics = strings.Split("a b c d e f", " ") })))
		}, store.Invalid, "at most 5 topics"},
		"without a page": {func() error {
			return failed(
				db.SuggestAsset("U2", store.Asset{Kind: store.Article, Title: "x"}))
		}, store.Invalid, "https://"},
	})
	for i := range 10 {
		must(db.SuggestAsset("U2", store.Asset{Kind: store.Article, Title: fmt.Sprint(i),
			URL: fmt.Sprintf("https://example.com/%d", i)}))
	}
	_, err := db.SuggestAsset("U2", storetest.AnAsset(nil))
	wantErr(t, err, store.Conflict, "10 of your suggestions")
	list := must(storetest.Ask2(db, (*store.Query).SuggestionsOf, "U2", 3))
	if len(list) != 3 || list[0].Title != "9" {
		t.Errorf("newest first, at most three: %+v", list)
	}
	storetest.MustApprovedStory(t, db, "U1", nil)
	if list := must(storetest.Ask2(db, (*store.Query).SuggestionsOf, "U1", 9)); len(list) != 0 {
		t.Errorf("a story is listed as a suggestion: %+v", list)
	}
	must(db.EraseEmployee(store.Operator, "C1"))
	if a := must(db.Asset(first.ID)); !a.Review.Suggested.IsErased() || a.CreatedBy == "C1" || a.Review.Why != "" {
		t.Errorf("who suggested it stays known: %+v", a.Review)
	}
}

func TestSuggestAsset_WhoLeftIsNotPaid(t *testing.T) {
	for left, want := range map[bool]int{false: 10, true: 0} {
		db := MustStoryTown(t)
		a := must(db.SuggestAsset("U1", storetest.AnAsset(nil)))
		if left {
			must(db.Leave("U1"))
		}
		must(db.ApproveAsset("C1", a.ID, a.Version))
		if score := must(storetest.Ask2(db, (*store.Query).ScoreOf, "U1", time.Now())); score.All != want {
			t.Errorf("left %v: %d points, want %d", left, score.All, want)
		}
	}
}

// Earlier releases kept the reason as the question and the summary that colleagues read.
func TestSuggestAsset_ReasonOfAnEarlierRelease(t *testing.T) {
	db := MustStoryTown(t)
	page := storetest.AnAsset(func(a *store.Asset) {
		a.Source, a.Prompt, a.Summary = "suggestion", "Half the team asked for it", "Half the team asked for it"
	})
	a := must(db.SuggestAsset("U2", page))
	listed := must(storetest.Ask3(db, (*store.Query).ReviewQueue, "C1", 5, "")).Items[0]
	for _, a := range []store.Asset{listed, must(db.Asset(a.ID)), must(db.ApproveAsset("C1", a.ID, a.Version))} {
		if a.Prompt != "" || a.Summary != "" || a.Review.Why != "Half the team asked for it" {
			t.Errorf("%s it reads %q, %q and the reviewers %q", a.State, a.Prompt, a.Summary, a.Review.Why)
		}
	}
}
