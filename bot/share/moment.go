// The moments of sharing: the first share, and weeks in a row with a share or a referral.

package share

import (
	"context"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/courier"
	"vouch/bot/picture"
	"vouch/bot/surface"
	"vouch/store"
)

// firstContent thanks for a person's first share.
func firstContent(s store.Share, a store.Asset) block.Content {
	title := block.Line(block.Cut(a.Title, maxSummary))
	return momentContent("Your first share: *"+title+"* "+surface.PlaceWords(s.Network)+". Thank you.",
		picture.Moment{Big: "1", Unit: "share", Title: "Your first share", Words: "Thank you for speaking for us."})
}

// streakContent tells how many weeks in a row somebody shared or referred.
func streakContent(weeks int) block.Content {
	n := strconv.Itoa(weeks)
	return momentContent("*"+n+" weeks in a row* with a share or a referral. Thank you.",
		picture.Moment{Big: n, Unit: "weeks", Title: n + " weeks in a row", Words: "A share or a referral in each."})
}

// momentContent is a line with its card.
func momentContent(text string, m picture.Moment) block.Content {
	return surface.WithMoment(block.Content{Text: text, Blocks: []slack.Block{block.Section(text)}}, m)
}

// renderMoment tells of a moment that is still true.
func (h *Handlers) renderMoment(_ context.Context, m store.Message) (block.Content, error) {
	what, of, _ := strings.Cut(m.Ref, "/")
	if what == "first" {
		var s store.Share
		asset, err := surface.Ask(h.Kit, func(q *store.Query) store.Asset {
			s = q.Share(store.ShareID(of))
			a := q.Asset(s.Asset)
			// No thanks for a post that should come down.
			if s.Level < store.Declared || a.State == store.Withdrawn {
				q.Refuse(surface.Obsolete("The share, or what was shared, was taken back."))
			}
			return a
		})
		if err != nil {
			return block.Content{}, err
		}
		return firstContent(s, asset), nil
	}
	told, last, _ := strings.Cut(of, "/")
	weeks, _ := strconv.Atoi(told) // a foreign one is no streak
	week, _ := strconv.Atoi(last)
	still, err := surface.Ask(h.Kit, func(q *store.Query) int { return q.Streak(m.To, week) })
	if err == nil && (weeks == 0 || still < weeks) {
		err = surface.Obsolete("The share was taken back.")
	}
	if err != nil {
		return block.Content{}, err
	}
	return streakContent(weeks), nil
}

// Kinds are the messages about sharing.
func (h *Handlers) Kinds() []courier.Kind {
	return []courier.Kind{{Kind: store.MsgMoment, Render: h.renderMoment},
		{Kind: store.MsgReminder, Render: h.renderReminder}}
}
