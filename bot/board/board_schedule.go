// When a scheduled leaderboard is posted: the choices a manager has, their cron lines, and both in words.

package board

import (
	"strconv"
	"strings"
	"time"

	"vouch/bot/surface"
	"vouch/store"
)

// lastMonthlyDay is the latest day of the month on offer: the 28th exists in every month, later ones would be skipped
// in some.
const lastMonthlyDay = 28

// boardCron makes the five-field cron line of a choice ("w1" Mondays, "m15" the 15th) and a time "HH:MM"; false when
// either is foreign.
func boardCron(choice, at string) (string, bool) {
	clock, err := time.Parse("15:04", at)
	if err != nil || len(choice) < 2 {
		return "", false
	}
	day, err := strconv.Atoi(choice[1:])
	if err != nil {
		return "", false
	}
	prefix := strconv.Itoa(clock.Minute()) + " " + strconv.Itoa(clock.Hour())
	switch {
	case choice[0] == 'w' && day >= 0 && day <= 6:
		return prefix + " * * " + strconv.Itoa(day), true
	case choice[0] == 'm' && day >= 1 && day <= lastMonthlyDay:
		return prefix + " " + strconv.Itoa(day) + " * *", true
	}
	return "", false
}

// cronWords says a line of boardCron in words: "every Monday at 09:00", "on the 1st of each month at 09:00".
// Lines made elsewhere (the program file) are shown as they are.
func cronWords(line string) string {
	fields := strings.Fields(line)
	if len(fields) != 5 || fields[3] != "*" {
		return line
	}
	minute, errMinute := strconv.Atoi(fields[0])
	hour, errHour := strconv.Atoi(fields[1])
	if errMinute != nil || errHour != nil {
		return line
	}
	at := " at " + time.Date(2000, 1, 1, hour, minute, 0, 0, time.UTC).Format("15:04")
	weekday, errWeekday := strconv.Atoi(fields[4])
	day, errDay := strconv.Atoi(fields[2])
	switch {
	case fields[2] == "*" && errWeekday == nil:
		return "every " + time.Weekday(weekday%7).String() + at
	case fields[4] == "*" && errDay == nil:
		return "on the " + surface.Ordinal(day) + " of each month" + at
	}
	return line
}

// scheduleWords says one schedule: "Teams, weekly, every Monday at 09:00 (Europe/Berlin)".
func scheduleWords(s store.BoardSchedule) string {
	q := store.BoardQuery{Span: s.Span, Teams: s.Teams, Leaders: s.Leaders}
	return boardTitle(q) + " by " + string(s.Span) + ", " + cronWords(s.Cron) + " (" + s.TimeZone + ")"
}
