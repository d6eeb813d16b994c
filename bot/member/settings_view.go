// The settings forms: what the digest is about and when it comes, and apart from that somebody's network and what
// colleagues see.

package member

import (
	"cmp"
	"strconv"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/store"
)

// Further fields of the settings form, beside those of the joining form.
const (
	fieldMute       = "mute"
	fieldQuiet      = "quiet"
	fieldPicks      = "picks"
	fieldLanguages  = "languages"
	fieldVisibility = "board"
	fieldWins       = "wins"
)

// visibleByAlias is one of the ways to appear on leaderboards; winsAsk stands for the empty answer about wins.
const (
	visibleByAlias = "alias"
	winsAsk        = "ask"
)

// settingsModal is the form of the digest. notice is a sentence on top, "" for none.
func settingsModal(c joinChoices, notice string) *slack.ModalViewRequest {
	prefs := c.me.Prefs
	var blocks []slack.Block
	blocks = append(blocks, block.Said(notice))
	blocks = append(blocks, block.When(c.me.Attention.Slowed > 0, block.Actions("", surface.KeepButton(c.me, "Back to "))))
	blocks = append(blocks, block.Header("When it comes"), frequencyInput(c.me), timeInput(c.me))
	blocks = append(blocks,
		block.Input(fieldQuiet, "Never on these days", block.SelectMany(block.InputValue, "Choose any",
			surface.DayOptions(c.me.Settings.Rhythm.WorkingWeek()), 0, surface.DayValues(prefs.Rhythm.Quiet)...), "", true),
		block.Input(fieldPicks, "How many picks?", block.SelectOne(block.InputValue, "Choose",
			pickCounts(c.me.Settings.Picks), strconv.Itoa(prefs.Picks)), "", false),
		block.Header("What it's about"),
		personaInput(c),
		followInput(c),
		block.Input(fieldMute, "Topics never to see", topicMenu(prefs.Mute), "", true),
		block.Divider(),
		// They act at once, without saving the form.
		block.Actions("", block.Button(actReach, "Your network", ""), block.Button(actPrivacy, "Recognition, privacy", ""),
			pauseButton(c.me), leaveButton()))
	return block.Modal(surface.CBSettings, "Settings", "Save", "Cancel", "", blocks...)
}

// reachModal is the form of where somebody shares, who reads it there, and what they read themselves.
func reachModal(prefs store.Preferences) *slack.ModalViewRequest {
	return block.Modal(cbReach, "Your network", "Save", "Cancel", "",
		block.Input(surface.FieldNetworks, "Where you share", block.SelectMany(block.InputValue, "All networks",
			surface.NetworkOptions(surface.Named, nil), 0, surface.NetworkValues(prefs.Networks)...),
			"Picks that suit none of these stay out.", true),
		surface.AudienceInput("Who mostly follows you?", "Not said", prefs.Audiences, "Picks for them come first."),
		block.Input(fieldLanguages, "Languages you read", block.SelectMany(block.InputValue, "As in your Slack",
			surface.LanguageOptions(prefs.Languages...), 0, prefs.Languages...), "Picks in other languages stay out.", true))
}

// privacyModal is the form of what somebody wants in return and what colleagues see, with what is kept.
func privacyModal(me surface.Member) *slack.ModalViewRequest {
	wins := []*slack.OptionBlockObject{block.Option(winsAsk, "Ask me each time"),
		block.Option(string(store.TellAlways), "Yes, with my name"), block.Option(string(store.TellNever), "No")}
	return block.Modal(cbPrivacy, "Recognition, privacy", "Save", "Cancel", "",
		incentiveInput(me, "Recognition: thanks, and wins told if you agree. Nothing: no such messages at all."),
		block.Input(fieldWins, "May colleagues hear of your wins?", block.SelectOne(block.InputValue, "Choose", wins,
			cmp.Or(string(me.Prefs.Wins), winsAsk)),
			"A hire, a deal, a story, weeks in a row. With No, nobody is asked to thank you either.", false),
		block.Input(fieldVisibility, "On leaderboards", block.Radio(block.InputValue, visibilityOptions(),
			visibilityOf(me.Prefs)), "Your points count for your team either way.", false),
		block.Divider(),
		block.Section(surface.Recorded),
		block.Actions("", surface.MyDataButton()))
}

// topicMenu offers the topics of the program and the library while somebody types; there may be more than a fixed menu
// takes.
func topicMenu(chosen []string) *slack.MultiSelectBlockElement {
	return block.SuggestMany(surface.ActSuggestTopic, "Type a topic", 0, surface.TopicChoices(chosen))
}

// pickCounts offers 1 to 5 and the program's own number, which follows the program when that changes.
func pickCounts(program int) []*slack.OptionBlockObject {
	options := []*slack.OptionBlockObject{block.Option("0", "As the company has it: "+strconv.Itoa(program))}
	for n := 1; n <= 5; n++ {
		options = append(options, block.Option(strconv.Itoa(n), strconv.Itoa(n)))
	}
	return options
}

// visibilityOptions are the three ways to appear. The first is the default, and the form says so by having it chosen.
func visibilityOptions() []*slack.OptionBlockObject {
	return []*slack.OptionBlockObject{
		block.Described(surface.VisibleByName, "Show my name", "Your name and points, when you are among the first"),
		block.Described(visibleByAlias, "Show me as \"A colleague\"", "Your points without your name"),
		block.Described(surface.NotVisible, "Don't show me", "You are left out of people's boards"),
	}
}

// visibilityOf is what a person chose; hiding wins over the alias.
func visibilityOf(p store.Preferences) string {
	switch {
	case p.BoardHidden:
		return surface.NotVisible
	case p.BoardAlias:
		return visibleByAlias
	}
	return surface.VisibleByName
}
