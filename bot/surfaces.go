// The surfaces of the bot, listed once: their routes, what they draw for the courier, and Home.

package bot

import (
	"context"

	"github.com/slack-go/slack"

	"vouch/store"
)

// surfaces lists the routes of every surface.
func (b *Bot) surfaces() [][]route {
	return [][]route{}
}

// renderer draws an outbox message; the courier knows where it goes. Every error is final for the message except
// context errors: NotFound and Conflict mean that there is nothing to send any more.
type renderer func(ctx context.Context, m store.Message) (content, error)

// renderers lists who draws which kind of outbox message; MsgRewrite is not here, see rewriters.
func (b *Bot) renderers() map[store.MessageKind]renderer {
	return map[store.MessageKind]renderer{}
}

// rewriter draws a delivered message again as it should look now.
type rewriter func(ctx context.Context, r store.Receipt) (content, error)

// rewriters lists who redraws which kind of delivered message, by Receipt.Kind.
func (b *Bot) rewriters() map[store.MessageKind]rewriter {
	return map[store.MessageKind]rewriter{}
}

// homeBlocks draws a person's Home.
func (b *Bot) homeBlocks(_ context.Context, _ store.EmployeeID) ([]slack.Block, error) {
	return []slack.Block{section("Welcome to Vouch.")}, nil
}
