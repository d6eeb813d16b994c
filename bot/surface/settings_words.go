// Fatigue in words: the line in the digest that comes less often, the question in place of one, and the note in
// settings.

package surface

import (
	"slices"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/store"
)

// ChosenRhythm is how often somebody chose to get the digest, before it was slowed down.
func ChosenRhythm(me Member) store.Rhythm { return me.Prefs.Rhythm.OrDefault(me.Settings.Rhythm) }

// KeepButton brings the chosen rhythm back, and names it after begin.
func KeepButton(me Member, begin string) slack.BlockElement {
	often := map[store.Frequency]string{store.Daily: "every weekday", store.Three: "three times a week", store.Twice: "twice a week",
		store.Weekly: "once a week"}[ChosenRhythm(me).Frequency]
	return block.Button(ActRhythmKept, begin+often, "")
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
	return "Your digest comes less often" + since + ", because you had not reacted to several in a row. " +
		me.RhythmAndNext(now)
}

// How somebody appears on leaderboards.
const (
	VisibleByName = "shown"
	NotVisible    = "hidden"
)

// DayOptions are the working days only: no rhythm comes on a weekend, so a quiet Saturday would promise a choice there
// is not.
func DayOptions() []*slack.OptionBlockObject {
	var options []*slack.OptionBlockObject
	for _, day := range WorkWeek[:5] {
		options = append(options, block.Option(strconv.Itoa(int(day)), day.String()))
	}
	return options
}

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

// frequencyChoice is one rhythm a person may pick, in the order forms show them.
type frequencyChoice struct {
	Value store.Frequency
	Label string // in forms
	Words string // in the middle of a sentence
	Days  []time.Weekday
}

// Frequencies lists the rhythms with the weekdays that store.Rhythm gives them.
var Frequencies = []frequencyChoice{
	{store.Daily, "Every weekday", "every weekday",
		[]time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}},
	{store.Three, "Three times a week: Monday, Wednesday, Friday", "on Mondays, Wednesdays and Fridays",
		[]time.Weekday{time.Monday, time.Wednesday, time.Friday}},
	{store.Twice, "Twice a week: Tuesday, Thursday", "on Tuesdays and Thursdays",
		[]time.Weekday{time.Tuesday, time.Thursday}},
	{store.Weekly, "Once a week: Tuesday", "on Tuesdays", []time.Weekday{time.Tuesday}},
}

// frequencyOf finds a frequency's words; an unknown one reads as daily.
func frequencyOf(f store.Frequency) frequencyChoice {
	for _, choice := range Frequencies {
		if choice.Value == f {
			return choice
		}
	}
	return Frequencies[0]
}

// SlowerThan is the next slower rhythm; false when f is the slowest already.
func SlowerThan(f store.Frequency) (store.Frequency, bool) {
	for i, choice := range Frequencies {
		if choice.Value == f && i+1 < len(Frequencies) {
			return Frequencies[i+1].Value, true
		}
	}
	return f, false
}

// RhythmWords says when digests come, such as "every weekday at 09:30, except Fridays". The rhythm must be complete
// (OrDefault).
func RhythmWords(r store.Rhythm) string {
	choice := frequencyOf(r.Frequency)
	words := choice.Words
	if only, moved := movedDay(r, choice); moved {
		words = "on " + only.String() + "s"
	}
	if r.At != "" {
		words += " at " + r.At
	}
	var skipped []string
	for _, day := range WorkWeek {
		if _, moved := movedDay(r, choice); !moved && slices.Contains(r.Quiet, day) && slices.Contains(choice.Days, day) {
			skipped = append(skipped, day.String()+"s")
		}
	}
	if len(skipped) > 0 {
		words += ", except " + block.List(skipped)
	}
	return words
}

// movedDay is the day that takes over when the quiet days leave none of the frequency's own: the first working day that
// is not quiet, as store.Rhythm has it.
func movedDay(r store.Rhythm, choice frequencyChoice) (time.Weekday, bool) {
	loud := func(day time.Weekday) bool { return !slices.Contains(r.Quiet, day) }
	if slices.ContainsFunc(choice.Days, loud) {
		return 0, false
	}
	at := slices.IndexFunc(WorkWeek[:5], loud)
	if at < 0 {
		return 0, false
	}
	return WorkWeek[at], true
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
