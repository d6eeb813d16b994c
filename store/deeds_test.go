// Deeds: every verb that changes something, done twice, by many at once, and with the power cut in its commit.

package store_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouch/store"
	"vouch/store/storetest"
)

// town is a database in which a bit of everything waits to happen. Its file is copied for each deed.
type town struct {
	image               []byte
	shown, plain, draft store.Asset // delivered to U1 and U2, live, in review
	event               store.Asset // in a month, with one place that U2 has and M1 waits for
	told                store.Asset // in review
	digest              string      // U1's
	opened, declared    store.Share // U1's and U2's
	referral            store.Referral
	entry               store.Entry // U2's points
	schedule            store.BoardSchedule
}

// MustTown builds a town: manager M1, recruiters R1 and R2, advocates U1 and U2 (paused), and N1 who has not joined.
func MustTown(tb testing.TB) *town {
	tb.Helper()
	db, w := MustTeam(tb), &town{}
	storetest.MustEmployee(tb, db, "N1", "Nora New")
	w.shown, w.plain = storetest.MustAsset(tb, db, nil), storetest.MustAsset(tb, db, nil)
	w.event = storetest.MustEvent(tb, db, time.Now().Add(30*24*time.Hour), 1)
	must(db.SignUp("U2", w.event.ID))
	must(db.SignUp("M1", w.event.ID))
	w.draft = must(db.AddAsset(store.Operator, storetest.AnAsset(nil), false))
	w.told = must(db.AddAsset(store.Operator, storetest.AnAsset(nil), false))
	w.digest = storetest.MustPlan(tb, db, "U1", w.shown.ID)
	storetest.MustPlan(tb, db, "U2", w.shown.ID)
	storetest.MustDeliver(tb, db)
	must(db.SaveFeedback("U2", w.shown.ID, store.Saved, "", ""))
	must(db.SaveFeedback("U2", w.plain.ID, store.Liked, "", ""))
	w.opened = must(db.OpenShare(kit("U1", w.shown.ID)))
	w.declared = storetest.MustShare(tb, db, "U2", w.shown.ID)
	w.entry = must(storetest.Ask2(db, (*store.Query).EntriesOf, "U2", 1))[0]
	must(db.Pause("U2", time.Now().Add(48*time.Hour)))
	w.referral = storetest.MustReferral(tb, db, "U1", "Zed Zulu", "zed@x.com")
	w.referral = must(db.AskReferrer("R1", w.referral.ID, "Since when?"))
	storetest.MustSettings(tb, db, func(s *store.Settings) { s.BoardOn = true })
	w.schedule = must(db.SaveBoardSchedule("M1", store.BoardSchedule{Channel: "C1", Cron: "0 9 * * 1", TimeZone: "UTC",
		Span: store.Week, NextAt: time.Now().Add(time.Hour)}))
	storetest.MustDeliver(tb, db)
	for _, key := range []string{"claimed", "waits"} {
		if err := db.EnqueueNotice(key, "U1", "Hello"); err != nil {
			tb.Fatal(err)
		}
		if key == "claimed" {
			must(db.ClaimMessages(time.Now(), 1))
		}
	}
	var copied bytes.Buffer
	must(db.Backup(&copied))
	w.image = copied.Bytes()
	return w
}

// open opens a copy of the town.
func (w *town) open(tb testing.TB) (db *store.DB, path string) {
	tb.Helper()
	path = filepath.Join(tb.TempDir(), "town.db")
	if err := os.WriteFile(path, w.image, 0o600); err != nil {
		tb.Fatal(err)
	}
	db = storetest.MustOpenAt(tb, path)
	db.Unsynced()
	return db, path
}

// failed keeps the error of a verb.
func failed[T any](_ T, err error) error { return err }

// deeds are the verbs by name. Each must succeed once; again it must change nothing, whether it succeeds or refuses.
func (w *town) deeds(db *store.DB) map[string]func() error {
	newAsset := store.Asset{Kind: store.Event, Title: "Meet us", URL: "https://x.example/meet",
		Event: &store.EventFacts{StartsAt: time.Now().Add(48 * time.Hour)}}
	entry := func(_ store.Share, _ []store.Entry, err error) error { return err }
	ticked := func(_, _ int, err error) error { return err }
	later := time.Now().Add(30 * 24 * time.Hour)
	form := storetest.ASubmission("U2", "Yan Young", "yan@x.com")
	form.Cause = "form-1"
	due := storetest.MustGet(panics{}, db, "U1").NextDigest
	return map[string]func() error{
		"SyncPeople": func() error {
			return failed(db.SyncPeople([]store.SlackUser{{ID: "X1", Name: "Xia", TimeZone: "Asia/Tokyo"}}, false))
		},
		"SyncPeople all": func() error {
			return failed(db.SyncPeople([]store.SlackUser{{ID: "M1", Name: "Max Mann", TimeZone: "UTC"}}, true))
		},
		"ImportPeople": func() error {
			return failed(db.ImportPeople([]store.PersonImport{{Row: 1, ID: "U1", Title: "CTO", Manager: "M1"}}, "M1"))
		},
		"Join": func() error {
			return failed(
				db.Join("N1", store.JoinForm{Personas: []store.PersonaID{"sales"}}))
		},
		"Leave": func() error { return failed(db.Leave("U1")) },
		"SavePreferences": func() error {
			return failed(db.SavePreferences("U1",
				store.Preferences{Follow: []string{"go"}}))
		},
		"Pause":          func() error { return failed(db.Pause("U1", later)) },
		"Resume":         func() error { return failed(db.Resume("U2")) },
		"Welcome":        func() error { return failed(db.Welcome("N1")) },
		"GrantRole":      func() error { return db.ChangeRole("M1", store.Curator, []store.EmployeeID{"U1"}, nil) },
		"RevokeRole":     func() error { return db.ChangeRole("M1", store.Recruiter, nil, []store.EmployeeID{"R2"}) },
		"EnsureManagers": func() error { return db.EnsureManagers([]store.EmployeeID{"U1", "M1"}) },
		"AddPersona": func() error {
			return failed(db.AddPersona("M1", store.Persona{ID: "press", Name: "Press"}))
		},
		"EditPersona": func() error {
			return failed(db.EditPersona("M1", store.Persona{ID: "sales", Name: "Selling"}))
		},
		"MovePersona":   func() error { return db.MovePersona("M1", "sales", 1) },
		"DeletePersona": func() error { return db.DeletePersona("M1", "engineering") },
		"SaveSettings": func() error {
			s := store.DefaultSettings()
			s.Version, s.Company = 3, "Acme"
			return db.SaveSettings("M1", s)
		},
		"AddAsset":  func() error { return failed(db.AddAsset("M1", newAsset, true)) },
		"AddAssets": func() error { return failed(db.AddAssets("M1", []store.Asset{newAsset, newAsset}, false)) },
		"EditAsset": func() error {
			a := w.shown
			a.Title = "Corrected"
			a.Version = must(db.Asset(a.ID)).Version
			return failed(db.EditAsset("M1", a))
		},
		"PublishAsset":  func() error { return failed(db.PublishAsset("M1", w.draft.ID)) },
		"ApproveAsset":  func() error { return failed(db.ApproveAsset("M1", w.draft.ID, w.draft.Version)) },
		"RejectAsset":   func() error { return failed(db.RejectAsset("M1", w.told.ID, w.told.Version, "Too old.")) },
		"WithdrawAsset": func() error { return failed(db.WithdrawAsset("M1", w.shown.ID, "wrong")) },
		"RecordDigests": func() error {
			return failed(db.RecordDigests([]store.DigestPlan{{Employee: "U1", Date: store.DateOf(due, time.UTC), Due: due,
				Picks: []store.Pick{{Asset: w.plain.ID, Reason: "new", Propensity: 1, Policy: "p"}}}}))
		},
		"SaveFeedback liked":   func() error { return failed(db.SaveFeedback("U1", w.shown.ID, store.Liked, "", w.digest)) },
		"SaveFeedback saved":   func() error { return failed(db.SaveFeedback("U1", w.shown.ID, store.Saved, "", w.digest)) },
		"SaveFeedback unsaved": func() error { return failed(db.SaveFeedback("U2", w.shown.ID, store.Unsaved, "", "")) },
		"SaveFeedback cleared": func() error { return failed(db.SaveFeedback("U2", w.plain.ID, store.Cleared, "", "")) },
		"SaveFeedback not": func() error {
			return failed(db.SaveFeedback("U1", w.shown.ID, store.NotForMe, "topic",
				w.digest))
		},
		"OpenShare":    func() error { return failed(db.OpenShare(kit("U1", w.plain.ID))) },
		"DeclareShare": func() error { return entry(db.DeclareShare("U1", w.opened.ID)) },
		"ProveShare": func() error {
			return entry(db.ProveShare("U1", w.opened.ID,
				"https://linkedin.com/posts/1"))
		},
		"WithdrawShare":  func() error { return entry(db.WithdrawShare("U2", w.declared.ID)) },
		"AlreadyShared":  func() error { return entry(db.AlreadyShared("U1", w.plain.ID, store.X)) },
		"ReverseEntry":   func() error { return failed(db.ReverseEntry("M1", w.entry.ID, "an error")) },
		"SubmitReferral": func() error { return failed(db.SubmitReferral(form)) },
		"EditReferral": func() error {
			return failed(db.EditReferral("U1", w.referral.ID, storetest.ASubmission("U1", "Zed Z. Zulu", "zed@x.com")))
		},
		"WithdrawReferral": func() error { return failed(db.WithdrawReferral("U1", w.referral.ID)) },
		"MoveReferral": func() error {
			return failed(db.MoveReferral("R1", w.referral.ID, store.Interview, "", w.referral.Version))
		},
		"MoveReferral off": func() error {
			return failed(db.MoveReferral("R1", w.referral.ID, store.Declined, "No.", w.referral.Version))
		},
		"AskReferrer":      func() error { return failed(db.AskReferrer("R1", w.referral.ID, "How well?")) },
		"AnswerQuestion":   func() error { return failed(db.AnswerQuestion("U1", w.referral.ID, 0, "Years.")) },
		"AssignReferral":   func() error { return failed(db.AssignReferral("M1", w.referral.ID, "R2")) },
		"TickReferrals":    func() error { return ticked(db.TickReferrals(w.referral.AnswerBy)) },
		"RunBoardSchedule": func() error { return db.RunBoardSchedule(w.schedule.ID, w.schedule.NextAt, later) },
		"DeleteSchedule":   func() error { return db.DeleteBoardSchedule("M1", w.schedule.ID) },
		"SignUp":           func() error { return failed(db.SignUp("U1", w.event.ID)) },
		"SignOff":          func() error { return failed(db.SignOff("U2", w.event.ID)) },
		"TickEvents":       func() error { return ticked(db.TickEvents(w.event.Event.StartsAt.Add(-time.Hour))) },
		"EnqueueNotice":    func() error { return db.EnqueueNotice("new", "U1", "Hello") },
		"CompleteMessage":  func() error { return db.CompleteMessage("notice/claimed", "D1", "1.0") },
		"DeferMessage":     func() error { return db.DeferMessage("notice/claimed", later, "busy") },
		"GiveUpMessage":    func() error { return db.GiveUpMessage("notice/waits", "gone") },
		"ReleaseMessage":   func() error { return db.ReleaseMessage("notice/claimed") },
		"ClaimMessages":    func() error { return failed(db.ClaimMessages(later, 9)) },
		"EraseReferral":    func() error { return db.EraseReferral("M1", w.referral.ID) },
		"EraseEmployee":    func() error { return failed(db.EraseEmployee("M1", "U1")) },
		"Purge":            func() error { return failed(db.Purge(context.Background(), time.Now().AddDate(0, 9, 0))) },
	}
}

// panics stands for the test where a helper of one is called outside of any.
type panics struct{ testing.TB }

func (panics) Helper()                        {}
func (panics) Fatalf(format string, _ ...any) { panic(format) }

// names lists the deeds in order.
func (w *town) names(tb testing.TB) []string {
	tb.Helper()
	db, _ := w.open(tb)
	return slices.Sorted(maps.Keys(w.deeds(db)))
}

// differences lists the keys in which two dumps differ.
func differences(before, after map[string]string) (keys []string) {
	for key, value := range after {
		if old, found := before[key]; !found || old != value {
			keys = append(keys, key)
		}
	}
	for key := range before {
		if _, found := after[key]; !found {
			keys = append(keys, "- "+key)
		}
	}
	slices.Sort(keys)
	return keys
}

func TestDeeds_TwiceIsOnce(t *testing.T) {
	w := MustTown(t)
	for _, name := range w.names(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db, _ := w.open(t)
			before := db.Dump()
			do := w.deeds(db)[name]
			if err := do(); err != nil {
				t.Fatal(err)
			}
			once := db.Dump()
			if len(differences(before, once)) == 0 {
				t.Error("it changes nothing")
			}
			if err := do(); store.KindOf(err) == store.Internal || store.KindOf(err) == store.Denied {
				t.Errorf("again: %v", err)
			}
			if diff := differences(once, db.Dump()); len(diff) > 0 {
				t.Errorf("again it changes %q", diff)
			}
		})
	}
}

func TestDeeds_ByManyAtOnce(t *testing.T) {
	w := MustTown(t)
	for _, name := range w.names(t) {
		if name == "Purge" {
			continue // two that run at once share the work, and each notes its part
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			alone, _ := w.open(t)
			if err := w.deeds(alone)[name](); err != nil {
				t.Fatal(err)
			}
			db, _ := w.open(t)
			do := w.deeds(db)[name]
			var group sync.WaitGroup
			var mu sync.Mutex
			won := 0
			for range 8 {
				group.Go(func() {
					err := do()
					mu.Lock()
					defer mu.Unlock()
					if err == nil {
						won++
					} else if kind := store.KindOf(err); kind == store.Internal || kind == store.Denied {
						t.Error(err)
					}
				})
			}
			group.Wait()
			if won == 0 {
				t.Error("nobody succeeded")
			}
			if diff := cmp.Diff(sizes(alone), sizes(db)); diff != "" {
				t.Errorf("eight did more than one (-one +eight):\n%s", diff)
			}
		})
	}
}

// sizes counts the keys of each bucket.
func sizes(db *store.DB) map[string]int {
	n := map[string]int{}
	for key := range db.Dump() {
		n[strings.SplitN(key, ":", 2)[0]]++
	}
	return n
}

// The last thing a commit writes is one of the two meta records: at byte 64 its transaction. A crash before or within
// that write must leave the file as it was.
func TestDeeds_PowerCutInTheCommit(t *testing.T) {
	w := MustTown(t)
	for _, name := range w.names(t) {
		if name == "Purge" {
			continue // many commits on purpose, each whole
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db, path := w.open(t)
			before := db.Dump()
			if err := w.deeds(db)[name](); err != nil {
				t.Fatal(err)
			}
			after := must(os.ReadFile(path))
			page := os.Getpagesize()
			newest := 0
			if binary.NativeEndian.Uint64(after[page+64:]) > binary.NativeEndian.Uint64(after[64:]) {
				newest = page
			}
			torn := filepath.Join(t.TempDir(), "torn.db")
			copy(after[newest+40:], make([]byte, 24))
			if err := os.WriteFile(torn, after, 0o600); err != nil {
				t.Fatal(err)
			}
			if strings.HasPrefix(name, "Erase") {
				before = db.Dump() // the last commit only notes that its free pages are overwritten
			}
			if diff := differences(before, storetest.MustOpenAt(t, torn).Dump()); len(diff) > 0 {
				t.Errorf("half of it is there: %q", diff)
			}
		})
	}
}

func TestCommit_FullDisk(t *testing.T) {
	t.Parallel() // it waits for the disk most of the time
	path := filepath.Join(t.TempDir(), "vouch.db")
	db := storetest.MustOpenAt(t, path)
	storetest.MustAdvocate(t, db, "U1", "Ada")
	db.LimitSize(int(must(os.Stat(path)).Size()))
	var long []store.Variant
	for i := range 15 {
		long = append(long, store.Variant{Text: strings.Repeat(string(rune('a'+i)), 2900)})
	}
	var told int
	var mu sync.Mutex
	var group sync.WaitGroup
	kept := map[store.AssetID]bool{}
	for range 500 { // 22 MB; the file grows by 16 MB at a time
		group.Go(func() {
			a, err := db.AddAsset(store.Operator, storetest.AnAsset(func(a *store.Asset) { a.Variants = long }), true)
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				kept[a.ID] = true
				return
			}
			told++
			wantErr(t, err, store.Internal, "could not save")
		})
	}
	group.Wait()
	if told == 0 {
		t.Fatal("the disk never was full")
	}
	live := must(db.LiveAssets())
	if len(live) != len(kept) {
		t.Errorf("%d items are there, %d were said to be", len(live), len(kept))
	}
	storetest.MustCheck(t, db)
	db.LimitSize(0)
	storetest.MustAsset(t, db, nil)
	if got := must(db.LiveAssets()); len(got) != len(kept)+1 {
		t.Errorf("with room again there are %d items, want %d", len(got), len(kept)+1)
	}
}

func TestClose_RefusesLateVerbs(t *testing.T) {
	db, _ := MustTown(t).open(t)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	_, late := db.Employee("U1")
	for what, err := range map[string]error{"a write": db.EnqueueNotice("late", "U1", "x"), "a read": late} {
		wantErr(t, err, store.Internal, "could not")
		var e *store.Error
		if !errors.As(err, &e) || strings.Contains(e.Msg, "closed") {
			t.Errorf("%s after the end tells people %v", what, err)
		}
	}
}
