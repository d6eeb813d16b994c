// What the tests of the surfaces share: a person of the workspace who types, presses and reads, and settles in between.

package bot

import (
	"strings"
	"testing"
	"time"

	"vouch/bot/slacksim"
	"vouch/store"
	"vouch/store/storetest"
)

// actor is a person of the simulated workspace within one test.
type actor struct {
	*slacksim.Person
	h  *harness
	tb testing.TB
	id store.EmployeeID
}

// actor returns the person with a username.
func (h *harness) actor(tb testing.TB, who string) actor {
	return actor{Person: h.sim.Person(who), h: h, tb: tb, id: h.id(who)}
}

// joined returns a person who joined with the persona engineering and the program's rhythm.
func (h *harness) joined(tb testing.TB, who string) actor {
	tb.Helper()
	a := h.actor(tb, who)
	if _, err := h.db.Join(a.id, store.JoinForm{Personas: []store.PersonaID{"engineering"}}); err != nil {
		tb.Fatalf("%s joins: %v", who, err)
	}
	return a
}

// types runs a slash command and returns the private answer, "" when a modal was the answer.
func (a actor) types(line string) string {
	a.tb.Helper()
	before := len(a.Ephemerals())
	if got := must(a.Slash(a.tb.Context(), general, line))(a.tb); !got.Acked {
		a.tb.Fatalf("%s was not acknowledged: %s", line, got.Error)
	}
	a.h.pass(time.Second)
	return a.newest(before)
}

// newest is the last message only this person sees, if there are more than before.
func (a actor) newest(before int) string {
	if seen := a.Ephemerals(); len(seen) > before {
		return seen[len(seen)-1].Words()
	}
	return ""
}

// press presses an element of a message and returns the private answer, if there is one. block "" is enough where the
// element is the only one of its kind.
func (a actor) press(m slacksim.Message, block, what string, choice ...any) string {
	a.tb.Helper()
	before := len(a.Ephemerals())
	element := slacksim.Element{BlockID: block, What: what}
	if len(choice) > 0 {
		element.Choice = choice[0]
	}
	if got := must(a.PressElement(a.tb.Context(), m, element))(a.tb); got.Warning {
		a.tb.Fatalf("%s was not acknowledged", what)
	}
	a.h.pass(time.Second)
	return a.newest(before)
}

// pressHome presses an element of Home.
func (a actor) pressHome(what string, choice ...any) {
	a.tb.Helper()
	must(a.PressHome(a.tb.Context(), what, choice...))(a.tb)
	a.h.pass(time.Second)
}

// pressModal presses an element of the open modal.
func (a actor) pressModal(what string, choice ...any) {
	a.tb.Helper()
	must(a.PressModal(a.tb.Context(), what, choice...))(a.tb)
	a.h.pass(time.Second)
}

// submits fills and submits the open modal and returns the errors at its fields.
func (a actor) submits(values slacksim.Values) map[string]string {
	a.tb.Helper()
	got := must(a.Submit(a.tb.Context(), values))(a.tb)
	a.h.pass(time.Second)
	return got.Errors
}

// modalSays are the words of the open modal, with its title first.
func (a actor) modalSays() string {
	a.tb.Helper()
	v := a.Modal()
	if v == nil {
		a.tb.Fatal("no modal is open")
	}
	return v.Title + "\n" + v.Words()
}

// homeSays are the words of Home after opening it.
func (a actor) homeSays() string {
	a.tb.Helper()
	if err := a.OpenHome(a.tb.Context()); err != nil {
		a.tb.Fatal(err)
	}
	a.h.pass(time.Second)
	return a.Home().Words()
}

// digest is the newest digest in the person's conversation with the app.
func (a actor) digest() slacksim.Message {
	a.tb.Helper()
	inbox := a.Inbox()
	for i := len(inbox) - 1; i >= 0; i-- {
		if strings.HasPrefix(inbox[i].Text, "Your picks for") && !inbox[i].Ephemeral {
			return inbox[i]
		}
	}
	a.tb.Fatalf("there is no digest among %d messages", len(inbox))
	return slacksim.Message{}
}

// employee is what the store knows of the person.
func (a actor) employee() store.Employee {
	a.tb.Helper()
	return storetest.MustGet(a.tb, a.h.db, a.id)
}

// wantWords fails unless text says everything in words.
func wantWords(tb testing.TB, text string, words ...string) {
	tb.Helper()
	for _, w := range words {
		if !strings.Contains(text, w) {
			tb.Errorf("%q is missing in:\n%s", w, text)
		}
	}
}

// wantNoComplaint fails when Slack refused something the bot sent; a post to a channel without the app is refused rightly.
func (h *harness) wantNoComplaint(tb testing.TB) {
	tb.Helper()
	for _, trouble := range h.sim.Log(0, "frame_too_big", "invalid_ack", "api_error") {
		if !strings.Contains(trouble.Text, "not_in_channel") {
			tb.Errorf("Slack complains: %v", trouble)
		}
	}
}

// library fills the database with n articles about go; the first three are about hiring too.
func library(tb testing.TB, n int) func(*store.DB) {
	return func(db *store.DB) {
		for i := range n {
			storetest.MustAsset(tb, db, func(a *store.Asset) {
				a.Topics = []string{"go"}
				if i < 3 {
					a.Topics = []string{"go", "hiring"}
				}
			})
		}
	}
}
