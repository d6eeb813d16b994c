// Tests of events in Slack: signing up wherever an event is shown, the line for a place, and what people hear of it.

package event_test

import (
	"strings"
	"testing"
	"time"

	"vouch/bot/block"
	"vouch/bot/bottest"
	"vouch/bot/dispatch"
	"vouch/bot/slacksim"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/storetest"
)

func TestEvent_FromSignUpToReferral(t *testing.T) {
	bottest.WithEvent(t, func(t *testing.T, h *bottest.World, ada, ben, dev bottest.Actor, event store.Asset) {
		defer h.WantNoComplaint(t)
		h.Pass(4 * time.Hour)
		id := string(event.ID)
		bottest.WantWords(t, ada.Digest().Words(), "Open evening", "Berlin office", " · 1 place", "I will be there")
		ada.Presses(ada.Digest(), "do:"+id, surface.ActAttend)
		bottest.WantWords(t, ada.Digest().Words(), "You are coming.", "I can't come")
		ben.Presses(ben.Digest(), "do:"+id, surface.ActAttend) // drawn before Ada took it
		bottest.WantWords(t, ben.Digest().Words(), "You are number 1 in line", "Leave the line")
		bottest.WantWords(t, ada.HomeSays(), "Your events", "You are coming.")

		dev.HomeSays()
		dev.PressesHome("Manage content")
		dev.PressesModal(surface.ActContentMenu, "who"+" "+id)
		bottest.WantWords(t, dev.ModalSays(), "1 person comes", string(ada.Id), "1 person waits", string(ben.Id))

		ada.PressesHome("I can't come")
		bottest.WantWords(t, ada.Digest().Words(), "You said that you can't come.")
		bottest.WantWords(t, ben.Card("A place is free").Words(), "it is yours", "You are coming.")
		bottest.WantWords(t, ben.Digest().Words(), "You are coming.")

		h.Pass(2 * 24 * time.Hour) // Wednesday, after the hour of the digest
		reminder := ben.Card("You are signed up")
		bottest.WantWords(t, reminder.Words(), "Open evening", "Berlin office", "I can't come")
		if texts := strings.Join(h.Texts("ada"), "\n"); strings.Contains(texts, "You are signed up") {
			t.Error("who signed off is reminded")
		}
		ben.Presses(reminder, "do:"+id, surface.ActAttendOff)
		bottest.WantWords(t, ben.Card("You are signed up").Words(), "You said that you can't come.", "I can come after all")
		ben.Presses(ben.Card("You are signed up"), "do:"+id, surface.ActAttend)

		h.Pass(2 * 24 * time.Hour) // Friday
		question := ben.Card("Whom did you meet")
		ben.Presses(question, "met:"+id, surface.ActEventMet)
		bottest.WantWords(t, ben.ModalSays(), "Somebody you met at *Open evening*")
		v := ben.Modal()
		if why := v.Values[surface.FieldWhy][block.InputValue]["value"]; why != "Met at Open evening." {
			t.Errorf("why begins as %v", why)
		}
		form := bottest.Jane(nil)
		delete(form, surface.FieldWhy)
		bottest.Must(ben.Typeahead(t.Context(), "refer_job", "Anything with Go"))(t)
		if got := ben.Submits(form); got != nil {
			t.Fatalf("errors %v", got)
		}
		if list := bottest.Must(storetest.Ask1(h.Db, (*store.Query).ReferralsOf,
			ben.Id))(t); len(list) != 1 || list[0].Event != event.ID || list[0].Relationship != surface.RelationCommunity {
			t.Errorf("stored %+v", list)
		}
		bottest.WantWords(t, ben.Card("You referred").Words(), "You referred 1 person", "That is all")
		ben.Presses(ben.Card("You referred"), "met:"+id, "event_finish")
		bottest.WantWords(t, ben.Card("You referred").Words(), "Thank you")
		bottest.WantWords(t, ben.Digest().Words(), "Your picks")
	})
}

func TestEvent_MovedCancelledAndLate(t *testing.T) {
	bottest.WithEvent(t, func(t *testing.T, h *bottest.World, ada, ben, dev bottest.Actor, event store.Asset) {
		defer h.WantNoComplaint(t)
		h.Pass(4 * time.Hour)
		id := string(event.ID)
		old := ada.Digest()
		ada.Presses(old, "do:"+id, surface.ActAttend)
		dev.HomeSays()
		dev.PressesHome("Manage content")
		dev.PressesModal(surface.ActContentMenu, surface.ContentEdit+" "+id)
		got := dev.Submits(slacksim.Values{"starts_at": "2000-01-02", "starts_time": "18:00"})
		if !strings.Contains(got["starts_at"], "over") {
			t.Errorf("a day that is over: %v", got)
		}
		dev.PressesModal("When")
		if got := dev.Submits(slacksim.Values{"starts_at": "2000-01-07", "ends_at": "17:00"}); !strings.Contains(
			got["ends_at"], "after the beginning") {
			t.Errorf("an end before the beginning: %v", got)
		}
		if got := dev.Submits(slacksim.Values{"ends_at": "21:30", "slots": "many"}); !strings.Contains(got["slots"],
			"whole number") {
			t.Errorf("many places: %v", got)
		}
		if got := dev.Submits(slacksim.Values{"slots": "", "place": "Potsdam"}); got != nil {
			t.Fatalf("errors %v", got)
		}
		h.Pass(time.Minute)
		bottest.WantWords(t, ada.Card("has changed").Words(), "Potsdam", "You are coming.")
		moved := bottest.Must(h.Db.Asset(event.ID))(t)
		if moved.Event.Slots != 0 || !moved.Event.StartsAt.Equal(time.Date(2000, 1, 7, 18, 0, 0, 0, time.UTC)) ||
			!moved.ExpiresAt.Equal(time.Date(2000, 1, 7, 21, 30, 0, 0, time.UTC)) {
			t.Errorf("kept %+v until %v", moved.Event, moved.ExpiresAt)
		}
		if _, err := h.Db.WithdrawAsset(dev.Id, event.ID, "The speaker is ill."); err != nil {
			t.Fatal(err)
		}
		h.Pass(time.Minute)
		bottest.WantWords(t, ada.Card("was cancelled").Text, "The speaker is ill.")
		bottest.WantWords(t, ben.Digest().Words(), "This event was cancelled.")
		if _, err := h.Handled(dispatch.Interaction{Kind: dispatch.KindAction, User: ben.Id,
			Action: dispatch.Action{ID: surface.ActAttend, Value: id}}); store.KindOf(err) != store.Conflict {
			t.Errorf("signing up for a cancelled event: %v", err)
		}
	})
}

func TestEvent_Refused(t *testing.T) {
	bottest.WithEvent(t, func(t *testing.T, h *bottest.World, ada, ben, dev bottest.Actor, event store.Asset) {
		press := func(who bottest.Actor, id, value string) error {
			_, err := h.Handled(dispatch.Interaction{Kind: dispatch.KindAction, User: who.Id,
				Action: dispatch.Action{ID: id, Value: value}})
			return err
		}
		stranger := h.Person(t, "finn")
		for what, row := range map[string]struct {
			err  error
			kind store.Kind
		}{
			"who has not joined":   {press(stranger, surface.ActAttend, string(event.ID)), store.Denied},
			"an unknown event":     {press(ada, surface.ActAttend, "x"), store.NotFound},
			"off without being on": {press(ada, surface.ActAttendOff, string(event.ID)), ""},
			"before it is over":    {press(ada, "event_finish", string(event.ID)), store.NotFound},
			"met at nothing":       {press(ada, surface.ActEventMet, "x"), store.NotFound},
		} {
			if store.KindOf(row.err) != row.kind {
				t.Errorf("%s: %v", what, row.err)
			}
		}
		h.Pass(5 * 24 * time.Hour)
		if err := press(ada, surface.ActAttend, string(event.ID)); store.KindOf(err) != store.Conflict {
			t.Errorf("signing up afterwards: %v", err)
		}
		if len(h.Live(t)) != 0 {
			t.Error("an event that is over is live")
		}
	})
}
