// What people see: messages, modal and Home, and waiting until something appears.

package slacksim

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// View is an open modal view or App Home as a person sees it.
type View struct {
	ID, Type, CallbackID, Title, PrivateMetadata, ExternalID, Hash string
	// Blocks are normalised, as Slack stores them.
	Blocks []map[string]any
	// Values are what is filled in, by block id and action id.
	Values map[string]map[string]map[string]any
	// Errors stand at the fields, by block id. Trouble is the banner after a failed submission.
	Errors  map[string]string
	Trouble string
}

// Inbox lists the messages of the direct message with the app, oldest first, those only the person sees included.
func (p *Person) Inbox() []Message { return p.Messages("") }

// Messages lists what the person sees in a conversation, oldest first; nothing when they are not in it. channel is a
// conversation's id or name, "@name" for the direct message with somebody, or "" for the one with the app.
func (p *Person) Messages(channel string) []Message {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	u, c, err := p.find(channel)
	if err != nil {
		return nil
	}
	return p.w.seen(u.ID, c)
}

// seen merges a conversation's history with what only this person sees in it. Ephemeral messages are sorted in by their
// timestamps. On Slack they vanish when the client reloads; here they stay, because a test that looks late should still
// find them.
func (w *Workspace) seen(userID string, c *conversation) []Message {
	messages := make([]Message, 0, len(c.messages))
	for _, m := range c.messages {
		messages = append(messages, m.forPeople())
	}
	private := false
	for _, m := range w.ephemerals[userID] {
		if m.Channel == c.id {
			messages, private = append(messages, m.forPeople()), true
		}
	}
	if private {
		slices.SortStableFunc(messages, func(a, b Message) int { return strings.Compare(a.TS, b.TS) })
	}
	return messages
}

// Ephemerals lists the messages only this person sees, of all conversations, oldest first.
func (p *Person) Ephemerals() []Message {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	u := p.w.findUser(p.who)
	if u == nil {
		return nil
	}
	messages := []Message{}
	for _, m := range p.w.ephemerals[u.ID] {
		messages = append(messages, m.forPeople())
	}
	return messages
}

// Modal is the view on top of the person's modal, nil without one. Home is the app's Home, nil before it was published.
func (p *Person) Modal() *View { return p.see("") }

// Home is the app's Home as published for this person. Values are there as in a modal: Home may hold inputs too, which
// send actions and are never submitted (surfaces/app-home).
func (p *Person) Home() *View { return p.see("home") }

// see copies a view for its reader, nil when there is none.
func (p *Person) see(id string) *View {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	s, err := p.surface(where{view: id})
	if err != nil {
		return nil
	}
	v := s.view
	return &View{
		ID: v.id, Type: v.kind, CallbackID: v.text("callback_id"), Title: plainText(v.body["title"]), Hash: v.hash,
		PrivateMetadata: v.text("private_metadata"), ExternalID: v.text("external_id"), Blocks: v.blocks(),
		Values: cloneValues(v.values), Errors: v.errors, Trouble: v.trouble,
	}
}

// Words is everything a view says, block by block, one line each.
func (v *View) Words() string { return words(v.Blocks) }

// Words is everything a message shows: its blocks' texts line by line, or its text when it has none.
func (m Message) Words() string {
	said := words(m.everyBlock())
	if len(m.Blocks) == 0 {
		return strings.TrimSuffix(m.Text+"\n"+said, "\n")
	}
	return said
}

// words collects the texts of blocks in reading order. A text object and an object that carries its text bare, as in
// rich text and markdown, both count, and so does what a picture says to whoever does not see it. Values, ids and
// addresses do not: nobody reads them.
func words(value any) string {
	var lines []string
	var visit func(any)
	visit = func(value any) {
		switch v := value.(type) {
		case []map[string]any:
			for _, item := range v {
				visit(item)
			}
		case []any:
			for _, item := range v {
				visit(item)
			}
		case map[string]any:
			for _, key := range []string{"text", "alt_text"} {
				if line, ok := v[key].(string); ok {
					lines = append(lines, line)
				}
			}
			for _, key := range []string{"title", "label", "text", "fields", "elements", "accessory", "element", "hint",
				"subtitle",
				"body", "subtext", "actions", "child_blocks", "rows", "options"} {
				visit(v[key])
			}
		}
	}
	visit(value)
	return strings.Join(lines, "\n")
}

// Typeahead types a query into an external menu of the modal on top and returns what the app offers.
func (p *Person) Typeahead(ctx context.Context, what, query string) (Suggestions, error) {
	return p.suggest(ctx, where{}, "", what, query)
}

// TypeaheadIn is Typeahead for a menu in a message.
func (p *Person) TypeaheadIn(ctx context.Context, m Message, what, query string) (Suggestions, error) {
	return p.suggest(ctx, where{channel: m.Channel, ts: m.TS}, "", what, query)
}

// AwaitMessage waits for a message that the person sees and that fits, in any of their conversations. It looks at what
// is there already first, so nothing is missed between what was done and the wait for its effect. It ends with the
// message, or with ctx's error and the name of whoever waited in vain.
func (p *Person) AwaitMessage(ctx context.Context, fits func(Message) bool) (Message, error) {
	var found Message
	err := p.w.Await(ctx, func() bool {
		p.w.mu.Lock()
		var all []Message
		if u, err := p.user(); err == nil {
			for _, id := range p.w.channelIDs {
				if c := p.w.channels[id]; c.has(u.ID) {
					all = append(all, p.w.seen(u.ID, c)...)
				}
			}
		}
		p.w.mu.Unlock()
		i := slices.IndexFunc(all, fits)
		if i >= 0 {
			found = all[i]
		}
		return i >= 0
	})
	if err != nil {
		return Message{}, fmt.Errorf("waiting for a message to %s: %w", p.who, err)
	}
	return found, nil
}

// AwaitModal waits until the view on top of the person's modal fits; nil fits takes any.
func (p *Person) AwaitModal(ctx context.Context, fits func(*View) bool) (*View, error) {
	return p.awaitView(ctx, "", fits)
}

// AwaitHome waits until the person's App Home fits; nil fits takes any.
func (p *Person) AwaitHome(ctx context.Context, fits func(*View) bool) (*View, error) {
	return p.awaitView(ctx, "home", fits)
}

// awaitView waits for a view with an id as Person.view takes it. A view that fits at the time of the call ends the wait
// at once, so an update to wait for needs a condition of its own, such as another hash.
func (p *Person) awaitView(ctx context.Context, id string, fits func(*View) bool) (*View, error) {
	var found *View
	err := p.w.Await(ctx, func() bool {
		v := p.see(id)
		if v == nil || (fits != nil && !fits(v)) {
			return false
		}
		found = v
		return true
	})
	if err != nil {
		return nil, fmt.Errorf("waiting for a view of %s: %w", p.who, err)
	}
	return found, nil
}
