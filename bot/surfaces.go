// The surfaces of the bot, listed once: their routes, what they draw for the courier, and Home.

package bot

import (
	"context"

	"github.com/slack-go/slack"

	"vouch/store"
)

// surfaces lists the routes of every surface.
func (b *Bot) surfaces() [][]route {
	return [][]route{
		b.onboardRoutes(),
		b.digestRoutes(),
		b.fatigueRoutes(),
		b.shareRoutes(),
		b.referRoutes(),
		b.cardRoutes(),
		b.curateRoutes(),
		b.suggestRoutes(),
		b.storyRoutes(),
		b.storyDeskRoutes(),
		b.reviewRoutes(),
		b.sourceRoutes(),
		b.libraryRoutes(),
		b.coverageRoutes(),
		b.eventRoutes(),
		b.meRoutes(),
		b.homeRoutes(),
		b.settingsRoutes(),
		b.pauseRoutes(),
		b.boardRoutes(),
		b.adminRoutes(),
		b.programRoutes(),
		b.personaRoutes(),
		b.helpRoutes(),
	}
}

// kinds lists the outbox messages of every surface.
func (b *Bot) kinds() [][]kind {
	return [][]kind{
		{{Kind: store.MsgErased, Render: renderErased}},
		b.onboardKinds(),
		b.digestKinds(),
		b.boardKinds(),
		b.referKinds(),
		b.curateKinds(),
		b.coverageKinds(),
		b.storyKinds(),
		b.eventMessages(),
		b.reviewKinds(),
		b.personaKinds(),
	}
}

// renderErased stands in the place of what somebody was told whose data was erased.
func renderErased(context.Context, store.Message) (content, error) {
	text := "The data Vouch kept about you was erased, and with it what stood here."
	return content{Text: text, Blocks: []slack.Block{section(text)}}, nil
}
