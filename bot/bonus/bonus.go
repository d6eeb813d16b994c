// Package bonus is approving bonuses: the week's card to program managers, the list behind it, excluding with a reason,
// and noting that a payroll file was paid.
package bonus

import (
	"context"
	"slices"
	"strings"

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

// Routes lists what program managers do with bonuses. Each handler asks for the role again, because a button stays on
// screen for longer than a role.
func (h *Handlers) Routes() []dispatch.Route {
	return []dispatch.Route{
		dispatch.OnWord(surface.CmdVouch, "bonuses", "bonuses to approve and to pay",
			h.onBonuses).For((*store.Query).CanManage),
		dispatch.OnAction(surface.ActBonuses, h.onBonuses),
		dispatch.OnAction(actApprove, h.onApprove),
		dispatch.OnAction(actMenu, h.By(surface.MustManage, h.onMenu)),
		dispatch.OnAction(actPaid, h.onPaid),
		dispatch.OnSubmit(cbExclude, h.onExclude),
	}
}

// The actions and the form of this capability. The value of actApprove is the ids of payouts, of actMenu a choice and
// an id, of actPaid a payroll file.
const (
	actApprove = "bonus_approve"
	actMenu    = "bonus_menu"
	actPaid    = "bonus_paid"
	cbExclude  = "bonus_exclude"
)

// listed is how many payouts the list shows: the ids of all fit the value of one button.
const listed = 15

// read gathers the list for a program manager.
func read(q *store.Query, id store.EmployeeID, notice string) *slack.ModalViewRequest {
	surface.MustManage(q, id)
	settings := q.Settings()
	l := list{notice: notice, budget: settings.Bonus.Budget, unsaid: settings.WorksCouncil,
		zone: surface.Person(q, id).Zone}
	waiting := waitingFor(q, id)
	l.waiting, l.own = len(waiting), q.CountPayouts(store.PayoutEligible)-len(waiting)
	for _, p := range waiting[:min(len(waiting), listed)] {
		l.rows = append(l.rows, row{p, surface.CandidateName(q.Referral(p.Referral, id))})
	}
	l.approved = q.PayoutsIn(store.PayoutApproved, 0)
	l.exported = q.PayoutsIn(store.PayoutExported, 0)
	return listView(l)
}

// onBonuses opens the list.
func (h *Handlers) onBonuses(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	view, err := surface.Ask(h.Kit, func(q *store.Query) *slack.ModalViewRequest { return read(q, in.User, "") })
	return dispatch.Reply{Open: view}, err
}

// again renders the list after a decision, with what became of it.
func (h *Handlers) again(in dispatch.Interaction, notice string) (dispatch.Reply, error) {
	view, err := surface.Ask(h.Kit, func(q *store.Query) *slack.ModalViewRequest { return read(q, in.User, notice) })
	return dispatch.Reply{Update: view, Home: true}, err
}

// onApprove approves what the list showed. A press that comes twice, or after somebody else's, finds nothing left.
func (h *Handlers) onApprove(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	return h.approve(in, strings.Fields(in.Action.Value))
}

func (h *Handlers) approve(in dispatch.Interaction, ids []string) (dispatch.Reply, error) {
	approved, err := h.DB.ApprovePayouts(in.User, ids)
	switch kind := store.KindOf(err); {
	case kind == store.Conflict || kind == store.NotFound:
		return h.again(in, block.Esc(store.WordsOf(err)))
	case err != nil:
		return dispatch.Reply{}, err
	}
	notice := "These were decided already."
	if n := len(approved); n > 0 {
		notice = block.Count(n, "bonus is", "bonuses are") + " approved: " + sumWords(approved) + "."
		notice += block.When(n < len(ids), " The budget has no room for the others, or they were decided already.")
	}
	return h.again(in, notice)
}

// onMenu approves one, or asks why it is not paid.
func (h *Handlers) onMenu(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	do, id, _ := strings.Cut(in.Action.Value, " ")
	if do == menuApprove {
		return h.approve(in, []string{id})
	}
	return dispatch.Reply{Push: excludeView(id)}, nil
}

// onExclude excludes a payout with the reason that its referrer reads.
func (h *Handlers) onExclude(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	p, err := h.Once(in).ExcludePayout(in.User, in.View.Metadata, in.State.Text(surface.FieldReason))
	if err != nil {
		return dispatch.Reply{}, err
	}
	notice := "The bonus of " + block.Person(p.Employee) + " is excluded, and they are told why."
	return dispatch.Reply{Home: true, After: h.Below(in.View.Previous, func(context.Context) (*slack.ModalViewRequest,
		error) {
		return surface.Ask(h.Kit, func(q *store.Query) *slack.ModalViewRequest { return read(q, in.User, notice) })
	})}, nil
}

// onPaid notes that a payroll file was paid.
func (h *Handlers) onPaid(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	paid, err := h.DB.PayBatch(in.User, in.Action.Value)
	if err != nil {
		return dispatch.Reply{}, err
	}
	notice := "Payroll file " + block.Line(in.Action.Value) + " was noted as paid already."
	if paid > 0 {
		notice = block.Count(paid, "bonus is", "bonuses are") + " paid, and everybody in the file is told."
	}
	return h.again(in, notice)
}

// renderBonus tells a referrer where the bonus for a referral stands now.
func (h *Handlers) renderBonus(_ context.Context, m store.Message) (block.Content, error) {
	return surface.Ask(h.Kit, func(q *store.Query) block.Content {
		r := q.Referral(store.ReferralID(m.Ref), m.To)
		payouts, zone := q.PayoutsOf(r.ID), surface.Person(q, m.To).Zone
		if r.Referrer != m.To || surface.BonusWords(r, payouts, zone) == "" {
			q.Refuse(surface.Obsolete("There is no bonus for this referral."))
		}
		return newsView(r, payouts, zone)
	})
}

// renderCard is the week's card to a program manager, with what waits when it is sent.
func renderCard(q *store.Query, m store.Message) block.Content {
	waiting := waitingFor(q, m.To)
	if len(waiting) == 0 {
		q.Refuse(surface.Obsolete("Nothing waits for this person any more."))
	}
	return cardView(waiting)
}

// rewriteCard renders a delivered card with what waits now.
func rewriteCard(q *store.Query, r store.Receipt) block.Content {
	return cardView(waitingFor(q, r.Employee))
}

// waitingFor is what a person can approve: nothing of their own, and nothing without the role.
func waitingFor(q *store.Query, id store.EmployeeID) []store.Payout {
	return slices.DeleteFunc(q.PayoutsIn(store.PayoutEligible, 0), func(p store.Payout) bool {
		return p.Employee == id || !q.IsManager(id)
	})
}

// rewriteBonus takes the name out of a delivered message once the person's data is erased; until then it stays news of
// its day.
func (h *Handlers) rewriteBonus(ctx context.Context, r store.Receipt) (block.Content, error) {
	referral, err := h.DB.Referral(store.ReferralID(r.Ref), r.Employee)
	if err == nil && !referral.Erased {
		err = surface.Obsolete("The referral is as it was.")
	}
	if err != nil {
		return block.Content{}, err
	}
	return h.renderBonus(ctx, store.Message{Ref: r.Ref, To: r.Employee})
}

// Kinds are the messages about bonuses.
func (h *Handlers) Kinds() []courier.Kind {
	return []courier.Kind{
		{Kind: store.MsgBonus, Render: h.renderBonus, Rewrite: h.rewriteBonus},
		{Kind: store.MsgBonusCard, Render: h.Rendering(renderCard), Rewrite: h.Rewriting(rewriteCard)},
	}
}
