// The view of the library: the search form, and what was found.

package bot

import (
	"github.com/slack-go/slack"

	"vouch/digest/match"
	"vouch/store"
)

// Further fields of the search form; kind and topics are called as in the form of an asset. maxQuery is the longest text, in
// characters.
const (
	fieldQuery = "query"
	fieldMine  = "mine"
	fieldOrder = "order"
	maxQuery   = 100
)

// The orders of what was found.
const (
	orderBest   = "best"
	orderNewest = "newest"
)

// libraryHit is one item found, as its reader sees it now.
type libraryHit struct {
	asset store.Asset
	event *shownEvent // nil for what has no date
	saved bool
}

// libraryPage is what the library shows.
type libraryPage struct {
	query    libraryQuery
	personas []store.Persona // the reader's
	reader   store.EmployeeID
	hits     []libraryHit
}

// libraryView shows the form with what was searched for, and the items found.
// Without words or filters the best and newest ones are shown.
func libraryView(l libraryPage) *slack.ModalViewRequest {
	blocks := append(libraryInputs(l), divider())
	if len(l.hits) == 0 {
		blocks = append(blocks, section("Nothing found. Fewer or shorter words find more: the beginning of a word is enough."))
	}
	for _, hit := range l.hits {
		blocks = append(blocks, hitBlocks(hit, l.reader)...)
	}
	if len(l.hits) == libraryHits {
		blocks = append(blocks, contextLine("There may be more. Another word narrows the search."))
	}
	return modal(cbLibrary, "Library", "Search", "Close", "", blocks...)
}

// libraryInputs are the fields of the search.
func libraryInputs(l libraryPage) []slack.Block {
	var kinds []*slack.OptionBlockObject
	for _, kind := range store.AssetKinds {
		kinds = append(kinds, option(string(kind), kindName(kind)))
	}
	order := orderBest
	if l.query.Newest {
		order = orderNewest
	}
	blocks := []slack.Block{
		input(fieldQuery, "Search", textInput(inputValue, "A word of the title, a topic, a name", l.query.Text, false, maxQuery), "", true),
		input(fieldKind, "Kind", selectMany(inputValue, "All kinds", kinds, 0, l.query.Kinds...), "", true),
		input(fieldTopics, "Topics", suggestMany(actLibraryTopic, "All topics: type to find one", 0, topicChoices(l.query.Topics)), "", true),
		input(fieldOrder, "Order", selectOne(inputValue, "Choose", []*slack.OptionBlockObject{
			option(orderBest, "Best first"), option(orderNewest, "Newest first")}, order), "", false),
	}
	if len(l.personas) == 0 {
		return blocks
	}
	var names []string
	for _, p := range l.personas {
		names = append(names, p.Name)
	}
	mine := ""
	if l.query.Mine {
		mine = "yes"
	}
	only := []*slack.OptionBlockObject{option("yes", "Only what is for "+list(names))}
	return append(blocks, input(fieldMine, "For me", checkboxes(inputValue, only, mine), "", true))
}

// topicChoices are chosen topics as the options of a menu.
func topicChoices(topics []string) []*slack.OptionBlockObject {
	var options []*slack.OptionBlockObject
	for _, topic := range topics {
		options = append(options, option(topic, match.TopicLabel(topic)))
	}
	return options
}

// hitBlocks are one item with everything that can be done about it.
func hitBlocks(hit libraryHit, reader store.EmployeeID) []slack.Block {
	a, id := hit.asset, string(hit.asset.ID)
	text := "*" + titled(a, maxAssetTitle) + "*\n" + kindWords(a)
	if words := cardWords(a, reader, 200); words != "" {
		text += "\n" + words
	}
	var row []slack.BlockElement
	if a.Story != "" {
		row = append(row, readButton(a))
	}
	if gone := goneWords(a); gone != "" {
		text += "\n" + gone
	}
	if !a.Internal && a.EmbargoUntil.IsZero() {
		row = append(row, button(actShare, "Share", id, spoken("Share: "+a.Title)))
	}
	if hit.event != nil {
		text += "\n" + eventWords(a, *hit.event)
		if state := attendanceWords(*hit.event); state != "" {
			text += "\n*" + state + "*"
		}
		if attend := attendButton(a, *hit.event); attend != nil {
			row = append(row, attend)
		}
	}
	if a.Kind == store.Job {
		row = append(row, button(actRefer, "Refer someone", id, spoken("Refer someone for: "+a.Title)))
	}
	if hit.saved {
		row = append(row, button(actUnsave, "Remove from saved", id, spoken("Remove from saved: "+a.Title)))
	} else {
		row = append(row, button(actSave, "Save", id, spoken("Save: "+a.Title)))
	}
	return []slack.Block{section(text), actions("do:"+id, row...)}
}
