// Stories for curators: the ones that wait, the text made of the answers, and a no with its reason.

package bot

import (
	"context"

	"github.com/slack-go/slack"

	"vouch/store"
)

// storyDeskRoutes are what curators do with stories.
func (b *Bot) storyDeskRoutes() []route {
	return []route{
		onWord(cmdVouch, "stories", "colleagues' stories that wait for an editor (curators)", b.onStories),
		onAction(actStories, b.onStories),
		onAction(actStoryEdit, b.onStoryEdit),
		onSubmit(cbStoryEdit, b.onStoryEditSubmit),
		onAction(actStoryDecline, b.onStoryDecline),
		onSubmit(cbStoryDecline, b.onStoryDeclineSubmit),
	}
}

// deskStories is how many stories the list shows of each sort.
const deskStories = 15

// onStories lists the stories that wait for a curator, then those that wait for their authors, then the ones in the library.
func (b *Bot) onStories(_ context.Context, in inbound) (reply, error) {
	if err := b.mayCurate(in.User); err != nil {
		return reply{}, err
	}
	desk := storyDesk{reader: in.User}
	var err error
	if desk.waiting, err = b.db.WaitingStories(deskStories); err != nil {
		return reply{}, err
	}
	if desk.sent, err = b.db.StoriesBy(store.StoryEdited, deskStories); err != nil {
		return reply{}, err
	}
	if desk.approved, err = b.db.StoriesBy(store.StoryApproved, deskStories); err != nil {
		return reply{}, err
	}
	if desk.zone, err = b.zoneOf(in.User); err != nil {
		return reply{}, err
	}
	return reply{Open: storyDeskView(desk)}, nil
}

// onStoryEdit opens the form with the answers beside it.
func (b *Bot) onStoryEdit(ctx context.Context, in inbound) (reply, error) {
	view, err := b.storyEditForm(ctx, in.User, store.StoryID(in.Action.Value))
	return reply{Open: view}, err
}

// storyEditForm is the form in which a curator words somebody else's story.
func (b *Bot) storyEditForm(ctx context.Context, curator store.EmployeeID, id store.StoryID) (*slack.ModalViewRequest, error) {
	if err := b.mayCurate(curator); err != nil {
		return nil, err
	}
	story, err := b.db.Story(curator, id)
	if err != nil {
		return nil, err
	}
	switch {
	case story.Author == curator:
		return nil, &store.Error{Kind: store.Denied, Msg: "This is your own story, so another curator edits it. A program manager can name one."}
	case story.State == store.StoryWithdrawn:
		return nil, &store.Error{Kind: store.Conflict, Msg: "Its author has taken this story back."}
	case story.State == store.StoryDeclined:
		return nil, &store.Error{Kind: store.Conflict, Msg: "This story was declined already."}
	}
	form, err := b.newAssetForm(store.Asset{Topics: story.Proposed.Topics, Personas: story.Proposed.Personas}, "")
	if err != nil {
		return nil, err
	}
	return storyEditView(story, form, b.photo(ctx, story.Photo)), nil
}

// onStoryEditSubmit sends the text to the author.
func (b *Bot) onStoryEditSubmit(_ context.Context, in inbound) (reply, error) {
	id, version := readStoryValue(in.View.Metadata)
	text := store.StoryText{Title: in.State.Text(fieldTitle), Text: in.State.Text(fieldStoryText), Topics: chosenTopics(in)}
	for _, persona := range in.State.Choices(fieldPersonas) {
		text.Personas = append(text.Personas, store.PersonaID(persona))
	}
	story, err := b.db.EditStory(in.User, id, version, text)
	if err != nil {
		return assetErrors(err)
	}
	return reply{Home: true, Update: resultModal("Sent to the author", person(story.Author)+
		" gets exactly this text as a message, to approve it or to ask for changes. It is published only then.")}, nil
}

// onStoryDecline asks for the reason.
func (b *Bot) onStoryDecline(_ context.Context, in inbound) (reply, error) {
	if err := b.mayCurate(in.User); err != nil {
		return reply{}, err
	}
	id, _ := readStoryValue(in.Action.Value)
	story, err := b.db.Story(in.User, id)
	if err != nil {
		return reply{}, err
	}
	return reply{Open: storyDeclineView(story, in.Action.Value)}, nil
}

// onStoryDeclineSubmit ends a story; its author is told why.
func (b *Bot) onStoryDeclineSubmit(_ context.Context, in inbound) (reply, error) {
	id, version := readStoryValue(in.View.Metadata)
	story, err := b.db.DeclineStory(in.User, id, version, in.State.Text(fieldNote))
	if err != nil {
		return assetErrors(err)
	}
	return reply{Home: true, Update: resultModal("Declined", person(story.Author)+" is told, with your reason.")}, nil
}
