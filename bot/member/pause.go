// Pausing and resuming the digest: the form, the lengths people type or press, and the date on which it comes back.

package member

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

// maxPauseDays is the longest pause with an end: a year, leap or not. Who wants longer pauses until they resume.
const maxPauseDays = 366

// pauseUnits are the words a length may carry, in days.
var pauseUnits = map[string]int{
	"": 1, "d": 1, "day": 1, "days": 1, "w": 7, "week": 7, "weeks": 7, "month": 30, "months": 30,
}

// parsePause reads what follows "/vouch pause": "10", "2 weeks", "until 2026-12-24", "forever". It returns the end,
// or a sentence that says what is wrong. An empty text is the caller's to ask about.
func parsePause(text string, now time.Time, zone *time.Location) (time.Time, string) {
	// People write "for 2 weeks" and "until 2026-12-24", with quotes, tabs and emoji around it.
	words := surface.CommandWords(strings.ToLower(text))
	for len(words) > 0 && (words[0] == "for" || words[0] == "until" || words[0] == "a" || words[0] == "one") {
		if words[0] == "a" || words[0] == "one" {
			words[0] = "1"
			break
		}
		words = words[1:]
	}
	joined := strings.Join(words, "")
	switch joined {
	case "forever", "resume", "iresume", "resumed":
		return surface.UntilResumed, ""
	}
	if day, err := time.ParseInLocation(time.DateOnly, joined, zone); err == nil {
		return checkPause(day, now, zone)
	}
	// Number and unit may stand apart or together: "2 weeks", "2weeks", "14".
	digits := len(joined) - len(strings.TrimLeft(joined, "0123456789"))
	unit, known := pauseUnits[joined[digits:]]
	number, err := strconv.Atoi(joined[:digits])
	if err != nil || !known {
		return time.Time{}, "I can't read \"" + block.Line(block.Cut(text, 60)) + "\" as a length. " +
			"Try `/vouch pause 10`, `/vouch pause 2 weeks` or `/vouch pause until " +
			now.In(zone).AddDate(0, 0, 14).Format(time.DateOnly) + "`."
	}
	if number < 1 || number > maxPauseDays {
		return time.Time{}, "A pause lasts 1 to " + strconv.Itoa(maxPauseDays) +
			" days. For longer, type `/vouch pause forever`: it lasts until you resume."
	}
	return checkPause(surface.PauseEnd(now, number*unit, zone), now, zone)
}

// checkPause holds the end of a pause between tomorrow and a year from now.
func checkPause(end, now time.Time, zone *time.Location) (time.Time, string) {
	if end.Before(surface.PauseEnd(now, 1, zone)) {
		return time.Time{}, "That day is not in the future. The earliest is " +
			surface.DayWords(surface.PauseEnd(now, 1, zone), now) + "."
	}
	if end.After(surface.PauseEnd(now, maxPauseDays, zone)) {
		return time.Time{}, "That is more than a year away. To pause without an end, type `/vouch pause forever`."
	}
	return end, ""
}

// pauseRoutes are the words, buttons and the form around pausing.
func (h *Handlers) pauseRoutes() []dispatch.Route {
	return []dispatch.Route{
		dispatch.OnWord(surface.CmdVouch, "pause", "pause your digest, as `/vouch pause 2 weeks`",
			h.onPauseCommand).For(surface.HasJoined),
		dispatch.OnWord(surface.CmdVouch, "resume", "start your digest again", h.ByAdvocate(h.onResume)).For(isPaused),
		dispatch.OnAction(surface.ActPause, h.onPauseForm),
		dispatch.OnAction(surface.ActResume, h.ByAdvocate(h.onResume)),
		dispatch.OnSubmit(cbPause, h.ByAdvocate(h.onPauseSubmit)),
	}
}

// onPauseCommand pauses for what was typed, or asks how long.
func (h *Handlers) onPauseCommand(ctx context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	if strings.TrimSpace(in.Text) == "" {
		return h.onPauseForm(ctx, in)
	}
	me, err := h.Member(in.User)
	if err != nil {
		return dispatch.Reply{}, err
	}
	until, wrong := parsePause(in.Text, in.At, me.Zone)
	if wrong != "" {
		return dispatch.Reply{Text: wrong}, nil
	}
	return h.pause(me, until, in.At)
}

// onPauseForm asks how long; who is paused already sees until when.
func (h *Handlers) onPauseForm(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	me, err := h.Member(in.User)
	if err != nil {
		return dispatch.Reply{}, err
	}
	return dispatch.Reply{Open: pauseModal(me.Employee, in.At, me.Zone)}, nil
}

// onPauseSubmit takes the form: a chosen length, or a day which then wins.
func (h *Handlers) onPauseSubmit(_ context.Context, in dispatch.Interaction,
	me surface.Member) (dispatch.Reply, error) {
	// The form sends words that parsePause reads, so a pause means the same wherever it is asked for.
	text, field := in.State.Choice(fieldPauseLength), fieldPauseLength
	if day := in.State.Date(fieldPauseDay); day != "" {
		text, field = string(day), fieldPauseDay
	}
	until, wrong := parsePause(text, in.At, me.Zone)
	if wrong != "" {
		return dispatch.Reply{Errors: map[string]string{field: wrong}}, nil
	}
	done, err := h.pause(me, until, in.At)
	if err != nil {
		return dispatch.Reply{}, err
	}
	return dispatch.Reply{Update: block.Modal(block.CBResult, "Paused", "", "Close", "", done.Blocks...), Home: true}, nil
}

// pause records it and says until when.
func (h *Handlers) pause(me surface.Member, until, now time.Time) (dispatch.Reply, error) {
	e, err := h.DB.Pause(me.ID, until)
	if err != nil {
		return dispatch.Reply{}, err
	}
	me.Employee = e
	done := say("Your digest is paused "+surface.PausedWords(until, now, me.Zone)+
		". News about your referrals still comes.", pauseButton(me))
	if until.Equal(surface.UntilResumed) {
		done.Blocks = append(done.Blocks, h.WhyNot(me.ID)...)
	}
	return dispatch.Reply{Text: done.Text, Blocks: done.Blocks, Home: true}, nil
}

// onResume starts the digest again and says when the next one comes. Resuming twice changes nothing.
func (h *Handlers) onResume(_ context.Context, in dispatch.Interaction, me surface.Member) (dispatch.Reply, error) {
	begin := "Your digest is on again."
	if !surface.IsPaused(me.Employee, in.At) {
		begin = "Your digest was not paused."
	}
	resumed, err := h.DB.Resume(in.User)
	if err != nil {
		return dispatch.Reply{}, err
	}
	if me, err = h.MemberOf(resumed); err != nil {
		return dispatch.Reply{}, err
	}
	return dispatch.Reply{Text: begin + " " + me.NextWords(in.At), Home: true}, nil
}

// Fields of the pause form.
const (
	fieldPauseLength = "length"
	fieldPauseDay    = "until"
)

// pauseModal offers lengths, or a day that then wins. Who is paused already reads until when.
func pauseModal(e store.Employee, now time.Time, zone *time.Location) *slack.ModalViewRequest {
	options := []*slack.OptionBlockObject{
		block.Option("1 week", "For a week"), block.Option("2 weeks", "For two weeks"),
		block.Option("1 month", "For a month"), block.Option("forever", "Until I resume"),
	}
	var blocks []slack.Block
	blocks = append(blocks, block.When(surface.IsPaused(e, now),
		block.Section("Your digest is paused "+surface.PausedWords(e.Prefs.PausedUntil, now,
			zone)+". You can change that here.")))
	blocks = append(blocks,
		block.Input(fieldPauseLength, "Pause my digest", block.Radio(block.InputValue, options, "1 week"),
			"News about your referrals still comes.", false),
		block.Input(fieldPauseDay, "Or until this day", block.DateInput(block.InputValue, ""),
			"The digest comes again on this day. Leave it empty to use the choice above.", true))
	return block.Modal(cbPause, "Pause my digest", "Pause", "Cancel", "", blocks...)
}
