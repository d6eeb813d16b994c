// Help: the buttons of /vouch, the list of its words, and the answer to what nobody understands.

package member

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/text"
)

// helpRoutes are the bare command, the word, the buttons, and anything written to Vouch in a direct message.
func (h *Handlers) helpRoutes() []dispatch.Route {
	return []dispatch.Route{
		dispatch.OnWord(surface.CmdVouch, "help", "", h.onHelp),
		dispatch.OnWord(surface.CmdVouch, "why", "why it's voluntary, what is recorded, how to stop", h.onRecorded),
		dispatch.OnCommand(surface.CmdVouch, h.onUnknownWord),
		dispatch.OnAction(surface.ActHelp, h.onHelp),
		dispatch.OnAction(actWord, h.onWordPress),
		dispatch.OnAction(surface.ActRecorded, h.onRecorded),
		dispatch.OnDM(h.onDM),
	}
}

// reader is who asks, and what they may do.
type reader struct {
	surface.Member
	words                    []dispatch.Word // of /vouch, those they may use
	manager, reviewer, owner bool
	whom                     string // can change what they cannot
}

// readerOf reads who asks. refusal is the whole answer to who may not join: buttons that all refuse help nobody.
func (h *Handlers) readerOf(id store.EmployeeID) (r reader, refusal string, err error) {
	err = h.DB.View(func(q *store.Query) error {
		r.Member = surface.Person(q, id)
		r.manager, r.reviewer = q.CanManage(r.Employee), surface.MayReview(q, r.Employee)
		r.owner = len(q.ReferralsOwnedBy(id)) > 0 || r.Has(store.Recruiter) || r.Has(store.Seller)
		r.whom = block.Esc(q.WhomToAsk())
		r.words = slices.DeleteFunc(slices.Clone(h.Words(surface.CmdVouch)), func(w dispatch.Word) bool {
			return w.May != nil && !w.May(q, r.Employee)
		})
		return nil
	})
	return r, surface.CannotJoin(r.Employee), err
}

// onHelp lists everything that its reader can type.
func (h *Handlers) onHelp(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	return h.answer(in, helpContent)
}

// answer gives a reader what content makes for them.
func (h *Handlers) answer(in dispatch.Interaction, content func(reader) block.Content) (dispatch.Reply, error) {
	r, refusal, err := h.readerOf(in.User)
	if err != nil || refusal != "" {
		return dispatch.Reply{Text: refusal}, err
	}
	return replyOf(in, content(r)), nil
}

// replyOf answers with a message, or in a window with what stands in it: a result modal would say the text twice.
func replyOf(in dispatch.Interaction, c block.Content) dispatch.Reply {
	if in.View.Type != "" {
		return dispatch.Reply{Open: block.Modal(block.CBResult, "Vouch", "", "Close", "", c.Blocks...)}
	}
	return dispatch.Reply{Text: c.Text, Blocks: c.Blocks}
}

// onUnknownWord answers /vouch alone, or with a word that means nothing here. A known word in quotes, in brackets or
// after an emoji is understood.
func (h *Handlers) onUnknownWord(ctx context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	words := surface.CommandWords(in.Text)
	// Handled again only when something was stripped, so this cannot go round in circles.
	plain := in
	if plain.Text = strings.Join(words, " "); plain.Text != in.Text {
		if handle, known := h.Find(plain); known.Word != "" {
			return handle(ctx, known)
		}
	}
	return h.answer(in, func(r reader) block.Content {
		switch c, understood := r.understand(in.Text); {
		case len(words) == 0:
			return r.card(greeting)
		case understood:
			return c
		}
		return r.nearest(words[0])
	})
}

// onWordPress does what the word on a button does, as if it had been typed.
func (h *Handlers) onWordPress(ctx context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	typed := in
	typed.Kind, typed.Command, typed.Text = dispatch.KindCommand, surface.CmdVouch, in.Action.Value
	typed.Action = dispatch.Action{}
	handle, typed := h.Find(typed)
	if typed.Word == "" {
		return h.onHelp(ctx, in)
	}
	return handle(ctx, typed)
}

// onRecorded says what is kept, to anybody.
func (h *Handlers) onRecorded(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	return replyOf(in, say(surface.Recorded, surface.MyDataButton())), nil
}

// helpAgain is how long the buttons, once given in a direct message, are still on the screen: who writes six lines in a
// row is answered once.
const helpAgain = time.Minute

// onDM answers what somebody writes to Vouch. It welcomes who has not joined: they wrote first.
func (h *Handlers) onDM(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	if _, err := h.DB.Welcome(in.User); err != nil && store.KindOf(err) != store.NotFound {
		return dispatch.Reply{}, err
	}
	understood := false
	reply, err := h.answer(in, func(r reader) (c block.Content) {
		if c, understood = r.understand(in.Text); understood {
			return c
		}
		switch words := plainWords(in.Text); len(words) {
		case 0:
			return r.card(greeting)
		case 1:
			return r.nearest(words[0])
		}
		return r.card(notUnderstood)
	})
	if err == nil && !understood && !h.helped.first(in.User, in.At, helpAgain) {
		return dispatch.Reply{}, nil
	}
	return reply, err
}

// What stands above the buttons; neither repeats what was written.
const (
	greeting      = "What would you like to do?"
	notUnderstood = "I didn't understand that. You can do this:"
)

// card is one line and the buttons of its reader.
func (r reader) card(line string) block.Content { return say(line, r.buttons()...) }

// say is one line with buttons.
func say(line string, buttons ...slack.BlockElement) block.Content {
	return block.Message(line, block.Section(line), block.Actions("", buttons...))
}

// maxButtons is how many buttons a card has.
const maxButtons = 6

// buttons are what its reader does most, by role; the last one leads to the rest.
func (r reader) buttons() []slack.BlockElement {
	var buttons []slack.BlockElement
	add := func(may bool, more ...slack.BlockElement) {
		if may {
			buttons = append(buttons, more...)
		}
	}
	joined := r.IsAdvocate()
	add(!joined, joinButton("Join"))
	add(joined, block.Button(surface.ActDigest, "Today's picks", "", block.Primary))
	add(true, referButton())
	add(r.owner, listButton("My referrals", surface.ListOwned))
	add(r.manager, block.Button(surface.ActProgram, "Program", ""),
		block.Button(surface.ActBoardAdmin, "Boards", ""))
	add(r.reviewer, block.Button(surface.ActReview, "Review", ""))
	add(joined, pointsButton(), pauseButton(r.Member), settingsButton())
	add(!joined, surface.RecordedButton())
	return append(buttons[:min(len(buttons), maxButtons-1)], block.Button(surface.ActHelp, "More", ""))
}

// nearest offers the word that is nearest to an unknown one, or the buttons when none is near. In a word of up to five
// letters one may be wrong, in a longer one two.
func (r reader) nearest(unknown string) block.Content {
	best, least := dispatch.Word{}, min(2, 1+len(unknown)/6)+1
	for _, w := range r.words {
		if d := text.Distance(strings.ToLower(unknown), w.Word); d < least {
			best, least = w, d
		}
	}
	if best.Word == "" {
		return r.card(notUnderstood)
	}
	return say("Did you mean *"+best.Word+"* ("+best.Help+")?",
		block.Button(actWord, text.UpperFirst(best.Word), best.Word),
		block.Button(surface.ActHelp, "More", ""))
}

// helpContent lists the words of /vouch and the other commands.
func helpContent(r reader) block.Content {
	// From the routes themselves: a word that is listed exists, and a new one is listed.
	lines := make([]string, 0, len(r.words)+2)
	for _, w := range r.words {
		lines = append(lines, "`"+surface.CmdVouch+" "+w.Word+"` "+w.Help)
	}
	lines = append(lines, "`"+surface.CmdRefer+"` a candidate or a client")
	if r.Settings.BoardOn {
		lines = append(lines, "`/leaderboard` who shares most")
	}
	buttons := []slack.BlockElement{joinButton("Join"), surface.RecordedButton()}
	if r.IsAdvocate() {
		buttons = []slack.BlockElement{settingsButton(), surface.RecordedButton(), leaveButton()}
	}
	return say(strings.Join(lines, "\n"), buttons...)
}

// lately remembers when something was last done for somebody, for a short while and in memory only: after a restart it
// is done once more. The zero value is ready.
type lately struct {
	mu sync.Mutex
	at map[store.EmployeeID]time.Time
}

// first tells whether it was not done for id within the time before now, and notes that it is done now.
func (l *lately) first(id store.EmployeeID, now time.Time, within time.Duration) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if last, ok := l.at[id]; ok && now.Sub(last) < within {
		return false
	}
	for other, at := range l.at {
		if now.Sub(at) >= within {
			delete(l.at, other)
		}
	}
	if l.at == nil {
		l.at = map[store.EmployeeID]time.Time{}
	}
	l.at[id] = now
	return true
}
