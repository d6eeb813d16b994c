// Reviewing: the queue one item at a time, approving and sending back, and what a source would change of what was approved.

package bot

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"vouch/store"
)

// reviewRoutes lists what curators and compliance reviewers do with what waits for them.
func (b *Bot) reviewRoutes() []route {
	return []route{
		onWord(cmdVouch, "review", "what waits for your review (curators and compliance reviewers)", b.onReview),
		onAction(actReview, b.onReview),
		onAction(actReviewSkip, b.onReviewSkip),
		onAction(actReviewApprove, b.onReviewDecision(b.db.ApproveAsset, approvedWords)),
		onAction(actReviewAccept, b.onReviewDecision(b.db.AcceptProposal, acceptedWords)),
		onAction(actReviewKeep, b.onReviewDecision(b.db.KeepApproved, keptWords)),
		onAction(actReviewReject, b.onReviewReject),
		onSubmit(cbReviewReject, b.onReviewRejected),
	}
}

// reviewRef is what an element of a review carries: the asset and the version it shows, so that a late press never approves
// words its presser did not see.
type reviewRef struct {
	id      store.AssetID
	version int
	onQueue bool // the form it belongs to lies on the queue, which shows the item as it was
}

// onQueueMark is how a written reference ends when it is onQueue.
const onQueueMark = " queue"

// String writes the reference for an element's value or a view's metadata.
func (r reviewRef) String() string {
	text := fmt.Sprintf("%s %d", r.id, r.version)
	if r.onQueue {
		text += onQueueMark
	}
	return text
}

// parseReviewRef reads what String wrote; what it did not write names no asset, or no version of one.
func parseReviewRef(text string) reviewRef {
	text, onQueue := strings.CutSuffix(text, onQueueMark)
	id, number, _ := strings.Cut(text, " ")
	version, err := strconv.Atoi(number)
	if err != nil {
		version = -1
	}
	return reviewRef{id: store.AssetID(id), version: version, onQueue: onQueue}
}

// mayReview answers people who have no part in reviews, naming who has.
func (b *Bot) mayReview(e store.Employee) error {
	if b.db.CanManage(e) || ((e.Has(store.Curator) || e.Has(store.Compliance)) && cannotJoin(e) == "") {
		return nil
	}
	who, err := b.db.WhomToAsk()
	if err != nil {
		return err
	}
	return &store.Error{Kind: store.Denied, Msg: "Only curators, compliance reviewers and program managers review content. " + who}
}

// onReview opens the queue: at the asset of the button when it still waits for this person, else at the oldest.
func (b *Bot) onReview(_ context.Context, in inbound) (reply, error) {
	view, err := b.reviewAt(in.User, parseReviewRef(in.Action.Value).id, "")
	return reply{Open: view}, err
}

// onReviewSkip shows the next one.
func (b *Bot) onReviewSkip(_ context.Context, in inbound) (reply, error) {
	view, err := b.reviewAfter(in.User, parseReviewRef(in.Action.Value).id, "")
	return reply{Update: view}, err
}

// reviewAt draws the queue at one asset, or at the oldest when that one does not wait for this person; notice is mrkdwn.
func (b *Bot) reviewAt(id store.EmployeeID, asset store.AssetID, notice string) (*slack.ModalViewRequest, error) {
	me, err := b.person(id)
	if err != nil {
		return nil, err
	}
	if err := b.mayReview(me.Employee); err != nil {
		return nil, err
	}
	queue, err := b.db.ReviewQueue(id, reviewShown, "")
	if err != nil {
		return nil, err
	}
	at := 0
	for i, a := range queue.Items {
		if a.ID == asset {
			at = i
		}
	}
	return b.reviewCardView(me, queue, at, notice)
}

// reviewAfter draws the queue at the first asset after one, which may be gone from it; behind the last it begins again.
func (b *Bot) reviewAfter(id store.EmployeeID, after store.AssetID, notice string) (*slack.ModalViewRequest, error) {
	me, err := b.person(id)
	if err != nil {
		return nil, err
	}
	if err := b.mayReview(me.Employee); err != nil {
		return nil, err
	}
	queue, err := b.db.ReviewQueue(id, 1, after)
	if err == nil && len(queue.Items) == 0 {
		queue, err = b.db.ReviewQueue(id, 1, "")
	}
	if err != nil {
		return nil, err
	}
	return b.reviewCardView(me, queue, 0, notice)
}

// reviewCardView gathers what the view of one asset shows beside it.
func (b *Bot) reviewCardView(me member, queue store.ReviewList, at int, notice string) (*slack.ModalViewRequest, error) {
	if len(queue.Items) == 0 {
		return reviewEmptyView(queue.Others, notice), nil
	}
	personas, err := b.db.Personas()
	if err != nil {
		return nil, err
	}
	sources, err := b.sourceNames()
	if err != nil {
		return nil, err
	}
	curator := b.mayCurate(me.ID) == nil
	return reviewView(reviewItem{asset: queue.Items[at], settings: me.settings, personas: personas, sources: sources, zone: me.zone, waiting: queue.Mine,
		notice: notice, curator: curator}), nil
}

// onReviewDecision takes one decision by a verb of the store. In the queue the next item follows, in the card of the day the
// list is drawn again; what somebody else did meanwhile is said there, and nothing is done twice.
func (b *Bot) onReviewDecision(verb func(store.EmployeeID, store.AssetID, int) (store.Asset, error), words func(store.Asset, member) string) handler {
	return func(_ context.Context, in inbound) (reply, error) {
		ref := parseReviewRef(in.Action.Value)
		me, err := b.person(in.User)
		if err != nil {
			return reply{}, err
		}
		asset, err := verb(in.User, ref.id, ref.version)
		notice := ""
		var known *store.Error
		switch {
		case err == nil:
			notice = words(asset, me)
		case errors.As(err, &known) && known.Kind == store.Conflict:
			notice = esc(known.Msg)
		default:
			return reply{}, err
		}
		return b.reviewGoesOn(in, ref.id, notice, err != nil)
	}
}

// showsForReview tells whether a view is the queue at this item; the list of content is named by a state instead.
func showsForReview(v view, id store.AssetID) bool {
	return id != "" && parseReviewRef(v.Metadata).id == id
}

// savedOnQueue closes a form that lies on the queue and draws the queue again, at the item the form has changed, so that its next
// press decides about what it shows.
func (b *Bot) savedOnQueue(in inbound, a store.Asset) reply {
	return reply{Home: true, After: func(ctx context.Context) error {
		view, err := b.reviewAt(in.User, a.ID, "*"+line(a.Title)+"* was changed.")
		if err != nil {
			return err
		}
		return b.api.updateView(ctx, in.View.Previous, "", view)
	}}
}

// reviewGoesOn shows what is next where the act happened; again stays at the same asset as long as it waits.
func (b *Bot) reviewGoesOn(in inbound, id store.AssetID, notice string, again bool) (reply, error) {
	if in.View.Type == "modal" {
		show := b.reviewAfter
		if again {
			show = b.reviewAt
		}
		view, err := show(in.User, id, notice)
		return reply{Update: view, Home: true}, err
	}
	card, err := b.reviewCard(in.User)
	if err != nil {
		return reply{}, err
	}
	done := reply{Replace: &card, Home: true}
	// The card itself shows that an item is gone; only what the presser did not expect is said besides.
	if again {
		done.Text = notice
	}
	return done, nil
}

// onReviewReject asks for the note. The form carries the version its reader saw, which is what the note is about.
func (b *Bot) onReviewReject(_ context.Context, in inbound) (reply, error) {
	ref := parseReviewRef(in.Action.Value)
	asset, err := b.db.Asset(ref.id)
	if err != nil {
		return reply{}, err
	}
	return reply{Push: rejectView(asset, ref)}, nil
}

// onReviewRejected sends the item back; the queue below goes on to the next.
func (b *Bot) onReviewRejected(_ context.Context, in inbound) (reply, error) {
	ref := parseReviewRef(in.View.Metadata)
	asset, err := b.db.RejectAsset(in.User, ref.id, ref.version, strings.TrimSpace(clean(in.State.Text(fieldNote))))
	if err != nil {
		return assetErrors(err)
	}
	notice := "*" + line(asset.Title) + "* was sent back with your note."
	if in.View.Previous == "" {
		return reply{Update: resultModal("Sent back", notice), Home: true}, nil
	}
	return reply{Home: true, After: func(ctx context.Context) error {
		view, err := b.reviewAfter(in.User, ref.id, notice)
		if err != nil {
			return err
		}
		return b.api.updateView(ctx, in.View.Previous, "", view)
	}}, nil
}

// reviewKinds are the messages to reviewers, and to who suggested something.
func (b *Bot) reviewKinds() []kind {
	return []kind{
		{Kind: store.MsgReview, Render: b.renderReview, Rewrite: b.redrawReview},
		{Kind: store.MsgReviewNudge, Render: b.renderReviewNudge},
		{Kind: store.MsgReviewLate, Render: b.renderReviewLate},
		{Kind: store.MsgReviewNews, Render: b.renderReviewNews},
	}
}
