// What people see before and while they join: the welcome message, the form, the confirmation.

package bot

import (
	"time"

	"github.com/slack-go/slack"

	"vouch/store"
)

// Fields of the joining form; the settings form uses the same names, which are those of the store's
// field errors.
const (
	fieldPersonas  = "personas"
	fieldFollow    = "follow"
	fieldFrequency = "frequency"
	fieldAt        = "at"
)

// promises are the sentences that stand wherever somebody decides whether to join. Each is held by the program:
// there is no posting verb, no token of a network, and leaving is one verb.
const (
	promiseVoluntary = "*It's voluntary.* Joining takes under a minute. You share what you like, when you like, or not at all."
	promisePosts     = "*It never posts for you.* You copy the text, or open your network with it filled in, and post it yourself. Vouch has no access to your accounts."
	promiseRecords   = "*What is recorded:* what you choose here, what you press on your picks, what you say you shared, whom you refer, and the points for it. " +
		"Your name can appear on leaderboards, where you can hide it. What leaders share is shown with their names."
	promiseStop = "*How to stop:* `/vouch pause` for a while, or Leave in the app's Home. Leaving stops everything at once."
)

// companyName is the company in the middle of a sentence.
func companyName(s store.Settings) string {
	if s.Company == "" {
		return "Your company"
	}
	return line(s.Company)
}

// welcomeContent is the first message somebody gets: what this is, and one thing to press.
func welcomeContent(s store.Settings) content {
	intro := companyName(s) + " uses Vouch to bring you stories, news and open jobs that fit your own network. " +
		"You share the ones you like in your own words, and you can refer people you know by name."
	return content{
		Text: "Welcome to Vouch. " + intro + " It's voluntary and never posts for you. Type /vouch join to set up your digest.",
		Blocks: []slack.Block{
			header("Welcome to Vouch"),
			section(intro),
			section(promiseVoluntary + "\n" + promisePosts + "\n" + promiseRecords + "\n" + promiseStop),
			actions("", button(actJoin, "Set up my digest", "", primary)),
		},
	}
}

// joinedContent replaces the welcome once its reader has joined.
func joinedContent(me member, now time.Time) content {
	text := "You're in. " + me.rhythmAndNext(now)
	return content{
		Text: "Welcome to Vouch. " + text + " Type /vouch help for everything else.",
		Blocks: []slack.Block{
			header("Welcome to Vouch"),
			section(text),
			actions("", button(actSettings, "Settings", ""), button(actHelp, "What I can do here", "")),
		},
	}
}

// joinChoices is what the joining form offers and preselects.
type joinChoices struct {
	me       member
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
		section("Three choices, and you can change each of them later in Settings."),
		input(fieldPersonas, "What do you do?", selectMany(inputValue, "Choose one or two", personaOptions(c.personas), 2, initial...), hint, false),
		input(fieldFollow, "Topics you'd like to hear about", topicMenu(c.me.Prefs.Follow), "You get these first. Leave it empty to be surprised.", true),
	}
	blocks = append(blocks, rhythmInputs(c.me)...)
	blocks = append(blocks, contextLine("By joining you agree that Vouch records what you choose and do here. It never posts for you. Leaving is one click in Home."))
	return modal(cbJoin, "Set up my digest", "Join", "Not now", "", blocks...)
}

// rhythmInputs ask how often and when, in the person's own zone.
func rhythmInputs(me member) []slack.Block {
	var options []*slack.OptionBlockObject
	for _, choice := range frequencies {
		options = append(options, option(string(choice.Value), choice.Label))
	}
	// As it really comes: while it is slowed down, saving the form for another reason leaves that as it is, see store.SaveChoices.
	frequency := me.rhythm.Frequency
	if frequency == "" {
		frequency = store.Daily
	}
	return []slack.Block{
		input(fieldFrequency, "How often?", selectOne(inputValue, "Choose", options, string(frequency)), "", false),
		input(fieldAt, "At what time?", timeInput(inputValue, me.rhythm.At),
			"In your time zone, "+me.zone.String()+", from "+store.EarliestAt+" on and before "+me.settings.WorkUntil+".", false),
	}
}

// personaOptions lists the personas; at most 100, the limit of a menu
// (docs.slack.dev/reference/block-kit/block-elements/select-menu-element).
func personaOptions(personas []store.Persona) []*slack.OptionBlockObject {
	var options []*slack.OptionBlockObject
	for _, p := range personas[:min(len(personas), maxOptions)] {
		options = append(options, option(string(p.ID), p.Name))
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
func joinedModal(me member, first string, now time.Time) *slack.ModalViewRequest {
	return modal(cbResult, "You're in", "", "Done", "",
		section("Welcome, "+line(cut(me.Name, 60))+". "+first),
		section(me.nextWords(now)+" After that it comes "+rhythmWords(me.rhythm)+"."),
		section("Skip whatever doesn't suit you. You can change all of this in Settings on the app's Home."),
	)
}

// leaveConfirm is the question before leaving.
func leaveConfirm() *slack.ConfirmationBlockObject {
	return confirm("Leave Vouch?", "Your digest stops at once. Your shares and points are kept in case you come back, and your open referrals go on.",
		"Leave", "Stay")
}

// leftText confirms leaving; referrals counts those that go on, stories what stays in the library.
func leftText(referrals, stories int) string {
	text := "You've left Vouch. No more digests will come. You're welcome back at any time: type `/vouch join`."
	if referrals > 0 {
		text += " You'll still hear about your " + count(referrals, "open referral", "open referrals") + "."
	}
	if stories > 0 {
		text += " " + count(stories, "story", "stories") + " of yours can still be read by colleagues. To take them back, open Home and press What became of them."
	}
	return text
}
