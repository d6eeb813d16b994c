// The purge: what goes after its time, what must stay, and that nothing else moves.

package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouch/store"
	"vouch/store/storetest"
)

const day = 24 * time.Hour

// mustPurge purges as of now.
func mustPurge(tb testing.TB, db *store.DB) store.Purged {
	tb.Helper()
	n, err := db.Purge(context.Background(), time.Now())
	if err != nil {
		tb.Fatal(err)
	}
	return n
}

// purgeAudits lists what the audit says of purges, newest first.
func purgeAudits(tb testing.TB, db *store.DB) (details []string) {
	tb.Helper()
	for _, entry := range must(storetest.Ask2(db, (*store.Query).Audit, 100, 0)) {
		if entry.Action == "purge" {
			details = append(details, entry.Detail)
		}
	}
	return details
}

func TestPurge_MessagesAndDigestsAfterAQuarter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		ada := storetest.MustAdvocate(t, db, "U1", "Ada")
		a := storetest.MustAsset(t, db, nil)
		key := storetest.MustPlan(t, db, "U1", a.ID)
		storetest.MustDeliver(t, db)
		must(db.RecordDigests([]store.DigestPlan{{Employee: "U1", Date: "2000-01-03", Due: ada.NextDigest,
			State: store.Missed}}))
		storetest.MustShare(t, db, "U1", a.ID)
		must(db.SaveFeedback("U1", a.ID, store.Saved, "", key))
		if err := db.EnqueueNotice("dead", "U1", "x"); err != nil {
			t.Fatal(err)
		}
		if err := db.GiveUpMessage("notice/dead", "gone"); err != nil {
			t.Fatal(err)
		}
		storetest.MustDeliver(t, db) // the rewrite and the moment that followed the share
		before := must(storetest.Ask2(db, (*store.Query).ScoreOf, "U1", time.Now()))

		time.Sleep(89 * day)
		if n := mustPurge(t, db); n != (store.Purged{}) || purgeAudits(t, db) != nil {
			t.Errorf("too early: %v", n)
		}
		young := storetest.MustPlan(t, db, "U1", storetest.MustAsset(t, db, nil).ID)
		storetest.MustDeliver(t, db)
		if err := db.EnqueueNotice("waits", "U1", "x"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(4 * day)
		if diff := cmp.Diff(store.Purged{Messages: 4, Receipts: 2, Digests: 2}, mustPurge(t, db)); diff != "" {
			t.Errorf("purged:\n%s", diff)
		}
		for i := range 2 {
			mustPurge(t, db)
			counted := "4 messages, 2 receipts, 2 digests, 0 visitors, 0 referrals, 0 introductions, 0 records"
			if diff := cmp.Diff([]string{counted}, purgeAudits(t, db)); diff != "" {
				t.Errorf("audit after %d more nights:\n%s", i+1, diff)
			}
		}
		storetest.MustCheck(t, db)
		_, err := storetest.Ask1(db, (*store.Query).Delivery, key)
		wantErr(t, err, store.NotFound, "does not exist")
		if d := must(db.DeliveriesOf("U1", 9)); len(d) != 1 || d[0].Key != young {
			t.Errorf("digests left: %v", d)
		}
		if depth := must(storetest.Ask(db, (*store.Query).OutboxDepth)); depth != (store.Depth{Pending: 1, Sent: 1}) {
			t.Errorf("outbox %+v", depth)
		}
		after := must(storetest.Ask2(db, (*store.Query).ScoreOf, "U1", time.Now()))
		if after.All != before.All || after.All == 0 || len(must(storetest.Ask1(db, (*store.Query).SavedAssets, "U1"))) != 1 {
			t.Errorf("points or saves moved: %+v, were %+v", after, before)
		}
		if seen := must(db.TasteOf("U1")).Seen; !slices.Contains(seen, a.Seq) {
			t.Error("what was shown would come again")
		}
	})
}

func TestPurge_FormsAfterADay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		storetest.MustAdvocate(t, db, "U1", "Ada")
		if _, err := db.Once("refused").Pause("nobody", time.Now()); err == nil {
			t.Fatal("somebody unknown is paused")
		}
		must(db.Once("first").Pause("U1", time.Now().Add(day)))
		time.Sleep(day)
		must(db.Once("second").Pause("U1", time.Now().Add(day)))
		time.Sleep(time.Minute)
		mustPurge(t, db)
		for form, want := range map[string]bool{"refused": false, "first": false, "second": true, "never": false} {
			if got := must(db.IsHandled(form)); got != want {
				t.Errorf("the form %s is known: %v", form, got)
			}
		}
	})
}

func TestPurge_InBatches(t *testing.T) {
	t.Parallel() // it waits for the disk most of the time
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		storetest.MustEmployee(t, db, "U1", "Ada")
		const notices = 1001 // more than two commits take
		const forms = 510    // more than one commit takes
		var group sync.WaitGroup
		for i := range notices {
			group.Go(func() {
				err := errors.Join(db.EnqueueNotice(fmt.Sprint(i), "U1", "x"), db.GiveUpMessage(fmt.Sprintf("notice/%d", i), "x"))
				if i < forms {
					_, failed := db.Once(fmt.Sprint(i)).Leave("U1")
					err = errors.Join(err, failed)
				}
				if err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		time.Sleep(91 * day)
		stopped, cancel := context.WithCancel(context.Background())
		cancel()
		if _, err := db.Purge(stopped, time.Now()); !errors.Is(err, context.Canceled) {
			t.Errorf("a purge that should stop: %v", err)
		}
		if depth := must(storetest.Ask(db, (*store.Query).OutboxDepth)); depth.Dead != notices {
			t.Errorf("a purge that was stopped at once left %d", depth.Dead)
		}
		if n := mustPurge(t, db); n.Messages != notices {
			t.Errorf("purged %v", n)
		}
		for i := range forms {
			if must(db.IsHandled(fmt.Sprint(i))) {
				t.Fatalf("the form %d is still known", i)
			}
		}
	})
}

func TestPurge_KeepsInvitationsUntilTheyAreAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		for _, id := range []store.EmployeeID{"U1", "U2"} {
			storetest.MustEmployee(t, db, id, "Name "+string(id))
			must(db.Welcome(id))
		}
		storetest.MustDeliver(t, db)
		must(db.Join("U2", store.JoinForm{Personas: []store.PersonaID{"engineering"}}))
		time.Sleep(400 * day)
		if n := mustPurge(t, db); n.Messages != 1 {
			t.Errorf("purged %v", n)
		}
		if _, found, _ := db.Receipt("welcome/U1"); !found {
			t.Error("the invitation of somebody who has not joined can no longer be edited")
		}
		for _, id := range []store.EmployeeID{"U1", "U2"} {
			if again := must(db.Welcome(id)); again {
				t.Errorf("%s is invited twice", id)
			}
		}
	})
}

func TestPurge_ReferralsAfterTheirEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := MustTeam(t)
		storetest.MustSettings(t, db, func(s *store.Settings) { s.OwnedDays = 365 })
		move := func(name string, to store.Stage) store.Referral {
			t.Helper()
			r := storetest.MustReferral(t, db, "U1", name, name+"@x.com")
			return must(db.MoveReferral("M1", r.ID, to, "Not a fit for "+name, r.Version))
		}
		declined, hired, open := move("Zed", store.Declined), move("Yan", store.Hired), move("Xia", store.Interview)
		storetest.MustDeliver(t, db)
		points := must(storetest.Ask2(db, (*store.Query).ScoreOf, "U1", time.Now())).All

		time.Sleep(179 * day)
		if n := mustPurge(t, db); n != (store.Purged{}) {
			t.Errorf("a day early: %v", n)
		}
		for _, r := range []store.Referral{declined, hired, open} {
			if _, found, _ := db.Receipt("referral_card/" + string(r.ID) + "/" + string(r.Owner)); !found {
				t.Errorf("the card of %s can no longer be edited", r.ID)
			}
		}
		time.Sleep(2 * day)
		if n := mustPurge(t, db); n.Referrals != 2 {
			t.Errorf("after the time: %v", n)
		}
		for _, r := range []store.Referral{declined, hired} {
			got := must(db.Referral(r.ID, store.Operator))
			last := got.History[len(got.History)-1]
			if !got.Erased || got.Person != (store.Person{}) || got.Need != "" || got.Stage != r.Stage || last.Reason != "" {
				t.Errorf("%s still holds %+v", r.ID, got)
			}
			refs := map[string]bool{}
			for _, ref := range pendingOf(t, db, string(r.ID)) {
				refs[strings.Split(ref, "/")[0]] = true
			}
			if !refs["referral_card"] || !refs["referral_news"] {
				t.Errorf("rewrites of %s: %v", r.ID, refs)
			}
		}
		if got := must(db.Referral(open.ID, store.Operator)); got.Erased || got.Person.Name != "Xia" {
			t.Errorf("an open referral was erased: %+v", got)
		}
		if got := must(storetest.Ask2(db, (*store.Query).ScoreOf, "U1", time.Now())).All; got != points || points == 0 {
			t.Errorf("points moved from %d to %d", points, got)
		}
		again := must(db.SubmitReferral(storetest.ASubmission("U2", "Zed", "zed@x.com")))
		if again.Verdict != store.VerdictKnown {
			t.Errorf("the hash was lost with the name: %+v", again)
		}
		time.Sleep(91 * day)
		mustPurge(t, db)
		if _, found, _ := db.Receipt("referral_card/" + string(declined.ID) + "/" + string(declined.Owner)); found {
			t.Error("the receipts of an erased referral stay for ever")
		}
	})
}

// pendingOf lists the receipts about a subject that wait to be rewritten. It claims and completes everything that waits
// about it.
func pendingOf(tb testing.TB, db *store.DB, subject string) (refs []string) {
	tb.Helper()
	for _, m := range must(db.ClaimMessages(time.Now(), 1000)) {
		if strings.Contains(m.Ref, subject) && m.Kind == store.MsgRewrite {
			refs = append(refs, m.Ref)
		} else if err := db.ReleaseMessage(m.Key); err != nil {
			tb.Fatal(err)
		}
	}
	return refs
}

func TestSettings_PurgeDaysHaveBounds(t *testing.T) {
	db := storetest.MustOpen(t)
	for days, fits := range map[int]bool{0: false, 1: true, 3650: true, 3651: false} {
		s := must(db.Settings())
		s.PurgeDays = days
		err := db.SaveSettings(store.Operator, s)
		if fits != (err == nil) {
			t.Errorf("%d days: %v", days, err)
		}
		if !fits {
			wantFields(t, err, "purge_days")
		}
	}
}

func TestSettings_WhatNoFormCouldShow(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustEmployee(t, db, "U1", "Ada")
	good := must(db.Settings())
	var many []string
	for i := range 501 {
		many = append(many, fmt.Sprintf("topic %d", i))
	}
	long := []string{strings.Repeat("x", 201)}
	for field, list := range map[string]func(*store.Settings) *[]string{
		"topics":        func(s *store.Settings) *[]string { return &s.Topics },
		"regulated":     func(s *store.Settings) *[]string { return &s.Regulated },
		"leader_titles": func(s *store.Settings) *[]string { return &s.LeaderTitles },
	} {
		s := good
		*list(&s) = long
		wantFields(t, db.SaveSettings(store.Operator, s), field)
	}
	for field, change := range map[string]func(*store.Settings){
		"company":   func(s *store.Settings) { s.Company = strings.Repeat("x", 201) },
		"regulated": func(s *store.Settings) { s.Regulated = many[:201] },
		"routes/1": func(s *store.Settings) {
			s.Routes = []store.Route{{Kind: store.Client, Owner: "U1", Contains: long[0]}}
		},
		"topics":      func(s *store.Settings) { s.Topics = many },
		"review_late": func(s *store.Settings) { s.ReviewHours, s.ReviewLate = 30, 2 },
	} {
		s := good
		change(&s)
		wantFields(t, db.SaveSettings(store.Operator, s), field)
	}
	if diff := cmp.Diff(good, must(db.Settings())); diff != "" {
		t.Errorf("saved all the same:\n%s", diff)
	}
}

func TestPurge_OpenReferralsThatNobodyMoves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := MustTeam(t)
		idle := storetest.MustReferral(t, db, "U1", "Zed Zulu", "zed@x.com")
		moved := storetest.MustReferral(t, db, "U1", "Yan Yard", "yan@x.com")
		hired := mustHire(t, db, "U1", "xia@x.com", "")
		time.Sleep(300 * day)
		must(db.AskReferrer(moved.Owner, moved.ID, "Since when?"))
		stage := func(id store.ReferralID) store.Referral { return must(db.Referral(id, store.Operator)) }
		time.Sleep(34 * day)
		mustPurge(t, db)
		storetest.MustDeliver(t, db)
		time.Sleep(2 * day)
		for range 2 { // it is warned once
			mustPurge(t, db)
		}
		warned := 0
		for key, m := range storetest.MustDeliver(t, db) {
			if strings.Contains(key, "/idle/") {
				warned++
				if m.To != idle.Owner || m.Ref != string(idle.ID) {
					t.Errorf("%s goes to %s", key, m.To)
				}
			}
		}
		if warned != 1 || stage(idle.ID).Stage != store.Submitted {
			t.Errorf("%d warnings, it is %s", warned, stage(idle.ID).Stage)
		}
		time.Sleep(30 * day)
		if n := mustPurge(t, db); n.Referrals != 1 {
			t.Errorf("purged %+v", n)
		}
		r := stage(idle.ID)
		if last := r.History[len(r.History)-1]; r.Stage != store.Declined || !r.Erased || r.Person.Name != "" ||
			!strings.Contains(last.Reason, "Nobody moved it for 365 days") || last.By != "" {
			t.Errorf("it is %s, erased %v, by %q: %s", r.Stage, r.Erased, last.By, last.Reason)
		}
		if r := stage(moved.ID); r.Stage != store.Submitted || r.Erased {
			t.Errorf("what was asked about is %s, erased %v", r.Stage, r.Erased)
		}
		if r := stage(hired.ID); r.Stage != store.Hired {
			t.Errorf("who was hired is %s", r.Stage)
		}
		storetest.MustCheck(t, db)
	})
}

func TestSubmitReferral_TheWindowStaysOpenInProcess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := MustTeam(t)
		r := storetest.MustReferral(t, db, "U1", "Zed Zulu", "zed@x.com")
		form := storetest.ASubmission("U2", "Zed Zulu", "zed@x.com")
		time.Sleep(179 * day)
		if got := must(db.SubmitReferral(form)); got.Verdict != store.VerdictKnown || !got.Until.Equal(r.OwnedUntil) {
			t.Errorf("inside the window: %+v", got)
		}
		time.Sleep(2 * day)
		if got := must(db.SubmitReferral(form)); got.Verdict != store.VerdictKnown || !got.Until.IsZero() {
			t.Errorf("in process: %+v", got)
		}
		// It passes on once nobody is in process.
		must(db.MoveReferral(r.Owner, r.ID, store.Declined, "Not now.", r.Version))
		if got := must(db.SubmitReferral(form)); got.Verdict != store.VerdictAccepted {
			t.Errorf("after it: %+v", got)
		}
	})
}

// What is said of the times is what the purge does, see the tests above.
func TestRetention_SaysTheTimesOfThePurge(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustSettings(t, db, func(s *store.Settings) { s.PurgeDays, s.IdleDays = 30, 100 })
	said := strings.Join(must(storetest.Ask(db, (*store.Query).Retention)), "\n")
	for _, words := range []string{"wait: 90 days", "link: 1 day", "30 days after the end", "after 100 days"} {
		if !strings.Contains(said, words) {
			t.Errorf("%q is not said in\n%s", words, said)
		}
	}
}
