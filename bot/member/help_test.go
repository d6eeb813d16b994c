// Help tests: buttons by role, the nearest word, plain words where they stand, and one answer to many lines.

package member_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest"
	"vouch/bot/surface"
	"vouch/store"
)

// What stands above the buttons in answer to what nobody understands.
const notUnderstood = "I didn't understand that"

func TestHelp_OncePerMinute(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		answers := func(who string, lines int) int {
			before := len(h.Texts(who))
			for range lines {
				bottest.Must(h.Sim.Person(who).Say(t.Context(), "", "what a lovely day"))(t)
				h.Pass(time.Second)
			}
			given := 0
			for _, text := range h.Texts(who)[before:] {
				if strings.Contains(text, notUnderstood) {
					given++
				}
			}
			return given
		}
		if n := answers("ada", 6); n != 1 {
			t.Errorf("six quick lines got help %d times", n)
		}
		if n := answers("ben", 1); n != 1 {
			t.Errorf("somebody else got help %d times", n)
		}
		h.Pass(time.Minute)
		if n := answers("ada", 1); n != 1 {
			t.Errorf("a line a minute later got help %d times", n)
		}
	})
}

// The command and its words: buttons first, then a list of what the reader may do, and the nearest word for a slip.
func TestVouch_ButtonsBeforeCommands(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 8)}, func(t *testing.T, h *bottest.World) {
		ada, cleo := h.Joined(t, "ada"), h.Joined(t, "cleo")
		if err := h.Db.ChangeRole(store.Operator, store.Manager, []store.EmployeeID{cleo.Id}, nil); err != nil {
			t.Fatal(err)
		}
		bottest.WantWords(t, ada.Types("/vouch"), "What would you like to do?", "Today's picks", "Refer someone",
			"My points", "Pause", "Settings", "More")
		bottest.WantWords(t, cleo.Types("/vouch"), "Program", "Boards")
		list := ada.Types("/vouch HELP")
		bottest.WantWords(t, list, "`/vouch digest` today's picks, now", "`/refer`", "Leave Vouch", "What is recorded")
		for _, w := range h.Bot.Words(surface.CmdVouch) {
			line := "`/vouch " + w.Word + "` " + w.Help
			refused := slices.Contains(strings.Fields("sources coverage stories review add admin personas crisis bonuses "+
				"outcomes health points"), w.Word)
			if mine := w.Word != "join" && w.Word != "resume" && !refused; mine != strings.Contains(list, line) {
				t.Errorf("ada, who may use %s %v, reads %q", w.Word, mine, list)
			}
			if refused {
				bottest.WantWords(t, cleo.Types("/vouch help"), line)
			}
		}
		ada.HomeSays()
		ada.PressesHome(surface.ActHelp)
		bottest.WantWords(t, ada.ModalSays(), "`/vouch digest` today's picks, now")
		ada.PressesModal(surface.ActRecorded)
		bottest.WantWords(t, ada.ModalSays(), "never posts for you")
		bottest.WantWords(t, ada.Types("/vouch dijest <!channel>"), "Did you mean *digest* (today", "Digest")
		ada.Presses(ada.Ephemerals()[len(ada.Ephemerals())-1], "", "word")
		bottest.WantWords(t, ada.Digest().Words(), "Share")
		ada.Types("/vouch «settings» 🎉")
		bottest.WantWords(t, ada.ModalSays(), "How often?")
		for _, text := range []string{"🎉", strings.Repeat("x", 3000), "\t\t", strings.Repeat("🎉", 3000),
			"<@U1> *bold*", "adnim"} {
			answer := ada.Types("/vouch " + text)
			if !strings.Contains(answer, "Today's picks") || strings.Contains(answer, "U1") {
				t.Errorf("%.20q is answered with %q", text, answer)
			}
		}
		h.WantNoComplaint(t)
	})
}

// Plain words are answered where they stand, in the conversation or in the thread under a message.
func TestDM_PlainWords(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 8)}, func(t *testing.T, h *bottest.World) {
		ada := h.Joined(t, "ada")
		ada.Types("/vouch digest")
		digest := ada.Digest()
		bottest.Must(ada.Reply(t.Context(), digest, "I want to refer somebody <!channel>"))(t)
		h.Pass(time.Second)
		inbox := ada.Inbox()
		answer := inbox[len(inbox)-1]
		bottest.WantWords(t, answer.Words(), "Refer someone")
		if answer.ThreadTS != digest.TS || strings.Contains(answer.Words(), "channel") {
			t.Errorf("answered in the thread %q with %q", answer.ThreadTS, answer.Words())
		}
		ada.Presses(answer, "", surface.ActRefer)
		if ada.Modal() == nil {
			t.Error("the button opens no form")
		}
		ben := h.Person(t, "ben")
		bottest.Must(ben.Say(t.Context(), "", "my points?"))(t)
		h.Pass(2 * time.Second)
		bottest.WantWords(t, strings.Join(h.Texts("ben"), "\n"), "Joining takes a minute", "Welcome to Vouch. ")
		h.WantNoComplaint(t)
	})
}
