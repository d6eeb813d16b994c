// The message that a persona changed, and what it becomes once it was answered.

package persona

import (
	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
)

// personaNewsView says what changed, why, and what can be done about it.
func personaNewsView(n personaNews) block.Content {
	say := func(names func([]string) string) string {
		// What is gone is not named: only its short name is left, which no reader knows.
		switch {
		case len(n.to) == 0:
			return "The program has taken out the persona you had. Until you choose another one, your picks are for everybody."
		case len(n.from) == 0:
			return "Vouch now picks for " + names(n.to) + "."
		case n.gone:
			return "Vouch now picks for " + names(n.to) + ", because the program has taken out the persona you had."
		}
		return "Vouch now picks for " + names(n.to) + " instead of " + names(n.from) + "."
	}
	why := ""
	if n.why != "" {
		why = " That follows from " + block.Line(n.why) + "."
	}
	var buttons []slack.BlockElement
	if !n.gone && n.ref != "" {
		buttons = append(buttons, block.Button(actPersonaKeep, "Keep my old one", n.ref, block.Spoken("Keep "+block.List(n.from))))
	}
	buttons = append(buttons, block.Button(surface.ActSettings, "Change", "", block.Spoken("Change what my picks are about")))
	return block.Content{
		Text: say(plainNames) + why + " To change it, type /vouch settings.",
		Blocks: []slack.Block{
			block.Section(say(lineNames) + why + " It changes what you see from the next digest on, and nothing else."),
			block.Actions("", buttons...),
		},
	}
}

// personaKeptView replaces the message once its reader has kept what they had.
func personaKeptView(names []string) block.Content {
	say := func(names string) string {
		return "You kept " + names + ". It stays until you change it yourself in Settings."
	}
	return block.Content{
		Text:   say(plainNames(names)),
		Blocks: []slack.Block{block.Section(say(lineNames(names))), block.Actions("", block.Button(surface.ActSettings, "Settings", ""))},
	}
}
