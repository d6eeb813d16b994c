// Digests: due, planned once, delivered, and what answers teach.

package store_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouch/store"
	"vouch/store/storetest"
)

func pick(a store.Asset) store.Pick {
	return store.Pick{Asset: a.ID, Reason: "because it is new", Propensity: 0.5, Policy: "test/1"}
}

func TestDue_InOrder(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustSync(t, db, store.SlackUser{ID: "U1", Name: "East", TimeZone: "Asia/Tokyo"},
		store.SlackUser{ID: "U2", Name: "West", TimeZone: "America/Los_Angeles"}, store.SlackUser{ID: "U3", Name: "Out"})
	east, west := must(db.Join("U1", store.JoinForm{})), must(db.Join("U2", store.JoinForm{}))
	want := []store.EmployeeID{"U1", "U2"}
	if west.NextDigest.Before(east.NextDigest) {
		slices.Reverse(want)
	}
	last := east.NextDigest
	if west.NextDigest.After(last) {
		last = west.NextDigest
	}
	var got []store.EmployeeID
	for _, r := range must(db.Due(last, 0)) {
		got = append(got, r.Employee.ID)
		if !r.Due.Equal(r.Employee.NextDigest) {
			t.Errorf("%s is due %s, plan says %s", r.Employee.ID, r.Due, r.Employee.NextDigest)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("due:\n%s", diff)
	}
	if n := len(must(db.Due(last.Add(-48*time.Hour-7*24*time.Hour), 0))); n != 0 {
		t.Errorf("%d are due too early", n)
	}
	if n := len(must(db.Due(last, 1))); n != 1 {
		t.Errorf("limit 1 gives %d", n)
	}
}

func TestRecordDigests(t *testing.T) {
	db := storetest.MustOpen(t)
	e := storetest.MustAdvocate(t, db, "U1", "Ada")
	a, b := storetest.MustAsset(t, db, nil), storetest.MustAsset(t, db,
		func(a *store.Asset) { a.Topics = []string{"go", "culture"} })
	gone := storetest.MustAsset(t, db, nil)
	must(db.WithdrawAsset(store.Operator, gone.ID, "wrong"))
	plan := store.DigestPlan{Employee: "U1", Date: store.DateOf(e.NextDigest, time.UTC), Due: e.NextDigest,
		Picks: []store.Pick{pick(a), pick(gone), pick(b), pick(a)}, NotBefore: time.Now().Add(time.Hour)}
	stale := plan
	stale.Due = plan.Due.Add(-time.Hour)
	for _, step := range []struct {
		name string
		plan store.DigestPlan
		want int
	}{{"for another due time", stale, 0}, {"first", plan, 1}, {"again", plan, 0}} {
		if n := must(db.RecordDigests([]store.DigestPlan{step.plan})); n != step.want {
			t.Errorf("%s: %d planned, want %d", step.name, n, step.want)
		}
	}
	d, found, err := db.TodaysDelivery("U1", plan.Date)
	if err != nil || !found || len(d.Picks) != 2 || d.State != store.Planned {
		t.Fatalf("delivery %+v, found %v, %v", d, found, err)
	}
	after := storetest.MustGet(t, db, "U1")
	if !after.NextDigest.After(plan.Due) {
		t.Errorf("next digest %s is not after %s", after.NextDigest, plan.Due)
	}
	taste := must(db.TasteOf("U1"))
	if !cmp.Equal(taste.Seen, []uint32{a.Seq, b.Seq}) || !cmp.Equal(taste.Last, []string{"culture", "engineering", "go"}) {
		t.Errorf("taste %+v", taste)
	}
	if len(must(db.ClaimMessages(time.Now(), 10))) != 0 {
		t.Error("a digest was claimed before its time")
	}
	if at, ok := db.NextMessageAt(); !ok || at.Before(time.Now().Add(50*time.Minute)) {
		t.Errorf("next message at %s, %v", at, ok)
	}
	claimed := must(db.ClaimMessages(time.Now().Add(2*time.Hour), 10))
	if len(claimed) != 1 || claimed[0].Key != d.Key {
		t.Fatalf("claimed %v", claimed)
	}
	for range 2 {
		if err := db.CompleteMessage(d.Key, "D1", "17.5"); err != nil {
			t.Fatal(err)
		}
	}
	if d = must(storetest.Ask1(db, (*store.Query).Delivery, d.Key)); d.State != store.Delivered || d.SentAt.IsZero() {
		t.Errorf("delivered as %+v", d)
	}
	r, found, err := db.ReceiptAt("D1", "17.5")
	if err != nil || !found || r.Key != d.Key || !cmp.Equal(r.Assets, []store.AssetID{a.ID, b.ID}) {
		t.Errorf("receipt %+v %v %v", r, found, err)
	}
	if channel, ok := db.DMChannel("U1"); !ok || channel != "D1" {
		t.Errorf("DM channel %q", channel)
	}
}

func TestRecordDigests_SeesWhatChangedBefore(t *testing.T) {
	db := storetest.MustOpen(t)
	a, b := storetest.MustAsset(t, db, nil), storetest.MustAsset(t, db, nil)
	plan := func(id store.EmployeeID) store.DigestPlan {
		e := storetest.MustGet(t, db, id)
		return store.DigestPlan{Employee: id, Date: store.DateOf(e.NextDigest, time.UTC), Due: e.NextDigest,
			Picks: []store.Pick{pick(a), pick(b)}}
	}
	for _, id := range []store.EmployeeID{"U1", "U2", "U3"} {
		storetest.MustAdvocate(t, db, id, string(id))
	}
	// The same plan twice in one call, around somebody else's, and the day again on request.
	asked := plan("U1")
	asked.OnRequest = true
	if n := must(db.RecordDigests([]store.DigestPlan{plan("U1"), plan("U2"), plan("U1"), asked})); n != 2 {
		t.Errorf("%d planned, want 2", n)
	}
	must(db.WithdrawAsset(store.Operator, a.ID, "wrong"))
	must(db.RecordDigests([]store.DigestPlan{plan("U3")}))
	if list := must(db.DeliveriesOf("U3", 5)); len(list) != 1 || len(list[0].Picks) != 1 ||
		list[0].Picks[0].Asset != b.ID {
		t.Errorf("after the withdrawal: %+v", list)
	}
}

func TestRecordDigests_KeepsWhatWasLearned(t *testing.T) {
	db := storetest.MustOpen(t)
	e := storetest.MustAdvocate(t, db, "U1", "Ada")
	a, b := storetest.MustAsset(t, db, nil), storetest.MustAsset(t, db, nil)
	for asset, answer := range map[store.AssetID]store.Feedback{a.ID: store.Saved, b.ID: store.Liked} {
		must(db.SaveFeedback("U1", asset, answer, "", ""))
	}
	want := must(db.TasteOf("U1"))
	want.Seen, want.Last = []uint32{b.Seq}, b.Topics
	plan := store.DigestPlan{Employee: "U1", Date: store.DateOf(e.NextDigest, time.UTC), Due: e.NextDigest,
		Picks: []store.Pick{pick(b)}}
	must(db.RecordDigests([]store.DigestPlan{plan}))
	if diff := cmp.Diff(want, must(db.TasteOf("U1"))); diff != "" || len(want.Saved) != 1 || len(want.Topics) == 0 {
		t.Errorf("taste:\n%s", diff)
	}
}

func TestRecordDigests_BadPlansWriteNothing(t *testing.T) {
	db := storetest.MustOpen(t)
	e := storetest.MustAdvocate(t, db, "U1", "Ada")
	a := storetest.MustAsset(t, db, nil)
	good := store.DigestPlan{Employee: "U1", Date: "2026-03-02", Due: e.NextDigest, Picks: []store.Pick{pick(a)}}
	for _, bad := range []store.DigestPlan{{Employee: "U2", Date: "2 March"},
		{Employee: "U2", Date: "2026-03-02", State: "lost"},
		{Employee: "U2", Date: "2026-03-02", Picks: slices.Repeat([]store.Pick{pick(a)}, 6)}} {
		_, err := db.RecordDigests([]store.DigestPlan{good, bad})
		wantErr(t, err, store.Invalid, "digest")
	}
	if got := storetest.MustGet(t, db, "U1"); !got.NextDigest.Equal(e.NextDigest) ||
		len(must(db.DeliveriesOf("U1", 5))) != 0 {
		t.Error("a refused chunk left something behind")
	}
}

func TestRecordDigests_MissedThenAskedFor(t *testing.T) {
	db := storetest.MustOpen(t)
	e := storetest.MustAdvocate(t, db, "U1", "Ada")
	a := storetest.MustAsset(t, db, nil)
	date := store.DateOf(time.Now(), time.UTC)
	missed := store.DigestPlan{Employee: "U1", Date: date, Due: e.NextDigest, State: store.Missed,
		Note: "the program was down"}
	if n := must(db.RecordDigests([]store.DigestPlan{missed})); n != 0 {
		t.Errorf("a missed digest counts as %d sent", n)
	}
	key := storetest.MustPlan(t, db, "U1", a.ID)
	if d := must(storetest.Ask1(db, (*store.Query).Delivery, key)); d.State != store.Planned || !d.OnRequest {
		t.Errorf("asked for after it was missed: %+v", d)
	}
	if err := db.GiveUpMessage(key, "channel_not_found"); err != nil {
		t.Fatal(err)
	}
	if d := must(storetest.Ask1(db, (*store.Query).Delivery, key)); d.State != store.Dropped {
		t.Errorf("given up as %s", d.State)
	}
	storetest.MustPlan(t, db, "U1", a.ID)
	if m := must(storetest.Ask1(db, (*store.Query).Message, key)); m.State != store.Pending {
		t.Errorf("asked again: message is %s", m.State)
	}
	if n := must(db.RecordDigests([]store.DigestPlan{{Employee: "U1", Date: date, OnRequest: true,
		Picks: []store.Pick{pick(a)}}})); n != 0 {
		t.Error("two digests of one day")
	}
}

func TestSaveFeedback(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustAdvocate(t, db, "U1", "Ada")
	a := storetest.MustAsset(t, db, func(a *store.Asset) { a.Topics = []string{"go"} })
	key := storetest.MustPlan(t, db, "U1", a.ID)
	answers := []struct {
		answer       store.Feedback
		reason       string
		yes, no      float64
		saves        int
		shown        string
		seenByAnswer bool
	}{
		{store.Liked, "", 1, 0, 0, "liked", false},
		{store.Saved, "", 2, 0, 1, "saved", false},
		{store.More, "", 3, 0, 1, "more", false},
		{store.Disliked, "", 1, 1, 1, "disliked", false},
		{store.NotForMe, store.ReasonTopic, 1, 2, 1, "dismissed", true},
		{store.NotForMe, store.ReasonNetwork, 1, 0, 1, "dismissed", true},
		{store.Unsaved, "", 0, 0, 0, "", true},
		{store.NotForMe, store.ReasonTopic, 0, 2, 0, "dismissed", true},
		{store.Cleared, "", 0, 0, 0, "", true},
	}
	for _, c := range answers {
		for range 2 {
			got := must(db.SaveFeedback("U1", a.ID, c.answer, c.reason, key))
			taste := must(db.TasteOf("U1"))
			if beta := taste.Topics["go"]; beta != (store.Beta{Yes: c.yes, No: c.no}) || taste.Kinds[store.Article] != beta ||
				got.Saves != c.saves {
				t.Errorf("%s %s: beta %+v, saves %d", c.answer, c.reason, beta, got.Saves)
			}
			if shown := must(storetest.Ask1(db, (*store.Query).Delivery, key)).Picks[0].Answer; shown != c.shown {
				t.Errorf("%s: pick answered %q, want %q", c.answer, shown, c.shown)
			}
		}
	}
	if o, found, err := db.OpinionOf("U1", a.ID); found || err != nil {
		t.Errorf("an answer that was taken back is %+v, %v", o, err)
	}
	must(db.SaveFeedback("U1", a.ID, store.NotForMe, store.ReasonUnsaid, ""))
	if o, found, err := db.OpinionOf("U1", a.ID); !found || o.Answer != store.NotForMe || o.Reason != store.ReasonUnsaid ||
		err != nil {
		t.Errorf("the answer is %+v, %v, %v", o, found, err)
	}
	_, err := db.SaveFeedback("U1", a.ID, store.NotForMe, "", "")
	wantErr(t, err, store.Invalid, "what was wrong")
	_, err = db.SaveFeedback("U1", a.ID, "hm", "", "")
	wantErr(t, err, store.Invalid, "not known")
	_, err = db.SaveFeedback("U1", "nope", store.Liked, "", "")
	wantErr(t, err, store.NotFound, "does not exist")
	must(db.WithdrawAsset(store.Operator, a.ID, "x"))
	_, err = db.SaveFeedback("U1", a.ID, store.Saved, "", "")
	wantErr(t, err, store.Conflict, "withdrawn")
}

func TestDeliveriesOf_NewestFirst(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustAdvocate(t, db, "U1", "Ada")
	a := storetest.MustAsset(t, db, nil)
	err := db.Seed(func(s *store.Seeder) {
		for day := 1; day <= 12; day++ {
			s.At(time.Date(2026, 3, day, 9, 30, 0, 0, time.UTC))
			plan := store.DigestPlan{Employee: "U1", Date: store.LocalDate(fmt.Sprintf("2026-03-%02d", day)),
				Picks: []store.Pick{pick(a)}}
			s.Digest(plan, "D1", fmt.Sprint(day))
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	got := must(db.DeliveriesOf("U1", 3))
	if len(got) != 3 || got[0].Date != "2026-03-12" || got[2].Date != "2026-03-10" || got[0].State != store.Delivered {
		t.Errorf("deliveries %+v", got)
	}
	if next := storetest.MustGet(t, db, "U1").NextDigest; !next.After(time.Now()) {
		t.Errorf("after seeding the next digest is %s", next)
	}
	if depth := must(storetest.Ask(db, (*store.Query).OutboxDepth)); depth.Pending != 0 {
		t.Errorf("seeding left %d messages to send", depth.Pending)
	}
}
