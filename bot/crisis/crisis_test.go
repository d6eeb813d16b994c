// Tests of a crisis through the workspace: rehearsed, started, read, and ended, with delivered buttons that go and come
// back.

package crisis_test

import (
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest"
	"vouch/bot/slacksim"
	"vouch/store"
	"vouch/store/storetest"
)

func TestCrisis_ButtonsGoAndComeBack(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 4)}, func(t *testing.T, h *bottest.World) {
		storetest.MustCompany(t, h.Db)
		ada, dev := h.Joined(t, "ada"), h.Joined(t, "dev")
		ada.Types("/vouch digest")
		h.Pass(time.Minute)
		if !strings.Contains(ada.Digest().Words(), "Share") {
			t.Fatal("the digest has no share button")
		}
		bottest.WantWords(t, ada.Types("/vouch crisis"), "Only program managers")
		ada.Presses(ada.Digest(), "", "save")
		ada.Types("/vouch saved")

		dev.Types("/vouch crisis")
		bottest.WantWords(t, dev.ModalSays(), "Nothing is on hold.")
		dev.PressesModal("crisis_new")
		if got := dev.Submits(slacksim.Values{"of": "Everything", "reason": " "}); got["reason"] == "" {
			t.Errorf("without a reason: %v", got)
		}
		dev.Submits(slacksim.Values{"of": "Everything", "reason": "The plant is closed", "statement": "Everybody is safe."})
		bottest.WantWords(t, dev.ModalSays(), "Nothing has happened yet",
			"4 items can't be shared", "2 people get the statement")
		if !strings.Contains(ada.Digest().Words(), "Share") {
			t.Error("a rehearsal changed a digest")
		}
		dev.Submits(nil)
		h.Pass(5 * time.Minute)
		words := ada.Digest().Words()
		if strings.Contains(words, "Share") || !strings.Contains(words, "The plant is closed") {
			t.Errorf("the digest still says:\n%s", words)
		}
		statement := ada.News("Please don't share")
		bottest.WantWords(t, statement.Words(), "Everybody is safe.", "I have read this")
		ada.Presses(statement, "", "crisis_read")
		bottest.WantWords(t, ada.News("Please don't share").Words(), "You read this")
		bottest.WantWords(t, ada.HomeSays(), "Sharing is on hold")
		if strings.Contains(ada.HomeSays(), "See today's picks") {
			t.Error("during a crisis Home leads to sharing")
		}
		ada.PressesModal("share")
		bottest.WantWords(t, ada.ModalSays(), "Sharing this is on hold: The plant is closed. Nothing was recorded.")
		for word, want := range map[string]string{"library": "Sharing is on hold:* The plant is closed",
			"saved": "On hold:* The plant"} {
			if err := ada.CloseAll(t.Context()); err != nil {
				t.Fatal(err)
			}
			ada.Types("/vouch " + word)
			bottest.WantWords(t, ada.ModalSays(), want)
		}

		if err := dev.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		dev.Types("/vouch crisis")
		bottest.WantWords(t, dev.ModalSays(), "1 of 2 people have read the statement")
		dev.PressesModal("crisis_end")
		bottest.WantWords(t, dev.ModalSays(), "Share buttons come back")
		dev.Submits(nil)
		h.Pass(5 * time.Minute)
		bottest.WantWords(t, dev.ModalSays(), "Nothing is on hold.")
		bottest.WantWords(t, ada.Digest().Words(), "Share")
		bottest.WantWords(t, ada.News("You can share again").Words(), "Sharing was on hold until")
		h.WantNoComplaint(t)
	})
}

func TestCrisis_HoldsWhatAsks(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 4)}, func(t *testing.T, h *bottest.World) {
		storetest.MustCompany(t, h.Db)
		storetest.MustSettings(t, h.Db, func(s *store.Settings) { s.BoardOn = true })
		for _, who := range []string{"ada", "ben", "finn"} {
			storetest.MustShare(t, h.Db, h.Joined(t, who).Id, h.Live(t)[0].ID)
		}
		dev := h.Joined(t, "dev")
		c := bottest.Must(h.Db.StartCrisis(dev.Id, store.Crisis{Scope: store.HoldAll, Reason: "Wait", Owner: dev.Id}))(t)
		post := bottest.Must(h.Db.PlanBoardPost("", dev.Id, "C0SIM00GEN", store.BoardQuery{Span: store.Week}))(t)
		h.Pass(time.Hour)
		key := "board/" + post.ID
		if m := bottest.Must(storetest.Ask1(h.Db, (*store.Query).Message, key))(t); m.State != store.Pending {
			t.Errorf("during a crisis a board is %s", m.State)
		}
		if len(h.Person(t, "ada").Inbox()) > 0 && strings.Contains(strings.Join(h.Texts("ada"), "\n"), "Your picks") {
			t.Error("a digest came during a crisis")
		}
		bottest.Must(h.Db.EndCrisis(dev.Id, c.ID, ""))(t)
		h.Pass(time.Hour)
		if m := bottest.Must(storetest.Ask1(h.Db, (*store.Query).Message, key))(t); m.State == store.Pending {
			t.Error("after the crisis a board still waits")
		}
	})
}
