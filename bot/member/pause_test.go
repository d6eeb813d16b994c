// Tests of the lengths of a pause, as people type them.

package member

import (
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest/golden"
	"vouch/bot/surface"
	"vouch/store"
)

func TestParsePause(t *testing.T) {
	zone := time.FixedZone("Somewhere", -8*3600)
	now := time.Date(2026, 3, 2, 23, 30, 0, 0, zone)
	day := func(d int) time.Time { return time.Date(2026, 3, d, 0, 0, 0, 0, zone) }
	for text, want := range map[string]time.Time{
		"1": day(3), "10": day(12), "3 days": day(5), "2 weeks": day(16), "2 WEEKS": day(16), "a week": day(9),
		"one week": day(9), "for 3 days": day(5),
		"1 month": day(32), "\t7d ": day(9), "until 2026-03-20": day(20), "2026-03-03": day(3), "366": day(2 + 366),
		"“7”": day(9), "forever": surface.UntilResumed, "until I resume": surface.UntilResumed,
	} {
		got, wrong := parsePause(text, now, zone)
		if wrong != "" || !got.Equal(want) {
			t.Errorf("%q: got %v %q, want %v", text, got, wrong, want)
		}
	}
	for _, text := range []string{"0", "-1", "367", "soon", "2026-03-02", "1999-01-01", "2026-02-30", "2027-12-01", "1e3",
		"99999999999999999999",
		"🏝️", strings.Repeat("9", 3000), "week week", "until", "7 (days, maybe)"} {
		if got, wrong := parsePause(text, now, zone); wrong == "" {
			t.Errorf("%.20q was read as %v", text, got)
		}
	}
}

func TestPausedWords(t *testing.T) {
	zone := time.UTC
	if got := surface.PausedWords(golden.Now.AddDate(0, 0, 7), golden.Now, zone); got != "until Monday 9 March" {
		t.Errorf("got %q", got)
	}
	if got := surface.PausedWords(golden.Now.AddDate(1, 0, 0), golden.Now, zone); got != "until Tuesday 2 March 2027" {
		t.Errorf("another year: got %q", got)
	}
	if got := surface.PausedWords(surface.UntilResumed, golden.Now, zone); got != "until you resume" {
		t.Errorf("without an end: got %q", got)
	}
	if surface.IsPaused(store.Employee{Prefs: store.Preferences{PausedUntil: golden.Now}}, golden.Now) {
		t.Error("a pause that ends now still holds")
	}
}
