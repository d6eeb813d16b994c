// Stories for their authors: telling one, approving the curators' text, and taking it back at any time; and reading one.

package bot

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/store"
)

// storyRoutes are what authors and readers do; see storyDeskRoutes for the curators.
func (b *Bot) storyRoutes() []route {
	return []route{
		onWord(cmdVouch, "story", "tell a story of your own in three questions", b.onStory),
		onAction(actStory, b.onStory),
		onSubmit(cbStory, b.onStorySubmit),
		onAction(actStoryOpen, b.onStoryOpen),
		onAction(actStoryApprove, b.onStoryApprove),
		onAction(actStoryChanges, b.onStoryChanges),
		onSubmit(cbStoryChanges, b.onStoryChangesSubmit),
		onAction(actStoryWithdraw, b.onStoryWithdraw),
		onAction(actStoryRead, b.onStoryRead),
	}
}

// storyQuestions are what an author is asked. Three are few enough for five minutes; the last one makes a story of a report.
var storyQuestions = []string{
	"What happened?",
	"What did you learn or feel?",
	"What would you tell somebody who thinks of joining us?",
}

// onStory opens the questions.
func (b *Bot) onStory(_ context.Context, in inbound) (reply, error) {
	if _, err := b.member(in.User); err != nil {
		return reply{}, err
	}
	return reply{Open: storyFormView()}, nil
}

// maxPhoto is the largest picture in bytes: enough for any phone, and what Slack shows without waiting.
const maxPhoto = 10 << 20

// onStorySubmit records the story. The view's id names the form: however often it is sent, it is one story.
func (b *Bot) onStorySubmit(_ context.Context, in inbound) (reply, error) {
	form := store.StoryForm{ID: in.View.ID, Author: in.User, Link: strings.TrimSpace(in.State.Text(fieldLink)),
		Consent: store.Consent(in.State.Choice(fieldConsent))}
	for i, question := range storyQuestions {
		form.Answers = append(form.Answers, store.Answer{Question: question, Text: in.State.Text(store.AnswerField(i))})
	}
	alt := strings.TrimSpace(clean(in.State.Text(fieldPhotoAlt)))
	if files := in.State.Files(fieldPhoto); len(files) > 0 {
		if problem := photoProblem(files[0]); problem != "" {
			return reply{Errors: map[string]string{fieldPhoto: problem}}, nil
		}
		form.Photo = &store.StoryPhoto{File: files[0].ID, Alt: alt}
	}
	story, err := b.db.TellStory(form)
	if err != nil {
		return assetErrors(err)
	}
	settings, err := b.db.Settings()
	if err != nil {
		return reply{}, err
	}
	return reply{Update: storyToldView(story, settings), Home: true}, nil
}

// photoProblem says why a file cannot be the picture, "" when it can. The form offers pictures only, but clients differ in how
// they keep to it.
func photoProblem(f upload) string {
	switch {
	case !strings.HasPrefix(f.Mime, "image/"):
		return "This is no picture. Choose a PNG, JPEG or GIF file."
	case f.Size > maxPhoto:
		return fmt.Sprintf("This picture is larger than %d MB. Please choose a smaller one.", maxPhoto>>20)
	}
	return ""
}

// ownStory gathers one story for its author, as of the text of a version; 0 is the newest.
func (b *Bot) ownStory(ctx context.Context, author store.EmployeeID, id store.StoryID, version int) (shownStory, error) {
	story, err := b.db.Story(author, id)
	if err != nil {
		return shownStory{}, err
	}
	zone, err := b.zoneOf(author)
	if err != nil {
		return shownStory{}, err
	}
	shown := shownStory{Story: story, version: version, zone: zone}
	if version == 0 {
		shown.version = story.Proposed.Version
	}
	if story.Asset != "" {
		if shown.asset, err = b.db.Asset(story.Asset); err != nil {
			return shown, err
		}
	}
	shown.photo = b.photo(ctx, story.Photo)
	return shown, nil
}

// photoTime bounds the look whether a picture is still there: a window waits for it.
const photoTime = time.Second

// photo shows a picture that stays at Slack, or says in words what it showed. Its owner may have deleted it, and Slack refuses a
// whole view for one picture that is gone (docs.slack.dev/reference/block-kit/composition-objects/slack-file-object).
func (b *Bot) photo(ctx context.Context, p *store.StoryPhoto) slack.Block {
	if p == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, photoTime)
	defer cancel()
	if !b.api.hasPicture(ctx, p.File) {
		return contextLine("The picture is not at Slack any more. It showed: " + line(p.Alt))
	}
	return slack.NewImageBlockSlackFile(&slack.SlackFileObject{ID: p.File}, cut(clean(p.Alt), maxAltText), "", nil)
}

// storyValue is what a button on a text of a story carries.
func storyValue(id store.StoryID, version int) string {
	return string(id) + " " + strconv.Itoa(version)
}

// readStoryValue reads a storyValue; a foreign one leads to a story that does not exist.
func readStoryValue(value string) (store.StoryID, int) {
	id, number, _ := strings.Cut(value, " ")
	version, err := strconv.Atoi(number)
	if err != nil {
		version = 0
	}
	return store.StoryID(id), version
}

// onStoryOpen shows an author their story with what can be done.
func (b *Bot) onStoryOpen(ctx context.Context, in inbound) (reply, error) {
	shown, err := b.ownStory(ctx, in.User, store.StoryID(in.Action.Value), 0)
	if err != nil {
		return reply{}, err
	}
	return reply{Open: storyModal(shown)}, nil
}

// redrawStory answers an author where they acted: in the message, or in the window with their story.
func (b *Bot) redrawStory(ctx context.Context, in inbound, id store.StoryID, version int) (reply, error) {
	shown, err := b.ownStory(ctx, in.User, id, version)
	if err != nil {
		return reply{}, err
	}
	if in.View.Type != "" {
		return reply{Update: storyModal(shown), Home: true}, nil
	}
	c := storyContent(shown)
	return reply{Replace: &c, Home: true}, nil
}

// onStoryApprove lets exactly the text be published that the author has before them.
func (b *Bot) onStoryApprove(ctx context.Context, in inbound) (reply, error) {
	id, version := readStoryValue(in.Action.Value)
	if _, _, err := b.db.ApproveStory(in.User, id, version); err != nil {
		return reply{}, err
	}
	return b.redrawStory(ctx, in, id, version)
}

// onStoryChanges asks the author what should be different.
func (b *Bot) onStoryChanges(_ context.Context, in inbound) (reply, error) {
	id, _ := readStoryValue(in.Action.Value)
	story, err := b.db.Story(in.User, id)
	if err != nil {
		return reply{}, err
	}
	note := ""
	if story.State == store.StoryChanges {
		note = story.Note
	}
	return reply{Open: storyChangesView(in.Action.Value, note)}, nil
}

// onStoryChangesSubmit sends the wish to the curators. The message with the text is rewritten by the courier.
func (b *Bot) onStoryChangesSubmit(_ context.Context, in inbound) (reply, error) {
	id, version := readStoryValue(in.View.Metadata)
	if _, err := b.db.AskStoryChanges(in.User, id, version, in.State.Text(fieldNote)); err != nil {
		return assetErrors(err)
	}
	return reply{Home: true, Update: resultModal("Sent back", "The curators got your note. You get the new text as a message, and nobody else sees it before you approve it.")}, nil
}

// onStoryWithdraw takes the story back.
func (b *Bot) onStoryWithdraw(ctx context.Context, in inbound) (reply, error) {
	id, version := readStoryValue(in.Action.Value)
	if _, err := b.db.WithdrawStory(in.User, id); err != nil {
		return reply{}, err
	}
	return b.redrawStory(ctx, in, id, version)
}

// onStoryRead shows a story to a colleague.
func (b *Bot) onStoryRead(ctx context.Context, in inbound) (reply, error) {
	id := store.AssetID(in.Action.Value)
	story, err := b.db.StoryOfAsset(in.User, id)
	if err != nil {
		return reply{}, err
	}
	asset, err := b.db.Asset(id)
	if err != nil {
		return reply{}, err
	}
	return reply{Open: storyReadView(asset, story, b.photo(ctx, story.Photo))}, nil
}

// renderStory draws the message with the text of the version in its key.
func (b *Bot) renderStory(ctx context.Context, m store.Message) (content, error) {
	shown, err := b.ownStory(ctx, m.To, store.StoryID(m.Ref), storyVersion(m.Key))
	if err != nil {
		return content{}, err
	}
	if shown.State == store.StoryWithdrawn || (shown.isOlder() && shown.State != store.StoryDeclined) {
		return content{}, overtaken("The story moved on before this was sent.")
	}
	return storyContent(shown), nil
}

// rewriteStory draws a delivered message about a story as it should look now.
func (b *Bot) rewriteStory(ctx context.Context, r store.Receipt) (content, error) {
	shown, err := b.ownStory(ctx, r.Employee, store.StoryID(r.Ref), storyVersion(r.Key))
	if err != nil {
		return content{}, err
	}
	return storyContent(shown), nil
}

// storyVersion is the version at the end of an outbox key.
func storyVersion(key string) int {
	_, version := readStoryValue("story " + key[strings.LastIndexByte(key, '/')+1:])
	return version
}

// storyKinds are the messages to authors of stories.
func (b *Bot) storyKinds() []kind {
	return []kind{
		{Kind: store.MsgStory, Render: b.renderStory, Rewrite: b.rewriteStory},
	}
}
