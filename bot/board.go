// /leaderboard: a private look for everybody; managers post it to a channel.

package bot

import (
	"context"

	"vouch/store"
)

// boardRoutes are the command, the buttons and the forms of leaderboards. Looking is for everybody and private; what others
// will see (posting, schedules, the switch) is for managers.
func (b *Bot) boardRoutes() []route {
	return []route{
		onCommand(cmdLeaderboard, b.onLeaderboard),
		onAction(actBoardOn, b.onBoardOn),
		onAction(actBoardVisible, b.onBoardVisible),
		onAction(actBoardPost, b.onBoardPostForm),
		onSubmit(cbBoardPost, b.onBoardPost),
		onAction(actBoardSchedule, b.onBoardScheduleForm),
		onSubmit(cbBoardSchedule, b.onBoardSchedule),
		onAction(actBoardUnschedule, b.onBoardUnschedule),
		onAction(actBoardAdmin, b.onBoardAdmin),
	}
}

// onLeaderboard previews a board, or says what is wrong with the words typed.
func (b *Bot) onLeaderboard(_ context.Context, in inbound) (reply, error) {
	me, err := b.person(in.User)
	if err != nil {
		return reply{}, err
	}
	if me.Guest {
		return reply{Text: cannotJoin(me.Employee)}, nil
	}
	q, unknown := parseBoard(in.Text)
	if unknown != "" {
		return reply{Text: "I don't know \"" + line(cut(unknown, 60)) + "\". Type " + boardUsage +
			"; without words it shows people, this month."}, nil
	}
	return b.previewBoard(me, q)
}

// previewBoard shows a board to one person, or that boards are off. A member who is hidden sees the board too: leaving it is
// about being seen, not about seeing.
func (b *Bot) previewBoard(me member, q store.BoardQuery) (reply, error) {
	// Anybody may look; only what others would see needs a manager.
	manager, err := b.db.IsManager(me.ID)
	if err != nil {
		return reply{}, err
	}
	if !me.settings.BoardOn {
		who, err := b.db.WhomToAsk()
		if err != nil {
			return reply{}, err
		}
		off := boardsOff(manager, who)
		return reply{Text: off.Text, Blocks: off.Blocks}, nil
	}
	board, err := b.db.Board(q)
	if err != nil {
		return reply{}, err
	}
	shown := boardPreview(board, me.settings, me.Employee, manager)
	return reply{Text: shown.Text, Blocks: shown.Blocks}, nil
}

// onBoardOn turns boards on or off for everybody. The button says which state it leads to, so pressing an old one, or
// pressing twice, never flips back what somebody else decided.
func (b *Bot) onBoardOn(ctx context.Context, in inbound) (reply, error) {
	if err := b.mustManage(in.User); err != nil {
		return reply{}, err
	}
	// Read and saved with its version: if somebody else saves settings meanwhile, the store refuses instead of undoing theirs.
	settings, err := b.db.Settings()
	if err != nil {
		return reply{}, err
	}
	on := in.Action.Value == "on"
	if settings.BoardOn != on {
		settings.BoardOn = on
		if err := b.db.SaveSettings(in.User, settings); err != nil {
			return reply{}, err
		}
	}
	if in.View.Type == "modal" {
		return b.onBoardAdmin(ctx, in)
	}
	text := "Leaderboards are on. Type `/leaderboard` to see one; post or schedule it from there."
	if !on {
		text = "Leaderboards are off. Schedules stay as they are and post nothing meanwhile."
	}
	return reply{Text: text, Home: true}, nil
}

// onBoardVisible hides the person who pressed from boards, or shows them again; nobody else can do it for them. The alias,
// if one was chosen, stays: showing again must not reveal more than before.
func (b *Bot) onBoardVisible(_ context.Context, in inbound) (reply, error) {
	me, err := b.member(in.User)
	if err != nil {
		return reply{}, err
	}
	prefs, hide := me.Prefs, in.Action.Value == notVisible
	prefs.BoardHidden = hide
	if _, err := b.db.SavePreferences(in.User, prefs); err != nil {
		return reply{}, err
	}
	if hide {
		return reply{Text: "You are left out of people's boards from now on; one that is posted already stays as it is. " +
			"Your points still count for your team. To undo it: `/vouch settings`.", Home: true}, nil
	}
	return reply{Text: "You are on the boards again. `/leaderboard` shows them.", Home: true}, nil
}

// onBoardPostForm asks a manager for the channel.
func (b *Bot) onBoardPostForm(_ context.Context, in inbound) (reply, error) {
	if err := b.mustManage(in.User); err != nil {
		return reply{}, err
	}
	return reply{Open: boardPostModal(parseBoardCode(in.Action.Value))}, nil
}

// onBoardPost hands the board to the courier. Whether Vouch is a member shows only when it
// posts; the courier then tells whoever asked.
func (b *Bot) onBoardPost(_ context.Context, in inbound) (reply, error) {
	channel := in.State.Choice(fieldChannel)
	if channel == "" {
		return reply{Errors: map[string]string{fieldChannel: "Choose a channel."}}, nil
	}
	// The store asks again for the role, the switch and the group's size, in the commit that plans the post.
	if _, err := b.db.PlanBoardPost(in.View.ID, in.User, channel, parseBoardCode(in.View.Metadata)); err != nil {
		return reply{}, err
	}
	return reply{Update: resultModal("Leaderboard", "It is on its way to "+channelMention(channel)+
		". If it can't be posted there, for example because Vouch isn't a member, you get a message that says what to do.")}, nil
}

// renderBoard draws a board post for the courier with the numbers of the time it was planned for.
func (b *Bot) renderBoard(_ context.Context, m store.Message) (content, error) {
	post, err := b.db.BoardPost(m.Ref)
	if err != nil {
		return content{}, err
	}
	return b.drawBoard(post)
}

// redrawBoard draws a posted board again.
func (b *Bot) redrawBoard(_ context.Context, r store.Receipt) (content, error) {
	post, err := b.db.BoardPost(r.Ref)
	if err != nil {
		return content{}, err
	}
	return b.drawBoard(post)
}

// drawBoard draws a post as of the span it was planned for. Boards that were switched off, or shrank below the smallest
// group while the post waited, are not sent: a Conflict ends the message and the courier tells who asked.
func (b *Bot) drawBoard(post store.BoardPost) (content, error) {
	settings, err := b.db.Settings()
	if err != nil {
		return content{}, err
	}
	if !settings.BoardOn {
		return content{}, &store.Error{Kind: store.Conflict, Msg: "Leaderboards were turned off."}
	}
	board, err := b.db.Board(post.Query)
	if err != nil {
		return content{}, err
	}
	if board.TooSmall {
		return content{}, &store.Error{Kind: store.Conflict, Msg: emptyBoard(board, settings.BoardMinGroup)}
	}
	return boardPosted(board, settings.BoardMinGroup, post.By), nil
}

// boardKinds are the messages to channels.
func (b *Bot) boardKinds() []kind {
	return []kind{
		{Kind: store.MsgBoard, Render: b.renderBoard, Rewrite: b.redrawBoard},
	}
}
