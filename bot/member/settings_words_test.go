// Tests of the words around rhythms, ranks and settings.

package member

import (
	"testing"
	"time"

	"vouch/bot/block"
	"vouch/bot/bottest/golden"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

func TestRhythmWords(t *testing.T) {
	for name, c := range map[string]struct {
		rhythm store.Rhythm
		want   string
	}{
		"daily": {store.Rhythm{Frequency: store.Daily, At: "09:30"}, "every weekday at 09:30"},
		"a quiet day of the rhythm is named": {store.Rhythm{Frequency: store.Daily, At: "09:30",
			Quiet: []time.Weekday{time.Friday, time.Monday}}, "every weekday at 09:30, except Mondays and Fridays"},
		"a quiet day outside it is not": {store.Rhythm{Frequency: store.Twice, At: "14:00",
			Quiet: []time.Weekday{time.Friday}}, "on Tuesdays and Thursdays at 14:00"},
		"a quiet day among few is left out": {store.Rhythm{Frequency: store.Twice, At: "14:00",
			Quiet: []time.Weekday{time.Tuesday}}, "on Thursdays at 14:00"},
		"another day takes over": {store.Rhythm{Frequency: store.Weekly, At: "09:00",
			Quiet: []time.Weekday{time.Monday, time.Tuesday}}, "on Wednesdays at 09:00"},
		"another working week": {store.Rhythm{Frequency: store.Daily, At: "09:30",
			Week: []time.Weekday{0, 1, 2, 3, 4}, Quiet: []time.Weekday{0}}, "every working day at 09:30, except Sundays"},
		"three days of it": {store.Rhythm{Frequency: store.Three, Week: []time.Weekday{0, 1, 2, 3, 4}},
			"on Sundays, Tuesdays and Thursdays"},
		"an unknown frequency reads as daily": {store.Rhythm{Frequency: "hourly"}, "every weekday"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := surface.RhythmWords(c.rhythm); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestOrdinal(t *testing.T) {
	for n, want := range map[int]string{1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 11: "11th", 12: "12th", 13: "13th",
		21: "21st", 112: "112th"} {
		if got := surface.Ordinal(n); got != want {
			t.Errorf("%d: got %q, want %q", n, got, want)
		}
	}
}

func TestSlowerThan_EndsAtWeekly(t *testing.T) {
	f := store.Daily
	var steps []store.Frequency
	for {
		slower, possible := surface.SlowerThan(f)
		if !possible {
			break
		}
		steps, f = append(steps, slower), slower
	}
	if len(steps) != 3 || steps[2] != store.Weekly {
		t.Errorf("the steps are %v, want three down to weekly", steps)
	}
}

func TestCheckPreferences(t *testing.T) {
	s := golden.Settings()
	for name, c := range map[string]struct {
		prefs store.Preferences
		field string
	}{
		"fine": {store.Preferences{Rhythm: store.Rhythm{At: "17:59"}, Follow: []string{"go"},
			Mute: []string{"sql"}}, ""},
		"too early in the day":       {store.Preferences{Rhythm: store.Rhythm{At: "05:59"}}, surface.FieldAt},
		"too late in the day":        {store.Preferences{Rhythm: store.Rhythm{At: "18:00"}}, surface.FieldAt},
		"a topic followed and muted": {store.Preferences{Follow: []string{"go"}, Mute: []string{"go"}}, fieldMute},
	} {
		t.Run(name, func(t *testing.T) {
			wrong := checkPreferences(c.prefs, s)
			if (c.field == "") != (len(wrong) == 0) || (c.field != "" && wrong[c.field] == "") {
				t.Errorf("got %v, want an error at %q", wrong, c.field)
			}
		})
	}
}

func TestFormPreferences_KeepsWhatTheFormDoesNotShow(t *testing.T) {
	before := store.Preferences{PausedUntil: golden.Now, BoardAlias: true, Networks: []store.Network{store.X}}
	got := formPreferences(dispatch.State{
		surface.FieldPersonas: {block.InputValue: {List: []string{"sales"}}},
		fieldQuiet:            {block.InputValue: {List: []string{"1", "9", "x"}}},
		fieldPicks:            {block.InputValue: {Text: "4"}},
	}, before)
	if got.PausedUntil != golden.Now {
		t.Error("saving the form ended the pause")
	}
	if len(got.Networks) != 1 || got.Picks != 4 || !got.BoardAlias || got.BoardHidden || len(got.Rhythm.Quiet) != 1 {
		t.Errorf("the form was read as %+v", got)
	}
}
