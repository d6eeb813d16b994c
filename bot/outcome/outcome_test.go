// Tests of outcomes that wait: who is asked and how often, and what a decision and its undoing do.

package outcome_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest"
	"vouch/bot/slacksim"
	"vouch/store"
	"vouch/store/outcome"
	"vouch/store/storetest"
)

// withReferral runs a test with Dev, who manages the program, and a referral by Ada that Cleo owns.
func withReferral(t *testing.T, do func(t *testing.T, h *bottest.World, dev, cleo bottest.Actor, r store.Referral)) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		if err := h.Db.ChangeRole(store.Operator, store.Recruiter, []store.EmployeeID{h.Id("cleo")}, nil); err != nil {
			t.Fatal(err)
		}
		ada := h.Joined(t, "ada")
		r := storetest.MustReferral(t, h.Db, ada.Id, "Jane Doe", "jane@x.example")
		do(t, h, h.Person(t, "dev"), h.Person(t, "cleo"), r)
		h.WantNoComplaint(t)
	})
}

// told is what Greenhouse says about somebody whom it knows as referred.
func told(t *testing.T, h *bottest.World, event string, change func(*store.OutcomeEvent)) store.Outcome {
	t.Helper()
	e := store.OutcomeEvent{Source: "greenhouse", EventID: event, Kind: outcome.Interview, Known: outcome.Signed,
		External: []string{"application/" + event}, Claimed: true, Name: "J. Doe · Engineer"}
	if change != nil {
		change(&e)
	}
	return bottest.Must(h.Db.ApplyOutcome(e))(t)
}

// asked counts the messages about outcomes that somebody got.
func asked(h *bottest.World, who string) (n int) {
	for _, text := range h.Texts(who) {
		if strings.Contains(text, "for you: whose") {
			n++
		}
	}
	return n
}

func TestOutcomes_PlacedAndTakenBack(t *testing.T) {
	withReferral(t, func(t *testing.T, h *bottest.World, dev, cleo bottest.Actor, r store.Referral) {
		told(t, h, "1", nil)
		h.Pass(5 * time.Hour)
		dev.Presses(dev.Card("outcome waits for you"), "", "outcomes")
		bottest.WantWords(t, dev.ModalSays(), "J. Doe · Engineer", "Greenhouse: *interview*", "No referral fits")
		id := bottest.Must(storetest.Ask1(h.Db, (*store.Query).WaitingOutcomes, dev.Id))(t)[0].ID
		dev.PressesModal("outcome_menu", "assign "+string(id))
		got := bottest.Must(dev.Typeahead(t.Context(), "outcome_referral", "jane"))(t)
		if len(got.Options) != 1 || got.Options[0]["value"] != string(r.ID) {
			t.Fatalf("offered %v", got.Options)
		}
		if wrong := dev.Submits(slacksim.Values{"referral": string(r.ID)}); wrong != nil {
			t.Fatalf("errors %v", wrong)
		}
		bottest.WantWords(t, dev.ModalSays(), "Recorded. Jane Doe is *interview*")
		if stage := dev.Stage(r.ID); stage != store.Interview {
			t.Errorf("it stands at %s", stage)
		}
		bottest.WantWords(t, h.Person(t, "ada").Card("moved on to").Text, "*interview*")
		if err := dev.CloseModal(t.Context()); err != nil {
			t.Fatal(err)
		}
		h.Pass(time.Second)
		dev.PressesModal("outcome_undo")
		bottest.WantWords(t, dev.ModalSays(), "It waits again.", "J. Doe")
		if stage := dev.Stage(r.ID); stage != store.Submitted {
			t.Errorf("taken back it stands at %s", stage)
		}
		dev.PressesModal("outcome_menu", "dismiss "+string(id))
		bottest.WantWords(t, dev.ModalSays(), "It counts for nothing.", "Nothing waits for a decision.")
		// An old list offers what somebody has decided.
		told(t, h, "2", nil)
		dev.Types("/vouch outcomes")
		id = bottest.Must(storetest.Ask1(h.Db, (*store.Query).WaitingOutcomes, dev.Id))(t)[0].ID
		if err := h.Db.DismissOutcome(store.Operator, id); err != nil {
			t.Fatal(err)
		}
		dev.PressesModal("outcome_menu", "dismiss "+string(id))
		bottest.WantWords(t, dev.ModalSays(), "Somebody has decided about it already.")
	})
}

// A hint goes to the owner too, who sees nothing else; everybody is told once a day.
func TestOutcomes_HintsGoToTheOwner(t *testing.T) {
	withReferral(t, func(t *testing.T, h *bottest.World, dev, cleo bottest.Actor, r store.Referral) {
		for i := range 5 {
			told(t, h, fmt.Sprint("other", i), nil)
		}
		hint := told(t, h, "hint", func(e *store.OutcomeEvent) {
			e.Known, e.Reference, e.Kind, e.Source = outcome.Hint, string(r.ID), outcome.Offer, "lever"
		})
		h.Pass(5 * time.Hour)
		if dev, cleo := asked(h, "dev"), asked(h, "cleo"); dev != 1 || cleo != 1 {
			t.Errorf("the manager was told %d times, the owner %d times", dev, cleo)
		}
		told(t, h, "later", nil)
		h.Pass(time.Hour)
		if n := asked(h, "dev"); n != 1 {
			t.Errorf("told %d times on the same day", n)
		}
		h.Pass(24 * time.Hour)
		if n := asked(h, "dev"); n != 2 {
			t.Errorf("told %d times on two days", n)
		}
		cleo.Presses(cleo.Card("outcome waits for you"), "", "outcomes")
		bottest.WantWords(t, cleo.ModalSays(), "Jane Doe", "Lever: *offer made*", "No signature proves it")
		if strings.Contains(cleo.ModalSays(), "J. Doe") {
			t.Error("the owner sees what is not theirs")
		}
		cleo.PressesModal("outcome_menu", "confirm "+string(hint.ID))
		bottest.WantWords(t, cleo.ModalSays(), "Recorded: Jane Doe, *offer made*. The referral is *offer made*.")
		said := h.Person(t, "ben").Types("/vouch outcomes")
		if !strings.Contains(said, "Only program managers") && strings.Contains(said, "Outcomes") {
			t.Errorf("somebody else reads %s", said)
		}
	})
}
