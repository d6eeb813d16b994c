// The dates publishers write.

package feed

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// zoneOffsets are the names of zones as publishers use them, in minutes east of UTC. What stands for several zones is
// taken for the one most feeds mean: IST is India, CST is America.
var zoneOffsets = map[string]int{
	"UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 60, "BST": 60, "CET": 60, "MEZ": 60, "MET": 60, "CEST": 120,
	"MEST": 120, "MESZ": 120, "EET": 120, "SAST": 120, "EEST": 180, "MSK": 180, "IST": 330, "ICT": 420, "WIB": 420,
	"SGT": 480, "HKT": 480, "PHT": 480, "AWST": 480, "JST": 540, "KST": 540, "ACST": 570, "AEST": 600, "ACDT": 630,
	"AEDT": 660, "NZST": 720, "NZDT": 780, "BRT": -180, "ART": -180, "NST": -210, "NDT": -150, "AST": -240, "ADT": -180,
	"EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420, "AKST": -540,
	"AKDT": -480, "HST": -600,
}

// monthNames are the beginnings of the names of the twelve months in the languages feeds are written in.
var monthNames = []string{"JAN|JÄN|ENE|GEN|ЯНВ", "FEB|FÉV|FEV|ФЕВ", "MAR|MÄR|MRZ|MAA|МАР", "APR|AVR|ABR|АПР",
	"MAY|MAI|MAG|MEI|MAJ|МАЙ|МАЯ", "JUN|JUIN|GIU|ИЮН", "JUL|JUIL|LUG|ИЮЛ", "AUG|AOÛ|AOU|AGO|АВГ", "SEP|SET|СЕН",
	"OCT|OKT|OUT|OTT|ОКТ", "NOV|НОЯ", "DEC|DÉC|DEZ|DIC|ДЕК"}

// The forms of a day, in capitals; all are unambiguous about day and month, so 03/04/2026 is none of them.
var (
	month     = `(` + strings.Join(monthNames, "|") + `)\pL*\.?`
	yearFirst = regexp.MustCompile(`\b(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?:日|T|\b)`)
	compact   = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})(?:T(\d\d)(\d\d)(\d\d)?)?`)
	dotted    = regexp.MustCompile(`\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b`)
	dayMonth  = regexp.MustCompile(`\b(\d{1,2})(?:ST|ND|RD|TH|ER|º)?[\s.,/-]*(?:DE |OF )?` + month +
		`[\s.,/-]*(?:DE |DEL )?(\d{4}|\d{2})\b`)
	monthDay   = regexp.MustCompile(month + `\s*(\d{1,2})(?:ST|ND|RD|TH)?,?(\s.*?)?\s(\d{4})\b`)
	clockTime  = regexp.MustCompile(`(\d{1,2})[:.時](\d{2})(?:[:.分](\d{2}))?([.,]\d+)?\s*([AP]\.?M\b)?`)
	zoneOffset = regexp.MustCompile(`([+-])\s?(\d{1,2})(?::?(\d{2}))?\b`)
	zonePlace  = regexp.MustCompile(`\s([A-Z][A-Za-z]+/[A-Za-z_/]+)$`)
	dateWord   = regexp.MustCompile(`\pL+`)
)

// maxDate bounds a date in bytes; none is as long in any language.
const maxDate = 120

// parseTime reads a date in UTC; without a zone it means UTC. It returns zero for anything it does not know, such as
// 03/04/2026, which means two different days.
func parseTime(text string) time.Time {
	at, _ := readDate(text)
	return at
}

// parseExpiry is parseTime for the last day something is valid: a bare date includes that whole day.
func parseExpiry(text string) time.Time {
	at, clock := readDate(text)
	if !at.IsZero() && !clock {
		return at.Add(24*time.Hour - time.Second)
	}
	return at
}

// readDate reads the forms of RFC 822, RFC 850 and ISO 8601 with their frequent misspellings, and tells whether the
// text names a time of the day. Words around a date, such as the weekday, say nothing that the date does not say.
func readDate(text string) (at time.Time, clock bool) {
	if text = strings.TrimSpace(text); len(text) > maxDate {
		return at, false
	}
	if seconds, err := strconv.ParseInt(text, 10, 64); err == nil && len(text) >= 9 && len(text) <= 13 {
		if len(text) >= 12 {
			seconds /= 1000 // milliseconds
		}
		return time.Unix(seconds, 0).UTC(), true
	}
	zone := time.UTC
	if place := zonePlace.FindStringSubmatch(text); place != nil {
		if known, err := time.LoadLocation(place[1]); err == nil {
			zone, text = known, strings.TrimSuffix(text, place[0])
		}
	}
	day, rest := readDay(strings.ToUpper(strings.Join(strings.Fields(text), " ")))
	if day.IsZero() {
		return day, false
	}
	seconds := 0.0
	if m := clockTime.FindStringSubmatchIndex(rest); m != nil {
		if seconds, clock = readClock(clockTime.FindStringSubmatch(rest)); !clock {
			return time.Time{}, false
		}
		zone, rest = readZone(rest[m[1]:], zone), rest[:m[0]]
	}
	// Figures that are part of nothing make the whole doubtful.
	if strings.ContainsAny(zoneOffset.ReplaceAllString(rest, ""), "0123456789") {
		return time.Time{}, false
	}
	at = time.Date(day.Year(), day.Month(), day.Day(), 0, 0, int(seconds), int(seconds*1e9)%1e9, zone)
	return at.UTC(), clock
}

// readDay finds the day in a text of capitals and gives what stands around it; zero when there is none.
func readDay(text string) (day time.Time, rest string) {
	var year, name, number string
	at := []int(nil)
	if m := yearFirst.FindStringSubmatch(text); m != nil {
		at, year, name, number = yearFirst.FindStringIndex(text), m[1], m[2], m[3]
	} else if m := compact.FindStringSubmatch(text); m != nil {
		at, year, name, number = compact.FindStringIndex(text), m[1], m[2], m[3]
		if m[4] != "" {
			rest = m[4] + ":" + m[5]
			if m[6] != "" {
				rest += ":" + m[6]
			}
		}
	} else if m := dotted.FindStringSubmatch(text); m != nil {
		at, number, name, year = dotted.FindStringIndex(text), m[1], m[2], m[3]
	} else if m := dayMonth.FindStringSubmatch(text); m != nil {
		at, number, name, year = dayMonth.FindStringIndex(text), m[1], m[2], m[3]
	} else if m := monthDay.FindStringSubmatch(text); m != nil {
		at, name, number, rest, year = monthDay.FindStringIndex(text), m[1], m[2], m[3], m[4]
	} else {
		return day, ""
	}
	y, _ := strconv.Atoi(year)
	if len(year) == 2 {
		if y += 1900; y < 1969 { // as Go and POSIX read two figures
			y += 100
		}
	}
	d, _ := strconv.Atoi(number)
	day = time.Date(y, time.Month(monthOf(name)), d, 0, 0, 0, 0, time.UTC)
	if day.Day() != d || int(day.Month()) != monthOf(name) {
		return time.Time{}, ""
	}
	return day, text[:at[0]] + " " + rest + " " + text[at[1]:]
}

// monthOf gives the number of a month by its name or figures, 0 when it is none.
func monthOf(name string) int {
	for i, names := range monthNames {
		if strings.Contains(names+"|", name+"|") {
			return i + 1
		}
	}
	number, _ := strconv.Atoi(name)
	return number
}

// readClock gives the seconds since midnight of a match of clockTime; false for a time that no clock shows.
func readClock(m []string) (seconds float64, ok bool) {
	hour, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(m[2])
	second, _ := strconv.ParseFloat("0"+m[3]+strings.Replace(m[4], ",", ".", 1), 64)
	if m[5] != "" && hour <= 12 {
		hour %= 12
		if m[5][0] == 'P' {
			hour += 12
		}
	}
	return float64(hour*3600+minute*60) + second, hour <= 24 && minute < 60 && second < 61
}

// readZone reads what follows a time of the day: figures before names, because they say the same more exactly.
func readZone(text string, otherwise *time.Location) *time.Location {
	if m := zoneOffset.FindStringSubmatch(text); m != nil {
		hours, _ := strconv.Atoi(m[2])
		minutes, _ := strconv.Atoi(m[3])
		offset := (hours*60 + minutes) * 60
		if m[1] == "-" {
			offset = -offset
		}
		return time.FixedZone("", offset)
	}
	for _, name := range dateWord.FindAllString(text, 4) {
		if offset, known := zoneOffsets[name]; known {
			return time.FixedZone("", offset*60)
		}
	}
	return otherwise
}
