// What people see before and while they join: the welcome message, the form, the confirmation.

package member

import (
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

// Fields of the joining form; the settings form uses the same names, which are those of the store's
// field errors.
const (
	fieldFollow    = "follow"
	fieldFrequency = "frequency"
)

// joinedContent replaces the welcome once its reader has joined.
func joinedContent(me surface.Member, now time.Time) block.Content {
	text := "You're in. " + me.RhythmAndNext(now)
	return block.Content{
		Text: "Welcome to Vouch. " + text + " Type /vouch help for everything else.",
		Blocks: []slack.Block{
			block.Header("Welcome to Vouch"),
			block.Section(text),
			block.Actions("", block.Button(surface.ActSettings, "Settings", ""), block.Button(surface.ActHelp, "What I can do here", "")),
		},
	}
}

// joinChoices is what the joining form offers and preselects.
type joinChoices struct {
	me       surface.Member
	personas []store.Persona
	proposed store.PersonaID // by the rules; "" when none fits
	why      string          // what it was proposed from, as "your title, Engineer"
}

// joinModal asks for the three things the digest needs; everything is preselected but the persona nobody could guess.
func joinModal(c joinChoices) *slack.ModalViewRequest {
	hint := "Up to two. Pick what describes the people you know."
	initial := personaValues(c.me.Prefs.Personas)
	if len(initial) == 0 && c.proposed != "" {
		initial = []string{string(c.proposed)}
		hint = "Guessed from " + c.why + ". Change it if it's wrong; up to two."
	}
	blocks := []slack.Block{
		block.Section("Three choices, and you can change each of them later in Settings."),
		block.Input(surface.FieldPersonas, "What do you do?", block.SelectMany(block.InputValue, "Choose one or two", personaOptions(c.personas), 2, initial...), hint, false),
		block.Input(fieldFollow, "Topics you'd like to hear about", topicMenu(c.me.Prefs.Follow), "You get these first. Leave it empty to be surprised.", true),
	}
	blocks = append(blocks, rhythmInputs(c.me)...)
	blocks = append(blocks, block.ContextLine("By joining you agree that Vouch records what you choose and do here. It never posts for you. Leaving is one click in Home."))
	return block.Modal(cbJoin, "Set up my digest", "Join", "Not now", "", blocks...)
}

// rhythmInputs ask how often and when, in the person's own zone.
func rhythmInputs(me surface.Member) []slack.Block {
	// As it really comes: while it is slowed down, saving the form for another reason leaves that as it is, see
	// store.SaveChoices.
	frequency := me.Rhythm.Frequency
	if frequency == "" {
		frequency = store.Daily
	}
	return []slack.Block{
		block.Input(fieldFrequency, "How often?", block.SelectOne(block.InputValue, "Choose",
			surface.FrequencyOptions(me.Settings.Rhythm), string(frequency)), "", false),
		block.Input(surface.FieldAt, "At what time?", block.TimeInput(block.InputValue, me.Rhythm.At),
			"In your time zone, "+me.Zone.String()+", from "+store.EarliestAt+" on and before "+me.Settings.WorkUntil+".", false),
	}
}

// personaOptions lists the personas; at most 100, the limit of a menu
// (docs.slack.dev/reference/block-kit/block-elements/select-menu-element).
func personaOptions(personas []store.Persona) []*slack.OptionBlockObject {
	var options []*slack.OptionBlockObject
	for _, p := range personas[:min(len(personas), dispatch.MaxOptions)] {
		options = append(options, block.Option(string(p.ID), p.Name))
	}
	return options
}

func personaValues(ids []store.PersonaID) []string {
	var values []string
	for _, id := range ids {
		values = append(values, string(id))
	}
	return values
}

// joinedModal confirms joining and says where the first digest is.
func joinedModal(me surface.Member, first string, now time.Time) *slack.ModalViewRequest {
	return block.Modal(block.CBResult, "You're in", "", "Done", "",
		block.Section("Welcome, "+block.Line(block.Cut(me.Name, 60))+". "+first),
		block.Section(me.NextWords(now)+" After that it comes "+surface.RhythmWords(me.Rhythm)+"."),
		block.Section("Skip whatever doesn't suit you. You can change all of this in Settings on the app's Home."),
	)
}

// leftText confirms leaving; referrals counts those that go on, stories what stays in the library.
func leftText(referrals, stories int) string {
	text := "You've left Vouch. No more digests will come. You're welcome back at any time: type `/vouch join`."
	if referrals > 0 {
		text += " You'll still hear about your " + block.Count(referrals, "open referral", "open referrals") + "."
	}
	if stories > 0 {
		text += " " + block.Count(stories, "story", "stories") + " of yours can still be read by colleagues. To take them back, open Home and press What became of them."
	}
	return text
}
