// Package campaign is campaigns: what runs and how far it is, their form, what leaders and a channel are told, and what
// was learned when one is over.
package campaign

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/courier"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/digest/report"
	"vouch/store"
)

// Handlers are the interactions of this capability.
type Handlers struct {
	*surface.Kit
	known atomic.Pointer[counted]
}

// Actions, callbacks and fields that this capability alone uses. The values of the actions are campaigns.
const (
	actNew     = "campaign_new"
	actEdit    = "campaign_edit"
	actEnd     = "campaign_end"
	actLearn   = "campaign_learn"
	cbList     = "campaigns"
	cbForm     = "campaign_form"
	cbLearn    = "campaign_learn"
	fieldName  = "name"
	fieldWhy   = "why"
	fieldMany  = "target"
	fieldGoal  = "goal"
	fieldFrom  = "from"
	fieldTo    = "to"
	fieldWhere = "channel"
	fieldLearn = "lessons"
)

// Routes lists what everybody sees of campaigns and what managers do with them.
func (h *Handlers) Routes() []dispatch.Route {
	return []dispatch.Route{
		dispatch.OnWord(surface.CmdVouch, "campaigns", "what we reach for together", h.onList),
		dispatch.OnAction(surface.ActCampaigns, h.onList),
		dispatch.OnAction(actNew, h.By(surface.MustManage, h.onNew)),
		dispatch.OnAction(actEdit, h.onEdit),
		dispatch.OnAction(actEnd, h.onEnd),
		dispatch.OnAction(actLearn, h.onLearn),
		dispatch.OnSubmit(cbForm, h.onForm),
		dispatch.OnSubmit(cbLearn, h.onLearned),
	}
}

// Kinds are the messages about a campaign.
func (h *Handlers) Kinds() []courier.Kind {
	return []courier.Kind{{Kind: store.MsgCampaign, Render: h.render}}
}

// countedFor is how long counted campaigns are shown again: Home is opened by everybody.
const countedFor = time.Minute

// counted are the campaigns that have not ended, at a time.
type counted struct {
	at   time.Time
	list []running
}

// running is a campaign with what it reached.
type running struct {
	store.Campaign
	reached store.CampaignProgress
	next    store.Asset // its newest item that can be shared; zero without one
}

// open lists the campaigns that have not ended, counted now or a moment ago.
func (h *Handlers) open(q *store.Query) []running {
	now := store.Now()
	if known := h.known.Load(); known != nil && now.Sub(known.at).Abs() < countedFor {
		return known.list
	}
	known := &counted{at: now}
	for _, c := range q.Campaigns() {
		if c.EndedAt.IsZero() {
			known.list = append(known.list, running{Campaign: c, reached: q.CampaignProgress(c)})
		}
	}
	if len(known.list) > 0 {
		for _, a := range q.LiveAssets() {
			for i := range known.list {
				if r := &known.list[i]; r.Has(a.Campaign) && !a.Internal && !a.LiveAt.Before(r.next.LiveAt) {
					r.next = a
				}
			}
		}
	}
	h.known.Store(known)
	return known.list
}

// Running are the campaigns that run now, as the goals of Home.
func (h *Handlers) Running(q *store.Query) (list []report.Progress) {
	for _, r := range h.open(q) {
		if last, err := time.Parse(time.DateOnly, string(r.To)); err == nil && !r.StartedAt.IsZero() {
			list = append(list, report.Progress{Done: r.reached.Of(r.Goal), Target: r.Target,
				Of: string(r.Goal) + " for " + block.Line(block.Cut(r.Name, shownName)), Last: last})
		}
	}
	return list
}

// onList shows what runs and what was.
func (h *Handlers) onList(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	view, err := h.list(in.User, "")
	return dispatch.Reply{Open: view}, err
}

// list is the window for somebody, with what has just been done.
func (h *Handlers) list(id store.EmployeeID, notice string) (*slack.ModalViewRequest, error) {
	return surface.Ask(h.Kit, func(q *store.Query) *slack.ModalViewRequest {
		surface.MustWorkHere(q, id)
		me := surface.Person(q, id)
		l := list{notice: notice, manager: q.IsManager(id), advocate: me.IsAdvocate()}
		for _, r := range h.open(q) {
			if l.manager || !r.StartedAt.IsZero() {
				l.open = append(l.open, r)
			}
		}
		for _, c := range q.Campaigns() {
			if !c.EndedAt.IsZero() && len(l.past) < pastShown {
				l.past = append(l.past, c)
			}
		}
		return listView(l)
	})
}

// onNew asks for a campaign.
func (h *Handlers) onNew(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	return dispatch.Reply{Push: formView(store.Campaign{Goal: store.CampaignGoals[0], Target: 40})}, nil
}

// onEdit asks for the changes of one.
func (h *Handlers) onEdit(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	view, err := surface.Ask(h.Kit, func(q *store.Query) *slack.ModalViewRequest {
		surface.MustManage(q, in.User)
		return formView(q.Campaign(store.CampaignID(in.Action.Value)))
	})
	return dispatch.Reply{Push: view}, err
}

// onEnd ends one.
func (h *Handlers) onEnd(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	c, err := h.DB.EndCampaign(in.User, store.CampaignID(in.Action.Value))
	if err != nil {
		return dispatch.Reply{}, err
	}
	h.known.Store(nil)
	view, err := h.list(in.User, "*"+block.Line(c.Name)+"* has ended.")
	return dispatch.Reply{Update: view, Home: true}, err
}

// onForm saves what was written.
func (h *Handlers) onForm(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	var id store.CampaignID
	if err := json.Unmarshal([]byte(in.View.Metadata), &id); err != nil {
		return dispatch.Reply{}, err
	}
	// Words that are no number become 0, which the store refuses beside the input.
	target, _ := strconv.Atoi(strings.TrimSpace(in.State.Text(fieldMany)))
	c, err := h.Once(in).SaveCampaign(in.User, store.Campaign{ID: id, Name: block.Clean(in.State.Text(fieldName)),
		Why: block.Clean(in.State.Text(fieldWhy)), Target: target, Goal: store.CampaignGoal(in.State.Choice(fieldGoal)),
		From: in.State.Date(fieldFrom), To: in.State.Date(fieldTo), Channel: in.State.Choice(fieldWhere)})
	if err != nil {
		return dispatch.Reply{}, err
	}
	h.known.Store(nil)
	notice := "*" + block.Line(c.Name) + "* is saved. Items count that name it as their campaign."
	return dispatch.Reply{Home: true, After: h.Below(in.View.Previous,
		func(context.Context) (*slack.ModalViewRequest, error) { return h.list(in.User, notice) })}, nil
}

// onLearn asks what was learned.
func (h *Handlers) onLearn(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	view, err := surface.Ask(h.Kit, func(q *store.Query) *slack.ModalViewRequest {
		surface.MustManage(q, in.User)
		return learnView(q.Campaign(store.CampaignID(in.Action.Value)))
	})
	if in.View.CallbackID == cbList {
		return dispatch.Reply{Push: view}, err
	}
	return dispatch.Reply{Open: view}, err
}

// onLearned keeps it.
func (h *Handlers) onLearned(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	id, lessons := store.CampaignID(in.View.Metadata), block.Clean(in.State.Text(fieldLearn))
	c, err := h.Once(in).LearnFromCampaign(in.User, id, lessons)
	return dispatch.Reply{Update: block.ResultModal("Thank you",
		"Everybody finds it under `/vouch campaigns`: *"+block.Line(c.Name)+"*. A curator can make it a case study.")}, err
}

// render renders a message as it is true when it is sent.
func (h *Handlers) render(_ context.Context, m store.Message) (block.Content, error) {
	id, part, _ := strings.Cut(m.Ref, "/")
	return surface.Ask(h.Kit, func(q *store.Query) block.Content {
		c := q.Campaign(store.CampaignID(id))
		switch {
		case part != partEnd && part != partOver && !c.EndedAt.IsZero():
			q.Refuse(surface.Obsolete("The campaign is over."))
		case part == partOver && c.Lessons != "":
			q.Refuse(surface.Obsolete("The lessons are written down."))
		case part == partOver && !q.IsManager(m.To):
			q.Refuse(surface.Obsolete("This person does not manage the program any more."))
		}
		return newsContent(part, running{Campaign: c, reached: q.CampaignProgress(c)})
	})
}
