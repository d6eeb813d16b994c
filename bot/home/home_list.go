// The long lists behind Home: shares, saved items and referrals, a page at a time in a modal.

package home

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

const (
	listShares    surface.ListName = "shares"
	listSaved     surface.ListName = "saved"
	listReferrals                  = surface.ListReferrals
	listOwned                      = surface.ListOwned
	listAll       surface.ListName = "all_referrals"
)

// onList opens the first page of the list named by the button.
func (k *Handlers) onList(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	view, err := k.listModal(in, surface.ListName(in.Action.Value), 0)
	return dispatch.Reply{Open: view}, err
}

// onSavedWord opens what was saved.
func (k *Handlers) onSavedWord(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	view, err := k.listModal(in, listSaved, 0)
	return dispatch.Reply{Open: view}, err
}

// onPage turns the page of the list shown in a modal. A foreign value shows the first page of the points.
func (k *Handlers) onPage(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	name, number, _ := strings.Cut(in.Action.Value, "/")
	page, err := strconv.Atoi(number)
	if err != nil || page < 0 || page > surface.MaxListItems/surface.EntriesPerPage {
		page = 0
	}
	view, err := k.listModal(in, surface.ListName(name), page)
	return dispatch.Reply{Update: view}, err
}

// onRemoveSaved takes an item out of the list. The modal goes back to its first page: the one that was shown may have
// become empty. Removing something twice changes nothing.
func (k *Handlers) onRemoveSaved(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	if _, err := k.DB.SaveFeedback(in.User, store.AssetID(in.Action.Value), store.Unsaved, "", ""); err != nil {
		return dispatch.Reply{}, err
	}
	view, err := k.listModal(in, listSaved, 0)
	return dispatch.Reply{Update: view, Home: true}, err
}

// listModal renders one page of a list. The lists are read again for each page: they are short, and somebody may have
// acted in another window meanwhile.
func (k *Handlers) listModal(in dispatch.Interaction, name surface.ListName,
	page int) (*slack.ModalViewRequest, error) {
	var blocks []slack.Block
	more, title := false, ""
	err := k.DB.View(func(q *store.Query) error {
		me := surface.Person(q, in.User)
		switch name {
		case listShares:
			title = "Your shares"
			shares := shareLines(q, in.User, surface.MaxListItems)
			page, shares, more = surface.CutPage(shares, page, surface.ItemsPerPage)
			blocks = shareBlocks(shares, me.Zone)
		case listSaved:
			title = "Saved for later"
			saved := savedAssets(q, in.User)
			page, saved, more = surface.CutPage(saved, page, surface.ItemsPerPage)
			later := map[store.AssetID]string{}
			for _, a := range saved {
				if r, found := q.ReminderOf(in.User, a.ID); found && !r.At.IsZero() {
					later[a.ID] = "\nReminder: " + block.Moment(r.At, me.Zone)
				}
			}
			blocks = savedBlocks(saved, later)
		case listReferrals:
			title = "Your referrals"
			page, blocks, more = referralPage(q.ReferralsOf(in.User), page, me, in.At)
		case listOwned:
			title = "In your care"
			page, blocks, more = referralPage(inCare(q.ReferralsOwnedBy(in.User)), page, me, in.At)
		case listAll:
			title = "All referrals"
			surface.MustManage(q, in.User)
			page, blocks, more = referralPage(inCare(q.Referrals(surface.MaxListItems)), page, me, in.At)
		case surface.ListContent:
			title = "What you sent in"
			sent := surface.ReadSentIn(q, in.User, surface.MaxListItems)
			page, more = sent.CutPage(page)
			blocks = surface.SentInBlocks(sent, me.Zone)
		}
		return nil
	})
	// Points have a page of their own; everything unknown, such as a button of an older version, leads there.
	if title == "" && err == nil {
		return k.pointsPage(in, page)
	}
	blocks = append(blocks, surface.PageButtons(name, page, more))
	return block.Modal(surface.CBList, title, "", "Close", "", blocks...), err
}

// shareLine is one share with the asset's title.
type shareLine struct {
	store.Share
	Title  string
	Opened int  // people who opened its link
	Gone   bool // the asset can't be shared any more
}

// referralPage is one page of referrals.
func referralPage(all []store.Referral, page int, me surface.Member, now time.Time) (int, []slack.Block, bool) {
	page, all, more := surface.CutPage(all, page, surface.ItemsPerPage)
	return page, referralBlocks(all, me.ID, now, me.Zone), more
}

// shareLines reads the newest shares with their titles. A share whose asset was deleted keeps its line.
func shareLines(q *store.Query, id store.EmployeeID, limit int) (lines []shareLine) {
	for _, s := range q.SharesOf(id, limit) {
		asset, found := q.FindAsset(s.Asset)
		if !found {
			asset.Title = "Removed from the library"
		}
		lines = append(lines, shareLine{Share: s, Title: asset.Title, Opened: q.ClicksOf(s.ID).Unique,
			Gone: surface.GoneWords(asset) != ""})
	}
	return lines
}

// savedAssets are what somebody saved, newest first.
func savedAssets(q *store.Query, id store.EmployeeID) []store.Asset {
	saved := q.SavedAssets(id)
	slices.Reverse(saved)
	return saved
}
