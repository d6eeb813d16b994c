// Blocks: the parts of a message or view, built so that Slack's limits hold whatever text comes in.

package bot

import (
	"github.com/slack-go/slack"
)

// plain is a plain_text object of at most limit characters; Slack refuses empty text, so that becomes a dash.
func plain(text string, limit int) *slack.TextBlockObject {
	text = cut(clean(text), limit)
	if text == "" {
		text = "–"
	}
	return slack.NewTextBlockObject(slack.PlainTextType, text, true, false)
}

// mrkdwn is a mrkdwn object of at most limit characters. Only explicit markup counts in it: bare words never become
// links or mentions. Text that people wrote goes through esc or line first.
func mrkdwn(text string, limit int) *slack.TextBlockObject {
	if text == "" {
		text = "–"
	}
	// verbatim: nothing is linked by Slack itself, so a person's text cannot mention a channel or everybody.
	return slack.NewTextBlockObject(slack.MarkdownType, cutMarkup(text, limit), false, true)
}

// section is a paragraph.
func section(text string) *slack.SectionBlock {
	return slack.NewSectionBlock(mrkdwn(text, maxSectionText), nil, nil)
}

// sectionWith is a paragraph with an element beside it: a button, menu, select or image.
func sectionWith(text string, element slack.BlockElement) *slack.SectionBlock {
	return slack.NewSectionBlock(mrkdwn(text, maxSectionText), nil, slack.NewAccessory(element))
}

// fields shows up to ten short texts in two columns; more are left out.
func fields(texts ...string) *slack.SectionBlock {
	var objects []*slack.TextBlockObject
	for _, text := range texts[:min(len(texts), 10)] {
		objects = append(objects, mrkdwn(text, maxFieldText))
	}
	return slack.NewSectionBlock(nil, objects, nil)
}

// contextLine is small grey text: nothing that people need may stand there alone. At most ten texts.
func contextLine(texts ...string) *slack.ContextBlock {
	var elements []slack.MixedElement
	for _, text := range texts[:min(len(texts), 10)] {
		elements = append(elements, mrkdwn(text, maxSectionText))
	}
	return slack.NewContextBlock("", elements...)
}

// header is a heading in plain text.
func header(text string) *slack.HeaderBlock {
	return slack.NewHeaderBlock(plain(text, maxHeaderText))
}

// divider is a line across.
func divider() *slack.DividerBlock { return slack.NewDividerBlock() }

// image shows a picture with its alternative text.
func image(url, alt string) *slack.ImageBlock {
	if alt = cut(clean(alt), maxAltText); alt == "" {
		alt = "Picture"
	}
	return slack.NewImageBlock(url, alt, "", nil)
}

// actions is a row of at most 25 elements; block may be "".
func actions(block string, elements ...slack.BlockElement) *slack.ActionBlock {
	return slack.NewActionBlock(block, elements...)
}

// buttonOption changes a button.
type buttonOption func(*slack.ButtonBlockElement)

// primary marks the one button a person most likely wants.
func primary(b *slack.ButtonBlockElement) { b.Style = slack.StylePrimary }

// danger marks a button that takes something away; it goes with confirming.
func danger(b *slack.ButtonBlockElement) { b.Style = slack.StyleDanger }

// confirming asks before the button acts.
func confirming(c *slack.ConfirmationBlockObject) buttonOption {
	return func(b *slack.ButtonBlockElement) { b.Confirm = c }
}

// spoken is what screen readers say instead of the label, for labels that repeat in a list ("Share: How we cut build times").
func spoken(text string) buttonOption {
	return func(b *slack.ButtonBlockElement) { b.AccessibilityLabel = cut(clean(text), maxButtonText) }
}

// button acts with actionID and carries value (1-2,000 characters; "" for none).
func button(actionID, label, value string, options ...buttonOption) *slack.ButtonBlockElement {
	b := slack.NewButtonBlockElement(actionID, value, plain(label, maxButtonText))
	for _, option := range options {
		option(b)
	}
	return b
}

// linkButton opens url (at most 3,000 characters) in the browser. Slack still reports the click, as actionID.
func linkButton(actionID, label, url, value string, options ...buttonOption) *slack.ButtonBlockElement {
	b := button(actionID, label, value, options...)
	b.URL = url
	return b
}

// confirm is the question before something that cannot be taken back lightly.
func confirm(title, text, yes, no string) *slack.ConfirmationBlockObject {
	question := slack.NewTextBlockObject(slack.PlainTextType, cut(clean(text), maxConfirmText), true, false)
	return slack.NewConfirmationBlockObject(plain(title, maxConfirmTitle), question, plain(yes, maxConfirmWord), plain(no, maxConfirmWord))
}

// modal is a modal view. submit and close may be "": a view without inputs needs no submit, close defaults to Slack's own.
// metadata (at most 3,000 characters) comes back with each act in the view.
func modal(callback, title, submit, closeLabel, metadata string, blocks ...slack.Block) *slack.ModalViewRequest {
	view := &slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: callback, Title: plain(title, maxTitleText), PrivateMetadata: metadata,
		Blocks: slack.Blocks{BlockSet: blocks},
	}
	if submit != "" {
		view.Submit = plain(submit, maxTitleText)
	}
	if closeLabel != "" {
		view.Close = plain(closeLabel, maxTitleText)
	}
	return view
}

// resultModal only says something.
func resultModal(title, text string, more ...slack.Block) *slack.ModalViewRequest {
	blocks := append([]slack.Block{section(text)}, more...)
	return modal(cbResult, title, "", "Close", "", blocks...)
}

// content is a message: blocks, and the text that notifications, search and screen readers use instead of them.
// Text is never empty and holds the whole meaning.
type content struct {
	Text   string
	Blocks []slack.Block
}
