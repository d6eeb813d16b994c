// What the tests of the surfaces share: a person of the workspace who types, presses and reads, and settles in between.

package bottest

import (
	"strings"
	"testing"
	"time"

	"vouch/bot/slacksim"
	"vouch/store"
	"vouch/store/storetest"
)

// Actor is a person of the simulated workspace within one test.
type Actor struct {
	*slacksim.Person
	h  *World
	tb testing.TB
	Id store.EmployeeID
}

// Person returns the person with a username.
func (h *World) Person(tb testing.TB, who string) Actor {
	return Actor{Person: h.Sim.Person(who), h: h, tb: tb, Id: h.Id(who)}
}

// Joined returns a person who joined with the persona engineering and the program's rhythm.
func (h *World) Joined(tb testing.TB, who string) Actor {
	tb.Helper()
	a := h.Person(tb, who)
	if _, err := h.Db.Join(a.Id, store.JoinForm{Personas: []store.PersonaID{"engineering"}}); err != nil {
		tb.Fatalf("%s joins: %v", who, err)
	}
	return a
}

// Types runs a slash command and returns the private answer, "" when a modal was the answer.
func (a Actor) Types(line string) string {
	a.tb.Helper()
	before := len(a.Ephemerals())
	if got := Must(a.Slash(a.tb.Context(), General, line))(a.tb); !got.Acked {
		a.tb.Fatalf("%s was not acknowledged: %s", line, got.Error)
	}
	a.h.Pass(time.Second)
	return a.Newest(before)
}

// Newest is the last message only this person sees, if there are more than before.
func (a Actor) Newest(before int) string {
	if seen := a.Ephemerals(); len(seen) > before {
		return seen[len(seen)-1].Words()
	}
	return ""
}

// Presses presses an element of a message and returns the private answer, if there is one. block "" is enough where the
// element is the only one of its kind.
func (a Actor) Presses(m slacksim.Message, block, what string, choice ...any) string {
	a.tb.Helper()
	before := len(a.Ephemerals())
	element := slacksim.Element{BlockID: block, What: what}
	if len(choice) > 0 {
		element.Choice = choice[0]
	}
	if got := Must(a.PressElement(a.tb.Context(), m, element))(a.tb); got.Warning {
		a.tb.Fatalf("%s was not acknowledged", what)
	}
	a.h.Pass(time.Second)
	return a.Newest(before)
}

// PressesHome presses an element of Home.
func (a Actor) PressesHome(what string, choice ...any) {
	a.tb.Helper()
	Must(a.PressHome(a.tb.Context(), what, choice...))(a.tb)
	a.h.Pass(time.Second)
}

// PressesModal presses an element of the open modal.
func (a Actor) PressesModal(what string, choice ...any) {
	a.tb.Helper()
	Must(a.PressModal(a.tb.Context(), what, choice...))(a.tb)
	a.h.Pass(time.Second)
}

// Submits fills and submits the open modal and returns the errors at its fields.
func (a Actor) Submits(values slacksim.Values) map[string]string {
	a.tb.Helper()
	got := Must(a.Submit(a.tb.Context(), values))(a.tb)
	a.h.Pass(time.Second)
	return got.Errors
}

// ModalSays are the words of the open modal, with its title first.
func (a Actor) ModalSays() string {
	a.tb.Helper()
	v := a.Modal()
	if v == nil {
		a.tb.Fatal("no modal is open")
	}
	return v.Title + "\n" + v.Words()
}

// HomeSays are the words of Home after opening it.
func (a Actor) HomeSays() string {
	a.tb.Helper()
	if err := a.OpenHome(a.tb.Context()); err != nil {
		a.tb.Fatal(err)
	}
	a.h.Pass(time.Second)
	return a.Home().Words()
}

// Digest is the newest digest in the person's conversation with the app.
func (a Actor) Digest() slacksim.Message {
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

// Employee is what the store knows of the person.
func (a Actor) Employee() store.Employee {
	a.tb.Helper()
	return storetest.MustGet(a.tb, a.h.Db, a.Id)
}

// WantWords fails unless text says everything in words.
func WantWords(tb testing.TB, text string, words ...string) {
	tb.Helper()
	for _, w := range words {
		if !strings.Contains(text, w) {
			tb.Errorf("%q is missing in:\n%s", w, text)
		}
	}
}

// WantNoComplaint fails when Slack refused something the bot sent; a post to a channel without the app is refused rightly.
func (h *World) WantNoComplaint(tb testing.TB) {
	tb.Helper()
	for _, trouble := range h.Sim.Log(0, "frame_too_big", "invalid_ack", "api_error") {
		if !strings.Contains(trouble.Text, "not_in_channel") {
			tb.Errorf("Slack complains: %v", trouble)
		}
	}
}

// Library fills the database with n articles about go; the first three are about hiring too.
func Library(tb testing.TB, n int) func(*store.DB) {
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
