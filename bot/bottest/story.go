// Tests of stories: from the answers to a live story with credit, shared without a page, and taken back everywhere.

package bottest

import (
	"time"

	"vouch/bot/slacksim"
	"vouch/bot/surface"
	"vouch/store"
)

// Tells goes through the questions.
func (a Actor) Tells(consent store.Consent, change slacksim.Values) {
	a.tb.Helper()
	a.Types("/vouch story")
	values := slacksim.Values{store.AnswerField(0): "We lost a rack & <!channel> laughed.", surface.FieldConsent: string(consent)}
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
	if got := a.Submits(slacksim.Values{surface.FieldTitle: title, "text": text, surface.FieldOtherTopics: "Culture"}); got != nil {
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
	return Must(a.h.Db.StoriesOf(a.Id))(a.tb)[0]
}
