// Readings of sources: what comes in, what stays out, and what happens to what is known.

package store_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouch/store"
	"vouch/store/storetest"
)

// anItem is an article of a source under a key of its own.
func anItem(key string, change func(*store.Asset)) store.PollItem {
	a := store.Asset{Kind: store.Article, Title: "About " + key, Summary: "All about " + key + ".",
		URL: "https://blog.example.com/" + key, SourceKey: key}
	if change != nil {
		change(&a)
	}
	return store.PollItem{Asset: a}
}

// aJob is an open job of a board.
func aJob(key string) store.PollItem {
	return anItem(key, func(a *store.Asset) {
		a.Kind, a.Job = store.Job, &store.JobFacts{Department: "Engineering", Location: "Berlin"}
	})
}

// reading records a reading of a source as it stands and fails the test when that fails.
func reading(tb testing.TB, db *store.DB, id store.SourceID, p store.Poll) store.PollResult {
	tb.Helper()
	p.At, p.Version = time.Now(), must(db.Source(id)).Version
	r, err := db.RecordPoll(id, p)
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// board reads a complete answer with these jobs.
func board(tb testing.TB, db *store.DB, id store.SourceID, keys ...string) store.PollResult {
	tb.Helper()
	p := store.Poll{Complete: true, ETag: "tag"}
	for _, key := range keys {
		p.Items = append(p.Items, aJob(key))
	}
	return reading(tb, db, id, p)
}

// wantResult fails unless the words of a reading hold these.
func wantResult(tb testing.TB, r store.PollResult, words ...string) {
	tb.Helper()
	for _, w := range words {
		if !strings.Contains(r.Source.Result, w) {
			tb.Errorf("the result %q does not say %q", r.Source.Result, w)
		}
	}
}

// byKey finds the asset of an item.
func byKey(tb testing.TB, db *store.DB, key string) store.Asset {
	tb.Helper()
	for _, state := range []store.AssetState{store.Live, store.InReview, store.Withdrawn, store.Expired, store.Draft,
		store.Scheduled} {
		for _, a := range must(db.AssetsBy(state, 1000, "")) {
			if a.SourceKey == key {
				return a
			}
		}
	}
	tb.Fatalf("no asset has the key %q", key)
	return store.Asset{}
}

func TestRecordPoll_IntoReviewOrLive(t *testing.T) {
	db := storetest.MustOpen(t)
	settings := must(db.Settings())
	settings.Regulated = []string{"finance"}
	if err := db.SaveSettings(store.Operator, settings); err != nil {
		t.Fatal(err)
	}
	s := mustSource(t, db, nil)
	r := reading(t, db, s.ID, store.Poll{Items: []store.PollItem{anItem("a", nil), anItem("b", nil)},
		System: store.FeedSystem, ETag: "1"})
	wantResult(t, r, "2 items: 2 new (waiting for review).")
	a := byKey(t, db, "a")
	if r.New != 2 || a.State != store.InReview || a.Review == nil || a.Review.AskedAt.IsZero() ||
		a.Review.Suggested != "" || a.FromSource != s.ID ||
		a.Source != s.Address || a.CreatedBy != "" || r.Source.ETag != "1" || r.Source.LastGood.IsZero() {
		t.Errorf("reading %+v gave %+v", r, a)
	}
	again := reading(t, db, s.ID, store.Poll{Items: []store.PollItem{anItem("a", nil), anItem("b", nil)}})
	wantResult(t, again, "2 items: 2 known.")
	if diff := cmp.Diff(a, byKey(t, db, "a")); diff != "" || again.New != 0 {
		t.Errorf("reading the same again changes\n%s", diff)
	}
	if n := must(db.SourceItems(s.ID)); n != (store.SourceItems{Waiting: 2}) {
		t.Errorf("counts %+v", n)
	}

	auto := mustSource(t, db, func(s *store.Source) { s.Address, s.AutoApprove = "https://example.com/auto", true })
	r = reading(t, db, auto.ID, store.Poll{Items: []store.PollItem{anItem("c", nil),
		anItem("d", func(a *store.Asset) { a.Topics = []string{"Finance"} })}})
	wantResult(t, r, "2 new (1 live at once, 1 waiting for review)")
	if c, d := byKey(t, db, "c"), byKey(t, db, "d"); c.State != store.Live || c.Review != nil ||
		d.State != store.InReview {
		t.Errorf("of a source that needs no review c is %s, the regulated d %s", c.State, d.State)
	}
	if entry := must(storetest.Ask2(db, (*store.Query).Audit, 1,
		0))[0]; entry.Action != "source.read" || entry.Actor != "" {
		t.Errorf("audit %+v", entry)
	}
}

func TestRecordPoll_WhatStaysOut(t *testing.T) {
	now := time.Now()
	for name, c := range map[string]struct {
		items []store.PollItem
		taken int
		says  string
	}{
		"one page under five addresses": {[]store.PollItem{anItem("a", nil),
			anItem("b", func(a *store.Asset) { a.Canon = "https://blog.example.com/a" }),
			anItem("c", func(a *store.Asset) { a.Canon = "https://blog.example.com/a" })}, 1, "2 (the same page twice)"},
		"one key twice": {[]store.PollItem{anItem("a", nil), anItem("a", func(a *store.Asset) { a.URL += "?2" })}, 1,
			"1 (the same page twice)"},
		"one text under two addresses": {[]store.PollItem{anItem("a", nil), anItem("b", func(a *store.Asset) {
			a.Title, a.Summary = "ABOUT  a", "All about A."
		})}, 1, "1 (the same text as another item"},
		"two jobs that read alike are two": {[]store.PollItem{aJob("a"), anItem("b",
			func(a *store.Asset) { *a = aJob("a").Asset; a.SourceKey, a.URL = "b", "https://x.example/b" })}, 2, "2 new"},
		"no title": {[]store.PollItem{anItem("a", func(a *store.Asset) { a.Title = " \u202e " })}, 0,
			"1 (without a title)"},
		"no link": {[]store.PollItem{
			anItem("a", func(a *store.Asset) { a.URL = "javascript:alert(1)" })}, 0, "1 (without a usable link)"},
		"no key": {[]store.PollItem{
			anItem("", func(a *store.Asset) { a.URL = "https://x.example/" })}, 0, "without a usable identity"},
		"a key without end": {[]store.PollItem{anItem(strings.Repeat("k", 301), nil)}, 0,
			"without a usable identity"},
		"expired": {[]store.PollItem{
			anItem("a", func(a *store.Asset) { a.ExpiresAt = now.Add(-time.Hour) })}, 0, "would have expired already"},
		"older than a year": {[]store.PollItem{{Asset: anItem("a", nil).Asset, Published: now.AddDate(-1, 0, -2)},
			{Asset: aJob("b").Asset, Published: now.AddDate(-3, 0, 0)}}, 1, "1 (older than a year)"},
		"dated in the future": {[]store.PollItem{{Asset: anItem("a", nil).Asset, Published: now.AddDate(30, 0, 0)}}, 1,
			"1 new"},
		"a persona that is gone": {[]store.PollItem{anItem("a",
			func(a *store.Asset) { a.Personas = []store.PersonaID{"gone", "sales"} })}, 1, "1 new"},
		"capitals and characters": {[]store.PollItem{anItem("a", func(a *store.Asset) { a.Title = "我们如何搬家 UND WARUM" })}, 1,
			"1 new"},
		"texts without end": {[]store.PollItem{anItem("a", func(a *store.Asset) {
			a.Title, a.Summary = strings.Repeat("t", 5000), strings.Repeat("s", 5000)
		})}, 1, "1 new"},
		"topics without end": {[]store.PollItem{anItem("a", func(a *store.Asset) {
			for i := range 100 {
				a.Topics = append(a.Topics, fmt.Sprint(i))
			}
		})}, 1, "1 new"},
		"a picture that nobody described": {[]store.PollItem{
			anItem("a", func(a *store.Asset) { a.Image = "https://x.example/p.png" })}, 1, "1 new"},
	} {
		t.Run(name, func(t *testing.T) {
			db := storetest.MustOpen(t)
			r := reading(t, db, mustSource(t, db, nil).ID, store.Poll{Items: c.items})
			if r.New != c.taken {
				t.Errorf("%d came in, want %d", r.New, c.taken)
			}
			wantResult(t, r, c.says)
		})
	}
}

func TestRecordPoll_Caps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		s := mustSource(t, db, func(s *store.Source) { s.PerDay, s.LiveAtOnce = 3, 5 })
		var items []store.PollItem
		for i := range 12 {
			item := anItem(fmt.Sprintf("k%02d", i), nil)
			item.Published = time.Now().Add(-time.Duration(i) * time.Hour)
			items = append(items, item)
		}
		r := reading(t, db, s.ID, store.Poll{Items: items, ETag: "tag"})
		wantResult(t, r, "12 items: 3 new", "Left out: 9 (over the limit of 3 a day, the next ones follow tomorrow).")
		byKey(t, db, "k00") // the newest come first
		if r.Source.ETag != "" {
			t.Error("what is left for tomorrow would be hidden behind an unchanged answer")
		}
		if r = reading(t, db, s.ID, store.Poll{Items: items}); r.New != 0 || r.Known != 3 {
			t.Errorf("the second reading of the day: %+v", r)
		}
		time.Sleep(24 * time.Hour)
		r = reading(t, db, s.ID, store.Poll{Items: items})
		wantResult(t, r, "2 new", "7 (over the limit of 5 in the library at once)")
		// A rejected item frees its place and does not come back itself.
		must(db.WithdrawAsset(store.Operator, byKey(t, db, "k00").ID, "No."))
		time.Sleep(24 * time.Hour)
		if r = reading(t, db, s.ID, store.Poll{Items: items}); r.New != 1 || r.Known != 5 {
			t.Errorf("after a rejection: %+v", r)
		}
		if a := byKey(t, db, "k00"); a.State != store.Withdrawn {
			t.Errorf("the rejected item is %s", a.State)
		}
	})
}

func TestRecordPoll_WithdrawnPagesStayAwayUnderAnyName(t *testing.T) {
	db := storetest.MustOpen(t)
	byHand := storetest.MustAsset(t, db, func(a *store.Asset) { a.URL, a.Canon = "https://blog.example.com/a", "" })
	s := mustSource(t, db, nil)
	if r := reading(t, db, s.ID, store.Poll{Items: []store.PollItem{anItem("a", nil)}}); r.Known != 1 || r.New != 0 {
		t.Errorf("a page that was added by hand: %+v", r)
	}
	must(db.WithdrawAsset(store.Operator, byHand.ID, "Wrong."))
	for _, key := range []string{"a", "another guid"} {
		item := anItem(key, func(a *store.Asset) { a.URL = byHand.URL })
		if r := reading(t, db, s.ID, store.Poll{Items: []store.PollItem{item}}); r.New != 0 {
			t.Errorf("the withdrawn page came back as %q", key)
		}
	}
}

func TestRecordPoll_EditedAtTheSource(t *testing.T) {
	db := storetest.MustOpen(t)
	s := mustSource(t, db, nil)
	say := func(title string) store.PollResult {
		return reading(t, db, s.ID,
			store.Poll{Items: []store.PollItem{anItem("a", func(a *store.Asset) { a.Title = title })}})
	}
	say("First")
	first := byKey(t, db, "a")
	if r := say("Second"); r.Changed != 1 {
		t.Errorf("reading %+v", r)
	}
	second := byKey(t, db, "a")
	if second.Title != "Second" || second.Version == first.Version || second.Proposed != nil {
		t.Errorf("in review it is %+v", second)
	}

	live := must(db.PublishAsset(store.Operator, second.ID))
	wantResult(t, say("Third"), "1 of them changed at the source")
	a := byKey(t, db, "a")
	if a.Title != "Second" || a.Version == live.Version || a.Proposed == nil || a.Proposed.Title != "Third" {
		t.Errorf("what was approved became %+v, proposed %+v", a.Title, a.Proposed)
	}
	// A curator who keeps the own words is not asked again for the same change.
	a.Proposed, a.Title = nil, "Curated"
	a = must(db.EditAsset(store.Operator, a))
	if r := say("Third"); r.Changed != 0 || byKey(t, db, "a").Proposed != nil {
		t.Errorf("asked again: %+v", r)
	}
	say("Fourth")
	if a = byKey(t, db, "a"); a.Proposed == nil || a.Title != "Curated" {
		t.Errorf("after a further change %+v", a)
	}
	say("Curated")
	if a = byKey(t, db, "a"); a.Proposed != nil {
		t.Errorf("the source says what was approved, and still proposes %+v", a.Proposed)
	}
}

func TestRecordPoll_EventMovedAtTheSource(t *testing.T) {
	db := storetest.MustOpen(t)
	s := mustSource(t, db, nil)
	start := time.Now().Add(240 * time.Hour).UTC().Truncate(time.Microsecond)
	say := func(at time.Time, place string) store.PollResult {
		return reading(t, db, s.ID, store.Poll{Items: []store.PollItem{anItem("a", func(a *store.Asset) {
			a.Kind, a.Event = store.Event, &store.EventFacts{StartsAt: at, Place: place}
		})}})
	}
	say(start, "Berlin")
	say(start.Add(time.Hour), "Berlin")
	a := byKey(t, db, "a")
	if !a.Event.StartsAt.Equal(start.Add(time.Hour)) || !a.ExpiresAt.Equal(a.Event.End()) || a.Proposed != nil {
		t.Errorf("in review it follows its source: %+v, proposed %+v", a.Event, a.Proposed)
	}
	a.Event.Slots = 5
	a = must(db.EditAsset(store.Operator, a))
	a = must(db.PublishAsset(store.Operator, a.ID))
	storetest.MustAdvocate(t, db, "U1", "Ada")
	must(db.SignUp("U1", a.ID))
	if r := say(start.Add(time.Hour), "Berlin"); r.Changed != 0 {
		t.Errorf("the same again counts as a change: %+v", r)
	}
	wantResult(t, say(start.Add(48*time.Hour), "Graz"), "1 of them changed at the source")
	a = byKey(t, db, "a")
	if a.Event.Place != "Berlin" || a.Proposed == nil || a.Proposed.Event == nil || a.Proposed.Event.Place != "Graz" {
		t.Fatalf("what was approved became %+v, proposed %+v", a.Event, a.Proposed)
	}
	a = must(db.AcceptProposal(store.Operator, a.ID, a.Version))
	if a.Event.Place != "Graz" || a.Event.Slots != 5 || !a.ExpiresAt.Equal(start.Add(50*time.Hour)) {
		t.Errorf("accepted it is %+v until %s", a.Event, a.ExpiresAt)
	}
	told := storetest.MustDeliver(t, db)
	if !slices.ContainsFunc(slices.Collect(maps.Values(told)),
		func(m store.Message) bool { return m.Kind == store.MsgEventChanged && m.To == "U1" }) {
		t.Errorf("who comes was not told: %v", told)
	}
}

func TestRecordPoll_EditedByACuratorInReview(t *testing.T) {
	db := storetest.MustOpen(t)
	s := mustSource(t, db, nil)
	reading(t, db, s.ID, store.Poll{Items: []store.PollItem{anItem("a", nil)}})
	a := byKey(t, db, "a")
	a.Title = "Better"
	must(db.EditAsset(store.Operator, a))
	reading(t, db, s.ID, store.Poll{Items: []store.PollItem{anItem("a", func(a *store.Asset) { a.Title = "Changed" })}})
	if a = byKey(t, db, "a"); a.Title != "Better" || a.Proposed == nil || a.Proposed.Title != "Changed" {
		t.Errorf("the curator's words became %q, proposed %+v", a.Title, a.Proposed)
	}
}

func TestRecordPoll_JobsOfAFileCloseToo(t *testing.T) {
	db := storetest.MustOpen(t)
	s := mustSource(t, db, func(s *store.Source) { s.AutoApprove = true })
	plain := func(key string) store.PollItem { return anItem(key, func(a *store.Asset) { a.Kind = store.Job }) }
	reading(t, db, s.ID, store.Poll{Complete: true, Items: []store.PollItem{plain("a"), plain("b"),
		anItem("article", nil)}})
	wantResult(t, reading(t, db, s.ID, store.Poll{Complete: true, Items: []store.PollItem{plain("b")}}), "1 closed")
	if a := byKey(t, db, "a"); a.State != store.Withdrawn || a.Job == nil || !a.Job.Closed {
		t.Errorf("the job that is gone is %s, %+v", a.State, a.Job)
	}
	if a := byKey(t, db, "article"); a.State != store.Live {
		t.Errorf("the article that is gone is %s", a.State)
	}
	reading(t, db, s.ID, store.Poll{Complete: true, Items: []store.PollItem{plain("a"), plain("b")}})
	if a := byKey(t, db, "a"); a.State != store.InReview || a.Job.Closed {
		t.Errorf("listed again it is %s, %+v", a.State, a.Job)
	}
}

func TestRecordPoll_KeepsThePagesOwnDate(t *testing.T) {
	db := storetest.MustOpen(t)
	s := mustSource(t, db, func(s *store.Source) { s.AutoApprove = true })
	old, coming := anItem("old", nil), anItem("coming", nil)
	old.Published, coming.Published = time.Now().AddDate(0, -6, 0), time.Now().AddDate(30, 0, 0)
	reading(t, db, s.ID, store.Poll{Items: []store.PollItem{old, coming}})
	if a := byKey(t, db, "old"); a.Published.Sub(old.Published).Abs() > time.Millisecond {
		t.Errorf("published %v", a.Published)
	}
	if a := byKey(t, db, "coming"); !a.Published.IsZero() {
		t.Errorf("a date in the future was believed: %v", a.Published)
	}
}

func TestRecordPoll_OtherWordsNeedAnotherApproval(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := MustDesk(t)
		s := mustSource(t, db, nil)
		say := func(title string) store.Asset {
			reading(t, db, s.ID, store.Poll{Items: []store.PollItem{
				anItem("a", func(a *store.Asset) { a.Title, a.Topics = title, []string{"finance"} })}})
			return byKey(t, db, "a")
		}
		a := say("First")
		a = must(db.ApproveAsset("C1", a.ID, a.Version))
		time.Sleep(time.Hour)
		b := say("Second")
		if b.Title != "Second" || b.WaitsFor(must(db.Settings())) != store.Curator || b.Review.SecondBy != "" ||
			!b.Review.AskedAt.Equal(time.Now()) {
			t.Fatalf("the approval stands for words nobody saw: %+v", b.Review)
		}
		_, err := db.ApproveAsset("L1", a.ID, a.Version)
		wantErr(t, err, store.Conflict, "Its source changed this item meanwhile.")
		b = must(db.ApproveAsset("C2", b.ID, b.Version))
		if b = must(db.ApproveAsset("L1", b.ID, b.Version)); b.State != store.Live || b.Review.ApprovedBy != "C2" {
			t.Errorf("approved again it is %s, %+v", b.State, b.Review)
		}
	})
}

func TestRecordPoll_JobsCloseAndOpenAgain(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustAdvocate(t, db, "U1", "Ada")
	s := mustSource(t, db, func(s *store.Source) { s.AutoApprove = true })
	board(t, db, s.ID, "a", "b", "c", "d")
	gone := byKey(t, db, "d")
	storetest.MustPlan(t, db, "U1", gone.ID)
	storetest.MustDeliver(t, db)
	must(db.SaveFeedback("U1", gone.ID, store.Saved, "", ""))

	r := board(t, db, s.ID, "a", "b", "c")
	wantResult(t, r, "3 items: 3 known, 1 closed.")
	closed := byKey(t, db, "d")
	if closed.State != store.Withdrawn || closed.StateReason != "This job is closed." || !closed.Job.Closed ||
		closed.StateBy != "" {
		t.Errorf("the job is %+v", closed)
	}
	sent := storetest.MustDeliver(t, db)
	var rewritten, told bool
	for _, m := range sent {
		rewritten = rewritten || m.Kind == store.MsgRewrite
		told = told || m.Kind == store.MsgAssetNotice && m.To == "U1"
	}
	if !rewritten || !told {
		t.Errorf("delivered copies rewritten %v, savers told %v", rewritten, told)
	}
	if r = board(t, db, s.ID, "a", "b", "c"); r.Closed != 0 {
		t.Errorf("closed twice: %+v", r)
	}
	wantResult(t, board(t, db, s.ID, "a", "b", "c", "d"), "1 open again (waiting for review)")
	if back := byKey(t, db, "d"); back.ID != gone.ID || back.State != store.InReview || back.Job.Closed ||
		back.Review == nil {
		t.Errorf("back is %+v", back)
	}
	// A job that a curator took out stays out, gone and back as it may be.
	must(db.WithdrawAsset(store.Operator, byKey(t, db, "a").ID, "Not for us."))
	board(t, db, s.ID, "b", "c", "d")
	board(t, db, s.ID, "a", "b", "c", "d")
	if a := byKey(t, db, "a"); a.State != store.Withdrawn {
		t.Errorf("the withdrawn job is %s", a.State)
	}
}

func TestRecordPoll_MissingIsNotAlwaysGone(t *testing.T) {
	for name, c := range map[string]struct {
		then  func(tb testing.TB, db *store.DB, id store.SourceID) store.PollResult
		after int // closed by then
	}{
		"a feed never lists everything": {func(tb testing.TB, db *store.DB, id store.SourceID) store.PollResult {
			return reading(tb, db, id, store.Poll{})
		}, 0},
		"an empty answer is doubted": {func(tb testing.TB, db *store.DB, id store.SourceID) store.PollResult {
			r := board(tb, db, id)
			wantResult(tb, r, "4 of 4 jobs were missing")
			if r.Source.ETag != "" {
				tb.Error("the doubted answer would be confirmed by an unchanged one")
			}
			return r
		}, 0},
		"a second one in a row is believed": {func(tb testing.TB, db *store.DB, id store.SourceID) store.PollResult {
			board(tb, db, id)
			return board(tb, db, id)
		}, 4},
		"a full one in between settles the doubt": {func(tb testing.TB, db *store.DB, id store.SourceID) store.PollResult {
			board(tb, db, id)
			board(tb, db, id, "a", "b", "c", "d")
			return board(tb, db, id)
		}, 0},
		"listed badly is listed": {func(tb testing.TB, db *store.DB, id store.SourceID) store.PollResult {
			return reading(tb, db, id, store.Poll{Complete: true, Items: []store.PollItem{aJob("a"), aJob("b"), aJob("c"),
				anItem("d", func(a *store.Asset) { *a = aJob("d").Asset; a.Title = "" })}})
		}, 0},
		"new keys for the same pages": {func(tb testing.TB, db *store.DB, id store.SourceID) store.PollResult {
			p := store.Poll{Complete: true}
			for _, key := range []string{"a", "b", "c", "d"} {
				item := aJob(key)
				item.Asset.SourceKey = "new-" + key
				p.Items = append(p.Items, item)
			}
			return reading(tb, db, id, p)
		}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			db := storetest.MustOpen(t)
			s := mustSource(t, db, func(s *store.Source) { s.AutoApprove = true })
			board(t, db, s.ID, "a", "b", "c", "d")
			if r := c.then(t, db, s.ID); r.Closed != c.after || len(must(db.LiveAssets())) != 4-c.after {
				t.Errorf("%d closed, want %d: %s", r.Closed, c.after, r.Source.Result)
			}
		})
	}
}

func TestRecordPoll_Deadlines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		s := mustSource(t, db, func(s *store.Source) { s.AutoApprove = true })
		until := func(d time.Duration) {
			item := aJob("a")
			item.Asset.ExpiresAt = time.Now().Add(d).Truncate(time.Hour)
			reading(t, db, s.ID, store.Poll{Items: []store.PollItem{item}, Complete: true})
		}
		until(48 * time.Hour)
		until(72 * time.Hour)
		if a := byKey(t, db, "a"); time.Until(a.ExpiresAt) < 70*time.Hour || a.State != store.Live {
			t.Errorf("a longer deadline was not followed: %v", time.Until(a.ExpiresAt))
		}
		time.Sleep(80 * time.Hour)
		if _, n, err := db.TickAssets(time.Now()); n != 1 || err != nil {
			t.Fatal(n, err)
		}
		until(100 * time.Hour)
		if a := byKey(t, db, "a"); a.State != store.InReview {
			t.Errorf("with a new deadline the expired job is %s", a.State)
		}
		// An end that a curator chose is theirs.
		a := byKey(t, db, "a")
		mine := time.Now().Add(10 * time.Hour).UTC().Truncate(time.Hour)
		a.ExpiresAt = mine
		must(db.EditAsset(store.Operator, a))
		until(200 * time.Hour)
		if a = byKey(t, db, "a"); !a.ExpiresAt.Equal(mine) {
			t.Errorf("the curator's end became %v", a.ExpiresAt)
		}
	})
}

func TestRecordPoll_SourceRemovedAndAddedAgain(t *testing.T) {
	db := storetest.MustOpen(t)
	s := mustSource(t, db, func(s *store.Source) { s.AutoApprove = true })
	board(t, db, s.ID, "a", "b")
	if err := db.RemoveSource(store.Operator, s.ID); err != nil {
		t.Fatal(err)
	}
	again := mustSource(t, db, nil)
	if r := board(t, db, again.ID, "a", "b"); r.Known != 2 || r.New != 0 {
		t.Errorf("reading %+v", r)
	}
	if n := must(db.SourceItems(again.ID)); n.Live != 2 || must(db.SourceItems(s.ID)).Live != 0 {
		t.Errorf("the new source has %+v", n)
	}
	if r := board(t, db, again.ID, "a"); r.Closed != 1 {
		t.Errorf("the job taken over was not closed: %+v", r)
	}
}

func TestRecordPoll_Failures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		s := mustSource(t, db, nil)
		reading(t, db, s.ID, store.Poll{ETag: "tag"})
		want := 15 * time.Minute
		begun := time.Now()
		for i := range 12 {
			r := reading(t, db, s.ID, store.Poll{Err: "The server did not answer."})
			wait := time.Until(r.Source.NextTry)
			if wait > want || wait < want*4/5 {
				t.Errorf("after %d failures the wait is %v, want up to %v", i+1, wait, want)
			}
			if broken := r.Source.State == store.SourceBroken; broken != (i+1 >= brokenAfter) {
				t.Errorf("after %d failures it is %s", i+1, r.Source.State)
			}
			want = min(2*want, 24*time.Hour)
			time.Sleep(wait)
		}
		s = must(db.Source(s.ID))
		if s.Failures != 12 || !s.FailingSince.Equal(begun) || s.Result != "The server did not answer." || s.ETag != "tag" {
			t.Errorf("failing %+v", s)
		}
		r := reading(t, db, s.ID, store.Poll{NotModified: true, ETag: "tag"})
		if r.Source.State != store.SourceActive || r.Source.Failures != 0 || !r.Source.FailingSince.IsZero() {
			t.Errorf("back again %+v", r.Source)
		}
		wantResult(t, r, "Nothing has changed")
		r = reading(t, db, s.ID, store.Poll{Err: "Gone.", Permanent: true})
		if r.Source.State != store.SourceBroken {
			t.Errorf("gone for good it is %s", r.Source.State)
		}
		r = reading(t, db, s.ID, store.Poll{Err: "Busy.", RetryAfter: 7 * time.Hour})
		if wait := time.Until(r.Source.NextTry); wait < 7*time.Hour {
			t.Errorf("the server asked for 7 hours, the wait is %v", wait)
		}
	})
}

func TestRecordPoll_LateAnswersChangeNothing(t *testing.T) {
	db := storetest.MustOpen(t)
	s := mustSource(t, db, nil)
	now := time.Now()
	must(db.RecordPoll(s.ID, store.Poll{At: now, Version: 1}))
	before := must(db.Source(s.ID))
	for name, p := range map[string]store.Poll{
		"begun before the last one":    {At: now.Add(-time.Second), Version: 1, Err: "No."},
		"of the source as it was once": {At: now.Add(time.Second), Version: 0, Items: []store.PollItem{anItem("a", nil)}},
	} {
		t.Run(name, func(t *testing.T) {
			r := must(db.RecordPoll(s.ID, p))
			if diff := cmp.Diff(before, r.Source); diff != "" || r.New != 0 || !cmp.Equal(before, must(db.Source(s.ID))) {
				t.Errorf("changed\n%s", diff)
			}
		})
	}
}
