// Text: cutting, escaping and wording that every view needs.

package block

import (
	"fmt"
	"math"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"vouch/store"
	"vouch/store/text"
)

// Lengths that Slack refuses to exceed, in characters (docs.slack.dev/reference/block-kit, reference/views).
const (
	MaxSectionText  = 3000
	maxFieldText    = 2000
	maxHeaderText   = 150
	maxButtonText   = 75
	MaxOptionText   = 75
	maxLabelText    = 2000
	maxTitleText    = 24
	MaxPlaceholder  = 150
	maxConfirmTitle = 100
	maxConfirmText  = 300
	maxConfirmWord  = 30
	MaxAltText      = 2000
	MaxBlockID      = 255
	MaxMetadata     = 3000
)

// MaxMessageText bounds a message's text in bytes: chat.update refuses more than 4,000 UTF-8 bytes
// (docs.slack.dev/reference/methods/chat.update).
const MaxMessageText = 3900

// What nearly every view does to its texts.
var (
	Cut   = text.Cut
	Count = text.Count
)

// escaper turns the three characters that start markup into entities; nothing else needs it
// (docs.slack.dev/messaging/formatting-message-text).
var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// Unescaper undoes escaper on text that Slack sends; "&amp;" last so that nothing is undone twice.
var Unescaper = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// Clean removes what a person cannot see or what changes the direction of the text around it. Line breaks stay.
func Clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t', r == '\r', r == '\u2028', r == '\u2029', r == '\ufeff':
			return ' '
		case text.IsHidden(r):
			return -1
		}
		return r
	}, s)
}

// Esc makes text that people wrote safe inside mrkdwn: no mention, link or command in it comes alive.
func Esc(s string) string { return escaper.Replace(Clean(s)) }

// Line is esc on one line, for names and titles inside a sentence. Slack has no escape for the signs that format text,
// so in what stands inside our own bold words they become signs that look the same and do nothing.
func Line(s string) string {
	return marks.Replace(edgeUnderscores(strings.Join(strings.Fields(Esc(s)), " ")))
}

// marks are Slack's formatting signs (docs.slack.dev/messaging/formatting-message-text) and their look-alikes.
var marks = strings.NewReplacer("*", "∗", "~", "∼", "`", "ˋ")

// edgeUnderscores replaces the underscores that could format: those at the edge of a word. Names of files and programs
// need theirs, and between two letters or digits an underscore does nothing.
func edgeUnderscores(s string) string {
	if !strings.Contains(s, "_") {
		return s
	}
	signs := []rune(s)
	for from := 0; from < len(signs); from++ {
		to := from
		for to < len(signs) && signs[to] == '_' {
			to++
		}
		if to > from && !(from > 0 && isWordSign(signs[from-1]) && to < len(signs) && isWordSign(signs[to])) {
			for i := from; i < to; i++ {
				signs[i] = '＿'
			}
		}
		from = max(from, to)
	}
	return string(signs)
}

// isWordSign tells whether an underscore beside r is inside a word. Letters with marks count.
func isWordSign(r rune) bool { return unicode.In(r, unicode.L, unicode.M, unicode.N) }

// CutMarkup is cut for mrkdwn: it never leaves half an entity, link or mention behind.
func CutMarkup(s string, limit int) string {
	short := Cut(s, limit)
	if short == s {
		return s
	}
	body := strings.TrimSuffix(short, "…")
	// A link or mention was cut in two: Slack would show its address and brackets as text.
	if open := strings.LastIndexByte(body, '<'); open > strings.LastIndexByte(body, '>') {
		body = body[:open]
	}
	// The longest entity is "&amp;": four bytes of it may stand here without the last.
	if open := strings.LastIndexByte(body, '&'); open > strings.LastIndexByte(body, ';') && len(body)-open < 5 {
		body = body[:open]
	}
	return body + "…"
}

// CutBytes is cutMarkup by bytes, for the one limit that Slack counts that way.
func CutBytes(s string, limit int) string {
	for runes := utf8.RuneCountInString(s); len(s) > limit; {
		runes -= max(1, (len(s)-limit)/4)
		s = CutMarkup(s, runes)
	}
	return s
}

// Person mentions somebody; Slack shows the name. Of somebody who was erased there is none.
func Person(id store.EmployeeID) string {
	if id.IsErased() {
		return "somebody whose data was erased"
	}
	return "<@" + string(id) + ">"
}

// ChannelMention links a channel; Slack shows its name to those who may see it.
func ChannelMention(id string) string { return "<#" + id + ">" }

// linkEscaper escapes what would end the address of a link early.
var linkEscaper = strings.NewReplacer("|", "%7C", ">", "%3E", "<", "%3C", " ", "%20")

// Link is a mrkdwn link with a label that people wrote.
func Link(url, label string) string {
	return "<" + linkEscaper.Replace(Clean(url)) + "|" + strings.ReplaceAll(Line(label), "|", "¦") + ">"
}

// DateToken writes t so that each reader sees it in their own zone; the fallback is written in zone.
func DateToken(t time.Time, format, layout string, zone *time.Location) string {
	if zone == nil {
		zone = time.UTC
	}
	return fmt.Sprintf("<!date^%d^%s|%s>", t.Unix(), format, t.In(zone).Format(layout))
}

// Day shows a date, such as "Mon 2 March" in the fallback; readers see "today" or "tomorrow" where it is near.
func Day(t time.Time, zone *time.Location) string {
	return DateToken(t, "{date_short_pretty}", "Mon 2 January 2006", zone)
}

// Moment shows a date with its time.
func Moment(t time.Time, zone *time.Location) string {
	return DateToken(t, "{date_short_pretty} at {time}", "Mon 2 January 2006 15:04 MST", zone)
}

// LocalDay writes a local date in words, as "Monday, 2 March"; for plain text, where date tokens do not work.
func LocalDay(d store.LocalDate) string {
	t, err := time.Parse("2006-01-02", string(d))
	if err != nil {
		return string(d)
	}
	return t.Format("Monday, 2 January")
}

// List joins words as people do: "a", "a and b", "a, b and c".
func List(words []string) string { return text.List(words, "and") }

// kindNames are the kinds of asset in words.
var kindNames = map[store.AssetKind]string{
	store.Article: "Article", store.Job: "Open job", store.Culture: "Culture story", store.CaseStudy: "Case study",
	store.ThoughtLeadership: "Thought leadership", store.Event: "Event",
}

// KindName is a kind in words; an unknown one is "Content".
func KindName(kind store.AssetKind) string {
	if name := kindNames[kind]; name != "" {
		return name
	}
	return "Content"
}

// barLength is how many signs a full bar has.
const barLength = 8

// Bar draws a part of a whole, from 0 to 1, as a bar of signs; whoever has anything has a beginning of one.
func Bar(part float64) string {
	full := min(int(math.Round(barLength*part)), barLength)
	if part > 0 {
		full = max(full, 1)
	}
	return strings.Repeat("▰", full) + strings.Repeat("▱", barLength-full)
}
