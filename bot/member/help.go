// Help: what can be typed, built from the routes so that it names nothing that does not exist.

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
)

// helpRoutes are the bare command, the word, the button, and anything written to Vouch in a direct message.
func (h *Handlers) helpRoutes() []dispatch.Route {
	return []dispatch.Route{
		dispatch.OnWord(surface.CmdVouch, "help", "this list", h.onHelp),
		dispatch.OnCommand(surface.CmdVouch, h.onUnknownWord),
		dispatch.OnAction(surface.ActHelp, h.onHelp),
		dispatch.OnDM(h.onDM),
	}
}

// onHelp shows everything that can be typed.
func (h *Handlers) onHelp(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	return h.help(in, "")
}

// onUnknownWord answers /vouch alone, or with a word that means nothing here, which is named. A known word in quotes,
// in brackets or after an emoji is understood.
func (h *Handlers) onUnknownWord(ctx context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	words := surface.CommandWords(in.Text)
	if len(words) == 0 {
		return h.help(in, "")
	}
	// Handled again only when something was stripped, so this cannot go round in circles.
	known := func(w dispatch.Word) bool { return strings.EqualFold(w.Word, words[0]) }
	if plain := strings.Join(words, " "); plain != in.Text && slices.ContainsFunc(h.Words(surface.CmdVouch), known) {
		in.Text = plain
		handle, in := h.Find(in)
		return handle(ctx, in)
	}
	return h.help(in, "I don't know \""+block.Line(block.Cut(words[0], 60))+"\". Here is what you can type.")
}

// helpAgain is how long help, once given in a direct message, is still on the screen: who writes six lines in a row is
// answered once.
const helpAgain = time.Minute

// onDM answers what somebody writes to Vouch. It welcomes who has not joined: they wrote first.
func (h *Handlers) onDM(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	if !h.helped.first(in.User, in.At, helpAgain) {
		return dispatch.Reply{}, nil
	}
	if _, err := h.DB.Welcome(in.User); err != nil && store.KindOf(err) != store.NotFound {
		return dispatch.Reply{}, err
	}
	// Short, because people write several lines in a row; the list is one press away.
	text := "I only understand commands. Type `/vouch help`, in any channel, to see them."
	return dispatch.Reply{Text: text, Blocks: []slack.Block{block.Section(text), block.Actions("", block.Button(surface.ActHelp, "What I can do here", ""))}}, nil
}

// help is the list with a first sentence, "" for the usual one.
func (h *Handlers) help(in dispatch.Interaction, first string) (dispatch.Reply, error) {
	me, err := h.Person(in.User)
	if err != nil {
		return dispatch.Reply{}, err
	}
	if why := surface.CannotJoin(me.Employee); why != "" {
		return dispatch.Reply{Text: why}, nil // a list of commands that all refuse helps nobody
	}
	shown := helpContent(h.Words(surface.CmdVouch), first, me.IsAdvocate())
	return dispatch.Reply{Text: shown.Text, Blocks: shown.Blocks}, nil
}

// helpContent lists the words of /vouch and the other commands. joined leaves out the button to join.
func helpContent(words []dispatch.Word, first string, joined bool) block.Content {
	if first == "" {
		first = "Vouch brings you things worth sharing, and lets you refer people you know. This is what you can type, in any channel."
	}
	// From the routes themselves: a word that is listed exists, and a new one is listed.
	lines := make([]string, 0, len(words)+2)
	for _, w := range words {
		lines = append(lines, "`"+surface.CmdVouch+" "+w.Word+"` "+w.Help)
	}
	lines = append(lines,
		"`"+surface.CmdRefer+" [name or e-mail]` refer a candidate or introduce a client",
		surface.BoardUsage+" see who shares most, if leaderboards are on")
	answers := "*Is it voluntary?* Yes. Leave at any time with `/vouch leave`.\n" +
		"*Does it post for me?* Never. You post yourself, with your own account.\n" +
		"*What is recorded?* What you choose and press here, what you say you shared, whom you refer, and the points for it."
	blocks := []slack.Block{block.Section(first), block.Section(strings.Join(lines, "\n")), block.Section(answers)}
	if joined {
		blocks = append(blocks, block.Actions("", block.Button(surface.ActDigest, "Today's picks", ""), block.Button(surface.ActSettings, "Settings", "")))
	} else {
		blocks = append(blocks, block.Actions("", block.Button(surface.ActJoin, "Set up my digest", "", block.Primary)))
	}
	return block.Content{Text: first + "\n" + strings.Join(lines, "\n"), Blocks: blocks}
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
