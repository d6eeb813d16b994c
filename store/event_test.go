// Events: places and the line for them, what people are told of changes, reminders and the question afterwards.

package store_test

import (
	"bytes"
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

// coming lists who comes to an event, as "U1 going".
func coming(db *store.DB, asset store.AssetID) (list []string) {
	for _, at := range must(storetest.Ask1(db, (*store.Query).Attendances, asset)) {
		list = append(list, fmt.Sprint(at.Employee, " ", at.State))
	}
	return list
}

// told lists the messages about events that wait to be sent now, as "kind person", and sends them.
func told(tb testing.TB, db *store.DB) map[string]int {
	tb.Helper()
	list := map[string]int{}
	for _, m := range storetest.MustDeliver(tb, db) {
		if strings.HasPrefix(string(m.Kind), "event_") {
			list[fmt.Sprint(m.Kind, " ", m.To)]++
		}
	}
	return list
}

// inTime runs a test in virtual time, from Monday 3 January 2000, 07:00 UTC, with advocates U1 to U4.
func inTime(t *testing.T, do func(t *testing.T, db *store.DB)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(2*day + 7*time.Hour)
		db := storetest.MustOpen(t)
		storetest.MustCompany(t, db)
		for i := 1; i <= 4; i++ {
			storetest.MustAdvocate(t, db, store.EmployeeID(fmt.Sprint("U", i)), fmt.Sprint("Person ", i))
			time.Sleep(time.Millisecond)
		}
		do(t, db)
	})
}

func TestSignUp_PlacesAndTheLine(t *testing.T) {
	inTime(t, func(t *testing.T, db *store.DB) {
		a := storetest.MustEvent(t, db, time.Now().Add(10*day), 2)
		for _, id := range []store.EmployeeID{"U1", "U2", "U3", "U4", "U1", "U3"} {
			must(db.SignUp(id, a.ID))
			time.Sleep(time.Second)
		}
		if diff := cmp.Diff([]string{"U1 going", "U2 going", "U3 waiting", "U4 waiting"}, coming(db, a.ID)); diff != "" {
			t.Errorf("signed up:\n%s", diff)
		}
		if n := must(storetest.Ask1(db, (*store.Query).Turnout, a.ID)); n != (store.Turnout{Going: 2,
			Waiting: 2}) || n.Left(*a.Event) != 0 {
			t.Errorf("turnout %+v", n)
		}
		if got := told(t, db); len(got) != 0 {
			t.Errorf("who signed up is told %v", got)
		}
		must(db.SignOff("U1", a.ID))
		must(db.SignOff("U1", a.ID))
		must(db.SignOff("U4", a.ID))
		if diff := cmp.Diff([]string{"U2 going", "U3 going"}, coming(db, a.ID)); diff != "" {
			t.Errorf("after two left:\n%s", diff)
		}
		if diff := cmp.Diff(map[string]int{"event_place U3": 1}, told(t, db)); diff != "" {
			t.Errorf("told:\n%s", diff)
		}
		must(db.SignUp("U1", a.ID))
		must(db.Leave("U2"))
		storetest.MustSync(t, db, store.SlackUser{ID: "U3", Name: "Person 3", Deactivated: true})
		if diff := cmp.Diff([]string{"U1 going"}, coming(db, a.ID)); diff != "" {
			t.Errorf("after one left the program and one the company:\n%s", diff)
		}
		if got := must(storetest.Ask2(db, (*store.Query).EventsOf, "U1",
			time.Now())); len(got) != 1 || got[0].Asset.ID != a.ID || got[0].Attendance.State != store.Going {
			t.Errorf("U1's events %+v", got)
		}
	})
}

func TestSignUp_ManyAtOnceNeverOverfill(t *testing.T) {
	db := storetest.MustOpen(t)
	a := storetest.MustEvent(t, db, time.Now().Add(10*day), 5)
	var group sync.WaitGroup
	for i := range 30 {
		id := store.EmployeeID(fmt.Sprint("U", i))
		storetest.MustAdvocate(t, db, id, fmt.Sprint("Person ", i))
		group.Go(func() {
			must(db.SignUp(id, a.ID))
			if i%2 == 0 {
				must(db.SignOff(id, a.ID))
			}
		})
	}
	group.Wait()
	if n := must(storetest.Ask1(db, (*store.Query).Turnout, a.ID)); n != (store.Turnout{Going: 5, Waiting: 10}) {
		t.Errorf("turnout %+v", n)
	}
}

func TestSignUp_Refused(t *testing.T) {
	inTime(t, func(t *testing.T, db *store.DB) {
		storetest.MustEmployee(t, db, "N1", "Nora New")
		a := storetest.MustEvent(t, db, time.Now().Add(2*time.Hour), 0)
		article := storetest.MustAsset(t, db, nil)
		for _, want := range []struct {
			id    store.EmployeeID
			asset store.AssetID
			kind  store.Kind
			words string
		}{
			{"N1", a.ID, store.Denied, "Join first"}, {"X", a.ID, store.NotFound, "does not know"},
			{"U1", article.ID, store.Conflict, "no date"}, {"U1", "x", store.NotFound, "does not exist"},
		} {
			wantErr(t, failed(db.SignUp(want.id, want.asset)), want.kind, want.words)
		}
		must(db.SignUp("U1", a.ID))
		wantErr(t, failed(db.FinishEvent("U1", a.ID)), store.Conflict, "not over")
		wantErr(t, failed(db.FinishEvent("U2", a.ID)), store.NotFound, "not signed up")
		time.Sleep(3 * time.Hour)
		wantErr(t, failed(db.SignUp("U2", a.ID)), store.Conflict, "has begun")
		wantErr(t, failed(db.SignOff("U1", a.ID)), store.Conflict, "has begun")
		time.Sleep(2 * time.Hour)
		wantErr(t, failed(db.SignUp("U2", a.ID)), store.Conflict, "is over")
		if _, expired, _ := db.TickAssets(time.Now()); expired != 1 {
			t.Error("an event that is over stays")
		}
		wantErr(t, failed(db.SignUp("U2", a.ID)), store.Conflict, "is over")
		if got := must(db.FinishEvent("U1", a.ID)); got.ClosedAt.IsZero() {
			t.Error("it is not finished")
		}
	})
}

func TestAsset_EventFacts(t *testing.T) {
	db := storetest.MustOpen(t)
	start := time.Now().Add(5 * day)
	event := func(change func(*store.Asset)) store.Asset {
		return storetest.AnAsset(func(a *store.Asset) {
			a.Kind, a.Event = store.Event, &store.EventFacts{StartsAt: start}
			change(a)
		})
	}
	for field, change := range map[string]func(*store.Asset){
		"starts_at":  func(a *store.Asset) { a.Event = nil },
		"ends_at":    func(a *store.Asset) { a.Event.EndsAt = start },
		"place":      func(a *store.Asset) { a.Event.Place = strings.Repeat("x", 201) },
		"slots":      func(a *store.Asset) { a.Event.Slots = 10001 },
		"expires_at": func(a *store.Asset) { a.ExpiresAt = start.Add(-day) },
		"publish_at": func(a *store.Asset) { a.PublishAt, a.ExpiresAt = start.Add(time.Hour), start.Add(3*time.Hour) },
	} {
		t.Run(field, func(t *testing.T) { wantFields(t, failed(db.AddAsset(store.Operator, event(change), true)), field) })
	}
	t.Run("in the past", func(t *testing.T) {
		wantFields(t, failed(db.AddAsset(store.Operator,
			event(func(a *store.Asset) { a.Event.StartsAt = time.Now().Add(-time.Minute) }), true)), "starts_at")
	})
	t.Run("a year too long", func(t *testing.T) {
		wantFields(t, failed(db.AddAsset(store.Operator,
			event(func(a *store.Asset) { a.Event.EndsAt = start.Add(366 * day) }), true)), "ends_at")
	})
	a := must(db.AddAsset(store.Operator, event(func(a *store.Asset) { a.Event.Place = " Room\t5 " }), true))
	if !a.ExpiresAt.Equal(a.Event.StartsAt.Add(2*time.Hour)) || a.Event.Place != "Room 5" {
		t.Errorf("expires %v, place %q", a.ExpiresAt, a.Event.Place)
	}
	a.Event = &store.EventFacts{StartsAt: start.Add(day), EndsAt: start.Add(26 * time.Hour)}
	if a = must(db.EditAsset(store.Operator, a)); !a.ExpiresAt.Equal(a.Event.EndsAt) {
		t.Errorf("moved, it expires %v", a.ExpiresAt)
	}
	storetest.MustAdvocate(t, db, "U1", "Ada")
	must(db.SignUp("U1", a.ID))
	a.Kind = store.Article
	wantFields(t, failed(db.EditAsset(store.Operator, a)), "kind")

	imported := event(func(a *store.Asset) { a.Event = nil })
	r := must(db.AddAssets(store.Operator, []store.Asset{imported}, true))
	if len(r.Added) != 1 {
		t.Fatalf("an announcement without a date: %+v", r)
	}
	wantErr(t, failed(db.SignUp("U1", r.Added[0])), store.Conflict, "no date")
	wantFields(t, failed(db.EditAsset(store.Operator, must(db.Asset(r.Added[0])))), "starts_at")
}

func TestAsset_JobWords(t *testing.T) {
	db := storetest.MustOpen(t)
	a := storetest.MustJob(t, db, "Engineer", "R&D", "Berlin")
	a.Job.Hook, a.Job.Fits = "  Small\tservices. ", "You like quiet."
	if a = must(db.EditAsset(store.Operator, a)); a.Job.Hook != "Small services." || a.Job.Fits != "You like quiet." {
		t.Errorf("kept %+v", a.Job)
	}
	a.Job.Hook, a.Job.Fits = strings.Repeat("x", 201), strings.Repeat("x", 301)
	wantFields(t, failed(db.EditAsset(store.Operator, a)), "hook", "fits")
}

func TestTickEvents_ReminderAndQuestion(t *testing.T) {
	inTime(t, func(t *testing.T, db *store.DB) {
		// Monday the 17th, 18:00: the working day before is Friday the 14th.
		start := time.Date(2000, 1, 17, 18, 0, 0, 0, time.UTC)
		storetest.MustSync(t, db, store.SlackUser{ID: "U2", Name: "Person 2", TimeZone: "Asia/Tokyo"})
		storetest.MustSettings(t, db, func(s *store.Settings) { s.Holidays = []store.LocalDate{"2000-01-18"} })
		a := storetest.MustEvent(t, db, start, 2)
		for _, id := range []store.EmployeeID{"U1", "U2", "U3"} {
			must(db.SignUp(id, a.ID))
		}
		var seen []string
		for now := time.Now().UTC().Truncate(time.Minute); now.Before(start.Add(5 * day)); now = now.Add(30 * time.Minute) {
			if wait := time.Until(now); wait > 0 {
				time.Sleep(wait)
			}
			if _, _, err := db.TickAssets(now); err != nil {
				t.Fatal(err)
			}
			if _, _, err := db.TickEvents(now); err != nil {
				t.Fatal(err)
			}
			if _, _, err := db.TickEvents(now); err != nil {
				t.Fatal(err)
			}
			for message := range told(t, db) {
				seen = append(seen, now.Format("02 15:04 ")+message)
			}
		}
		want := []string{
			"17 00:30 event_reminder U2", // in Tokyo the event is on Tuesday, so Monday 09:30 there
			"14 09:30 event_reminder U1",
			"19 00:30 event_after U2",
			"19 09:30 event_after U1", // the day after is a holiday
		}
		if diff := cmp.Diff([]string{want[1], want[0], want[2], want[3]}, seen); diff != "" {
			t.Errorf("what was sent when:\n%s", diff)
		}
		form := storetest.ASubmission("U1", "Zed Zulu", "zed@x.com")
		form.Cause, form.Event = "form", a.ID
		must(db.SubmitReferral(form))
		must(db.SubmitReferral(form))
		must(db.FinishEvent("U1", a.ID))
		at, _, err := storetest.Find2(db, (*store.Query).AttendanceOf, "U1", a.ID)
		if err != nil || at.Met != 1 || at.ClosedAt.IsZero() || !at.LookAt.IsZero() {
			t.Errorf("afterwards %+v, %v", at, err)
		}
	})
}

// Reminders come with the digest; the question half an hour after the end while people work, else with a digest.
func TestTickEvents_AsksInWorkingHours(t *testing.T) {
	for end, want := range map[string]string{
		"2000-01-11 15:00": "2000-01-11 15:30",
		"2000-01-11 17:29": "2000-01-11 17:59",
		"2000-01-11 17:30": "2000-01-12 10:15", // work is over at six
		"2000-01-11 05:29": "2000-01-11 10:15",
		"2000-01-11 05:30": "2000-01-11 06:00",
		"2000-01-15 12:00": "2000-01-17 10:15", // a Saturday
		"2000-01-18 12:00": "2000-01-19 10:15", // a holiday
	} {
		inTime(t, func(t *testing.T, db *store.DB) {
			storetest.MustSettings(t, db, func(s *store.Settings) {
				s.Rhythm.At, s.Holidays = "10:15", []store.LocalDate{"2000-01-18"}
			})
			over := must(time.Parse("2006-01-02 15:04", end))
			a := storetest.MustEvent(t, db, over.Add(-2*time.Hour), 0)
			a.Event = &store.EventFacts{StartsAt: a.Event.StartsAt, EndsAt: over}
			a = must(db.EditAsset(store.Operator, a))
			if at := must(db.SignUp("U1", a.ID)); at.LookAt.Format("15:04") != "10:15" {
				t.Errorf("reminded at %s", at.LookAt)
			}
			time.Sleep(time.Until(over.Add(-3 * time.Hour)))
			if reminded, _, err := db.TickEvents(time.Now()); reminded != 1 || err != nil {
				t.Errorf("%d reminded, %v", reminded, err)
			}
			at, _, _ := storetest.Find2(db, (*store.Query).AttendanceOf, "U1", a.ID)
			if at.LookAt.Format("2006-01-02 15:04") != want {
				t.Errorf("over at %s, asked at %s, want %s", end, at.LookAt, want)
			}
		})
	}
}

func TestTickEvents_WhatIsTooLateIsLeftOut(t *testing.T) {
	inTime(t, func(t *testing.T, db *store.DB) {
		a := storetest.MustEvent(t, db, time.Now().Add(10*day), 0)
		must(db.SignUp("U1", a.ID))
		late := a.Event.StartsAt.Add(20 * day)
		time.Sleep(time.Until(late))
		for range 3 {
			if reminded, asked, err := db.TickEvents(late); reminded+asked != 0 || err != nil {
				t.Errorf("%d reminded, %d asked, %v", reminded, asked, err)
			}
		}
		if got := told(t, db); len(got) != 0 {
			t.Errorf("told %v", got)
		}
		soon := storetest.MustEvent(t, db, time.Now().Add(time.Hour), 0)
		must(db.SignUp("U2", soon.ID))
		if reminded, _, _ := db.TickEvents(time.Now()); reminded != 0 {
			t.Error("who signed up an hour before is reminded")
		}
		// The working day before is over; the morning of the day itself is not, and leaves an hour.
		for begins, want := range map[time.Duration]time.Duration{
			10*time.Hour + 29*time.Minute: 0,
			10*time.Hour + 30*time.Minute: -time.Hour,
			15 * time.Hour:                -5*time.Hour - 30*time.Minute,
		} {
			today := storetest.MustEvent(t, db, time.Now().Truncate(day).Add(begins), 0)
			at := must(db.SignUp("U3", today.ID))
			if before := min(at.LookAt.Sub(today.Event.StartsAt), 0); before != want {
				t.Errorf("of an event at %s who signs up on the day is reminded %v", begins, at.LookAt)
			}
		}
	})
}

func TestEvent_ChangesAreToldOnce(t *testing.T) {
	inTime(t, func(t *testing.T, db *store.DB) {
		a := storetest.MustEvent(t, db, time.Now().Add(10*day), 1)
		for _, id := range []store.EmployeeID{"U1", "U2", "U3"} {
			must(db.SignUp(id, a.ID))
			time.Sleep(time.Second)
		}
		must(db.SaveFeedback("U1", a.ID, store.Saved, "", ""))
		must(db.SaveFeedback("U4", a.ID, store.Saved, "", ""))
		edit := func(change func(*store.Asset)) {
			t.Helper()
			x := must(db.Asset(a.ID))
			facts := *x.Event
			x.Event = &facts
			change(&x)
			must(db.EditAsset(store.Operator, x))
			time.Sleep(time.Second)
		}
		want := func(what string, messages ...string) {
			t.Helper()
			list := map[string]int{}
			for _, m := range messages {
				list[m]++
			}
			if diff := cmp.Diff(list, told(t, db)); diff != "" {
				t.Errorf("%s:\n%s", what, diff)
			}
		}
		edit(func(x *store.Asset) { x.Summary = "Soup afterwards." })
		want("another summary")
		edit(func(x *store.Asset) { x.Event.EndsAt = x.Event.StartsAt.Add(time.Hour) })
		want("another end")
		edit(func(x *store.Asset) {
			x.Event.StartsAt, x.Event.EndsAt = x.Event.StartsAt.Add(day), x.Event.EndsAt.Add(day)
		})
		want("moved", "event_changed U1", "event_changed U2", "event_changed U3")
		edit(func(x *store.Asset) { x.Event.Slots = 2 })
		want("one more place", "event_place U2")
		edit(func(x *store.Asset) { x.Event.Slots = 1 })
		want("one place less", "event_changed U2")
		if diff := cmp.Diff([]string{"U1 going", "U2 waiting", "U3 waiting"}, coming(db, a.ID)); diff != "" {
			t.Errorf("who moved up last goes back to the front of the line:\n%s", diff)
		}
		edit(func(x *store.Asset) { x.Event.Slots = 2 })
		want("the place is back", "event_place U2")
		must(db.WithdrawAsset(store.Operator, a.ID, "The room is flooded."))
		var notices []string
		for _, m := range storetest.MustDeliver(t, db) {
			notices = append(notices, fmt.Sprint(m.Kind, " ", m.To))
		}
		for _, m := range []string{"event_changed U1", "event_changed U2", "event_changed U3", "asset_notice U4"} {
			if !strings.Contains(strings.Join(notices, ","), m) {
				t.Errorf("withdrawn: %s is missing in %v", m, notices)
			}
		}
		if strings.Contains(strings.Join(notices, ","), "asset_notice U1") {
			t.Error("who comes and had saved it is told twice")
		}
		if _, err := db.SignUp("U4", a.ID); store.KindOf(err) != store.Conflict {
			t.Errorf("signing up for a cancelled event: %v", err)
		}
		must(db.PublishAsset(store.Operator, a.ID))
		want("after all", "event_changed U1", "event_changed U2", "event_changed U3")
	})
}

func TestEvent_PersonalData(t *testing.T) {
	inTime(t, func(t *testing.T, db *store.DB) {
		a := storetest.MustEvent(t, db, time.Now().Add(10*day), 1)
		must(db.SignUp("U1", a.ID))
		must(db.SignUp("U2", a.ID))
		var mine, theirs bytes.Buffer
		if err := db.Export(&mine, "U1", false); err != nil {
			t.Fatal(err)
		}
		if err := db.Export(&theirs, "U3", false); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(mine.String(), `{"kind":"attendance"`) || strings.Contains(theirs.String(), `"attendance"`) {
			t.Error("attendances are not exported to whose they are")
		}
		if n := must(db.EraseEmployee(store.Operator, "U1"))["attendances"]; n != 1 {
			t.Errorf("%d erased", n)
		}
		if diff := cmp.Diff([]string{"U2 going"}, coming(db, a.ID)); diff != "" {
			t.Errorf("after the erasure:\n%s", diff)
		}
		if diff := cmp.Diff(map[string]int{"event_place U2": 1}, told(t, db)); diff != "" {
			t.Errorf("told:\n%s", diff)
		}
	})
}

// Whoever gave their place back is not offered the event in a digest again.
func TestSignOff_IsNotPickedAgain(t *testing.T) {
	inTime(t, func(t *testing.T, db *store.DB) {
		event := storetest.MustEvent(t, db, time.Now().Add(10*day), 3)
		must(db.SignUp("U1", event.ID))
		must(db.SignOff("U1", event.ID))
		if seen := must(db.TasteOf("U1")).Seen; !slices.Contains(seen, event.Seq) {
			t.Errorf("after signing off only %v are left out of digests", seen)
		}
	})
}
