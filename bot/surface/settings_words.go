// Fatigue in words: the line in the digest that comes less often, the question in place of one, and the note in
// settings.

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
	var options []*slack.OptionBlockObject
	for _, day := range days {
		options = append(options, block.Option(strconv.Itoa(int(day)), day.String()))
	}
	return options
}

// DayValues are the numbers of days that are chosen.
func DayValues(days []time.Weekday) []string {
	var values []string
	for _, day := range days {
		values = append(values, strconv.Itoa(int(day)))
	}
	return values
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
			var days []string
			for _, day := range r.Days() {
				days = append(days, day.String())
			}
			label += ": " + strings.Join(days, ", ")
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
	var names []string
	for _, day := range days {
		names = append(names, day.String()+"s")
	}
	return block.List(names)
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
