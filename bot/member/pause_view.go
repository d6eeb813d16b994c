// The form that asks how long the digest shall pause.

package member

import (
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/store"
)

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
	if surface.IsPaused(e, now) {
		blocks = append(blocks, block.Section("Your digest is paused "+surface.PausedWords(e.Prefs.PausedUntil, now, zone)+". You can change that here."))
	}
	blocks = append(blocks,
		block.Input(fieldPauseLength, "Pause my digest", block.Radio(block.InputValue, options, "1 week"), "News about your referrals still comes.", false),
		block.Input(fieldPauseDay, "Or until this day", block.DateInput(block.InputValue, ""), "The digest comes again on this day. Leave it empty to use the choice above.", true))
	return block.Modal(cbPause, "Pause my digest", "Pause", "Cancel", "", blocks...)
}
