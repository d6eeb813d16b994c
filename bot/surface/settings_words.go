// Rhythm and pauses in words: how often a digest comes, why it comes less often, and until when it is paused.

package surface

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/store"
	"vouch/store/text"
)

// ChosenRhythm is how often somebody chose to get the digest, before it was slowed down.
func ChosenRhythm(me Member) store.Rhythm { return me.Prefs.Rhythm.OrDefault(me.Settings.Rhythm) }

// KeepButton brings the chosen rhythm back, and names it after begin.
func KeepButton(me Member, begin string) slack.BlockElement {
	return block.Button(ActRhythmKept, begin+often(ChosenRhythm(me)), "")
}

// SlowedNotice says in settings that the rhythm is slower than chosen, since when and why.
func SlowedNotice(me Member, now time.Time) string {
	day := me.Attention.SlowOn
	if me.Attention.AskedOn > day {
		day = me.Attention.AskedOn
	}
	since := ""
	if day != "" {
		since = " since " + block.LocalDay(day)
	}
	return "Your digest has come less often" + since + ", because you did not react to several in a row. " +
		me.RhythmAndNext(now)
}

// How somebody appears on leaderboards.
const (
	VisibleByName = "shown"
	NotVisible    = "hidden"
)

// DayOptions offers days by their numbers.
func DayOptions(days []time.Weekday) []*slack.OptionBlockObject {
	return block.Options(days, func(day time.Weekday) (string, string) { return strconv.Itoa(int(day)), day.String() })
}

// DayValues are the numbers of days that are chosen.
func DayValues(days []time.Weekday) []string {
	return text.Mapped(days, func(day time.Weekday) string { return strconv.Itoa(int(day)) })
}

// WorkWeek is the order in which forms and sentences name the days.
var WorkWeek = []time.Weekday{
	time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday,
}

// FrequencyOptions offers how often a digest may come, with the days of the program's working week.
func FrequencyOptions(program store.Rhythm) []*slack.OptionBlockObject {
	var options []*slack.OptionBlockObject
	for _, f := range store.Frequencies {
		r := store.Rhythm{Frequency: f, Week: program.Week}
		label := often(r)
		if f != store.Daily {
			label += ": " + strings.Join(text.Mapped(r.Days(), time.Weekday.String), ", ")
		}
		options = append(options, block.Option(string(f), text.UpperFirst(label)))
	}
	return options
}

// often is a frequency in words; an unknown one reads as daily.
func often(r store.Rhythm) string {
	switch r.Frequency {
	case store.Three:
		return "three times a week"
	case store.Twice:
		return "twice a week"
	case store.Weekly:
		return "once a week"
	}
	if slices.Equal(r.WorkingWeek(), store.OfficeWeek) {
		return "every weekday"
	}
	return "every working day"
}

// SlowerThan is the next slower rhythm; false when f is the slowest already.
func SlowerThan(f store.Frequency) (store.Frequency, bool) {
	if at := slices.Index(store.Frequencies, f); at >= 0 && at+1 < len(store.Frequencies) {
		return store.Frequencies[at+1], true
	}
	return f, false
}

// RhythmWords says when digests come, such as "every weekday at 09:30, except Fridays". The rhythm must be complete
// (OrDefault).
func RhythmWords(r store.Rhythm) string {
	usual, now := store.Rhythm{Frequency: r.Frequency, Week: r.Week}.Days(), r.Days()
	if len(now) == 0 {
		now = usual
	}
	words := often(r)
	// Where quiet days leave none of the frequency's own, another day takes over.
	named := !strings.HasPrefix(words, "every") || !slices.Contains(usual, now[0])
	if named {
		words = "on " + DayList(now)
	}
	words += block.After(" at ", r.At)
	quiet := slices.DeleteFunc(usual, func(day time.Weekday) bool { return slices.Contains(now, day) })
	words += block.When(!named && len(quiet) > 0, ", except "+DayList(quiet))
	return words
}

// DayList names days that come again: "Mondays and Fridays".
func DayList(days []time.Weekday) string {
	return block.List(text.Mapped(days, func(day time.Weekday) string { return day.String() + "s" }))
}

// Ordinal says a rank: 1st, 2nd, 3rd, 11th.
func Ordinal(n int) string {
	suffix := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return strconv.Itoa(n) + suffix
}

// DayWords says a calendar day in words: "Monday 2 March", with the year when it is not that of now.
func DayWords(day, now time.Time) string {
	if day.Year() != now.Year() {
		return day.Format("Monday 2 January 2006")
	}
	return day.Format("Monday 2 January")
}

// UntilResumed is the stored end of a pause without an end.
var UntilResumed = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// isOpenEnded tells whether a pause lasts until the person resumes. The store plans nothing for pauses beyond five
// years.
func isOpenEnded(until time.Time) bool { return until.Year() > 9000 }

// IsPaused tells whether e's digests are paused at now.
func IsPaused(e store.Employee, now time.Time) bool { return e.Prefs.PausedUntil.After(now) }

// PauseEnd is the local midnight that ends a pause of some days beginning today: "1" means that tomorrow's digest
// comes.
func PauseEnd(now time.Time, days int, zone *time.Location) time.Time {
	local := now.In(zone)
	return time.Date(local.Year(), local.Month(), local.Day()+days, 0, 0, 0, 0, zone)
}

// PausedWords says how long a pause lasts, as the end of a sentence: "until Monday 9 March", "until you resume".
func PausedWords(until, now time.Time, zone *time.Location) string {
	if isOpenEnded(until) {
		return "until you resume"
	}
	return "until " + DayWords(until.In(zone), now.In(zone))
}
