// Rendering: an outbox message is rendered when it is sent, so that it shows what is true then.

package courier

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"vouch/bot/block"
	"vouch/store"
)

// Renderer renders an outbox message; the courier knows where it goes. Every error is final for the message except
// context errors: NotFound and Conflict mean that there is nothing to send any more.
type Renderer func(ctx context.Context, m store.Message) (block.Content, error)

// Rewriter renders a delivered message again as it should look now.
type Rewriter func(ctx context.Context, r store.Receipt) (block.Content, error)

// Kind is one kind of outbox message: who renders it. Rewrite is nil for messages that stay as they were sent.
type Kind struct {
	Kind    store.MessageKind
	Render  Renderer
	Rewrite Rewriter
}

// KindTable gathers kinds and compares them with the store's: every kind is rendered by exactly one row.
func KindTable(lists ...[]Kind) (map[store.MessageKind]Kind, error) {
	table := map[store.MessageKind]Kind{}
	var mistakes []error
	known := store.MessageKinds()
	for _, k := range slices.Concat(lists...) {
		switch {
		case table[k.Kind].Render != nil:
			mistakes = append(mistakes, fmt.Errorf("two renderers for messages of the kind %s", k.Kind))
		case !slices.Contains(known, k.Kind):
			mistakes = append(mistakes, fmt.Errorf("a renderer for messages of the kind %s, of which the store knows nothing",
				k.Kind))
		}
		table[k.Kind] = k
	}
	for _, kind := range known {
		// An edit is rendered by the row of the message that it edits.
		if table[kind].Render == nil && kind != store.MsgRewrite {
			mistakes = append(mistakes, fmt.Errorf("no renderer for messages of the kind %s", kind))
		}
	}
	return table, errors.Join(mistakes...)
}

// errNoRenderer is a mistake of ours: a kind of message that no capability renders.
var errNoRenderer = errors.New("nobody renders this kind of message")

// Render asks the message's surface for its content.
func (c *Courier) Render(ctx context.Context, m store.Message) (block.Content, error) {
	render := c.Kinds[m.Kind].Render
	if render == nil {
		return block.Content{}, fmt.Errorf("%w: %s", errNoRenderer, m.Kind)
	}
	return render(ctx, m)
}

// rerender asks the surface of a delivered message for its content now.
func (c *Courier) rerender(ctx context.Context, r store.Receipt) (block.Content, error) {
	// NotFound makes the courier end the edit quietly: a message that no capability renders any more is right as it is.
	rewrite := c.Kinds[store.MessageKind(r.Kind)].Rewrite
	if rewrite == nil {
		return block.Content{}, &store.Error{Kind: store.NotFound, Err: fmt.Errorf("%w: %s", errNoRenderer, r.Kind)}
	}
	return rewrite(ctx, r)
}
