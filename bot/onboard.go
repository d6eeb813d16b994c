// Joining and leaving: one form to join with the first digest at once, one confirmed click to leave.

package bot

import (
	"context"
	"slices"
	"sort"

	"github.com/slack-go/slack"

	"vouch/store"
)

// onboardRoutes are the ways in and out. Whoever may not join still gets an answer: why, and who could change it.
func (b *Bot) onboardRoutes() []route {
	return []route{
		onWord(cmdVouch, "join", "join, or see that you have", b.onJoin),
		onWord(cmdVouch, "leave", "leave Vouch", b.onLeaveAsk),
		onAction(actJoin, b.onJoin),
		onSubmit(cbJoin, b.onJoinSubmit),
		onAction(actLeave, b.onLeave),
	}
}

// onJoin opens the form. Late clicks of people who joined long ago get the truth instead.
func (b *Bot) onJoin(_ context.Context, in inbound) (reply, error) {
	me, err := b.person(in.User)
	if err != nil {
		return reply{}, err
	}
	// Not an error: the door would call it one, and being a guest is nobody's mistake.
	if why := cannotJoin(me.Employee); why != "" {
		return reply{Text: why}, nil
	}
	if me.IsAdvocate() {
		text := "You joined on " + day(me.JoinedAt, me.zone) + ". " + me.nextWords(in.At)
		return reply{Text: text, Blocks: []slack.Block{section(text), actions("", button(actSettings, "Settings", ""))}}, nil
	}
	choices, err := b.joinChoices(me)
	if err != nil {
		return reply{}, err
	}
	return reply{Open: joinModal(choices)}, nil
}

// joinChoices gathers what the form offers.
func (b *Bot) joinChoices(me member) (joinChoices, error) {
	personas, err := b.db.Personas()
	if err != nil {
		return joinChoices{}, err
	}
	// Without a proposal the form says so and preselects nothing: a wrong guess would shape every digest.
	fit, found, err := b.db.ProposePersona(me.ID)
	if err != nil {
		return joinChoices{}, err
	}
	choices := joinChoices{me: me, personas: personas, proposed: fit.Persona}
	if found {
		choices.why, err = b.fitWords(fit)
	}
	return choices, err
}

// allTopics are the topics of the program and of its personas, sorted, each once.
func allTopics(s store.Settings, personas []store.Persona) []string {
	// A copy, so that sorting leaves the program's own order alone.
	topics := slices.Clone(s.Topics)
	for _, p := range personas {
		topics = append(topics, p.Topics...)
	}
	sort.Strings(topics)
	return slices.Compact(topics)
}

// onJoinSubmit joins and plans the first digest at once. Submitting twice, or after joining elsewhere, joins once.
func (b *Bot) onJoinSubmit(ctx context.Context, in inbound) (reply, error) {
	me, err := b.person(in.User)
	if err != nil {
		return reply{}, err
	}
	form := store.JoinForm{Follow: in.State.Choices(fieldFollow), Rhythm: formRhythm(in.State, nil)}
	for _, id := range in.State.Choices(fieldPersonas) {
		form.Personas = append(form.Personas, store.PersonaID(id))
	}
	if wrong := checkRhythm(form.Rhythm, me.settings); len(wrong) > 0 {
		return reply{Errors: wrong}, nil
	}
	// Joining and planning are two commits on purpose: a library without anything to pick must not keep people out.
	joined, err := b.db.Join(in.User, form)
	if err != nil {
		return reply{}, err
	}
	first := b.firstDigest(ctx, in)
	if me, err = b.memberOf(joined); err != nil {
		return reply{}, err
	}
	return reply{Update: joinedModal(me, first, in.At), Home: true, After: b.rewriteWelcome(in.User)}, nil
}

// firstDigest plans today's digest and says where it is. Joining stands whatever happens here, so a failure is only told.
func (b *Bot) firstDigest(ctx context.Context, in inbound) string {
	delivery, err := b.planner.ForToday(ctx, in.User, in.At)
	switch {
	case err == nil && delivery.State == store.Delivered:
		return "Today's picks are in your messages with Vouch already." // left and joined again on one day
	case err == nil:
		return "Your first " + count(len(delivery.Picks), "pick is", "picks are") + " in your messages with Vouch now."
	case store.KindOf(err) == store.NotFound:
		return "There is nothing in the library yet, so your first picks come as soon as there is."
	}
	b.log.Error().Err(err).Str("verb", "ForToday").Str("employee", string(in.User)).Msg("first digest not planned")
	return "Your first picks come with the next digest."
}

// onLeaveAsk offers the one button that leaves; a slash command alone never does.
func (b *Bot) onLeaveAsk(_ context.Context, in inbound) (reply, error) {
	me, err := b.person(in.User)
	if err != nil {
		return reply{}, err
	}
	if !me.IsAdvocate() {
		return reply{Text: "You haven't joined, so there is nothing to leave. Vouch sends you no digests."}, nil
	}
	text := "Leaving stops your digest at once. Would a pause do? `/vouch pause 14` pauses for two weeks."
	return reply{Text: text, Blocks: []slack.Block{
		section(text), actions("", button(actLeave, "Leave", "", danger, confirming(leaveConfirm()))),
	}}, nil
}

// onLeave leaves. The referrals that are still open go on, and the answer says so. A second click is told the same.
func (b *Bot) onLeave(_ context.Context, in inbound) (reply, error) {
	if _, err := b.db.Leave(in.User); err != nil {
		return reply{}, err
	}
	referrals, err := b.db.ReferralsOf(in.User)
	if err != nil {
		return reply{}, err
	}
	// Referrals go on without their referrer, because the person referred must not lose by it; whoever leaves is told how many.
	open := 0
	for _, r := range referrals {
		if isOpen(r.Stage) {
			open++
		}
	}
	sent, err := b.sentIn(in.User, maxListItems)
	if err != nil {
		return reply{}, err
	}
	live := 0
	for _, story := range sent.stories {
		if sent.assets[story.Asset].State == store.Live {
			live++
		}
	}
	return reply{Text: leftText(open, live), Home: true}, nil
}

// renderWelcome draws the welcome; who has joined meanwhile needs none.
func (b *Bot) renderWelcome(_ context.Context, m store.Message) (content, error) {
	me, err := b.person(m.To)
	if err != nil {
		return content{}, err
	}
	// Between the plan and the send somebody may have joined by themselves; an invitation would look as if that had failed.
	if me.IsAdvocate() || cannotJoin(me.Employee) != "" {
		return content{}, &store.Error{Kind: store.Conflict, Msg: "This person needs no welcome any more."}
	}
	return welcomeContent(me.settings), nil
}

// redrawWelcome draws a delivered welcome as it should look now.
func (b *Bot) redrawWelcome(_ context.Context, r store.Receipt) (content, error) {
	me, err := b.person(r.Employee)
	if err != nil {
		return content{}, err
	}
	if me.IsAdvocate() {
		return joinedContent(me, nowIn(me)), nil
	}
	return welcomeContent(me.settings), nil
}

// rewriteWelcome brings the delivered welcome up to date, so that its button does not invite somebody who has joined. It runs
// beside the answer, which is worth no wait; if it fails, onJoin still answers a late press truly.
func (b *Bot) rewriteWelcome(id store.EmployeeID) func(context.Context) error {
	return func(ctx context.Context) error {
		receipt, found, err := b.db.Receipt("welcome/" + string(id))
		if err != nil || !found {
			return err
		}
		now, err := b.redrawWelcome(ctx, receipt)
		if err != nil {
			return err
		}
		return b.api.update(ctx, receipt.Channel, receipt.TS, now).Err
	}
}

// onboardKinds are the messages to who has not joined.
func (b *Bot) onboardKinds() []kind {
	return []kind{
		{Kind: store.MsgWelcome, Render: b.renderWelcome, Rewrite: b.redrawWelcome},
	}
}
