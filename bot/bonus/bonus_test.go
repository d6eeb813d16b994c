// Tests of bonuses as people meet them: when it comes, who approves, what payroll gets, and what late presses do.

package bonus_test

import (
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest"
	"vouch/bot/dispatch"
	"vouch/bot/slacksim"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/bonus"
	"vouch/store/storetest"
)

// withHire runs a test in which Ada's referral was hired by Cleo, with a first day thirty days before
// Tuesday, 4 January 2000; Dev manages
// the program.
func withHire(t *testing.T, do func(t *testing.T, h *bottest.World, ada, cleo, dev bottest.Actor, r store.Referral)) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		if err := h.Db.ChangeRole(store.Operator, store.Recruiter, []store.EmployeeID{h.Id("cleo")}, nil); err != nil {
			t.Fatal(err)
		}
		storetest.MustJob(t, h.Db, "Staff engineer", "Engineering", "Berlin")
		storetest.MustSettings(t, h.Db, func(s *store.Settings) {
			s.Bonus.Rules = []bonus.Rule{{Name: "standard", Kind: bonus.Candidate, Amount: "EUR 1500"}}
		})
		ada, cleo := h.Joined(t, "ada"), h.Person(t, "cleo")
		r := ada.Refers(nil)
		_ = ada.HomeSays()
		ada.PressesHome(surface.ActReferral)
		bottest.WantWords(t, ada.ModalSays(), "*Bonus:* EUR 1,500.00 when they are hired: 50% 30 days after their first day "+
			"and 50% 90 days after their first day.")
		cleo.Presses(cleo.Card("Candidate referral"), "", "card_accept")
		now := bottest.Must(h.Db.Referral(r.ID, cleo.Id))(t)
		r = bottest.Must(h.Db.MoveReferral(cleo.Id, r.ID, store.Hired, "", now.Version))(t)
		h.Pass(time.Minute)
		bottest.WantWords(t, ada.Card("was hired").Text,
			"EUR 750.00, 30 days after the first day at work; nobody has said yet when that is")
		cleo.Presses(cleo.Card("Candidate referral"), "", "Say when they start")
		if got := cleo.Submits(slacksim.Values{"starts_on": "2029-01-01"}); !strings.Contains(got["starts_on"], "two years") {
			t.Errorf("a day far away gives %v", got)
		}
		cleo.Submits(slacksim.Values{"starts_on": "1999-12-05"})
		h.Pass(time.Minute)
		do(t, h, ada, cleo, h.Person(t, "dev"), bottest.Must(h.Db.Referral(r.ID, cleo.Id))(t))
		h.WantNoComplaint(t)
	})
}

func TestBonus_FromHireToPaid(t *testing.T) {
	withHire(t, func(t *testing.T, h *bottest.World, ada, cleo, dev bottest.Actor, r store.Referral) {
		bottest.WantWords(t, ada.HomeSays(), "Next bonus* EUR 750.00 on <", "|Tue 4 January 2000> (Jane Doe)")
		bottest.WantWords(t, ada.Card("|Sat 4 March 2000>").Text, "*Your bonus for referring Jane Doe*\n• EUR 750.00 on")
		h.Pass(26 * time.Hour)
		bottest.WantWords(t, ada.Card("; a program manager has yet to approve it").Text, ", due since <",
			"|Tue 4 January 2000>", "|Sat 4 March 2000>")
		card := dev.Card("1 bonus waits for approval: EUR 750.00.")
		bottest.WantWords(t, dev.HomeSays(), "1 bonus to approve")
		h.MustFault(slacksim.Faults{DuplicateEnvelopes: new(1)}) // opened once all the same
		dev.Presses(card, "", surface.ActBonuses)
		bottest.WantWords(t, dev.ModalSays(), "EUR 750.00", "<@"+string(ada.Id)+"> for Jane Doe, part 1 of 2")
		dev.PressesModal("Approve all (1)")
		bottest.WantWords(t, dev.ModalSays(), "1 bonus is approved: EUR 750.00.", "No bonus waits", "vouch payroll FILE.csv")
		h.Pass(time.Minute)
		bottest.WantWords(t, dev.Card("No bonus waits for your approval any more.").Text, "No bonus waits")
		ada.Types("/vouch me")
		bottest.WantWords(t, ada.ModalSays(), "Your bonuses", "Jane Doe",
			"EUR 750.00, approved; it comes with the next payroll")
		if _, _, err := h.Db.ExportPayouts(store.Operator); err != nil {
			t.Fatal(err)
		}
		dev.Types("/vouch bonuses")
		bottest.WantWords(t, dev.ModalSays(), "File P1*: 1 bonus, EUR 750.00")
		dev.PressesModal("bonus_paid")
		bottest.WantWords(t, dev.ModalSays(), "1 bonus is paid, and everybody in the file is told.")
		h.Pass(time.Minute)
		bottest.WantWords(t, ada.Card(", paid on ").Text, "Jane Doe")
		if err := h.Db.EraseReferral(dev.Id, r.ID); err != nil {
			t.Fatal(err)
		}
		h.Pass(time.Minute)
		for _, m := range ada.Inbox() {
			if strings.Contains(m.Words(), "Jane") {
				t.Errorf("after the erasure ada still reads %q", m.Text)
			}
		}
	})
}

func TestBonus_WhoMayNot(t *testing.T) {
	withHire(t, func(t *testing.T, h *bottest.World, ada, cleo, dev bottest.Actor, r store.Referral) {
		h.Pass(26 * time.Hour)
		press := func(who store.EmployeeID, action string) error {
			_, err := h.Handled(dispatch.Interaction{Kind: dispatch.KindAction, User: who, At: time.Now(),
				Action: dispatch.Action{ID: action, Value: string(r.ID) + "/01"}, View: dispatch.View{Type: "modal"}})
			return err
		}
		for _, action := range []string{surface.ActBonuses, "bonus_approve", "bonus_menu", "bonus_paid"} {
			if err := press(cleo.Id, action); store.KindOf(err) != store.Denied {
				t.Errorf("%s by somebody without the role gives %v", action, err)
			}
		}
		// Ada manages the program by now, and it is her own bonus; so it is for Dev, who is named as well.
		if err := h.Db.ChangeRole(store.Operator, store.Manager, []store.EmployeeID{ada.Id, dev.Id}, nil); err != nil {
			t.Fatal(err)
		}
		if err := press(ada.Id, "bonus_approve"); store.KindOf(err) != store.Denied ||
			!strings.Contains(store.WordsOf(err), "another program manager decides. Ask ") {
			t.Errorf("approving one's own gives %v", err)
		}
		ada.Types("/vouch bonuses")
		bottest.WantWords(t, ada.ModalSays(), "No bonus waits for your approval.", "1 bonus of your own waits for another")
		dev.Types("/vouch bonuses")
		dev.PressesModal("bonus_menu", "exclude "+string(r.ID)+"/01")
		if got := dev.Submits(slacksim.Values{surface.FieldReason: " "}); !strings.Contains(got[surface.FieldReason],
			"Give a reason") {
			t.Errorf("without a reason: %v", got)
		}
		dev.Submits(slacksim.Values{surface.FieldReason: "An <agency> sent them."})
		bottest.WantWords(t, dev.ModalSays(), "is excluded, and they are told why", "No bonus waits")
		h.Pass(time.Minute)
		bottest.WantWords(t, ada.Card("not paid. An &lt;agency&gt; sent them.").Text, "Jane Doe")
		// A list that was open in another window.
		if err := press(dev.Id, "bonus_approve"); err != nil {
			t.Errorf("a late press gives %v", err)
		}
	})
}
