// Leaderboards for managers: on and off, and the schedules that post them.

package board

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/courier"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

// onBoardAdmin shows whether boards are on, and the schedules. Times are shown to the manager in their own zone; each
// schedule says the one it runs in.
func (h *Handlers) onBoardAdmin(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	var view *slack.ModalViewRequest
	err := h.DB.View(func(q *store.Query) error {
		surface.MustManage(q, in.User)
		me := surface.Person(q, in.User)
		view = boardAdminModal(me.Settings, q.BoardSchedules(), me.Zone)
		return nil
	})
	if in.View.CallbackID == cbBoardAdmin {
		return dispatch.Reply{Update: view, Home: true}, err
	}
	return dispatch.Reply{Open: view}, err
}

// maxSchedules is how many schedules the modal lists: one block each, far below the 100 of a view, and more than
// anybody can oversee.
const maxSchedules = 30

// boardAdminModal renders the switch and the schedules, each with its way out.
func boardAdminModal(settings store.Settings, schedules []store.BoardSchedule,
	zone *time.Location) *slack.ModalViewRequest {
	text, toggle := "*Leaderboards are off.* Nobody sees them and schedules post nothing.",
		block.Button(actBoardOn, "Turn on", "on", block.Primary)
	on := settings.BoardOn
	if on {
		text = "*Leaderboards are on.* Everybody can see them with `/leaderboard`."
		toggle = block.Button(actBoardOn, "Turn off", "off", block.Confirming(
			block.Confirm("Turn leaderboards off?", "Nobody sees them any more, and schedules post nothing until you turn "+
				"them on again. Points go on counting.", "Turn off", "Keep them")))
	}
	blocks := []slack.Block{block.SectionWith(text, toggle), block.Header("Schedules")}
	blocks = append(blocks, block.When(len(schedules) == 0, block.Section("Nothing is scheduled.")))
	for _, s := range schedules[:min(len(schedules), maxSchedules)] {
		words := "*" + scheduleWords(s) + "*\nIn " + block.ChannelMention(s.Channel) + ", set up by " +
			block.Person(s.CreatedBy)
		words += block.When(on && !s.NextAt.IsZero(), ", next "+block.Moment(s.NextAt, zone))
		words += resultWords(s, zone)
		blocks = append(blocks, block.SectionWith(words, block.Button(actBoardUnschedule, "Delete", s.ID, block.Danger,
			block.Spoken("Delete the schedule: "+scheduleWords(s)), block.Confirming(block.Confirm("Delete this schedule?",
				"It won't post any more. Posts that are there stay.", "Delete", "Keep it")))))
	}
	code := boardCode(store.BoardQuery{Span: store.Week})
	further := []slack.BlockElement{block.Button(actBoardSchedule, "New schedule", code)}
	if !settings.WorksCouncil {
		further = append(further, block.Button(actPoints, "A colleague's points", ""))
	}
	blocks = append(blocks, block.Actions("", further...))
	return block.Modal(cbBoardAdmin, "Leaderboards", "", "Close", "", blocks...)
}

// resultWords say what became of a schedule's last firing, on a line of its own: "Posted Mon 3 January at 09:00".
func resultWords(s store.BoardSchedule, zone *time.Location) string {
	var outcome, why string
	switch s.Last.State {
	case store.BoardFailed:
		outcome, why = "*Failed*", ": "+courier.RefusalWords(s.Last.Reason)
	case store.BoardSkipped:
		outcome, why = "Skipped", ": "+block.Esc(s.Last.Reason)
	case store.BoardPosted:
		outcome = "Posted"
	default:
		return ""
	}
	return "\n" + outcome + " " + block.Moment(s.Last.At, zone) + why
}

// onBoardScheduleForm asks what to post, where and when. The program's zone comes first, because a board speaks to
// everybody; the manager's own is offered for teams that sit elsewhere.
func (h *Handlers) onBoardScheduleForm(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	var me surface.Member
	err := h.DB.View(func(q *store.Query) error {
		surface.MustManage(q, in.User)
		me = surface.Person(q, in.User)
		return nil
	})
	if err != nil {
		return dispatch.Reply{}, err
	}
	// Compact, because a manager in the program's own zone needs no choice between two equal entries.
	zones := slices.Compact([]string{me.Settings.TimeZone, me.Zone.String()})
	q := parseBoardCode(in.Action.Value)
	return dispatch.Reply{Open: boardScheduleModal(q, zones, me.Settings)}, nil
}

// onBoardSchedule saves the schedule and says when it posts first, so that a wrong day or zone is seen now and not next
// week. The cron line is made from the choices; nobody types one.
func (h *Handlers) onBoardSchedule(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	q := parseBoardCode(in.State.Choice(fieldBoard))
	cronLine, readable := boardCron(in.State.Choice(fieldWhen), in.State.Choice(surface.FieldAt))
	if !readable {
		return dispatch.Reply{Errors: map[string]string{fieldWhen: "Choose a day from the list, and a time."}}, nil
	}
	zone, err := time.LoadLocation(in.State.Choice(fieldZone))
	if err != nil {
		//nolint:nilerr // the person reads it at the field
		return dispatch.Reply{Errors: map[string]string{fieldZone: "Choose a time zone from the list."}}, nil
	}
	next, err := surface.NextRun(cronLine, zone.String(), in.At)
	if err != nil {
		return dispatch.Reply{}, err
	}
	saved, err := h.Once(in).SaveBoardSchedule(in.User, store.BoardSchedule{
		Channel: in.State.Choice(fieldChannel), Cron: cronLine, TimeZone: zone.String(),
		Span: q.Span, Teams: q.Teams, Leaders: q.Leaders, CreatedBy: in.User, NextAt: next})
	if err != nil {
		return dispatch.Reply{}, err
	}
	text := scheduleWords(saved) + ", in " + block.ChannelMention(saved.Channel) + ". First post: " +
		block.Moment(next, zone) + ". " +
		"Vouch has to be a member of the channel: type `/invite @vouch` there if it isn't."
	settings, err := h.DB.Settings()
	if err != nil {
		return dispatch.Reply{}, err
	}
	// Said here, or the manager would wait for a post that never comes.
	text += block.When(!settings.BoardOn,
		" Leaderboards are off at the moment, so nothing is posted until you turn them on.")
	return dispatch.Reply{Update: block.ResultModal("Scheduled", strings.TrimSpace(text)), Home: true}, nil
}

// onBoardUnschedule deletes a schedule. One that is gone already is told so by the list itself.
func (h *Handlers) onBoardUnschedule(ctx context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	if err := h.DB.DeleteBoardSchedule(in.User, in.Action.Value); err != nil && store.KindOf(err) != store.NotFound {
		return dispatch.Reply{}, err
	}
	return h.onBoardAdmin(ctx, in)
}
