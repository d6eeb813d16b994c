// Actors: persons of the workspace who type, press and read, and settle in between.

package bottest

import (
	"strings"
	"testing"
	"time"

	"vouch/bot/block"
	"vouch/bot/slacksim"
	"vouch/bot/surface"
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

// PressesHome presses an element of Home, or of what is behind one of its buttons.
func (a Actor) PressesHome(what string, choice ...any) {
	a.tb.Helper()
	_, err := a.PressHome(a.tb.Context(), what, choice...)
	if err != nil && !a.pressesBehind(what, choice...) {
		a.tb.Fatal(err)
	}
	a.h.Pass(time.Second)
}

// pressesBehind looks for an element in the lists and menus that Home leads to, and tells whether it was there.
func (a Actor) pressesBehind(what string, choice ...any) bool {
	for _, opener := range []string{"My posts", "list_saved", "home_content", "home_program"} {
		if _, err := a.PressHome(a.tb.Context(), opener); err != nil {
			continue
		}
		a.h.Pass(time.Second)
		if _, err := a.PressModal(a.tb.Context(), what, choice...); err == nil {
			return true
		}
		if err := a.CloseAll(a.tb.Context()); err != nil {
			a.tb.Fatal(err)
		}
	}
	return false
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

// WantNoComplaint fails when Slack refused something the bot sent; a post to a channel without the app is refused
// rightly.
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

// Adds goes from the command to the form of the page at address.
func (a Actor) Adds(address string) {
	a.tb.Helper()
	a.Types("/vouch add")
	if got := a.Submits(slacksim.Values{"url": address}); got != nil {
		a.tb.Fatalf("errors %v", got)
	}
	a.h.Pass(12000000000)
}

// Live are the live assets.
func (h *World) Live(tb testing.TB) []store.Asset {
	tb.Helper()
	return Must(h.Db.LiveAssets())(tb)
}

// Fills types into the open modal without submitting it.
func (a Actor) Fills(values slacksim.Values) {
	a.tb.Helper()
	if err := a.Fill(values); err != nil {
		a.tb.Fatal(err)
	}
}

// Follows lets somebody join and leave the rule's proposal as it stands.
func (a Actor) Follows() Actor {
	a.tb.Helper()
	fit, _, err := storetest.Find1(a.h.Db, (*store.Query).ProposePersona, a.Id)
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

// Reacts reacts to the newest digest, or takes the reaction away, and gives what the digest says then.
func (a Actor) Reacts(name string, away bool) string {
	a.tb.Helper()
	do := a.React
	if away {
		do = a.Unreact
	}
	if err := do(a.tb.Context(), a.Digest(), name); err != nil {
		a.tb.Fatal(err)
	}
	a.h.Pass(time.Second)
	return a.Digest().Words()
}

// Refers opens the form and submits it.
func (a Actor) Refers(change slacksim.Values) store.Referral {
	a.tb.Helper()
	a.Types("/refer")
	if got := a.SubmitsJane(change); got != nil {
		a.tb.Fatalf("errors %v", got)
	}
	list := Must(storetest.Ask1(a.h.Db, (*store.Query).ReferralsOf, a.Id))(a.tb)
	if len(list) == 0 {
		a.tb.Fatal("nothing is stored")
	}
	return list[0]
}

// SubmitsJane fills in the open form of a candidate as Jane does, typing the role first, and returns the errors.
func (a Actor) SubmitsJane(change slacksim.Values) map[string]string {
	a.tb.Helper()
	Must(a.Typeahead(a.tb.Context(), "refer_job", "Anything with Go"))(a.tb)
	return a.Submits(Jane(change))
}

// Card is the newest message of a person's conversation with the app that has the words.
func (a Actor) Card(words string) slacksim.Message {
	a.tb.Helper()
	inbox := a.Inbox()
	for i := len(inbox) - 1; i >= 0; i-- {
		if strings.Contains(inbox[i].Text, words) && !inbox[i].Ephemeral {
			return inbox[i]
		}
	}
	a.tb.Fatalf("no message says %q: %q", words, a.h.Texts(string(a.Id)))
	return slacksim.Message{}
}

// Stage is where the referral stands.
func (a Actor) Stage(id store.ReferralID) store.Stage {
	a.tb.Helper()
	return Must(a.h.Db.Referral(id, a.Id))(a.tb).Stage
}

// Field gives the value of the text field of the share form, under whatever id it has now.
func (a Actor) Field() (input, text string) {
	a.tb.Helper()
	for input, elements := range a.Modal().Values {
		if strings.HasPrefix(input, surface.FieldText+".") {
			text, _ = elements[block.InputValue]["value"].(string)
			return input, text
		}
	}
	a.tb.Fatal("the modal has no text field")
	return "", ""
}

// Posts submits the share form with a text and says "I posted it".
func (a Actor) Posts(text string) {
	a.tb.Helper()
	input, _ := a.Field()
	if errors := a.Submits(slacksim.Values{input: text}); errors != nil {
		a.tb.Fatalf("errors %v", errors)
	}
	a.PressesModal(surface.ActSharePosted)
}

// Score is what the person has in all.
func (a Actor) Score() int {
	a.tb.Helper()
	return Must(storetest.Ask2(a.h.Db, (*store.Query).ScoreOf, a.Id, store.Now()))(a.tb).All
}

// Share is the person's newest share.
func (a Actor) Share() store.Share {
	a.tb.Helper()
	shares := Must(a.h.Db.SharesOf(a.Id, 1))(a.tb)
	if len(shares) == 0 {
		a.tb.Fatal("there is no share")
	}
	return shares[0]
}

// Finds goes from the list of sources over an address to what stands in its place.
func (a Actor) Finds(address string) {
	a.tb.Helper()
	a.Types("/vouch sources")
	a.PressesModal("source_add")
	if got := a.Submits(slacksim.Values{"address": address}); got != nil {
		a.tb.Fatalf("errors %v", got)
	}
	a.h.Pass(30 * time.Second)
}

// Sources reads all sources.
func (h *World) Sources(tb testing.TB) []store.Source {
	tb.Helper()
	return Must(h.Db.Sources())(tb)
}

// Tells goes through the questions.
func (a Actor) Tells(consent store.Consent, change slacksim.Values) {
	a.tb.Helper()
	a.Types("/vouch story")
	if len(change) > 0 {
		a.PressesModal("story_more")
	}
	values := slacksim.Values{store.AnswerField(0): "We lost a rack & <!channel> laughed.",
		surface.FieldConsent: string(consent)}
	for field, value := range change {
		values[field] = value
	}
	if got := a.Submits(values); got != nil {
		a.tb.Fatalf("errors %v", got)
	}
}

// Edits makes a text of the story that waits longest.
func (a Actor) Edits(title, text string) {
	a.tb.Helper()
	a.Types("/vouch stories")
	a.PressesModal("Edit")
	if got := a.Submits(slacksim.Values{surface.FieldTitle: title, "text": text,
		surface.FieldOtherTopics: "Culture"}); got != nil {
		a.tb.Fatalf("errors %v", got)
	}
	WantWords(a.tb, a.ModalSays(), "Sent to the author")
	if err := a.CloseAll(a.tb.Context()); err != nil {
		a.tb.Fatal(err)
	}
	a.h.Pass(time.Minute)
}

// OnlyStory is the newest story of a person.
func (a Actor) OnlyStory() store.Story {
	a.tb.Helper()
	return Must(storetest.Ask1(a.h.Db, (*store.Query).StoriesOf, a.Id))(a.tb)[0]
}
