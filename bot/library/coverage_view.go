// The views of coverage: the card with the most urgent thing first, and the table with everything.

package library

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/digest"
	"vouch/digest/match"
	"vouch/store"
)

const (
	// coverageLines is how many concerns the card lists below the most urgent one: more are a task, not a message.
	coverageLines = 4
	// coverageRows is how many rows each list of the table shows; with the longest titles they stay below the 3,000
	// characters of a section.
	coverageRows = 12
)

// coverageCard says the most urgent thing in words, then a few more.
func coverageCard(c digest.Coverage, zone *time.Location) block.Content {
	concerns := c.Concerns()
	first, others := coverageWell(c), ""
	if len(concerns) > 0 {
		first = concernWords(c, concerns[0], zone) + concernAdvice(concerns[0].Kind)
		lines := otherConcerns(c, concerns[1:], zone)
		if more := len(lines) - coverageLines; more > 0 {
			lines = append(lines[:coverageLines], "• and "+block.Count(more, "thing more", "things more"))
		}
		others = strings.Join(lines, "\n")
	}
	blocks := []slack.Block{block.Header("What the library needs"), block.Section(first)}
	text := "What the library needs: " + first
	if others != "" {
		blocks = append(blocks, block.Section(others))
		text += "\n" + others
	}
	return block.Message(block.CutBytes(text, block.MaxMessageText),
		append(blocks, block.ContextLine(coverageSum(c)), block.Actions("",
			block.Button(surface.ActAddContent, "Add content", "", block.Primary),
			block.Button(surface.ActContent, "Manage content", ""), block.Button(surface.ActCoverage, "Show all", "")))...)
}

// otherConcerns are the lines below the first. Personas share one, or in a program that runs dry everywhere nothing
// else would be seen.
func otherConcerns(c digest.Coverage, concerns []digest.Concern, zone *time.Location) (lines []string) {
	var dry []string
	at := 0
	for _, concern := range concerns {
		if p := concern.Persona; p.Name == "" {
			lines = append(lines, "• "+concernWords(c, concern, zone))
		} else {
			if len(dry) == 0 {
				at = len(lines)
			}
			dry = append(dry, block.Line(block.Cut(p.Name, 60))+" ("+leftWords(p)+")")
		}
	}
	if len(dry) == 0 {
		return lines
	}
	if more := len(dry) - 2*coverageLines; more > 0 {
		dry = append(dry[:2*coverageLines], block.Count(more, "other", "others"))
	}
	return slices.Insert(lines, at, "• Running dry too: "+block.List(dry)+".")
}

// leftWords are how long a persona's part lasts, in brackets.
func leftWords(p digest.PersonaSupply) string {
	if p.Left == 0 {
		return "nothing left"
	}
	return daysWords(p.Days)
}

// coverageWell is for a library without concerns.
func coverageWell(c digest.Coverage) string {
	if len(c.Personas) == 0 || c.Personas[0].Advocates == 0 {
		return "Nobody gets digests yet, so nothing runs dry."
	}
	p := c.Personas[0]
	return fmt.Sprintf("All is well: *%s* runs dry first, with %s left, %s.", block.Line(p.Name),
		block.Count(p.Left, "unseen item", "unseen items"), daysWords(p.Days))
}

// coverageSum is the balance in one line; culture and inclusion are always named.
func coverageSum(c digest.Coverage) string {
	return block.Count(c.Live, "item", "items") + " to pick from · " +
		block.Count(c.Advocates, "advocate gets digests", "advocates get digests") +
		fmt.Sprintf(" · culture %d (%s) · inclusion %d (%s)", c.Culture.Items, percent(c.Culture.OfItems), c.Inclusion.Items,
			percent(c.Inclusion.OfItems))
}

// concernWords says one concern as a sentence.
func concernWords(c digest.Coverage, concern digest.Concern, zone *time.Location) string {
	n := concern.Count
	switch concern.Kind {
	case digest.NothingLive:
		return "*The library is empty*, so nobody gets a digest."
	case digest.PersonaDry, digest.PersonaLow:
		return dryWords(concern.Persona)
	case digest.SourceBroken:
		text := "The source *" + block.Line(block.Cut(concern.Source.Name, 80)) + "* is not read any more."
		text += block.After(" ", block.Line(block.Cut(concern.Source.Result, 200)))
		return text
	case digest.ItemsExpire:
		a := c.Expiring[0]
		return block.Count(n, "item expires", "items expire") + " within seven days: " + titleLink(a) + " (" +
			block.Day(a.ExpiresAt, zone) + ")" + andMore(n-1)
	case digest.JobsUnreferred:
		return "Nobody was referred lately for " + block.Count(n, "live job", "live jobs") + ": " +
			titleLink(c.Unreferred[0]) + andMore(n-1)
	case digest.NoCulture:
		return "No story about culture or inclusion is live."
	case digest.TopicsMissing:
		return "Nothing is live about " + topicNames(c.Missing(), 5) + "."
	case digest.ItemsUnanswered:
		return block.Count(n, "item was", "items were") + " shown for two weeks and nobody answered: " +
			titleLink(c.Unanswered[0].Asset) + andMore(n-1)
	case digest.ItemsUnpicked:
		return block.Count(n, "item is", "items are") + " live for two weeks and came to nobody: " +
			titleLink(c.Unpicked[0].Asset) + andMore(n-1)
	}
	return string(concern.Kind)
}

// concernAdvice is what a curator can do about the most urgent thing.
func concernAdvice(kind digest.ConcernKind) string {
	switch kind {
	case digest.NothingLive:
		return " Add a few items to begin with."
	case digest.PersonaDry, digest.PersonaLow:
		return " Add something for them, or open an item to more personas."
	case digest.SourceBroken:
		return " Look at its address."
	case digest.JobsUnreferred:
		return " Ask people in other fields: their friends work elsewhere."
	case digest.ItemsUnanswered, digest.ItemsUnpicked:
		return " Better words, other personas or withdrawing it help."
	}
	return ""
}

// dryWords says how long a persona's part of the library lasts. The middle advocate speaks for all.
func dryWords(p digest.PersonaSupply) string {
	name := "*" + block.Line(block.Cut(p.Name, 60)) + "*"
	if p.Left == 0 {
		return name + " has nothing left: " + fmt.Sprintf("%d of %s", p.Dry,
			block.Count(p.Advocates, "advocate", "advocates")) + " saw everything that fits them."
	}
	return name + " has " + block.Count(p.Left, "unseen item", "unseen items") + " left: " + daysWords(p.Days) + "."
}

// daysWords are working days in words, weeks from two on.
func daysWords(days float64) string {
	switch n := int(math.Round(days)); {
	case n < 1:
		return "less than a working day"
	case n < 10:
		return "about " + block.Count(n, "working day", "working days")
	case n < 260:
		return "about " + block.Count((n+2)/5, "week", "weeks")
	}
	return "more than a year"
}

// percent writes a share; what is there is never written as nothing.
func percent(share float64) string {
	if share > 0 && share < 0.005 {
		return "under 1 %"
	}
	return fmt.Sprintf("%.0f %%", share*100)
}

// titleLink is a title that opens its page. A dozen very long addresses would not fit into one section.
func titleLink(a store.Asset) string {
	if len(a.URL) > 150 {
		return block.Line(block.Cut(a.Title, 80))
	}
	return surface.Titled(a, 80)
}

// andMore ends a sentence that named the first of several.
func andMore(n int) string {
	if n < 1 {
		return "."
	}
	return fmt.Sprintf(" and %d more.", n)
}

// topicNames lists at most limit topics.
func topicNames(topics []digest.TopicShare, limit int) string {
	return block.List(block.Some(topics, limit, func(t digest.TopicShare) string {
		return block.Line(block.Cut(match.TopicLabel(t.Topic), 40))
	}, "more", "more"))
}

// coverageView is everything in lines of words.
func coverageView(c digest.Coverage, zone *time.Location) *slack.ModalViewRequest {
	blocks := []slack.Block{block.Section(coverageSum(c)), block.Header("Personas")}
	blocks = append(blocks, coverageList(c.Personas, "No persona exists.", personaRow),
		block.ContextLine("Left: what the middle advocate of a persona has not seen yet."))
	if len(c.Broken) > 0 {
		blocks = append(blocks, block.Header("Broken sources"), coverageList(c.Broken, "", func(s store.Source) string {
			return "*" + block.Line(block.Cut(s.Name, 80)) + "* " + block.Line(block.Cut(s.Result, 150))
		}))
	}
	blocks = append(blocks,
		block.Header("Expiring within seven days"), coverageList(c.Expiring, "Nothing.",
			func(a store.Asset) string { return titleLink(a) + " · " + block.Day(a.ExpiresAt, zone) }),
		block.Header("Shown, and nobody answered"), coverageList(c.Unanswered, "Nothing.", func(i digest.IdleItem) string {
			return titleLink(i.Asset) + " · came to " + block.Count(i.Shown, "person", "people")
		}),
		block.Header("Came to nobody"), coverageList(c.Unpicked, "Nothing.", func(i digest.IdleItem) string {
			return titleLink(i.Asset) + " · went live " + block.Day(i.Since, zone)
		}),
		block.ContextLine("Items that are live for more than two weeks."),
		block.Header("Topics"), coverageList(c.Topics[:len(c.Topics)-len(c.Missing())], "No item has a topic.", topicRow))
	if missing := c.Missing(); len(missing) > 0 {
		blocks = append(blocks, block.Section("*Nothing about:* "+topicNames(missing, 30)))
	}
	blocks = append(blocks, block.Header("Kinds"), coverageList(c.Kinds, "", func(k digest.KindShare) string {
		return fmt.Sprintf("*%s* · %s", block.KindName(k.Kind), shareWords(k.Items, k.OfItems, k.OfShown))
	}))
	return block.Modal(block.CBResult, "Coverage", "", "Close", "", append(blocks, block.Actions("",
		block.Button(surface.ActAddContent, "Add content", "add", block.Primary),
		block.Button(surface.ActContent, "Manage content", "")))...)
}

// coverageList writes one row a line.
func coverageList[T any](rows []T, none string, words func(T) string) slack.Block {
	if len(rows) == 0 {
		return block.Section(none)
	}
	var lines []string
	for _, row := range rows[:min(len(rows), coverageRows)] {
		lines = append(lines, words(row))
	}
	if more := len(rows) - coverageRows; more > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", more))
	}
	return block.Section(strings.Join(lines, "\n"))
}

// personaRow is one persona in the table.
func personaRow(p digest.PersonaSupply) string {
	name := "*" + block.Line(block.Cut(p.Name, 60)) + "* · "
	if p.Advocates == 0 {
		return name + "no advocates · " + block.Count(p.Live, "item", "items")
	}
	row := name + block.Count(p.Advocates, "advocate", "advocates") + fmt.Sprintf(" · %d left of %s, %d new this week · ",
		p.Left, block.Count(p.Live, "item", "items"), p.New)
	row += leftWords(p)
	row += block.When(p.Dry > 0, fmt.Sprintf(" · %d saw everything", p.Dry))
	return row
}

// topicRow is one topic in the table.
func topicRow(t digest.TopicShare) string {
	return "*" + block.Line(surface.UpperFirst(block.Cut(match.TopicLabel(t.Topic), 40))) + "* · " +
		shareWords(t.Items, t.OfItems, t.OfShown)
}

// shareWords are a part of the library and of what people saw of it.
func shareWords(items int, ofItems, ofShown float64) string {
	return fmt.Sprintf("%s, %s of the library, %s of what people saw", block.Count(items, "item", "items"),
		percent(ofItems), percent(ofShown))
}
