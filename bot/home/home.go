// Package home is Home: what its reader runs and looks after, the next step, what came of the last ones, and the lists.
// It is published by the dispatcher after each interaction that asks for it.
package home

import (
	"context"
	"slices"
	"sync/atomic"

	"github.com/slack-go/slack"

	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/digest/report"
	"vouch/store"
)

// Home and its lists. Buttons in one row need ids of their own, so some lists have one beside surface.ActList.
const (
	actRemoveSaved   = "remove_saved"
	actListReferrals = "list_referrals"
	actListSaved     = "list_saved"
	actListContent   = "list_content"
)

// What is behind two buttons of Home for those who run the program.
const (
	actContentMenu = "home_content"
	actProgramMenu = "home_program"
)

// Handlers are the interactions of this capability.
type Handlers struct {
	*surface.Kit
	Others func() int // connections to Slack with our tokens that are not ours
	// Setup shows program managers what the program still needs; nothing when it has all.
	Setup func(*store.Query, surface.Member) []slack.Block
	// Steps are what other capabilities ask of an advocate before anything else; the first that fits stands on top.
	Steps []func(*store.Query, surface.Member) (Step, bool)
	// Todos are what other capabilities add to the list of the first weeks.
	Todos []func(*store.Query, surface.Member) Todo
	// Running is what else people reach for together, below the goals.
	Running []func(*store.Query) []report.Progress
	known   atomic.Pointer[knownGoals]
}

// Routes are the words and buttons of this capability.
func (k *Handlers) Routes() []dispatch.Route { return slices.Concat(k.homeRoutes(), k.meRoutes()) }

// homeRoutes are opening Home and its lists. Home itself has no inputs, so nothing on it can be lost when it is
// published again.
func (k *Handlers) homeRoutes() []dispatch.Route {
	return []dispatch.Route{
		dispatch.OnHomeOpened(k.onHomeOpened),
		dispatch.OnWord(surface.CmdVouch, "saved", "what you saved for later", k.onSavedWord),
		dispatch.OnAction(surface.ActList, k.onList),
		dispatch.OnAction(surface.ActNewer, k.onPage),
		dispatch.OnAction(surface.ActOlder, k.onPage),
		dispatch.OnAction(actRemoveSaved, k.onRemoveSaved),
		dispatch.OnAction(actListReferrals, k.onList),
		dispatch.OnAction(actListSaved, k.onList),
		dispatch.OnAction(actListContent, k.onList),
		dispatch.OnAction(actContentMenu, k.onContentMenu),
		dispatch.OnAction(actProgramMenu, k.onProgramMenu),
	}
}

// onHomeOpened publishes Home, and welcomes somebody who opens it for the first time: they came to us, so a message is
// fair.
func (k *Handlers) onHomeOpened(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	if _, err := k.DB.Welcome(in.User); err != nil && store.KindOf(err) != store.NotFound {
		return dispatch.Reply{}, err
	}
	return dispatch.Reply{Home: in.Event.Tab != "messages"}, nil
}

// HomeBlocks renders a person's Home.
func (k *Handlers) HomeBlocks(_ context.Context, id store.EmployeeID) ([]slack.Block, error) {
	h := home{now: store.Now()}
	library, err := k.Planner.Library(h.now)
	if err != nil {
		return nil, err
	}
	err = k.DB.View(func(q *store.Query) error {
		// Whoever has not joined gets Home, too: it says what this is.
		h.me = surface.Person(q, id)
		if h.me.IsAdvocate() {
			fillMember(q, &h)
			k.askOthers(q, &h)
			h.seenAll = h.today.Key == "" && library.Left(q.ReaderOf(id)) == 0
		} else {
			fillStranger(q, &h)
		}
		fillReferrals(q, &h)
		h.goals = slices.Clone(k.goals(q, h.now))
		for _, ask := range k.Running {
			h.goals = append(h.goals, ask(q)...)
		}
		h.holds = q.ActiveCrises()
		h.manager = managerHomeOf(q, h.me.Employee)
		if h.manager != nil && k.Setup != nil {
			h.setup = k.Setup(q, h.me)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if h.manager != nil {
		h.manager.others = k.Others()
	}
	return homeView(h), nil
}

// askOthers reads what other capabilities have for an advocate.
func (k *Handlers) askOthers(q *store.Query, h *home) {
	for _, ask := range k.Steps {
		if step, fits := ask(q, h.me); fits && (h.first == nil || h.first.Later && !step.Later) {
			h.first = &step
		}
	}
	for _, ask := range k.Todos {
		h.todos = append(h.todos, ask(q, h.me))
	}
}

// fillMember reads an advocate's own things: each is an indexed read of a few records, whatever the size of the file.
func fillMember(q *store.Query, h *home) {
	id := h.me.ID
	h.score = q.ScoreOf(id, h.now)
	h.latest = q.EntriesOf(id, 1)
	if h.level, _, h.next = q.Ladder(id); h.level == 0 {
		h.mentor, _ = q.MentorFor(h.me.Employee)
	}
	h.opened = q.OpenedBy(id)
	h.shares = shareLines(q, id, stepShares)
	h.saved = savedAssets(q, id)
	h.sent = surface.ReadSentIn(q, id, surface.MaxListItems)
	h.events = homeEvents(q, h.me, h.now)
	h.today, _ = q.TodaysDelivery(id, store.DateOf(h.now, h.me.Zone))
}

// fillReferrals reads what somebody referred or introduced and what they answer for; owners need not have joined.
func fillReferrals(q *store.Query, h *home) {
	h.referrals, h.bonus = q.ReferralsOf(h.me.ID), nextBonus(q, h.me.ID, h.me.Zone)
	ended := func(r store.Referral) bool { return !surface.IsOpen(r.Stage) }
	h.owned = inCare(slices.DeleteFunc(q.ReferralsOwnedBy(h.me.ID), ended))
	h.made, h.offered = q.IntroductionsOf(h.me.ID)
}

// fillStranger reads what makes Home useful before joining.
func fillStranger(q *store.Query, h *home) {
	h.newest = q.AssetsBy(store.Live, homeNewest, "")
	h.sent = surface.ReadSentIn(q, h.me.ID, surface.MaxListItems)
	h.advocates = q.Stats().Advocates
}
