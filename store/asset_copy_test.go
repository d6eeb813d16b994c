// Delivered copies: what an edit, a withdrawal and a share taken back do to digests that were sent already.

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

// pendingRewrites claims and completes everything that waits and lists which receipts were to be rewritten, sorted.
func pendingRewrites(tb testing.TB, db *store.DB) (refs []string) {
	tb.Helper()
	for _, m := range storetest.MustDeliver(tb, db) {
		if m.Kind == store.MsgRewrite {
			refs = append(refs, m.Ref)
		}
	}
	slices.Sort(refs)
	return refs
}

func TestEditAsset_CorrectsWhatReadersSee(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustAdvocate(t, db, "U1", "Ada")
	storetest.MustAdvocate(t, db, "U2", "Bob")
	a := storetest.MustAsset(t, db, nil)
	keys := []string{storetest.MustPlan(t, db, "U1", a.ID), storetest.MustPlan(t, db, "U2", a.ID)}
	storetest.MustDeliver(t, db)
	edit := func(change func(*store.Asset)) {
		t.Helper()
		x := must(db.Asset(a.ID))
		change(&x)
		must(db.EditAsset(store.Operator, x))
	}
	edit(func(x *store.Asset) { x.Topics, x.Variants, x.Prompt = []string{"go"}, nil, "Why?" })
	if got := pendingRewrites(t, db); len(got) != 0 {
		t.Errorf("an edit nobody sees rewrites %v", got)
	}
	edit(func(x *store.Asset) { x.Title = "A better title" })
	edit(func(x *store.Asset) { x.Summary = "And a better summary." })
	if diff := cmp.Diff(keys, pendingRewrites(t, db)); diff != "" {
		t.Errorf("two edits before the courier came:\n%s", diff)
	}
	edit(func(x *store.Asset) { x.URL = "https://blog.example.com/moved" })
	if diff := cmp.Diff(keys, pendingRewrites(t, db)); diff != "" {
		t.Errorf("an edit afterwards:\n%s", diff)
	}
}

func TestRewrite_UnderWayDoesNotStandForALaterChange(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustAdvocate(t, db, "U1", "Ada")
	a := storetest.MustAsset(t, db, nil)
	key := storetest.MustPlan(t, db, "U1", a.ID)
	storetest.MustDeliver(t, db)
	for i := range 2 {
		x := must(db.Asset(a.ID))
		x.Title = fmt.Sprintf("Title %d", i)
		must(db.EditAsset(store.Operator, x))
		claimed := must(db.ClaimMessages(time.Now(), 9))
		if len(claimed) != 1 || claimed[0].Ref != key {
			t.Errorf("change %d claims %v", i, claimed)
		}
	}
}

func TestWithdrawAsset_ShownToManyAtOnce(t *testing.T) {
	db := storetest.MustOpen(t)
	a := storetest.MustAsset(t, db, nil)
	const people = 150 // more than are written one by one
	for i := range people {
		id := store.EmployeeID(fmt.Sprintf("U%d", i))
		storetest.MustAdvocate(t, db, id, fmt.Sprintf("Person %d", i))
		storetest.MustPlan(t, db, id, a.ID)
	}
	storetest.MustDeliver(t, db)
	must(db.SaveFeedback("U7", a.ID, store.Saved, "", ""))
	must(db.WithdrawAsset(store.Operator, a.ID, "wrong"))
	storetest.MustCheck(t, db)
	if depth := must(storetest.Ask(db, (*store.Query).OutboxDepth)); depth.Pending != people+1 {
		t.Errorf("%d messages wait, want a rewrite for each and one notice", depth.Pending)
	}
	if got := pendingRewrites(t, db); len(got) != people {
		t.Errorf("%d rewrites", len(got))
	}
}

func TestWithdrawShare_LeavesTheDigests(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustCompany(t, db)
	storetest.MustAdvocate(t, db, "U1", "Ada")
	a := storetest.MustAsset(t, db, nil)
	key := storetest.MustPlan(t, db, "U1", a.ID)
	storetest.MustDeliver(t, db)
	share := func(network store.Network) store.Share {
		t.Helper()
		s, _, err := db.AlreadyShared("U1", a.ID, network)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	untaught := must(db.TasteOf("U1"))
	first, second := share(store.LinkedIn), share(store.X)
	pendingRewrites(t, db)
	for _, step := range []struct {
		share  store.ShareID
		answer string
	}{{first.ID, "shared"}, {second.ID, "opened"}} {
		if _, _, err := db.WithdrawShare("U1", step.share); err != nil {
			t.Fatal(err)
		}
		if got := must(storetest.Ask1(db, (*store.Query).Delivery, key)).Picks[0].Answer; got != step.answer {
			t.Errorf("the pick says %q, want %q", got, step.answer)
		}
		if diff := cmp.Diff([]string{key}, pendingRewrites(t, db)); diff != "" {
			t.Errorf("rewrites:\n%s", diff)
		}
	}
	if _, said, err := db.OpinionOf("U1", a.ID); said || err != nil {
		t.Errorf("the share is still an opinion, error %v", err)
	}
	if diff := cmp.Diff(untaught.Topics, must(db.TasteOf("U1")).Topics); diff != "" {
		t.Errorf("a share taken back still teaches:\n%s", diff)
	}
	must(db.SaveFeedback("U1", a.ID, store.Liked, "", key))
	if got := must(storetest.Ask1(db, (*store.Query).Delivery, key)).Picks[0].Answer; got != "liked" {
		t.Errorf("after the share was taken back an answer is %q", got)
	}
}

func TestAssetByCanonical_OnlyWhatKeepsAPageTaken(t *testing.T) {
	db := storetest.MustOpen(t)
	a := storetest.MustAsset(t, db, func(a *store.Asset) { a.Canon = "https://blog.example.com/canon" })
	find := func() bool {
		t.Helper()
		got, found, err := db.AssetByCanonical("https://blog.example.com/canon")
		if err != nil || found && got.ID != a.ID {
			t.Errorf("found %s, error %v", got.ID, err)
		}
		return found
	}
	if !find() {
		t.Error("a live page is not found")
	}
	if _, found, _ := db.AssetByCanonical(a.URL); found {
		t.Error("an address that is not canonical finds it")
	}
	must(db.WithdrawAsset(store.Operator, a.ID, "old"))
	if find() {
		t.Error("a withdrawn page is found, although it may be added anew")
	}
}
