// The view of the library: the search form, and what was found.

package library

import (
	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/text"
)

// Further fields of the search form; kind and topics are called as in the form of an asset. maxQuery is the longest
// text, in characters.
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
	event *surface.ShownEvent // nil for what has no date
	saved bool
}

// libraryPage is what the library shows.
type libraryPage struct {
	query    libraryQuery
	personas []store.Persona // the reader's
	reader   store.EmployeeID
	hits     []libraryHit
	hold     string // why nothing may be shared now, "" when it may
}

// libraryView shows what was searched for, the items found, and the filters below them. Without words or filters the
// best and newest ones are shown.
func libraryView(l libraryPage) *slack.ModalViewRequest {
	blocks := []slack.Block{block.Input(fieldQuery, "Search",
		block.TextInput(block.InputValue, "A word of the title, a topic, a name", l.query.Text, false, maxQuery), "", true)}
	switch {
	case len(l.hits) > 0:
	case l.hold != "":
		blocks = append(blocks, block.Section("*Sharing is on hold:* "+block.Line(l.hold)))
	default:
		blocks = append(blocks, block.Section("Nothing found. Try fewer words, or the beginning of one."))
	}
	for _, hit := range l.hits {
		blocks = append(blocks, hitBlocks(hit, l.reader)...)
	}
	blocks = append(blocks, block.When(len(l.hits) == libraryHits,
		block.ContextLine("There may be more. Another word narrows the search.")))
	blocks = append(append(blocks, block.Divider()), libraryFilters(l)...)
	return block.Modal(surface.CBLibrary, "Library", "Search", "Close", "", blocks...)
}

// libraryFilters narrow the search and order what it finds.
func libraryFilters(l libraryPage) []slack.Block {
	order := orderBest
	if l.query.Newest {
		order = orderNewest
	}
	blocks := []slack.Block{
		block.Input(surface.FieldKind, "Kind", block.SelectMany(block.InputValue, "All kinds", surface.KindOptions(), 0,
			l.query.Kinds...), "", true),
		block.Input(surface.FieldTopics, "Topics", block.SuggestMany(actLibraryTopic, "All topics: type to find one", 0,
			surface.TopicChoices(l.query.Topics)), "", true),
		block.Input(fieldOrder, "Order", block.SelectOne(block.InputValue, "Choose", []*slack.OptionBlockObject{
			block.Option(orderBest, "Best first"), block.Option(orderNewest, "Newest first")}, order), "", false),
	}
	if len(l.personas) == 0 {
		return blocks
	}
	names := text.Mapped(l.personas, func(p store.Persona) string { return p.Name })
	mine := ""
	if l.query.Mine {
		mine = "yes"
	}
	only := []*slack.OptionBlockObject{block.Option("yes", "Only what is for "+block.List(names))}
	return append(blocks, block.Input(fieldMine, "For me", block.Checkboxes(block.InputValue, only, mine), "", true))
}

// hitBlocks are one item with everything that can be done about it.
func hitBlocks(hit libraryHit, reader store.EmployeeID) []slack.Block {
	a, id := hit.asset, string(hit.asset.ID)
	text := "*" + surface.Titled(a, surface.MaxAssetTitle) + "*\n" + surface.KindWords(a)
	text += block.After("\n", surface.CardWords(a, reader, 200))
	var row []slack.BlockElement
	row = append(row, block.When(a.Story != "", surface.ReadButton(a)))
	text += block.After("\n", surface.GoneWords(a))
	row = append(row, block.When(!a.Internal && a.EmbargoUntil.IsZero(),
		block.Button(surface.ActShare, "Share", id, block.Spoken("Share: "+a.Title))))
	if hit.event != nil {
		text += "\n" + surface.EventWords(a, *hit.event)
		if state := surface.AttendanceWords(*hit.event); state != "" {
			text += "\n*" + state + "*"
		}
		row = append(row, surface.AttendButton(a, *hit.event))
	}
	row = append(row, block.When(a.Kind == store.Job,
		block.Button(surface.ActRefer, "Refer someone", id, block.Spoken("Refer someone for: "+a.Title))))
	if hit.saved {
		row = append(row, block.Button(surface.ActUnsave, "Remove from saved", id,
			block.Spoken("Remove from saved: "+a.Title)))
	} else {
		row = append(row, block.Button(surface.ActSave, "Save", id, block.Spoken("Save: "+a.Title)))
	}
	return []slack.Block{block.Section(text), block.Actions("do:"+id, row...)}
}
