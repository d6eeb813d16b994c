// The views of curating around the form: the address, the answers, the list of content, withdrawing.

package content

import (
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/store"
)

// addressView asks for the page.
func addressView(address string) *slack.ModalViewRequest {
	return block.Modal(cbAddress, "Add content", "Continue", "Cancel", "",
		block.Section("Paste the address of an article, a job, an event or a story. Its page fills in the form; you can "+
			"change everything."),
		block.Input(fieldURL, "Address", block.UrlInput(block.InputValue, "https://", address), "", false))
}

// assetExistsView points to the asset that has the page already.
func assetExistsView(a store.Asset) *slack.ModalViewRequest {
	return block.ResultModal("Already there", "This page is in the library already: *"+surface.Titled(a,
		surface.MaxAssetTitle)+"* ("+surface.StateWords(a.State)+"). Nothing was added.",
		block.Actions("", block.Button(surface.ActContentMenu, "Edit it", surface.ContentEdit+" "+string(a.ID),
			block.Primary)))
}

// assetSavedView says what happens next.
func assetSavedView(a store.Asset, added bool, zone *time.Location) *slack.ModalViewRequest {
	title := "*" + surface.Titled(a, surface.MaxAssetTitle) + "*"
	more := block.Actions("", block.Button(surface.ActContentMore, "More details", string(a.ID),
		block.Spoken("Talking points, credit, campaign, disclosure")))
	switch {
	case a.State == store.InReview:
		return block.ResultModal("In review", title+" "+inReviewWords(a), more)
	case a.State == store.Scheduled:
		return block.ResultModal("Scheduled", title+" goes live "+block.Moment(a.PublishAt, zone)+".", more)
	case a.State == store.Live && !a.EmbargoUntil.IsZero():
		return block.ResultModal("Under embargo", title+" can be read in the library. From "+block.Moment(a.EmbargoUntil,
			zone)+" on it is picked and can be shared.", more)
	case added:
		return block.ResultModal("Published", title+" is live. From now on digests pick it for the people it fits.", more)
	}
	return block.ResultModal("Saved", title+" was changed. Digests and forms show the change from now on.", more)
}

// inReviewWords say why an item that somebody just saved or published is not live.
func inReviewWords(a store.Asset) string {
	switch {
	case a.Review != nil && a.Review.ApprovedBy != "" && !a.LiveAt.IsZero():
		return "is back in review: a topic is regulated, so compliance approves the new version. Until then delivered " +
			"copies have no buttons."
	case a.Review != nil && a.Review.ApprovedBy != "":
		return "waits for compliance, because a topic is regulated. It goes live with their approval."
	}
	return "waits for a colleague's approval: nobody approves what they suggested, added or are the author of."
}

// publishedNotice says what publishing did.
func publishedNotice(a store.Asset) string {
	if a.State == store.InReview {
		return "*" + block.Line(a.Title) + "* " + inReviewWords(a)
	}
	if a.State == store.Scheduled {
		return "*" + block.Line(a.Title) + "* is scheduled."
	}
	return "*" + block.Line(a.Title) + "* is live."
}

// contentList is one page of the library in one state; one asset more than a page means that there are older ones.
type contentList struct {
	listed
	assets []store.Asset
	before store.AssetID // "" on the first page
	notice string        // mrkdwn, "" none
	zone   *time.Location
}

// fieldQuery is the words to search the list for.
const fieldQuery = "query"

// contentListView lists assets with their menus.
func contentListView(l contentList) *slack.ModalViewRequest {
	states := block.Options(contentStates, func(state store.AssetState) (string, string) {
		return string(state), surface.UpperFirst(surface.StateWords(state))
	})
	blocks := []slack.Block{block.Actions("", block.SelectOne(actContentState, "Show", states, string(l.state)),
		block.Button(surface.ActAddContent, "Add content", "add", block.Primary)),
		block.Input(fieldQuery, "Search", block.TextInput(block.InputValue, "Words of the title or address", l.query, false,
			surface.MaxAssetTitle), "", true)}
	blocks = append(blocks, block.Said(l.notice), block.Divider())
	blocks = append(blocks, block.When(len(l.assets) == 0, block.Section("Nothing here.")))
	for _, a := range l.assets[:min(len(l.assets), contentPage)] {
		blocks = append(blocks, block.SectionWith("*"+surface.Titled(a, surface.MaxAssetTitle)+"*\n"+contentWords(a, l.zone),
			block.Overflow(surface.ActContentMenu, contentOptions(a)...)))
	}
	var row []slack.BlockElement
	row = append(row, block.When(l.before != "", block.Button(actContentNewest, "Back to the newest", "")))
	if len(l.assets) > contentPage {
		row = append(row, block.Button(actContentOlder, "Older", string(l.assets[contentPage-1].ID)))
	}
	blocks = append(blocks, block.Actions("", row...))
	return block.Modal(cbContent, "Manage content", "Search", "Close", l.String(), blocks...)
}

// contentWords sum up an asset for curators.
func contentWords(a store.Asset, zone *time.Location) string {
	text := block.KindName(a.Kind)
	switch {
	case a.State == store.Live && !a.EmbargoUntil.IsZero():
		text += " · under embargo until " + block.Moment(a.EmbargoUntil, zone)
	case a.State == store.Live:
		text += fmt.Sprintf(" · went live %s · %s · saved by %s", block.Day(a.LiveAt, zone),
			block.Count(a.Shares, "share", "shares"), block.Count(a.Saves, "person", "people"))
	case a.State == store.Scheduled:
		text += " · goes live " + block.Moment(a.PublishAt, zone)
	case a.State == store.Withdrawn || a.State == store.Expired:
		text += " · " + string(a.State) + " " + block.Day(a.StateAt, zone)
	default:
		text += " · added " + block.Day(a.CreatedAt, zone)
	}
	text += block.When(a.State == store.Live && !a.ExpiresAt.IsZero(), " · expires "+block.Day(a.ExpiresAt, zone))
	text += block.After("\n", block.Line(a.StateReason))
	return text
}

// contentOptions are what can be done with an asset in its state.
func contentOptions(a store.Asset) []*slack.OptionBlockObject {
	id := " " + string(a.ID)
	edit := "Edit"
	if a.Story != "" {
		edit = "Change the text"
	}
	options := []*slack.OptionBlockObject{block.Option(surface.ContentEdit+id, edit),
		block.Option(contentMore+id, "More details")}
	if a.State != store.Live && a.State != store.Scheduled {
		options = append(options, block.Option(contentPublish+id, "Publish"))
	}
	if a.State != store.Withdrawn && a.State != store.Expired {
		options = append(options, block.Option(contentWithdraw+id, "Withdraw"))
	}
	if a.Event != nil {
		options = append(options, block.Option(contentWho+id, "Who comes"))
	}
	return options
}

// withdrawView asks why, because everybody who had saved the asset wonders. Its metadata is the asset and the list
// below.
func withdrawView(a store.Asset, list listed) *slack.ModalViewRequest {
	return block.Modal(cbWithdraw, "Withdraw", "Withdraw", "Cancel", string(a.ID)+" "+list.String(),
		block.Section("*"+block.Line(a.Title)+"* leaves the library, and its buttons leave the digests that showed it. "+
			"Shares and points stay."),
		block.Input(surface.FieldReason, "Why?", block.TextInput(block.InputValue, "", "", true, surface.MaxReferNeed),
			"People who had saved it or signed up for it read this.", false))
}

// assetNoticeView tells somebody who had saved or shared an asset what became of it. posts are the reader's own, so
// that they find them again.
func assetNoticeView(a store.Asset, posts []store.Share, zone *time.Location) block.Content {
	title := block.Line(a.Title)
	text := fmt.Sprintf("You had saved *%s*. It has expired, so please do not share it any more.", title)
	switch {
	case a.State == store.Withdrawn && len(posts) > 0:
		var where []string
		for _, s := range posts {
			place := surface.NetworkName(s.Network)
			if s.PostURL != "" {
				place = block.Link(s.PostURL, place)
			}
			where = append(where, place+" ("+block.Day(s.DeclaredAt, zone)+")")
		}
		text = fmt.Sprintf("You posted *%s*: %s. It was withdrawn, so please take your post down.", title, block.List(where))
		if a.Job != nil && a.Job.Closed {
			text = fmt.Sprintf("You posted *%s*: %s. The job is filled or closed; thank you for sharing it.", title,
				block.List(where))
		}
	case a.State == store.Withdrawn && a.Story != "":
		text = fmt.Sprintf("You had saved the story *%s*. It was taken out of the library, so please do not share it any "+
			"more.", title)
	case a.State == store.Withdrawn:
		text = fmt.Sprintf("You had saved *%s*. It was taken out of the library, so please do not share it any more.", title)
	}
	text += block.When(a.State == store.Withdrawn && a.StateReason != "", "\n*The reason:* "+block.Line(a.StateReason))
	return block.Message(text)
}
