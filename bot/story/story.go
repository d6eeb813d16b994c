// Package story is employees' own stories: telling, the curators' text, the author's approval, and taking one back.
package story

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/courier"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

// Handlers are the interactions of this capability.
type Handlers struct {
	*surface.Kit
}

// Routes are the words, buttons and forms of this capability.
func (h *Handlers) Routes() []dispatch.Route {
	return slices.Concat(h.storyRoutes(), h.storyDeskRoutes())
}

// Employees' own content: suggestions and stories. The values of actions on a story are the story and the version of
// its text.
const (
	actStoryApprove  = "story_approve"
	actStoryChanges  = "story_changes"
	actStoryWithdraw = "story_withdraw"
	actStoryMore     = "story_more"
	actStoryEdit     = "story_edit"
	actStoryDecline  = "story_decline"
)

// Callback ids of modals.
const (
	cbStory        = "story"
	cbStoryChanges = "story_changes"
	cbStoryEdit    = "story_edit"
	cbStoryDecline = "story_decline"
)

// storyRoutes are what authors and readers do; see storyDeskRoutes for the curators.
func (h *Handlers) storyRoutes() []dispatch.Route {
	return []dispatch.Route{
		dispatch.OnWord(surface.CmdVouch, "story", "tell a story of your own", h.onStory).For(surface.HasJoined),
		dispatch.OnAction(surface.ActStory, h.onStory),
		dispatch.OnAction(actStoryMore, h.onStoryMore),
		dispatch.OnSubmit(cbStory, h.onStorySubmit),
		dispatch.OnAction(surface.ActStoryOpen, h.onStoryOpen),
		dispatch.OnAction(actStoryApprove, h.onStoryApprove),
		dispatch.OnAction(actStoryChanges, h.onStoryChanges),
		dispatch.OnSubmit(cbStoryChanges, h.onStoryChangesSubmit),
		dispatch.OnAction(actStoryWithdraw, h.onStoryWithdraw),
		dispatch.OnAction(surface.ActStoryRead, h.onStoryRead),
	}
}

// storyQuestions are what an author is asked. Three are few enough for five minutes; the last one makes a story of a
// report.
var storyQuestions = []string{
	"What happened?",
	"What did you learn or feel?",
	"What would you tell somebody who thinks of joining us?",
}

// onStory opens the questions.
func (h *Handlers) onStory(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	_, err := h.Member(in.User)
	return dispatch.Reply{Open: storyFormView(nil, false)}, err
}

// onStoryMore asks for a picture and a link, too; what was typed stays.
func (h *Handlers) onStoryMore(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	return dispatch.Reply{Update: storyFormView(in.State, true)}, nil
}

// maxPhoto is the largest picture in bytes: enough for any phone, and what Slack shows without waiting.
const maxPhoto = 10 << 20

// onStorySubmit records the story. The view's id names the form: however often it is sent, it is one story.
func (h *Handlers) onStorySubmit(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	form := store.StoryForm{ID: in.View.ID, Author: in.User, Link: strings.TrimSpace(in.State.Text(fieldLink)),
		Consent: store.Consent(in.State.Choice(surface.FieldConsent))}
	for i, question := range storyQuestions {
		form.Answers = append(form.Answers, store.Answer{Question: question, Text: in.State.Text(store.AnswerField(i))})
	}
	alt := strings.TrimSpace(block.Clean(in.State.Text(fieldPhotoAlt)))
	if files := in.State.Files(fieldPhoto); len(files) > 0 {
		if problem := photoProblem(files[0]); problem != "" {
			return dispatch.Reply{Errors: map[string]string{fieldPhoto: problem}}, nil
		}
		form.Photo = &store.StoryPhoto{File: files[0].ID, Alt: alt}
	}
	story, err := h.DB.TellStory(form)
	if err != nil {
		return dispatch.Reply{}, err
	}
	settings, err := h.DB.Settings()
	return dispatch.Reply{Update: storyToldView(story, settings), Home: true}, err
}

// photoProblem says why a file cannot be the picture, "" when it can. The form offers pictures only, but clients differ
// in how they keep to it.
func photoProblem(f dispatch.Upload) string {
	switch {
	case !strings.HasPrefix(f.Mime, "image/"):
		return "This is no picture. Choose a PNG, JPEG or GIF file."
	case f.Size > maxPhoto:
		return fmt.Sprintf("This picture is larger than %d MB. Please choose a smaller one.", maxPhoto>>20)
	}
	return ""
}

// ownStory gathers one story for its author, as of the text of a version; 0 is the newest.
func (h *Handlers) ownStory(ctx context.Context, author store.EmployeeID, id store.StoryID,
	version int) (shownStory, error) {
	shown, err := surface.Ask(h.Kit, func(q *store.Query) shownStory {
		story := q.Story(author, id)
		shown := shownStory{Story: story, version: cmp.Or(version, story.Proposed.Version), zone: surface.ZoneOf(q, author)}
		if story.Asset != "" {
			shown.asset = q.Asset(story.Asset)
			shown.quiet = !q.Employee(author).Takes(store.ByMoment)
			shown.earned = surface.PointsFor(q, author,
				func(e store.Entry) bool { return e.Cause == "content/"+string(story.Asset) })
		}
		return shown
	})
	if err == nil {
		shown.photo = h.photo(ctx, shown.Photo)
	}
	return shown, err
}

// photoTime bounds the look whether a picture is still there: a window waits for it.
const photoTime = time.Second

// photo shows a picture that stays at Slack, or says in words what it showed. Its owner may have deleted it, and Slack
// refuses a whole view for one picture that is gone
// (docs.slack.dev/reference/block-kit/composition-objects/slack-file-object).
func (h *Handlers) photo(ctx context.Context, p *store.StoryPhoto) slack.Block {
	if p == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, photoTime)
	defer cancel()
	if !h.API.HasPicture(ctx, p.File) {
		return block.ContextLine("The picture is not at Slack any more. It showed: " + block.Line(p.Alt))
	}
	return slack.NewImageBlockSlackFile(&slack.SlackFileObject{ID: p.File},
		block.Cut(block.Clean(p.Alt), block.MaxAltText), "", nil)
}

// storyValue is what a button on a text of a story carries; storyIn reads it.
func storyValue(id store.StoryID, version int) string {
	return surface.Ref[store.StoryID]{ID: id, Version: version}.String()
}

func storyIn(value string) (store.StoryID, int) {
	ref := surface.ParseRef[store.StoryID](value)
	return ref.ID, max(ref.Version, 0) // a foreign one is the newest
}

// onStoryOpen shows an author their story with what can be done.
func (h *Handlers) onStoryOpen(ctx context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	shown, err := h.ownStory(ctx, in.User, store.StoryID(in.Action.Value), 0)
	if err != nil {
		return dispatch.Reply{}, err
	}
	return dispatch.Reply{Open: storyModal(shown)}, nil
}

// redrawStory answers an author where they acted: in the message, or in the window with their story.
func (h *Handlers) redrawStory(ctx context.Context, in dispatch.Interaction, id store.StoryID,
	version int) (dispatch.Reply, error) {
	shown, err := h.ownStory(ctx, in.User, id, version)
	if err != nil {
		return dispatch.Reply{}, err
	}
	if in.View.Type != "" {
		return dispatch.Reply{Update: storyModal(shown), Home: true}, nil
	}
	c := storyMessage(shown)
	return dispatch.Reply{Replace: &c, Home: true}, nil
}

// onStoryApprove lets exactly the text be published that the author has before them.
func (h *Handlers) onStoryApprove(ctx context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	id, version := storyIn(in.Action.Value)
	if _, _, err := h.DB.ApproveStory(in.User, id, version); err != nil {
		return dispatch.Reply{}, err
	}
	return h.redrawStory(ctx, in, id, version)
}

// onStoryChanges asks the author what should be different.
func (h *Handlers) onStoryChanges(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	id, _ := storyIn(in.Action.Value)
	story, err := h.DB.Story(in.User, id)
	if err != nil {
		return dispatch.Reply{}, err
	}
	note := ""
	if story.State == store.StoryChanges {
		note = story.Note
	}
	return dispatch.Reply{Open: storyChangesView(in.Action.Value, note)}, nil
}

// onStoryChangesSubmit sends the wish to the curators. The message with the text is rewritten by the courier.
func (h *Handlers) onStoryChangesSubmit(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	id, version := storyIn(in.View.Metadata)
	_, err := h.Once(in).AskStoryChanges(in.User, id, version, in.State.Text(surface.FieldNote))
	return dispatch.Reply{Home: true, Update: block.ResultModal("Sent back",
		"The curators got your note. You get the new text as a message.")}, err
}

// onStoryWithdraw takes the story back.
func (h *Handlers) onStoryWithdraw(ctx context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	id, version := storyIn(in.Action.Value)
	if _, err := h.DB.WithdrawStory(in.User, id); err != nil {
		return dispatch.Reply{}, err
	}
	return h.redrawStory(ctx, in, id, version)
}

// onStoryRead shows a story to a colleague.
func (h *Handlers) onStoryRead(ctx context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	id := store.AssetID(in.Action.Value)
	var story store.Story
	var asset store.Asset
	err := h.DB.View(func(q *store.Query) error { story, asset = q.StoryOfAsset(in.User, id), q.Asset(id); return nil })
	return dispatch.Reply{Open: storyReadView(asset, story, h.photo(ctx, story.Photo))}, err
}

// renderStory draws the message with the text of the version in its key.
func (h *Handlers) renderStory(ctx context.Context, m store.Message) (block.Content, error) {
	shown, err := h.ownStory(ctx, m.To, store.StoryID(m.Ref), storyVersion(m.Key))
	if err != nil {
		return block.Content{}, err
	}
	if shown.State == store.StoryWithdrawn || (shown.isOlder() && shown.State != store.StoryDeclined) {
		return block.Content{}, surface.Obsolete("The story moved on before this was sent.")
	}
	return storyMessage(shown), nil
}

// rewriteStory draws a delivered message about a story as it should look now.
func (h *Handlers) rewriteStory(ctx context.Context, r store.Receipt) (block.Content, error) {
	shown, err := h.ownStory(ctx, r.Employee, store.StoryID(r.Ref), storyVersion(r.Key))
	if err != nil {
		return block.Content{}, err
	}
	return storyMessage(shown), nil
}

// storyVersion is the version at the end of an outbox key.
func storyVersion(key string) int {
	_, version := storyIn("story " + key[strings.LastIndexByte(key, '/')+1:])
	return version
}

// Kinds are the messages to authors of stories.
func (h *Handlers) Kinds() []courier.Kind {
	return []courier.Kind{
		{Kind: store.MsgStory, Render: h.renderStory, Rewrite: h.rewriteStory},
	}
}
