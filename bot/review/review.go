// Package review is the review queue: one item at a time, the card of the day, reminders and news.
package review

import (
	"context"
	"errors"
	"slices"
	"strings"

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

// Reviewing what waits for approval.
const (
	actReviewApprove = "review_approve"
	actReviewReject  = "review_reject"
	actReviewSkip    = "review_skip"
	actReviewAccept  = "review_accept"
	actReviewKeep    = "review_keep"
)

// Callback ids of modals.
const (
	cbReviewReject = "review_reject"
)

// Routes lists what curators and compliance reviewers do with what waits for them.
func (h *Handlers) Routes() []dispatch.Route {
	return []dispatch.Route{
		dispatch.OnWord(surface.CmdVouch, "review", "what waits for your review", h.onReview).For(surface.MayReview),
		dispatch.OnAction(surface.ActReview, h.onReview),
		dispatch.OnAction(actReviewSkip, h.onReviewSkip),
		dispatch.OnAction(actReviewApprove, h.onReviewDecision(h.DB.ApproveAsset, approvedWords)),
		dispatch.OnAction(actReviewAccept, h.onReviewDecision(h.DB.AcceptProposal, acceptedWords)),
		dispatch.OnAction(actReviewKeep, h.onReviewDecision(h.DB.KeepApproved, keptWords)),
		dispatch.OnAction(actReviewReject, h.onReviewReject),
		dispatch.OnSubmit(cbReviewReject, h.onReviewRejected),
	}
}

// reviewer reads the acting employee and refuses people who have no part in reviews, naming who has.
func reviewer(q *store.Query, id store.EmployeeID) surface.Member {
	me := surface.Person(q, id)
	if !surface.MayReview(q, me.Employee) {
		q.Refuse(&store.Error{Kind: store.Denied,
			Msg: "Only curators, compliance reviewers and program managers review content. " + q.WhomToAsk()})
	}
	return me
}

// onReview opens the queue: at the asset of the button when it still waits for this person, else at the oldest.
func (h *Handlers) onReview(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	view, err := h.reviewAt(in.User, surface.ParseRef[store.AssetID](in.Action.Value).ID, "")
	return dispatch.Reply{Open: view}, err
}

// onReviewSkip shows the next one.
func (h *Handlers) onReviewSkip(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	view, err := h.reviewAfter(in.User, surface.ParseRef[store.AssetID](in.Action.Value).ID, "")
	return dispatch.Reply{Update: view}, err
}

// reviewAt renders the queue at one asset, or at the oldest when that one does not wait for this person; notice is
// mrkdwn.
func (h *Handlers) reviewAt(id store.EmployeeID, asset store.AssetID, notice string) (*slack.ModalViewRequest, error) {
	return surface.Ask(h.Kit, func(q *store.Query) *slack.ModalViewRequest {
		me, queue := reviewer(q, id), q.ReviewQueue(id, surface.ReviewShown, "")
		at := slices.IndexFunc(queue.Items, func(a store.Asset) bool { return a.ID == asset })
		return reviewCardView(q, me, queue, max(at, 0), notice)
	})
}

// reviewAfter renders the queue at the first asset after one, which may be gone from it; behind the last it begins
// again.
func (h *Handlers) reviewAfter(id store.EmployeeID, after store.AssetID,
	notice string) (*slack.ModalViewRequest, error) {
	return surface.Ask(h.Kit, func(q *store.Query) *slack.ModalViewRequest {
		me, queue := reviewer(q, id), q.ReviewQueue(id, 1, after)
		if len(queue.Items) == 0 {
			queue = q.ReviewQueue(id, 1, "")
		}
		return reviewCardView(q, me, queue, 0, notice)
	})
}

// reviewCardView gathers what the view of one asset shows beside it.
func reviewCardView(q *store.Query, me surface.Member, queue store.ReviewList, at int,
	notice string) *slack.ModalViewRequest {
	var texts []slack.Block
	if n := len(q.ClearancesFor(me.ID)); n > 0 {
		texts = []slack.Block{block.SectionWith(block.Count(n, "text waits", "texts wait")+" for your answer.",
			block.Button(surface.ActClearances, "Read", "", block.Spoken("Read the texts that wait")))}
	}
	if len(queue.Items) == 0 {
		view := reviewEmptyView(queue.Others, notice)
		if len(texts) > 0 && notice == "" {
			view.Blocks.BlockSet = nil
		}
		view.Blocks.BlockSet = append(view.Blocks.BlockSet, texts...)
		return view
	}
	view := reviewView(reviewItem{asset: queue.Items[at], settings: me.Settings, personas: q.Personas(),
		sources: sourceNames(q), zone: me.Zone, waiting: queue.Mine, notice: notice,
		curator: surface.MayCurate(q, me.Employee)})
	view.Blocks.BlockSet = append(texts, view.Blocks.BlockSet...)
	return view
}

// onReviewDecision takes one decision by a verb of the store. In the queue the next item follows, in the card of the
// day the list is drawn again; what somebody else did meanwhile is said there, and nothing is done twice.
func (h *Handlers) onReviewDecision(verb func(store.EmployeeID, store.AssetID,
	int) (store.Asset, error), words func(store.Asset, surface.Member) string) dispatch.Handler {
	return func(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
		ref := surface.ParseRef[store.AssetID](in.Action.Value)
		me, err := h.Person(in.User)
		if err != nil {
			return dispatch.Reply{}, err
		}
		asset, err := verb(in.User, ref.ID, ref.Version)
		notice := ""
		var known *store.Error
		switch {
		case err == nil:
			notice = words(asset, me)
		case errors.As(err, &known) && known.Kind == store.Conflict:
			notice = block.Esc(known.Msg)
		default:
			return dispatch.Reply{}, err
		}
		return h.reviewGoesOn(in, ref.ID, notice, err != nil)
	}
}

// SavedOnQueue closes a form that lies on the queue and draws the queue again, at the item the form has changed, so
// that its next press decides about what it shows.
func (h *Handlers) SavedOnQueue(in dispatch.Interaction, a store.Asset) dispatch.Reply {
	return dispatch.Reply{Home: true, After: h.Below(in.View.Previous, func(context.Context) (*slack.ModalViewRequest,
		error) {
		return h.reviewAt(in.User, a.ID, "*"+block.Line(a.Title)+"* was changed.")
	})}
}

// reviewGoesOn shows what is next where the act happened; again stays at the same asset as long as it waits.
func (h *Handlers) reviewGoesOn(in dispatch.Interaction, id store.AssetID, notice string,
	again bool) (dispatch.Reply, error) {
	if in.View.Type == "modal" {
		show := h.reviewAfter
		if again {
			show = h.reviewAt
		}
		view, err := show(in.User, id, notice)
		return dispatch.Reply{Update: view, Home: true}, err
	}
	card, err := h.reviewCard(in.User)
	if err != nil {
		return dispatch.Reply{}, err
	}
	done := dispatch.Reply{Replace: &card, Home: true}
	// The card itself shows that an item is gone; only what the presser did not expect is said besides.
	if again {
		done.Text = notice
	}
	return done, nil
}

// onReviewReject asks for the note. The form carries the version its reader saw, which is what the note is about.
func (h *Handlers) onReviewReject(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	ref := surface.ParseRef[store.AssetID](in.Action.Value)
	asset, err := surface.Ask(h.Kit, func(q *store.Query) store.Asset {
		reviewer(q, in.User)
		return q.Asset(ref.ID)
	})
	return dispatch.Reply{Push: rejectView(asset, ref)}, err
}

// onReviewRejected sends the item back; the queue below goes on to the next.
func (h *Handlers) onReviewRejected(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	ref := surface.ParseRef[store.AssetID](in.View.Metadata)
	asset, err := h.Once(in).RejectAsset(in.User, ref.ID, ref.Version,
		strings.TrimSpace(block.Clean(in.State.Text(surface.FieldNote))))
	if err != nil {
		return dispatch.Reply{}, err
	}
	notice := "*" + block.Line(asset.Title) + "* was sent back with your note."
	if in.View.Previous == "" {
		return dispatch.Reply{Update: block.ResultModal("Sent back", notice), Home: true}, nil
	}
	return dispatch.Reply{Home: true, After: h.Below(in.View.Previous, func(context.Context) (*slack.ModalViewRequest,
		error) {
		return h.reviewAfter(in.User, ref.ID, notice)
	})}, nil
}

// Kinds are the messages to reviewers, and to who suggested something.
func (h *Handlers) Kinds() []courier.Kind {
	return []courier.Kind{
		{Kind: store.MsgReview, Render: h.Rendering(renderReview), Rewrite: h.Rewriting(rerenderReview)},
		{Kind: store.MsgReviewNudge, Render: h.Rendering(renderReviewNudge)},
		{Kind: store.MsgReviewLate, Render: h.Rendering(renderReviewLate)},
		{Kind: store.MsgReviewNews, Render: h.renderReviewNews},
	}
}
