// The views of a story: the questions, its author's message and window, and what colleagues read.

package bot

import (
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/digest/match"
	"vouch/store"
)

// The fields of the forms; they are also the names in the store's FieldErrors.
const (
	fieldPhoto    = "photo"
	fieldPhotoAlt = "photo_alt"
	fieldLink     = "link"
)

// storyFormView asks the questions. The first must be answered; two sentences are enough for a curator to work with.
func storyFormView() *slack.ModalViewRequest {
	blocks := []slack.Block{section("Write as you would talk. A curator makes a short text of it, and *nobody sees that text before you approve it*. You can take your story back at any time.")}
	for i, question := range storyQuestions {
		blocks = append(blocks, input(store.AnswerField(i), question, textInput(inputValue, "", "", true, maxSectionText), "", i > 0))
	}
	// These are the types Slack shows in blocks (docs.slack.dev/reference/block-kit/composition-objects/slack-file-object).
	picture := slack.NewFileInputBlockElement(inputValue).WithFileTypes("png", "jpg", "jpeg", "gif").WithMaxFiles(1)
	var consents []*slack.OptionBlockObject
	for _, c := range store.Consents {
		consents = append(consents, described(string(c), consentLabels[c], consentHints[c]))
	}
	blocks = append(blocks,
		input(fieldPhoto, "A picture", picture, "Only if everybody in it agrees. It stays in your Slack.", true),
		input(fieldPhotoAlt, "What the picture shows", textInput(inputValue, "", "", false, maxAssetSummary), "For people who cannot see it.", true),
		input(fieldLink, "A video or a post of yours about it", urlInput(inputValue, "https://", ""), "", true),
		input(fieldConsent, "What may colleagues do with it?", radio(inputValue, consents, ""), "", false))
	return modal(cbStory, "Tell a story", "Send", "Cancel", "", blocks...)
}

// Consent in plain words: as an author chooses it, and what follows.
var (
	consentLabels = map[store.Consent]string{
		store.ShareNamed: "Share it with my name", store.ShareUnnamed: "Share it without my name", store.InsideOnly: "Only read it, inside the company",
	}
	consentHints = map[store.Consent]string{
		store.ShareNamed:   "Colleagues may post it outside and say that it is yours.",
		store.ShareUnnamed: "Colleagues may post it outside; you are named nowhere.",
		store.InsideOnly:   "Colleagues read it in Slack with your name; nobody can share it.",
	}
	consentFacts = map[store.Consent]string{
		store.ShareNamed: "shared with the author's name", store.ShareUnnamed: "shared without the author's name", store.InsideOnly: "read by colleagues only",
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
	text := "Thank you for your story. A curator makes a text of it and sends it to you as a message. Nothing is published before you approve it"
	if points := settings.Points.ContentAccepted; points > 0 {
		text += fmt.Sprintf("; once it is live you get %s", count(points, "point", "points"))
	}
	return resultModal("Story sent", text+".", actions("", button(actStoryOpen, "My story", string(s.ID)), button(actList, "What I sent in", string(listContent))))
}

// shownStory is a story as its author sees it, with the text of one version.
type shownStory struct {
	store.Story
	version int         // of the text; another one than the newest is out of date
	asset   store.Asset // zero before a text was approved
	photo   slack.Block // nil none
	zone    *time.Location
}

// isOlder tells that there is a newer text than the one of this message.
func (s shownStory) isOlder() bool { return s.version != s.Proposed.Version }

// storyContent is the author's message: the exact text, what was decided, and what can be done.
func storyContent(s shownStory) content {
	title := "*" + line(s.Title()) + "*"
	switch {
	case s.State == store.StoryWithdrawn:
		// The file is the author's own upload, which no app may delete for them.
		text := "You have taken your story " + title + " back. Its words are deleted here and it is out of the library. If you sent a picture, " +
			"the file is still among your files in Slack: delete it there if you want it gone."
		return content{Text: text, Blocks: []slack.Block{section(text)}}
	case s.State == store.StoryDeclined:
		text := "The curators will not use your story " + title + ".\n*Why:* " + line(s.Note)
		return content{Text: text, Blocks: []slack.Block{section(text), actions("story", storyWithdrawButton(s))}}
	case s.isOlder():
		text := "There is a newer text of your story " + title + ", in a later message."
		return content{Text: text, Blocks: []slack.Block{section(text)}}
	}
	lead := storyLead(s)
	blocks := []slack.Block{section(lead), section("*" + line(s.Proposed.Title) + "*"), verbatim(s.Proposed.Text)}
	if s.photo != nil {
		blocks = append(blocks, s.photo)
	}
	blocks = append(blocks, contextLine(storyFacts(s.Story, s.Proposed)), actions("story", storyButtons(s)...))
	return content{Text: cutBytes(lead+"\n*"+line(s.Proposed.Title)+"*\n"+esc(s.Proposed.Text), maxMessageText), Blocks: blocks}
}

// storyLead says where the story stands, before its text.
func storyLead(s shownStory) string {
	switch s.State {
	case store.StoryChanges:
		return "You asked for changes: " + line(s.Note) + "\nThe curators will send you a new text. This is the one you have now."
	case store.StoryApproved:
		return "You approved this text. It " + storyFate(s.asset, s.zone) + "."
	}
	lead := person(s.Proposed.By) + " made this text of your story. *Nobody else sees it before you approve it.*"
	if s.Asset != "" {
		lead = person(s.Proposed.By) + " changed the text of your story. *Colleagues keep reading the one you approved until you approve this one.*"
	}
	return lead
}

// storyFate says what became of an approved story, from its asset: "is live since Monday".
func storyFate(a store.Asset, zone *time.Location) string {
	switch a.State {
	case store.Live:
		return "is live since " + day(a.LiveAt, zone)
	case store.InReview:
		return "waits for a second approval, because its topic is regulated"
	case store.Scheduled:
		return "goes live " + day(a.PublishAt, zone)
	case store.Withdrawn:
		return "was taken out of the library " + day(a.StateAt, zone)
	}
	return "is not in the library at the moment"
}

// storyFacts sum up what else the author should know before approving.
func storyFacts(s store.Story, text store.StoryText) string {
	facts := ownConsentFacts[s.Consent]
	if len(text.Topics) > 0 {
		var labels []string
		for _, topic := range text.Topics {
			labels = append(labels, match.TopicLabel(topic))
		}
		facts += " Topics: " + line(strings.Join(labels, ", ")) + "."
	}
	if s.Link != "" {
		facts += " With " + link(s.Link, "your link") + "."
	}
	return facts
}

// storyButtons are what an author can do with the newest text.
func storyButtons(s shownStory) []slack.BlockElement {
	value := storyValue(s.ID, s.version)
	if s.State == store.StoryApproved {
		return []slack.BlockElement{storyWithdrawButton(s)}
	}
	return []slack.BlockElement{
		button(actStoryApprove, "Approve this text", value, primary),
		button(actStoryChanges, "Ask for changes", value),
		storyWithdrawButton(s),
	}
}

// storyWithdrawButton takes a story back for good.
func storyWithdrawButton(s shownStory) slack.BlockElement {
	return button(actStoryWithdraw, "Withdraw my story", storyValue(s.ID, s.version), danger, confirming(confirm("Take your story back?",
		"Your answers, the text and the link to the picture are deleted here. If it is live, it leaves the library and every message that showed it, and colleagues who shared it are asked to take their posts down.",
		"Withdraw", "Keep it")))
}

// storyModal is the author's window: the same as the message once there is a text, before that the answers.
func storyModal(s shownStory) *slack.ModalViewRequest {
	if s.Proposed.Version > 0 || s.State == store.StoryDeclined || s.State == store.StoryWithdrawn {
		return modal(cbResult, "Your story", "", "Close", "", storyContent(s).Blocks...)
	}
	blocks := append([]slack.Block{section("Your story waits for a curator since " + day(s.ToldAt, s.zone) + ".")}, answerBlocks(s.Story)...)
	if s.photo != nil {
		blocks = append(blocks, s.photo)
	}
	return modal(cbResult, "Your story", "", "Close", "", append(blocks, actions("story", storyWithdrawButton(s)))...)
}

// answerBlocks are the answers as they were given.
func answerBlocks(s store.Story) []slack.Block {
	var blocks []slack.Block
	for _, a := range s.Answers {
		blocks = append(blocks, section("*"+line(a.Question)+"*"), verbatim(a.Text))
	}
	return blocks
}

// verbatim shows text exactly as it is, as a quotation, with nothing in it coming alive.
func verbatim(text string) *slack.RichTextBlock {
	part := slack.NewRichTextSectionTextElement(cut(clean(text), maxSectionText), nil)
	return slack.NewRichTextBlock("", &slack.RichTextQuote{Type: slack.RTEQuote, Elements: []slack.RichTextSectionElement{part}})
}

// storyWords say how far a story is, for its author's list.
func storyWords(s store.Story, a store.Asset, zone *time.Location) string {
	switch s.State {
	case store.StoryTold:
		return "waits for a curator since " + day(s.ToldAt, zone)
	case store.StoryEdited:
		return "*a text waits for your approval* since " + day(s.StateAt, zone)
	case store.StoryChanges:
		return "you asked for changes " + day(s.StateAt, zone)
	case store.StoryApproved:
		return storyFate(a, zone)
	case store.StoryDeclined:
		return "not used: " + line(s.Note)
	}
	return "you took it back " + day(s.StateAt, zone)
}

// storyChangesView asks an author what should be different; its metadata is the value of the button.
func storyChangesView(value, note string) *slack.ModalViewRequest {
	return modal(cbStoryChanges, "Ask for changes", "Send", "Cancel", value,
		input(fieldNote, "What should be different?", textInput(inputValue, "", note, true, maxSectionText), "The curators read this.", false))
}

// storyReadView is what a colleague reads. Without consent there is no way to share, and no author where they are not named.
func storyReadView(a store.Asset, s store.Story, photo slack.Block) *slack.ModalViewRequest {
	blocks := []slack.Block{section("*" + line(s.Approved.Title) + "*\n" + kindWords(a)), verbatim(s.Approved.Text)}
	if photo != nil {
		blocks = append(blocks, photo)
	}
	if s.Link != "" {
		blocks = append(blocks, section(link(s.Link, "More about it")))
	}
	if a.State == store.Live {
		blocks = append(blocks, actions("do:"+string(a.ID), shareButtons(a)...))
	}
	return modal(cbResult, "A colleague's story", "", "Close", "", blocks...)
}

// readButton opens a story that has no page of its own to open.
func readButton(a store.Asset) *slack.ButtonBlockElement {
	return button(actStoryRead, "Read", string(a.ID), spoken("Read: "+a.Title))
}

// shareButtons are Share and Save for an item of a list, as far as its author consented and no embargo stands; a list of items says the title, too.
func shareButtons(a store.Asset) []slack.BlockElement {
	id := string(a.ID)
	save := button(actSave, "Save", id, spoken("Save: "+a.Title))
	if a.Internal || !a.EmbargoUntil.IsZero() {
		return []slack.BlockElement{save}
	}
	return []slack.BlockElement{button(actShare, "Share", id, spoken("Share: "+a.Title)), save}
}
