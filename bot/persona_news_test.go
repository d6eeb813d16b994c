// Tests of the news that a persona changed: who gets it, and what keeping the old one does.

package bot

import (
	"strings"
	"testing"
	"time"

	"vouch/bot/slacksim"
	"vouch/store"
)

// follows lets somebody join and leave the rule's proposal as it stands.
func (a actor) follows() actor {
	a.tb.Helper()
	fit, _, err := a.h.db.ProposePersona(a.id)
	if err == nil {
		_, err = a.h.db.Join(a.id, store.JoinForm{Personas: []store.PersonaID{fit.Persona}})
	}
	if err != nil {
		a.tb.Fatal(err)
	}
	return a
}

// becomes changes somebody's title in Slack, which tells the bot.
func (a actor) becomes(title string) {
	a.tb.Helper()
	if _, err := a.h.sim.ChangePerson(string(a.id), func(u *slacksim.User) { u.Title = title }); err != nil {
		a.tb.Fatal(err)
	}
	a.h.pass(time.Second)
}

// news is the newest message with the app that says these words.
func (a actor) news(words string) slacksim.Message {
	a.tb.Helper()
	m, err := a.AwaitMessage(a.tb.Context(), func(m slacksim.Message) bool { return strings.Contains(m.Text, words) })
	if err != nil {
		a.tb.Fatalf("no message says %q: %v", words, err)
	}
	return m
}

func TestPersonaNews_KeptOrChanged(t *testing.T) {
	withHarness(t, setup{}, func(t *testing.T, h *harness) {
		defer h.wantNoComplaint(t)
		ada, ben := h.actor(t, "ada"), h.actor(t, "ben")
		ada.becomes("Engineer")
		ada.follows()
		ben.becomes("Engineer")
		must(h.db.Join(ben.id, store.JoinForm{Personas: []store.PersonaID{"sales"}}))(t)
		ada.becomes("Recruiter")
		ben.becomes("Recruiter")
		m := ada.news("picks for")
		wantWords(t, m.Text, "People and recruiting instead of Engineering", "your title, Recruiter")
		for _, text := range h.texts("ben") {
			if strings.Contains(text, "picks for") {
				t.Errorf("somebody who chose was told: %s", text)
			}
		}
		ada.press(m, "", "Keep my old one")
		if e := must(h.db.Employee(ada.id))(t); e.Prefs.Personas[0] != "engineering" || e.Prefs.PersonaByRule {
			t.Errorf("after keeping: %+v", e.Prefs)
		}
		wantWords(t, ada.news("You kept").Text, "Engineering")
		// A title that changes again moves nobody who kept theirs.
		ada.becomes("Account executive")
		if e := must(h.db.Employee(ada.id))(t); e.Prefs.Personas[0] != "engineering" {
			t.Errorf("kept and moved: %+v", e.Prefs)
		}
	})
}

func TestPersonaNews_OvertakenBeforeItIsSent(t *testing.T) {
	withHarness(t, setup{}, func(t *testing.T, h *harness) {
		ada := h.actor(t, "ada")
		must(h.db.Join(ada.id, store.JoinForm{Personas: []store.PersonaID{"sales"}}))(t)
		m := store.Message{Kind: store.MsgPersona, Ref: "engineering/people", To: ada.id}
		if _, err := h.bot.drawMessage(t.Context(), m); store.KindOf(err) != store.Conflict {
			t.Errorf("somebody who chose meanwhile is told: %v", err)
		}
		m.Ref = "engineering/sales"
		if _, err := h.bot.drawMessage(t.Context(), m); err != nil {
			t.Error(err)
		}
		must(h.db.Leave(ada.id))(t)
		if _, err := h.bot.drawMessage(t.Context(), m); store.KindOf(err) != store.Conflict {
			t.Errorf("somebody who left is told: %v", err)
		}
	})
}
