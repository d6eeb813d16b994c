// Package crisis is the one switch that holds sharing: its form, the rehearsal before it starts, the statement that
// everybody gets and may confirm, and its end.
package crisis

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/courier"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

// Handlers are the interactions of this capability.
type Handlers struct {
	*surface.Kit
}

// Actions, callbacks and fields that this capability alone uses.
const (
	actNew       = "crisis_new"
	actEnd       = "crisis_end"
	actRead      = "crisis_read"
	actOf        = "crisis_of"
	cbList       = "crisis"
	cbForm       = "crisis_form"
	cbStart      = "crisis_start"
	cbEnd        = "crisis_end"
	fieldOf      = "of"
	fieldReason  = "reason"
	fieldText    = "statement"
	fieldOwner   = "owner"
	fieldEnd     = "ends_at"
	fieldSpeaker = "spokespeople"
	fieldAllowed = "allowed"
	fieldFacts   = "facts"
)

// Routes lists what managers do with a crisis, and what everybody does with its statement.
func (h *Handlers) Routes() []dispatch.Route {
	return []dispatch.Route{
		dispatch.OnWord(surface.CmdVouch, "crisis", "stop sharing in a crisis", h.onList).For((*store.Query).CanManage),
		dispatch.OnAction(surface.ActCrisis, h.onList),
		dispatch.OnAction(actNew, h.By(surface.MustManage, h.onNew)),
		dispatch.OnSuggest(actOf, h.onSuggest),
		dispatch.OnSubmit(cbForm, h.onForm),
		dispatch.OnSubmit(cbStart, h.onStart),
		dispatch.OnAction(actEnd, h.onEnd),
		dispatch.OnSubmit(cbEnd, h.onEnding),
		dispatch.OnAction(actRead, h.onRead),
	}
}

// Kinds is the statement to everybody.
func (h *Handlers) Kinds() []courier.Kind {
	return []courier.Kind{{Kind: store.MsgCrisis, Render: h.renderStatement, Rewrite: h.rerenderStatement}}
}

// onList shows what is on hold, how far its messages are, and the way to another one.
func (h *Handlers) onList(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	view, err := h.list(in.User)
	if in.View.CallbackID == cbList {
		return dispatch.Reply{Update: view, Home: true}, err
	}
	return dispatch.Reply{Open: view}, err
}

func (h *Handlers) list(id store.EmployeeID) (*slack.ModalViewRequest, error) {
	return surface.Ask(h.Kit, func(q *store.Query) *slack.ModalViewRequest {
		surface.MustManage(q, id)
		me := surface.Person(q, id)
		var shown []shownCrisis
		for _, c := range q.ActiveCrises() {
			shown = append(shown, show(q, c))
		}
		return listView(shown, q.PendingEdits(), me.Zone)
	})
}

// show gathers what is said of a crisis.
func show(q *store.Query, c store.Crisis) shownCrisis {
	s := shownCrisis{crisis: c, of: "everything", read: q.CrisisReads(c.ID),
		ask: "Questions: " + block.Person(c.Owner) + "."}
	if e, found := q.FindEmployee(c.Owner); !found || e.Deactivated {
		s.ask = q.WhomToAsk()
	}
	switch c.Scope {
	case store.HoldTopic:
		s.of = "the topic " + c.Of
	case store.HoldAsset:
		s.of = "one item"
		if a, found := q.FindAsset(store.AssetID(c.Of)); found {
			s.of = a.Title
		}
	}
	if a, found := q.FindAsset(c.Facts); found && surface.GoneWords(a) == "" {
		s.facts = a
	}
	return s
}

// onNew asks what is on hold and why.
func (h *Handlers) onNew(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	return dispatch.Reply{Push: formView(in.User)}, nil
}

// The values of what is on hold: everything, or a scope, a colon and the topic or item.
const everything = string(store.HoldAll)

// onSuggest offers everything, the topics and the items that fit what was typed, held ones too; items alone where a
// fact sheet is chosen.
func (h *Handlers) onSuggest(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	assets, err := surface.Ask(h.Kit, func(q *store.Query) []store.Asset {
		surface.MustManage(q, in.User)
		return q.AssetsBy(store.Live, 0, "")
	})
	if err != nil {
		return dispatch.Reply{}, err
	}
	wanted := surface.SearchWords(in.Query)
	var topics []string
	var items []*slack.OptionBlockObject
	for _, a := range assets {
		topics = append(topics, a.Topics...)
		if surface.BeginWords(surface.SearchWords(a.Title), wanted) {
			items = append(items, block.Option(string(store.HoldAsset)+":"+string(a.ID), a.Title))
		}
	}
	if in.View.CallbackID == cbEnd {
		return dispatch.Reply{Options: items[:min(len(items), dispatch.MaxOptions)]}, nil
	}
	options := []*slack.OptionBlockObject{everythingOption()}
	slices.Sort(topics)
	for _, topic := range slices.Compact(topics) {
		if surface.BeginWords(surface.SearchWords(topic), wanted) {
			options = append(options, block.Option(string(store.HoldTopic)+":"+topic, "Topic: "+topic))
		}
	}
	options = append(options, items...)
	return dispatch.Reply{Options: options[:min(len(options), dispatch.MaxOptions)]}, nil
}

// readForm is what somebody wrote; at is when, in their zone: a day later is the same time of day.
func readForm(state dispatch.State, at time.Time) store.Crisis {
	scope, of, _ := strings.Cut(state.Choice(fieldOf), ":")
	c := store.Crisis{Scope: store.CrisisScope(scope), Of: of, Reason: block.Clean(state.Text(fieldReason)),
		Statement: block.Clean(state.Text(fieldText)), Owner: store.EmployeeID(state.Choice(fieldOwner))}
	if days, limited := lengths[state.Choice(fieldEnd)]; limited {
		c.EndsAt = at.AddDate(0, 0, days)
	}
	for _, id := range state.Choices(fieldSpeaker) {
		c.Spokespeople = append(c.Spokespeople, store.EmployeeID(id))
	}
	for _, value := range state.Choices(fieldAllowed) {
		if id, found := strings.CutPrefix(value, string(store.HoldAsset)+":"); found {
			c.Allowed = append(c.Allowed, store.AssetID(id))
		}
	}
	return c
}

// onForm rehearses: it says what would happen, and nothing has happened yet.
func (h *Handlers) onForm(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	me, err := h.Person(in.User)
	if err != nil {
		return dispatch.Reply{}, err
	}
	c := readForm(in.State, in.At.In(me.Zone))
	effect, err := h.DB.PreviewCrisis(in.User, c)
	if err != nil {
		return dispatch.Reply{}, err
	}
	metadata := block.Metadata(c)
	if utf8.RuneCountInString(metadata) > block.MaxMetadata {
		return dispatch.Reply{Errors: map[string]string{fieldText: "Shorten the statement a little."}}, nil
	}
	return dispatch.Reply{Update: rehearsalView(c, effect, metadata)}, nil
}

// onStart starts what was rehearsed.
func (h *Handlers) onStart(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	var c store.Crisis
	if err := json.Unmarshal([]byte(in.View.Metadata), &c); err != nil {
		return dispatch.Reply{}, err
	}
	started, err := h.Once(in).StartCrisis(in.User, c)
	if err != nil {
		return dispatch.Reply{}, err
	}
	return dispatch.Reply{Update: startedView(started), Home: true, After: func(ctx context.Context) error {
		// What is not planned when ctx ends goes on with the next minute.
		err := h.DB.ContinueCrises(ctx)
		below := h.Below(in.View.Previous, func(context.Context) (*slack.ModalViewRequest, error) { return h.list(in.User) })
		if below != nil {
			err = errors.Join(err, below(ctx))
		}
		return err
	}}, nil
}

// onEnd asks whether a crisis is to end, and what people may share of it.
func (h *Handlers) onEnd(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	view, err := surface.Ask(h.Kit, func(q *store.Query) *slack.ModalViewRequest {
		surface.MustManage(q, in.User)
		return endView(q.Crisis(store.CrisisID(in.Action.Value)))
	})
	return dispatch.Reply{Update: view}, err
}

// onEnding ends a crisis and shows what is still on hold.
func (h *Handlers) onEnding(ctx context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	facts := strings.TrimPrefix(in.State.Choice(fieldFacts), string(store.HoldAsset)+":")
	if _, err := h.Once(in).EndCrisis(in.User, store.CrisisID(in.View.Metadata), store.AssetID(facts)); err != nil {
		return dispatch.Reply{}, err
	}
	list := func(context.Context) (*slack.ModalViewRequest, error) { return h.list(in.User) }
	view, err := list(ctx)
	return dispatch.Reply{Update: view, Home: true, After: func(ctx context.Context) error {
		err := h.DB.ContinueCrises(ctx)
		return errors.Join(err, h.Below(in.View.ID, list)(ctx)) // how many messages are to be changed back
	}}, err
}

// onRead notes that somebody has read the statement, and says so in its place.
func (h *Handlers) onRead(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	if _, err := h.DB.ReadCrisis(in.User, store.CrisisID(in.Action.Value)); err != nil {
		return dispatch.Reply{}, err
	}
	content, err := h.statement(store.CrisisID(in.Action.Value), in.User)
	return dispatch.Reply{Replace: &content}, err
}

// statement renders what somebody is told of a crisis.
func (h *Handlers) statement(crisis store.CrisisID, id store.EmployeeID) (block.Content, error) {
	return surface.Ask(h.Kit, func(q *store.Query) block.Content {
		s := show(q, q.Crisis(crisis))
		at, read := q.HasReadCrisis(id, crisis)
		if !read {
			at = time.Time{}
		}
		return statementContent(s, at, surface.Person(q, id).Zone)
	})
}

// renderStatement renders the statement for the courier; nobody is told of what is over.
func (h *Handlers) renderStatement(_ context.Context, m store.Message) (block.Content, error) {
	c, err := surface.Ask(h.Kit, func(q *store.Query) store.Crisis { return q.Crisis(store.CrisisID(m.Ref)) })
	if err != nil {
		return block.Content{}, err
	}
	if !c.EndedAt.IsZero() {
		return block.Content{}, surface.Obsolete("The crisis is over.")
	}
	return h.statement(c.ID, m.To)
}

// rerenderStatement renders a delivered statement as it should look now.
func (h *Handlers) rerenderStatement(_ context.Context, r store.Receipt) (block.Content, error) {
	return h.statement(store.CrisisID(r.Ref), r.Employee)
}
