// The outbox: claimed once, completed once, deferred, given up, and settled after a crash.

package store_test

import (
	"errors"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouch/store"
	"vouch/store/storetest"
)

func TestEnqueueNotice_OncePerKey(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustEmployee(t, db, "U1", "Ada")
	for range 2 {
		if err := db.EnqueueNotice("k", "U1", "Hello\x00"); err != nil {
			t.Fatal(err)
		}
	}
	select {
	case <-db.Wake():
	default:
		t.Error("a new message did not wake the courier")
	}
	wantErr(t, db.EnqueueNotice("k2", "U9", "x"), store.NotFound, "does not know")
	wantErr(t, db.EnqueueNotice("k2", "U1", " "), store.Invalid, "text")
	wantErr(t, db.EnqueueNotice("", "U1", "x"), store.Invalid, "key")
	wantErr(t, db.EnqueueNotice(strings.Repeat("k", 501), "U1", "x"), store.Invalid, "key")
	if diff := cmp.Diff(store.Depth{Pending: 1}, must(storetest.Ask(db, (*store.Query).OutboxDepth))); diff != "" {
		t.Error(diff)
	}
	if m := must(storetest.Ask1(db, (*store.Query).Message, "notice/k")); m.Text != "Hello" || m.To != "U1" {
		t.Errorf("message %+v", m)
	}
}

func TestClaimMessages_EachOnceAcrossCouriers(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustEmployee(t, db, "U1", "Ada")
	for i := range 40 {
		if err := db.EnqueueNotice(string(rune('a'+i)), "U1", "x"); err != nil {
			t.Fatal(err)
		}
	}
	var mu sync.Mutex
	var group sync.WaitGroup
	claimed := map[string]int{}
	for range 8 {
		group.Go(func() {
			for {
				list, err := db.ClaimMessages(time.Now(), 3)
				if err != nil || len(list) == 0 {
					return
				}
				if len(list) > 3 {
					t.Errorf("claimed %d instead of 3", len(list))
				}
				mu.Lock()
				for _, m := range list {
					claimed[m.Key]++
				}
				mu.Unlock()
			}
		})
	}
	group.Wait()
	if len(claimed) != 40 {
		t.Errorf("%d of 40 claimed", len(claimed))
	}
	for key, n := range claimed {
		if n != 1 {
			t.Errorf("%s claimed %d times", key, n)
		}
	}
	if list := must(db.ClaimMessages(time.Now(), 0)); len(list) != 0 {
		t.Error("claiming none claimed some")
	}
}

func TestAwaitMessage_UntilItIsOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		storetest.MustEmployee(t, db, "U1", "Ada")
		for _, key := range []string{"sent", "dead", "waits"} {
			if err := db.EnqueueNotice(key, "U1", "x"); err != nil {
				t.Fatal(err)
			}
		}
		must(db.ClaimMessages(time.Now(), 2))
		if err := errors.Join(db.GiveUpMessage("notice/dead", "x"),
			db.CompleteMessage("notice/sent", "D1", "1.0")); err != nil {
			t.Fatal(err)
		}
		for key, want := range map[string]time.Duration{"notice/sent": 0, "notice/dead": 0, "notice/waits": time.Minute,
			"nope": 0} {
			begin := time.Now()
			if _, err := db.AwaitMessage(t.Context(), key, time.Minute); (err != nil) != (key == "nope") {
				t.Errorf("%s: %v", key, err)
			}
			if waited := time.Since(begin); waited != want {
				t.Errorf("%s is awaited for %s, want %s", key, waited, want)
			}
		}
	})
}

func TestMessages_DeferGiveUpRelease(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustEmployee(t, db, "U1", "Ada")
	if err := db.EnqueueNotice("k", "U1", "x"); err != nil {
		t.Fatal(err)
	}
	const key = "notice/k"
	if err := db.DeferMessage(key, time.Now().Add(time.Hour), "not claimed"); err != nil || must(storetest.Ask1(db,
		(*store.Query).Message, key)).Reason != "" {
		t.Errorf("a message that is not claimed was deferred: %v", err)
	}
	must(db.ClaimMessages(time.Now(), 1))
	if err := db.DeferMessage(key, time.Now().Add(time.Hour), "ratelimited"); err != nil {
		t.Fatal(err)
	}
	if m := must(storetest.Ask1(db, (*store.Query).Message,
		key)); m.State != store.Pending || m.Reason != "ratelimited" || m.Attempts != 1 ||
		len(must(db.ClaimMessages(time.Now(), 1))) != 0 {
		t.Errorf("deferred as %+v", m)
	}
	if len(must(db.ClaimMessages(time.Now().Add(2*time.Hour), 1))) != 1 {
		t.Error("a deferred message never comes")
	}
	wantErr(t, db.CompleteMessage(key, "", ""), store.Invalid, "channel")
	if err := db.GiveUpMessage(key, "user_disabled"); err != nil {
		t.Fatal(err)
	}
	for _, late := range []error{db.ReleaseMessage(key), db.DeferMessage(key, time.Now(), "x"),
		db.GiveUpMessage(key, "again")} {
		if late != nil {
			t.Errorf("late answer: %v", late)
		}
	}
	if m := must(storetest.Ask1(db, (*store.Query).Message, key)); m.State != store.Dead || m.Reason != "user_disabled" {
		t.Errorf("given up as %+v", m)
	}
	for _, err := range []error{db.CompleteMessage("nope", "D1", "1.0"), db.GiveUpMessage("nope", "x"),
		db.DeferMessage("nope", time.Now(), "x"), db.ReleaseMessage("nope")} {
		wantErr(t, err, store.NotFound, "no message")
	}
	if _, ok := db.NextMessageAt(); ok {
		t.Error("an empty outbox has a next message")
	}
}

func TestUnconfirmedMessages_AfterACrash(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vouch.db")
	db := must(store.Open(store.Options{Path: path, Key: storetest.Key}))
	storetest.MustEmployee(t, db, "U1", "Ada")
	for _, key := range []string{"a", "b"} {
		if err := db.EnqueueNotice(key, "U1", "x"); err != nil {
			t.Fatal(err)
		}
	}
	must(db.ClaimMessages(time.Now(), 2))
	if doubt := must(db.UnconfirmedMessages()); len(doubt) != 0 {
		t.Errorf("what this courier is sending is in doubt: %v", doubt)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	db = storetest.MustOpenAt(t, path)
	if doubt := must(db.UnconfirmedMessages()); len(doubt) != 2 || len(must(db.ClaimMessages(time.Now(), 9))) != 0 {
		t.Fatalf("in doubt: %v", doubt)
	}
	if err := db.CompleteMessage("notice/a", "D1", "1.0"); err != nil {
		t.Fatal(err)
	}
	if err := db.GiveUpMessage("notice/a", "late"); err != nil ||
		must(storetest.Ask1(db, (*store.Query).Message, "notice/a")).State != store.Sent {
		t.Errorf("what was delivered is given up: %v", err)
	}
	for len(db.Wake()) > 0 {
		<-db.Wake()
	}
	if err := db.ReleaseMessage("notice/b"); err != nil || len(db.Wake()) == 0 {
		t.Fatalf("released, and the courier sleeps: %v", err)
	}
	if got := must(db.ClaimMessages(time.Now(), 9)); len(got) != 1 || got[0].Key != "notice/b" || got[0].Attempts != 2 {
		t.Errorf("claimed %v", got)
	}
}
