// Stories for curators: the ones that wait, the text made of the answers, and a no with its reason.

package story

import (
	"context"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

// storyDeskRoutes are what curators do with stories.
func (h *Handlers) storyDeskRoutes() []dispatch.Route {
	return []dispatch.Route{
		dispatch.OnWord(surface.CmdVouch, "stories", "stories that wait for an editor", h.onStories).For(surface.MayCurate),
		dispatch.OnAction(surface.ActStories, h.onStories),
		dispatch.OnAction(actStoryEdit, h.onStoryEdit),
		dispatch.OnSubmit(cbStoryEdit, h.onStoryEditSubmit),
		dispatch.OnAction(actStoryDecline, h.onStoryDecline),
		dispatch.OnSubmit(cbStoryDecline, h.onStoryDeclineSubmit),
	}
}

// deskStories is how many stories the list shows of each sort.
const deskStories = 15

// onStories lists the stories that wait for a curator, then those that wait for their authors, then the ones in the
// library.
func (h *Handlers) onStories(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	desk, err := surface.Ask(h.Kit, func(q *store.Query) storyDesk {
		surface.MustCurate(q, in.User)
		return storyDesk{reader: in.User, waiting: q.WaitingStories(deskStories),
			sent:     q.StoriesBy(store.StoryEdited, deskStories),
			approved: q.StoriesBy(store.StoryApproved, deskStories), zone: surface.ZoneOf(q, in.User)}
	})
	return dispatch.Reply{Open: storyDeskView(desk)}, err
}

// onStoryEdit opens the form with the answers beside it.
func (h *Handlers) onStoryEdit(ctx context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	view, err := h.StoryEditForm(ctx, in.User, store.StoryID(in.Action.Value))
	return dispatch.Reply{Open: view}, err
}

// StoryEditForm is the form in which a curator words somebody else's story.
func (h *Handlers) StoryEditForm(ctx context.Context, curator store.EmployeeID,
	id store.StoryID) (*slack.ModalViewRequest, error) {
	var story store.Story
	form, err := surface.Ask(h.Kit, func(q *store.Query) surface.AssetForm {
		surface.MustCurate(q, curator)
		story = q.Story(curator, id)
		switch {
		case story.Author == curator:
			q.Refuse(&store.Error{Kind: store.Denied, Msg: "This is your own story, so another curator edits it. A program " +
				"manager can name one."})
		case story.State == store.StoryWithdrawn:
			q.Refuse(&store.Error{Kind: store.Conflict, Msg: "Its author has taken this story back."})
		case story.State == store.StoryDeclined:
			q.Refuse(&store.Error{Kind: store.Conflict, Msg: "This story was declined already."})
		}
		return surface.NewAssetForm(q, store.Asset{Topics: story.Proposed.Topics, Personas: story.Proposed.Personas}, "")
	})
	if err != nil {
		return nil, err
	}
	return storyEditView(story, form, h.photo(ctx, story.Photo)), nil
}

// onStoryEditSubmit sends the text to the author.
func (h *Handlers) onStoryEditSubmit(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	id, version := storyIn(in.View.Metadata)
	text := store.StoryText{Title: in.State.Text(surface.FieldTitle), Text: in.State.Text(fieldStoryText),
		Topics:   surface.ChosenTopics(in),
		Personas: surface.Chosen[store.PersonaID](in, surface.FieldPersonas)}
	story, err := h.Once(in).EditStory(in.User, id, version, text)
	return dispatch.Reply{Home: true, Update: block.ResultModal("Sent to the author", block.Person(story.Author)+
		" gets exactly this text as a message, to approve it or to ask for changes. It is published only then.")}, err
}

// onStoryDecline asks for the reason.
func (h *Handlers) onStoryDecline(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	id, _ := storyIn(in.Action.Value)
	story, err := surface.Ask(h.Kit, func(q *store.Query) store.Story {
		surface.MustCurate(q, in.User)
		return q.Story(in.User, id)
	})
	return dispatch.Reply{Open: storyDeclineView(story, in.Action.Value)}, err
}

// onStoryDeclineSubmit ends a story; its author is told why.
func (h *Handlers) onStoryDeclineSubmit(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	id, version := storyIn(in.View.Metadata)
	story, err := h.Once(in).DeclineStory(in.User, id, version, in.State.Text(surface.FieldNote))
	return dispatch.Reply{Home: true, Update: block.ResultModal("Declined",
		block.Person(story.Author)+" is told, with your reason.")}, err
}
