// Slack's message text: escaping, and the mentions, links and dates between angle brackets.

package slacksim

import "strings"

// SpanKind says what a piece of message text is.
type SpanKind string

// The kinds of https://docs.slack.dev/messaging/formatting-message-text.
const (
	SpanText      SpanKind = "text"
	SpanUser      SpanKind = "user"      // <@U123>: Target is the user id
	SpanChannel   SpanKind = "channel"   // <#C123|name>: Target is the channel id
	SpanGroup     SpanKind = "usergroup" // <!subteam^S123>: Target is the group id
	SpanBroadcast SpanKind = "broadcast" // <!here>: Target is here, channel or everyone
	SpanDate      SpanKind = "date"      // <!date^123^{date}^https://x|fallback>: Target is what follows date^
	SpanLink      SpanKind = "link"      // <https://x|label>: Target is the address
)

// Span is one piece of message text.
type Span struct {
	Kind   SpanKind
	Target string
	// Label is the text behind the bar; of a SpanText, the text itself. It is not unescaped.
	Label string
}

// ParseMrkdwn cuts message text into spans. Anything between angle brackets that Slack does not know stays text.
// Emphasis is not parsed: it never changes who is addressed.
//
//	"hi <@U1>, see <https://a.example|this>"   text, user U1, text, link
//
// What stands in &lt; and &gt; was escaped by its author and is never a control.
func ParseMrkdwn(text string) []Span {
	var spans []Span
	plain := ""
	for text != "" {
		before, rest, found := strings.Cut(text, "<")
		inside, after, closed := strings.Cut(rest, ">")
		if !found || !closed {
			plain += text
			break
		}
		// An unknown control is text, but a known one may still start inside it: "1 < 2 <@U1>".
		span, known := parseControl(inside)
		if !known {
			plain += before + "<"
			text = rest
			continue
		}
		plain += before
		if plain != "" {
			spans = append(spans, Span{Kind: SpanText, Label: plain})
			plain = ""
		}
		spans = append(spans, span)
		text = after
	}
	if plain != "" {
		spans = append(spans, Span{Kind: SpanText, Label: plain})
	}
	return spans
}

// parseControl reads what stands between angle brackets. The label after the bar is Slack's own name for the target, or
// the app's text for a link; it never decides who is addressed.
func parseControl(inside string) (span Span, known bool) {
	target, label, _ := strings.Cut(inside, "|")
	starts := func(prefix string) bool { return strings.HasPrefix(target, prefix) && len(target) > len(prefix) }
	switch {
	case starts("@U"), starts("@W"):
		return Span{SpanUser, target[1:], label}, isID(target[1:])
	case starts("#C"), starts("#G"):
		return Span{SpanChannel, target[1:], label}, isID(target[1:])
	case starts("!subteam^S"):
		id := strings.TrimPrefix(target, "!subteam^")
		return Span{SpanGroup, id, label}, isID(id)
	case target == "!here", target == "!channel", target == "!everyone":
		return Span{SpanBroadcast, target[1:], label}, true
	case starts("!date^"):
		// The fallback is what clients without dates show; Slack does not accept a date without one.
		return Span{SpanDate, strings.TrimPrefix(target, "!date^"), label}, label != ""
	// Slack links these schemes; other bracketed addresses are shown as they were typed.
	case starts("http://"), starts("https://"), starts("mailto:"), starts("tel:"), starts("slack://"):
		return Span{SpanLink, target, label}, !strings.ContainsAny(target, " \n\t<")
	}
	return Span{}, false
}

// isID tells whether text consists of the capitals and digits that Slack's ids are made of.
func isID(text string) bool {
	for _, letter := range text {
		if !(letter >= 'A' && letter <= 'Z' || letter >= '0' && letter <= '9') {
			return false
		}
	}
	return text != ""
}

// MentionsUser tells whether a text addresses a person: by id, or by a broadcast to everyone who reads the channel.
//
// It decides about the mark beside a channel's name: a message that names somebody, or everybody, shows a number there.
func MentionsUser(text, userID string) bool {
	for _, span := range ParseMrkdwn(text) {
		if span.Kind == SpanBroadcast || span.Kind == SpanUser && span.Target == userID {
			return true
		}
	}
	return false
}

// namesUser tells whether a text addresses a person by id, which alone makes an app_mention (reference/events/app_mention):
// an app called by @here is not mentioned.
func namesUser(text, userID string) bool {
	for _, span := range ParseMrkdwn(text) {
		if span.Kind == SpanUser && span.Target == userID {
			return true
		}
	}
	return false
}
