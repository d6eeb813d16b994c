// What the courier sends about referrals: the card, news for the referrer, questions and answers, and word of long
// silence.

package refer

import (
	"context"
	"strconv"
	"strings"

	"vouch/bot/block"
	"vouch/bot/courier"
	"vouch/bot/picture"
	"vouch/bot/surface"
	"vouch/store"
)

// renderReferralCard renders the card for its owner.
func (h *Handlers) renderReferralCard(_ context.Context, m store.Message) (block.Content, error) {
	return surface.Ask(h.Kit, func(q *store.Query) block.Content {
		return referralCardView(show(q, q.Referral(store.ReferralID(m.Ref), m.To), m.To))
	})
}

// rewriteReferralCard renders a delivered card as it should look now. Somebody who no longer may read it sees that it
// moved on.
func (h *Handlers) rewriteReferralCard(ctx context.Context, r store.Receipt) (block.Content, error) {
	c, err := h.renderReferralCard(ctx, store.Message{Ref: r.Ref, To: r.Employee})
	if store.KindOf(err) == store.NotFound {
		return movedCardView(), nil
	}
	return c, err
}

// rewriteReminder renders a delivered nudge or escalation as it should look now: while it is still waited for an answer
// with the sentence that says so, afterwards as the card alone, whose buttons do what can still be done.
func (h *Handlers) rewriteReminder(render courier.Renderer) courier.Rewriter {
	return func(ctx context.Context, r store.Receipt) (block.Content, error) {
		c, err := render(ctx, store.Message{Ref: r.Ref, To: r.Employee})
		if kind := store.KindOf(err); kind == store.Conflict || kind == store.NotFound {
			return h.rewriteReferralCard(ctx, r)
		}
		return c, err
	}
}

// rewriteReferralNews takes back news that a correction made wrong, see rewriteErased for what was erased.
func (h *Handlers) rewriteReferralNews(ctx context.Context, r store.Receipt) (block.Content, error) {
	id, step := splitRef(r.Ref)
	referral, err := h.DB.Referral(id, r.Employee)
	if err != nil || referral.Erased || step < 0 || step >= len(referral.History) || !referral.Corrected(step) {
		return h.rewriteErased(ctx, r)
	}
	return referralMessage(referral, "This said that *"+surface.CandidateName(referral)+"* is at *"+
		surface.StageName(referral.History[step].Stage)+
		"*. The stage was corrected since."), nil
}

// rewriteErased takes what was said about a person out of a delivered message once their data is erased. Until then
// such a message stays as it was sent: it is news of its day.
func (h *Handlers) rewriteErased(_ context.Context, r store.Receipt) (block.Content, error) {
	id, _ := splitRef(r.Ref)
	referral, err := h.DB.Referral(id, r.Employee)
	switch {
	case store.KindOf(err) == store.NotFound:
		return movedCardView(), nil
	case err != nil:
		return block.Content{}, err
	case !referral.Erased:
		return block.Content{}, surface.Obsolete("The referral is as it was.")
	}
	text := "This message was about " + surface.CandidateName(referral) + "."
	return block.Message(text), nil
}

// renderReferralOwner tells the referrer who answers from now on.
func renderReferralOwner(q *store.Query, m store.Message) block.Content {
	referral := waiting(q, m)
	if referral.Owner == "" {
		q.Refuse(surface.Obsolete("Nobody looks after it at present."))
	}
	return handoverView(show(q, referral, m.To))
}

// splitRef parts "referral/number", the reference of messages about one step, question or answer; -1 when there is no
// number.
func splitRef(ref string) (store.ReferralID, int) {
	id, number, _ := strings.Cut(ref, "/")
	n, err := strconv.Atoi(number)
	if err != nil {
		return store.ReferralID(id), -1
	}
	return store.ReferralID(id), n
}

// gone is the error of a message whose subject no longer exists.
func gone(what string) error {
	return &store.Error{Kind: store.NotFound, Msg: what + " no longer exists."}
}

// renderReferralNews tells the referrer about one step, or that the owner has been silent for too long.
func (h *Handlers) renderReferralNews(_ context.Context, m store.Message) (block.Content, error) {
	celebrate := func(c block.Content) block.Content { return c }
	c, err := surface.Ask(h.Kit, func(q *store.Query) block.Content {
		id, step := splitRef(m.Ref)
		referral := q.Referral(id, m.To)
		if step < 0 || step >= len(referral.History) {
			q.Refuse(gone("The step"))
		}
		if referral.Nudged >= store.Escalated && step == len(referral.History)-1 && surface.IsOpen(referral.Stage) {
			return silenceView(show(q, referral, m.To))
		}
		if referral.Corrected(step) {
			q.Refuse(surface.Obsolete("The stage was corrected since."))
		}
		if moment, points, glad := momentOf(q, referral, referral.History[step]); glad && m.To == referral.Referrer {
			celebrate = func(c block.Content) block.Content { return celebrated(c, moment, points) }
		}
		return referralNewsView(show(q, referral, m.To), referral.History[step])
	})
	if err != nil {
		return block.Content{}, err
	}
	return celebrate(c), nil // the picture is drawn after the read
}

// renderAskReferrer carries the owner's question.
func (h *Handlers) renderAskReferrer(_ context.Context, m store.Message) (block.Content, error) {
	referral, number, err := h.asked(m.To, m.Ref)
	switch {
	case err != nil:
		return block.Content{}, err
	case !surface.IsOpen(referral.Stage):
		return block.Content{}, surface.Obsolete("The referral has ended.")
	}
	return questionView(referral, number), nil
}

// rewriteQuestion shows the answer under a delivered question, see rewriteErased for what was erased.
func (h *Handlers) rewriteQuestion(ctx context.Context, r store.Receipt) (block.Content, error) {
	referral, number, err := h.asked(r.Employee, r.Ref)
	if err != nil || referral.Questions[number].Answered.IsZero() {
		return h.rewriteErased(ctx, r)
	}
	return questionView(referral, number), nil
}

// renderReferralAnswer carries the referrer's answer to the owner.
func (h *Handlers) renderReferralAnswer(_ context.Context, m store.Message) (block.Content, error) {
	referral, number, err := h.asked(m.To, m.Ref)
	if err != nil {
		return block.Content{}, err
	}
	return answerView(referral, referral.Questions[number]), nil
}

// renderOwnerNudge reminds a silent owner, with the card itself.
func (h *Handlers) renderOwnerNudge(_ context.Context, m store.Message) (block.Content, error) {
	return surface.Ask(h.Kit, func(q *store.Query) block.Content {
		referral := waiting(q, m)
		if referral.Owner != m.To || referral.Nudged == 0 {
			q.Refuse(surface.Obsolete("The owner has answered."))
		}
		return introduced(block.Person(referral.Referrer)+" waits for your answer to this referral. A word is enough: "+
			"accept it, ask, or decline.",
			referralCardView(show(q, referral, m.To)))
	})
}

// renderEscalation tells a program manager about a referral that nobody answers or that has no owner.
func (h *Handlers) renderEscalation(_ context.Context, m store.Message) (block.Content, error) {
	return surface.Ask(h.Kit, func(q *store.Query) block.Content {
		referral := waiting(q, m)
		why := "This referral has no owner. Please accept it yourself or hand it to somebody."
		end, idle := referral.IdleOn(q.Settings().IdleDays, store.Now())
		switch {
		case idle:
			why = "Nobody has moved this referral for months. It ends on " + block.Day(end, surface.ZoneOf(q, m.To)) +
				", and its data is erased. Move it on, ask, or decline it."
		case referral.Owner == "":
		case referral.Nudged < store.Escalated:
			q.Refuse(surface.Obsolete("The owner has answered."))
		case referral.Owner == m.To:
			why = "Your answer to this referral is late, and " + block.Person(referral.Referrer) + " was told so. " +
				"A word is enough: accept it, ask, decline, or hand it over."
		default:
			why = block.Person(referral.Owner) + " has not answered this referral in time. Please look after it or hand it to " +
				"somebody."
		}
		return introduced(why, referralCardView(show(q, referral, m.To)))
	})
}

// waiting reads the referral a reminder is about; ended ones need nobody's attention.
func waiting(q *store.Query, m store.Message) store.Referral {
	id, _ := splitRef(m.Ref)
	referral := q.Referral(id, m.To)
	if !surface.IsOpen(referral.Stage) {
		q.Refuse(surface.Obsolete("The referral has ended."))
	}
	return referral
}

// renderLane tells referrer and owner that a job opened for somebody who waited for one.
func renderLane(q *store.Query, m store.Message) block.Content {
	return laneView(show(q, waiting(q, m), m.To))
}

// moments are the stages to be glad of.
var moments = map[store.Stage]picture.Moment{
	store.Hired: {Title: "Your referral was hired", Words: "A new colleague, because of you."},
	store.Won:   {Title: "A new customer", Words: "It began with your introduction."},
}

// takesMoments tells whether somebody wants to be told of moments and points.
func takesMoments(q *store.Query, id store.EmployeeID) bool {
	e, found := q.FindEmployee(id)
	return found && e.Takes(store.ByMoment)
}

// momentOf is the card of a step, with what its referrer earned by it; false when the step is none to be glad of.
func momentOf(q *store.Query, r store.Referral, step store.StageChange) (picture.Moment, int, bool) {
	m, glad := moments[step.Stage]
	if !glad || step.Correction || !takesMoments(q, r.Referrer) {
		return m, 0, false
	}
	points := surface.PointsFor(q, r.Referrer, func(e store.Entry) bool {
		return strings.HasPrefix(e.Cause, "referral/"+string(r.ID)+"/") && e.At.Equal(step.At)
	})
	return surface.Earned(points, m), points, true
}

// celebrated puts a moment into the news of a step, and the points at the end of their first line.
func celebrated(c block.Content, m picture.Moment, points int) block.Content {
	if points > 0 {
		line, more, several := strings.Cut(c.Text, "\n")
		line += " You earned " + block.Count(points, "point", "points") + "." + block.When(several, "\n"+more)
		c.Text, c.Blocks[0] = line, block.Section(line)
	}
	return surface.WithMoment(c, m)
}
