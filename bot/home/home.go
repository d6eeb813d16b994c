// Home: gathers what its reader sees. It is published by the door after each act that asks for it.

package home

import (
	"context"
	"slices"
	"sort"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

// homeRoutes are opening Home and its lists. Home itself has no inputs, so nothing on it can be lost when it is published
// again.
func (k *Handlers) homeRoutes() []dispatch.Route {
	return []dispatch.Route{
		dispatch.OnHomeOpened(k.onHomeOpened),
		dispatch.OnWord(surface.CmdVouch, "saved", "what you saved for later", k.onSavedWord),
		dispatch.OnAction(surface.ActList, k.onList),
		dispatch.OnAction(surface.ActNewer, k.onPage),
		dispatch.OnAction(surface.ActOlder, k.onPage),
		dispatch.OnAction(actRemoveSaved, k.onRemoveSaved),
	}
}

// onHomeOpened publishes Home, and welcomes somebody who opens it for the first time: they came to us, so a message is fair.
func (k *Handlers) onHomeOpened(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	if _, err := k.DB.Welcome(in.User); err != nil && store.KindOf(err) != store.NotFound {
		return dispatch.Reply{}, err
	}
	return dispatch.Reply{Home: in.Event.Tab != "messages"}, nil
}

// HomeBlocks draws a person's Home.
func (k *Handlers) HomeBlocks(_ context.Context, id store.EmployeeID) ([]slack.Block, error) {
	now := store.Now()
	// Not Member: Home answers everybody, and says to those who have not joined what this is.
	me, err := k.Person(id)
	if err != nil {
		return nil, err
	}
	h := home{me: me, now: now}
	if me.IsAdvocate() {
		err = k.fillMember(&h)
	} else {
		err = k.fillStranger(&h)
	}
	if err == nil {
		err = k.fillReferrals(&h)
	}
	if err != nil {
		return nil, err
	}
	if h.manager, err = k.managerHome(me.Employee); err != nil {
		return nil, err
	}
	return homeView(h), nil
}

// fillMember reads an advocate's own things: each is an indexed read of a few records, whatever the size of the file.
func (k *Handlers) fillMember(h *home) (err error) {
	id := h.me.ID
	if h.score, err = k.DB.ScoreOf(id, h.now); err != nil {
		return err
	}
	if h.shares, err = k.shareLines(id, homeShares+1); err != nil {
		return err
	}
	if h.saved, err = k.savedAssets(id); err != nil {
		return err
	}
	if h.sent, err = k.SentIn(id, surface.MaxListItems); err != nil {
		return err
	}
	if h.events, err = k.homeEvents(h.me, h.now); err != nil {
		return err
	}
	today := store.LocalDate(h.now.In(h.me.Zone).Format(time.DateOnly))
	h.today, _, err = k.DB.TodaysDelivery(id, today)
	return err
}

// fillReferrals reads what somebody referred and what waits for their answer; owners need not have joined.
func (k *Handlers) fillReferrals(h *home) (err error) {
	if h.referrals, err = k.DB.ReferralsOf(h.me.ID); err != nil {
		return err
	}
	owned, err := k.DB.ReferralsOwnedBy(h.me.ID)
	if err != nil {
		return err
	}
	// Only what nobody has looked at yet waits; later stages are the owner's own work and would bury the new ones.
	h.owned = slices.DeleteFunc(owned, func(r store.Referral) bool { return r.Stage != store.Submitted })
	sort.SliceStable(h.owned, func(i, j int) bool { return h.owned[i].AnswerBy.Before(h.owned[j].AnswerBy) })
	return nil
}

// fillStranger reads what makes Home useful before joining.
func (k *Handlers) fillStranger(h *home) (err error) {
	if h.newest, err = k.DB.AssetsBy(store.Live, homeNewest, ""); err != nil {
		return err
	}
	if h.sent, err = k.SentIn(h.me.ID, surface.MaxListItems); err != nil {
		return err
	}
	stats, err := k.DB.Stats()
	h.advocates = stats.Advocates
	return err
}

// managerHome reads the manager's part; nil for people who run nothing. A curator gets the library only: numbers about
// people and messages are the manager's.
func (k *Handlers) managerHome(e store.Employee) (*managerHome, error) {
	manager, err := k.DB.IsManager(e.ID)
	if err != nil || (!manager && !e.Has(store.Curator) && !e.Has(store.Compliance)) {
		return nil, err
	}
	m := &managerHome{manager: manager, curator: manager || e.Has(store.Curator)}
	if m.stats, err = k.DB.Stats(); err != nil {
		return nil, err
	}
	queue, err := k.DB.ReviewQueue(e.ID, 0, "")
	if err != nil {
		return nil, err
	}
	stories, err := k.DB.WaitingStories(surface.ReviewShown)
	if err != nil {
		return nil, err
	}
	m.stories = len(stories)
	m.mine, m.review = queue.Mine, queue.Mine+queue.Others
	sources, err := k.DB.Sources()
	if err != nil {
		return nil, err
	}
	m.sources = len(sources)
	for _, source := range sources {
		if source.State == store.SourceBroken {
			m.broken++
		}
	}
	settings, err := k.DB.Settings()
	if err != nil {
		return nil, err
	}
	m.boardOn = settings.BoardOn
	schedules, err := k.DB.BoardSchedules()
	m.schedules = len(schedules)
	return m, err
}
