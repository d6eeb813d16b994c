// Tests of the news that a persona changed: who gets it, and when it is obsolete.

package persona_test

import (
	"strings"
	"testing"

	"vouch/bot/bottest"
	"vouch/store"
)

func TestPersonaNews_TellsWhoFollows(t *testing.T) {
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
	})
}

func TestPersonaNews_OvertakenBeforeItIsSent(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		ada := h.Person(t, "ada")
		bottest.Must(h.Db.Join(ada.Id, store.JoinForm{Personas: []store.PersonaID{"sales"}}))(t)
		m := store.Message{Kind: store.MsgPersona, Ref: "engineering/people", To: ada.Id}
		if _, err := h.Bot.RenderMessage(t.Context(), m); store.KindOf(err) != store.Conflict {
			t.Errorf("somebody who chose meanwhile is told: %v", err)
		}
		m.Ref = "engineering/sales"
		if _, err := h.Bot.RenderMessage(t.Context(), m); err != nil {
			t.Error(err)
		}
		bottest.Must(h.Db.Leave(ada.Id))(t)
		if _, err := h.Bot.RenderMessage(t.Context(), m); store.KindOf(err) != store.Conflict {
			t.Errorf("somebody who left is told: %v", err)
		}
	})
}
