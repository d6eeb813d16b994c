// Package board is /leaderboard: a look for everybody, posts to channels, and their schedules.
package board

import (
	"context"
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/courier"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

// Commands and shortcuts; manifest.yml declares the same ones and manifest_test.go holds them together.
const (
	cmdLeaderboard = "/leaderboard"
)

// Leaderboards and roles.
const (
	actBoardOn         = "board_on"
	actBoardVisible    = "board_visible"
	actBoardPost       = "board_post"
	actBoardSchedule   = "board_schedule"
	actBoardUnschedule = "board_unschedule"
	actPoints          = "points"
	actPointsOf        = "points_of"
	actPointsBack      = "points_back"
)

// Callback ids of modals.
const (
	cbBoardAdmin    = "board_admin"
	cbBoardPost     = "board_post"
	cbBoardSchedule = "board_schedule"
	cbPointsBack    = "points_back"
)

// Handlers are the interactions of this capability.
type Handlers struct {
	*surface.Kit
}

// Routes are the command, the buttons and the forms of leaderboards. Looking is for everybody and private; what others
// will see (posting, schedules, the switch) is for managers.
func (h *Handlers) Routes() []dispatch.Route {
	return append(h.pointRoutes(),
		dispatch.OnCommand(cmdLeaderboard, h.onLeaderboard),
		dispatch.OnAction(actBoardOn, h.By(surface.MustManage, h.onBoardOn)),
		dispatch.OnAction(actBoardVisible, h.ByAdvocate(h.onBoardVisible)),
		dispatch.OnAction(actBoardPost, h.By(surface.MustManage, h.onBoardPostForm)),
		dispatch.OnSubmit(cbBoardPost, h.onBoardPost),
		dispatch.OnAction(actBoardSchedule, h.onBoardScheduleForm),
		dispatch.OnSubmit(cbBoardSchedule, h.onBoardSchedule),
		dispatch.OnAction(actBoardUnschedule, h.onBoardUnschedule),
		dispatch.OnAction(surface.ActBoardAdmin, h.onBoardAdmin))
}

// onLeaderboard previews a board, or says what is wrong with the words typed, or that boards are off. A member who is
// hidden sees the board too: leaving it is about being seen, not about seeing.
func (h *Handlers) onLeaderboard(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	query, unknown := parseBoard(in.Text)
	var shown block.Content
	var preview func() block.Content
	err := h.DB.View(func(q *store.Query) error {
		me := surface.Person(q, in.User)
		// Anybody may look; only what others would see needs a manager.
		manager := q.IsManager(me.ID)
		if me.Settings.WorksCouncil { // teams, unless people are asked for: then it is said why there are none
			query, unknown = parseBoard("team " + in.Text)
		}
		switch {
		case me.Guest:
			shown.Text = surface.CannotJoin(me.Employee)
		case unknown != "":
			shown.Text = "I don't know \"" + block.Line(block.Cut(unknown, 60)) + "\". Type " + surface.BoardUsage +
				"; without words it shows people, this month."
		case !me.Settings.BoardOn:
			shown = boardsOff(manager, q.WhomToAsk())
		default:
			board := q.BoardFor(me.ID, query)
			preview = func() block.Content { return boardPreview(board, me.Settings, me.Employee, manager) }
		}
		return nil
	})
	if preview != nil { // drawn after the read, which holds up the file's growth
		shown = preview()
	}
	return dispatch.Reply{Text: shown.Text, Blocks: shown.Blocks, Drawings: shown.Drawings}, err
}

// onBoardOn turns boards on or off for everybody. The button says which state it leads to, so pressing an old one, or
// pressing twice, never flips back what somebody else decided.
func (h *Handlers) onBoardOn(ctx context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	// Read and saved with its version: if somebody else saves settings meanwhile, the store refuses instead of undoing
	// theirs.
	settings, err := h.DB.Settings()
	if err != nil {
		return dispatch.Reply{}, err
	}
	on := in.Action.Value == "on"
	if settings.BoardOn != on {
		settings.BoardOn = on
		if err := h.DB.SaveSettings(in.User, settings); err != nil {
			return dispatch.Reply{}, err
		}
	}
	if in.View.Type == "modal" {
		return h.onBoardAdmin(ctx, in)
	}
	text := "Leaderboards are on. Type `/leaderboard` to see one; post or schedule it from there."
	if !on {
		text = "Leaderboards are off. Schedules stay as they are and post nothing meanwhile."
	}
	return dispatch.Reply{Text: text, Home: true}, nil
}

// onBoardVisible hides the person who pressed from boards, or shows them again; nobody else can do it for them. The
// alias, if one was chosen, stays: showing again must not reveal more than before.
func (h *Handlers) onBoardVisible(_ context.Context, in dispatch.Interaction,
	me surface.Member) (dispatch.Reply, error) {
	prefs, hide := me.Prefs, in.Action.Value == surface.NotVisible
	wasHidden := prefs.BoardHidden
	prefs.BoardHidden = hide
	if _, err := h.DB.SavePreferences(in.User, prefs); err != nil {
		return dispatch.Reply{}, err
	}
	switch {
	case hide && wasHidden:
		return dispatch.Reply{Text: "You are left out of the boards already."}, nil
	case hide:
		c := leftOut()
		return dispatch.Reply{Text: c.Text, Blocks: c.Blocks, Home: true}, nil
	case in.Action.Value == undoHidden:
		return dispatch.Reply{Replace: &block.Content{Text: shownAgain, Blocks: []slack.Block{block.Section(shownAgain)}},
			Home: true}, nil
	}
	return dispatch.Reply{Text: shownAgain, Home: true}, nil
}

// onBoardPostForm asks a manager for the channel.
func (h *Handlers) onBoardPostForm(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	return dispatch.Reply{Open: boardPostModal(parseBoardCode(in.Action.Value), !strings.HasPrefix(in.Channel, "D"))}, nil
}

// onBoardPost hands the board to the courier and waits a moment for what becomes of it: whether Vouch is a member of
// the channel shows only when it posts. What takes longer is told by message.
func (h *Handlers) onBoardPost(ctx context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	channel := in.State.Choice(fieldChannel)
	if channel == "" {
		return dispatch.Reply{Errors: map[string]string{fieldChannel: "Choose a channel."}}, nil
	}
	// The store asks again for the role, the switch and the group's size, in the commit that plans the post.
	post, err := h.DB.PlanBoardPost(in.View.ID, in.User, channel, parseBoardCode(in.View.Metadata))
	if err != nil {
		return dispatch.Reply{}, err
	}
	m, err := h.DB.AwaitMessage(ctx, "board/"+post.ID, courier.FormWait)
	if err != nil {
		return dispatch.Reply{}, err
	}
	words := "It is on its way to " + block.ChannelMention(channel) +
		". If it can't be posted there, you get a message that says what to do."
	switch m.State {
	case store.Dead:
		return dispatch.Reply{Errors: map[string]string{fieldChannel: courier.RefusalWords(m.Reason)}}, nil
	case store.Sent:
		words = "It is posted in " + block.ChannelMention(channel) + "."
	}
	return dispatch.Reply{Update: block.ResultModal("Leaderboard", words)}, nil
}

// renderBoard renders a board post for the courier with the numbers of the time it was planned for.
func (h *Handlers) renderBoard(_ context.Context, m store.Message) (block.Content, error) {
	return h.boardAsItIs(m.Ref)
}

// rerenderBoard renders a posted board again. One that may not be shown any more says so: it names people who were
// erased, or nobody may be named.
func (h *Handlers) rerenderBoard(_ context.Context, r store.Receipt) (block.Content, error) {
	shown, err := h.boardAsItIs(r.Ref)
	if store.KindOf(err) != store.Conflict {
		return shown, err
	}
	return block.Message("This leaderboard is not shown any more. " + block.Esc(store.WordsOf(err))), nil
}

// boardAsItIs renders a post as of the span it was planned for. Boards that were switched off, or shrank below the
// smallest group while the post waited, are not sent: a Conflict ends the message and the courier tells who asked.
func (h *Handlers) boardAsItIs(id string) (block.Content, error) {
	var board store.Board
	var post store.BoardPost
	var settings store.Settings
	err := h.DB.View(func(q *store.Query) error {
		post, settings = q.BoardPost(id), q.Settings()
		if !settings.BoardOn {
			return surface.Obsolete("Leaderboards were turned off.")
		}
		if board = q.Board(post.Query); board.TooSmall {
			return surface.Obsolete(emptyBoard(board, settings.BoardMinGroup))
		}
		return nil
	})
	if err != nil {
		return block.Content{}, err
	}
	return boardPosted(board, settings.BoardMinGroup, post.By), nil
}

// Kinds are the messages to channels, and about points that were taken back.
func (h *Handlers) Kinds() []courier.Kind {
	return []courier.Kind{
		{Kind: store.MsgBoard, Render: h.renderBoard, Rewrite: h.rerenderBoard},
		{Kind: store.MsgPointsBack, Render: h.Rendering(renderPointsBack)},
	}
}
