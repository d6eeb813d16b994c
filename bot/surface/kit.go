// Package surface holds what capabilities share and Vouch alone has: the kit they work with, the acting person, and
// assets, referrals, events and deliveries in words.
package surface

import (
	"context"

	"github.com/rs/zerolog"
	"github.com/slack-go/slack"

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
