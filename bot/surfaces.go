// The capabilities of the bot, listed once: their routes, the messages they send, and what one asks of another.

package bot

import (
	"context"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/board"
	"vouch/bot/bonus"
	"vouch/bot/campaign"
	"vouch/bot/clearance"
	"vouch/bot/content"
	"vouch/bot/courier"
	"vouch/bot/crisis"
	"vouch/bot/digestcard"
	"vouch/bot/dispatch"
	"vouch/bot/event"
	"vouch/bot/health"
	"vouch/bot/home"
	"vouch/bot/intro"
	"vouch/bot/library"
	"vouch/bot/member"
	"vouch/bot/outcome"
	"vouch/bot/persona"
	"vouch/bot/privacy"
	"vouch/bot/program"
	"vouch/bot/pulse"
	"vouch/bot/recognition"
	"vouch/bot/refer"
	"vouch/bot/report"
	"vouch/bot/review"
	"vouch/bot/setup"
	"vouch/bot/share"
	"vouch/bot/source"
	"vouch/bot/story"
	"vouch/bot/surface"
	"vouch/bot/training"
	"vouch/store"
)

// capability is what one folder adds to the bot. Help lists the words in this order.
type capability struct {
	routes []dispatch.Route
	kinds  []courier.Kind
}

// of is a capability that sends messages, too.
func of(handlers interface {
	Routes() []dispatch.Route
	Kinds() []courier.Kind
}) capability {
	return capability{handlers.Routes(), handlers.Kinds()}
}

// gather makes every capability and the tables of what they handle and send. It fills in what the dispatcher asks of
// them.
func (b *Bot) gather(hooks *dispatch.Hooks) (*dispatch.Routes, map[store.MessageKind]courier.Kind, error) {
	kit := &surface.Kit{
		DB: b.db, API: b.api, Log: b.log, Planner: b.planner, Fetcher: b.config.Fetcher,
		Poller: source.NewPoller(b.config.Fetcher), Beside: b.beside, Me: b.me, PublicURL: b.config.PublicURL,
	}
	shares, events, stories := &share.Handlers{Kit: kit}, &event.Handlers{Kit: kit}, &story.Handlers{Kit: kit}
	reviews, search := &review.Handlers{Kit: kit}, &library.Handlers{Kit: kit}
	cards := &digestcard.Handlers{Kit: kit, AlreadyShared: shares.AlreadyShared, Find: b.Find,
		SearchAgain: search.SearchAgain, Render: b.RenderMessage}
	events.Rerender = cards.Rerender
	items := &content.Handlers{Kit: kit, Attendees: events.ShowAttendees, EditStory: stories.StoryEditForm,
		BackOnQueue: reviews.SavedOnQueue}
	pulses, lessons, setups := &pulse.Handlers{Kit: kit}, &training.Handlers{Kit: kit},
		&setup.Handlers{Kit: kit, Find: b.Find}
	people := &member.Handlers{Kit: kit, Words: b.Words, Find: b.Find, WhyNot: pulses.WhyNot}
	homes := &home.Handlers{Kit: kit, Others: func() int { return b.Status().Others }}
	campaigns := &campaign.Handlers{Kit: kit}
	fillHome(homes, setups, campaigns, lessons)
	b.persona, b.source = &persona.Handlers{Kit: kit}, &source.Handlers{Kit: kit}
	hooks.Note, hooks.Home = cards.NoteInteraction, orErased(homes.HomeBlocks)

	var routes [][]dispatch.Route
	kinds := [][]courier.Kind{{
		{Kind: store.MsgErased, Render: renderErased},
		{Kind: store.MsgNotice, Render: renderNotice},
	}}
	for _, c := range []capability{
		of(cards), of(shares), of(&refer.Handlers{Kit: kit}), of(&intro.Handlers{Kit: kit}),
		of(items), of(stories), of(reviews), of(&clearance.Handlers{Kit: kit}), {b.source.Routes(), nil}, of(search),
		of(events), {homes.Routes(), nil}, of(people), {(&privacy.Handlers{Kit: kit}).Routes(), nil},
		of(&board.Handlers{Kit: kit}), of(campaigns), of(&bonus.Handlers{Kit: kit}), of(&recognition.Handlers{Kit: kit}),
		{(&program.Handlers{Kit: kit}).Routes(), nil}, {setups.Routes(), nil},
		of(&report.Handlers{Kit: kit}), of(&health.Handlers{Kit: kit}), of(&crisis.Handlers{Kit: kit}),
		{lessons.Routes(), nil}, of(pulses), of(&outcome.Handlers{Kit: kit}), of(b.persona),
	} {
		routes, kinds = append(routes, c.routes), append(kinds, c.kinds)
	}
	table, err := dispatch.NewRoutes(routes...)
	if err != nil {
		return nil, nil, err
	}
	table.Instead(setups.Ask)
	table.Once(b.db.IsHandled)
	rows, err := courier.KindTable(kinds...)
	return table, rows, err
}

// fillHome gives Home what other capabilities have for it: the setup and the policy first, then what runs, and the
// lessons below everything else that waits.
func fillHome(homes *home.Handlers, setups *setup.Handlers, campaigns *campaign.Handlers, lessons *training.Handlers) {
	homes.Setup = setups.Blocks
	homes.Running = append(homes.Running, campaigns.Running)
	homes.Todos = append(homes.Todos, func(q *store.Query, me surface.Member) (t home.Todo) {
		t.Text, t.Done, t.Button = lessons.Todo(q, me)
		return t
	})
	homes.Steps = append(homes.Steps, func(q *store.Query, me surface.Member) (s home.Step, fits bool) {
		s.Text, s.Button, fits = setup.ReadPolicy(q, me)
		return s, fits
	}, func(q *store.Query, me surface.Member) (s home.Step, fits bool) {
		s.Later = true
		s.Text, s.Button, fits = lessons.Step(q, me)
		return s, fits
	})
}

// renderErased stands in the place of what somebody was told whose data was erased.
func renderErased(context.Context, store.Message) (block.Content, error) { return erasedContent(), nil }

// erasedContent is what is left of messages and of Home.
func erasedContent() block.Content {
	return block.Message("The data Vouch kept about you was erased, and with it what stood here.")
}

// orErased shows whose data is gone what is left: a Home may be due since before.
func orErased(home func(context.Context, store.EmployeeID) ([]slack.Block, error)) func(context.Context,
	store.EmployeeID) ([]slack.Block, error) {
	return func(ctx context.Context, id store.EmployeeID) ([]slack.Block, error) {
		blocks, err := home(ctx, id)
		if store.KindOf(err) == store.NotFound {
			return erasedContent().Blocks, nil
		}
		return blocks, err
	}
}

// renderNotice shows the text that a short notice carries.
func renderNotice(_ context.Context, m store.Message) (block.Content, error) {
	return block.Content{Text: m.Text}, nil
}
