// What people do in tests of personas: follow a rule, get another title, read the news of a change.

package bottest

import (
	"strings"
	"time"

	"vouch/bot/slacksim"
	"vouch/store"
)

// Follows lets somebody join and leave the rule's proposal as it stands.
func (a Actor) Follows() Actor {
	a.tb.Helper()
	fit, _, err := a.h.Db.ProposePersona(a.Id)
	if err == nil {
		_, err = a.h.Db.Join(a.Id, store.JoinForm{Personas: []store.PersonaID{fit.Persona}})
	}
	if err != nil {
		a.tb.Fatal(err)
	}
	return a
}

// Becomes changes somebody's title in Slack, which tells the bot.
func (a Actor) Becomes(title string) {
	a.tb.Helper()
	if _, err := a.h.Sim.ChangePerson(string(a.Id), func(u *slacksim.User) { u.Title = title }); err != nil {
		a.tb.Fatal(err)
	}
	a.h.Pass(time.Second)
}

// News is the newest message with the app that says these words.
func (a Actor) News(words string) slacksim.Message {
	a.tb.Helper()
	m, err := a.AwaitMessage(a.tb.Context(), func(m slacksim.Message) bool { return strings.Contains(m.Text, words) })
	if err != nil {
		a.tb.Fatalf("no message says %q: %v", words, err)
	}
	return m
}
