// The views of curating around the form: the address, the answers, the list of content, withdrawing.

package bot

import (
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"vouch/store"
)

// addressView asks for the page.
func addressView(address string) *slack.ModalViewRequest {
	return modal(cbAddress, "Add content", "Continue", "Cancel", "",
		section("Paste the address of an article, a job, an event or a story. Title, summary and picture are read from the page; you can change everything."),
		input(fieldURL, "Address", urlInput(inputValue, "https://", address), "", false))
}

// readingView stands while the page is read.
func readingView(title, address string) *slack.ModalViewRequest {
	return modal(cbResult, title, "", "Cancel", "", section("Reading "+link(address, cut(address, 80))+" …\nThis takes a few seconds."))
}

// assetExistsView points to the asset that has the page already.
func assetExistsView(a store.Asset) *slack.ModalViewRequest {
	return resultModal("Already there", "This page is in the library already: *"+titled(a, maxAssetTitle)+"* ("+stateWords(a.State)+"). Nothing was added.",
		actions("", button(actContentMenu, "Edit it", contentEdit+" "+string(a.ID), primary)))
}

// stateWords is a state as curators read it.
func stateWords(s store.AssetState) string {
	switch s {
	case store.InReview:
		return "waiting for review"
	case store.Draft, store.Scheduled, store.Live, store.Expired, store.Withdrawn:
		return string(s)
	}
	return "unknown"
}

// assetSavedView says what happens next.
func assetSavedView(a store.Asset, added bool, zone *time.Location) *slack.ModalViewRequest {
	title := "*" + titled(a, maxAssetTitle) + "*"
	more := actions("", button(actContentMore, "More details", string(a.ID), spoken("Talking points, credit, campaign, disclosure")))
	switch {
	case a.State == store.InReview:
		return resultModal("In review", title+" "+inReviewWords(a), more)
	case a.State == store.Scheduled:
		return resultModal("Scheduled", title+" goes live "+moment(a.PublishAt, zone)+".", more)
	case a.State == store.Live && !a.EmbargoUntil.IsZero():
		return resultModal("Under embargo", title+" can be read in the library. From "+moment(a.EmbargoUntil, zone)+" on it is picked and can be shared.", more)
	case added:
		return resultModal("Published", title+" is live. From now on digests pick it for the people it fits.", more)
	}
	return resultModal("Saved", title+" was changed. Digests and forms show it so from now on.", more)
}

// inReviewWords say why an item that somebody just saved or published is not live.
func inReviewWords(a store.Asset) string {
	switch {
	case a.Review != nil && a.Review.ApprovedBy != "" && !a.LiveAt.IsZero():
		return "is back in review: a topic is regulated, so compliance approves the new version. Until then delivered copies have no buttons."
	case a.Review != nil && a.Review.ApprovedBy != "":
		return "waits for compliance, because a topic is regulated. It goes live with their approval."
	}
	return "waits for review."
}

// publishedNotice says what publishing did.
func publishedNotice(a store.Asset) string {
	if a.State == store.InReview {
		return "*" + line(a.Title) + "* " + inReviewWords(a)
	}
	if a.State == store.Scheduled {
		return "*" + line(a.Title) + "* is scheduled."
	}
	return "*" + line(a.Title) + "* is live."
}

// contentList is one page of the library in one state; one asset more than a page means that there are older ones.
type contentList struct {
	state  store.AssetState
	assets []store.Asset
	before store.AssetID // "" on the first page
	notice string        // mrkdwn, "" none
	zone   *time.Location
}

// contentListView lists assets with their menus. Its metadata is the state.
func contentListView(l contentList) *slack.ModalViewRequest {
	var states []*slack.OptionBlockObject
	for _, state := range contentStates {
		states = append(states, option(string(state), upperFirst(stateWords(state))))
	}
	blocks := []slack.Block{actions("", selectOne(actContentState, "Show", states, string(l.state)), button(actAddContent, "Add content", "add", primary))}
	if l.notice != "" {
		blocks = append(blocks, section(l.notice))
	}
	blocks = append(blocks, divider())
	if len(l.assets) == 0 {
		blocks = append(blocks, section("Nothing here."))
	}
	for _, a := range l.assets[:min(len(l.assets), contentPage)] {
		blocks = append(blocks, sectionWith("*"+titled(a, maxAssetTitle)+"*\n"+contentWords(a, l.zone), overflow(actContentMenu, contentOptions(a)...)))
	}
	var row []slack.BlockElement
	if l.before != "" {
		row = append(row, button(actContentNewest, "Back to the newest", ""))
	}
	if len(l.assets) > contentPage {
		row = append(row, button(actContentOlder, "Older", string(l.assets[contentPage-1].ID)))
	}
	if len(row) > 0 {
		blocks = append(blocks, actions("", row...))
	}
	return modal(cbResult, "Manage content", "", "Close", string(l.state), blocks...)
}

// contentWords sum up an asset for curators.
func contentWords(a store.Asset, zone *time.Location) string {
	text := kindName(a.Kind)
	switch {
	case a.State == store.Live && !a.EmbargoUntil.IsZero():
		text += " · under embargo until " + moment(a.EmbargoUntil, zone)
	case a.State == store.Live:
		text += fmt.Sprintf(" · live since %s · %s · saved by %s", day(a.LiveAt, zone), count(a.Shares, "share", "shares"), count(a.Saves, "person", "people"))
	case a.State == store.Scheduled:
		text += " · goes live " + moment(a.PublishAt, zone)
	case a.State == store.Withdrawn || a.State == store.Expired:
		text += " · " + string(a.State) + " " + day(a.StateAt, zone)
	default:
		text += " · added " + day(a.CreatedAt, zone)
	}
	if a.State == store.Live && !a.ExpiresAt.IsZero() {
		text += " · expires " + day(a.ExpiresAt, zone)
	}
	if a.StateReason != "" {
		text += "\n" + line(a.StateReason)
	}
	return text
}

// contentOptions are what can be done with an asset in its state.
func contentOptions(a store.Asset) []*slack.OptionBlockObject {
	id := " " + string(a.ID)
	edit := "Edit"
	if a.Story != "" {
		edit = "Change the text"
	}
	options := []*slack.OptionBlockObject{option(contentEdit+id, edit), option(contentMore+id, "More details")}
	if a.State != store.Live && a.State != store.Scheduled {
		options = append(options, option(contentPublish+id, "Publish"))
	}
	if a.State != store.Withdrawn && a.State != store.Expired {
		options = append(options, option(contentWithdraw+id, "Withdraw"))
	}
	if a.Event != nil {
		options = append(options, option(contentWho+id, "Who comes"))
	}
	return options
}

// withdrawView asks why, because everybody who had saved the asset wonders. Its metadata is the asset and the list below.
func withdrawView(a store.Asset, list store.AssetState) *slack.ModalViewRequest {
	return modal(cbWithdraw, "Withdraw", "Withdraw", "Cancel", string(a.ID)+" "+string(list),
		section("*"+line(a.Title)+"* leaves the library, and its buttons leave the digests that showed it. Shares and points stay."),
		input(fieldReason, "Why?", textInput(inputValue, "", "", true, maxReferNeed), "People who had saved it or signed up for it read this.", false))
}

// assetNoticeView tells somebody who had saved or shared an asset what became of it. Of a story, posts are asked to go, too: its
// author took back that they may be there. posts are the reader's own, so that they find them again.
func assetNoticeView(a store.Asset, posts []store.Share, zone *time.Location) content {
	title := line(a.Title)
	text := fmt.Sprintf("You had saved *%s*. It has expired, so please do not share it any more.", title)
	switch {
	case a.State == store.Withdrawn && a.Story != "" && len(posts) > 0:
		var where []string
		for _, s := range posts {
			place := networkName(s.Network) + " on " + day(s.DeclaredAt, zone)
			if s.PostURL != "" {
				place = link(s.PostURL, networkName(s.Network)) + " on " + day(s.DeclaredAt, zone)
			}
			where = append(where, place)
		}
		text = fmt.Sprintf("You had shared the story *%s*: %s. It was taken out of the library, so please take down what you posted.", title, list(where))
	case a.State == store.Withdrawn && a.Story != "":
		text = fmt.Sprintf("You had saved the story *%s*. It was taken out of the library, so please do not share it any more.", title)
	case a.State == store.Withdrawn:
		text = fmt.Sprintf("You had saved *%s*. It was taken out of the library, so please do not share it any more.", title)
	}
	if a.State == store.Withdrawn && a.StateReason != "" {
		text += "\n*The reason:* " + line(a.StateReason)
	}
	return content{Text: text, Blocks: []slack.Block{section(text)}}
}
