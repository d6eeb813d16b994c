// The Web API: every call of the bot to Slack, each waiting for its turn and answering with an outcome.

package slackapi

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/store"
)

// CallTimeout bounds one HTTP call; Slack answers within a second or two, slow ones within ten.
const CallTimeout = 15 * time.Second

// API calls the Web API. No other file calls Slack with the bot's token. Each method here decides three things: whether
// it may be repeated, who waits for it, and what its outcome proves.
type API struct {
	client *slack.Client
	Http   *http.Client
	limits *limits
	token  Secret // of the reads that slack-go is too strict for, see read
	URL    string // ending in "/"

	uploads uploads
}

// Options say where the Web API is and by which token. Only Token is required.
type Options struct {
	Token    Secret
	AppToken Secret       // of OpenSocket
	URL      string       // ending in "/"; "" is Slack's
	Client   *http.Client // nil makes one with time-outs
	Unpaced  bool         // no pace of our own: the demo plays a day in moments
	Idle     int          // connections kept open where Client is nil
}

// New makes the client of the Web API. slack-go's own client has no time-out at all, and its retries are left off: they
// would send a message again that may have arrived. Trying again is the courier's business, which can look first.
func New(o Options) *API {
	client := o.Client
	if client == nil {
		// Kept open for every worker: the default of two idle connections would have the others shake hands for each message.
		transport := http.DefaultTransport.(*http.Transport).Clone()
		transport.MaxIdleConnsPerHost = o.Idle
		client = &http.Client{Transport: transport}
	}
	if client.Timeout == 0 {
		bounded := *client
		bounded.Timeout = CallTimeout
		client = &bounded
	}
	url := o.URL
	if url == "" {
		url = slack.APIURL
	}
	return &API{
		client: slack.New(o.Token.Reveal(), slack.OptionAppLevelToken(o.AppToken.Reveal()), slack.OptionAPIURL(url),
			slack.OptionHTTPClient(bearer{client, o.Token, url})),
		Http: client, limits: newLimits(o.Unpaced), token: o.Token, URL: url,
	}
}

// bearer adds the token as the header that Slack recommends (docs.slack.dev/apis/web-api): slack-go puts it into forms,
// where some stand-ins for Slack do not look.
type bearer struct {
	*http.Client
	token Secret
	url   string
}

// Do sends a request; one to another address, such as that of an upload, never gets the token.
func (b bearer) Do(r *http.Request) (*http.Response, error) {
	if r.Header.Get("Authorization") == "" && strings.HasPrefix(r.URL.String(), b.url) {
		r.Header.Set("Authorization", "Bearer "+b.token.Reveal())
	}
	return b.Client.Do(r)
}

// Identity is who we are in Slack.
type Identity struct {
	Team, TeamName string
	User           string
	IsBot          bool
	Scopes         []string  // granted; nil when Slack did not say
	At             time.Time // by Slack's clock, to the second; zero when it did not say
}

// WhoAmI asks auth.test, which needs no scope and is not limited in practice.
func (a *API) WhoAmI(ctx context.Context) (Identity, error) {
	answer, err := a.client.AuthTestContext(ctx)
	if err != nil {
		return Identity{}, err
	}
	me := Identity{Team: answer.TeamID, TeamName: answer.Team, User: answer.UserID}
	// What stands in for Slack may not name the bot; the token tells, too.
	me.IsBot = answer.BotID != "" || strings.Contains(a.token.Reveal(), "xoxb-")
	if at, err := http.ParseTime(answer.Header.Get("Date")); err == nil {
		me.At = at
	}
	// Slack names the granted scopes in a header of every answer (docs.slack.dev/authentication/installing-with-oauth).
	if granted := answer.Header.Get("X-Oauth-Scopes"); granted != "" {
		for scope := range strings.SplitSeq(granted, ",") {
			me.Scopes = append(me.Scopes, strings.TrimSpace(scope))
		}
	}
	return me, nil
}

// OpenSocket asks for the address of a Socket Mode connection, which is good for one and only shortly; not to use it is
// allowed (docs.slack.dev/reference/methods/apps.connections.open).
func (a *API) OpenSocket(ctx context.Context) (address string, err error) {
	_, address, err = a.client.StartSocketModeContext(ctx)
	return address, err
}

// deliveryEvent is the metadata event type of the messages that the courier sends.
const deliveryEvent = "vouch_delivery"

// notCalled is the outcome of a call that was never made: Slack wants us to wait longer than anybody will, or ctx ended
// while the call waited for its turn.
func notCalled(err error) Outcome {
	var busy busyError
	if errors.As(err, &busy) {
		return Classify(err)
	}
	return Outcome{Fate: Again, Reason: "stopped", Stopped: true, Err: err}
}

// Post sends a message to a conversation or, given a user id, to the app's conversation with that person. key is kept
// in the message's metadata, where Find looks for it; "" sends none. ctx ends the waiting only: a call that has begun
// is finished within CallTimeout, because nobody knows what became of half a call.
func (a *API) Post(ctx context.Context, to, key string, c block.Content) Outcome {
	// The conversation's turn comes first: a message that has to come back later must not have used up one of the
	// workspace's.
	later, err := a.limits.channel(ctx, to)
	if err != nil {
		return notCalled(err)
	}
	if later > 0 {
		return Outcome{Fate: Again, After: later, Reason: "this conversation had enough messages for now", Limited: true,
			Err: busyError{after: later}}
	}
	if err := a.limits.method(ctx, "chat.postMessage"); err != nil {
		return notCalled(err)
	}
	if key != "" {
		c.Blocks = WithName(c.Blocks, key)
	}
	content := a.pictured(ctx, c)
	if ctx.Err() != nil {
		return notCalled(ctx.Err())
	}
	var channel, ts string
	err = a.orWithoutPictures(content, func(options []slack.MsgOption) (err error) {
		if key != "" {
			options = append(options, slack.MsgOptionMetadata(slack.SlackMetadata{
				EventType: deliveryEvent, EventPayload: map[string]any{"key": key},
			}))
		}
		channel, ts, err = a.client.PostMessageContext(context.WithoutCancel(ctx), to, options...)
		return err
	})
	// A proxy's page with status 200 decodes to an empty answer. Taken for success it would lose the message for ever.
	if err == nil && ts == "" {
		err = errors.New("slack: an answer without a message")
	}
	out := Classify(err)
	out.Channel, out.TS = channel, ts
	if out.Fate == Sent {
		a.limits.posted()
	} else if out.Limited {
		a.limits.refusedPost(to, out.After)
	}
	return out
}

// orWithoutPictures makes a call with a message and, when Slack refuses it, once more without its tables, which not
// every workspace takes, and without its pictures: Slack reads each first, and one that is gone, too large or none
// would cost the whole message (docs.slack.dev/reference/block-kit/blocks/image-block).
func (a *API) orWithoutPictures(c picturedContent, call func([]slack.MsgOption) error) error {
	err := call(messageOptions(c.shown))
	if blocks := block.WithoutTables(c.shown.Blocks); CodeOf(err) == "invalid_blocks" && blocks != nil {
		err = call(messageOptions(block.Content{Text: c.shown.Text, Blocks: blocks}))
	}
	if CodeOf(err) == "invalid_blocks" && block.HasPictures(c.shown.Blocks) {
		a.uploads.forget()
		return call(messageOptions(c.plain))
	}
	return err
}

// messageOptions are the arguments of a message. Unfurling is off: our links are explained already. parse is none
// because chat.update would otherwise turn bare words into links.
func messageOptions(c block.Content) []slack.MsgOption {
	options := []slack.MsgOption{
		slack.MsgOptionText(block.CutBytes(c.Text, block.MaxMessageText), false), slack.MsgOptionDisableLinkUnfurl(),
		slack.MsgOptionDisableMediaUnfurl(), slack.MsgOptionParse(false),
	}
	if len(c.Blocks) > 0 {
		options = append(options, slack.MsgOptionBlocks(c.Blocks...))
	}
	return options
}

// Update rewrites a message of ours, or deletes it when it is to say nothing. Doing it twice is harmless. ctx ends the
// waiting only, as with Post; but when a
// person waits for it, it is a call like the others that answer them.
func (a *API) Update(ctx context.Context, channel, ts string, c block.Content) Outcome {
	content, method := a.pictured(ctx, c), "chat.update"
	if c.Text == "" {
		method = "chat.delete"
	}
	update := func(ctx context.Context) error {
		if c.Text == "" {
			_, _, err := a.client.DeleteMessageContext(ctx, channel, ts)
			return err
		}
		return a.orWithoutPictures(content, func(options []slack.MsgOption) error {
			_, _, _, err := a.client.UpdateMessageContext(ctx, channel, ts, options...)
			return err
		})
	}
	if isWaitedFor(ctx) {
		return Classify(a.call(ctx, method, update))
	}
	if err := a.limits.method(ctx, method); err != nil {
		return notCalled(err)
	}
	out := a.settle(method, update(context.WithoutCancel(ctx)))
	out.Channel, out.TS = channel, ts
	return out
}

// settle classifies err and pauses the method when Slack asked for it.
func (a *API) settle(method string, err error) Outcome {
	out := Classify(err)
	if out.Limited {
		a.limits.refusedMethod(method, out.After)
	}
	return out
}

// PostEphemeral shows a message to one member of a conversation; it is gone when they reload. Slack promises no
// delivery: nobody is told when the member is not looking (docs.slack.dev/reference/methods/chat.postEphemeral). So
// nothing that matters stands there alone.
func (a *API) PostEphemeral(ctx context.Context, channel string, user store.EmployeeID, c block.Content) error {
	content := a.pictured(ctx, c)
	return a.call(ctx, "chat.postEphemeral", func(ctx context.Context) error {
		return a.orWithoutPictures(content, func(options []slack.MsgOption) error {
			_, err := a.client.PostEphemeralContext(ctx, channel, string(user), options...)
			return err
		})
	})
}

// OpenDM gives the app's conversation with a person; asking again gives the same one.
func (a *API) OpenDM(ctx context.Context, user store.EmployeeID) (string, error) {
	if err := a.limits.method(ctx, "conversations.open"); err != nil {
		return "", err
	}
	channel, _, _, err := a.client.OpenConversationContext(ctx,
		&slack.OpenConversationParameters{Users: []string{string(user)}})
	if err != nil {
		return "", a.settle("conversations.open", err).Err
	}
	return channel.ID, nil
}

// WithName gives the first block this id. A delivery carries its key twice, because an edit through a response URL may
// drop the metadata, while the blocks come back with each press and so survive every edit (see replacing).
func WithName(blocks []slack.Block, id string) []slack.Block {
	if len(blocks) == 0 || id == "" || len(id) > block.MaxBlockID {
		return blocks
	}
	blocks = slices.Clone(blocks)
	switch first := blocks[0].(type) {
	case *slack.HeaderBlock:
		renamed := *first
		renamed.BlockID = id
		blocks[0] = &renamed
	case *slack.SectionBlock:
		if first.Accessory == nil { // with an accessory the id says what the press is about
			renamed := *first
			renamed.BlockID = id
			blocks[0] = &renamed
		}
	}
	return blocks
}

// isNamed tells whether a message begins with the block that WithName gave this id.
func isNamed(blocks []slack.Block, id string) bool {
	return len(blocks) > 0 && blocks[0].ID() == id
}

// Find looks for the deliveries with these keys among the messages of a conversation since a time, and gives the ts of
// those that are there. The key is what makes sending safe to repeat: it names the delivery, not the attempt.
// conversations.history needs im:history and membership, which the app has in its own conversations only
// (docs.slack.dev/reference/methods/conversations.history).
func (a *API) Find(ctx context.Context, channel string, keys []string, since time.Time) (map[string]string, error) {
	// Pages go from new to old; the messages sought are among the newest, so the first page nearly always ends this.
	found, cursor := map[string]string{}, ""
	for {
		if err := a.limits.method(ctx, "conversations.history"); err != nil {
			return nil, err
		}
		page, err := a.client.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{
			ChannelID: channel, Cursor: cursor, Limit: 200, IncludeAllMetadata: true, Oldest: slackTime(since),
		})
		if err != nil {
			return nil, a.settle("conversations.history", err).Err
		}
		for _, m := range page.Messages {
			for _, key := range keys {
				if m.Metadata.EventType == deliveryEvent && m.Metadata.EventPayload["key"] == key ||
					isNamed(m.Blocks.BlockSet, key) {
					found[key] = m.Timestamp
				}
			}
		}
		before := cursor
		if cursor = page.ResponseMetaData.NextCursor; cursor == "" || cursor == before || len(found) == len(keys) {
			return found, nil
		}
	}
}

// Secret is a token. Every way of printing it gives "***", so that a log line or an error cannot leak it.
type Secret string

// String hides the token from fmt and zerolog.
func (Secret) String() string { return "***" }

// GoString hides the token from %#v.
func (Secret) GoString() string { return "***" }

// MarshalText hides the token from encoders.
func (Secret) MarshalText() ([]byte, error) { return []byte("***"), nil }

// Reveal gives the token to the one caller that needs it, the Slack client.
func (s Secret) Reveal() string { return string(s) }
