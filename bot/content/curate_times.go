// The times of an asset in its form: when it is published, when its embargo ends, when it expires.

package content

import (
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/store"
)

// The days of an asset; they are also the names in the store's FieldErrors. The clock beside each day has clockField of
// it.
const (
	fieldPublishAt = "publish_at"
	fieldEmbargo   = "embargo_until"
	fieldExpiresAt = "expires_at"
)

// clockField names the field of the time beside a day.
func clockField(day string) string { return day + "_time" }

// timeBlocks ask for days and times in the program's zone.
func timeBlocks(a store.Asset, zone *time.Location) []slack.Block {
	var blocks []slack.Block
	for _, f := range []struct {
		field, label, hint string
		at                 time.Time
	}{
		{fieldPublishAt, "Publish on", "Empty: at once.", a.PublishAt},
		{fieldEmbargo, "Embargo until", "Before that colleagues can read it, but neither get it as a pick nor share it. " +
			"Empty: no embargo.", a.EmbargoUntil},
		{fieldExpiresAt, "Expires on", "From then on it is no longer shown or shared. Empty: never.", a.ExpiresAt},
	} {
		blocks = append(blocks, block.Input(f.field, f.label, block.DateInput(block.InputValue, pickerDay(f.at, zone)),
			f.hint, true),
			block.Input(clockField(f.field), f.label+", time", block.TimeInput(block.InputValue, pickerTime(f.at, zone)),
				"Empty: as the day begins.", true))
	}
	return blocks
}

// readTimes takes over what the form says of times; problem is a time without its day, by block id.
func readTimes(asset *store.Asset, in dispatch.Interaction, zone *time.Location) (problem map[string]string) {
	for field, at := range map[string]*time.Time{fieldPublishAt: &asset.PublishAt, fieldEmbargo: &asset.EmbargoUntil,
		fieldExpiresAt: &asset.ExpiresAt} {
		date, clock := in.State.Date(field), in.State.Text(clockField(field))
		// Whoever clears a day that had this time means both.
		if date == "" && clock != "" && clock != pickerTime(*at, zone) {
			if problem == nil {
				problem = map[string]string{}
			}
			problem[field] = "Choose the day as well, or clear the time."
		}
		*at = onMoment(*at, date, clock, zone)
	}
	return problem
}

// onMoment is a local day and time, without a time the first moment of the day, zero for no day. A time that pickers
// show as it is stays to the second.
func onMoment(before time.Time, date store.LocalDate, clock string, zone *time.Location) time.Time {
	if clock == "" {
		clock = "00:00"
	}
	if !before.IsZero() && store.DateOf(before, zone) == date && pickerTime(before, zone) == clock {
		return before
	}
	return onClock(string(date), clock, zone)
}
