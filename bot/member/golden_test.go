// The golden files of joining, settings, pausing and help.

package member

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest/golden"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

func goldenChoices(m surface.Member) joinChoices {
	personas := golden.Personas()
	return joinChoices{me: m, personas: personas, proposed: "engineering",
		why: "your title, " + m.Title}
}

func TestGolden_PersonaReason(t *testing.T) {
	followed := golden.Member()
	followed.Prefs.PersonaByRule = true
	golden.Modal(t, "settings-persona-by-rule", settingsModal(goldenChoices(followed), ""))
}

func TestGolden_Onboarding(t *testing.T) {
	golden.Message(t, "welcome-new", surface.WelcomeContent(golden.Settings()))
	golden.Message(t, "welcome-joined", joinedContent(golden.Member(), golden.Now))
	golden.Modal(t, "join-proposed", joinModal(goldenChoices(golden.Stranger())))
	unknown := goldenChoices(golden.Stranger())
	unknown.me.Title, unknown.proposed = "", ""
	golden.Modal(t, "join-no-title", joinModal(unknown))
	emoji := goldenChoices(golden.Stranger())
	emoji.me.Title = strings.Repeat("🚀", 3000)
	golden.Modal(t, "join-title-of-3000-emoji", joinModal(emoji))
	golden.Modal(t, "joined", joinedModal(golden.Member(), "Your first 3 picks are in your messages with Vouch now.", golden.Now))
}

func TestGolden_SettingsSlowed(t *testing.T) {
	me := golden.Member()
	me.Attention = store.Attention{Slowed: 1, SlowOn: "2026-02-24"}
	golden.Modal(t, "settings-slowed", settingsModal(goldenChoices(me), surface.SlowedNotice(me, golden.Now)))
}

func TestGolden_SettingsAndPause(t *testing.T) {
	golden.Modal(t, "settings-defaults", settingsModal(goldenChoices(golden.Member()), ""))
	full := golden.Member()
	full.Prefs = store.Preferences{Personas: []store.PersonaID{"sales", "engineering"}, Mute: []string{"customers"}, Networks: []store.Network{store.X},
		Rhythm: store.Rhythm{Frequency: store.Twice, At: "14:15", Quiet: []time.Weekday{time.Tuesday}}, Picks: 5, BoardAlias: true,
		PausedUntil: surface.UntilResumed}
	full.Rhythm = full.Prefs.Rhythm
	golden.Modal(t, "settings-everything-chosen", settingsModal(goldenChoices(full), full.NextWords(golden.Now)))
	many := goldenChoices(golden.Member())
	for i := range 50 {
		many.me.Prefs.Follow = append(many.me.Prefs.Follow, fmt.Sprintf("topic-%03d", i))
	}
	golden.Modal(t, "settings-50-topics", settingsModal(many, ""))
	golden.Modal(t, "pause", pauseModal(golden.Member().Employee, golden.Now, time.UTC))
	golden.Modal(t, "pause-paused", pauseModal(full.Employee, golden.Now, time.UTC))
}

func TestGolden_Help(t *testing.T) {
	words := []dispatch.Word{{Word: "digest", Help: "get today's picks now"}, {Word: "help", Help: "this list"}}
	golden.Message(t, "help", helpContent(words, "", true))
	golden.Message(t, "help-unknown-word", helpContent(words, "I don't know \"&lt;!channel&gt;\". Here is what you can type.", false))
}
