// Tests of the owner's card: it is right for its reader at every click, late, doubled or by somebody else.

package refer_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest"
	"vouch/bot/dispatch"
	"vouch/bot/refer"
	"vouch/bot/slacksim"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/storetest"
)

func TestCard_ThroughTheStages(t *testing.T) {
	withRecruiter(t, func(t *testing.T, h *bottest.World, ada, cleo bottest.Actor, job store.Asset) {
		h.Joined(t, "ada")
		r := ada.Refers(nil)
		card := cleo.Card("Candidate referral")
		bottest.WantWords(t, card.Words(), "Jane Doe", "jane@x.example", "She taught me &lt;!channel&gt;.", "Accept")
		h.MustFault(slacksim.Faults{DuplicateEnvelopes: new(1)})
		if said := cleo.Presses(card, "", "card_accept"); said != "" {
			t.Errorf("a message besides the edit: %s", said)
		}
		if words := cleo.Card("Candidate referral").Words(); !strings.Contains(words, "accepted by") ||
			strings.Contains(words, "<button|Accept") {
			t.Errorf("the card says %s", words)
		}
		bottest.WantWords(t, ada.Card("Good news").Text, "your referral of *Jane Doe*", "was accepted")
		if got := ada.Score(); got != 10 {
			t.Errorf("accepting pays %d", got)
		}
		advance := func(stage store.Stage) {
			t.Helper()
			now := bottest.Must(h.Db.Referral(r.ID, cleo.Id))(t)
			cleo.Presses(cleo.Card("Candidate referral"), "", "card_advance", cardValue(r.ID, now.Version, stage))
		}
		advance(store.Interview)
		bottest.WantWords(t, ada.Card("moved on to").Text, "*interview*")
		bottest.WantWords(t, cleo.Card("Candidate referral").Words(), "What made them get in touch?",
			"`ref_"+string(r.ID)+"`")
		now := bottest.Must(h.Db.Referral(r.ID, cleo.Id))(t)
		cleo.Presses(cleo.Card("Candidate referral"), "", "card_touch", cardValue(r.ID, now.Version, "event"))
		if got := bottest.Must(storetest.Ask1(h.Db, (*store.Query).TouchOf, r.ID))(t); got != "event" {
			t.Errorf("what made them get in touch is %q", got)
		}
		// The last stages are asked about first.
		advance(store.Hired)
		bottest.WantWords(t, cleo.ModalSays(), "Jane Doe", "hired*?",
			string(ada.Id)+"> is told, and 100 points are paid")
		if got := ada.Score(); got != 40 {
			t.Errorf("%d points before it was confirmed", got)
		}
		cleo.Submits(nil)
		bottest.WantWords(t, cleo.ModalSays(), "Jane Doe is at *hired*")
		bottest.WantWords(t, ada.Card("was hired").Text, "Thank you for vouching", "You earned 100 points.")
		bottest.WantWords(t, ada.Card("was hired").Words(), "A medal, +100 points: Your referral was hired")
		if err := cleo.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		advance(store.Started)
		cleo.Submits(nil)
		if words := cleo.Card("Candidate referral").Words(); strings.Contains(words, "Decline") ||
			!strings.Contains(words, "Correct the stage") {
			t.Errorf("an ended referral still has buttons: %s", words)
		}
		if got := ada.Score(); got != 140 {
			t.Errorf("all stages pay %d", got)
		}
	})
}

func TestCard_CorrectTheStage(t *testing.T) {
	withRecruiter(t, func(t *testing.T, h *bottest.World, ada, cleo bottest.Actor, job store.Asset) {
		h.Joined(t, "ada")
		dev := h.Person(t, "dev") // a program manager
		r := ada.Refers(nil)
		bottest.Must(h.Db.MoveReferral(dev.Id, r.ID, store.Hired, "", r.Version))(t)
		h.Pass(time.Minute)
		bottest.WantWords(t, ada.Card("was hired").Text, "Jane Doe")
		old := cleo.Card("Candidate referral")
		cleo.Presses(old, "", "card_correct")
		bottest.WantWords(t, cleo.ModalSays(), "Jane Doe* stands at *hired*",
			"<@"+string(ada.Id)+"> and <@"+string(dev.Id)+"> are told")
		if got := cleo.Submits(slacksim.Values{"stage": string(store.Interview),
			surface.FieldReason: " "}); !strings.Contains(got[surface.FieldReason], "Give a reason") {
			t.Errorf("without a reason: %v", got)
		}
		h.MustFault(slacksim.Faults{DuplicateEnvelopes: new(1)}) // pressed twice
		cleo.Submits(slacksim.Values{"stage": string(store.Interview), surface.FieldReason: "I took the <wrong> line."})
		bottest.WantWords(t, cleo.ModalSays(), "stands at *interview* now, and 100 points are taken back")
		h.Pass(time.Minute)
		if got := ada.Score(); got != 40 {
			t.Errorf("ada has %d points", got)
		}
		bottest.WantWords(t, ada.Card("was corrected by").Text, "your referral of *Jane Doe*",
			"to *interview*, and 100 points are taken back", "I took the &lt;wrong&gt; line.")
		bottest.WantWords(t, dev.Card("was corrected by").Text, "the referral that <@"+string(ada.Id)+"> made")
		for _, m := range ada.Inbox() {
			if strings.Contains(m.Text, "was hired") {
				t.Errorf("ada still reads %q", m.Text)
			}
		}
		bottest.WantWords(t, cleo.Card("Candidate referral").Words(), "corrected to interview by", "Offer made", "Decline")
		// A late press of somebody who only referred, and of a card from before.
		reply, err := h.Handled(dispatch.Interaction{Kind: dispatch.KindAction, User: ada.Id, Channel: old.Channel,
			MessageTS: old.TS, At: time.Now(),
			Action: dispatch.Action{ID: "card_correct", Value: cardValue(r.ID, r.Version, "")}})
		if store.KindOf(err) != store.Denied || reply.Open != nil {
			t.Errorf("the referrer gets %+v, %v", reply, err)
		}
		if err := h.Db.EraseReferral(store.Operator, r.ID); err != nil {
			t.Fatal(err)
		}
		reply, err = h.Handled(dispatch.Interaction{Kind: dispatch.KindAction, User: cleo.Id, Channel: old.Channel,
			MessageTS: old.TS, At: time.Now(),
			Action: dispatch.Action{ID: "card_correct", Value: cardValue(r.ID, r.Version, "")}})
		if err != nil || reply.Open != nil || reply.Replace == nil {
			t.Errorf("after the erasure cleo gets %+v, %v", reply, err)
		}
	})
}

func TestCard_LateClick(t *testing.T) {
	withRecruiter(t, func(t *testing.T, h *bottest.World, ada, cleo bottest.Actor, job store.Asset) {
		r := ada.Refers(nil)
		old := cleo.Card("Candidate referral")
		bottest.Must(h.Db.MoveReferral(cleo.Id, r.ID, store.Declined, "Filled.", r.Version))(t)
		for _, what := range []string{"card_accept", "card_ask", "card_decline", "card_assign"} {
			reply, err := h.Handled(dispatch.Interaction{
				Kind: dispatch.KindAction, User: cleo.Id, Channel: old.Channel, MessageTS: old.TS, At: time.Now(),
				Action: dispatch.Action{ID: what, Value: cardValue(r.ID, r.Version, store.Accepted)},
			})
			if err != nil || reply.Replace == nil || !strings.Contains(reply.Text, "declined") || reply.Open != nil {
				t.Errorf("%s late gives %+v, %v", what, reply, err)
			}
		}
		if got := cleo.Stage(r.ID); got != store.Declined {
			t.Errorf("the stage became %s", got)
		}
	})
}

// cardValue is the value of a card's button.
func cardValue(id store.ReferralID, version int, stage store.Stage) string {
	return fmt.Sprintf("%s %d %s", id, version, stage)
}

func TestCard_TwoPeople(t *testing.T) {
	withRecruiter(t, func(t *testing.T, h *bottest.World, ada, cleo bottest.Actor, job store.Asset) {
		storetest.MustSettings(t, h.Db, func(s *store.Settings) { s.AnswerDays, s.EscalateDays = 1, 2 })
		r := ada.Refers(nil)
		dev := h.Person(t, "dev") // a program manager, as an admin of the workspace
		h.Pass(3 * 24 * time.Hour)
		bottest.WantWords(t, cleo.Card("waits for your answer").Words(), "Accept")
		bottest.WantWords(t, ada.Card("in time").Text, "has not answered", "program managers know")
		escalation := dev.Card("has not answered this referral in time")
		cleo.Presses(cleo.Card("Candidate referral"), "", "card_decline")
		dev.Presses(escalation, "", "card_accept")
		if got := cleo.Stage(r.ID); got != store.Accepted {
			t.Fatalf("the stage is %s", got)
		}
		got := cleo.Submits(slacksim.Values{surface.FieldReason: refer.DeclineReasons[0]})
		if !strings.Contains(got[surface.FieldReason], "Somebody else was faster") {
			t.Errorf("declining what was accepted meanwhile gives %v", got)
		}
		if err := cleo.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		for reader, old := range map[string][]slacksim.Message{"the owner": cleo.Inbox(), "the manager": dev.Inbox()} {
			for _, m := range old {
				if strings.Contains(m.Text, "has not answered") || strings.Contains(m.Text, "waits for your answer") ||
					strings.Contains(m.Words(), "Accept ") {
					t.Errorf("%s still reads %q", reader, m.Words())
				}
			}
		}
	})
}

// A manager who is the silent owner is no third person to herself.
func TestCard_SilentOwnerWhoManages(t *testing.T) {
	withRecruiter(t, func(t *testing.T, h *bottest.World, ada, cleo bottest.Actor, job store.Asset) {
		storetest.MustSettings(t, h.Db, func(s *store.Settings) { s.AnswerDays, s.EscalateDays = 1, 2 })
		dev := h.Person(t, "dev")
		r := ada.Refers(nil)
		bottest.Must(h.Db.AssignReferral(dev.Id, r.ID, dev.Id))(t)
		h.Pass(3 * 24 * time.Hour)
		bottest.WantWords(t, dev.Card("Your answer to this referral is late").Words(), "told so", "in your care", "Accept")
		for _, m := range dev.Inbox() {
			if strings.Contains(m.Text, string(dev.Id)+"> has not answered") {
				t.Errorf("she reads of herself: %q", m.Text)
			}
		}
	})
}

func TestCard_Decline(t *testing.T) {
	withRecruiter(t, func(t *testing.T, h *bottest.World, ada, cleo bottest.Actor, job store.Asset) {
		r := ada.Refers(nil)
		cleo.Presses(cleo.Card("Candidate referral"), "", "card_decline")
		if got := cleo.Submits(slacksim.Values{surface.FieldReason: "Another reason"}); !strings.Contains(
			got[surface.FieldNote], "the referrer will read it") {
			t.Errorf("errors %v", got)
		}
		cleo.Submits(slacksim.Values{surface.FieldReason: "Another reason", surface.FieldNote: "Let us talk <!channel>"})
		bottest.WantWords(t, cleo.ModalSays(), "Declined")
		bottest.WantWords(t, ada.Card("will not go on").Text, "Let us talk &lt;!channel&gt;")
		if got := cleo.Stage(r.ID); got != store.Declined {
			t.Errorf("the stage is %s", got)
		}
	})
}

func TestCard_AskAndAnswer(t *testing.T) {
	withRecruiter(t, func(t *testing.T, h *bottest.World, ada, cleo bottest.Actor, job store.Asset) {
		h.Joined(t, "ada")
		r := ada.Refers(nil)
		for _, question := range []string{"Since when?", "Where is she?"} {
			cleo.Presses(cleo.Card("Candidate referral"), "", "card_ask")
			cleo.Submits(slacksim.Values{surface.FieldText: question})
			bottest.WantWords(t, cleo.ModalSays(), "Asked", "The answer comes to you")
			if err := cleo.CloseAll(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		bottest.WantWords(t, ada.HomeSays(), "asked you something")
		// Each is a question of its own, whichever is answered first and from wherever.
		ada.Presses(ada.Card("Where is she?"), "", "refer_answer")
		if says := ada.ModalSays(); strings.Contains(says, "Since when?") || !strings.Contains(says, "Where is she?") {
			t.Errorf("the form asks %s", says)
		}
		ada.Submits(slacksim.Values{surface.FieldText: "In Berlin."})
		bottest.WantWords(t, ada.ModalSays(), "has your answer")
		bottest.WantWords(t, ada.Card("Where is she?").Words(), "You answered", "In Berlin.")
		if words := ada.Card("Since when?").Words(); strings.Contains(words, "You answered") {
			t.Errorf("the other question says %s", words)
		}
		bottest.WantWords(t, cleo.Card("answered about").Words(), "In Berlin.")
		bottest.WantWords(t, cleo.Card("Candidate referral").Words(), "In Berlin.")
		bottest.WantWords(t, ada.HomeSays(), "asked you something")
		ada.PressesHome("Answer")
		ada.PressesModal("refer_answer")
		bottest.WantWords(t, ada.ModalSays(), "Since when?")
		ada.Submits(slacksim.Values{surface.FieldText: "Since 2019."})
		bottest.WantWords(t, ada.Card("Since when?").Words(), "You answered", "Since 2019.")
		bottest.WantWords(t, ada.Card("Where is she?").Words(), "In Berlin.")
		if strings.Contains(ada.HomeSays(), "asked you something") {
			t.Error("Home still asks")
		}
		if got := len(bottest.Must(h.Db.Referral(r.ID, ada.Id))(t).Questions); got != 2 {
			t.Errorf("%d questions", got)
		}
	})
}

func TestCard_HandOver(t *testing.T) {
	withRecruiter(t, func(t *testing.T, h *bottest.World, ada, cleo bottest.Actor, job store.Asset) {
		r := ada.Refers(nil)
		cleo.Presses(cleo.Card("Candidate referral"), "", "card_assign")
		for who, problem := range map[string]string{"ada": "cannot own", "ben": "recruiters or a program manager",
			"calendar": "who works here", "cleo": "looks after it already"} {
			if got := cleo.Submits(slacksim.Values{"owner": string(h.Id(who))}); !strings.Contains(got["owner"], problem) {
				t.Errorf("handing over to %s gives %v", who, got)
			}
		}
		old := cleo.Card("Candidate referral")
		cleo.Submits(slacksim.Values{"owner": string(h.Id("dev"))})
		bottest.WantWords(t, cleo.ModalSays(), "Handed over")
		dev := h.Person(t, "dev")
		bottest.WantWords(t, dev.Card("Candidate referral").Words(), "Jane Doe", "Accept")
		if words := cleo.Inbox()[0].Words(); !strings.Contains(words, "handed to somebody else") ||
			strings.Contains(words, "Jane") {
			t.Errorf("the former owner still sees %s", words)
		}
		bottest.WantWords(t, ada.Card("looks after your referral").Text, string(dev.Id), "Jane Doe", "> answers by ")
		reply, err := h.Handled(dispatch.Interaction{Kind: dispatch.KindAction, User: cleo.Id, Channel: old.Channel,
			MessageTS: old.TS, At: time.Now(),
			Action: dispatch.Action{ID: "card_accept", Value: cardValue(r.ID, 2, store.Accepted)}})
		if err != nil || reply.Replace == nil || dev.Stage(r.ID) != store.Submitted {
			t.Errorf("a late click of the former owner gives %+v, %v", reply, err)
		}
	})
}

func TestCard_FromHome(t *testing.T) {
	withRecruiter(t, func(t *testing.T, h *bottest.World, ada, cleo bottest.Actor, job store.Asset) {
		r := ada.Refers(nil)
		bottest.WantWords(t, cleo.HomeSays(), "In your care", "Jane Doe")
		cleo.PressesHome(surface.ActReferral)
		bottest.WantWords(t, cleo.ModalSays(), "jane@x.example", "Accept")
		cleo.PressesModal("card_accept")
		bottest.WantWords(t, cleo.ModalSays(), "accepted by", "Decline")
		cleo.PressesModal("card_ask")
		cleo.Submits(slacksim.Values{surface.FieldText: "Since when?"})
		if err := cleo.CloseModal(t.Context()); err != nil {
			t.Fatal(err)
		}
		// The view below is from before the question, so its version is old: it says so and renders itself anew.
		cleo.PressesModal("card_advance", cardValue(r.ID, 2, store.Screening))
		bottest.WantWords(t, cleo.ModalSays(), "Somebody else was faster", "Since when?")
		if got := cleo.Stage(r.ID); got != store.Accepted {
			t.Errorf("the stage is %s", got)
		}
	})
}

func TestCard_ErasedPersonLeavesEveryMessage(t *testing.T) {
	withRecruiter(t, func(t *testing.T, h *bottest.World, ada, cleo bottest.Actor, job store.Asset) {
		r := ada.Refers(nil)
		cleo.Presses(cleo.Card("Candidate referral"), "", "card_ask")
		cleo.Submits(slacksim.Values{surface.FieldText: "Would Jane move?"})
		bottest.Must(h.Db.AnswerQuestion(ada.Id, r.ID, 0, "Jane would."))(t)
		h.Pass(time.Minute)
		bottest.WantWords(t, cleo.Card("answered about").Words(), "Jane would")
		if err := h.Db.EraseReferral(store.Operator, r.ID); err != nil {
			t.Fatal(err)
		}
		h.Pass(time.Minute)
		for who, inbox := range map[string][]slacksim.Message{"ada": ada.Inbox(), "cleo": cleo.Inbox()} {
			for _, m := range inbox {
				if strings.Contains(m.Text+m.Words(), "Jane") {
					t.Errorf("%s still reads %q %q", who, m.Text, m.Words())
				}
			}
		}
	})
}
