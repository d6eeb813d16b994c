// The view of the library: the search form, and what was found.

package bot

import (
	"github.com/slack-go/slack"

	"vouch/digest"
	"vouch/store"
)

// fieldQuery is the search form's text; maxQuery is its longest, in characters.
const (
	fieldQuery = "query"
	maxQuery   = 100
)

// libraryView shows the form with what was searched for, and the items found.
// Without words or kinds the newest and best ones are shown.
func libraryView(query string, kinds []string, hits []digest.Hit) *slack.ModalViewRequest {
	var options []*slack.OptionBlockObject
	for _, kind := range store.AssetKinds {
		options = append(options, option(string(kind), kindName(kind)))
	}
	blocks := []slack.Block{
		input(fieldQuery, "Search", textInput(inputValue, "A word of the title, a topic, a name", query, false, maxQuery), "", true),
		input(fieldKind, "Kind", selectMany(inputValue, "All kinds", options, 0, kinds...), "", true),
		divider(),
	}
	if len(hits) == 0 {
		blocks = append(blocks, section("Nothing found. Fewer or shorter words find more: the beginning of a word is enough."))
	}
	for _, hit := range hits {
		id, text := string(hit.Asset.ID), "*"+titled(hit.Asset, 150)+"*\n"+kindWords(hit.Asset)+"\n"+line(cut(hit.Asset.Summary, 200))
		if gone := goneWords(hit.Asset); gone != "" {
			text += "\n" + gone
		}
		blocks = append(blocks,
			section(text),
			actions("do:"+id, itemButtons(hit.Asset)...))
	}
	if len(hits) == libraryHits {
		blocks = append(blocks, contextLine("There may be more. Another word narrows the search."))
	}
	return modal(cbLibrary, "Library", "Search", "Close", "", blocks...)
}
