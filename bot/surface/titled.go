// Titles of assets with their link.

package surface

import (
	"vouch/bot/block"
	"vouch/store"
)

// Titled is an asset's title, linked to its page; a story may have none.
func Titled(a store.Asset, limit int) string {
	title := block.Cut(CardTitle(a), limit)
	if a.URL == "" {
		return block.Line(title)
	}
	return block.Link(a.URL, title)
}
