// Pausing and resuming the digest: the lengths people type or press, and the date on which it comes back.

package bot

import (
	"context"
	"strconv"
	"strings"
	"time"

	"vouch/store"
)

// maxPauseDays is the longest pause with an end: a year, leap or not. Who wants longer pauses until they resume.
const maxPauseDays = 366

// untilResumed is the stored end of a pause without an end.
var untilResumed = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// isOpenEnded tells whether a pause lasts until the person resumes. The store plans nothing for pauses beyond five years.
func isOpenEnded(until time.Time) bool { return until.Year() > 9000 }

// isPaused tells whether e's digests are paused at now.
func isPaused(e store.Employee, now time.Time) bool { return e.Prefs.PausedUntil.After(now) }

// pauseEnd is the local midnight that ends a pause of some days beginning today: "1" means that tomorrow's digest comes.
func pauseEnd(now time.Time, days int, zone *time.Location) time.Time {
	local := now.In(zone)
	return time.Date(local.Year(), local.Month(), local.Day()+days, 0, 0, 0, 0, zone)
}

// pauseUnits are the words a length may carry, in days.
var pauseUnits = map[string]int{
	"": 1, "d": 1, "day": 1, "days": 1, "w": 7, "week": 7, "weeks": 7, "month": 30, "months": 30,
}

// parsePause reads what follows "/vouch pause": "10", "2 weeks", "until 2026-12-24", "forever". It returns the end,
// or a sentence that says what is wrong. An empty text is the caller's to ask about.
func parsePause(text string, now time.Time, zone *time.Location) (time.Time, string) {
	// People write "for 2 weeks" and "until 2026-12-24", with quotes, tabs and emoji around it.
	words := commandWords(strings.ToLower(text))
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
		return untilResumed, ""
	}
	if day, err := time.ParseInLocation(time.DateOnly, joined, zone); err == nil {
		return checkPause(day, now, zone)
	}
	// Number and unit may stand apart or together: "2 weeks", "2weeks", "14".
	digits := len(joined) - len(strings.TrimLeft(joined, "0123456789"))
	unit, known := pauseUnits[joined[digits:]]
	number, err := strconv.Atoi(joined[:digits])
	if err != nil || !known {
		return time.Time{}, "I can't read \"" + cut(text, 60) + "\" as a length. Try `/vouch pause 10`, `/vouch pause 2 weeks` or `/vouch pause until " +
			now.In(zone).AddDate(0, 0, 14).Format(time.DateOnly) + "`."
	}
	if number < 1 || number > maxPauseDays {
		return time.Time{}, "A pause lasts 1 to " + strconv.Itoa(maxPauseDays) + " days. For longer, type `/vouch pause forever`: it lasts until you resume."
	}
	return checkPause(pauseEnd(now, number*unit, zone), now, zone)
}

// checkPause holds the end of a pause between tomorrow and a year from now.
func checkPause(end, now time.Time, zone *time.Location) (time.Time, string) {
	if end.Before(pauseEnd(now, 1, zone)) {
		return time.Time{}, "That day is not in the future. The earliest is " + dayWords(pauseEnd(now, 1, zone), now) + "."
	}
	if end.After(pauseEnd(now, maxPauseDays, zone)) {
		return time.Time{}, "That is more than a year away. To pause without an end, type `/vouch pause forever`."
	}
	return end, ""
}

// pausedWords says how long a pause lasts, as the end of a sentence: "until Monday 9 March", "until you resume".
func pausedWords(until, now time.Time, zone *time.Location) string {
	if isOpenEnded(until) {
		return "until you resume"
	}
	return "until " + dayWords(until.In(zone), now.In(zone))
}

// pauseRoutes are the words, buttons and the form around pausing.
func (b *Bot) pauseRoutes() []route {
	return []route{
		onWord(cmdVouch, "pause", "pause your digest: `/vouch pause 10` for ten days", b.onPauseCommand),
		onWord(cmdVouch, "resume", "start your digest again", b.onResume),
		onAction(actPause, b.onPauseForm),
		onAction(actResume, b.onResume),
		onSubmit(cbPause, b.onPauseSubmit),
	}
}

// onPauseCommand pauses for what was typed, or asks how long.
func (b *Bot) onPauseCommand(ctx context.Context, in inbound) (reply, error) {
	if strings.TrimSpace(in.Text) == "" {
		return b.onPauseForm(ctx, in)
	}
	me, err := b.member(in.User)
	if err != nil {
		return reply{}, err
	}
	until, wrong := parsePause(in.Text, in.At, me.zone)
	if wrong != "" {
		return reply{Text: wrong}, nil
	}
	return b.pause(me, until, in.At)
}

// onPauseForm asks how long; who is paused already sees until when.
func (b *Bot) onPauseForm(_ context.Context, in inbound) (reply, error) {
	me, err := b.member(in.User)
	if err != nil {
		return reply{}, err
	}
	return reply{Open: pauseModal(me.Employee, in.At, me.zone)}, nil
}

// onPauseSubmit takes the form: a chosen length, or a day which then wins.
func (b *Bot) onPauseSubmit(_ context.Context, in inbound) (reply, error) {
	me, err := b.member(in.User)
	if err != nil {
		return reply{}, err
	}
	// The form sends words that parsePause reads, so a pause means the same wherever it is asked for.
	text, field := in.State.Choice(fieldPauseLength), fieldPauseLength
	if day := in.State.Date(fieldPauseDay); day != "" {
		text, field = string(day), fieldPauseDay
	}
	until, wrong := parsePause(text, in.At, me.zone)
	if wrong != "" {
		return reply{Errors: map[string]string{field: wrong}}, nil
	}
	done, err := b.pause(me, until, in.At)
	if err != nil {
		return reply{}, err
	}
	return reply{Update: resultModal("Paused", done.Text), Home: true}, nil
}

// pause records it and says until when.
func (b *Bot) pause(me member, until, now time.Time) (reply, error) {
	if _, err := b.db.Pause(me.ID, until); err != nil {
		return reply{}, err
	}
	return reply{Text: "Your digest is paused " + pausedWords(until, now, me.zone) +
		". News about your referrals still comes. To start again sooner, type `/vouch resume`.", Home: true}, nil
}

// onResume starts the digest again and says when the next one comes. Resuming twice changes nothing.
func (b *Bot) onResume(_ context.Context, in inbound) (reply, error) {
	me, err := b.member(in.User)
	if err != nil {
		return reply{}, err
	}
	begin := "Your digest is on again."
	if !isPaused(me.Employee, in.At) {
		begin = "Your digest was not paused."
	}
	resumed, err := b.db.Resume(in.User)
	if err != nil {
		return reply{}, err
	}
	if me, err = b.memberOf(resumed); err != nil {
		return reply{}, err
	}
	return reply{Text: begin + " " + me.nextWords(in.At), Home: true}, nil
}
