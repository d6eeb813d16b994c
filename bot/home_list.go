// The long lists behind Home: shares, saved items and referrals, a page at a time in a modal.

package bot

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"vouch/store"
)

// listName says which list a paging button turns.
type listName string

const (
	listPoints    listName = "points"
	listShares    listName = "shares"
	listSaved     listName = "saved"
	listReferrals listName = "referrals"
	listContent   listName = "content"
)

// itemsPerPage keeps a page of two blocks an item far below the 100 blocks of a view.
const itemsPerPage = 15

// maxListItems bounds how far back the lists go.
const maxListItems = 1000

// onList opens the first page of the list named by the button.
func (b *Bot) onList(_ context.Context, in inbound) (reply, error) {
	view, err := b.listModal(in, listName(in.Action.Value), 0)
	if err != nil {
		return reply{}, err
	}
	return reply{Open: view}, nil
}

// onSavedWord opens what was saved.
func (b *Bot) onSavedWord(_ context.Context, in inbound) (reply, error) {
	view, err := b.listModal(in, listSaved, 0)
	if err != nil {
		return reply{}, err
	}
	return reply{Open: view}, nil
}

// onPage turns the page of the list shown in a modal. A foreign value shows the first page of the points.
func (b *Bot) onPage(_ context.Context, in inbound) (reply, error) {
	name, number, _ := strings.Cut(in.Action.Value, "/")
	page, err := strconv.Atoi(number)
	if err != nil || page < 0 || page > maxListItems/entriesPerPage {
		page = 0
	}
	view, err := b.listModal(in, listName(name), page)
	if err != nil {
		return reply{}, err
	}
	return reply{Update: view}, nil
}

// onRemoveSaved takes an item out of the list, in the modal or on Home. The modal goes back to its first page: the one that
// was shown may have become empty. Removing something twice changes nothing.
func (b *Bot) onRemoveSaved(_ context.Context, in inbound) (reply, error) {
	if _, err := b.db.SaveFeedback(in.User, store.AssetID(in.Action.Value), store.Unsaved, "", ""); err != nil {
		return reply{}, err
	}
	// On Home the list is part of what is published again anyway.
	if in.View.Type != "modal" {
		return reply{Home: true}, nil
	}
	view, err := b.listModal(in, listSaved, 0)
	if err != nil {
		return reply{}, err
	}
	return reply{Update: view, Home: true}, nil
}

// listModal draws one page of a list. The lists are read again for each page: they are short, and somebody may have acted in
// another window meanwhile.
func (b *Bot) listModal(in inbound, name listName, page int) (*slack.ModalViewRequest, error) {
	// Points have a page of their own making; everything unknown, such as a button of an older version, lands there.
	if !slices.Contains([]listName{listShares, listSaved, listReferrals, listContent}, name) {
		return b.pointsPage(in, page)
	}
	me, err := b.person(in.User)
	if err != nil {
		return nil, err
	}
	var blocks []slack.Block
	more, title := false, ""
	switch name {
	case listShares:
		title = "Your shares"
		shares, err := b.shareLines(in.User, maxListItems)
		if err != nil {
			return nil, err
		}
		page, shares, more = cutPage(shares, page, itemsPerPage)
		blocks = shareBlocks(shares, me.zone)
	case listSaved:
		title = "Saved for later"
		saved, err := b.savedAssets(in.User)
		if err != nil {
			return nil, err
		}
		page, saved, more = cutPage(saved, page, itemsPerPage)
		blocks = savedBlocks(saved)
	case listReferrals:
		title = "Your referrals"
		referrals, err := b.db.ReferralsOf(in.User)
		if err != nil {
			return nil, err
		}
		page, referrals, more = cutPage(referrals, page, itemsPerPage)
		blocks = referralBlocks(referrals, me.zone)
	case listContent:
		title = "What you sent in"
		sent, err := b.sentIn(in.User, maxListItems)
		if err != nil {
			return nil, err
		}
		page, more = sent.cutPage(page)
		blocks = sentInBlocks(sent, me.zone)
	}
	if row := pageButtons(name, page, more); row != nil {
		blocks = append(blocks, row)
	}
	return modal(cbList, title, "", "Close", "", blocks...), nil
}

// shareLine is one share with the asset's title.
type shareLine struct {
	store.Share
	Title string
	Gone  bool // the asset can't be shared any more
}

// shareLines reads the newest shares with their titles. A share whose asset was deleted keeps its line.
func (b *Bot) shareLines(id store.EmployeeID, limit int) ([]shareLine, error) {
	shares, err := b.db.SharesOf(id, limit)
	if err != nil {
		return nil, err
	}
	var lines []shareLine
	for _, s := range shares {
		asset, err := b.db.Asset(s.Asset)
		switch {
		case store.KindOf(err) == store.NotFound:
			asset.Title = "Removed from the library"
		case err != nil:
			return nil, err
		}
		lines = append(lines, shareLine{Share: s, Title: asset.Title, Gone: goneWords(asset) != ""})
	}
	return lines, nil
}

// savedAssets are what somebody saved, newest first.
func (b *Bot) savedAssets(id store.EmployeeID) ([]store.Asset, error) {
	saved, err := b.db.SavedAssets(id)
	slices.Reverse(saved)
	return saved, err
}
