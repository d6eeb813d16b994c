// Wins: may a channel know, the post there, and taking it back.

package recognition

import (
	"context"
	"strconv"

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
	channel, lead := block.ChannelMention(q.Settings().Channel), ownWords(q, w)
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
	c := block.Content{Text: lead, Blocks: []slack.Block{block.Section(lead)}}
	if w.Kind == recognition.StreakWin { // of the others a message of their own tells, with its picture
		c = momentContent(lead, pictureOf(w))
	}
	var buttons []slack.BlockElement
	for _, b := range []*slack.ButtonBlockElement{yes, no} {
		if b != nil {
			buttons = append(buttons, b)
		}
	}
	if len(buttons) > 0 {
		c.Blocks = append(c.Blocks, block.Actions("", buttons...))
	}
	return c
}

// renderAsk asks while the question is open.
func (h *Handlers) renderAsk(_ context.Context, m store.Message) (block.Content, error) {
	return surface.Ask(h.Kit, func(q *store.Query) block.Content {
		w, e := q.Win(m.Ref), q.Employee(m.To)
		if w.State != recognition.WinAsked || q.Settings().Channel == "" || !e.Takes(store.ByShout) ||
			e.Prefs.Wins == store.TellNever {
			q.Refuse(surface.Obsolete("There is nothing to ask any more."))
		}
		return askContent(q, w)
	})
}

// rewriteAsk shows what was answered, wherever that was done.
func (h *Handlers) rewriteAsk(_ context.Context, r store.Receipt) (block.Content, error) {
	return surface.Ask(h.Kit, func(q *store.Query) block.Content { return askContent(q, q.AnyWin(r.Ref)) })
}

// renderWin tells the channel, while its person wants that.
func (h *Handlers) renderWin(_ context.Context, m store.Message) (block.Content, error) {
	return surface.Ask(h.Kit, func(q *store.Query) block.Content {
		w := q.Win(m.Ref)
		if e := q.Employee(w.Employee); w.State != recognition.WinTold || !e.IsAdvocate() || !e.Takes(store.ByShout) {
			q.Refuse(surface.Obsolete("This person does not want it told any more."))
		}
		return momentContent(block.Person(w.Employee)+" "+didWords(q, w)+". Thank you!", pictureOf(w))
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

// didWords say what somebody did, behind their name.
func didWords(q *store.Query, w store.Win) string {
	switch w.Kind {
	case recognition.HireWin:
		return "referred a new colleague"
	case recognition.DealWin:
		return "brought a new customer"
	case recognition.StoryWin:
		return "told a story: *" + storyTitle(q, w) + "*"
	case recognition.LevelWin:
		level, _ := strconv.Atoi(w.Of)
		return "is " + levelName(store.LadderLevel(level)) + " now"
	case recognition.StreakWin:
		return "shared or referred " + strconv.Itoa(streakWeeks(w.Of)) + " weeks in a row"
	}
	return "shared for the first time"
}

// ownWords say the same to the person.
func ownWords(q *store.Query, w store.Win) string {
	switch w.Kind {
	case recognition.HireWin:
		return "Your referral was hired."
	case recognition.DealWin:
		return "Your introduction became a customer."
	case recognition.StoryWin:
		return "Your story *" + storyTitle(q, w) + "* is live."
	}
	return "*" + strconv.Itoa(streakWeeks(w.Of)) + " weeks in a row* with a share or a referral. Thank you."
}

// thankedFor is what somebody is thanked for, behind "thanks you for".
func thankedFor(q *store.Query, w store.Win) string {
	switch w.Kind {
	case recognition.HireWin:
		return "referring a new colleague"
	case recognition.DealWin:
		return "bringing a new customer"
	case recognition.StoryWin:
		return "your story *" + storyTitle(q, w) + "*"
	case recognition.LevelWin:
		level, _ := strconv.Atoi(w.Of)
		return "all that made you " + levelName(store.LadderLevel(level))
	case recognition.StreakWin:
		return strconv.Itoa(streakWeeks(w.Of)) + " weeks in a row with a share or a referral"
	}
	return "your first share"
}

func storyTitle(q *store.Query, w store.Win) string {
	story := q.Story(w.Employee, store.StoryID(w.Of))
	return block.Line(block.Cut(story.Title(), maxTitle))
}

// pictureOf is the card of a win for a channel.
func pictureOf(w store.Win) picture.Moment {
	switch w.Kind {
	case recognition.HireWin:
		return picture.Moment{Title: "A new colleague", Words: "It began with a referral."}
	case recognition.DealWin:
		return picture.Moment{Title: "A new customer", Words: "It began with an introduction."}
	case recognition.StoryWin:
		return picture.Moment{Title: "A new story", Words: "Told by a colleague."}
	}
	n := strconv.Itoa(streakWeeks(w.Of))
	return picture.Moment{Big: n, Unit: "weeks", Title: n + " weeks in a row", Words: "A share or a referral in each."}
}
