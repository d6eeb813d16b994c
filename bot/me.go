// /vouch me and the button "Why": every point explained, a page at a time.

package bot

import (
	"context"

	"github.com/slack-go/slack"
)

// meRoutes are the ways to one's points.
func (b *Bot) meRoutes() []route {
	return []route{
		onWord(cmdVouch, "me", "your points, and why you have each of them", b.onMe),
		onAction(actMe, b.onMe),
	}
}

// onMe opens the first page of the points. It is a modal even for the slash command: points are nobody else's business, and
// its pages can be turned in place.
func (b *Bot) onMe(_ context.Context, in inbound) (reply, error) {
	view, err := b.pointsPage(in, 0)
	if err != nil {
		return reply{}, err
	}
	return reply{Open: view}, nil
}

// pointsPage gathers one page; a page past the end is the first.
func (b *Bot) pointsPage(in inbound, page int) (*slack.ModalViewRequest, error) {
	me, err := b.member(in.User)
	if err != nil {
		return nil, err
	}
	score, err := b.db.ScoreOf(in.User, in.At)
	if err != nil {
		return nil, err
	}
	// Reading from the newest on up to this page costs little: even eager people have some hundred entries.
	entries, err := b.db.EntriesOf(in.User, (page+1)*entriesPerPage+1)
	if err != nil {
		return nil, err
	}
	page, entries, more := cutPage(entries, page, entriesPerPage)
	return pointsModal(pointsPage{Score: score, Entries: entries, Rules: me.settings.Points,
		Leader: me.Leader, Hidden: me.Prefs.BoardHidden || !me.settings.BoardOn, Page: page, More: more, Zone: me.zone}), nil
}

// cutPage takes one page out of all items up to its end and one more; a page past the end becomes the first.
func cutPage[T any](items []T, page, size int) (int, []T, bool) {
	if page < 0 || page*size >= len(items) {
		page = 0
	}
	start := page * size
	end := min(start+size, len(items))
	return page, items[start:end], end < len(items)
}
