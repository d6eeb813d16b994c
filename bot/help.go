// Help: what can be typed, built from the routes so that it names nothing that does not exist.

package bot

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"vouch/store"
)

// helpRoutes are the bare command, the word, the button, and anything written to Vouch in a direct message.
func (b *Bot) helpRoutes() []route {
	return []route{
		onWord(cmdVouch, "help", "this list", b.onHelp),
		onCommand(cmdVouch, b.onUnknownWord),
		onAction(actHelp, b.onHelp),
		onDM(b.onDM),
	}
}

// onHelp shows everything that can be typed.
func (b *Bot) onHelp(_ context.Context, in inbound) (reply, error) {
	return b.help(in, "")
}

// onUnknownWord answers /vouch alone, or with a word that means nothing here, which is named. A known word in quotes, in
// brackets or after an emoji is understood.
func (b *Bot) onUnknownWord(ctx context.Context, in inbound) (reply, error) {
	words := commandWords(in.Text)
	if len(words) == 0 {
		return b.help(in, "")
	}
	// Handled again only when something was stripped, so this cannot go round in circles.
	known := func(w word) bool { return strings.EqualFold(w.Word, words[0]) }
	if plain := strings.Join(words, " "); plain != in.Text && slices.ContainsFunc(b.words(cmdVouch), known) {
		in.Text = plain
		handle, in := b.find(in)
		return handle(ctx, in)
	}
	return b.help(in, "I don't know \""+line(cut(words[0], 60))+"\". Here is what you can type.")
}

// helpAgain is how long help, once given in a direct message, is still on the screen: who writes six lines in a row is
// answered once.
const helpAgain = time.Minute

// onDM answers what somebody writes to Vouch. It welcomes who has not joined: they wrote first.
func (b *Bot) onDM(_ context.Context, in inbound) (reply, error) {
	if !b.helped.first(in.User, in.At, helpAgain) {
		return reply{}, nil
	}
	if _, err := b.db.Welcome(in.User); err != nil && store.KindOf(err) != store.NotFound {
		return reply{}, err
	}
	// Short, because people write several lines in a row; the list is one press away.
	text := "I only understand commands. Type `/vouch help`, in any channel, to see them."
	return reply{Text: text, Blocks: []slack.Block{section(text), actions("", button(actHelp, "What I can do here", ""))}}, nil
}

// help is the list with a first sentence, "" for the usual one.
func (b *Bot) help(in inbound, first string) (reply, error) {
	me, err := b.person(in.User)
	if err != nil {
		return reply{}, err
	}
	if why := cannotJoin(me.Employee); why != "" {
		return reply{Text: why}, nil // a list of commands that all refuse helps nobody
	}
	shown := helpContent(b.words(cmdVouch), first, me.IsAdvocate())
	return reply{Text: shown.Text, Blocks: shown.Blocks}, nil
}

// helpContent lists the words of /vouch and the other commands. joined leaves out the button to join.
func helpContent(words []word, first string, joined bool) content {
	if first == "" {
		first = "Vouch brings you things worth sharing, and lets you refer people you know. This is what you can type, in any channel."
	}
	// From the routes themselves: a word that is listed exists, and a new one is listed.
	lines := make([]string, 0, len(words)+2)
	for _, w := range words {
		lines = append(lines, "`"+cmdVouch+" "+w.Word+"` "+w.Help)
	}
	lines = append(lines,
		"`"+cmdRefer+" [name or e-mail]` refer a candidate or introduce a client",
		boardUsage+" see who shares most, if leaderboards are on")
	answers := "*Is it voluntary?* Yes. Leave at any time with `/vouch leave`.\n" +
		"*Does it post for me?* Never. You post yourself, with your own account.\n" +
		"*What is recorded?* What you choose and press here, what you say you shared, whom you refer, and the points for it."
	blocks := []slack.Block{section(first), section(strings.Join(lines, "\n")), section(answers)}
	if joined {
		blocks = append(blocks, actions("", button(actDigest, "Today's picks", ""), button(actSettings, "Settings", "")))
	} else {
		blocks = append(blocks, actions("", button(actJoin, "Set up my digest", "", primary)))
	}
	return content{Text: first + "\n" + strings.Join(lines, "\n"), Blocks: blocks}
}

// lately remembers when something was last done for somebody, for a short while and in memory only: after a restart it is
// done once more. The zero value is ready.
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
