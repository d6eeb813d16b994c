// Stories: told once, edited by somebody else, live only with the text their author approved, and gone when the author
// says so.

package store_test

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouch/store"
	"vouch/store/storetest"
)

// MustStoryTown has an author, a curator who is an advocate too, another curator and a reader.
func MustStoryTown(tb testing.TB) *store.DB {
	tb.Helper()
	db := storetest.MustOpen(tb)
	storetest.MustAdvocate(tb, db, "U1", "Ada Stone")
	storetest.MustAdvocate(tb, db, "U2", "Ben")
	storetest.MustRole(tb, db, "C1", "Cleo", store.Curator)
	storetest.MustRole(tb, db, "C2", "Carl", store.Curator)
	return db
}

// storyText is a curator's text.
func storyText(title string) store.StoryText {
	return store.StoryText{Title: title, Text: title + ", told well.\n\nAnd its end.", Topics: []string{"Culture"}}
}

func TestStory_FromToldToLive(t *testing.T) {
	db := MustStoryTown(t)
	s := storetest.MustStory(t, db, "U1", func(f *store.StoryForm) {
		f.ID = "V1/h"
		f.Answers = append(f.Answers, store.Answer{Question: "Nothing?", Text: " \n"})
		f.Photo = &store.StoryPhoto{File: "F1", Alt: "An oven"}
	})
	if again := storetest.MustStory(t, db, "U1", func(f *store.StoryForm) { f.ID = "V1/h" }); again.ID != s.ID {
		t.Error("a form sent twice told two stories")
	}
	if len(s.Answers) != 1 || s.State != store.StoryTold || len(must(storetest.Ask1(db, (*store.Query).WaitingStories,
		9))) != 1 {
		t.Errorf("told: %+v", s)
	}
	s = must(db.EditStory("C1", s.ID, s.Version, storyText("The oven")))
	first := s.Proposed.Version
	if len(must(storetest.Ask1(db, (*store.Query).WaitingStories, 9))) != 0 || len(must(db.LiveAssets())) != 0 {
		t.Error("a text was published that nobody approved, or the story still waits for a curator")
	}
	for range 2 {
		s = must(db.AskStoryChanges("U1", s.ID, first, "It was a week, not a day."))
	}
	if s.Version != first+1 || s.Note == "" || len(must(storetest.Ask1(db, (*store.Query).WaitingStories, 9))) != 1 {
		t.Errorf("after the wish: %+v", s)
	}
	s = must(db.EditStory("C2", s.ID, s.Version, storyText("The oven, in a week")))
	_, _, err := db.ApproveStory("U1", s.ID, first)
	wantErr(t, err, store.Conflict, "newer text")
	sent := storetest.MustDeliver(t, db)
	if m := sent["story/"+string(s.ID)+"/"+"4"]; m.Kind != store.MsgStory || m.To != "U1" || m.Ref != string(s.ID) {
		t.Errorf("the author was sent %v", sent)
	}
	var a store.Asset
	for range 2 {
		s, a, err = db.ApproveStory("U1", s.ID, s.Proposed.Version)
		if err != nil || a.State != store.Live || a.Author != "U1" || a.Title != "The oven, in a week" || a.URL != "" ||
			a.Internal || a.Kind != store.Culture {
			t.Fatalf("approved: %+v %v", a, err)
		}
	}
	if !strings.HasPrefix(a.Variants[0].Text, "My colleague Ada Stone tells:\n\nThe oven") {
		t.Errorf("colleagues quote %q", a.Variants[0].Text)
	}
	if diff := cmp.Diff([]string{"content_accepted 10"}, rulesOf(must(storetest.Ask2(db, (*store.Query).EntriesOf, "U1",
		9)))); diff != "" {
		t.Errorf("points: %s", diff)
	}
	read := must(storetest.Ask2(db, (*store.Query).StoryOfAsset, "U2", a.ID))
	if read.Approved.Title != a.Title || read.Photo == nil || read.Answers != nil || read.Author != "U1" {
		t.Errorf("colleagues read %+v", read)
	}
}

func TestStory_EditOfALiveOneGoesToItsAuthorAgain(t *testing.T) {
	db := MustStoryTown(t)
	s, a := storetest.MustApprovedStory(t, db, "U1", nil)
	storetest.MustPlan(t, db, "U2", a.ID)
	storetest.MustDeliver(t, db)
	s = must(db.EditStory("C1", s.ID, s.Version, storyText("Better words")))
	if now := must(db.Asset(a.ID)); now.Title != a.Title || must(storetest.Ask2(db, (*store.Query).StoryOfAsset, "U2",
		a.ID)).Approved.Title != a.Title {
		t.Error("readers see a text that was not approved")
	}
	_, err := db.DeclineStory("C1", s.ID, s.Version, "No.")
	wantErr(t, err, store.Conflict, "in the library")
	s, now, err := db.ApproveStory("U1", s.ID, s.Proposed.Version)
	if err != nil || now.ID != a.ID || now.Title != "Better words" || now.Version <= a.Version || now.State != store.Live {
		t.Fatalf("approved anew: %+v %v", now, err)
	}
	rewrites := 0
	for _, m := range storetest.MustDeliver(t, db) {
		if m.Kind == store.MsgRewrite && strings.HasPrefix(m.Ref, "digest/") {
			rewrites++
		}
	}
	if rewrites != 1 || len(must(storetest.Ask2(db, (*store.Query).EntriesOf, "U1", 9))) != 1 {
		t.Errorf("%d digests are rewritten, want 1, and the points are paid once", rewrites)
	}
	edit := now
	edit.Title, edit.Variants = "A curator's own title", append(edit.Variants, store.Variant{Text: "Hired!"})
	_, err = db.EditAsset("C1", edit)
	wantFields(t, err, "title", "variants")
	edit = now
	edit.Prompt = "What was your oven?"
	if edit = must(db.EditAsset("C1", edit)); edit.Prompt == "" || edit.Story != s.ID {
		t.Errorf("an edit beside the author's words: %+v", edit)
	}
}

func TestStory_WithdrawnTakesEverythingBack(t *testing.T) {
	db := MustStoryTown(t)
	s, a := storetest.MustApprovedStory(t, db, "U1", func(f *store.StoryForm) { f.Link = "https://vimeo.com/1" })
	storetest.MustPlan(t, db, "U2", a.ID)
	storetest.MustDeliver(t, db)
	storetest.MustShare(t, db, "U2", a.ID)
	storetest.MustDeliver(t, db)
	for range 2 {
		s = must(db.WithdrawStory("U1", s.ID))
	}
	gone := must(db.Asset(a.ID))
	if gone.State != store.Withdrawn || gone.Summary+gone.URL+string(gone.Author) != "" || gone.Variants != nil ||
		gone.Title != "The new oven" {
		t.Errorf("the asset keeps words: %+v", gone)
	}
	if len(s.Answers) != 0 || s.Link != "" || s.Approved.Text != "" || s.Title() != "The new oven" ||
		s.State != store.StoryWithdrawn {
		t.Errorf("the story keeps words: %+v", s)
	}
	kinds := map[store.MessageKind]int{}
	for _, m := range storetest.MustDeliver(t, db) {
		kinds[m.Kind]++
	}
	if kinds[store.MsgAssetNotice] != 1 || kinds[store.MsgRewrite] != 2 {
		t.Errorf("sent %v, want a word to who shared it, the digest and the author's message rewritten", kinds)
	}
	_, err := db.PublishAsset("C1", a.ID)
	wantErr(t, err, store.Conflict, "taken this story back")
	_, err = storetest.Ask2(db, (*store.Query).StoryOfAsset, "C1", a.ID)
	wantErr(t, err, store.Conflict, "taken out")
	_, err = db.EditStory("C1", s.ID, s.Version, storyText("Again"))
	wantErr(t, err, store.Conflict, "taken this story back")
}

func TestStory_Consent(t *testing.T) {
	db := MustStoryTown(t)
	storetest.MustCompany(t, db)
	_, unnamed := storetest.MustApprovedStory(t, db, "U1", func(f *store.StoryForm) { f.Consent = store.ShareUnnamed })
	if unnamed.Author != "" || strings.Contains(unnamed.Variants[0].Text, "Ada") || must(storetest.Ask2(db,
		(*store.Query).StoryOfAsset, "U2", unnamed.ID)).Author != "" {
		t.Errorf("the author is named: %+v", unnamed)
	}
	_, inside := storetest.MustApprovedStory(t, db, "U1", func(f *store.StoryForm) { f.Consent = store.InsideOnly })
	if !inside.Internal || inside.Variants != nil || inside.State != store.Live {
		t.Errorf("inside only: %+v", inside)
	}
	_, err := db.OpenShare(store.OpenShare{Employee: "U2", Asset: inside.ID, Network: store.CopyOnly, Text: "x",
		Variant: -1})
	wantErr(t, err, store.Conflict, "for colleagues")
	_, _, err = db.AlreadyShared("U2", inside.ID, store.LinkedIn)
	wantErr(t, err, store.Conflict, "for colleagues")
}

func TestStory_RegulatedWaitsForCompliance(t *testing.T) {
	db := MustStoryTown(t)
	storetest.MustSettings(t, db, func(s *store.Settings) { s.Regulated = []string{"culture"} })
	_, a := storetest.MustApprovedStory(t, db, "U1", nil)
	if a.State != store.InReview || a.Review == nil || a.Review.Suggested != "U1" || a.Review.ApprovedBy == "" {
		t.Errorf("the asset went past compliance: %+v", a)
	}
	if entries := must(storetest.Ask2(db, (*store.Query).EntriesOf, "U1", 9)); len(entries) != 0 {
		t.Errorf("paid before it is live: %v", entries)
	}
	_, err := storetest.Ask2(db, (*store.Query).StoryOfAsset, "U2", a.ID)
	wantErr(t, err, store.Conflict, "not published")
	must(storetest.Ask2(db, (*store.Query).StoryOfAsset, "C1", a.ID))
}

func TestStory_CuratorsAreCalledOnceADay(t *testing.T) {
	db := MustStoryTown(t)
	storetest.MustManager(t, db, "M1", "Mia")
	called := func() (list []string) {
		for key, m := range storetest.MustDeliver(t, db) {
			if m.Kind == store.MsgNotice && strings.HasPrefix(key, "stories/") {
				list = append(list, string(m.To))
			}
		}
		slices.Sort(list)
		return list
	}
	storetest.MustStory(t, db, "C1", nil)
	if diff := cmp.Diff([]string{"C2"}, called()); diff != "" {
		t.Errorf("the author is a curator: %s", diff)
	}
	storetest.MustStory(t, db, "U1", nil)
	storetest.MustStory(t, db, "U2", nil)
	if diff := cmp.Diff([]string{"C1"}, called()); diff != "" {
		t.Errorf("the second and third on one day: %s", diff)
	}
	if err := db.ChangeRole(store.Operator, store.Curator, nil, []store.EmployeeID{"C2"}); err != nil {
		t.Fatal(err)
	}
	storetest.MustStory(t, db, "C1", nil)
	if diff := cmp.Diff([]string{"M1"}, called()); diff != "" {
		t.Errorf("nobody else edits: %s", diff)
	}
}

func TestStory_Refusals(t *testing.T) {
	db := MustStoryTown(t)
	storetest.MustEmployee(t, db, "U3", "Eve")
	told := storetest.MustStory(t, db, "U1", nil)
	own := storetest.MustStory(t, db, "C1", nil)
	sent := must(db.EditStory("C2", own.ID, own.Version, storyText("Cleo's")))
	ended := storetest.MustStory(t, db, "U1", nil)
	ended = must(db.DeclineStory("C1", ended.ID, ended.Version, "Not now."))
	form := store.StoryForm{ID: "x", Author: "U1", Consent: store.ShareNamed, Answers: []store.Answer{{Text: "Words."}}}
	stranger := form
	stranger.Author = "U3"
	approve := func(who store.EmployeeID, s store.Story, version int) func() error {
		return func() error { _, _, err := db.ApproveStory(who, s.ID, version); return err }
	}
	refused(t, db, map[string]refusal{
		"telling without having joined": {func() error { return failed(db.TellStory(stranger)) }, store.Denied, "Join first"},
		"editing without the role": {func() error { return failed(db.EditStory("U2", told.ID, 1, storyText("x"))) },
			store.Denied, "curators"},
		"editing one's own": {func() error {
			return failed(db.EditStory("C1", own.ID, sent.Version, storyText("x")))
		}, store.Denied, "own story"},
		"declining one's own": {func() error { return failed(db.DeclineStory("C1", own.ID, sent.Version, "x")) },
			store.Denied, "own story"},
		"editing an old version": {func() error {
			return failed(db.EditStory("C2", own.ID, own.Version, storyText("x")))
		}, store.Conflict, "changed meanwhile"},
		"editing what was declined": {func() error {
			return failed(db.EditStory("C2", ended.ID, ended.Version, storyText("x")))
		}, store.Conflict, "declined"},
		"declining without a reason": {func() error { return failed(db.DeclineStory("C1", told.ID, 1, " ")) },
			store.Invalid, "why"},
		"approving somebody else's":  {approve("U2", own, sent.Proposed.Version), store.NotFound, "does not exist"},
		"approving as the curator":   {approve("C2", own, sent.Proposed.Version), store.NotFound, "does not exist"},
		"approving what has no text": {approve("U1", told, 0), store.Conflict, "newer text"},
		"changes without a wish": {func() error {
			return failed(db.AskStoryChanges("C1", own.ID, sent.Proposed.Version, ""))
		}, store.Invalid, "different"},
		"withdrawing somebody else's": {func() error { return failed(db.WithdrawStory("C2", own.ID)) }, store.NotFound,
			"does not exist"},
		"reading somebody else's": {func() error { return failed(db.Story("U2", told.ID)) }, store.NotFound,
			"does not exist"},
	})
	_, err := db.TellStory(store.StoryForm{Author: "U1", Link: "javascript:x", Photo: &store.StoryPhoto{File: "F 1"},
		Answers: []store.Answer{{Text: "\u202e"}}})
	wantFields(t, err, "answer.0", "photo", "link", "consent")
	_, err = db.EditStory("C2", told.ID, told.Version, store.StoryText{Text: strings.Repeat("é", 2001)})
	wantFields(t, err, "title", "text")
	for range 9 {
		storetest.MustStory(t, db, "U1", nil)
	}
	form.ID = "one too many"
	wantErr(t, failed(db.TellStory(form)), store.Conflict, "10 stories")
}

func TestStory_ApprovedFromTwoWindowsAtOnce(t *testing.T) {
	db := MustStoryTown(t)
	s := storetest.MustStory(t, db, "U1", nil)
	s = must(db.EditStory("C1", s.ID, s.Version, storyText("Once")))
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if _, _, err := db.ApproveStory("U1", s.ID, s.Proposed.Version); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if live, paid := must(db.LiveAssets()), must(storetest.Ask2(db, (*store.Query).EntriesOf, "U1",
		9)); len(live) != 1 || len(paid) != 1 {
		t.Errorf("%d assets and %d entries, want one of each", len(live), len(paid))
	}
}

func TestStory_ExportAndErase(t *testing.T) {
	db := MustStoryTown(t)
	storetest.MustCompany(t, db)
	_, a := storetest.MustApprovedStory(t, db, "U1", func(f *store.StoryForm) {
		f.Photo = &store.StoryPhoto{File: "F77",
			Alt: "An oven"}
	})
	theirs := storetest.MustStory(t, db, "U2", func(f *store.StoryForm) { f.Answers[0].Text = "Something else." })
	must(db.EditStory("C1", theirs.ID, theirs.Version, storyText("Ben's")))
	var mine, all bytes.Buffer
	if err := db.Export(&mine, "U1", true); err != nil {
		t.Fatal(err)
	}
	if kindsIn(t, mine.String())["story"] != 1 || !strings.Contains(mine.String(), "F77") {
		t.Errorf("the export of the author lacks the story:\n%s", mine.String())
	}
	quote := "My colleague Ada Stone tells:\n\nWe moved the bakery. It took a week."
	for network, own := range map[store.Network]bool{store.LinkedIn: false, store.Mastodon: true} {
		text := quote
		if own {
			text = "I ate there that week, and it was splendid.\n\n" + quote
		}
		must(db.OpenShare(store.OpenShare{Employee: "U2", Asset: a.ID, Network: network, Text: text, OwnWords: own,
			Variant: -1}))
	}
	if count := must(db.EraseEmployee("U1", "U1")); count["stories"] != 1 {
		t.Errorf("erased %v", count)
	}
	must(db.EraseEmployee(store.Operator, "C1"))
	if err := db.Export(&all, store.ExportAll, true); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(all.String()) {
		for _, trace := range []string{`"F77"`, "bakery", "The new oven", "Ada Stone", `"C1"`} {
			if strings.Contains(line, trace) && !strings.HasPrefix(line, `{"kind":"audit"`) {
				t.Errorf("%s is left in %s", trace, line)
			}
		}
	}
	for _, s := range must(db.SharesOf("U2", 9)) {
		if want := map[bool]string{true: "I ate there that week, and it was splendid."}[s.OwnWords]; s.Text != want {
			t.Errorf("of the text on %s is left %q, want %q", s.Network, s.Text, want)
		}
	}
	if gone := must(db.Asset(a.ID)); gone.State != store.Withdrawn || !strings.Contains(gone.StateReason, "erased") {
		t.Errorf("the asset is %s: %s", gone.State, gone.StateReason)
	}
}
