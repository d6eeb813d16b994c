// Wins: may a channel know, the post there, and taking it back.

package recognition

import (
	"context"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/picture"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/recognition"
)

// onWinYes lets the channel know; onWinNo does not, or takes the post back.
func (h *Handlers) onWinYes(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	return h.answerWin(in, true)
}

func (h *Handlers) onWinNo(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	return h.answerWin(in, false)
}

func (h *Handlers) answerWin(in dispatch.Interaction, yes bool) (dispatch.Reply, error) {
	w, err := h.DB.AnswerWin(in.User, in.Action.Value, yes)
	if err != nil {
		return dispatch.Reply{}, err
	}
	c, err := surface.Ask(h.Kit, func(q *store.Query) block.Content { return askContent(q, w) })
	return dispatch.Reply{Replace: &c}, err
}

// askContent is the question whether the channel may know of a win, or what was answered.
func askContent(q *store.Query, w store.Win) block.Content {
	channel, lead := block.ChannelMention(q.Settings().Channel), said(q, w, winWords[w.Kind].own)
	yes := block.Button(actWinYes, "Yes, with my name", w.ID, block.Primary)
	no := block.Button(actWinNo, "No", w.ID)
	switch w.State {
	case recognition.WinAsked:
		lead += " May we tell " + channel + "?"
	case recognition.WinTold:
		lead += " " + channel + " knows."
		yes, no = nil, block.Button(actWinNo, "Take it back", w.ID)
	case recognition.WinOver:
		lead += " It does not hold any more, so nobody is told."
		yes, no = nil, nil
	default:
		lead += " Nobody is told."
		no = nil
	}
	c := block.Message(lead)
	if w.Kind == recognition.StreakWin { // of the others a message of their own tells, with its picture
		c = momentContent(lead, pictureOf(q, w))
	}
	var buttons []slack.BlockElement
	for _, b := range []*slack.ButtonBlockElement{yes, no} {
		buttons = append(buttons, b)
	}
	c.Blocks = append(c.Blocks, block.Actions("", buttons...))
	return c
}

// renderAsk asks while the question is open.
func renderAsk(q *store.Query, m store.Message) block.Content {
	w, e := q.Win(m.Ref), q.Employee(m.To)
	if w.State != recognition.WinAsked || q.Settings().Channel == "" || !e.Takes(store.ByShout) ||
		e.Prefs.Wins == store.TellNever {
		q.Refuse(surface.Obsolete("There is nothing to ask any more."))
	}
	return askContent(q, w)
}

// rewriteAsk shows what was answered, wherever that was done.
func rewriteAsk(q *store.Query, r store.Receipt) block.Content {
	return askContent(q, q.AnyWin(r.Ref))
}

// renderWin tells the channel, while its person wants that.
func (h *Handlers) renderWin(_ context.Context, m store.Message) (block.Content, error) {
	return surface.Ask(h.Kit, func(q *store.Query) block.Content {
		w := q.Win(m.Ref)
		if e := q.Employee(w.Employee); w.State != recognition.WinTold || !e.IsAdvocate() || !e.Takes(store.ByShout) {
			q.Refuse(surface.Obsolete("This person does not want it told any more."))
		}
		return momentContent(block.Person(w.Employee)+" "+said(q, w, winWords[w.Kind].did)+". Thank you!", pictureOf(q, w))
	})
}

// rewriteWin takes a post out of the channel: without content the courier deletes it.
func (h *Handlers) rewriteWin(ctx context.Context, r store.Receipt) (block.Content, error) {
	c, err := h.renderWin(ctx, store.Message{Ref: r.Ref})
	if kind := store.KindOf(err); kind == store.NotFound || kind == store.Conflict {
		return block.Content{}, nil
	}
	return c, err
}

// words are what is said of a kind of win; %s is its story, level or number of weeks.
type words struct {
	did, own, thanks string // behind a name, to the person, and behind "thanks you for"
	title, line      string // of the picture in a channel
}

var winWords = map[recognition.WinKind]words{
	recognition.HireWin: {"referred a new colleague", "Your referral was hired.", "referring a new colleague",
		"A new colleague", "It began with a referral."},
	recognition.DealWin: {"brought a new customer", "Your introduction became a customer.", "bringing a new customer",
		"A new customer", "It began with an introduction."},
	recognition.StoryWin: {"told a story: *%s*", "Your story *%s* is live.", "your story *%s*",
		"A new story", "Told by a colleague."},
	recognition.LevelWin: {did: "is %s now", thanks: "all that made you %s"},
	recognition.StreakWin: {"shared or referred %s weeks in a row",
		"*%s weeks in a row* with a share or a referral. Thank you.", "%s weeks in a row with a share or a referral",
		"%s weeks in a row", "A share or a referral in each."},
	recognition.FirstWin: {did: "shared for the first time", thanks: "your first share"},
}

// said puts what a win is about into words of its kind.
func said(q *store.Query, w store.Win, pattern string) string {
	about := strconv.Itoa(streakWeeks(w.Of))
	switch w.Kind {
	case recognition.StoryWin:
		story := q.Story(w.Employee, store.StoryID(w.Of))
		about = block.Line(block.Cut(story.Title(), maxTitle))
	case recognition.LevelWin:
		level, _ := strconv.Atoi(w.Of) // written as a number
		about = levelName(store.LadderLevel(level))
	}
	return strings.Replace(pattern, "%s", about, 1)
}

// pictureOf is the card of a win for a channel.
func pictureOf(q *store.Query, w store.Win) picture.Moment {
	m := picture.Moment{Title: said(q, w, winWords[w.Kind].title), Words: winWords[w.Kind].line}
	if w.Kind == recognition.StreakWin {
		m.Big, m.Unit = strconv.Itoa(streakWeeks(w.Of)), "weeks"
	}
	return m
}
