// Messages about reviews: the card of the day, the reminders, and the news for whoever suggested something.

package bot

import (
	"context"
	"slices"

	"vouch/store"
)

// reviewCard draws what waits for a reviewer now.
func (b *Bot) reviewCard(id store.EmployeeID) (content, error) {
	me, err := b.person(id)
	if err != nil {
		return content{}, err
	}
	queue, err := b.db.ReviewQueue(id, reviewListed, "")
	if err != nil {
		return content{}, err
	}
	sources, err := b.sourceNames()
	if err != nil {
		return content{}, err
	}
	return reviewListView(queue, sources, me.settings, me.zone), nil
}

// sourceNames are the names of the library's sources.
func (b *Bot) sourceNames() (map[store.SourceID]string, error) {
	all, err := b.db.Sources()
	names := map[store.SourceID]string{}
	for _, s := range all {
		names[s.ID] = s.Name
	}
	return names, err
}

// renderReview draws the card of the day; what was decided since it was planned makes it needless.
func (b *Bot) renderReview(_ context.Context, m store.Message) (content, error) {
	queue, err := b.db.ReviewQueue(m.To, 1, "")
	if err != nil {
		return content{}, err
	}
	if queue.Mine == 0 {
		return content{}, overtaken("Nothing waits any more.")
	}
	return b.reviewCard(m.To)
}

// redrawReview draws a delivered card again; only the newest one lists what waits.
func (b *Bot) redrawReview(_ context.Context, r store.Receipt) (content, error) {
	newest, err := b.db.NewestReviewCard(r.Employee, r.Key)
	if err != nil {
		return content{}, err
	}
	if !newest {
		return reviewOldView(), nil
	}
	return b.reviewCard(r.Employee)
}

// renderReviewNudge recalls what has waited for too long to somebody who can decide.
func (b *Bot) renderReviewNudge(_ context.Context, m store.Message) (content, error) {
	queue, err := b.db.ReviewQueue(m.To, reviewShown, "")
	if err != nil {
		return content{}, err
	}
	settings, err := b.db.Settings()
	if err != nil {
		return content{}, err
	}
	late := slices.DeleteFunc(queue.Items, func(a store.Asset) bool { return a.Review == nil || a.Review.NudgedAt.IsZero() })
	if len(late) == 0 {
		return content{}, overtaken("Nothing waits any more.")
	}
	return reviewNudgeView(late, settings.ReviewHours), nil
}

// renderReviewLate tells a program manager what nobody has answered, and who could.
func (b *Bot) renderReviewLate(_ context.Context, _ store.Message) (content, error) {
	late, err := b.db.LateReviews()
	if err != nil {
		return content{}, err
	}
	settings, err := b.db.Settings()
	if err != nil {
		return content{}, err
	}
	if len(late) == 0 {
		return content{}, overtaken("Everything has been answered.")
	}
	var who []string
	for _, a := range late[:min(len(late), reviewListed)] {
		words, err := b.db.WhoApproves(a.ID)
		if err != nil {
			return content{}, err
		}
		who = append(who, words)
	}
	return reviewLateView(late, who, settings.ReviewLate), nil
}

// renderReviewNews tells whoever suggested an item, or gave it its first approval, what became of it.
func (b *Bot) renderReviewNews(_ context.Context, m store.Message) (content, error) {
	asset, err := b.db.Asset(store.AssetID(m.Ref))
	if err != nil {
		return content{}, err
	}
	me, err := b.person(m.To)
	if err != nil {
		return content{}, err
	}
	if asset.State == store.InReview || asset.State == store.Withdrawn {
		return content{}, overtaken("The item is " + stateWords(asset.State) + " by now.")
	}
	own := asset.Review != nil && asset.Review.Suggested == m.To
	return reviewNewsView(asset, own, me.settings.Points.ContentAccepted, me), nil
}
