// Tests of the pulse through the workspace: asked, answered in place, once, late, and shown to managers only.

package pulse_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"vouch/bot/bottest"
	"vouch/bot/slacksim"
	"vouch/store"
	"vouch/store/storetest"
)

// people are those who take part; the last manages the program.
var people = []store.EmployeeID{"U0SIM00ADA", "U0SIM00BEN", "U0SIM0CLEO", "U0SIM0FINN", "U0SIM00DEV"}

// with runs a test at 08:55 on 15 February 2000, with people who joined on 1 January.
func with(t *testing.T, do func(t *testing.T, h *bottest.World)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		t.Helper()
		join := func(db *store.DB) {
			for _, id := range people {
				storetest.MustAdvocate(t, db, id, "Somebody")
			}
			storetest.MustManager(t, db, people[4], "Dev")
			time.Sleep(time.Until(time.Date(2000, 2, 15, 8, 55, 0, 0, time.UTC)))
		}
		do(t, bottest.MustWorld(t, bottest.Setup{Db: join}))
	})
}

// sends answers the questions of a message.
func sends(a bottest.Actor, m slacksim.Message, recommend, worth string) string {
	a.Presses(m, "pulse_recommend", "pulse_choose", recommend)
	a.Presses(m, "pulse_worth", "pulse_choose", worth)
	return a.Presses(m, "", "pulse_send")
}

func TestPulse_AskedAndAnsweredInPlace(t *testing.T) {
	with(t, func(t *testing.T, h *bottest.World) {
		ada, dev := h.Person(t, "ada"), h.Person(t, "dev")
		h.Pass(10 * time.Minute)
		m := ada.News("Two questions")
		bottest.WantWords(t, m.Words(), "Anonymous", "can't be changed later", "Would you recommend working here")
		bottest.WantWords(t, ada.Presses(m, "", "pulse_send"), "Choose an answer to each question first.")
		sends(ada, m, "10", "4")
		bottest.WantWords(t, ada.News("Thank you").Words(), "without your name")
		bottest.WantWords(t, ada.Types("/vouch pulse"), "nothing to answer now")

		dev.Types("/vouch pulse")
		bottest.WantWords(t, dev.ModalSays(), "First quarter of 2000", "5 were asked. Figures show from 5 answers on.")
		dev.PressesModal("pulse_mine")
		dev.Fills(slacksim.Values{"pulse_recommend": "9", "pulse_worth": "4"})
		dev.PressesModal("pulse_send")
		bottest.WantWords(t, dev.ModalSays(), "Thank you.")
		if err := dev.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, who := range []string{"ben", "cleo", "finn"} {
			other := h.Person(t, who)
			sends(other, other.News("Two questions"), "10", "4")
		}
		dev.HomeSays()
		dev.PressesHome("pulse")
		bottest.WantWords(t, dev.ModalSays(), "recommend working here: *+100*", "*4.0* of 5", "5 of 5 who were asked")
		h.WantNoComplaint(t)
	})
}

func TestPulse_OnceAndByAdvocatesOnly(t *testing.T) {
	with(t, func(t *testing.T, h *bottest.World) {
		ada, ben := h.Person(t, "ada"), h.Person(t, "ben")
		h.Pass(10 * time.Minute)
		m := ada.News("Two questions")
		if err := h.Db.AnswerPulse(ada.Id, "2000-Q1", 0, 1); err != nil { // on another device
			t.Fatal(err)
		}
		sends(ada, m, "10", "5")
		bottest.WantWords(t, ada.News("You have answered").Words(), "can't be changed")
		// Who has left is refused, and may answer after coming back.
		bottest.Must(h.Db.Leave(ben.Id))(t)
		bottest.WantWords(t, sends(ben, ben.News("Two questions"), "10", "5"), "Join first")
		cleo := h.Person(t, "cleo")
		bottest.WantWords(t, cleo.Types("/vouch pulse"), "Two questions")
		bottest.WantWords(t, ben.Types("/vouch pulse"), "You have left Vouch.")
	})
}

func TestWhyNot_OnLeavingAndOnPausingWithoutEnd(t *testing.T) {
	with(t, func(t *testing.T, h *bottest.World) {
		ada, ben := h.Person(t, "ada"), h.Person(t, "ben")
		if says := ada.Types("/vouch pause 2 weeks"); strings.Contains(says, "May we ask why") {
			t.Error("asked at a pause with an end")
		}
		bottest.WantWords(t, ada.Types("/vouch pause forever"), "May we ask why? Asked once")
		asked := ada.Ephemerals()[len(ada.Ephemerals())-1]
		ada.Presses(asked, "", "leave_reason", "privacy")
		ada.Types("/vouch leave")
		said := ada.Presses(ada.Ephemerals()[len(ada.Ephemerals())-1], "", "leave")
		bottest.WantWords(t, said, "You've left Vouch.")
		if strings.Contains(said, "May we ask why") {
			t.Error("asked twice")
		}
		ben.HomeSays()
		ben.PressesHome("leave")
		bottest.WantWords(t, ben.ModalSays(), "You've left Vouch.", "May we ask why?")
		ben.PressesModal("leave_reason", "time")
		bottest.WantWords(t, ben.ModalSays(), "Counted, without your name.")
		h.WantNoComplaint(t)
	})
}
