// Drawing: an outbox message is drawn when it is sent, so that it shows what is true then.

package bot

import (
	"context"
	"errors"
	"fmt"

	"vouch/store"
)

// renderer draws an outbox message; the courier knows where it goes. Every error is final for the message except
// context errors: NotFound and Conflict mean that there is nothing to send any more.
type renderer func(ctx context.Context, m store.Message) (content, error)

// rewriter draws a delivered message again as it should look now.
type rewriter func(ctx context.Context, r store.Receipt) (content, error)

// kind is one kind of outbox message: who draws it. Rewrite is nil for messages that stay as they were sent.
type kind struct {
	Kind    store.MessageKind
	Render  renderer
	Rewrite rewriter
}

// kindTable gathers kinds; two rows for one kind are a mistake of ours.
func kindTable(lists ...[]kind) (map[store.MessageKind]kind, error) {
	table := map[store.MessageKind]kind{}
	for _, list := range lists {
		for _, k := range list {
			if _, twice := table[k.Kind]; twice {
				return nil, fmt.Errorf("two rows for messages of the kind %s", k.Kind)
			}
			table[k.Kind] = k
		}
	}
	return table, nil
}

// errNoRenderer is a mistake of ours: a kind of message that no surface draws.
var errNoRenderer = errors.New("nobody draws this kind of message")

// draw asks the message's surface for its content. Short notices carry their text.
func (c *courier) draw(ctx context.Context, m store.Message) (content, error) {
	if m.Kind == store.MsgNotice {
		return content{Text: m.Text, Blocks: nil}, nil
	}
	render := c.Kinds[m.Kind].Render
	if render == nil {
		return content{}, fmt.Errorf("%w: %s", errNoRenderer, m.Kind)
	}
	return render(ctx, m)
}

// redraw asks the surface of a delivered message for its content now.
func (c *courier) redraw(ctx context.Context, r store.Receipt) (content, error) {
	// NotFound makes the courier end the edit quietly: a message that no surface redraws any more is right as it stands.
	rewrite := c.Kinds[store.MessageKind(r.Kind)].Rewrite
	if rewrite == nil {
		return content{}, &store.Error{Kind: store.NotFound, Err: fmt.Errorf("%w: %s", errNoRenderer, r.Kind)}
	}
	return rewrite(ctx, r)
}
