// The message that a persona changed.

package persona

import (
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
	return block.Message(say(plainNames)+why+" To change it, type /vouch settings.",
		block.Section(say(lineNames)+why+" It changes what you see from the next digest on, and nothing else."),
		block.Actions("", block.Button(surface.ActSettings, "Change", "", block.Spoken("Change what my picks are about"))))
}
