// The long lists behind Home: shares, saved items and referrals, a page at a time in a modal.

package home

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

const (
	listShares    surface.ListName = "shares"
	listSaved     surface.ListName = "saved"
	listReferrals surface.ListName = "referrals"
)

// onList opens the first page of the list named by the button.
func (k *Handlers) onList(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	view, err := k.listModal(in, surface.ListName(in.Action.Value), 0)
	if err != nil {
		return dispatch.Reply{}, err
	}
	return dispatch.Reply{Open: view}, nil
}

// onSavedWord opens what was saved.
func (k *Handlers) onSavedWord(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	view, err := k.listModal(in, listSaved, 0)
	if err != nil {
		return dispatch.Reply{}, err
	}
	return dispatch.Reply{Open: view}, nil
}

// onPage turns the page of the list shown in a modal. A foreign value shows the first page of the points.
func (k *Handlers) onPage(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	name, number, _ := strings.Cut(in.Action.Value, "/")
	page, err := strconv.Atoi(number)
	if err != nil || page < 0 || page > surface.MaxListItems/surface.EntriesPerPage {
		page = 0
	}
	view, err := k.listModal(in, surface.ListName(name), page)
	if err != nil {
		return dispatch.Reply{}, err
	}
	return dispatch.Reply{Update: view}, nil
}

// onRemoveSaved takes an item out of the list, in the modal or on Home. The modal goes back to its first page: the one that
// was shown may have become empty. Removing something twice changes nothing.
func (k *Handlers) onRemoveSaved(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	if _, err := k.DB.SaveFeedback(in.User, store.AssetID(in.Action.Value), store.Unsaved, "", ""); err != nil {
		return dispatch.Reply{}, err
	}
	// On Home the list is part of what is published again anyway.
	if in.View.Type != "modal" {
		return dispatch.Reply{Home: true}, nil
	}
	view, err := k.listModal(in, listSaved, 0)
	if err != nil {
		return dispatch.Reply{}, err
	}
	return dispatch.Reply{Update: view, Home: true}, nil
}

// listModal draws one page of a list. The lists are read again for each page: they are short, and somebody may have acted in
// another window meanwhile.
func (k *Handlers) listModal(in dispatch.Interaction, name surface.ListName, page int) (*slack.ModalViewRequest, error) {
	// Points have a page of their own making; everything unknown, such as a button of an older version, lands there.
	if !slices.Contains([]surface.ListName{listShares, listSaved, listReferrals, surface.ListContent}, name) {
		return k.pointsPage(in, page)
	}
	me, err := k.Person(in.User)
	if err != nil {
		return nil, err
	}
	var blocks []slack.Block
	more, title := false, ""
	switch name {
	case listShares:
		title = "Your shares"
		shares, err := k.shareLines(in.User, surface.MaxListItems)
		if err != nil {
			return nil, err
		}
		page, shares, more = surface.CutPage(shares, page, surface.ItemsPerPage)
		blocks = shareBlocks(shares, me.Zone)
	case listSaved:
		title = "Saved for later"
		saved, err := k.savedAssets(in.User)
		if err != nil {
			return nil, err
		}
		page, saved, more = surface.CutPage(saved, page, surface.ItemsPerPage)
		blocks = savedBlocks(saved)
	case listReferrals:
		title = "Your referrals"
		referrals, err := k.DB.ReferralsOf(in.User)
		if err != nil {
			return nil, err
		}
		page, referrals, more = surface.CutPage(referrals, page, surface.ItemsPerPage)
		blocks = referralBlocks(referrals, me.Zone)
	case surface.ListContent:
		title = "What you sent in"
		sent, err := k.SentIn(in.User, surface.MaxListItems)
		if err != nil {
			return nil, err
		}
		page, more = sent.CutPage(page)
		blocks = surface.SentInBlocks(sent, me.Zone)
	}
	if row := surface.PageButtons(name, page, more); row != nil {
		blocks = append(blocks, row)
	}
	return block.Modal(surface.CBList, title, "", "Close", "", blocks...), nil
}

// shareLine is one share with the asset's title.
type shareLine struct {
	store.Share
	Title string
	Gone  bool // the asset can't be shared any more
}

// shareLines reads the newest shares with their titles. A share whose asset was deleted keeps its line.
func (k *Handlers) shareLines(id store.EmployeeID, limit int) ([]shareLine, error) {
	shares, err := k.DB.SharesOf(id, limit)
	if err != nil {
		return nil, err
	}
	var lines []shareLine
	for _, s := range shares {
		asset, err := k.DB.Asset(s.Asset)
		switch {
		case store.KindOf(err) == store.NotFound:
			asset.Title = "Removed from the library"
		case err != nil:
			return nil, err
		}
		lines = append(lines, shareLine{Share: s, Title: asset.Title, Gone: surface.GoneWords(asset) != ""})
	}
	return lines, nil
}

// savedAssets are what somebody saved, newest first.
func (k *Handlers) savedAssets(id store.EmployeeID) ([]store.Asset, error) {
	saved, err := k.DB.SavedAssets(id)
	slices.Reverse(saved)
	return saved, err
}
