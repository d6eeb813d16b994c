// Fixtures of the golden files: people, assets and times that are the same on every run.

package member

import (
	"vouch/bot/bottest/golden"
	"vouch/bot/surface"
)

func goldenChoices(m surface.Member) joinChoices {
	personas := golden.Personas()
	return joinChoices{me: m, personas: personas, proposed: "engineering",
		why: "your title, " + m.Title}
}
