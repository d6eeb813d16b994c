// What managers see of personas: the list with each rule in words, and the question before one is deleted.

package persona

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/digest/match"
	"vouch/store"
	"vouch/store/text"
)

// personaList is what the list shows.
type personaList struct {
	personas []store.Persona
	counts   map[store.PersonaID]int
	places   []store.Membership
	notice   string
	manager  bool // may change it; false: a curator, who may look
}

// personaListModal lists the personas in the order their rules are tried; the store bounds their number.
func personaListModal(l personaList) *slack.ModalViewRequest {
	intro := "A persona says what somebody's network wants to read. Rules propose it when people join; they may choose " +
		"another. Where two rules fit, the upper one wins."
	intro += block.When(!l.manager, " Program managers change them.")
	var blocks []slack.Block
	if l.notice != "" {
		blocks = append(blocks, block.Section(l.notice), block.Divider())
	}
	blocks = append(blocks, block.Section(intro))
	blocks = append(blocks, block.When(l.manager, block.Actions("", block.Button(actPersonaAdd, "Add a persona", ""))))
	for i, p := range l.personas {
		text := personaText(p, l.counts[p.ID], l.places)
		if !l.manager {
			blocks = append(blocks, block.Section(text))
			continue
		}
		id := string(p.ID)
		options := []*slack.OptionBlockObject{block.Option(personaEdit+" "+id, "Edit")}
		if i > 0 {
			options = append(options, block.Option(personaMove+" "+id+" "+strconv.Itoa(i), "Move up"))
		}
		if i < len(l.personas)-1 {
			options = append(options, block.Option(personaMove+" "+id+" "+strconv.Itoa(i+2), "Move down"))
		}
		if len(l.personas) > 1 {
			options = append(options, block.Option(personaDelete+" "+id, "Delete"))
		}
		row := block.SectionWith(text, block.Overflow(actPersonaMenu, options...))
		row.BlockID = "persona:" + id
		blocks = append(blocks, row)
	}
	return block.Modal(surface.CBList, "Personas", "", "Close", "", blocks...)
}

// personaText is one persona of the list: name, holders, topics, rule, and what keeps the rule from working.
func personaText(p store.Persona, holders int, places []store.Membership) string {
	text := "*" + block.Line(p.Name) + "* · " + block.Count(holders, "person", "people")
	text += block.When(len(p.Topics) > 0, "\nTopics: "+some(p.Topics, 8, match.TopicLabel))
	if p.Rule.IsEmpty() {
		return text + "\n:warning: No rule, so it is proposed to nobody. People can still choose it."
	}
	text += "\nProposed to people " + ruleText(p.Rule, places)
	for _, m := range places {
		text += block.When(m.Problem != "" && slices.Contains(p.Rule.Places(), m.Place),
			"\n:warning: "+placeMention(p.Rule, nil, m.Place)+": "+block.Esc(m.Problem))
	}
	return text
}

// ruleText says a rule in words that go on after "people".
func ruleText(r store.Rule, places []store.Membership) string {
	var ways []string
	for _, field := range []struct {
		words []string
		says  string
	}{{r.Titles, "whose title says "}, {r.Departments, "whose department says "}, {r.Locations, "whose location says "}} {
		if len(field.words) > 0 {
			ways = append(ways, field.says+some(field.words, 8, func(word string) string { return "“" + word + "”" }))
		}
	}
	var names []string
	for _, id := range r.Groups {
		name := surface.PlaceName(places, id, "@")
		if name == "" {
			name = "a user group"
		}
		names = append(names, block.Line(name))
	}
	if len(names) > 0 {
		ways = append(ways, "in the user group "+text.List(names, "or"))
	}
	names = nil
	for _, id := range r.Channels {
		names = append(names, block.ChannelMention(id))
	}
	if len(names) > 0 {
		ways = append(ways, "in the channel "+text.List(names, "or"))
	}
	return strings.Join(ways, ", or ") + "."
}

// some lists the first words and counts the others.
func some(words []string, shown int, label func(string) string) string {
	var names []string
	for _, word := range words[:min(len(words), shown)] {
		names = append(names, block.Line(label(word)))
	}
	text := strings.Join(names, ", ")
	if rest := len(words) - len(names); rest > 0 {
		text += fmt.Sprintf(" and %d more", rest)
	}
	return text
}

// placeMention names a user group or channel of a rule.
func placeMention(r store.Rule, groups []*slack.OptionBlockObject, id string) string {
	if slices.Contains(r.Channels, id) {
		return block.ChannelMention(id)
	}
	for _, g := range groups {
		if g.Value == id {
			return block.Line(g.Text.Text)
		}
	}
	return "A user group"
}

// personaMoveModal shows what a move does to people before it is made. Its metadata is the persona and the place.
func personaMoveModal(p store.Persona, place int, personas []store.Persona,
	preview store.PersonaPreview) *slack.ModalViewRequest {
	names := map[store.PersonaID]string{}
	for _, known := range personas {
		names[known.ID] = known.Name
	}
	text := "*" + block.Line(p.Name) + "* becomes number " + strconv.Itoa(place) + " of " + strconv.Itoa(len(personas)) +
		". Where two rules fit somebody, the upper one wins."
	change := previewText(preview, names)
	change += block.When(preview.New.Count+preview.Lost.Count+preview.Moved == 0, "\n• Nobody's proposal changes.")
	return block.Modal(cbPersonaMove, "Move a persona", "Move", "Cancel", string(p.ID)+" "+strconv.Itoa(place),
		block.Section(text), block.Section(change))
}

// personaDeleteModal says what will happen to the people who hold it and to its items.
func personaDeleteModal(p store.Persona, holders, items int) *slack.ModalViewRequest {
	text := "*" + block.Line(p.Name) + "* is held by " + block.Count(holders, "person", "people") + ", and " +
		block.Count(items, "live item is", "live items are") + " for it. People get what the rules propose; whom no rule " +
		"fits has no persona until they choose one. Items that were for nobody else are for everybody."
	text += block.When(holders > 0, " Advocates who change are told once.")
	return block.Modal(cbPersonaDelete, "Delete a persona", "Delete", "Cancel", string(p.ID), block.Section(text))
}
