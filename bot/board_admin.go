// Leaderboards for managers: on and off, and the schedules that post them.

package bot

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/store"
)

// onBoardAdmin shows whether boards are on, and the schedules.
func (b *Bot) onBoardAdmin(_ context.Context, in inbound) (reply, error) {
	if err := b.mustManage(in.User); err != nil {
		return reply{}, err
	}
	view, err := b.boardAdmin(in.User)
	if err != nil {
		return reply{}, err
	}
	if in.View.CallbackID == cbBoardAdmin {
		return reply{Update: view, Home: true}, nil
	}
	return reply{Open: view}, nil
}

// boardAdmin gathers the modal. Times are shown to the manager in their own zone; each schedule says the one it runs in.
func (b *Bot) boardAdmin(id store.EmployeeID) (*slack.ModalViewRequest, error) {
	me, err := b.person(id)
	if err != nil {
		return nil, err
	}
	schedules, err := b.db.BoardSchedules()
	if err != nil {
		return nil, err
	}
	return boardAdminModal(me.settings.BoardOn, schedules, me.zone), nil
}

// maxSchedules is how many schedules the modal lists: one block each, far below the 100 of a view, and more than anybody
// can oversee.
const maxSchedules = 30

// boardAdminModal draws the switch and the schedules, each with its way out.
func boardAdminModal(on bool, schedules []store.BoardSchedule, zone *time.Location) *slack.ModalViewRequest {
	text, toggle := "*Leaderboards are off.* Nobody sees them and schedules post nothing.", button(actBoardOn, "Turn on", "on", primary)
	if on {
		text = "*Leaderboards are on.* Everybody can see them with `/leaderboard`."
		toggle = button(actBoardOn, "Turn off", "off", confirming(
			confirm("Turn leaderboards off?", "Nobody sees them any more, and schedules post nothing until you turn them on again. Points go on counting.", "Turn off", "Keep them")))
	}
	blocks := []slack.Block{sectionWith(text, toggle), header("Schedules")}
	if len(schedules) == 0 {
		blocks = append(blocks, section("Nothing is scheduled."))
	}
	for _, s := range schedules[:min(len(schedules), maxSchedules)] {
		words := "*" + scheduleWords(s) + "*\nIn " + channelMention(s.Channel) + ", set up by " + person(s.CreatedBy)
		if on && !s.NextAt.IsZero() {
			words += ", next " + moment(s.NextAt, zone)
		}
		blocks = append(blocks, sectionWith(words, button(actBoardUnschedule, "Delete", s.ID, danger,
			spoken("Delete the schedule: "+scheduleWords(s)), confirming(confirm("Delete this schedule?", "It won't post any more. Posts that are there stay.", "Delete", "Keep it")))))
	}
	blocks = append(blocks, actions("", button(actBoardSchedule, "New schedule", boardCode(store.BoardQuery{Span: store.Week}))))
	return modal(cbBoardAdmin, "Leaderboards", "", "Close", "", blocks...)
}

// onBoardScheduleForm asks what to post, where and when. The program's zone comes first, because a board speaks to everybody;
// the manager's own is offered for teams that sit elsewhere.
func (b *Bot) onBoardScheduleForm(_ context.Context, in inbound) (reply, error) {
	if err := b.mustManage(in.User); err != nil {
		return reply{}, err
	}
	me, err := b.person(in.User)
	if err != nil {
		return reply{}, err
	}
	// Compact, because a manager in the program's own zone needs no choice between two equal entries.
	zones := slices.Compact([]string{me.settings.TimeZone, me.zone.String()})
	return reply{Open: boardScheduleModal(parseBoardCode(in.Action.Value), zones)}, nil
}

// onBoardSchedule saves the schedule and says when it posts first, so that a wrong day or zone is seen now and not next week.
// The cron line is made from the choices; nobody types one.
func (b *Bot) onBoardSchedule(_ context.Context, in inbound) (reply, error) {
	q := parseBoardCode(in.State.Choice(fieldBoard))
	cronLine, readable := boardCron(in.State.Choice(fieldWhen), in.State.Choice(fieldAt))
	if !readable {
		return reply{Errors: map[string]string{fieldWhen: "Choose a day from the list, and a time."}}, nil
	}
	zone, err := time.LoadLocation(in.State.Choice(fieldZone))
	if err != nil {
		return reply{Errors: map[string]string{fieldZone: "Choose a time zone from the list."}}, nil
	}
	next, err := nextBoardTime(cronLine, in.At, zone)
	if err != nil {
		return reply{}, err
	}
	saved, err := b.db.SaveBoardSchedule(in.User, store.BoardSchedule{Channel: in.State.Choice(fieldChannel), Cron: cronLine,
		TimeZone: zone.String(), Span: q.Span, Teams: q.Teams, Leaders: q.Leaders, CreatedBy: in.User, NextAt: next})
	if err != nil {
		return reply{}, err
	}
	text := scheduleWords(saved) + ", in " + channelMention(saved.Channel) + ". First on " + moment(next, zone) + ". " +
		"Vouch has to be a member of the channel: type `/invite @vouch` there if it isn't."
	settings, err := b.db.Settings()
	if err != nil {
		return reply{}, err
	}
	// Said here, or the manager would wait for a post that never comes.
	if !settings.BoardOn {
		text += " Leaderboards are off at the moment, so nothing is posted until you turn them on."
	}
	return reply{Update: resultModal("Scheduled", strings.TrimSpace(text)), Home: true}, nil
}

// onBoardUnschedule deletes a schedule. One that is gone already is told so by the list itself.
func (b *Bot) onBoardUnschedule(ctx context.Context, in inbound) (reply, error) {
	if err := b.db.DeleteBoardSchedule(in.User, in.Action.Value); err != nil && store.KindOf(err) != store.NotFound {
		return reply{}, err
	}
	return b.onBoardAdmin(ctx, in)
}
