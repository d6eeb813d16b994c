// Fatigue in words: the line in the digest that comes less often, the question in place of one, and the note in
// settings.

package digestcard

import (
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/store"
)

// slowedIn is the line of the digest in which the rhythm slowed down; "" in all others, and after it was undone.
func slowedIn(d store.Delivery, me surface.Member) string {
	if me.Attention.SlowOn != d.Date || me.Attention.Slowed == 0 {
		return ""
	}
	// Not "you ignored": they may have read every one, which nobody can see.
	return "You did not react to the last " + block.Count(me.Settings.SlowAfter, "digest", "digests") +
		", so it comes less often now: " + surface.RhythmWords(me.Rhythm) + "."
}

// questionOfRhythm is the message in place of a digest. It says what happens without an answer, which is the mildest
// thing that is not silence: once a week.
func questionOfRhythm(me surface.Member) block.Content {
	text := "You did not react to the last " + block.Count(me.Settings.AskAfter, "digest", "digests") +
		". How often would you like the digest? If you don't answer, it " + silenceMeans(me) + "."
	return block.Message(text, block.Section(text), block.Actions("rhythm", rhythmButtons(me)...))
}

// silenceMeans is what happens without an answer.
func silenceMeans(me surface.Member) string {
	if surface.ChosenRhythm(me).Frequency == store.Weekly {
		return "stays as it is"
	}
	return "comes once a week from now on"
}

// rhythmButtons are the answers. Who chose once a week is not offered it twice.
func rhythmButtons(me surface.Member) []slack.BlockElement {
	buttons := []slack.BlockElement{surface.KeepButton(me, "Keep it ")}
	buttons = append(buttons, block.When(surface.ChosenRhythm(me).Frequency != store.Weekly,
		block.Button(actRhythmWeekly, "Once a week", "")))
	return append(buttons, block.Button(actRhythmStopped, "Stop it", "", block.Spoken("Stop the digest")))
}

// chosenWords confirm a choice, with the day on which it shows.
func chosenWords(me surface.Member, choice store.RhythmChoice, now time.Time) string {
	if choice == store.RhythmStopped {
		return "Stopped. Nothing is lost: your points and referrals stay, and `/vouch resume` brings the digest back."
	}
	return me.RhythmAndNext(now)
}

// answeredView is the question after its answer.
func answeredView(words string) block.Content {
	return block.Message(words, block.Section(words),
		block.Actions("rhythm", block.Button(surface.ActSettings, "Settings", "")))
}
