// Tests of the news that a persona changed: who gets it, and what keeping the old one does.

package persona_test

import (
	"strings"
	"testing"

	"vouch/bot/bottest"
	"vouch/store"
)

func TestPersonaNews_KeptOrChanged(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		defer h.WantNoComplaint(t)
		ada, ben := h.Person(t, "ada"), h.Person(t, "ben")
		ada.Becomes("Engineer")
		ada.Follows()
		ben.Becomes("Engineer")
		bottest.Must(h.Db.Join(ben.Id, store.JoinForm{Personas: []store.PersonaID{"sales"}}))(t)
		ada.Becomes("Recruiter")
		ben.Becomes("Recruiter")
		m := ada.News("picks for")
		bottest.WantWords(t, m.Text, "People and recruiting instead of Engineering", "your title, Recruiter")
		for _, text := range h.Texts("ben") {
			if strings.Contains(text, "picks for") {
				t.Errorf("somebody who chose was told: %s", text)
			}
		}
		ada.Presses(m, "", "Keep my old one")
		if e := bottest.Must(h.Db.Employee(ada.Id))(t); e.Prefs.Personas[0] != "engineering" || e.Prefs.PersonaByRule {
			t.Errorf("after keeping: %+v", e.Prefs)
		}
		bottest.WantWords(t, ada.News("You kept").Text, "Engineering")
		// A title that changes again moves nobody who kept theirs.
		ada.Becomes("Account executive")
		if e := bottest.Must(h.Db.Employee(ada.Id))(t); e.Prefs.Personas[0] != "engineering" {
			t.Errorf("kept and moved: %+v", e.Prefs)
		}
	})
}

func TestPersonaNews_OvertakenBeforeItIsSent(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		ada := h.Person(t, "ada")
		bottest.Must(h.Db.Join(ada.Id, store.JoinForm{Personas: []store.PersonaID{"sales"}}))(t)
		m := store.Message{Kind: store.MsgPersona, Ref: "engineering/people", To: ada.Id}
		if _, err := h.Bot.DrawMessage(t.Context(), m); store.KindOf(err) != store.Conflict {
			t.Errorf("somebody who chose meanwhile is told: %v", err)
		}
		m.Ref = "engineering/sales"
		if _, err := h.Bot.DrawMessage(t.Context(), m); err != nil {
			t.Error(err)
		}
		bottest.Must(h.Db.Leave(ada.Id))(t)
		if _, err := h.Bot.DrawMessage(t.Context(), m); store.KindOf(err) != store.Conflict {
			t.Errorf("somebody who left is told: %v", err)
		}
	})
}
