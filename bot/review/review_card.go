// Messages about reviews: the card of the day, the reminders, and the news for whoever suggested something.

package review

import (
	"context"
	"slices"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/store"
)

// reviewCard draws what waits for a reviewer now.
func (h *Handlers) reviewCard(id store.EmployeeID) (block.Content, error) {
	me, err := h.Person(id)
	if err != nil {
		return block.Content{}, err
	}
	queue, err := h.DB.ReviewQueue(id, reviewListed, "")
	if err != nil {
		return block.Content{}, err
	}
	sources, err := h.sourceNames()
	if err != nil {
		return block.Content{}, err
	}
	return reviewListView(queue, sources, me.Settings, me.Zone), nil
}

// sourceNames are the names of the library's sources.
func (h *Handlers) sourceNames() (map[store.SourceID]string, error) {
	all, err := h.DB.Sources()
	names := map[store.SourceID]string{}
	for _, s := range all {
		names[s.ID] = s.Name
	}
	return names, err
}

// renderReview draws the card of the day; what was decided since it was planned makes it needless.
func (h *Handlers) renderReview(_ context.Context, m store.Message) (block.Content, error) {
	queue, err := h.DB.ReviewQueue(m.To, 1, "")
	if err != nil {
		return block.Content{}, err
	}
	if queue.Mine == 0 {
		return block.Content{}, surface.Obsolete("Nothing waits any more.")
	}
	return h.reviewCard(m.To)
}

// rerenderReview draws a delivered card again; only the newest one lists what waits.
func (h *Handlers) rerenderReview(_ context.Context, r store.Receipt) (block.Content, error) {
	newest, err := h.DB.NewestReviewCard(r.Employee, r.Key)
	if err != nil {
		return block.Content{}, err
	}
	if !newest {
		return reviewOldView(), nil
	}
	return h.reviewCard(r.Employee)
}

// renderReviewNudge recalls what has waited for too long to somebody who can decide.
func (h *Handlers) renderReviewNudge(_ context.Context, m store.Message) (block.Content, error) {
	queue, err := h.DB.ReviewQueue(m.To, surface.ReviewShown, "")
	if err != nil {
		return block.Content{}, err
	}
	settings, err := h.DB.Settings()
	if err != nil {
		return block.Content{}, err
	}
	late := slices.DeleteFunc(queue.Items, func(a store.Asset) bool { return a.Review == nil || a.Review.NudgedAt.IsZero() })
	if len(late) == 0 {
		return block.Content{}, surface.Obsolete("Nothing waits any more.")
	}
	return reviewNudgeView(late, settings.ReviewHours), nil
}

// renderReviewLate tells a program manager what nobody has answered, and who could.
func (h *Handlers) renderReviewLate(_ context.Context, _ store.Message) (block.Content, error) {
	late, err := h.DB.LateReviews()
	if err != nil {
		return block.Content{}, err
	}
	settings, err := h.DB.Settings()
	if err != nil {
		return block.Content{}, err
	}
	if len(late) == 0 {
		return block.Content{}, surface.Obsolete("Everything has been answered.")
	}
	var who []string
	for _, a := range late[:min(len(late), reviewListed)] {
		words, err := h.DB.WhoApproves(a.ID)
		if err != nil {
			return block.Content{}, err
		}
		who = append(who, words)
	}
	return reviewLateView(late, who, settings.ReviewLate), nil
}

// renderReviewNews tells whoever suggested an item, or gave it its first approval, what became of it.
func (h *Handlers) renderReviewNews(_ context.Context, m store.Message) (block.Content, error) {
	asset, err := h.DB.Asset(store.AssetID(m.Ref))
	if err != nil {
		return block.Content{}, err
	}
	me, err := h.Person(m.To)
	if err != nil {
		return block.Content{}, err
	}
	if asset.State == store.InReview || asset.State == store.Withdrawn {
		return block.Content{}, surface.Obsolete("The item is " + surface.StateWords(asset.State) + " by now.")
	}
	own := asset.Review != nil && asset.Review.Suggested == m.To
	return reviewNewsView(asset, own, me.Settings.Points.ContentAccepted, me), nil
}
