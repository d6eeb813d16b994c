// Package surface holds what capabilities share and Vouch alone has: the kit they work with, the acting person, and
// assets, referrals, events and deliveries in words.
package surface

import (
	"context"

	"github.com/rs/zerolog"
	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/courier"
	"vouch/bot/dispatch"
	"vouch/bot/slackapi"
	"vouch/digest"
	"vouch/digest/feed"
	"vouch/store"
)

// Kit is what every capability works with.
type Kit struct {
	DB      *store.DB
	API     *slackapi.API
	Log     zerolog.Logger
	Planner *digest.Planner
	Fetcher *feed.Fetcher // reads pages; nil turns that off
	Poller  *feed.Poller  // reads sources; nil without a fetcher

	// PublicURL is where the web face is; "" when there is none, see post.LinkOf.
	PublicURL string

	// Beside does work that nobody's next interaction waits for; ctx ends with the program.
	Beside func(do func(ctx context.Context))
	// Me is who the bot is in Slack; empty before the start.
	Me func() slackapi.Identity

	pictures pictures
}

// Below renders a window again after the acknowledgement, the one under a form or the form itself; nothing when there
// is none.
func (k *Kit) Below(view string, render func(ctx context.Context) (*slack.ModalViewRequest,
	error)) func(context.Context) error {
	if view == "" {
		return nil
	}
	return func(ctx context.Context) error {
		shown, err := render(ctx)
		if err != nil {
			return err
		}
		return k.API.UpdateView(ctx, view, "", shown)
	}
}

// Ask is a View that gives what read found, or the error that ended it.
func Ask[T any](k *Kit, read func(*store.Query) T) (answer T, err error) {
	err = k.DB.View(func(q *store.Query) error { answer = read(q); return nil })
	return answer, err
}

// Once is the database for the verb that a submission asks for: its commit remembers the form, which is not taken again
// then, see dispatch.Routes.Once. Verbs that give the same answer when they are called again need no Once.
func (k *Kit) Once(in dispatch.Interaction) *store.DB { return k.DB.Once(in.Cause) }

// Person is the function Person.
func (k *Kit) Person(id store.EmployeeID) (Member, error) {
	return Ask(k, func(q *store.Query) Member { return Person(q, id) })
}

// MemberOf is the function MemberOf.
func (k *Kit) MemberOf(e store.Employee) (Member, error) {
	return Ask(k, func(q *store.Query) Member { return MemberOf(q, e) })
}

// Member is the function Advocate.
func (k *Kit) Member(id store.EmployeeID) (Member, error) {
	return Ask(k, func(q *store.Query) Member { return Advocate(q, id) })
}

// MustManage is the function MustManage.
func (k *Kit) MustManage(id store.EmployeeID) error {
	return k.DB.View(func(q *store.Query) error { MustManage(q, id); return nil })
}

// NewAssetForm is the function NewAssetForm.
func (k *Kit) NewAssetForm(asset store.Asset, notice string) (AssetForm, error) {
	return Ask(k, func(q *store.Query) AssetForm { return NewAssetForm(q, asset, notice) })
}

// By is a handler for those whom must does not refuse.
func (k *Kit) By(must func(*store.Query, store.EmployeeID), handle dispatch.Handler) dispatch.Handler {
	return func(ctx context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
		if err := k.DB.View(func(q *store.Query) error { must(q, in.User); return nil }); err != nil {
			return dispatch.Reply{}, err
		}
		return handle(ctx, in)
	}
}

// ByAdvocate is a handler for those who have joined, see Advocate.
func (k *Kit) ByAdvocate(handle func(context.Context, dispatch.Interaction,
	Member) (dispatch.Reply, error)) dispatch.Handler {
	return func(ctx context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
		me, err := k.Member(in.User)
		if err != nil {
			return dispatch.Reply{}, err
		}
		return handle(ctx, in, me)
	}
}

// Rendering is a renderer that needs one read of the store and nothing else.
func (k *Kit) Rendering(render func(*store.Query, store.Message) block.Content) courier.Renderer {
	return func(_ context.Context, m store.Message) (block.Content, error) {
		return Ask(k, func(q *store.Query) block.Content { return render(q, m) })
	}
}

// Rewriting is Rendering for messages that were delivered.
func (k *Kit) Rewriting(render func(*store.Query, store.Receipt) block.Content) courier.Rewriter {
	return func(_ context.Context, r store.Receipt) (block.Content, error) {
		return Ask(k, func(q *store.Query) block.Content { return render(q, r) })
	}
}
