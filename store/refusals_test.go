// Refusals: every way a verb says no, in which words, and that nothing is left behind when it does.

package store_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vouch/store"
	"vouch/store/storetest"
)

// refusal is one verb that must say no.
type refusal struct {
	do    func() error
	kind  store.Kind
	words string // in the sentence for people
}

// refused runs refusals on one copy of a town, and tells when one of them left something behind.
func refused(t *testing.T, db *store.DB, list map[string]refusal) {
	t.Helper()
	before := db.Dump()
	for name, r := range list {
		t.Run(name, func(t *testing.T) {
			wantErr(t, r.do(), r.kind, r.words)
			if diff := differences(before, db.Dump()); len(diff) > 0 {
				t.Errorf("it was refused and left %q", diff)
			}
		})
	}
}

func TestRefused_Roles(t *testing.T) {
	w := MustTown(t)
	db, _ := w.open(t)
	for _, user := range []store.SlackUser{{ID: "G1", Name: "Gus", Guest: true},
		{ID: "D1", Name: "Dora", Deactivated: true}} {
		storetest.MustRole(t, db, user.ID, user.Name, store.Curator)
		storetest.MustManager(t, db, user.ID, user.Name)
		storetest.MustSync(t, db, user)
	}
	only := func(do func() error) refusal { return refusal{do, store.Denied, "program managers"} }
	refused(t, db, map[string]refusal{
		"importing people": only(func() error { return failed(db.ImportPeople(nil, "U1")) }),
		"granting a role": only(func() error {
			return db.ChangeRole("U1", store.Manager, []store.EmployeeID{"U1"},
				nil)
		}),
		"revoking a role": only(func() error {
			return db.ChangeRole("R1", store.Manager, nil,
				[]store.EmployeeID{"M1"})
		}),
		"changing settings":  only(func() error { return db.SaveSettings("U1", store.DefaultSettings()) }),
		"applying a program": only(func() error { return db.ApplyProgram("U1", store.Program{}, "") }),
		"adding content": only(func() error {
			return failed(db.AddAsset("U1", storetest.AnAsset(nil), true))
		}),
		"importing content":   only(func() error { return failed(db.AddAssets("R1", nil, true)) }),
		"editing content":     only(func() error { return failed(db.EditAsset("U1", w.shown)) }),
		"publishing content":  only(func() error { return failed(db.PublishAsset("U1", w.draft.ID)) }),
		"withdrawing content": only(func() error { return failed(db.WithdrawAsset("U1", w.shown.ID, "")) }),
		"taking points back":  only(func() error { return failed(db.ReverseEntry("U2", w.entry.ID, "mine")) }),
		"posting a board": only(func() error {
			return failed(db.PlanBoardPost("", "U1", "C1", store.BoardQuery{Span: store.Week}))
		}),
		"scheduling a board":  only(func() error { return failed(db.SaveBoardSchedule("U1", w.schedule)) }),
		"ending a schedule":   only(func() error { return db.DeleteBoardSchedule("U1", w.schedule.ID) }),
		"erasing a colleague": only(func() error { return failed(db.EraseEmployee("U1", "U2")) }),
		"erasing a referral":  only(func() error { return db.EraseReferral("R1", w.referral.ID) }),
		"a guest who was a curator": only(func() error {
			return failed(db.AddAsset("G1", storetest.AnAsset(nil), true))
		}),
		"an account closed, a manager's": only(func() error { return failed(db.ImportPeople(nil, "D1")) }),
		"an account closed, a curator's": only(func() error {
			return failed(db.AddAsset("D1", storetest.AnAsset(nil), true))
		}),
		"a stranger as the actor": only(func() error {
			return db.ChangeRole("nobody", store.Curator,
				[]store.EmployeeID{"U1"}, nil)
		}),
		"deciding one's own": {func() error {
			return failed(db.MoveReferral("U1", w.referral.ID, store.Accepted, "", w.referral.Version))
		}, store.Denied, "somebody else decides"},
		"deciding somebody else's": {func() error {
			return failed(db.MoveReferral("R2", w.referral.ID, store.Accepted, "", w.referral.Version))
		}, store.NotFound, "does not exist"},
		"asking about another's": {func() error { return failed(db.AskReferrer("U2", w.referral.ID, "?")) },
			store.NotFound, "does not exist"},
		"answering for another": {func() error { return failed(db.AnswerQuestion("U2", w.referral.ID, 0, "!")) },
			store.NotFound, "does not exist"},
		"handing over another's": {func() error { return failed(db.AssignReferral("R2", w.referral.ID, "R2")) },
			store.NotFound, "does not exist"},
		"withdrawing another's": {func() error { return failed(db.WithdrawReferral("U2", w.referral.ID)) },
			store.NotFound, "does not exist"},
		"editing another's": {func() error {
			return failed(db.EditReferral("U2", w.referral.ID,
				store.Submission{}))
		}, store.NotFound, "does not exist"},
		"another's share, withdraw": {func() error { _, _, err := db.WithdrawShare("U1", w.declared.ID); return err },
			store.NotFound, "does not exist"},
		"another's share, prove": {func() error {
			_, _, err := db.ProveShare("U2", w.opened.ID, "https://linkedin.com/posts/1")
			return err
		}, store.NotFound, "does not exist"},
	})
}

func TestRefused_PeopleWhoCannotTakePart(t *testing.T) {
	w := MustTown(t)
	db, _ := w.open(t)
	storetest.MustSync(t, db, store.SlackUser{ID: "G1", Name: "Gus", Guest: true},
		store.SlackUser{ID: "D1", Name: "Dora", Deactivated: true})
	who := map[store.EmployeeID]struct {
		kind  store.Kind
		words string
	}{
		"G1": {store.Denied, "Guests"}, "D1": {store.Denied, "deactivated"}, "nobody": {store.NotFound, "does not know"},
	}
	for id, want := range who {
		list := map[string]refusal{}
		for name, do := range map[string]func() error{
			"Join":          func() error { return failed(db.Join(id, store.JoinForm{})) },
			"GrantRole":     func() error { return db.ChangeRole("M1", store.Curator, []store.EmployeeID{id}, nil) },
			"SaveFeedback":  func() error { return failed(db.SaveFeedback(id, w.shown.ID, store.Liked, "", "")) },
			"OpenShare":     func() error { return failed(db.OpenShare(kit(id, w.shown.ID))) },
			"AlreadyShared": func() error { _, _, err := db.AlreadyShared(id, w.shown.ID, store.X); return err },
			"ReaderOf":      func() error { return failed(storetest.Ask1(db, (*store.Query).ReaderOf, id)) },
			"Referral": func() error {
				return failed(db.SubmitReferral(storetest.ASubmission(id, "Yan Young", "y@x.com")))
			},
			"Assign":        func() error { return failed(db.AssignReferral("M1", w.referral.ID, id)) },
			"EnqueueNotice": func() error { return db.EnqueueNotice("k", id, "x") },
		} {
			list[string(id)+" "+name] = refusal{do, want.kind, want.words}
		}
		refused(t, db, list)
	}
	refused(t, db, map[string]refusal{
		"not joined, sharing": {func() error { return failed(db.OpenShare(kit("N1", w.shown.ID))) }, store.Denied,
			"Join first"},
		"not joined, pause": {func() error { return failed(db.Pause("N1", time.Now().Add(time.Hour))) }, store.Denied,
			"Join first"},
	})
}

func TestRefused_WhatIsNotThere(t *testing.T) {
	w := MustTown(t)
	db, _ := w.open(t)
	gone := func(do func() error, words string) refusal { return refusal{do, store.NotFound, words} }
	refused(t, db, map[string]refusal{
		"an employee":        gone(func() error { return failed(db.Employee("x")) }, "does not know"),
		"an asset":           gone(func() error { return failed(db.Asset("x")) }, "does not exist"),
		"an asset, publish":  gone(func() error { return failed(db.PublishAsset("M1", "x")) }, "does not exist"),
		"an asset, withdraw": gone(func() error { return failed(db.WithdrawAsset("M1", "x", "")) }, "does not exist"),
		"an asset, feedback": gone(func() error { return failed(db.SaveFeedback("U1", "x", store.Liked, "", "")) },
			"does not exist"),
		"a digest": gone(func() error { return failed(storetest.Ask1(db, (*store.Query).Delivery, "x")) },
			"does not exist"),
		"a share": gone(func() error { return failed(db.Share("x")) }, "does not exist"),
		"a token": gone(func() error { return failed(storetest.Ask1(db, (*store.Query).ShareByToken, "x")) },
			"does not exist"),
		"an entry":          gone(func() error { return failed(db.ReverseEntry("M1", "x", "why")) }, "does not exist"),
		"a referral":        gone(func() error { return failed(db.Referral("x", "M1")) }, "does not exist"),
		"a referral, erase": gone(func() error { return db.EraseReferral("M1", "x") }, "does not exist"),
		"a board post": gone(func() error { return failed(storetest.Ask1(db, (*store.Query).BoardPost, "x")) },
			"does not exist"),
		"a schedule": gone(func() error { return db.RunBoardSchedule("x", time.Now(), time.Now().Add(time.Hour)) },
			"does not exist"),
		"a message": gone(func() error { return failed(storetest.Ask1(db, (*store.Query).Message, "x")) },
			"no message"),
		"a message, release": gone(func() error { return db.ReleaseMessage("x") }, "no message"),
		"a person to erase":  gone(func() error { return failed(db.EraseEmployee("M1", "x")) }, "does not know"),
		"a person to export": gone(func() error { return db.Export(&bytes.Buffer{}, "x", false) }, "does not know"),
		"a named manager":    gone(func() error { return db.EnsureManagers([]store.EmployeeID{"x", "y"}) }, "x, y"),
	})
}

func TestRefused_WhatCannotBe(t *testing.T) {
	w := MustTown(t)
	db, _ := w.open(t)
	bad := func(do func() error, words string) refusal { return refusal{do, store.Invalid, words} }
	late := func(do func() error, words string) refusal { return refusal{do, store.Conflict, words} }
	stale := w.shown
	stale.Version = 99
	settings := must(db.Settings())
	settings.Version = 99
	refused(t, db, map[string]refusal{
		"an unknown role": bad(func() error { return db.ChangeRole("M1", "king", []store.EmployeeID{"U1"}, nil) },
			"does not exist"),
		"three personas": bad(func() error {
			return failed(db.Join("U1", store.JoinForm{Personas: []store.PersonaID{"sales", "people", "product"}}))
		}, "at most"),
		"no personas in the program": bad(func() error { return storetest.SavePersonas(db, "M1", nil) }, "at least one"),
		"a pause into the past":      bad(func() error { return failed(db.Pause("U1", time.Now().Add(-time.Hour))) }, ""),
		"no reason for a reversal":   bad(func() error { return failed(db.ReverseEntry("M1", w.entry.ID, " ")) }, "reason"),
		"an unknown answer": bad(func() error { return failed(db.SaveFeedback("U1", w.shown.ID, "meh", "", "")) },
			"not known"),
		"not for me without a reason": bad(func() error {
			return failed(db.SaveFeedback("U1", w.shown.ID, store.NotForMe, "", ""))
		}, "wrong"),
		"a notice without words": bad(func() error { return db.EnqueueNotice("k", "U1", "\x00 ") }, "text"),
		"a delivery to nowhere": bad(func() error { return db.CompleteMessage("notice/claimed", "D 1", "") },
			"channel"),
		"an owner without the role": bad(func() error { return failed(db.AssignReferral("M1", w.referral.ID, "U2")) },
			"recruiters"),
		"a stage of another kind": bad(func() error {
			return failed(db.MoveReferral("R1", w.referral.ID, store.Won, "", w.referral.Version))
		}, "no such stage"),
		"declining without a reason": bad(func() error {
			return failed(db.MoveReferral("R1", w.referral.ID, store.Declined, " ", w.referral.Version))
		}, "reason"),
		"an empty question": bad(func() error { return failed(db.AskReferrer("R1", w.referral.ID, "\n")) },
			"Write something"),
		"an endless answer": bad(
			func() error { return failed(db.AnswerQuestion("U1", w.referral.ID, 0, strings.Repeat("x", 3001))) }, "Shorten"),
		"a schedule that goes back": bad(func() error {
			return db.RunBoardSchedule(w.schedule.ID, time.Now(),
				time.Now().Add(-time.Hour))
		}, "after the last"),
		"a board for nobody": bad(
			func() error { return failed(db.PlanBoardPost("", "M1", "C1", store.BoardQuery{Span: store.Week})) }, "Too few"),
		"a board in no channel": bad(
			func() error { return failed(db.PlanBoardPost("", "M1", "", store.BoardQuery{Span: store.Week})) }, "channel"),
		"a digest without a date": bad(
			func() error { return failed(db.RecordDigests([]store.DigestPlan{{Employee: "U1"}})) }, "date"),
		"a post on another network": bad(func() error {
			_, _,
				err := db.ProveShare("U1", w.opened.ID, "https://x.com/a/1")
			return err
		}, "not the address of a post on LinkedIn"),
		"a stale edit":   late(func() error { return failed(db.EditAsset("M1", stale)) }, "meanwhile"),
		"stale settings": late(func() error { return db.SaveSettings("M1", settings) }, "meanwhile"),
		"a stale decision": late(func() error {
			return failed(db.MoveReferral("R1", w.referral.ID, store.Accepted, "", 1))
		}, "faster"),
		"sharing what is not out": {func() error { return failed(db.OpenShare(kit("U1", w.draft.ID))) }, store.NotFound,
			"does not exist"},
		"saving what is not out": {func() error {
			return failed(db.SaveFeedback("U1", w.draft.ID, store.Saved, "", ""))
		}, store.NotFound, "does not exist"},
		"the last manager": late(func() error {
			return db.ChangeRole("M1", store.Manager, nil, []store.EmployeeID{"M1"})
		}, "last program manager"),
		"a proof for two":  bad(func() error { return provedTwice(t, w) }, "another share"),
		"a withdrawn item": late(func() error { return afterWithdrawal(t, w) }, "withdrawn"),
	})
}

// provedTwice gives the same post for two shares, in a copy of its own.
func provedTwice(tb testing.TB, w *town) error {
	tb.Helper()
	db, _ := w.open(tb)
	if _, _, err := db.ProveShare("U1", w.opened.ID, "https://linkedin.com/posts/1"); err != nil {
		tb.Fatal(err)
	}
	_, _, err := db.ProveShare("U2", w.declared.ID, "https://www.linkedin.com/posts/1/?trk=x")
	return err
}

// afterWithdrawal opens a share of what was just withdrawn, in a copy of its own.
func afterWithdrawal(tb testing.TB, w *town) error {
	tb.Helper()
	db, _ := w.open(tb)
	must(db.WithdrawAsset("M1", w.plain.ID, "wrong"))
	return failed(db.OpenShare(kit("U1", w.plain.ID)))
}

func TestOpen_PathsThatCannotBeADatabase(t *testing.T) {
	folder := t.TempDir()
	plain := filepath.Join(folder, "file")
	if err := os.WriteFile(plain, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{"a folder": folder, "below a file": filepath.Join(plain, "vouch.db"),
		"no name": ""} {
		db, err := store.Open(store.Options{Path: path, Key: storetest.Key, Timeout: time.Second})
		if err == nil {
			_ = db.Close()
		}
		if err == nil || store.KindOf(err) == "" || !strings.HasSuffix(sentenceOf(err), ".") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := must(os.ReadDir(folder)); len(got) != 1 {
		t.Errorf("a failed start left %v", got)
	}
}

// sentenceOf is what people read of err.
func sentenceOf(err error) string {
	if e, ok := err.(*store.Error); ok {
		return e.Msg
	}
	return err.Error()
}

func TestCheck_StopsWhenAsked(t *testing.T) {
	db := storetest.MustOpen(t)
	stopped, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := db.Check(stopped); err == nil {
		t.Error("a check that was told to stop says that all is well")
	}
}
