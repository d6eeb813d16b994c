// Joining and leaving: one form to join with the first digest at once, one confirmed click to leave.

package member

import (
	"context"
	"strconv"

	"vouch/bot/block"
	"vouch/bot/courier"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/text"
)

// onboardRoutes are the ways in and out. Whoever may not join still gets an answer: why, and who could change it.
func (h *Handlers) onboardRoutes() []dispatch.Route {
	return []dispatch.Route{
		dispatch.OnWord(surface.CmdVouch, "join", "set up your digest", h.onJoin).For(notJoined),
		dispatch.OnWord(surface.CmdVouch, "leave", "leave Vouch", h.onLeaveAsk).For(surface.HasJoined),
		dispatch.OnAction(surface.ActJoin, h.onJoin),
		dispatch.OnSubmit(cbJoin, h.onJoinSubmit),
		dispatch.OnAction(surface.ActLeave, h.onLeave),
	}
}

// notJoined and isPaused are people to whom joining and resuming mean something.
func notJoined(_ *store.Query, e store.Employee) bool { return !e.IsAdvocate() }
func isPaused(_ *store.Query, e store.Employee) bool  { return surface.IsPaused(e, store.Now()) }

// onJoin opens the form. Late clicks of people who joined long ago get the truth instead.
func (h *Handlers) onJoin(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	var choices joinChoices
	err := h.DB.View(func(q *store.Query) error { choices = choicesFor(q, surface.Person(q, in.User)); return nil })
	if err != nil {
		return dispatch.Reply{}, err
	}
	me := choices.me
	// Not an error: the dispatcher would call it one, and being a guest is nobody's mistake.
	if why := surface.CannotJoin(me.Employee); why != "" {
		return dispatch.Reply{Text: why}, nil
	}
	if me.IsAdvocate() {
		text := "You joined on " + block.Day(me.JoinedAt, me.Zone) + ". " + me.NextWords(in.At)
		return replyOf(in, say(text, settingsButton())), nil
	}
	return dispatch.Reply{Open: joinModal(choices)}, nil
}

// choicesFor gathers what the form offers.
func choicesFor(q *store.Query, me surface.Member) joinChoices {
	// Without a proposal the form says so and preselects nothing: a wrong guess would shape every digest.
	fit, found := q.ProposePersona(me.ID)
	choices := joinChoices{me: me, personas: q.Personas(), proposed: fit.Persona}
	if found {
		choices.why = surface.FitWords(q, fit)
	}
	return choices
}

// onJoinSubmit joins and plans the first digest at once. Submitting twice, or after joining elsewhere, joins once.
func (h *Handlers) onJoinSubmit(ctx context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	me, err := h.Person(in.User)
	if err != nil {
		return dispatch.Reply{}, err
	}
	form := store.JoinForm{Personas: text.As[store.PersonaID](in.State.Choices(surface.FieldPersonas)),
		Follow: in.State.Choices(fieldFollow), Rhythm: me.Prefs.Rhythm,
		Incentive: store.Incentive(in.State.Choice(fieldIncentive))}
	form.Rhythm.Frequency = store.Frequency(in.State.Choice(fieldFrequency))
	if form.Policy, err = strconv.Atoi(in.View.Metadata); err != nil {
		form.Policy = -1 // the form showed none, so one that holds by now has to be read
	}
	// Joining and planning are two commits on purpose: a library without anything to pick must not keep people out.
	joined, err := h.DB.Join(in.User, form)
	if err != nil {
		return dispatch.Reply{}, err
	}
	first := h.firstDigest(ctx, in)
	if me, err = h.MemberOf(joined); err != nil {
		return dispatch.Reply{}, err
	}
	return dispatch.Reply{Update: joinedModal(me, first, in.At), Home: true, After: h.rewriteWelcome(in.User)}, nil
}

// firstDigest plans today's digest and says where it is. Joining stands whatever happens here, so a failure is only
// told.
func (h *Handlers) firstDigest(ctx context.Context, in dispatch.Interaction) string {
	delivery, err := h.Planner.ForToday(ctx, in.User, in.At)
	switch {
	case err == nil && delivery.State == store.Delivered:
		return "Today's picks are in your messages with Vouch already." // left and joined again on one day
	case err == nil:
		return "Your first " + block.Count(len(delivery.Picks), "pick is", "picks are") + " in your messages."
	case store.KindOf(err) == store.NotFound:
		return "There is nothing in the library yet, so your first picks come as soon as there is."
	}
	h.Log.Error().Err(err).Str("verb", "ForToday").Str("employee", string(in.User)).Msg("first digest not planned")
	return "Your first picks come with the next digest."
}

// onLeaveAsk offers the one button that leaves; a slash command alone never does.
func (h *Handlers) onLeaveAsk(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	me, err := h.Person(in.User)
	if err != nil {
		return dispatch.Reply{}, err
	}
	if !me.IsAdvocate() {
		return dispatch.Reply{Text: "You haven't joined, so no digest comes."}, nil
	}
	return replyOf(in, leaving(me)), nil
}

// onLeave leaves. The referrals that are still open go on, and the answer says so. A second click is told the same.
func (h *Handlers) onLeave(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	if _, err := h.DB.Leave(in.User); err != nil {
		return dispatch.Reply{}, err
	}
	// Referrals go on without their referrer, because the person referred must not lose by it; whoever leaves is told how
	// many.
	open, live := 0, 0
	err := h.DB.View(func(q *store.Query) error {
		for _, r := range q.ReferralsOf(in.User) {
			if surface.IsOpen(r.Stage) {
				open++
			}
		}
		for _, story := range q.StoriesOf(in.User) {
			if story.Asset != "" && q.Asset(story.Asset).State == store.Live {
				live++
			}
		}
		return nil
	})
	left := say(leftText(open, live), joinButton("Join again"))
	left.Blocks = append(left.Blocks, h.WhyNot(in.User)...)
	reply := replyOf(in, left)
	reply.Home = true
	return reply, err
}

// renderWelcome renders the welcome; who has joined meanwhile needs none.
func (h *Handlers) renderWelcome(_ context.Context, m store.Message) (block.Content, error) {
	me, err := h.Person(m.To)
	if err != nil {
		return block.Content{}, err
	}
	// Between the plan and the send somebody may have joined by themselves; an invitation would look as if that had
	// failed.
	if me.IsAdvocate() || surface.CannotJoin(me.Employee) != "" {
		return block.Content{}, surface.Obsolete("This person needs no welcome any more.")
	}
	return surface.WelcomeContent(me.Settings), nil
}

// rerenderWelcome renders a delivered welcome as it should look now.
func (h *Handlers) rerenderWelcome(_ context.Context, r store.Receipt) (block.Content, error) {
	me, err := h.Person(r.Employee)
	if err != nil {
		return block.Content{}, err
	}
	if me.IsAdvocate() {
		return joinedContent(me, store.Now()), nil
	}
	return surface.WelcomeContent(me.Settings), nil
}

// rewriteWelcome brings the delivered welcome up to date, so that its button does not invite somebody who has joined.
// It runs beside the answer, which is worth no wait; if it fails, onJoin still answers a late press truly.
func (h *Handlers) rewriteWelcome(id store.EmployeeID) func(context.Context) error {
	return func(ctx context.Context) error {
		receipt, found, err := h.DB.Receipt("welcome/" + string(id))
		if err != nil || !found {
			return err
		}
		now, err := h.rerenderWelcome(ctx, receipt)
		if err != nil {
			return err
		}
		return h.API.Update(ctx, receipt.Channel, receipt.TS, now).Err
	}
}

// Kinds are the messages to who has not joined.
func (h *Handlers) Kinds() []courier.Kind {
	return []courier.Kind{
		{Kind: store.MsgWelcome, Render: h.renderWelcome, Rewrite: h.rerenderWelcome},
	}
}
