// The next step on Home: the one thing that is most worth doing now, and the checklist of the first weeks.

package home

import (
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/store"
)

// stepShares is how many of the newest shares are looked at for what was begun; stepTitle cuts titles in a step.
const (
	stepShares = 4
	stepTitle  = 80
)

// Step is one thing to do now.
type Step struct {
	Text   string // mrkdwn
	Button *slack.ButtonBlockElement
	// Later tells that it stands on top only when nothing else waits.
	Later bool
}

// Todo is one thing that new advocates do once; the zero Todo is none.
type Todo struct {
	Text   string // what to do, such as "refer someone"
	Done   bool
	Button *slack.ButtonBlockElement // does it; nil where another part of Home leads to it
}

// nextStep chooses what stands on top: other people wait first, then what was begun, then today's picks; nothing leads
// to sharing while all of it is on hold. One step, not a list of chores: whoever has done it sees the next one as soon
// as Home is published again.
func nextStep(h home) Step {
	if h.first != nil && !h.first.Later {
		return *h.first
	}
	steps := []func(home) (Step, bool){questionStep, storyStep, pausedStep}
	if !h.onHold() {
		steps = append(steps, openedStep, picksStep, savedStep)
	}
	for _, choose := range steps {
		if s, fits := choose(h); fits {
			return s
		}
	}
	if h.first != nil {
		return *h.first
	}
	words := "You're done for today. Know somebody for one of our jobs, or a company that needs us?"
	if h.onHold() {
		words = "Nothing to share for now. You can still refer somebody."
	}
	return Step{
		Text:   words,
		Button: block.Button(surface.ActRefer, "Refer someone", "", block.Primary),
	}
}

// onHold tells whether nothing may be shared now.
func (h home) onHold() bool {
	return slices.ContainsFunc(h.holds, func(c store.Crisis) bool { return c.Scope == store.HoldAll })
}

// questionStep: an owner asked about a referral and waits.
func questionStep(h home) (Step, bool) {
	// A closed or erased referral needs no answer any more, whatever was asked.
	for _, r := range h.referrals {
		if !surface.IsOpen(r.Stage) || r.Erased || len(surface.OpenQuestions(r)) == 0 {
			continue
		}
		return Step{
			Text:   surface.OwnerWords(r) + " asked you something about *" + surface.CandidateName(r) + "*.",
			Button: block.Button(surface.ActReferral, "Answer", string(r.ID), block.Primary),
		}, true
	}
	return Step{}, false
}

// storyStep: a text of one's own story waits for approval.
func storyStep(h home) (Step, bool) {
	at := slices.IndexFunc(h.sent.Stories, func(s store.Story) bool { return s.State == store.StoryEdited })
	if at < 0 {
		return Step{}, false
	}
	s := h.sent.Stories[at]
	return Step{
		Text: "Your story *" + block.Line(block.Cut(s.Title(), stepTitle)) +
			"* has a text. Nobody sees it before you approve it.",
		Button: block.Button(surface.ActStoryOpen, "Read and approve", string(s.ID), block.Primary),
	}, true
}

// pausedStep: nothing comes until the person resumes.
func pausedStep(h home) (Step, bool) {
	if !surface.IsPaused(h.me.Employee, h.now) {
		return Step{}, false
	}
	return Step{
		Text:   h.me.NextWords(h.now) + " Back already?",
		Button: block.Button(surface.ActResume, "Resume now", "", block.Primary),
	}, true
}

// openedStep: a share kit was opened and nothing was said since.
func openedStep(h home) (Step, bool) {
	for _, s := range h.shares {
		if s.Level != store.Opened || s.Gone || h.now.Sub(s.OpenedAt) > surface.OpenedFresh {
			continue
		}
		return Step{
			Text: "You opened the text for " + surface.NetworkList([]store.Network{s.Network}) + ": *" +
				block.Line(block.Cut(s.Title, stepTitle)) + "*. Did you post it?",
			Button: block.Button(surface.ActShare, "Continue", string(s.Asset), block.Primary,
				block.Spoken("Continue sharing: "+s.Title)),
		}, true
	}
	return Step{}, false
}

// picksStep: today's picks are there and not all answered, or can be had now.
func picksStep(h home) (Step, bool) {
	if h.today.Key == "" {
		return Step{
			Text:   "Today's picks are ready when you are.",
			Button: block.Button(surface.ActDigest, "See today's picks", "", block.Primary),
		}, !h.seenAll
	}
	// Any answer counts as done, also "not for me": the step asks for a look, not for a share.
	waiting := 0
	for _, p := range h.today.Picks {
		if p.Answer == "" {
			waiting++
		}
	}
	if waiting == 0 || len(h.today.Picks) == 0 {
		return Step{}, false
	}
	return Step{
		Text:   block.Count(waiting, "pick waits", "picks wait") + " for you today.",
		Button: block.Button(surface.ActDigest, "See today's picks", "", block.Primary),
	}, true
}

// savedStep: something was saved for later, and later is now.
func savedStep(h home) (Step, bool) {
	for _, a := range h.saved {
		if surface.GoneWords(a) == "" && !a.Internal {
			return Step{
				Text:   "You saved *" + block.Line(block.Cut(a.Title, stepTitle)) + "* for later.",
				Button: block.Button(surface.ActShare, "Share", string(a.ID), block.Primary, block.Spoken("Share: "+a.Title)),
			}, true
		}
	}
	return Step{}, false
}

// checklist is what new advocates do once, with the button of the first of it that has one; "" when all is done. What
// is done is said in words, not by a mark alone.
func checklist(h home) (words string, button *slack.ButtonBlockElement) {
	// Read from what exists instead of being kept: a list that could disagree with the facts is worse than none.
	posted := slices.ContainsFunc(h.shares, func(s shareLine) bool { return s.Level >= store.Declared })
	done, todo := []string{"join"}, []string(nil)
	for _, item := range append(slices.Clone(h.todos), Todo{Text: "post one pick", Done: posted},
		Todo{Text: "refer someone", Done: len(h.referrals) > 0}) {
		switch {
		case item.Text == "":
		case item.Done:
			done = append(done, item.Text)
		default:
			todo = append(todo, item.Text)
			if button == nil {
				button = item.Button
			}
		}
	}
	if len(todo) == 0 {
		return "", nil
	}
	return "*Getting started*\nDone: " + strings.Join(done, ", ") + ". To do: " + strings.Join(todo, ", ") + ".", button
}
