// Long lists a page at a time, and the buttons that turn the pages.

package surface

import (
	"strconv"

	"github.com/slack-go/slack"

	"vouch/bot/block"
)

// ListName says which list a paging button turns.
type ListName string

const (
	ListPoints  ListName = "points"
	ListContent ListName = "content"

	ListReferrals ListName = "referrals" // one's own
	ListOwned     ListName = "owned"     // those one answers for
)

// ItemsPerPage keeps a page of two blocks an item far below the 100 blocks of a view.
const ItemsPerPage = 15

// MaxListItems bounds how far back the lists go.
const MaxListItems = 1000

// CutPage takes one page out of all items up to its end and one more; a page past the end becomes the first.
func CutPage[T any](items []T, page, size int) (int, []T, bool) {
	if page < 0 || page*size >= len(items) {
		page = 0
	}
	start := page * size
	end := min(start+size, len(items))
	return page, items[start:end], end < len(items)
}

// EntriesPerPage is how many lines of the ledger one page explains: at 160 characters each they fit two paragraphs.
const EntriesPerPage = 20

// PageButtons lead to the newer and older page of a list; nil when there is only one page.
func PageButtons(list ListName, page int, more bool) slack.Block {
	var elements []slack.BlockElement
	elements = append(elements, block.When(page > 0,
		block.Button(ActNewer, "Newer", string(list)+"/"+strconv.Itoa(page-1))))
	elements = append(elements, block.When(more, block.Button(ActOlder, "Older", string(list)+"/"+strconv.Itoa(page+1))))
	if len(elements) == 0 {
		return nil
	}
	return block.Actions("pages", elements...)
}
