// Reviews: who may approve what, what an edit does to an approval, and what becomes of whoever suggested something.

package store_test

import (
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"vouch/store"
	"vouch/store/storetest"
)

// MustDesk is a program with two curators, a compliance reviewer, a manager and an advocate. The topic finance is
// regulated.
func MustDesk(tb testing.TB) *store.DB {
	tb.Helper()
	db := storetest.MustOpen(tb)
	storetest.MustManager(tb, db, "M1", "Mona Manager")
	storetest.MustRole(tb, db, "C1", "Cleo Curator", store.Curator)
	storetest.MustRole(tb, db, "C2", "Carl Curator", store.Curator)
	storetest.MustRole(tb, db, "L1", "Lea Legal", store.Compliance)
	storetest.MustAdvocate(tb, db, "U1", "Ada")
	storetest.MustSettings(tb, db, func(s *store.Settings) { s.Regulated = []string{"finance"} })
	return db
}

// MustWait adds an asset that waits for review; finance makes its topic regulated.
func MustWait(tb testing.TB, db *store.DB, actor store.EmployeeID, finance bool) store.Asset {
	tb.Helper()
	a, err := db.AddAsset(actor, storetest.AnAsset(func(a *store.Asset) {
		if finance {
			a.Topics = append(a.Topics, "finance")
		}
	}), false)
	if err != nil {
		tb.Fatal(err)
	}
	return a
}

// wantRefused is wantErr for an answer that says several things.
func wantRefused(tb testing.TB, err error, kind store.Kind, words ...string) {
	tb.Helper()
	for _, w := range words {
		wantErr(tb, err, kind, w)
	}
}

func TestApproveAsset_NobodyApprovesTheirOwn(t *testing.T) {
	db := MustDesk(t)
	a := MustWait(t, db, "C1", false)
	_, err := db.ApproveAsset("C1", a.ID, a.Version)
	wantRefused(t, err, store.Denied, "Nobody approves what they suggested", "Ask Carl Curator.")
	_, err = db.PublishAsset("C1", a.ID)
	wantRefused(t, err, store.Denied, "Ask Carl Curator.")
	_, err = db.ApproveAsset("U1", a.ID, a.Version)
	wantRefused(t, err, store.Denied, "Only program managers, curators and compliance reviewers can do this. Ask ")
	_, err = db.ApproveAsset("L1", a.ID, a.Version)
	wantRefused(t, err, store.Denied, "Only curators and program managers approve this.")

	// Taking it out and publishing it again is no way around.
	must(db.WithdrawAsset("C1", a.ID, "mine"))
	_, err = db.PublishAsset("C1", a.ID)
	wantRefused(t, err, store.Denied, "Nobody approves")
	if a = must(db.PublishAsset("C2", a.ID)); a.State != store.Live || a.StateBy != "C2" {
		t.Errorf("approved by Carl it is %+v", a)
	}
	author := must(db.AddAsset(store.Operator, storetest.AnAsset(func(a *store.Asset) { a.Author = "C2" }), false))
	_, err = db.ApproveAsset("C2", author.ID, author.Version)
	wantRefused(t, err, store.Denied, "author")
}

func TestAddAsset_OwnWaitsForAColleague(t *testing.T) {
	db := MustDesk(t)
	for _, topic := range []string{"engineering", "finance"} {
		a := must(db.AddAsset("C1", storetest.AnAsset(func(a *store.Asset) { a.Topics = []string{topic} }), true))
		if a.State != store.InReview || a.Review.ApprovedBy != "" {
			t.Errorf("%s: published alone: %s, %+v", topic, a.State, a.Review)
		}
		for _, verb := range []func() error{
			func() error { return failed(db.PublishAsset("C1", a.ID)) },
			func() error { return failed(db.ApproveAsset("C1", a.ID, a.Version)) },
		} {
			wantRefused(t, verb(), store.Denied, "Nobody approves what they suggested, added", "Ask Carl Curator.")
		}
		want := map[string]store.AssetState{"engineering": store.Live, "finance": store.InReview}[topic]
		if a = must(db.ApproveAsset("C2", a.ID, a.Version)); a.State != want {
			t.Errorf("%s: approved by a colleague it is %s", topic, a.State)
		}
	}
	// What was live once comes back by a colleague's hand, too.
	a := must(db.AddAsset("C1", storetest.AnAsset(nil), true))
	must(db.ApproveAsset("C2", a.ID, a.Version))
	must(db.WithdrawAsset("C2", a.ID, "Old."))
	wantRefused(t, failed(db.PublishAsset("C1", a.ID)), store.Denied, "Nobody approves")
}

func TestApproveAsset_LoneCurator(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustManager(t, db, "M1", "Mona")
	storetest.MustSettings(t, db, func(s *store.Settings) { s.Regulated = []string{"finance"} })
	if a := must(db.AddAsset("M1", storetest.AnAsset(nil), true)); a.State != store.Live {
		t.Errorf("what a lone manager adds is %s", a.State)
	}
	a := must(db.AddAsset("M1", storetest.AnAsset(func(a *store.Asset) { a.Topics = []string{"finance"} }), true))
	if a.State != store.InReview {
		t.Fatalf("a regulated one is %s", a.State)
	}
	_, err := db.ApproveAsset("M1", a.ID, a.Version)
	wantRefused(t, err, store.Denied, "You gave the first approval", "can make a colleague a compliance reviewer")
	if list := must(storetest.Ask3(db, (*store.Query).ReviewQueue, "M1", 5, "")); list.Mine != 0 || list.Others != 1 {
		t.Errorf("her queue is %+v", list)
	}
	storetest.MustRole(t, db, "L1", "Lea", store.Compliance)
	if a = must(db.ApproveAsset("L1", a.ID, a.Version)); a.State != store.Live || a.Review.ApprovedBy != "M1" ||
		a.Review.SecondBy != "L1" {
		t.Errorf("approved it is %+v, %+v", a, a.Review)
	}
}

func TestApproveAsset_FourEyes(t *testing.T) {
	db := MustDesk(t)
	a := MustWait(t, db, store.Operator, true)
	_, err := db.ApproveAsset("L1", a.ID, a.Version)
	wantRefused(t, err, store.Denied, "Only curators")
	first := must(db.ApproveAsset("C1", a.ID, a.Version))
	if first.State != store.InReview || first.WaitsFor(must(db.Settings())) != store.Compliance {
		t.Fatalf("after the first approval: %s", first.State)
	}
	if again := must(db.ApproveAsset("C1", a.ID, a.Version)); again.Version != first.Version {
		t.Error("a double click was a second approval")
	}
	for _, id := range []store.EmployeeID{"C1", "C2", "M1"} {
		_, err = db.ApproveAsset(id, a.ID, first.Version)
		wantRefused(t, err, store.Denied, "Ask Lea Legal.")
		_, err = db.PublishAsset(id, a.ID)
		wantRefused(t, err, store.Denied, "regulated")
	}
	if live := must(db.ApproveAsset("L1", a.ID, first.Version)); live.State != store.Live {
		t.Errorf("after the second approval: %s", live.State)
	}
	if err := db.ChangeRole("M1", store.Compliance, nil, []store.EmployeeID{"L1"}); err != nil {
		t.Fatal(err)
	}
	b := MustWait(t, db, store.Operator, true)
	b = must(db.ApproveAsset("C1", b.ID, b.Version))
	if b = must(db.ApproveAsset("M1", b.ID, b.Version)); b.State != store.Live {
		t.Errorf("without compliance reviewers a manager stands in; it is %s", b.State)
	}
}

func TestApproveAsset_TwoCuratorsOnOneCard(t *testing.T) {
	db := MustDesk(t)
	a := MustWait(t, db, store.Operator, false)
	edited := a
	edited.Title = "Better words"
	edited = must(db.EditAsset("C1", edited))
	_, err := db.ApproveAsset("C2", a.ID, a.Version)
	wantRefused(t, err, store.Conflict, "Cleo Curator changed this item meanwhile.")
	must(db.ApproveAsset("C2", a.ID, edited.Version))
	_, err = db.ApproveAsset("C1", a.ID, edited.Version)
	wantRefused(t, err, store.Conflict, "Carl Curator approved this item already. It is live.")
	_, err = db.RejectAsset("C1", a.ID, edited.Version, "No.")
	wantRefused(t, err, store.Conflict, "Carl Curator approved")

	b := MustWait(t, db, store.Operator, false)
	var all sync.WaitGroup
	for _, id := range []store.EmployeeID{"C1", "C2", "M1"} {
		all.Go(func() { _, _ = db.ApproveAsset(id, b.ID, b.Version) })
	}
	all.Wait()
	if b = must(db.Asset(b.ID)); b.State != store.Live || b.Version != 2 {
		t.Errorf("approved by three at once it is %s at version %d", b.State, b.Version)
	}
}

func TestEditAsset_RegulatedGoesBack(t *testing.T) {
	db := MustDesk(t)
	storetest.MustCompany(t, db)
	live := func(finance bool) store.Asset {
		a := MustWait(t, db, store.Operator, finance)
		a = must(db.ApproveAsset("C1", a.ID, a.Version))
		if finance {
			a = must(db.ApproveAsset("L1", a.ID, a.Version))
		}
		return a
	}
	for name, c := range map[string]struct {
		finance bool
		change  func(*store.Asset)
		want    store.AssetState
	}{
		"other words of a regulated one": {true, func(a *store.Asset) { a.Title = "New" }, store.InReview},
		"another suggested text":         {true, func(a *store.Asset) { a.Variants[0].Text = "New" }, store.InReview},
		"the regulated topic is taken away": {true, func(a *store.Asset) { a.Topics = []string{"engineering"} },
			store.InReview},
		"a regulated topic is added": {false, func(a *store.Asset) { a.Topics = []string{"finance"} },
			store.InReview},
		"whom a regulated one is for": {true, func(a *store.Asset) { a.Personas = []store.PersonaID{"sales"} },
			store.Live},
		"other words of one like any other": {false, func(a *store.Asset) { a.Title = "New" }, store.Live},
		"when a regulated one expires again": {true, func(a *store.Asset) { a.ExpiresAt = time.Now().Add(time.Hour) },
			store.Live},
	} {
		t.Run(name, func(t *testing.T) {
			a := live(c.finance)
			c.change(&a)
			a = must(db.EditAsset("C2", a))
			if a.State != c.want {
				t.Fatalf("it is %s", a.State)
			}
			if a.State != store.InReview {
				return
			}
			_, err := db.ApproveAsset("C1", a.ID, a.Version)
			wantRefused(t, err, store.Denied, "compliance approves it now", "Lea Legal")
			_, err = db.OpenShare(kit("U1", a.ID))
			wantRefused(t, err, store.Conflict, "being reviewed again")
			if a = must(db.ApproveAsset("L1", a.ID, a.Version)); a.State != store.Live || a.Review.ApprovedBy != "C2" {
				t.Errorf("approved again it is %+v", a.Review)
			}
		})
	}
}

func TestEditAsset_WhileComplianceLooks(t *testing.T) {
	db := MustDesk(t)
	a := MustWait(t, db, store.Operator, true)
	a = must(db.ApproveAsset("C1", a.ID, a.Version))
	seen := a.Version
	a.Title = "Other words"
	a = must(db.EditAsset("C2", a))
	if a.Review.ApprovedBy != "C2" {
		t.Errorf("the words are those of %s", a.Review.ApprovedBy)
	}
	_, err := db.ApproveAsset("L1", a.ID, seen)
	wantRefused(t, err, store.Conflict, "Carl Curator changed")
}

func TestRejectAsset(t *testing.T) {
	db := MustDesk(t)
	a := MustWait(t, db, "C2", true)
	a = must(db.ApproveAsset("C1", a.ID, a.Version))
	_, err := db.RejectAsset("L1", a.ID, a.Version, " \u202e ")
	wantFields(t, err, "note")
	_, err = db.RejectAsset("L1", a.ID, a.Version, strings.Repeat("x", 201))
	wantFields(t, err, "note")
	a = must(db.RejectAsset("L1", a.ID, a.Version, "The numbers are not public yet."))
	if a.State != store.Draft || a.Review.Note != "The numbers are not public yet." {
		t.Errorf("sent back it is %s, %+v", a.State, a.Review)
	}
	must(db.RejectAsset("L1", a.ID, a.Version-1, "Again."))
	news := 0
	for key := range storetest.MustDeliver(t, db) {
		if strings.HasPrefix(key, "review_news/"+string(a.ID)) {
			news++
		}
	}
	if news != 1 {
		t.Errorf("%d messages to the curator who had approved it", news)
	}
	_, err = db.ApproveAsset("C1", a.ID, a.Version)
	wantRefused(t, err, store.Conflict, "Lea Legal sent this item back already.")
	// Approvals of before do not count when it is taken up again.
	if a = must(db.PublishAsset("C1", a.ID)); a.State != store.InReview || a.Review.ApprovedBy != "C1" ||
		a.Review.SecondBy != "" {
		t.Errorf("taken up again it is %s, %+v", a.State, a.Review)
	}
}

func TestReview_ExpiresWhileItWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := MustDesk(t)
		a := must(db.AddAsset(store.Operator,
			storetest.AnAsset(func(a *store.Asset) { a.ExpiresAt = time.Now().Add(time.Hour) }), false))
		time.Sleep(time.Hour)
		_, err := db.ApproveAsset("C1", a.ID, a.Version)
		wantRefused(t, err, store.Conflict, "expired while it waited")
		if _, expired, err := db.TickAssets(time.Now()); expired != 1 || err != nil {
			t.Errorf("%d expired, %v", expired, err)
		}
		_, err = db.ApproveAsset("C1", a.ID, a.Version)
		wantRefused(t, err, store.Conflict, "expired meanwhile")
	})
}

func TestEmbargo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := MustDesk(t)
		storetest.MustCompany(t, db)
		until := time.Now().Add(26 * time.Hour)
		a := storetest.MustAsset(t, db, func(a *store.Asset) { a.EmbargoUntil = until })
		if a.State != store.Live || !a.LiveAt.IsZero() {
			t.Fatalf("under embargo it is %s since %v", a.State, a.LiveAt)
		}
		_, err := db.OpenShare(kit("U1", a.ID))
		wantRefused(t, err, store.Conflict, "under embargo", until.UTC().Format("2 January 2006, 15:04"))
		if n := must(db.RecordDigests([]store.DigestPlan{{Employee: "U1", Date: store.DateOf(time.Now(), time.UTC),
			OnRequest: true,
			Picks:     []store.Pick{{Asset: a.ID, Reason: "new", Propensity: 1, Policy: "p"}}}})); n != 0 {
			t.Error("it was picked")
		}
		time.Sleep(26 * time.Hour)
		// Exactly then, before any clock has looked.
		must(db.OpenShare(kit("U1", a.ID)))
		version := db.LiveVersion()
		if published, _, err := db.TickAssets(time.Now()); published != 1 || err != nil {
			t.Errorf("%d published, %v", published, err)
		}
		if a = must(db.Asset(a.ID)); !a.EmbargoUntil.IsZero() || !a.LiveAt.Equal(until.UTC()) || db.LiveVersion() == version {
			t.Errorf("after the embargo: %v, live since %v", a.EmbargoUntil, a.LiveAt)
		}
		a.EmbargoUntil = time.Now().Add(-time.Minute)
		_, err = db.EditAsset("C1", a)
		wantFields(t, err, "embargo_until")
		a.EmbargoUntil, a.ExpiresAt = time.Now().Add(time.Hour), time.Now().Add(time.Minute)
		_, err = db.EditAsset("C1", a)
		wantFields(t, err, "expires_at")
	})
}

func TestTalkingPoints(t *testing.T) {
	db := MustDesk(t)
	_, err := db.AddAsset("C1", storetest.AnAsset(func(a *store.Asset) {
		a.TalkingPoints = []store.TalkingPoint{{Text: "For all."}, {Persona: "sales", Text: "One."},
			{Persona: "sales", Text: "Two."},
			{Persona: "nobody", Text: "Who?"}, {Persona: "product", Text: strings.Repeat("x", 301)}}
	}), true)
	wantFields(t, err, "talking_points.sales", "talking_points.nobody", "talking_points.product")
	a := must(db.AddAsset("C1", storetest.AnAsset(func(a *store.Asset) {
		a.TalkingPoints = []store.TalkingPoint{{Text: " "}, {Persona: "sales", Text: " Say\nthis. "}, {Text: "For all."}}
	}), true))
	if len(a.TalkingPoints) != 2 || a.TalkingPoints[0].Text != "Say this." {
		t.Errorf("kept %+v", a.TalkingPoints)
	}
	personas := must(db.Personas())
	if err := storetest.SavePersonas(db, "M1", personas[:1]); err != nil {
		t.Fatal(err)
	}
	if a = must(db.Asset(a.ID)); len(a.TalkingPoints) != 1 || a.TalkingPoints[0].Text != "For all." {
		t.Errorf("after the persona went: %+v", a.TalkingPoints)
	}
}

func TestApproveAsset_PaysAndTellsWhoSuggested(t *testing.T) {
	db := MustDesk(t)
	storetest.MustAdvocate(t, db, "U2", "Bo")
	a := must(db.SuggestAsset("U1", storetest.AnAsset(nil)))
	a = must(db.ApproveAsset("C1", a.ID, a.Version))
	must(db.WithdrawAsset("C1", a.ID, "wrong"))
	must(db.PublishAsset("C2", a.ID))
	if got := must(storetest.Ask2(db, (*store.Query).EntriesOf, "U1",
		9)); len(got) != 1 || got[0].Points != 10 || got[0].Cause != "content/"+string(a.ID) {
		t.Errorf("paid %+v", got)
	}
	// Nobody takes their own suggestion in by editing or by rejecting it first.
	own := must(db.SuggestAsset("C1", storetest.AnAsset(func(a *store.Asset) { a.Topics = []string{"finance"} })))
	own.Title = "My words"
	own = must(db.EditAsset("C1", own))
	must(db.RejectAsset("C1", own.ID, own.Version, "Let me think."))
	_, err := db.PublishAsset("C1", own.ID)
	wantRefused(t, err, store.Denied, "Nobody approves what they suggested")
	own = must(db.PublishAsset("C2", own.ID))
	own.Title = "My words again"
	if own = must(db.EditAsset("C1", own)); own.Review.ApprovedBy != "" {
		t.Errorf("Carl's approval stands for Cleo's words: %+v", own.Review)
	}
	sent := storetest.MustDeliver(t, db)
	if m := sent["review_news/"+string(a.ID)+"/2/U1"]; m.Kind != store.MsgReviewNews {
		t.Errorf("Ada was not told: %v", sent)
	}
	refused := must(db.SuggestAsset("U2", storetest.AnAsset(nil)))
	must(db.RejectAsset("L1", refused.ID, refused.Version, "Not ours."))
	if _, told := storetest.MustDeliver(t, db)["review_news/"+string(refused.ID)+"/2/U2"]; !told {
		t.Error("Bo was not told")
	}
}

// mustProposal is a live asset of a source that says something else now; finance makes its topic regulated.
func mustProposal(tb testing.TB, db *store.DB, finance bool) (store.Asset, store.SourceID) {
	tb.Helper()
	s := mustSource(tb, db, nil)
	job := func(title string) {
		item := aJob("a")
		item.Asset.Title = title
		if item.Asset.Job.Location = title + " city"; finance {
			item.Asset.Topics = []string{"finance"}
		}
		reading(tb, db, s.ID, store.Poll{Items: []store.PollItem{item}})
	}
	job("Approved")
	a := byKey(tb, db, "a")
	a = must(db.ApproveAsset("C1", a.ID, a.Version))
	if finance {
		a = must(db.ApproveAsset("L1", a.ID, a.Version))
	}
	if a.State != store.Live {
		tb.Fatalf("before the change it is %s", a.State)
	}
	job("Changed")
	if a = byKey(tb, db, "a"); a.Proposed == nil || a.Title != "Approved" {
		tb.Fatalf("nothing was proposed: %+v", a)
	}
	return a, s.ID
}

func TestAcceptProposal(t *testing.T) {
	db := MustDesk(t)
	a, _ := mustProposal(t, db, false)
	storetest.MustPlan(t, db, "U1", a.ID)
	storetest.MustDeliver(t, db)
	if list := must(storetest.Ask3(db, (*store.Query).ReviewQueue, "C2", 5, "")); list.Mine != 1 {
		t.Errorf("the queue of a curator holds %d", list.Mine)
	}
	for _, id := range []store.EmployeeID{"U1", "L1"} {
		_, err := db.AcceptProposal(id, a.ID, a.Version)
		wantErr(t, err, store.Denied, "curators")
	}
	_, err := db.AcceptProposal("C1", "nothing", 1)
	wantErr(t, err, store.NotFound, "")
	_, err = db.AcceptProposal("C1", a.ID, a.Version-1)
	wantErr(t, err, store.Conflict, "Look at it again")
	took := must(db.AcceptProposal("C1", a.ID, a.Version))
	if took.Title != "Changed" || took.Job.Location != "Changed city" || took.Proposed != nil ||
		took.State != store.Live || took.Version != a.Version+1 {
		t.Errorf("accepted it is %+v", took)
	}
	if again := must(db.AcceptProposal("C1", a.ID, a.Version)); again.Version != took.Version {
		t.Error("a double click was a second change")
	}
	if entry := must(storetest.Ask2(db, (*store.Query).Audit, 1,
		0))[0]; entry.Action != "asset.accept" || entry.Actor != "C1" || entry.Subject != string(a.ID) {
		t.Errorf("audit %+v", entry)
	}
	rewritten := false
	for _, m := range storetest.MustDeliver(t, db) {
		rewritten = rewritten || m.Kind == store.MsgRewrite
	}
	if list := must(storetest.Ask3(db, (*store.Query).ReviewQueue, "C2", 5, "")); list.Mine != 0 || !rewritten {
		t.Errorf("still %d wait; delivered copies rewritten: %v", list.Mine, rewritten)
	}
}

func TestAcceptProposal_RegulatedGoesBackToCompliance(t *testing.T) {
	db := MustDesk(t)
	a, _ := mustProposal(t, db, true)
	took := must(db.AcceptProposal("C1", a.ID, a.Version))
	if took.Title != "Changed" || took.WaitsFor(must(db.Settings())) != store.Compliance ||
		took.Review.ApprovedBy != "C1" {
		t.Errorf("accepted it is %s, %+v", took.State, took.Review)
	}
}

func TestKeepApproved(t *testing.T) {
	db := MustDesk(t)
	a, source := mustProposal(t, db, true)
	_, err := db.KeepApproved("L1", a.ID, a.Version)
	wantErr(t, err, store.Denied, "curators")
	_, err = db.KeepApproved("C1", a.ID, a.Version-1)
	wantErr(t, err, store.Conflict, "Look at it again")
	kept := must(db.KeepApproved("C1", a.ID, a.Version))
	if kept.Title != "Approved" || kept.State != store.Live || !kept.Proposed.Kept {
		t.Errorf("kept it is %+v", kept)
	}
	if again := must(db.KeepApproved("C1", a.ID, a.Version)); again.Version != kept.Version {
		t.Error("a double click was a second decision")
	}
	// Who pressed the other button a moment later changes nothing either.
	if late := must(db.AcceptProposal("C2", a.ID, a.Version)); late.Title != "Approved" || late.Version != kept.Version {
		t.Errorf("accepted after it was kept: %+v", late)
	}
	say := func(title string) int {
		item := aJob("a")
		item.Asset.Title, item.Asset.Topics = title, []string{"finance"}
		item.Asset.Job.Location = title + " city"
		reading(t, db, source, store.Poll{Items: []store.PollItem{item}})
		return must(storetest.Ask3(db, (*store.Query).ReviewQueue, "C1", 5, "")).Mine
	}
	if n := say("Changed"); n != 0 {
		t.Error("the same words were asked about again")
	}
	if n := say("Changed again"); n != 1 {
		t.Error("other words were not asked about")
	}
}

func TestProposal_AcceptedAndKeptAtOnce(t *testing.T) {
	db := MustDesk(t)
	a, _ := mustProposal(t, db, false)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() { _, _ = db.AcceptProposal("C1", a.ID, a.Version) })
		wg.Go(func() { _, _ = db.KeepApproved("C2", a.ID, a.Version) })
	}
	wg.Wait()
	if now := must(db.Asset(a.ID)); now.Version != a.Version+1 || (now.Title == "Changed") != (now.Proposed == nil) {
		t.Errorf("one of them should have decided: %+v", now)
	}
}
