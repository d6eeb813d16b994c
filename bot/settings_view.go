// The settings form: what the digest is about, when it comes, what colleagues see.

package bot

import (
	"slices"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"vouch/store"
)

// Further fields of the settings form, beside those of the joining form.
const (
	fieldMute       = "mute"
	fieldQuiet      = "quiet"
	fieldPicks      = "picks"
	fieldNetworks   = "networks"
	fieldVisibility = "board"
)

// How somebody appears on leaderboards.
const (
	visibleByName  = "shown"
	visibleByAlias = "alias"
	notVisible     = "hidden"
)

// settingsModal is the form with everything a person may choose. notice is a sentence on top, "" for none.
func settingsModal(c joinChoices, notice string) *slack.ModalViewRequest {
	prefs := c.me.Prefs
	var blocks []slack.Block
	if notice != "" {
		blocks = append(blocks, section(notice))
	}
	if c.me.Attention.Slowed > 0 {
		blocks = append(blocks, actions("", keepButton(c.me, "Back to ")))
	}
	blocks = append(blocks, header("When it comes"))
	blocks = append(blocks, rhythmInputs(c.me)...)
	blocks = append(blocks,
		input(fieldQuiet, "Never on these days", selectMany(inputValue, "Choose any", dayOptions(), 0, dayValues(prefs.Rhythm.Quiet)...), "", true),
		input(fieldPicks, "How many picks?", selectOne(inputValue, "Choose", pickCounts(c.me.settings.Picks), strconv.Itoa(prefs.Picks)), "", false),
		header("What it's about"),
		input(fieldPersonas, "What do you do?",
			selectMany(inputValue, "Choose one or two", personaOptions(c.personas), 2, personaValues(prefs.Personas)...), personaHint(c), false),
		input(fieldFollow, "Topics to see first", topicMenu(prefs.Follow), "", true),
		input(fieldMute, "Topics never to see", topicMenu(prefs.Mute), "", true),
		input(fieldNetworks, "Where you share", selectMany(inputValue, "All networks", networkOptions(named, nil), 0, networkValues(prefs.Networks)...),
			"Picks that suit none of these stay out. Empty means anywhere.", true),
		header("What colleagues see"),
		input(fieldVisibility, "On leaderboards", radio(inputValue, visibilityOptions(), visibilityOf(prefs)), "Your points count for your team either way.", false),
		divider(),
		actions("", settingsButtons(c.me)...))
	return modal(cbSettings, "Settings", "Save", "Cancel", "", blocks...)
}

// personaHint says where the persona comes from, when a rule gave it.
func personaHint(c joinChoices) string {
	if c.me.Prefs.PersonaByRule && c.why != "" && slices.Contains(c.me.Prefs.Personas, c.proposed) {
		return "Proposed from " + c.why + ". Change it if it's wrong; up to two."
	}
	return "Up to two."
}

// settingsButtons stand under the form: they act at once, without saving it.
func settingsButtons(me member) []slack.BlockElement {
	// One button that says what it will do: a switch would need its state to be read first.
	pause := button(actPause, "Pause my digest", "")
	if isPaused(me.Employee, nowIn(me)) {
		pause = button(actResume, "Resume my digest", "")
	}
	return []slack.BlockElement{pause, button(actLeave, "Leave Vouch", "", danger, confirming(leaveConfirm()))}
}

// nowIn is the present in somebody's zone.
func nowIn(me member) time.Time { return store.Now().In(me.zone) }

// topicMenu offers the topics of the program and the library while somebody types; there may be more than a fixed menu takes.
func topicMenu(chosen []string) *slack.MultiSelectBlockElement {
	return suggestMany(actSuggestTopic, "Type to find a topic", 0, topicChoices(chosen))
}

// dayOptions are the working days only: no rhythm comes on a weekend, so a quiet Saturday would promise a choice there is not.
func dayOptions() []*slack.OptionBlockObject {
	var options []*slack.OptionBlockObject
	for _, day := range workWeek[:5] {
		options = append(options, option(strconv.Itoa(int(day)), day.String()))
	}
	return options
}

func dayValues(days []time.Weekday) []string {
	var values []string
	for _, day := range days {
		values = append(values, strconv.Itoa(int(day)))
	}
	return values
}

// pickCounts offers 1 to 5 and the program's own number, which follows the program when that changes.
func pickCounts(program int) []*slack.OptionBlockObject {
	options := []*slack.OptionBlockObject{option("0", "As the company has it: "+strconv.Itoa(program))}
	for n := 1; n <= 5; n++ {
		options = append(options, option(strconv.Itoa(n), strconv.Itoa(n)))
	}
	return options
}

// named are the networks that somebody can say they use; copying is none.
var named = slices.DeleteFunc(slices.Clone(store.Networks), func(n store.Network) bool { return n == store.CopyOnly })

func networkValues(networks []store.Network) []string {
	var values []string
	for _, n := range networks {
		values = append(values, string(n))
	}
	return values
}

// visibilityOptions are the three ways to appear. The first is the default, and the form says so by having it chosen.
func visibilityOptions() []*slack.OptionBlockObject {
	return []*slack.OptionBlockObject{
		described(visibleByName, "Show my name", "Your name and points, when you are among the first"),
		described(visibleByAlias, "Show me as \"A colleague\"", "Your points without your name"),
		described(notVisible, "Don't show me", "You are left out of people's boards"),
	}
}

// visibilityOf is what a person chose; hiding wins over the alias.
func visibilityOf(p store.Preferences) string {
	switch {
	case p.BoardHidden:
		return notVisible
	case p.BoardAlias:
		return visibleByAlias
	}
	return visibleByName
}
