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

// renderers lists who draws which kind of outbox message; MsgRewrite is not here, see rewriters.
func (b *Bot) renderers() map[store.MessageKind]renderer {
	return map[store.MessageKind]renderer{
		store.MsgWelcome: b.renderWelcome,
		store.MsgDigest:  b.renderDigest,
		store.MsgFatigue: b.renderFatigue,
		store.MsgBoard:   b.renderBoard,

		store.MsgReferralCard:  b.renderReferralCard,
		store.MsgReferralNews:  b.renderReferralNews,
		store.MsgReferralOwner: b.renderReferralOwner,
		store.MsgAskReferrer:   b.renderAskReferrer,
		store.MsgAnswer:        b.renderReferralAnswer,
		store.MsgOwnerNudge:    b.renderOwnerNudge,
		store.MsgEscalation:    b.renderEscalation,
		store.MsgAssetNotice:   b.renderAssetNotice,
		store.MsgErased:        renderErased,
		store.MsgCoverage:      b.renderCoverage,
		store.MsgStory:         b.renderStory,

		store.MsgEventReminder: b.renderEvent,
		store.MsgEventChanged:  b.renderEvent,
		store.MsgEventPlace:    b.renderEvent,
		store.MsgEventAfter:    b.renderEvent,

		store.MsgReview:      b.renderReview,
		store.MsgReviewNudge: b.renderReviewNudge,
		store.MsgReviewLate:  b.renderReviewLate,
		store.MsgReviewNews:  b.renderReviewNews,
		store.MsgPersona:     b.renderPersona,
	}
}

// rewriters lists who redraws which kind of delivered message, by Receipt.Kind.
func (b *Bot) rewriters() map[store.MessageKind]rewriter {
	return map[store.MessageKind]rewriter{
		store.MsgWelcome: b.redrawWelcome,
		store.MsgDigest:  b.redrawDigest,
		store.MsgFatigue: b.redrawFatigue,
		store.MsgBoard:   b.redrawBoard,
		store.MsgReview:  b.redrawReview,

		store.MsgStory:        b.rewriteStory,
		store.MsgReferralCard: b.rewriteReferralCard,
		store.MsgOwnerNudge:   b.rewriteReminder(b.renderOwnerNudge),
		store.MsgEscalation:   b.rewriteReminder(b.renderEscalation),

		store.MsgReferralNews:  b.rewriteErased,
		store.MsgReferralOwner: b.rewriteErased,
		store.MsgAskReferrer:   b.rewriteErased,
		store.MsgAnswer:        b.rewriteErased,

		store.MsgEventReminder: b.rewriteEvent,
		store.MsgEventChanged:  b.rewriteEvent,
		store.MsgEventPlace:    b.rewriteEvent,
		store.MsgEventAfter:    b.rewriteEvent,
	}
}

// renderErased stands in the place of what somebody was told whose data was erased.
func renderErased(context.Context, store.Message) (content, error) {
	text := "The data Vouch kept about you was erased, and with it what stood here."
	return content{Text: text, Blocks: []slack.Block{section(text)}}, nil
}
