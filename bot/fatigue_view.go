// Fatigue in words: the line in the digest that comes less often, the question in place of one, and the note in settings.

package bot

import (
	"time"

	"github.com/slack-go/slack"

	"vouch/store"
)

// chosenRhythm is how often somebody chose to get the digest, before it was slowed down.
func chosenRhythm(me member) store.Rhythm { return me.Prefs.Rhythm.OrDefault(me.settings.Rhythm) }

// slowedIn is the line of the digest in which the rhythm slowed down; "" in all others, and after it was undone.
func slowedIn(d store.Delivery, me member) string {
	if me.Attention.SlowOn != d.Date || me.Attention.Slowed == 0 {
		return ""
	}
	// Not "you ignored": they may have read every one, which nobody can see.
	return "Nothing came back to the last " + count(me.settings.SlowAfter, "digest", "digests") + ", so it comes less often now: " + rhythmWords(me.rhythm) + "."
}

// keptIn is what that line becomes when it was undone.
func keptIn(d store.Delivery, me member) string {
	if me.Attention.SlowOn != d.Date || me.Attention.Slowed > 0 {
		return ""
	}
	return "It stays as you have it: " + rhythmWords(me.rhythm) + "."
}

// slowedBlocks are that line with the button that undoes it.
func slowedBlocks(d shownDigest) []slack.Block {
	switch {
	case d.Slowed != "":
		return []slack.Block{sectionWith(d.Slowed, button(actRhythmKept, "Keep it as it was", ""))}
	case d.Kept != "":
		return []slack.Block{section(d.Kept)}
	}
	return nil
}

// questionOfRhythm is the message in place of a digest. It says what happens without an answer, which is the mildest thing that
// is not silence: once a week.
func questionOfRhythm(me member) content {
	text := "Nothing came back to the last " + count(me.settings.AskAfter, "digest", "digests") +
		", so here is a question in place of today's: how often would you like it? It came " + rhythmWords(chosenRhythm(me)) +
		". If you don't answer, it " + silenceMeans(me) + "."
	return content{Text: text, Blocks: []slack.Block{section(text), actions("rhythm", rhythmButtons(me)...)}}
}

// silenceMeans is what happens without an answer.
func silenceMeans(me member) string {
	if chosenRhythm(me).Frequency == store.Weekly {
		return "stays as it is"
	}
	return "comes once a week from now on"
}

// rhythmButtons are the answers. Who chose once a week is not offered it twice.
func rhythmButtons(me member) []slack.BlockElement {
	buttons := []slack.BlockElement{keepButton(me, "Keep it ")}
	if chosenRhythm(me).Frequency != store.Weekly {
		buttons = append(buttons, button(actRhythmWeekly, "Once a week", ""))
	}
	return append(buttons, button(actRhythmStopped, "Stop it", "", spoken("Stop the digest")))
}

// keepButton brings the chosen rhythm back, and names it after begin.
func keepButton(me member, begin string) slack.BlockElement {
	often := map[store.Frequency]string{store.Daily: "every weekday", store.Three: "three times a week", store.Twice: "twice a week",
		store.Weekly: "once a week"}[chosenRhythm(me).Frequency]
	return button(actRhythmKept, begin+often, "")
}

// chosenWords confirm a choice, with the day on which it shows.
func chosenWords(me member, choice store.RhythmChoice, now time.Time) string {
	if choice == store.RhythmStopped {
		return "Stopped. Nothing is lost: your points and referrals stay, and `/vouch resume` brings the digest back."
	}
	return me.rhythmAndNext(now)
}

// answeredView is the question after its answer.
func answeredView(words string) content {
	return content{Text: words, Blocks: []slack.Block{section(words), actions("rhythm", button(actSettings, "Settings", ""))}}
}

// slowedNotice says in settings that the rhythm is slower than chosen, since when and why.
func slowedNotice(me member, now time.Time) string {
	day := me.Attention.SlowOn
	if me.Attention.AskedOn > day {
		day = me.Attention.AskedOn
	}
	since := ""
	if day != "" {
		since = " since " + localDay(day)
	}
	return "Your digest comes less often" + since + ", because you had not reacted to several in a row. " +
		me.rhythmAndNext(now)
}
