// Messages about reviews: the card of the day, the reminders, and the news for whoever suggested something.

package review

import (
	"context"
	"slices"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/text"
)

// reviewCard renders what waits for a reviewer now.
func (h *Handlers) reviewCard(id store.EmployeeID) (block.Content, error) {
	return surface.Ask(h.Kit, func(q *store.Query) block.Content { return readReviewCard(q, id) })
}

// readReviewCard gathers the card.
func readReviewCard(q *store.Query, id store.EmployeeID) block.Content {
	me := surface.Person(q, id)
	return reviewListView(q.ReviewQueue(id, reviewListed, ""), sourceNames(q), me.Settings, me.Zone)
}

// sourceNames are the names of the library's sources.
func sourceNames(q *store.Query) map[store.SourceID]string {
	names := map[store.SourceID]string{}
	for _, s := range q.Sources() {
		names[s.ID] = s.Name
	}
	return names
}

// renderReview renders the card of the day; what was decided since it was planned makes it needless.
func renderReview(q *store.Query, m store.Message) block.Content {
	if q.ReviewQueue(m.To, 1, "").Mine == 0 {
		q.Refuse(surface.Obsolete("Nothing waits any more."))
	}
	return readReviewCard(q, m.To)
}

// rerenderReview renders a delivered card again; only the newest one lists what waits.
func rerenderReview(q *store.Query, r store.Receipt) block.Content {
	if !q.NewestReviewCard(r.Employee, r.Key) {
		return reviewOldView()
	}
	return readReviewCard(q, r.Employee)
}

// renderReviewNudge recalls what has waited for too long to somebody who can decide.
func renderReviewNudge(q *store.Query, m store.Message) block.Content {
	late := slices.DeleteFunc(q.ReviewQueue(m.To, surface.ReviewShown, "").Items,
		func(a store.Asset) bool { return a.Review == nil || a.Review.NudgedAt.IsZero() })
	if len(late) == 0 {
		q.Refuse(surface.Obsolete("Nothing waits any more."))
	}
	return reviewNudgeView(late, q.Settings().ReviewHours)
}

// renderReviewLate tells a program manager what nobody has answered, and who could.
func renderReviewLate(q *store.Query, _ store.Message) block.Content {
	late := q.LateReviews()
	if len(late) == 0 {
		q.Refuse(surface.Obsolete("Everything has been answered."))
	}
	who := text.Mapped(late[:min(len(late), reviewListed)], func(a store.Asset) string { return q.WhoApproves(a.ID) })
	return reviewLateView(late, who, q.Settings().ReviewLate)
}

// renderReviewNews tells whoever suggested an item, or gave it its first approval, what became of it.
func (h *Handlers) renderReviewNews(_ context.Context, m store.Message) (block.Content, error) {
	live, points := "", 0
	c, err := surface.Ask(h.Kit, func(q *store.Query) block.Content {
		asset, me := q.Asset(store.AssetID(m.Ref)), surface.Person(q, m.To)
		if asset.State == store.InReview || asset.State == store.Withdrawn {
			q.Refuse(surface.Obsolete("The item is " + surface.StateWords(asset.State) + " by now."))
		}
		if !me.Takes(store.ByPoints) {
			me.Settings.Points.ContentAccepted = 0
		}
		own := asset.Review != nil && asset.Review.Suggested == m.To
		if own && asset.State == store.Live && me.Takes(store.ByMoment) {
			live, points = "suggestion", me.Settings.Points.ContentAccepted
			if asset.Story != "" {
				live = "story"
			}
			if !me.IsAdvocate() {
				points = 0
			}
		}
		return reviewNewsView(asset, own, me.Settings.Points.ContentAccepted, me)
	})
	if err == nil && live != "" {
		c = surface.WithMoment(c, surface.LiveMoment(live, points))
	}
	return c, err
}
