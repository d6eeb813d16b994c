// Tests of the owner's card: it is right for its reader at every click, late, doubled or by somebody else.

package bot

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"vouch/bot/slacksim"
	"vouch/store"
	"vouch/store/storetest"
)

// card is the newest message of a person's conversation with the app that has the words.
func (a actor) card(words string) slacksim.Message {
	a.tb.Helper()
	inbox := a.Inbox()
	for i := len(inbox) - 1; i >= 0; i-- {
		if strings.Contains(inbox[i].Text, words) && !inbox[i].Ephemeral {
			return inbox[i]
		}
	}
	a.tb.Fatalf("no message says %q: %q", words, a.h.texts(string(a.id)))
	return slacksim.Message{}
}

// stage is where the referral stands.
func (a actor) stage(id store.ReferralID) store.Stage {
	a.tb.Helper()
	return must(a.h.db.Referral(id, a.id))(a.tb).Stage
}

func TestCard_ThroughTheStages(t *testing.T) {
	withRecruiter(t, func(t *testing.T, h *harness, ada, cleo actor, job store.Asset) {
		h.joined(t, "ada")
		r := ada.refers(nil)
		card := cleo.card("Candidate referral")
		wantWords(t, card.Words(), "Jane Doe", "jane@x.example", "We worked together", "She taught me &lt;!channel&gt;.", "Accept")
		h.mustFault(slacksim.Faults{DuplicateEnvelopes: new(1)})
		if said := cleo.press(card, "", actCardAccept); said != "" {
			t.Errorf("a message besides the edit: %s", said)
		}
		if words := cleo.card("Candidate referral").Words(); !strings.Contains(words, "accepted by") || strings.Contains(words, "<button|Accept") {
			t.Errorf("the card says %s", words)
		}
		wantWords(t, ada.card("Good news").Text, "accepted your referral of *Jane Doe*")
		if got := ada.score(); got != 10 {
			t.Errorf("accepting pays %d", got)
		}
		advance := func(stage store.Stage) {
			t.Helper()
			now := must(h.db.Referral(r.ID, cleo.id))(t)
			cleo.press(cleo.card("Candidate referral"), "", actCardAdvance, cardValue(r.ID, now.Version, stage))
		}
		advance(store.Interview)
		wantWords(t, ada.card("new stage").Text, "*interview*")
		advance(store.Hired)
		wantWords(t, ada.card("was hired").Text, "Thank you for vouching")
		advance(store.Started)
		if words := cleo.card("Candidate referral").Words(); strings.Contains(words, "Decline") {
			t.Errorf("an ended referral still has buttons: %s", words)
		}
		if got := ada.score(); got != 140 {
			t.Errorf("all stages pay %d", got)
		}
	})
}

func TestCard_LateClick(t *testing.T) {
	withRecruiter(t, func(t *testing.T, h *harness, ada, cleo actor, job store.Asset) {
		r := ada.refers(nil)
		old := cleo.card("Candidate referral")
		must(h.db.MoveReferral(cleo.id, r.ID, store.Declined, "Filled.", r.Version))(t)
		for _, what := range []string{actCardAccept, actCardAsk, actCardDecline, actCardAssign} {
			reply, err := h.handled(inbound{
				Kind: kindAction, User: cleo.id, Channel: old.Channel, MessageTS: old.TS, At: time.Now(),
				Action: action{ID: what, Value: cardValue(r.ID, r.Version, store.Accepted)},
			})
			if err != nil || reply.Replace == nil || !strings.Contains(reply.Text, "declined") || reply.Open != nil {
				t.Errorf("%s late gives %+v, %v", what, reply, err)
			}
		}
		if got := cleo.stage(r.ID); got != store.Declined {
			t.Errorf("the stage became %s", got)
		}
	})
}

// cardValue is the value of a card's button.
func cardValue(id store.ReferralID, version int, stage store.Stage) string {
	return fmt.Sprintf("%s %d %s", id, version, stage)
}

func TestCard_TwoPeople(t *testing.T) {
	withRecruiter(t, func(t *testing.T, h *harness, ada, cleo actor, job store.Asset) {
		storetest.MustSettings(t, h.db, func(s *store.Settings) { s.AnswerDays, s.EscalateDays = 1, 2 })
		r := ada.refers(nil)
		dev := h.actor(t, "dev") // a program manager, as an admin of the workspace
		h.pass(3 * 24 * time.Hour)
		wantWords(t, cleo.card("waits for your answer").Words(), "Accept")
		wantWords(t, ada.card("in time").Text, "has not answered", "program managers know")
		escalation := dev.card("has not answered this referral in time")
		cleo.press(cleo.card("Candidate referral"), "", actCardDecline)
		dev.press(escalation, "", actCardAccept)
		if got := cleo.stage(r.ID); got != store.Accepted {
			t.Fatalf("the stage is %s", got)
		}
		got := cleo.submits(slacksim.Values{fieldReason: declineReasons[0]})
		if !strings.Contains(got[fieldReason], "Somebody else was faster") {
			t.Errorf("declining what was accepted meanwhile gives %v", got)
		}
		if err := cleo.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		for reader, old := range map[string][]slacksim.Message{"the owner": cleo.Inbox(), "the manager": dev.Inbox()} {
			for _, m := range old {
				if strings.Contains(m.Text, "has not answered") || strings.Contains(m.Text, "waits for your answer") || strings.Contains(m.Words(), "Accept ") {
					t.Errorf("%s still reads %q", reader, m.Words())
				}
			}
		}
	})
}

func TestCard_Decline(t *testing.T) {
	withRecruiter(t, func(t *testing.T, h *harness, ada, cleo actor, job store.Asset) {
		r := ada.refers(nil)
		cleo.press(cleo.card("Candidate referral"), "", actCardDecline)
		if got := cleo.submits(slacksim.Values{fieldReason: otherReason}); !strings.Contains(got[fieldNote], "the referrer will read it") {
			t.Errorf("errors %v", got)
		}
		cleo.submits(slacksim.Values{fieldReason: otherReason, fieldNote: "Let us talk <!channel>"})
		wantWords(t, cleo.modalSays(), "Declined")
		wantWords(t, ada.card("will not go on").Text, "Let us talk &lt;!channel&gt;")
		if got := cleo.stage(r.ID); got != store.Declined {
			t.Errorf("the stage is %s", got)
		}
	})
}

func TestCard_AskAndAnswer(t *testing.T) {
	withRecruiter(t, func(t *testing.T, h *harness, ada, cleo actor, job store.Asset) {
		h.joined(t, "ada")
		r := ada.refers(nil)
		for _, question := range []string{"Since when?", "Where is she?"} {
			cleo.press(cleo.card("Candidate referral"), "", actCardAsk)
			cleo.submits(slacksim.Values{fieldText: question})
			wantWords(t, cleo.modalSays(), "Asked", "The answer comes to you")
			if err := cleo.CloseAll(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		wantWords(t, ada.homeSays(), "asked you something")
		asked := ada.card("Where is she?")
		ada.press(asked, "", actReferAnswer)
		wantWords(t, ada.modalSays(), "Since when?", "Where is she?")
		ada.submits(slacksim.Values{fieldText: "2019, and in Berlin."})
		wantWords(t, ada.modalSays(), "has your answer")
		if words := ada.card("Where is she?").Words(); !strings.Contains(words, "You answered") || strings.Contains(words, "Answer>") {
			t.Errorf("the question says %s", words)
		}
		wantWords(t, cleo.card("answered about").Words(), "2019, and in Berlin.")
		wantWords(t, cleo.card("Candidate referral").Words(), "2019, and in Berlin.")
		if strings.Contains(ada.homeSays(), "asked you something") {
			t.Error("Home still asks")
		}
		// The older question is answered by the same words: its button says so.
		ada.press(ada.card("Since when?"), "", actReferAnswer)
		wantWords(t, ada.card("about your referral").Words(), "2019, and in Berlin.")
		if got := len(must(h.db.Referral(r.ID, ada.id))(t).Questions); got != 2 {
			t.Errorf("%d questions", got)
		}
	})
}

func TestCard_HandOver(t *testing.T) {
	withRecruiter(t, func(t *testing.T, h *harness, ada, cleo actor, job store.Asset) {
		r := ada.refers(nil)
		cleo.press(cleo.card("Candidate referral"), "", actCardAssign)
		for who, problem := range map[string]string{"ada": "cannot own", "ben": "recruiters or a program manager", "calendar": "who works here", "cleo": "looks after it already"} {
			if got := cleo.submits(slacksim.Values{fieldOwner: string(h.id(who))}); !strings.Contains(got[fieldOwner], problem) {
				t.Errorf("handing over to %s gives %v", who, got)
			}
		}
		old := cleo.card("Candidate referral")
		cleo.submits(slacksim.Values{fieldOwner: string(h.id("dev"))})
		wantWords(t, cleo.modalSays(), "Handed over")
		dev := h.actor(t, "dev")
		wantWords(t, dev.card("Candidate referral").Words(), "Jane Doe", "Accept")
		if words := cleo.Inbox()[0].Words(); !strings.Contains(words, "handed to somebody else") || strings.Contains(words, "Jane") {
			t.Errorf("the former owner still sees %s", words)
		}
		wantWords(t, ada.card("looks after your referral").Text, string(dev.id), "Jane Doe", "Next: word from")
		reply, err := h.handled(inbound{Kind: kindAction, User: cleo.id, Channel: old.Channel, MessageTS: old.TS, At: time.Now(),
			Action: action{ID: actCardAccept, Value: cardValue(r.ID, 2, store.Accepted)}})
		if err != nil || reply.Replace == nil || dev.stage(r.ID) != store.Submitted {
			t.Errorf("a late click of the former owner gives %+v, %v", reply, err)
		}
	})
}

func TestCard_FromHome(t *testing.T) {
	withRecruiter(t, func(t *testing.T, h *harness, ada, cleo actor, job store.Asset) {
		r := ada.refers(nil)
		wantWords(t, cleo.homeSays(), "Waiting for your answer", "Jane Doe")
		cleo.pressHome(actReferral)
		wantWords(t, cleo.modalSays(), "jane@x.example", "Accept")
		cleo.pressModal(actCardAccept)
		wantWords(t, cleo.modalSays(), "accepted by", "Decline")
		cleo.pressModal(actCardAsk)
		cleo.submits(slacksim.Values{fieldText: "Since when?"})
		if err := cleo.CloseModal(t.Context()); err != nil {
			t.Fatal(err)
		}
		// The view below is from before the question, so its version is old: it says so and draws itself anew.
		cleo.pressModal(actCardAdvance, cardValue(r.ID, 2, store.Screening))
		wantWords(t, cleo.modalSays(), "Somebody else was faster", "Since when?")
		if got := cleo.stage(r.ID); got != store.Accepted {
			t.Errorf("the stage is %s", got)
		}
	})
}

func TestCard_ErasedPersonLeavesEveryMessage(t *testing.T) {
	withRecruiter(t, func(t *testing.T, h *harness, ada, cleo actor, job store.Asset) {
		r := ada.refers(nil)
		cleo.press(cleo.card("Candidate referral"), "", actCardAsk)
		cleo.submits(slacksim.Values{fieldText: "Would Jane move?"})
		must(h.db.AnswerQuestion(ada.id, r.ID, "Jane would."))(t)
		h.pass(time.Minute)
		wantWords(t, cleo.card("answered about").Words(), "Jane would")
		if err := h.db.EraseReferral(store.Operator, r.ID); err != nil {
			t.Fatal(err)
		}
		h.pass(time.Minute)
		for who, inbox := range map[string][]slacksim.Message{"ada": ada.Inbox(), "cleo": cleo.Inbox()} {
			for _, m := range inbox {
				if strings.Contains(m.Text+m.Words(), "Jane") {
					t.Errorf("%s still reads %q %q", who, m.Text, m.Words())
				}
			}
		}
	})
}

func TestReferralCard_StoppedForgetsHowToReachThem(t *testing.T) {
	for _, stage := range []store.Stage{store.Declined, store.StageWithdrawn} {
		referral := goldenReferral(stage)
		referral.Person.Email, referral.Person.Why = "reach.me@example.com", "a very private reason"
		shown, err := json.Marshal(referralCardView(referral, "a job", time.UTC))
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"reach.me", "private reason"} {
			if strings.Contains(string(shown), secret) {
				t.Errorf("a card that is %s still shows %q", stage, secret)
			}
		}
	}
}
