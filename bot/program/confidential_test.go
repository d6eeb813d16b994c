// Tests of settings that cannot be: rules of confidentiality that would stop everything, and seasons without a sense.

package program_test

import (
	"slices"
	"strings"
	"testing"

	"vouch/bot/bottest"
	"vouch/bot/slacksim"
	"vouch/store"
	"vouch/store/storetest"
)

func TestConfidential_RulesThatStopEverything(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		for _, title := range []string{"The oven", "The tower", "What the rain did"} {
			storetest.MustAsset(t, h.Db, func(a *store.Asset) { a.Title, a.Summary, a.Variants = title, "", nil })
		}
		dev := h.Joined(t, "dev")
		company := h.Settings().Company
		dev.Types("/vouch admin")
		dev.PressesModal("program_section", "confidential")
		for rules, says := range map[string]string{
			"a": "too short", "a = b, and c": "too short", "\u200b\u200b\u200b": "too short", "= why": "too short",
			"a \u200b b":               "too short",
			"the":                      "nearly every post",
			"Project Falcon\nTHE = no": "nearly every post",
			"work":                     "nearly every post",
			company:                    "nearly every post",
			strings.Repeat("x", 2900):  "Shorten it to 200 characters",
		} {
			if wrong := dev.Submits(slacksim.Values{"confidential": rules}); !strings.Contains(wrong["confidential"], says) {
				t.Errorf("%.40q: %q, want %q", rules, wrong, says)
			}
		}
		long := h.Settings()
		long.Confidential = []string{strings.Repeat("x", 10_000)}
		if err := h.Db.SaveSettings(dev.Id, long); store.KindOf(err) != store.Invalid {
			t.Errorf("a rule of 10,000 characters: %v", err)
		}
		if got := h.Settings().Confidential; got != nil {
			t.Fatalf("saved %q", got)
		}
		// Only spaces are no rule; a reason may have commas, and a list may, too.
		dev.Submits(slacksim.Values{"confidential": " \n\t\n  "})
		if got := h.Settings().Confidential; len(got) != 0 {
			t.Errorf("spaces are saved as %q", got)
		}
		want := []string{"Project Falcon = not public yet, ask Cora", "Eagle", "Kestrel"}
		_ = dev.CloseAll(t.Context())
		dev.Types("/vouch admin")
		dev.PressesModal("program_section", "confidential")
		if wrong := dev.Submits(slacksim.Values{"confidential": want[0] + "\nEagle, Kestrel"}); wrong != nil {
			t.Errorf("refused: %q", wrong)
		}
		if got := h.Settings().Confidential; !slices.Equal(got, want) {
			t.Errorf("saved as %q", got)
		}
		// What was saved blocks no other change, even when the library comes to be about it.
		for range 9 {
			storetest.MustAsset(t, h.Db, func(a *store.Asset) { a.Title = "An eagle" })
		}
		storetest.MustSettings(t, h.Db, func(s *store.Settings) { s.Picks = 4 })
		h.WantNoComplaint(t)
	})
}

func TestSeasons_ThatCannotBe(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		dev := h.Joined(t, "dev")
		dev.Types("/vouch admin")
		dev.PressesModal("program_section", "leaderboards")
		for seasons, says := range map[string]string{
			"Spring from 2026-03-01 to 2026-02-01":                                            "is not a season",
			"Spring from 2026-02-30 to 2026-03-01":                                            "is not a season",
			"Long from 2026-01-01 to 2027-06-01":                                              "is not a season",
			"A from 2026-01-01 to 2026-02-01\nB from 2026-02-01 to 2026-03-01":                "B begins before A is over",
			"A from 2026-01-01 to 2026-12-31\nB from 2026-05-01 to 2026-05-02":                "B begins before A is over",
			"\u202eSpring from 2026-03-01\u200b":                                              "is not a season",
			"A from 2026-01-01 to 2026-01-01, B from 2026-01-02, C from 2026-01-01 to 2026-1": "is not a season",
		} {
			if wrong := dev.Submits(slacksim.Values{"seasons": seasons}); !strings.Contains(wrong["seasons"], says) {
				t.Errorf("%q: %q, want %q", seasons, wrong, says)
			}
		}
		// One over the change of clocks is one like any other.
		if wrong := dev.Submits(slacksim.Values{"seasons": "Spring from 2026-03-28 to 2026-03-30"}); wrong != nil {
			t.Errorf("refused: %q", wrong)
		}
		if got := h.Settings().Seasons; len(got) != 1 {
			t.Errorf("saved %q", got)
		}
		h.WantNoComplaint(t)
	})
}
