// The views of suggesting, and of what one person sent in.

package content

import (
	"fmt"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/store"
)

// suggestView asks for the page; its metadata is the reason that was typed with the command. fromMessage means that a
// message's menu led here, whose first link is the address.
func suggestView(address, why string, fromMessage bool) *slack.ModalViewRequest {
	text := "Paste the address of a page that colleagues would share. Title and summary are read from it."
	if fromMessage && address == "" {
		text = "There is no link in this message. Paste the address of a page that colleagues would share."
	}
	blocks := []slack.Block{block.Section(text), block.Input(fieldURL, "Address",
		block.UrlInput(block.InputValue, "https://", address), "", false)}
	blocks = append(blocks, block.When(why != "", block.ContextLine("Your reason: "+block.Line(why))))
	return block.Modal(cbSuggest, "Suggest content", "Continue", "Cancel", why, append(blocks,
		block.Divider(),
		block.SectionWith("No page, but a story of your own?", block.Button(surface.ActStory, "Tell a story", "")),
		block.SectionWith("What you sent in before", block.Button(surface.ActList, "See", string(surface.ListContent),
			block.Spoken("See what you sent in"))))...)
}

// suggestionView asks for the rest, filled in as far as the page says; role offers to suggest it for the reader's own
// role alone.
func suggestionView(f surface.AssetForm, why string, role bool) *slack.ModalViewRequest {
	a := f.Asset
	page := suggestedPage{URL: a.URL, Canon: a.Canon, Kind: a.Kind, Language: a.Language, Job: a.Job,
		Summary: block.Cut(a.Summary, surface.MaxAssetSummary)}
	intro := "*" + block.Link(a.URL, block.Cut(a.URL, 80)) + "*"
	intro += block.After("\n", block.Line(block.Cut(a.Summary, 300)))
	intro += block.After("\n", block.Line(f.Notice))
	blocks := []slack.Block{block.Section(intro),
		block.Input(surface.FieldTitle, "Title", block.TextInput(block.InputValue, "", a.Title, false, surface.MaxAssetTitle),
			"", false),
		block.Input(surface.FieldWhy, "Why would colleagues share it?",
			block.TextInput(block.InputValue, "", why, true, surface.MaxAssetPrompt),
			"For the curators, who decide. Colleagues do not see it.", false)}
	if role {
		only := []*slack.OptionBlockObject{block.Option("on", "People who do what I do")}
		blocks = append(blocks, block.Input(fieldRole, "Only for", block.Checkboxes(block.InputValue, only), "", true))
	}
	return block.Modal(cbSuggestion, "Suggest content", "Suggest", "Cancel", page.metadata(),
		append(blocks, surface.TopicBlocks(f)...)...)
}

// knownPageView says that the library has the page, and what can be done with it.
func knownPageView(a store.Asset, reader store.Employee) *slack.ModalViewRequest {
	if !a.IsVisibleTo(&reader) {
		return block.ResultModal("Already there", "The library has this page already, for colleagues with another role.")
	}
	text := "The library has this already: *" + surface.Titled(a, surface.MaxAssetTitle) + "* (" +
		surface.StateWords(a.State) + ")."
	switch {
	case a.State == store.Live:
		return block.ResultModal("Already there", text+" You can share it now.",
			block.Actions("", block.Button(surface.ActShare, "Share", string(a.ID), block.Primary)))
	case a.Review != nil && a.Review.Suggested == reader.ID:
		text += " You suggested it, and will hear what the curators decide."
	}
	return block.ResultModal("Already there", text)
}

// suggestedView thanks and says what happens next.
func suggestedView(a store.Asset, settings store.Settings) *slack.ModalViewRequest {
	text := "Thank you. *" + surface.Titled(a, surface.MaxAssetTitle) +
		"* waits for the curators, who answer within about " +
		block.Count(settings.ReviewHours, "working hour", "working hours") + ". You will hear what they decide"
	text += block.When(settings.Points.ContentAccepted > 0,
		fmt.Sprintf(", and get %s when it goes live", block.Count(settings.Points.ContentAccepted, "point", "points")))
	return block.ResultModal("Suggested", text+".", block.Actions("",
		block.Button(surface.ActList, "What I sent in", string(surface.ListContent))))
}
