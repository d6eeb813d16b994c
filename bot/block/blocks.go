// Blocks: the parts of a message or view, built so that Slack's limits hold whatever text comes in.

package block

import (
	"cmp"
	"encoding/json"
	"reflect"
	"slices"

	"github.com/slack-go/slack"

	"vouch/store/text"
)

// Plain is a plain_text object of at most limit characters; Slack refuses empty text, so that becomes a dash.
func Plain(text string, limit int) *slack.TextBlockObject {
	text = Cut(Clean(text), limit)
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
	return slack.NewTextBlockObject(slack.MarkdownType, CutMarkup(text, limit), false, true)
}

// Section is a paragraph.
func Section(text string) *slack.SectionBlock {
	return slack.NewSectionBlock(mrkdwn(text, MaxSectionText), nil, nil)
}

// SectionWith is a paragraph with an element beside it: a button, menu, select or image.
func SectionWith(text string, element slack.BlockElement) *slack.SectionBlock {
	return slack.NewSectionBlock(mrkdwn(text, MaxSectionText), nil, slack.NewAccessory(element))
}

// Fields shows up to ten short texts in two columns; more are left out.
func Fields(texts ...string) *slack.SectionBlock {
	var objects []*slack.TextBlockObject
	for _, text := range texts[:min(len(texts), 10)] {
		objects = append(objects, mrkdwn(text, maxFieldText))
	}
	return slack.NewSectionBlock(nil, objects, nil)
}

// ContextLine is small grey text: nothing that people need may stand there alone. At most ten texts.
func ContextLine(texts ...string) *slack.ContextBlock {
	var elements []slack.MixedElement
	for _, text := range texts[:min(len(texts), 10)] {
		elements = append(elements, mrkdwn(text, MaxSectionText))
	}
	return slack.NewContextBlock("", elements...)
}

// Picture shows the picture at an address; alt says what it shows. Slack refuses the whole message when it cannot read
// the picture: see WithoutPictures.
func Picture(url, alt string) *slack.ImageBlock {
	return slack.NewImageBlock(url, Cut(Clean(alt), MaxAltText), "", nil)
}

// Table shows rows below a head, numbers at the right; there may be one in a message, of at most 100 rows with 20 cells
// (docs.slack.dev/reference/block-kit/blocks/table-block). Not every workspace takes it: see WithoutTables.
func Table(head []string, rows [][]string) *slack.TableBlock {
	table := slack.NewTableBlock("")
	for _, row := range append([][]string{head}, rows[:min(len(rows), 99)]...) {
		var cells []slack.TableCell
		for _, cell := range row[:min(len(row), 20)] {
			cells = append(cells, slack.NewTableRawTextCell(cmp.Or(Clean(cell), "–")))
		}
		table.AddRow(cells...)
	}
	settings := make([]slack.ColumnSetting, min(len(head), 20))
	for i := range settings {
		if settings[i].Align = slack.ColumnAlignmentRight; i == 0 {
			settings[i].Align = slack.ColumnAlignmentLeft
		}
	}
	return table.WithColumnSettings(settings...)
}

// WithoutPictures leaves out the pictures and tables: what they show stands in the text, too.
func WithoutPictures(blocks []slack.Block) []slack.Block {
	return slices.DeleteFunc(slices.Clone(blocks), isPicture)
}

// WithoutTables leaves out the tables alone, and gives nil where there are none.
func WithoutTables(blocks []slack.Block) []slack.Block {
	if !slices.ContainsFunc(blocks, isTable) {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(blocks), isTable)
}

func isTable(b slack.Block) bool { return b.BlockType() == slack.MBTTable }

// HasPictures tells whether there are blocks that WithoutPictures leaves out.
func HasPictures(blocks []slack.Block) bool { return slices.ContainsFunc(blocks, isPicture) }

// isPicture tells whether a block is a picture, the place of one, or a table.
func isPicture(b slack.Block) bool {
	return b.BlockType() == slack.MBTImage || isTable(b)
}

// Header is a heading in plain text.
func Header(text string) *slack.HeaderBlock {
	return slack.NewHeaderBlock(Plain(text, maxHeaderText))
}

// Divider is a line across.
func Divider() *slack.DividerBlock { return slack.NewDividerBlock() }

// Actions is a row of at most 25 elements, none where all of them are nothing; block may be "".
func Actions(block string, elements ...slack.BlockElement) slack.Block {
	if elements = present(elements); len(elements) == 0 {
		return nil
	}
	return slack.NewActionBlock(block, elements...)
}

// When is x where a condition holds, else nothing: no text, no block, no element. It is evaluated in any case. Modal,
// Message, Stack and Actions leave out what is nothing.
func When[T any](holds bool, x T) (nothing T) {
	if holds {
		return x
	}
	return nothing
}

// Said is a paragraph; nothing without a text.
func Said(text string) slack.Block { return When[slack.Block](text != "", Section(text)) }

// After is a text behind the words that lead to it; nothing without the text.
func After(lead, text string) string { return When(text != "", lead+text) }

// Some are the first of a list in words, and how many others there are.
func Some[T any](list []T, limit int, words func(T) string, one, many string) []string {
	said := text.Mapped(list[:min(len(list), limit)], words)
	if rest := len(list) - limit; rest > 0 {
		said = append(said, Count(rest, one, many))
	}
	return said
}

// Stack are blocks one below the other.
func Stack(blocks ...slack.Block) []slack.Block { return present(blocks) }

// present leaves out what is nothing. A nil pointer in an interface is nothing, too.
func present[T any](list []T) (kept []T) {
	for _, x := range list {
		if v := reflect.ValueOf(x); v.IsValid() && (v.Kind() != reflect.Pointer || !v.IsNil()) {
			kept = append(kept, x)
		}
	}
	return kept
}

// buttonOption changes a button.
type buttonOption func(*slack.ButtonBlockElement)

// Primary marks the one button a person most likely wants.
func Primary(b *slack.ButtonBlockElement) { b.Style = slack.StylePrimary }

// Danger marks a button that takes something away; it goes with Confirming, whose answer then looks alike.
func Danger(b *slack.ButtonBlockElement) { b.Style = slack.StyleDanger }

// Confirming asks before the button acts.
func Confirming(c *slack.ConfirmationBlockObject) buttonOption {
	return func(b *slack.ButtonBlockElement) { b.Confirm = c }
}

// Spoken is what screen readers say instead of the label, for labels that repeat in a list ("Share: How we cut build
// times").
func Spoken(text string) buttonOption {
	return func(b *slack.ButtonBlockElement) { b.AccessibilityLabel = Cut(Clean(text), maxButtonText) }
}

// Button acts with actionID and carries value (1-2,000 characters; "" for none).
func Button(actionID, label, value string, options ...buttonOption) *slack.ButtonBlockElement {
	b := slack.NewButtonBlockElement(actionID, value, Plain(label, maxButtonText))
	for _, option := range options {
		option(b)
	}
	if b.Style == slack.StyleDanger && b.Confirm != nil {
		b.Confirm.Style = slack.StyleDanger
	}
	return b
}

// LinkButton opens url (at most 3,000 characters) in the browser. Slack still reports the click, as actionID.
func LinkButton(actionID, label, url, value string, options ...buttonOption) *slack.ButtonBlockElement {
	b := Button(actionID, label, value, options...)
	b.URL = url
	return b
}

// Confirm is the question before something that cannot be taken back lightly.
func Confirm(title, text, yes, no string) *slack.ConfirmationBlockObject {
	question := slack.NewTextBlockObject(slack.PlainTextType, Cut(Clean(text), maxConfirmText), true, false)
	return slack.NewConfirmationBlockObject(Plain(title, maxConfirmTitle), question, Plain(yes, maxConfirmWord),
		Plain(no, maxConfirmWord))
}

// Metadata packs what a window carries along unseen: a struct of texts, numbers and times.
func Metadata(state any) string {
	text, err := json.Marshal(state)
	if err != nil {
		return "{}" // such a struct cannot fail
	}
	return string(text)
}

// Modal is a modal view. submit and close may be "": a view without inputs needs no submit, close defaults to Slack's
// own. metadata (at most 3,000 characters) comes back with each act in the view.
func Modal(callback, title, submit, closeLabel, metadata string, blocks ...slack.Block) *slack.ModalViewRequest {
	view := &slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: callback, Title: Plain(title, maxTitleText), PrivateMetadata: metadata,
		Blocks: slack.Blocks{BlockSet: present(blocks)},
	}
	if submit != "" {
		view.Submit = Plain(submit, maxTitleText)
	}
	if closeLabel != "" {
		view.Close = Plain(closeLabel, maxTitleText)
	}
	return view
}

// ResultModal only says something.
func ResultModal(title, text string, more ...slack.Block) *slack.ModalViewRequest {
	blocks := append([]slack.Block{Section(text)}, more...)
	return Modal(CBResult, title, "", "Close", "", blocks...)
}

// Content is a message: blocks, and the text that notifications, search and screen readers use instead of them.
// Text is never empty and holds the whole meaning. Drawings are pictures of our own; DrawingHere says where they go.
type Content struct {
	Text     string
	Blocks   []slack.Block
	Drawings []Drawing
}

// Message is a text with the blocks that show it; a paragraph of the text where there are none.
func Message(text string, blocks ...slack.Block) Content {
	if len(blocks) == 0 {
		blocks = []slack.Block{Section(text)}
	}
	return Content{Text: text, Blocks: present(blocks)}
}

// InputValue is the action id of every input that reports only on submission; its block id is the field's name.
const InputValue = "v"

// Action ids carry no data: a button's data is its value, a view's its private metadata.
// A link button still sends an action; actLink is the id of those that only open their link.
const (
	ActLink = "link"
)

// Callback ids of modals. CBResult is the small modal that only says something, CBMenu one that only leads to others.
const (
	CBResult = "result"
	CBMenu   = "menu"
)
