// People who use the workspace: they read, type, click, submit and react as they would in Slack's client.

package slacksim

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"vouch/bot/slacksim/blockkit"
)

// Person acts for one user. Methods that reach the app wait until its acknowledgement came or 3 seconds passed, and
// tell what the person saw; an error means that it was impossible (no such button, no such channel) or ctx ended.
type Person struct {
	w   *Workspace
	who string
}

// Values are what to fill into a form: by block id, action id or label. A block with several elements takes a
// map[string]any by action id. See Element for the choices.
type Values map[string]any

// Person returns the user with an id or username. A name nobody has makes every method fail.
func (w *Workspace) Person(who string) *Person { return &Person{w: w, who: who} }

// user checks under the lock that the person can act at all.
func (p *Person) user() (*User, error) {
	u := p.w.findUser(p.who)
	switch {
	case u == nil:
		return nil, notHere(p.who)
	case u.Deleted:
		return nil, fmt.Errorf("%s is deactivated", u.Name)
	case u.IsBot || u.ID == "USLACKBOT":
		return nil, fmt.Errorf("%s is no person", u.Name)
	}
	return u, nil
}

// ID is the user id, "" when nobody has the name.
func (p *Person) ID() string {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	if u := p.w.findUser(p.who); u != nil {
		return u.ID
	}
	return ""
}

// conversation resolves where a person does something: "" is the direct message with the app, "@ben" the one with Ben,
// anything else a conversation's id or name.
func (p *Person) conversation(u *User, channel string) (*conversation, error) {
	var c *conversation
	switch {
	case channel == "":
		c = p.w.appDM(u.ID)
	case strings.HasPrefix(channel, "@"):
		other := p.w.findUser(channel)
		if other == nil {
			return nil, notHere(channel)
		}
		c = p.w.directMessage(u.ID, other.ID)
	default:
		c = p.w.findChannel(channel)
	}
	if c == nil || !c.has(u.ID) {
		return nil, fmt.Errorf("%s is in no conversation %q", u.Name, channel)
	}
	return c, nil
}

// find resolves person and conversation together, under the lock.
func (p *Person) find(channel string) (*User, *conversation, error) {
	u, err := p.user()
	if err != nil {
		return nil, nil, err
	}
	c, err := p.conversation(u, channel)
	return u, c, err
}

// Say posts a message as typed into the composer: "@name" and "#channel" become mentions.
func (p *Person) Say(_ context.Context, channel, text string) (Message, error) {
	return p.say(channel, text, "")
}

// Reply posts into the thread of a message.
func (p *Person) Reply(_ context.Context, to Message, text string) (Message, error) {
	return p.say(to.Channel, text, orDefault(to.ThreadTS, to.TS))
}

// say posts typed text. The app's own conversation takes none while its Messages tab is off or read-only; the client
// then shows the sentence returned as error. A reply needs a parent that exists. What is returned is the message as
// Slack stored it, so its text may differ from what was typed: escaped, with ids for names.
func (p *Person) say(channel, text, threadTS string) (Message, error) {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	u, c, err := p.find(channel)
	home := p.w.manifest.Features.AppHome
	switch {
	case err != nil:
		return Message{}, err
	case strings.TrimSpace(text) == "":
		return Message{}, errors.New("an empty message cannot be sent")
	case c.archived:
		return Message{}, fmt.Errorf("#%s is archived", c.name)
	case c.im && p.w.botIsIn(c) && (!home.MessagesTabEnabled || home.MessagesTabReadOnlyEnabled):
		return Message{}, errors.New("Sending messages to this app has been turned off.")
	}
	if threadTS != "" {
		if parent, _ := c.find(threadTS); parent == nil {
			return Message{}, fmt.Errorf("no message %s to reply to", threadTS)
		}
	}
	m := p.w.post(c, p.w.composed(u.ID, text, threadTS))
	return m.forPeople(), nil
}

// Press presses an element of a message by its action id or the words on it, with a choice for menus and fields. The
// message may be an old copy: what counts is its channel and timestamp, and the element is looked up in what the
// message is now. A button that an update has taken away cannot be pressed any more.
func (p *Person) Press(ctx context.Context, m Message, what string, choice ...any) (Pressed, error) {
	return p.PressElement(ctx, m, elementOf(what, choice))
}

// PressElement is Press for elements that need a block id to be told apart.
func (p *Person) PressElement(ctx context.Context, m Message, e Element) (Pressed, error) {
	return p.press(ctx, where{channel: m.Channel, ts: m.TS}, e)
}

// elementOf is the element named by the short form of Press.
func elementOf(what string, choice []any) Element {
	e := Element{What: what}
	if len(choice) > 0 {
		e.Choice = choice[0]
	}
	return e
}

// PressModal presses an element of the modal view on top. The payload names the view and no channel, so the app can
// answer by views.update or views.push only (reference/interaction-payloads/block_actions-payload). What is chosen is
// stored in the view too.
func (p *Person) PressModal(ctx context.Context, what string, choice ...any) (Pressed, error) {
	return p.PressModalElement(ctx, elementOf(what, choice))
}

// PressModalElement is PressModal for elements that need a block id to be told apart.
func (p *Person) PressModalElement(ctx context.Context, e Element) (Pressed, error) {
	return p.press(ctx, where{}, e)
}

// PressHome presses an element of the app's Home. It fails before the app has published anything; wait with AwaitHome
// first.
func (p *Person) PressHome(ctx context.Context, what string, choice ...any) (Pressed, error) {
	return p.press(ctx, where{view: "home"}, elementOf(what, choice))
}

// Fill types into the modal on top without submitting it. Either all values are stored or none.
func (p *Person) Fill(values Values) error { return p.fill(where{}, values) }

// FillMessage types into the input blocks of a message, which sends nothing until something in it is pressed. Either
// all values are stored or none. Nobody else sees them, and they are gone when an update changes the block ids.
func (p *Person) FillMessage(m Message, values Values) error {
	return p.fill(where{channel: m.Channel, ts: m.TS}, values)
}

// fill is what Fill and FillMessage share.
func (p *Person) fill(at where, values Values) error {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	s, err := p.surface(at)
	if err != nil {
		return err
	}
	return p.w.fill(s, values)
}

// Submit fills the modal on top and submits it. values may be nil when everything was filled in before. The result
// tells what the person sees; an error means that there is no modal, no submit button, or no such field.
func (p *Person) Submit(ctx context.Context, values Values) (Submitted, error) {
	return p.submit(ctx, "", values)
}

// CloseModal presses the close button of the view on top; CloseAll presses the × of the modal.
func (p *Person) CloseModal(ctx context.Context) error { return p.closeModal(ctx, "", false) }

// CloseAll closes the whole modal. The app hears view_closed for the root view with is_cleared true, if that view asked
// for it (surfaces/modals, "Closing views").
func (p *Person) CloseAll(ctx context.Context) error { return p.closeModal(ctx, "", true) }

// React adds an emoji, by name without colons, to a message; Unreact takes it back.
func (p *Person) React(_ context.Context, m Message, name string) error {
	return p.reaction(m, name, p.w.react)
}

// Unreact takes a reaction back. The app hears reaction_removed where its bot is a member; a reaction that is not there
// is no_reaction.
func (p *Person) Unreact(_ context.Context, m Message, name string) error {
	return p.reaction(m, name, p.w.unreact)
}

// reaction is what React and Unreact share. Nobody can react to a message that only they see, which has no place in the
// conversation's history.
func (p *Person) reaction(m Message, name string, do func(*conversation, *Message, string, string) error) error {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	s, err := p.surface(where{channel: m.Channel, ts: m.TS})
	switch {
	case err != nil:
		return err
	case s.message == nil || s.message.Ephemeral:
		return errors.New("nobody can react to a message that only they see")
	}
	return do(s.in, s.message, s.userID, strings.Trim(name, ":"))
}

// OpenHome opens the app's Home tab, OpenMessages its Messages tab. The app hears of it by app_home_opened, whether or
// not it publishes anything; wait with AwaitHome.
func (p *Person) OpenHome(_ context.Context) error { return p.open("home") }

// OpenMessages opens the direct message with the app.
func (p *Person) OpenMessages(_ context.Context) error { return p.open("messages") }

// open sends app_home_opened (reference/events/app_home_opened): for both tabs, every time, with the view only once
// there is one, and with a timestamp without its dot.
func (p *Person) open(tab string) error {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	u, err := p.user()
	if err != nil {
		return err
	}
	home := p.w.manifest.Features.AppHome
	if (tab == "home" && !home.HomeTabEnabled) || (tab == "messages" && !home.MessagesTabEnabled) ||
		!slices.Contains([]string{"home", "messages"}, tab) {
		return fmt.Errorf("the app has no tab %q", tab)
	}
	c := p.w.appDM(u.ID)
	event := map[string]any{"type": "app_home_opened", "user": u.ID, "channel": c.id, "tab": tab,
		"event_ts": strings.ReplaceAll(p.w.nextTS(), ".", "")}
	if v := p.w.homes[u.ID]; v != nil && tab == "home" {
		event["view"] = p.w.viewObject(v, true)
	}
	p.w.emit("app_home_opened", event)
	return nil
}

var typedToken = regexp.MustCompile(`@[a-z0-9._-]+|#[\p{Ll}\p{N}_-]+|https?://[^\s<>]+|:[a-z0-9_+-]+:`)

// composed is the message a person's client sends for typed text: escaped text and a rich_text block. Slack's client
// writes every message as rich text and sends the plain form along; apps get both, and most read only text.
func (w *Workspace) composed(userID, typed, threadTS string) *Message {
	var text strings.Builder
	var parts []any
	plain := func(words string) {
		if words != "" {
			text.WriteString(blockkit.Escape(words))
			parts = append(parts, map[string]any{"type": "text", "text": words})
		}
	}
	last := 0
	for _, span := range typedToken.FindAllStringIndex(typed, -1) {
		token := typed[span[0]:span[1]]
		part, inText := w.token(token)
		if part == nil {
			continue
		}
		plain(typed[last:span[0]])
		text.WriteString(inText)
		parts = append(parts, part)
		last = span[1]
	}
	plain(typed[last:])
	return &Message{
		Type: "message", User: userID, Text: text.String(), ThreadTS: threadTS, ClientMsgID: envelopeID(), Team: w.team.id,
		Blocks: []map[string]any{{"type": "rich_text", "block_id": secret(5), "elements": []any{
			map[string]any{"type": "rich_text_section", "elements": parts}}}},
	}
}

// token is the rich text element and the message text of a mention, link or emoji; nil when it is none. Names are
// completed by the client before it sends, which is why an app never sees "@ada" but <@U1>
// (messaging/formatting-message-text, "Mentioning users"). A private channel is named like a public one here: whoever
// types it is a member.
func (w *Workspace) token(token string) (part map[string]any, inText string) {
	switch {
	case strings.HasPrefix(token, "@"):
		if word := token[1:]; word == "here" || word == "channel" || word == "everyone" {
			return map[string]any{"type": "broadcast", "range": word}, "<!" + word + ">"
		}
		if u := w.findUser(token); u != nil {
			return map[string]any{"type": "user", "user_id": u.ID}, "<@" + u.ID + ">"
		}
	case strings.HasPrefix(token, "#"):
		if c := w.findChannel(token); c != nil && !c.im {
			return map[string]any{"type": "channel", "channel_id": c.id}, "<#" + c.id + "|" + c.name + ">"
		}
	case strings.HasPrefix(token, "http"):
		return map[string]any{"type": "link", "url": token}, "<" + blockkit.Escape(token) + ">"
	case strings.HasPrefix(token, ":"):
		return map[string]any{"type": "emoji", "name": strings.Trim(token, ":")}, token
	}
	return nil, ""
}
