// What a crisis looks like: the list, the form, the rehearsal, and the statement in everybody's messages.

package crisis

import (
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/store"
)

// shownCrisis is a crisis with what is said of it.
type shownCrisis struct {
	crisis store.Crisis
	of     string      // what is on hold, in plain text
	read   int         // how many have read the statement
	ask    string      // whom to ask
	facts  store.Asset // what people may share when it is over, without an id when there is nothing
}

// listView shows what is on hold. edits is how many delivered messages still wait to be changed.
func listView(shown []shownCrisis, edits int, zone *time.Location) *slack.ModalViewRequest {
	var blocks []slack.Block
	blocks = append(blocks, block.When(len(shown) == 0, block.Section("Nothing is on hold.")))
	for _, s := range shown {
		words := "*On hold: " + block.Line(s.of) + "*\n" + block.Line(s.crisis.Reason) + "\nSince " +
			block.Moment(s.crisis.StartedAt, zone) + ", by " + block.Person(s.crisis.StartedBy)
		words += block.When(!s.crisis.EndsAt.IsZero(), ", until "+block.Moment(s.crisis.EndsAt, zone))
		if s.crisis.Told > 0 {
			words += fmt.Sprintf("\n%d of %s read the statement", s.read,
				block.Count(s.crisis.Told, "person has", "people have"))
		}
		blocks = append(blocks,
			block.SectionWith(words, block.Button(actEnd, "End", string(s.crisis.ID), block.Spoken("End: "+s.of))))
	}
	if edits > 0 {
		blocks = append(blocks, block.ContextLine(block.Count(edits, "delivered message waits", "delivered messages wait")+
			" to be changed. Slack takes about 50 a minute."))
	}
	return block.Modal(cbList, "Crisis", "", "Close", "", append(blocks,
		block.Actions("", block.Button(actNew, "Put sharing on hold", ""),
			block.Button(surface.ActCrisis, "Refresh", "")))...)
}

// lengths are the choices of an end in days; the empty choice ends with somebody's press.
var lengths = map[string]int{"1": 1, "3": 3, "7": 7}

func everythingOption() *slack.OptionBlockObject { return block.Option(everything, "Everything") }

// formView asks what is on hold and why; me is who fills it in.
func formView(me store.EmployeeID) *slack.ModalViewRequest {
	ends := []*slack.OptionBlockObject{block.Option("press", "When somebody ends it"), block.Option("1", "After a day"),
		block.Option("3", "After three days"), block.Option("7", "After a week")}
	people := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeUser,
		block.Plain("Choose people", block.MaxPlaceholder), block.InputValue)
	return block.Modal(cbForm, "Put on hold", "See what happens", "Cancel", "",
		block.Input(fieldOf, "What",
			block.SuggestOne(actOf, "Everything, a topic or an item", 0, everythingOption()), "", false),
		block.Input(fieldReason, "Why",
			block.TextInput(block.InputValue, "We wait for the facts about the outage", "", false, 200),
			"Everybody who wants to share reads this.", false),
		block.Input(fieldText, "Statement to everybody", block.TextInput(block.InputValue, "", "", true, 1000),
			"Sent to each advocate, who can confirm that they read it. Empty: nobody is written to.", true),
		block.Input(fieldOwner, "Whom to ask",
			block.SelectPerson(block.InputValue, "Choose somebody", string(me)), "", false),
		block.Input(fieldSpeaker, "Who speaks in public", people, "", true),
		block.Input(fieldAllowed, "May be shared all the same", block.SuggestMany(actOf, "Choose items", 1, nil), "", true),
		block.Input(fieldEnd, "It ends", block.SelectOne(block.InputValue, "Choose", ends, "press"), "", false))
}

// rehearsalView says what a start would do.
func rehearsalView(c store.Crisis, effect store.CrisisEffect, metadata string) *slack.ModalViewRequest {
	words := "*Nothing has happened yet.* Close this window, and it was a rehearsal.\n\nIf you start:\n• " +
		block.Count(effect.Items, "item", "items") + " can't be shared.\n• " +
		block.Count(effect.Messages, "delivered message loses its", "delivered messages lose their") + " share buttons."
	if effect.Messages > editsAMinute {
		words += " That takes about " + block.Count(effect.Messages/editsAMinute, "minute", "minutes") + ", the newest first."
	}
	words += block.When(effect.People > 0,
		"\n• "+block.Count(effect.People, "person gets", "people get")+" the statement now.")
	words += block.When(c.Scope == store.HoldAll, "\n• No digests, leaderboards or reminders go out.")
	return block.Modal(cbStart, "Start it?", "Start now", "Close", metadata, block.Section(words))
}

// editsAMinute is what Slack takes of chat.update from one app (docs.slack.dev/apis/web-api/rate-limits, tier 3).
const editsAMinute = 50

// startedView says what was done.
func startedView(c store.Crisis) *slack.ModalViewRequest {
	words := "Sharing is on hold. "
	words += block.When(c.Statement != "", "The statement goes out now. ")
	return block.ResultModal("On hold", words+"See how far it is, or end it, with `/vouch crisis`.")
}

// endView asks whether a crisis is to end. A fact sheet stands in the changed statement, so it needs one.
func endView(c store.Crisis) *slack.ModalViewRequest {
	words := "Share buttons come back."
	var facts []slack.Block
	if c.Statement != "" {
		words = "Share buttons come back, and everybody who got the statement sees that it is over."
		facts = append(facts, block.Input(fieldFacts, "Fact sheet", block.SuggestOne(actOf, "Choose an item", 1, nil),
			"An item on what happened and what one may say, for who wants to share it. "+
				"It comes in no digest and earns no points.", true))
	}
	return block.Modal(cbEnd, "Let sharing go on?", "End it", "Keep it", string(c.ID),
		append([]slack.Block{block.Section(words)}, facts...)...)
}

// statementContent is what an advocate is told; read is when they confirmed it, zero for not yet.
func statementContent(s shownCrisis, read time.Time, zone *time.Location) block.Content {
	c := s.crisis
	if !c.EndedAt.IsZero() {
		text := "Sharing was on hold until " + block.Moment(c.EndedAt, zone) + ". You can share again"
		text += block.When(c.Scope != store.HoldAll, ": "+block.Line(s.of))
		text += "."
		blocks := []slack.Block{block.Section(text)}
		if id := string(s.facts.ID); id != "" {
			facts := "What happened, and what you may say if you want to: " + surface.Titled(s.facts, surface.MaxAssetTitle)
			text += "\n" + facts
			blocks = append(blocks, block.Section(facts), block.Actions("do:"+id,
				block.Button(surface.ActShare, "Share in my words", id, block.Spoken("Share: "+s.facts.Title))))
		}
		return block.Message(text, blocks...)
	}
	title := "Please don't share for now: " + block.Line(s.of)
	words := block.Line(c.Reason) + "\n\n" + block.Esc(c.Statement)
	ask := s.ask
	if len(c.Spokespeople) > 0 {
		var who []string
		for _, id := range c.Spokespeople {
			who = append(who, block.Person(id))
		}
		ask += " In public only " + block.List(who) + " may speak about it."
	}
	blocks := []slack.Block{block.Section("*" + title + "*\n" + words), block.Section(ask)}
	if read.IsZero() {
		button := block.Button(actRead, "I have read this", string(c.ID))
		block.Primary(button)
		blocks = append(blocks, block.Actions("", button))
	} else {
		blocks = append(blocks, block.ContextLine("You read this "+block.Moment(read, zone)+"."))
	}
	return block.Message(block.CutBytes(title+"\n"+words+"\n"+ask, block.MaxMessageText), blocks...)
}
