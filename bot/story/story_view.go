// The views of a story: the questions, its author's message and window, and what colleagues read.

package story

import (
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/digest/match"
	"vouch/store"
)

// The fields of the forms; they are also the names in the store's FieldErrors.
const (
	fieldPhoto    = "photo"
	fieldPhotoAlt = "photo_alt"
	fieldLink     = "link"
)

// storyFormView asks the questions, with what was typed before. The first must be answered; two sentences are enough
// for a curator to work with. A picture and a link are asked for with more.
func storyFormView(typed dispatch.State, more bool) *slack.ModalViewRequest {
	blocks := []slack.Block{block.Section("Write as you talk. A curator makes a short text of it. " +
		"*Nobody else reads that text before you approve it*, and you can take it back at any time.")}
	for i, question := range storyQuestions {
		field := store.AnswerField(i)
		blocks = append(blocks, block.Input(field, question, block.TextInput(block.InputValue, "", typed.Text(field), true,
			block.MaxSectionText), "", i > 0))
	}
	var consents []*slack.OptionBlockObject
	for _, c := range store.Consents {
		consents = append(consents, block.Described(string(c), consentLabels[c], consentHints[c]))
	}
	blocks = append(blocks, block.Input(surface.FieldConsent, "What may colleagues do with it?",
		block.Radio(block.InputValue, consents, typed.Choice(surface.FieldConsent)), "", false))
	if !more {
		return block.Modal(cbStory, "Tell a story", "Send", "Cancel", "", append(blocks,
			block.Actions("", block.Button(actStoryMore, "Add a picture or a link", "")))...)
	}
	// These are the types Slack shows in blocks
	// (docs.slack.dev/reference/block-kit/composition-objects/slack-file-object).
	picture := slack.NewFileInputBlockElement(block.InputValue).WithFileTypes("png", "jpg", "jpeg", "gif").WithMaxFiles(1)
	return block.Modal(cbStory, "Tell a story", "Send", "Cancel", "", append(blocks,
		block.Input(fieldPhoto, "A picture", picture, "Only if everybody in it agrees. It stays in your Slack.", true),
		block.Input(fieldPhotoAlt, "What the picture shows",
			block.TextInput(block.InputValue, "", "", false, surface.MaxAssetSummary), "For people who cannot see it.", true),
		block.Input(fieldLink, "A video or a post of yours about it", block.UrlInput(block.InputValue, "https://", ""), "",
			true))...)
}

// Consent in plain words: as an author chooses it, and what follows.
var (
	consentLabels = map[store.Consent]string{
		store.ShareNamed: "Share it with my name", store.ShareUnnamed: "Share it without my name",
		store.InsideOnly: "Only read it, inside the company",
	}
	consentHints = map[store.Consent]string{
		store.ShareNamed:   "Colleagues may post it outside and say that it is yours.",
		store.ShareUnnamed: "Colleagues may post it outside; you are named nowhere.",
		store.InsideOnly:   "Colleagues read it in Slack with your name; nobody can share it.",
	}
	consentFacts = map[store.Consent]string{
		store.ShareNamed: "shared with the author's name", store.ShareUnnamed: "shared without the author's name",
		store.InsideOnly: "read by colleagues only",
	}
	// The same to the author, true before and after the text is approved.
	ownConsentFacts = map[store.Consent]string{
		store.ShareNamed:   "Colleagues may share it outside, with your name.",
		store.ShareUnnamed: "Colleagues may share it outside, without your name.",
		store.InsideOnly:   "Only colleagues read it, with your name.",
	}
)

// storyToldView thanks and says what happens next.
func storyToldView(s store.Story, settings store.Settings) *slack.ModalViewRequest {
	text := "Thank you. A curator makes a text of it and sends it to you. Nothing is published before you approve it"
	if points := settings.Points.ContentAccepted; points > 0 {
		text += fmt.Sprintf("; once it is live you get %s", block.Count(points, "point", "points"))
	}
	return block.ResultModal("Story sent", text+".", block.Actions("", block.Button(surface.ActStoryOpen, "My story",
		string(s.ID)), block.Button(surface.ActList, "What I sent in", string(surface.ListContent))))
}

// shownStory is a story as its author sees it, with the text of one version.
type shownStory struct {
	store.Story
	version int         // of the text; another one than the newest is out of date
	asset   store.Asset // zero before a text was approved
	photo   slack.Block // nil none
	earned  int         // points for it, 0 before it went live
	quiet   bool        // its author wants no moments
	zone    *time.Location
}

// isOlder tells that there is a newer text than the one of this message.
func (s shownStory) isOlder() bool { return s.version != s.Proposed.Version }

// storyContent is the author's message: the exact text, what was decided, and what can be done.
func storyContent(s shownStory) block.Content {
	title := "*" + block.Line(s.Title()) + "*"
	switch {
	case s.State == store.StoryWithdrawn:
		// The file is the author's own upload, which no app may delete for them.
		text := "You have taken your story " + title + " back. It is out of the library, and its words are deleted here. " +
			"A picture you sent is still among your files in Slack: delete it there."
		return block.Message(text)
	case s.State == store.StoryDeclined:
		text := "The curators will not use your story " + title + ".\n*Why:* " + block.Line(s.Note)
		return block.Message(text, block.Section(text), block.Actions("story", storyWithdrawButton(s)))
	case s.isOlder():
		return block.Message("There is a newer text of your story " + title + ", in a later message.")
	}
	lead := storyLead(s)
	blocks := []slack.Block{block.Section(lead), block.Section("*" + block.Line(s.Proposed.Title) + "*"),
		verbatim(s.Proposed.Text)}
	blocks = append(blocks, s.photo)
	blocks = append(blocks, block.ContextLine(storyFacts(s.Story, s.Proposed)), block.Actions("story", storyButtons(s)...))
	return block.Message(block.CutBytes(lead+"\n*"+block.Line(s.Proposed.Title)+"*\n"+block.Esc(s.Proposed.Text),
		block.MaxMessageText), blocks...)
}

// storyMessage is storyContent as a message: a story that went live is a moment to be glad of.
func storyMessage(s shownStory) block.Content {
	c := storyContent(s)
	if s.State == store.StoryApproved && s.asset.State == store.Live && !s.isOlder() && !s.quiet {
		c = surface.WithMoment(c, surface.LiveMoment("story", s.earned))
	}
	return c
}

// storyLead says where the story stands, before its text.
func storyLead(s shownStory) string {
	switch s.State {
	case store.StoryChanges:
		return "You asked for changes: " + block.Line(s.Note) +
			"\nThe curators will send you a new text. This is the one you have now."
	case store.StoryApproved:
		return "You approved this text. It " + surface.StoryFate(s.asset, s.zone) + "."
	}
	lead := block.Person(s.Proposed.By) + " made this text of your story. *Nobody else sees it before you approve it.*"
	if s.Asset != "" {
		lead = block.Person(s.Proposed.By) + " changed the text of your story. *Colleagues keep reading the one you " +
			"approved until you approve this one.*"
	}
	return lead
}

// storyFacts sum up what else the author should know before approving.
func storyFacts(s store.Story, text store.StoryText) string {
	facts := ownConsentFacts[s.Consent]
	if len(text.Topics) > 0 {
		var labels []string
		for _, topic := range text.Topics {
			labels = append(labels, match.TopicLabel(topic))
		}
		facts += " Topics: " + block.Line(strings.Join(labels, ", ")) + "."
	}
	facts += block.When(s.Link != "", " With "+block.Link(s.Link, "your link")+".")
	return facts
}

// storyButtons are what an author can do with the newest text.
func storyButtons(s shownStory) []slack.BlockElement {
	value := storyValue(s.ID, s.version)
	if s.State == store.StoryApproved {
		return []slack.BlockElement{storyWithdrawButton(s)}
	}
	return []slack.BlockElement{
		block.Button(actStoryApprove, "Approve this text", value, block.Primary),
		block.Button(actStoryChanges, "Ask for changes", value),
		storyWithdrawButton(s),
	}
}

// storyWithdrawButton takes a story back for good.
func storyWithdrawButton(s shownStory) slack.BlockElement {
	return block.Button(actStoryWithdraw, "Withdraw my story", storyValue(s.ID, s.version), block.Danger,
		block.Confirming(block.Confirm("Take your story back?",
			"Your answers and the text are deleted here, also from every message. Colleagues who shared it are asked to take "+
				"their posts down.",
			"Withdraw", "Keep it")))
}

// storyModal is the author's window: the same as the message once there is a text, before that the answers.
func storyModal(s shownStory) *slack.ModalViewRequest {
	if s.Proposed.Version > 0 || s.State == store.StoryDeclined || s.State == store.StoryWithdrawn {
		return block.Modal(block.CBResult, "Your story", "", "Close", "", storyContent(s).Blocks...)
	}
	blocks := append([]slack.Block{block.Section("Your story waits for a curator. Told: " + block.Day(s.ToldAt, s.zone) +
		".")}, answerBlocks(s.Story)...)
	blocks = append(blocks, s.photo)
	return block.Modal(block.CBResult, "Your story", "", "Close", "",
		append(blocks, block.Actions("story", storyWithdrawButton(s)))...)
}

// answerBlocks are the answers as they were given.
func answerBlocks(s store.Story) []slack.Block {
	var blocks []slack.Block
	for _, a := range s.Answers {
		blocks = append(blocks, block.Section("*"+block.Line(a.Question)+"*"), verbatim(a.Text))
	}
	return blocks
}

// verbatim shows text exactly as it is, as a quotation, with nothing in it coming alive.
func verbatim(text string) *slack.RichTextBlock {
	part := slack.NewRichTextSectionTextElement(block.Cut(block.Clean(text), block.MaxSectionText), nil)
	return slack.NewRichTextBlock("", &slack.RichTextQuote{Type: slack.RTEQuote,
		Elements: []slack.RichTextSectionElement{part}})
}

// storyChangesView asks an author what should be different; its metadata is the value of the button.
func storyChangesView(value, note string) *slack.ModalViewRequest {
	return block.Modal(cbStoryChanges, "Ask for changes", "Send", "Cancel", value,
		block.Input(surface.FieldNote, "What should be different?",
			block.TextInput(block.InputValue, "", note, true, block.MaxSectionText), "The curators read this.", false))
}

// storyReadView is what a colleague reads. Without consent there is no way to share, and no author where they are not
// named.
func storyReadView(a store.Asset, s store.Story, photo slack.Block) *slack.ModalViewRequest {
	blocks := []slack.Block{block.Section("*" + block.Line(s.Approved.Title) + "*\n" + surface.KindWords(a)),
		verbatim(s.Approved.Text)}
	blocks = append(blocks, photo, block.When(s.Link != "", block.Section(block.Link(s.Link, "More about it"))))
	blocks = append(blocks, block.When(a.State == store.Live, block.Actions("do:"+string(a.ID), shareButtons(a)...)))
	return block.Modal(block.CBResult, "A colleague's story", "", "Close", "", blocks...)
}

// shareButtons are Share and Save for an item of a list, as far as its author consented and no embargo stands; a list
// of items says the title, too.
func shareButtons(a store.Asset) []slack.BlockElement {
	id := string(a.ID)
	save := block.Button(surface.ActSave, "Save", id, block.Spoken("Save: "+a.Title))
	if a.Internal || !a.EmbargoUntil.IsZero() {
		return []slack.BlockElement{save}
	}
	return []slack.BlockElement{block.Button(surface.ActShare, "Share", id, block.Spoken("Share: "+a.Title)), save}
}
