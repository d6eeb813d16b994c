// What people see before and while they join: the welcome message, the form, the confirmation.

package member

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/text"
)

// Fields of the joining form; the settings form uses the same names, which are those of the store's
// field errors.
const (
	fieldFollow    = "follow"
	fieldFrequency = "frequency"
	fieldIncentive = "incentive"
)

// joinedContent replaces the welcome once its reader has joined.
func joinedContent(me surface.Member, now time.Time) block.Content {
	return say("You're in. "+me.RhythmAndNext(now), picksButton(), settingsButton(),
		block.Button(surface.ActHelp, "More", ""))
}

// joinChoices is what the joining form offers and preselects.
type joinChoices struct {
	me       surface.Member
	personas []store.Persona
	proposed store.PersonaID // by the rules; "" when none fits
	why      string          // what it was proposed from, as "your title, Engineer"
}

// joinModal proposes what the digest needs, so that one press accepts it; only a persona nobody could guess is asked.
// The hour is the program's, or the one they had: Settings changes it. Its metadata is the version of the policy that
// it shows, none while nobody has confirmed one.
func joinModal(c joinChoices) *slack.ModalViewRequest {
	policy, terms, button := c.me.Settings.Policy, "", surface.RecordedButton()
	words := "*It's voluntary:* leave with one click. What you press here is recorded."
	if policy.Confirmed {
		terms = strconv.Itoa(policy.Version)
		words += " Joining agrees to the policy."
		button = block.Button(surface.ActPolicy, "Policy", "", block.Spoken("Read the policy"))
	}
	return block.Modal(cbJoin, "Set up my digest", "Join", "Not now", terms, personaInput(c), frequencyInput(c.me),
		followInput(c), incentiveInput(c.me, ""), block.SectionWith(words, button))
}

// personaInput asks for the personas, and says where one comes from that a rule proposed or gave.
func personaInput(c joinChoices) slack.Block {
	chosen, hint := c.me.Prefs.Personas, "Up to two."
	if len(chosen) == 0 && c.proposed != "" {
		chosen, c.me.Prefs.PersonaByRule = []store.PersonaID{c.proposed}, true
	}
	if c.me.Prefs.PersonaByRule && c.why != "" && slices.Contains(chosen, c.proposed) {
		hint = "Guessed from " + c.why + ". " + hint
	}
	menu := block.SelectMany(block.InputValue, "Choose one or two", surface.PersonaOptions(c.personas), 2,
		text.As[string](chosen)...)
	return block.Input(surface.FieldPersonas, "What do you do?", menu, hint, false)
}

// followInput asks for the topics that come first.
func followInput(c joinChoices) slack.Block {
	return block.Input(fieldFollow, "Topics to see first", topicMenu(c.me.Prefs.Follow), "", true)
}

// incentiveInput asks what somebody wants in return.
func incentiveInput(me surface.Member, hint string) slack.Block {
	options := []*slack.OptionBlockObject{
		block.Option(string(store.ForRecognition), "Recognition"),
		block.Option(string(store.ForMoney), "Bonuses"),
		block.Option(string(store.ForDevelopment), "Speaker slots and bylines"),
	}
	if charity := me.Settings.Charity; charity != "" {
		options = append(options, block.Option(string(store.ForCharity), "Giving it to "+charity))
	}
	options = append(options, block.Option(string(store.ForNothing), "Nothing, in silence"))
	chosen := cmp.Or(me.Prefs.Incentive, store.ForRecognition)
	return block.Input(fieldIncentive, "What in return?",
		block.SelectOne(block.InputValue, "Choose", options, string(chosen)), hint, false)
}

// frequencyInput asks how often.
func frequencyInput(me surface.Member) slack.Block {
	// As it really comes: while it is slowed down, saving the form for another reason leaves that as it is, see
	// store.SaveChoices.
	frequency := me.Rhythm.Frequency
	if frequency == "" {
		frequency = store.Daily
	}
	return block.Input(fieldFrequency, "How often?", block.SelectOne(block.InputValue, "Choose",
		surface.FrequencyOptions(me.Settings.Rhythm), string(frequency)), "", false)
}

// timeInput asks when, in the person's own zone.
func timeInput(me surface.Member) slack.Block {
	return block.Input(surface.FieldAt, "At what time?", block.TimeInput(block.InputValue, me.Rhythm.At),
		store.EarliestAt+" to "+me.Settings.WorkUntil+", "+me.Zone.String()+".", false)
}

// joinedModal confirms joining and says where the first digest is.
func joinedModal(me surface.Member, first string, now time.Time) *slack.ModalViewRequest {
	return block.Modal(block.CBResult, "You're in", "", "Done", "",
		block.Section(first+" "+me.NextWords(now)))
}

// leftText confirms leaving; referrals counts those that go on, stories what stays in the library.
func leftText(referrals, stories int) string {
	text := "You've left Vouch. No more digests will come."
	text += block.When(referrals > 0,
		" You'll still hear about your "+block.Count(referrals, "open referral", "open referrals")+".")
	text += block.When(stories > 0,
		" "+block.Count(stories, "story", "stories")+" of yours can still be read; Home shows how to take back what you "+
			"told.")
	return text
}
