// The golden files of joining, settings, pausing and help.

package member

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"vouch/bot/block"
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
	joined := joinedModal(golden.Member(), "Your first 3 picks are in your messages.", golden.Now)
	golden.Modal(t, "joined", joined)
	// The way in is read as one text: the welcome, the form, what follows.
	way := []any{surface.WelcomeContent(golden.Settings()).Blocks, joinModal(goldenChoices(golden.Stranger())), joined}
	golden.AtMost(t, "joining", way, 120, 7)
	golden.Message(t, "left", say(leftText(2, 1), joinButton("Join again")))
}

func TestGolden_PlainOwner(t *testing.T) {
	answer, _ := reader{Member: golden.Member(), owner: true}.understand("where is my referral?")
	golden.Message(t, "plain-referrals-owner", answer)
}

func TestGolden_SettingsSlowed(t *testing.T) {
	me := golden.Member()
	me.Attention = store.Attention{Slowed: 1, SlowOn: "2026-02-24"}
	golden.Modal(t, "settings-slowed", settingsModal(goldenChoices(me), surface.SlowedNotice(me, golden.Now)))
}

func TestGolden_SettingsAndPause(t *testing.T) {
	golden.ShortForm(t, "settings-defaults", 7, settingsModal(goldenChoices(golden.Member()), ""))
	full := golden.Member()
	full.Prefs = store.Preferences{Personas: []store.PersonaID{"sales", "engineering"}, Mute: []string{"customers"},
		Networks: []store.Network{store.X},
		Rhythm:   store.Rhythm{Frequency: store.Twice, At: "14:15", Quiet: []time.Weekday{time.Tuesday}}, Picks: 5,
		BoardAlias:  true,
		PausedUntil: surface.UntilResumed}
	full.Rhythm = full.Prefs.Rhythm
	golden.Modal(t, "settings-everything-chosen", settingsModal(goldenChoices(full), full.NextWords(golden.Now)))
	golden.Modal(t, "privacy", privacyModal(full))
	golden.ShortForm(t, "reach", 3, reachModal(full.Prefs))
	many := goldenChoices(golden.Member())
	for i := range 50 {
		many.me.Prefs.Follow = append(many.me.Prefs.Follow, fmt.Sprintf("topic-%03d", i))
	}
	golden.Modal(t, "settings-50-topics", settingsModal(many, ""))
	golden.Modal(t, "pause", pauseModal(golden.Member().Employee, golden.Now, time.UTC))
	golden.Modal(t, "pause-paused", pauseModal(full.Employee, golden.Now, time.UTC))
}

// readers are people with each role, and one with all of them.
func readers() map[string]reader {
	words := []dispatch.Word{{Word: "digest", Help: "today's picks, now"},
		{Word: "settings", Help: "what you get, and when"}, {Word: "me", Help: "your points, and why"}}
	of := func(m surface.Member, change func(*reader)) reader {
		r := reader{Member: m, words: words, whom: "Ask Cleo Martin."}
		change(&r)
		return r
	}
	paused := golden.Member()
	paused.Prefs.PausedUntil = surface.UntilResumed
	return map[string]reader{
		"stranger":  of(golden.Stranger(), func(*reader) {}),
		"member":    of(golden.Member(), func(*reader) {}),
		"paused":    of(paused, func(*reader) {}),
		"recruiter": of(golden.Member(), func(r *reader) { r.owner = true }),
		"manager":   of(golden.Member(), func(r *reader) { r.manager, r.reviewer = true, true }),
		"everybody": of(golden.Member(), func(r *reader) { r.owner, r.manager, r.reviewer = true, true, true }),
	}
}

func TestGolden_Vouch(t *testing.T) {
	for name, r := range readers() {
		alone := r.card("What would you like to do?")
		golden.Message(t, "vouch-"+name, alone)
		for _, c := range []block.Content{alone, r.card(notUnderstood), r.nearest("dijest")} {
			golden.AtMost(t, name, c.Blocks, 40, maxButtons)
		}
		for _, w := range wishes {
			golden.AtMost(t, name, w.answer(r).Blocks, 40, maxButtons)
		}
	}
	member := readers()["member"]
	golden.Message(t, "help", helpContent(member))
	golden.Message(t, "help-stranger", helpContent(readers()["stranger"]))
	golden.Message(t, "vouch-nearest", member.nearest("dijest"))
	golden.Message(t, "recorded", say(surface.Recorded, joinButton("Join")))
	golden.AtMost(t, "recorded", say(surface.Recorded).Blocks[0], 80, 0)
}
