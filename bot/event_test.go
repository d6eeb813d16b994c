// Tests of events in Slack: signing up wherever an event is shown, the line for a place, and what people hear of it.

package bot

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"vouch/bot/slacksim"
	"vouch/store"
	"vouch/store/storetest"
)

// goldenEvent is an evening in Berlin with three places.
func goldenEvent() store.Asset {
	return store.Asset{ID: "01EVENT", Kind: store.Event, State: store.Live, Title: "Open evening: energy data without the hype",
		Summary: "Three short talks and soup.", URL: "https://northwind.example/evening", Topics: []string{"community"},
		TalkingPoints: []store.TalkingPoint{{Text: "We show the <raw> numbers."}, {Persona: "engineering", Text: "Ask about the ingest."}, {Persona: "sales", Text: "No."}},
		Event:         &store.EventFacts{StartsAt: goldenNow.Add(80 * time.Hour), EndsAt: goldenNow.Add(83 * time.Hour), Place: "Berlin *office*", Slots: 3}}
}

// goldenShown is the event as somebody sees it who answered so, with so many people on the list.
func goldenShown(state store.AttendanceState, going, waiting int) shownEvent {
	return shownEvent{Turnout: store.Turnout{Going: going, Waiting: waiting}, Mine: store.Attendance{Asset: "01EVENT", Employee: "U0ADA", State: state},
		Place: waiting, zone: goldenMember().zone}
}

func TestGolden_EventDigest(t *testing.T) {
	d := goldenDigest()
	d.Picks = nil
	for i, shown := range []shownEvent{goldenShown("", 1, 0), goldenShown(store.Going, 2, 0), goldenShown(store.Waiting, 3, 2), goldenShown("", 3, 0), goldenShown(store.NotComing, 0, 0)} {
		pick := shownPick{Asset: goldenEvent(), Reason: "for everyone", Event: &shown}
		pick.Asset.ID += store.AssetID(fmt.Sprint(i))
		if i == 4 {
			pick.Event.Begun = true
		}
		d.Picks = append(d.Picks, pick)
	}
	d.Picks[1].Shared = []store.Network{store.LinkedIn}
	goldenMessage(t, "event-digest", digestContent(d))
	for i, state := range []store.AssetState{store.Withdrawn, store.Expired} {
		d.Picks[i].Asset.State = state
	}
	d.Picks = d.Picks[:2]
	goldenMessage(t, "event-digest-over", digestContent(d))
}

func TestGolden_EventMessages(t *testing.T) {
	of := func(kind store.MessageKind, state store.AttendanceState, change func(*eventMessage)) content {
		e := eventMessage{kind: kind, asset: goldenEvent(), shown: goldenShown(state, 2, 0), me: goldenMember()}
		if change != nil {
			change(&e)
		}
		return eventContent(e)
	}
	goldenMessage(t, "event-reminder", of(store.MsgEventReminder, store.Going, nil))
	goldenMessage(t, "event-reminder-off", of(store.MsgEventReminder, store.NotComing, nil))
	goldenMessage(t, "event-place", of(store.MsgEventPlace, store.Going, nil))
	goldenMessage(t, "event-moved", of(store.MsgEventChanged, store.Going, func(e *eventMessage) {
		facts := *e.asset.Event
		facts.EndsAt, facts.Slots = facts.StartsAt.Add(30*time.Hour), 0
		e.asset.Event, e.asset.Title = &facts, hostile
	}))
	goldenMessage(t, "event-cancelled", of(store.MsgEventChanged, store.Going, func(e *eventMessage) {
		e.asset.State, e.asset.StateReason = store.Withdrawn, "The room is <flooded>."
	}))
	over := func(met int, closed bool) func(*eventMessage) {
		return func(e *eventMessage) {
			e.shown.Begun, e.shown.Mine.Met = true, met
			if closed {
				e.shown.Mine.ClosedAt = goldenNow
			}
		}
	}
	goldenMessage(t, "event-after", of(store.MsgEventAfter, store.Going, over(0, false)))
	goldenMessage(t, "event-after-two", of(store.MsgEventAfter, store.Going, over(2, false)))
	goldenMessage(t, "event-after-nobody", of(store.MsgEventAfter, store.Going, over(0, true)))
	goldenMessage(t, "event-after-all", of(store.MsgEventAfter, store.Going, over(1, true)))
}

func TestGolden_EventViews(t *testing.T) {
	shown := goldenShown("", 2, 1)
	var coming []store.Attendance
	for i := range 250 {
		at := store.Attendance{Employee: store.EmployeeID(fmt.Sprintf("U%010d", i)), State: store.Going}
		if i > 240 {
			at.State = store.Waiting
		}
		coming = append(coming, at)
	}
	own := shown
	own.Mine.State, own.Turnout.Going = store.Going, 2
	unlimited := goldenEvent()
	unlimited.Event.Slots = 0
	if words := eventWords(unlimited, own); !strings.HasSuffix(words, "1 other colleague comes") {
		t.Errorf("who comes reads of others: %s", words)
	}
	goldenModal(t, "event-who", attendeesView(goldenEvent(), coming, &shown))
	goldenModal(t, "event-who-nobody", attendeesView(goldenEvent(), nil, &shown))
	undated := goldenEvent()
	undated.Event = nil
	goldenModal(t, "event-who-undated", attendeesView(undated, nil, nil))

}

func TestGolden_HomeEvents(t *testing.T) {
	h := home{me: goldenMember(), now: goldenNow, events: []homeEvent{
		{asset: goldenEvent(), shown: goldenShown(store.Going, 2, 0)}, {asset: goldenEvent(), shown: goldenShown(store.Waiting, 3, 1)},
		{asset: goldenEvent(), shown: shownEvent{Mine: store.Attendance{State: store.Going}, Begun: true, Over: true, zone: goldenMember().zone}},
	}}
	goldenHome(t, "home-events", homeView(h))
}

func TestGolden_EventForm(t *testing.T) {
	goldenModal(t, "curate-form-event", assetFormView(assetForm{asset: goldenEvent(), zone: goldenMember().zone}))
}

func TestGolden_JobCards(t *testing.T) {
	d := goldenDigest()
	job := goldenJob()
	job.Job = &store.JobFacts{Department: "Engineering", Location: "Berlin", Hook: "Money that moves <safely>.", Fits: "You count twice."}
	plain := goldenJob()
	plain.ID, plain.FromSource, plain.Title, plain.Summary = "01PLAIN", "S", "STAFF ENGINEER (m/w/d) REQ-100", "We are a leading provider of synergies."
	d.Picks = []shownPick{{Asset: job, Reason: "for everyone"}, {Asset: plain, Reason: "for everyone", Reader: "U0ADA"}}
	goldenMessage(t, "digest-jobs", digestContent(d))
}

// withEvent runs a test on Monday 07:00 with Ada, Ben and Dev, who manages the program, and an evening on Thursday with one place.
func withEvent(t *testing.T, do func(t *testing.T, h *harness, ada, ben, dev actor, event store.Asset)) {
	t.Helper()
	withHarness(t, setup{}, func(t *testing.T, h *harness) {
		event := storetest.MustEvent(t, h.db, time.Now().Add(3*24*time.Hour+11*time.Hour), 1)
		do(t, h, h.joined(t, "ada"), h.joined(t, "ben"), h.actor(t, "dev"), event)
	})
}

func TestEvent_FromSignUpToReferral(t *testing.T) {
	withEvent(t, func(t *testing.T, h *harness, ada, ben, dev actor, event store.Asset) {
		defer h.wantNoComplaint(t)
		h.pass(4 * time.Hour)
		id := string(event.ID)
		wantWords(t, ada.digest().Words(), "Open evening", "Berlin office", " · 1 place", "I will be there")
		ada.press(ada.digest(), "do:"+id, actAttend)
		wantWords(t, ada.digest().Words(), "You are coming.", "I can't come")
		ben.press(ben.digest(), "do:"+id, actAttend) // drawn before Ada took it
		wantWords(t, ben.digest().Words(), "You are number 1 in line", "Leave the line")
		wantWords(t, ada.homeSays(), "Your events", "You are coming.")

		dev.homeSays()
		dev.pressHome("Manage content")
		dev.pressModal(actContentMenu, contentWho+" "+id)
		wantWords(t, dev.modalSays(), "1 person comes", string(ada.id), "1 person waits", string(ben.id))

		ada.pressHome("I can't come")
		wantWords(t, ada.digest().Words(), "You said that you can't come.")
		wantWords(t, ben.card("A place is free").Words(), "it is yours", "You are coming.")
		wantWords(t, ben.digest().Words(), "You are coming.")

		h.pass(2 * 24 * time.Hour) // Wednesday, after the hour of the digest
		reminder := ben.card("You are signed up")
		wantWords(t, reminder.Words(), "Open evening", "Berlin office", "I can't come")
		if texts := strings.Join(h.texts("ada"), "\n"); strings.Contains(texts, "You are signed up") {
			t.Error("who signed off is reminded")
		}
		ben.press(reminder, "do:"+id, actAttendOff)
		wantWords(t, ben.card("You are signed up").Words(), "You said that you can't come.", "I can come after all")
		ben.press(ben.card("You are signed up"), "do:"+id, actAttend)

		h.pass(2 * 24 * time.Hour) // Friday
		question := ben.card("Whom did you meet")
		ben.press(question, "met:"+id, actEventMet)
		wantWords(t, ben.modalSays(), "Somebody you met at *Open evening*")
		v := ben.Modal()
		if why := v.Values[fieldWhy][inputValue]["value"]; why != "Met at Open evening." {
			t.Errorf("why begins as %v", why)
		}
		form := jane(nil)
		delete(form, fieldRelationship)
		delete(form, fieldWhy)
		if got := ben.submits(form); got != nil {
			t.Fatalf("errors %v", got)
		}
		if list := must(h.db.ReferralsOf(ben.id))(t); len(list) != 1 || list[0].Event != event.ID || list[0].Relationship != relationCommunity {
			t.Errorf("stored %+v", list)
		}
		wantWords(t, ben.card("You referred").Words(), "You referred 1 person", "That is all")
		ben.press(ben.card("You referred"), "met:"+id, actEventFinish)
		wantWords(t, ben.card("You referred").Words(), "Thank you")
		wantWords(t, ben.digest().Words(), "Your picks")
	})
}

func TestEvent_MovedCancelledAndLate(t *testing.T) {
	withEvent(t, func(t *testing.T, h *harness, ada, ben, dev actor, event store.Asset) {
		defer h.wantNoComplaint(t)
		h.pass(4 * time.Hour)
		id := string(event.ID)
		old := ada.digest()
		ada.press(old, "do:"+id, actAttend)
		dev.homeSays()
		dev.pressHome("Manage content")
		dev.pressModal(actContentMenu, contentEdit+" "+id)
		got := dev.submits(slacksim.Values{fieldStartsDay: "2000-01-02", fieldStartsTime: "18:00"})
		if !strings.Contains(got[fieldStartsDay], "over") {
			t.Errorf("a day that is over: %v", got)
		}
		if got := dev.submits(slacksim.Values{fieldStartsDay: "2000-01-07", fieldEndsTime: "17:00"}); !strings.Contains(got[fieldEndsTime], "after the beginning") {
			t.Errorf("an end before the beginning: %v", got)
		}
		if got := dev.submits(slacksim.Values{fieldEndsTime: "21:30", fieldSlots: "many"}); !strings.Contains(got[fieldSlots], "whole number") {
			t.Errorf("many places: %v", got)
		}
		if got := dev.submits(slacksim.Values{fieldSlots: "", fieldPlace: "Potsdam"}); got != nil {
			t.Fatalf("errors %v", got)
		}
		h.pass(time.Minute)
		wantWords(t, ada.card("has changed").Words(), "Potsdam", "You are coming.")
		moved := must(h.db.Asset(event.ID))(t)
		if moved.Event.Slots != 0 || !moved.Event.StartsAt.Equal(time.Date(2000, 1, 7, 18, 0, 0, 0, time.UTC)) || !moved.ExpiresAt.Equal(time.Date(2000, 1, 7, 21, 30, 0, 0, time.UTC)) {
			t.Errorf("kept %+v until %v", moved.Event, moved.ExpiresAt)
		}
		if _, err := h.db.WithdrawAsset(dev.id, event.ID, "The speaker is ill."); err != nil {
			t.Fatal(err)
		}
		h.pass(time.Minute)
		wantWords(t, ada.card("was cancelled").Text, "The speaker is ill.")
		wantWords(t, ben.digest().Words(), "This event was cancelled.")
		if _, err := h.handled(inbound{Kind: kindAction, User: ben.id, Action: action{ID: actAttend, Value: id}}); store.KindOf(err) != store.Conflict {
			t.Errorf("signing up for a cancelled event: %v", err)
		}
	})
}

func TestEvent_Refused(t *testing.T) {
	withEvent(t, func(t *testing.T, h *harness, ada, ben, dev actor, event store.Asset) {
		press := func(who actor, id, value string) error {
			_, err := h.handled(inbound{Kind: kindAction, User: who.id, Action: action{ID: id, Value: value}})
			return err
		}
		stranger := h.actor(t, "finn")
		for what, row := range map[string]struct {
			err  error
			kind store.Kind
		}{
			"who has not joined":   {press(stranger, actAttend, string(event.ID)), store.Denied},
			"an unknown event":     {press(ada, actAttend, "x"), store.NotFound},
			"off without being on": {press(ada, actAttendOff, string(event.ID)), ""},
			"before it is over":    {press(ada, actEventFinish, string(event.ID)), store.NotFound},
			"met at nothing":       {press(ada, actEventMet, "x"), store.NotFound},
		} {
			if store.KindOf(row.err) != row.kind {
				t.Errorf("%s: %v", what, row.err)
			}
		}
		h.pass(5 * 24 * time.Hour)
		if err := press(ada, actAttend, string(event.ID)); store.KindOf(err) != store.Conflict {
			t.Errorf("signing up afterwards: %v", err)
		}
		if len(h.live(t)) != 0 {
			t.Error("an event that is over is live")
		}
	})
}
