// A person's rhythm, quiet days and next digest in words: the same sentence in the welcome, the digest's footer, Home and
// settings.

package bot

import (
	"slices"
	"strconv"
	"time"

	"vouch/store"
)

// workWeek is the order in which forms and sentences name the days.
var workWeek = []time.Weekday{
	time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday,
}

// frequencyChoice is one rhythm a person may pick, in the order forms show them.
type frequencyChoice struct {
	Value store.Frequency
	Label string // in forms
	Words string // in the middle of a sentence
	Days  []time.Weekday
}

// frequencies lists the rhythms with the weekdays that store.Rhythm gives them.
var frequencies = []frequencyChoice{
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
	for _, choice := range frequencies {
		if choice.Value == f {
			return choice
		}
	}
	return frequencies[0]
}

// slowerThan is the next slower rhythm; false when f is the slowest already.
func slowerThan(f store.Frequency) (store.Frequency, bool) {
	for i, choice := range frequencies {
		if choice.Value == f && i+1 < len(frequencies) {
			return frequencies[i+1].Value, true
		}
	}
	return f, false
}

// rhythmWords says when digests come, such as "every weekday at 09:30, except Fridays". The rhythm must be complete
// (OrDefault).
func rhythmWords(r store.Rhythm) string {
	choice := frequencyOf(r.Frequency)
	words := choice.Words
	if only, moved := movedDay(r, choice); moved {
		words = "on " + only.String() + "s"
	}
	if r.At != "" {
		words += " at " + r.At
	}
	var skipped []string
	for _, day := range workWeek {
		if _, moved := movedDay(r, choice); !moved && slices.Contains(r.Quiet, day) && slices.Contains(choice.Days, day) {
			skipped = append(skipped, day.String()+"s")
		}
	}
	if len(skipped) > 0 {
		words += ", except " + list(skipped)
	}
	return words
}

// movedDay is the day that takes over when the quiet days leave none of the frequency's own: the first working day that is
// not quiet, as store.Rhythm has it.
func movedDay(r store.Rhythm, choice frequencyChoice) (time.Weekday, bool) {
	loud := func(day time.Weekday) bool { return !slices.Contains(r.Quiet, day) }
	if slices.ContainsFunc(choice.Days, loud) {
		return 0, false
	}
	at := slices.IndexFunc(workWeek[:5], loud)
	if at < 0 {
		return 0, false
	}
	return workWeek[at], true
}

// ordinal says a rank: 1st, 2nd, 3rd, 11th.
func ordinal(n int) string {
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

// dayWords says a calendar day in words: "Monday 2 March", with the year when it is not that of now.
func dayWords(day, now time.Time) string {
	if day.Year() != now.Year() {
		return day.Format("Monday 2 January 2006")
	}
	return day.Format("Monday 2 January")
}
