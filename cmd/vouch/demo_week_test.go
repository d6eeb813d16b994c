// A week of the demo: no date contradicts another, whatever day and hour the demo is started at.

package main

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vouch/store"
)

// mustDatesAgree looks at everybody's digests: each is of the day on which it came and came at half past nine, where
// its reader is.
func mustDatesAgree(tb testing.TB, d *demo) {
	tb.Helper()
	people, err := d.app.DB.Employees()
	if err != nil {
		tb.Fatal(err)
	}
	for _, e := range people {
		days := map[string]bool{}
		for _, m := range d.workspace.Person(string(e.ID)).Inbox() {
			if sentAt(tb, m).After(store.Now()) {
				tb.Errorf("%s: a message of %v stands there before its time", e.ID, sentAt(tb, m))
			}
			at := sentAt(tb, m).In(store.Location(e.TimeZone, demoZone))
			day := at.Format("Monday, 2 January")
			if !isDigest(m) {
				continue
			}
			title, _, _ := strings.Cut(m.Text, "\n")
			late := at.Sub(time.Date(at.Year(), at.Month(), at.Day(), 9, 30, 0, 0, at.Location()))
			if !strings.Contains(title, day) || late < 0 || late > 10*time.Minute+demoStep || days[day] {
				tb.Errorf("%s has %q, which came on %s", e.ID, title, at)
			}
			days[day] = true
		}
		if e.IsAdvocate() && len(days) == 0 {
			tb.Errorf("%s has no digest", e.ID)
		}
	}
}

// mustShow waits until Ada sees words in a window, a private answer or a message that is newer than a moment.
func mustShow(tb testing.TB, d *demo, since time.Time, words string) {
	tb.Helper()
	ctx, cancel := context.WithTimeout(tb.Context(), patience)
	defer cancel()
	ada := d.workspace.Person("ada")
	seen := ""
	err := d.workspace.Await(ctx, func() bool {
		seen = ""
		if v := ada.Modal(); v != nil {
			seen = v.Title + "\n" + v.Words()
		}
		for _, m := range append(ada.Ephemerals(), ada.Inbox()...) {
			if sentAt(tb, m).After(since) {
				seen += "\n" + m.Text + m.Words()
			}
		}
		return strings.Contains(seen, words)
	})
	if err != nil {
		tb.Errorf("%q is not in: %s", words, seen)
	}
}

func TestDemo_DatesAgreeForAWeek(t *testing.T) {
	d := mustDemo(t, filepath.Join(t.TempDir(), "vouch.db"))
	mustDatesAgree(t, d)
	ada := d.workspace.Person("ada")
	for range 5 {
		if _, err := d.nextMorning(t.Context()); err != nil {
			t.Fatal(err)
		}
		today := store.Now().In(store.Location("Europe/Stockholm", "UTC"))
		if titles := mustDigests(t, d, 1); !strings.Contains(titles[len(titles)-1], today.Format("Monday, 2 January")) {
			t.Errorf("on %s the last digest is %q", today, titles[len(titles)-1])
		}
		begun := store.Now().Truncate(time.Second).Add(-time.Second)
		if err := ada.OpenHome(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := d.workspace.Await(t.Context(), func() bool { return ada.Home() != nil }); err != nil {
			t.Fatal(err)
		}
		if _, err := ada.PressHome(t.Context(), "See today's picks"); err != nil {
			t.Fatal(err)
		}
		mustShow(t, d, begun, today.Format("Monday, 2 January"))
	}
	mustDatesAgree(t, d)
	begun := store.Now().Truncate(time.Second).Add(-time.Second)
	for _, line := range []string{"/vouch pause 3 days", "/vouch resume"} {
		if answer, err := ada.Slash(t.Context(), "general", line); err != nil || !answer.Acked {
			t.Fatalf("%s: %+v, %v", line, answer, err)
		}
	}
	e, err := d.app.DB.Employee(demoFirst)
	if err != nil {
		t.Fatal(err)
	}
	next := e.NextDigest.In(store.Location(e.TimeZone, "UTC"))
	mustShow(t, d, begun, next.Format("Monday 2 January"))
	if !e.NextDigest.After(store.Now()) || next.Weekday() == time.Saturday || next.Weekday() == time.Sunday {
		t.Errorf("the next digest is promised for %s", next)
	}
}
