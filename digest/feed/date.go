// The dates publishers write.

package feed

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// timeLayouts are tried in order; all are unambiguous about day and month. They are read after tidyDate.
var timeLayouts = []string{
	time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02T15:04:05-0700", "2006-01-02T15:04Z07:00",
	"2006-01-02T15:04-0700",
	"2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05", "2006-01-02 15:04 -0700", "2006-01-02 15:04",
	"2006-01-02 3:04:05 PM",
	time.DateOnly, "20060102T150405Z0700", "20060102",
	"2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04:05", "2 Jan 2006 15:04 -0700", "2 Jan 2006 15:04",
	"2 Jan 2006 3:04:05 PM", "2 Jan 2006 3:04 PM",
	"2 Jan 2006", "Jan 2 2006 15:04:05 -0700", "Jan 2 2006 15:04:05", "Jan 2 2006 3:04:05 PM", "Jan 2 2006 3:04 PM",
	"Jan 2 2006 15:04", "Jan 2 2006",
	"Jan 2 15:04:05 -0700 2006", "Jan 2 15:04:05 2006",
	"2 Jan 06 15:04:05 -0700", "2 Jan 06 15:04 -0700", "2 Jan 06 15:04:05", "2 Jan 06 15:04",
}

// zoneOffsets are the names of zones as publishers use them. What stands for several zones is taken for
// the one most feeds mean: IST is India, CST is America.
var zoneOffsets = map[string]string{
	"UT": "+0000", "UTC": "+0000", "GMT": "+0000", "Z": "+0000", "WET": "+0000", "WEST": "+0100", "BST": "+0100",
	"CET": "+0100", "MEZ": "+0100",
	"MET": "+0100", "CEST": "+0200", "MEST": "+0200", "MESZ": "+0200", "EET": "+0200", "SAST": "+0200", "EEST": "+0300",
	"MSK": "+0300",
	"IST": "+0530", "ICT": "+0700", "WIB": "+0700", "SGT": "+0800", "HKT": "+0800", "PHT": "+0800", "AWST": "+0800",
	"JST": "+0900", "KST": "+0900",
	"ACST": "+0930", "AEST": "+1000", "ACDT": "+1030", "AEDT": "+1100", "NZST": "+1200", "NZDT": "+1300", "BRT": "-0300",
	"ART": "-0300",
	"NST": "-0330", "NDT": "-0230", "AST": "-0400", "ADT": "-0300", "EST": "-0500", "EDT": "-0400", "CST": "-0600",
	"CDT": "-0500",
	"MST": "-0700", "MDT": "-0600", "PST": "-0800", "PDT": "-0700", "AKST": "-0900", "AKDT": "-0800", "HST": "-1000",
}

// monthNames are the beginnings of the names of months in the languages feeds are written in, in small letters.
var monthNames = []struct{ name, month string }{
	{"janv", "Jan"}, {"jan", "Jan"}, {"jän", "Jan"}, {"ene", "Jan"}, {"gen", "Jan"}, {"feb", "Feb"}, {"fév", "Feb"},
	{"fev", "Feb"}, {"mar", "Mar"},
	{"mär", "Mar"}, {"mrz", "Mar"}, {"maa", "Mar"}, {"apr", "Apr"}, {"avr", "Apr"}, {"abr", "Apr"}, {"may", "May"},
	{"mai", "May"}, {"mag", "May"},
	{"mei", "May"}, {"maj", "May"}, {"juin", "Jun"}, {"jun", "Jun"}, {"giu", "Jun"}, {"juil", "Jul"}, {"jul", "Jul"},
	{"lug", "Jul"}, {"aug", "Aug"},
	{"aoû", "Aug"}, {"aou", "Aug"}, {"ago", "Aug"}, {"sep", "Sep"}, {"set", "Sep"}, {"okt", "Oct"}, {"oct", "Oct"},
	{"out", "Oct"}, {"ott", "Oct"},
	{"nov", "Nov"}, {"dec", "Dec"}, {"déc", "Dec"}, {"dez", "Dec"}, {"dic", "Dec"},
}

var (
	dateWord    = regexp.MustCompile(`\pL+`)
	ordinal     = regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th|\.)(\s)`)
	slashedDate = regexp.MustCompile(`^(\d{4})[/.](\d{1,2})[/.](\d{1,2})`)
	dashedDate  = regexp.MustCompile(`^(\d{4})-(\d{1,2})-(\d{1,2})`)
	zoneOffset  = regexp.MustCompile(`(?:\b(?:GMT|UTC)\s?)?\s*([+-])(\d{1,2}):?(\d{2})$`)
	zoneName    = regexp.MustCompile(`([:\d]\s*|\s)([A-Za-z]{1,5})$`)
	zonePlace   = regexp.MustCompile(`\s([A-Z][A-Za-z]+/[A-Za-z_/]+)$`)
)

// parseTime reads a date in UTC; without a zone it means UTC. It returns zero for anything it does not
// know, such as 03/04/2026, which means two different days.
func parseTime(text string) time.Time {
	text = strings.TrimSpace(text)
	if seconds, err := strconv.ParseInt(text, 10, 64); err == nil && len(text) >= 9 && len(text) <= 13 {
		if len(text) >= 12 {
			seconds /= 1000 // milliseconds
		}
		return time.Unix(seconds, 0).UTC()
	}
	zone := time.UTC
	if place := zonePlace.FindStringSubmatch(text); place != nil {
		if known, err := time.LoadLocation(place[1]); err == nil {
			zone, text = known, strings.TrimSuffix(text, place[0])
		}
	}
	text = tidyDate(text)
	for _, layout := range timeLayouts {
		if parsed, err := time.ParseInLocation(layout, text, zone); err == nil {
			return parsed.UTC()
		}
	}
	return time.Time{}
}

// tidyDate brings the forms of RFC 822, RFC 850 and ISO 8601 and their frequent misspellings into the few
// that timeLayouts reads: no weekday, no commas, English months of three letters, zones as numbers.
func tidyDate(text string) string {
	text = strings.ToUpper(strings.Join(strings.Fields(strings.ReplaceAll(text, ",", " ")), " "))
	// The weekday says nothing that the date does not say: a first word without a figure that is no month, or
	// looks like one and a month follows, as the French "mar. 03 mars".
	if first, rest, ok := strings.Cut(text, " "); ok && !strings.ContainsAny(first, "0123456789") {
		followed := slices.ContainsFunc(dateWord.FindAllString(rest, 8),
			func(word string) bool { return monthOf(word) != "" })
		if monthOf(first) == "" || followed {
			text = rest
		}
	}
	text = ordinal.ReplaceAllString(text, "$1$2")
	if match := slashedDate.FindStringSubmatch(text); match != nil {
		text = match[1] + "-" + match[2] + "-" + match[3] + text[len(match[0]):]
	}
	if match := dashedDate.FindStringSubmatch(text); match != nil {
		text = match[1] + "-" + twoDigits(match[2]) + "-" + twoDigits(match[3]) + text[len(match[0]):]
	} else if fields := strings.SplitN(text, "-", 3); len(fields) == 3 && monthOf(fields[1]) != "" {
		text = strings.Join(fields, " ") // RFC 850: 06-Nov-94
	}
	text = dateWord.ReplaceAllStringFunc(text, func(word string) string {
		if month := monthOf(word); month != "" && len(word) > 1 {
			return month
		}
		return word
	})
	text = strings.Replace(text, ". ", " ", 1)
	if match := zoneName.FindStringSubmatch(text); match != nil && zoneOffsets[match[2]] != "" {
		text = strings.TrimSuffix(text, match[2]) + zoneOffsets[match[2]]
	}
	clock := strings.Contains(text, ":")
	return zoneOffset.ReplaceAllStringFunc(text, func(zone string) string {
		match := zoneOffset.FindStringSubmatch(zone)
		if !clock {
			return zone
		}
		space := " "
		if strings.Contains(text, "T") && dashedDate.MatchString(text) && text[10] == 'T' {
			space = ""
		}
		return space + match[1] + twoDigits(match[2]) + match[3]
	})
}

// monthOf gives the English short name of a month, "" when the word is none.
func monthOf(word string) string {
	word = strings.ToLower(strings.Trim(word, "."))
	for _, known := range monthNames {
		if strings.HasPrefix(word, known.name) {
			return known.month
		}
	}
	return ""
}

// twoDigits writes a number of one digit with a zero before it.
func twoDigits(number string) string {
	if len(number) == 1 {
		return "0" + number
	}
	return number
}

// parseExpiry is parseTime for the last day something is valid: a bare date
// includes that whole day.
func parseExpiry(text string) time.Time {
	text = strings.TrimSpace(text)
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		return day.Add(24*time.Hour - time.Second)
	}
	return parseTime(text)
}
