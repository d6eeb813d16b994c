// Home: gathers what its reader sees. It is published by the door after each act that asks for it.

package bot

import (
	"context"
	"slices"
	"sort"
	"time"

	"github.com/slack-go/slack"

	"vouch/store"
)

// homeRoutes are opening Home and its lists. Home itself has no inputs, so nothing on it can be lost when it is published
// again.
func (b *Bot) homeRoutes() []route {
	return []route{
		onHomeOpened(b.onHomeOpened),
		onWord(cmdVouch, "saved", "what you saved for later", b.onSavedWord),
		onAction(actList, b.onList),
		onAction(actNewer, b.onPage),
		onAction(actOlder, b.onPage),
		onAction(actRemoveSaved, b.onRemoveSaved),
	}
}

// onHomeOpened publishes Home, and welcomes somebody who opens it for the first time: they came to us, so a message is fair.
func (b *Bot) onHomeOpened(_ context.Context, in inbound) (reply, error) {
	if _, err := b.db.Welcome(in.User); err != nil && store.KindOf(err) != store.NotFound {
		return reply{}, err
	}
	return reply{Home: in.Event.Tab != "messages"}, nil
}

// homeBlocks draws a person's Home.
func (b *Bot) homeBlocks(_ context.Context, id store.EmployeeID) ([]slack.Block, error) {
	now := store.Now()
	// Not b.member: Home answers everybody, and says to those who have not joined what this is.
	me, err := b.person(id)
	if err != nil {
		return nil, err
	}
	h := home{me: me, now: now}
	if me.IsAdvocate() {
		err = b.fillMember(&h)
	} else {
		err = b.fillStranger(&h)
	}
	if err == nil {
		err = b.fillReferrals(&h)
	}
	if err != nil {
		return nil, err
	}
	if h.manager, err = b.managerHome(me.Employee); err != nil {
		return nil, err
	}
	return homeView(h), nil
}

// fillMember reads an advocate's own things: each is an indexed read of a few records, whatever the size of the file.
func (b *Bot) fillMember(h *home) (err error) {
	id := h.me.ID
	if h.score, err = b.db.ScoreOf(id, h.now); err != nil {
		return err
	}
	if h.shares, err = b.shareLines(id, homeShares+1); err != nil {
		return err
	}
	if h.saved, err = b.savedAssets(id); err != nil {
		return err
	}
	if h.sent, err = b.sentIn(id, maxListItems); err != nil {
		return err
	}
	if h.events, err = b.homeEvents(h.me, h.now); err != nil {
		return err
	}
	today := store.LocalDate(h.now.In(h.me.zone).Format(time.DateOnly))
	h.today, _, err = b.db.TodaysDelivery(id, today)
	return err
}

// fillReferrals reads what somebody referred and what waits for their answer; owners need not have joined.
func (b *Bot) fillReferrals(h *home) (err error) {
	if h.referrals, err = b.db.ReferralsOf(h.me.ID); err != nil {
		return err
	}
	owned, err := b.db.ReferralsOwnedBy(h.me.ID)
	if err != nil {
		return err
	}
	// Only what nobody has looked at yet waits; later stages are the owner's own work and would bury the new ones.
	h.owned = slices.DeleteFunc(owned, func(r store.Referral) bool { return r.Stage != store.Submitted })
	sort.SliceStable(h.owned, func(i, j int) bool { return h.owned[i].AnswerBy.Before(h.owned[j].AnswerBy) })
	return nil
}

// fillStranger reads what makes Home useful before joining.
func (b *Bot) fillStranger(h *home) (err error) {
	if h.newest, err = b.db.AssetsBy(store.Live, homeNewest, ""); err != nil {
		return err
	}
	if h.sent, err = b.sentIn(h.me.ID, maxListItems); err != nil {
		return err
	}
	stats, err := b.db.Stats()
	h.advocates = stats.Advocates
	return err
}

// managerHome reads the manager's part; nil for people who run nothing. A curator gets the library only: numbers about
// people and messages are the manager's.
func (b *Bot) managerHome(e store.Employee) (*managerHome, error) {
	manager, err := b.db.IsManager(e.ID)
	if err != nil || (!manager && !e.Has(store.Curator) && !e.Has(store.Compliance)) {
		return nil, err
	}
	m := &managerHome{manager: manager, curator: manager || e.Has(store.Curator)}
	if m.stats, err = b.db.Stats(); err != nil {
		return nil, err
	}
	queue, err := b.db.ReviewQueue(e.ID, 0, "")
	if err != nil {
		return nil, err
	}
	stories, err := b.db.WaitingStories(reviewShown)
	if err != nil {
		return nil, err
	}
	m.stories = len(stories)
	m.mine, m.review = queue.Mine, queue.Mine+queue.Others
	sources, err := b.db.Sources()
	if err != nil {
		return nil, err
	}
	m.sources = len(sources)
	for _, source := range sources {
		if source.State == store.SourceBroken {
			m.broken++
		}
	}
	settings, err := b.db.Settings()
	if err != nil {
		return nil, err
	}
	m.boardOn = settings.BoardOn
	schedules, err := b.db.BoardSchedules()
	m.schedules = len(schedules)
	return m, err
}
