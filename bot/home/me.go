// /vouch me and the button "Why": every point explained, a page at a time.

package home

import (
	"context"

	"github.com/slack-go/slack"

	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

// meRoutes are the ways to one's points.
func (k *Handlers) meRoutes() []dispatch.Route {
	return []dispatch.Route{
		dispatch.OnWord(surface.CmdVouch, "me", "your points, and why", k.onMe).For(surface.HasJoined),
		dispatch.OnAction(surface.ActMe, k.onMe),
	}
}

// onMe opens the first page of the points. It is a modal even for the slash command: points are nobody else's business,
// and its pages can be turned in place.
func (k *Handlers) onMe(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	view, err := k.pointsPage(in, 0)
	return dispatch.Reply{Open: view}, err
}

// pointsPage gathers one page; a page past the end is the first.
func (k *Handlers) pointsPage(in dispatch.Interaction, page int) (*slack.ModalViewRequest, error) {
	var shown pointsPage
	err := k.DB.View(func(q *store.Query) error {
		me := surface.Advocate(q, in.User)
		// Reading from the newest on up to this page costs little: even eager people have some hundred entries.
		entries := q.EntriesOf(in.User, (page+1)*surface.EntriesPerPage+1)
		shown = pointsPage{Score: q.ScoreOf(in.User, in.At), Rules: me.Settings.Points, Leader: me.Leader,
			Hidden: me.Prefs.BoardHidden || !me.Settings.BoardOn, Zone: me.Zone}
		shown.Opened, shown.Quiet = q.OpenedBy(in.User), !me.Takes(store.ByBadges)
		shown.Level, shown.Badges, shown.Next = q.Ladder(in.User)
		if me.Prefs.Incentive == store.ForCharity {
			shown.Charity = me.Settings.Charity
		}
		shown.Bonuses = bonusLines(q, in.User, me.Zone)
		shown.Page, shown.Entries, shown.More = surface.CutPage(entries, page, surface.EntriesPerPage)
		return nil
	})
	return pointsModal(shown), err
}
