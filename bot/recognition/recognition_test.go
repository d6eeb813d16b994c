// Tests of wins and thanks as people meet them: the question, the channel, taking it back, the card, and what each
// incentive gets.

package recognition_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest"
	"vouch/bot/dispatch"
	"vouch/bot/slacksim"
	"vouch/store"
	"vouch/store/storetest"
)

// withWins runs a test in which wins go to the general channel, and Dev manages the program.
func withWins(t *testing.T, do func(t *testing.T, h *bottest.World, ada, dev bottest.Actor)) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 5)}, func(t *testing.T, h *bottest.World) {
		storetest.MustSettings(t, h.Db, func(s *store.Settings) {
			s.Channel, s.LeaderTitles = bottest.General, []string{"king"}
		})
		dev := h.Person(t, "dev")
		if err := h.Db.ChangeRole(store.Operator, store.Manager, []store.EmployeeID{dev.Id}, nil); err != nil {
			t.Fatal(err)
		}
		do(t, h, h.Joined(t, "ada"), dev)
		h.WantNoComplaint(t)
	})
}

// hired has somebody's referral hired.
func hired(t *testing.T, h *bottest.World, who bottest.Actor) store.Referral {
	t.Helper()
	name := who.Employee().Name
	r := storetest.MustReferral(t, h.Db, who.Id, "Jane "+strings.Split(name, " ")[0], string(who.Id)+"@x.example")
	return bottest.Must(h.Db.MoveReferral(store.Operator, r.ID, store.Hired, "", r.Version))(t)
}

// told are the posts about wins in the channel.
func told(h *bottest.World) (posts []string) {
	for _, m := range h.Sim.Person("dev").Messages(bottest.General) {
		if strings.Contains(m.Text, "Thank you!") {
			posts = append(posts, m.Text)
		}
	}
	return posts
}

// press is a press of a button, as it comes from a window that shows it still.
func press(h *bottest.World, who store.EmployeeID, action, value string) error {
	_, err := h.Handled(dispatch.Interaction{Kind: dispatch.KindAction, User: who, At: time.Now(),
		Action: dispatch.Action{ID: action, Value: value}})
	return err
}

// winOf is the newest win of somebody.
func winOf(t *testing.T, h *bottest.World, who bottest.Actor) string {
	t.Helper()
	wins := bottest.Must(storetest.Ask1(h.Db, (*store.Query).WinsOf, who.Id))(t)
	return wins[len(wins)-1].ID
}

func TestWin_ToldAndTakenBack(t *testing.T) {
	withWins(t, func(t *testing.T, h *bottest.World, ada, _ bottest.Actor) {
		hired(t, h, ada)
		noon(h)
		ask := ada.Card("Your referral was hired. May we tell")
		if got := told(h); len(got) != 0 {
			t.Fatalf("before a yes: %q", got)
		}
		ada.Presses(ask, "", "win_yes")
		if err := press(h, ada.Id, "win_yes", winOf(t, h, ada)); err != nil { // in a window that still shows it
			t.Error(err)
		}
		h.Pass(time.Minute)
		want := "<@" + string(ada.Id) + "> referred a new colleague. Thank you!"
		if got := told(h); len(got) != 1 || got[0] != want {
			t.Fatalf("the channel reads %q", got)
		}
		bottest.WantWords(t, ada.Card("knows.").Words(), "Take it back")
		ada.Presses(ada.Card("knows."), "", "win_no")
		h.Pass(time.Minute)
		if got := told(h); len(got) != 0 {
			t.Errorf("taken back, the channel still reads %q", got)
		}
		ada.Presses(ada.Card("Nobody is told."), "", "win_yes")
		h.Pass(time.Minute)
		if got := told(h); len(got) != 1 {
			t.Errorf("after a second yes: %q", got)
		}
	})
}

func TestWin_NoIsKept(t *testing.T) {
	withWins(t, func(t *testing.T, h *bottest.World, ada, dev bottest.Actor) {
		r := hired(t, h, ada)
		noon(h)
		ask := ada.Card("May we tell")
		ada.Presses(ask, "", "win_no")
		h.Pass(time.Minute)
		if _, err := h.Db.CorrectReferral(dev.Id, r.ID, store.Interview, "a slip", r.Version); err != nil {
			t.Fatal(err)
		}
		h.Pass(time.Minute)
		bottest.WantWords(t, ada.Card("so nobody is told.").Text, "It does not hold any more")
		if err := press(h, ada.Id, "win_yes", winOf(t, h, ada)); store.KindOf(err) != store.Conflict {
			t.Errorf("a late yes to what was corrected: %v", err)
		}
		if got := told(h); len(got) != 0 {
			t.Errorf("the channel reads %q", got)
		}
	})
}

func TestWin_CorrectedLeftOrErased(t *testing.T) {
	withWins(t, func(t *testing.T, h *bottest.World, ada, dev bottest.Actor) {
		ben := h.Joined(t, "ben")
		r := hired(t, h, ada)
		hired(t, h, ben)
		noon(h)
		ada.Presses(ada.Card("May we tell"), "", "win_yes")
		ask := ben.Card("May we tell")
		if _, err := h.Db.Leave(ben.Id); err != nil {
			t.Fatal(err)
		}
		if said := ben.Presses(ask, "", "win_yes"); !strings.Contains(said, "Join first") {
			t.Errorf("who left says yes: %q", said)
		}
		h.Pass(time.Minute)
		if got := told(h); len(got) != 1 {
			t.Fatalf("the channel reads %q", got)
		}
		if _, err := h.Db.EraseEmployee(store.Operator, ben.Id); err != nil {
			t.Fatal(err)
		}
		if said := ben.Presses(ask, "", "win_yes"); said == "" {
			t.Error("a press of who was erased is not answered")
		}
		if _, err := h.Db.CorrectReferral(dev.Id, r.ID, store.Interview, "a slip", r.Version); err != nil {
			t.Fatal(err)
		}
		h.Pass(time.Minute)
		if got := told(h); len(got) != 0 {
			t.Errorf("corrected, the channel still reads %q", got)
		}
	})
}

func TestWin_ErasedIsDeleted(t *testing.T) {
	withWins(t, func(t *testing.T, h *bottest.World, ada, _ bottest.Actor) {
		prefs := ada.Employee().Prefs
		prefs.Wins = store.TellAlways
		bottest.Must(h.Db.SavePreferences(ada.Id, prefs))(t)
		hired(t, h, ada)
		h.Pass(time.Minute)
		if got := told(h); len(got) != 1 {
			t.Fatalf("a standing yes tells %q", got)
		}
		if _, err := h.Db.EraseEmployee(ada.Id, ada.Id); err != nil {
			t.Fatal(err)
		}
		h.Pass(time.Minute)
		if got := told(h); len(got) != 0 {
			t.Errorf("erased, the channel still reads %q", got)
		}
	})
}

// noon passes from Monday at seven until the cards of the week are out and everybody is at work.
func noon(h *bottest.World) { h.Pass(5 * time.Hour) }

func TestThanks_WithOneButton(t *testing.T) {
	withWins(t, func(t *testing.T, h *bottest.World, ada, dev bottest.Actor) {
		storetest.MustShare(t, h.Db, ada.Id, h.Live(t)[0].ID)
		noon(h)
		card := dev.Card("worth a thank-you")
		bottest.WantWords(t, card.Text, "<@"+string(ada.Id)+"> shared for the first time.")
		h.MustFault(slacksim.Faults{DuplicateEnvelopes: new(1)})
		dev.Presses(card, "", "thank")
		h.Pass(6 * time.Hour)
		bottest.WantWords(t, dev.Card("worth a thank-you").Words(), "You said thank you.")
		thanks := 0
		for _, m := range ada.Inbox() {
			if strings.Contains(m.Text, "<@"+string(dev.Id)+"> thanks you for your first share.") {
				thanks++
			}
		}
		if thanks != 1 {
			t.Errorf("ada reads %d thanks", thanks)
		}
		if _, err := h.Db.EraseEmployee(store.Operator, dev.Id); err != nil {
			t.Fatal(err)
		}
		h.Pass(time.Minute)
		bottest.WantWords(t, ada.Card("thanks you for your first share").Text, "somebody whose data was erased")
	})
}

func TestThanks_WhoMayNot(t *testing.T) {
	withWins(t, func(t *testing.T, h *bottest.World, ada, dev bottest.Actor) {
		devToo := h.Joined(t, "dev")
		storetest.MustShare(t, h.Db, ada.Id, h.Live(t)[0].ID)
		storetest.MustShare(t, h.Db, devToo.Id, h.Live(t)[1].ID)
		noon(h)
		card := dev.Card("worth a thank-you")
		if strings.Contains(card.Text, string(dev.Id)) {
			t.Errorf("dev is asked to thank themselves: %q", card.Text)
		}
		theirs := winOf(t, h, ada)
		for name, c := range map[string]struct {
			who  store.EmployeeID
			win  string
			kind store.Kind
		}{
			"their own":       {dev.Id, winOf(t, h, dev), store.Denied},
			"without a role":  {h.Id("ben"), theirs, store.Denied},
			"nothing of that": {dev.Id, "01NONE", store.NotFound},
		} {
			if err := press(h, c.who, "thank", c.win); store.KindOf(err) != c.kind {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := h.Db.ChangeRole(store.Operator, store.Manager, []store.EmployeeID{h.Id("cleo")},
			[]store.EmployeeID{dev.Id}); err != nil {
			t.Fatal(err)
		}
		if err := press(h, dev.Id, "thank", theirs); store.KindOf(err) != store.Denied {
			t.Errorf("after the role was lost: %v", err)
		}
	})
}

func TestThanks_NoCardWithAWorksCouncil(t *testing.T) {
	withWins(t, func(t *testing.T, h *bottest.World, ada, dev bottest.Actor) {
		storetest.MustSettings(t, h.Db, func(s *store.Settings) { s.WorksCouncil = true })
		storetest.MustShare(t, h.Db, ada.Id, h.Live(t)[0].ID)
		noon(h)
		for _, m := range dev.Inbox() {
			if strings.Contains(m.Text, "worth a thank-you") {
				t.Errorf("dev reads %q", m.Text)
			}
		}
		if err := press(h, dev.Id, "thank", winOf(t, h, ada)); store.KindOf(err) != store.Conflict {
			t.Errorf("a press on an older card: %v", err)
		}
	})
}

// TestIncentives holds every message about recognition against what its person wants in return.
func TestIncentives(t *testing.T) {
	for incentive, want := range map[store.Incentive]map[string]bool{
		"":                   {"moment": true, "ask": true, "thanks": true, "badges": true, "picture": true},
		store.ForRecognition: {"moment": true, "ask": true, "thanks": true, "badges": true, "picture": true},
		store.ForMoney:       {"moment": true, "thanks": true, "badges": true, "picture": true},
		store.ForDevelopment: {"moment": true, "thanks": true, "badges": true, "picture": true, "offer": true},
		store.ForCharity:     {"moment": true, "thanks": true, "badges": true, "picture": true, "given": true},
		store.ForNothing:     {},
	} {
		t.Run(string(incentive), func(t *testing.T) {
			withWins(t, func(t *testing.T, h *bottest.World, ada, dev bottest.Actor) {
				storetest.MustSettings(t, h.Db, func(s *store.Settings) { s.Charity = "Kids & Labs" })
				prefs := ada.Employee().Prefs
				prefs.Incentive = incentive
				bottest.Must(h.Db.SavePreferences(ada.Id, prefs))(t)
				storetest.MustShare(t, h.Db, ada.Id, h.Live(t)[0].ID)
				hired(t, h, ada)
				bottest.Must(h.Db.OfferSlot(dev.Id, store.Slot{Title: "A talk", On: "2000-02-01"}))(t)
				noon(h)
				for _, m := range dev.Inbox() {
					if strings.Contains(m.Text, "worth a thank-you") {
						dev.Presses(m, "", "thank")
					}
				}
				h.Pass(6 * time.Hour)
				got := map[string]bool{}
				for _, m := range ada.Inbox() {
					for what, words := range map[string]string{"moment": "Your first share", "ask": "May we tell",
						"thanks": "thanks you for", "picture": "A medal", "offer": "You like slots"} {
						if strings.Contains(m.Words(), words) {
							got[what] = true
						}
					}
				}
				ada.Types("/vouch me")
				says := ada.ModalSays()
				for what, words := range map[string]string{"badges": "First hire or deal", "given": "given to Kids &amp; Labs"} {
					if strings.Contains(says, words) {
						got[what] = true
					}
				}
				bottest.WantWords(t, says, "Every point, newest first") // points on request, whatever they want
				if home := ada.HomeSays(); strings.Contains(home, "points this month") != (incentive != store.ForNothing) {
					t.Errorf("Home says %q", home)
				}
				if fmt.Sprint(got) != fmt.Sprint(want) {
					t.Errorf("got %v, want %v", got, want)
				}
			})
		})
	}
}
