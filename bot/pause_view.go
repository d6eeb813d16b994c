// The form that asks how long the digest shall pause.

package bot

import (
	"time"

	"github.com/slack-go/slack"

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
		option("1 week", "For a week"), option("2 weeks", "For two weeks"),
		option("1 month", "For a month"), option("forever", "Until I resume"),
	}
	var blocks []slack.Block
	if isPaused(e, now) {
		blocks = append(blocks, section("Your digest is paused "+pausedWords(e.Prefs.PausedUntil, now, zone)+". You can change that here."))
	}
	blocks = append(blocks,
		input(fieldPauseLength, "Pause my digest", radio(inputValue, options, "1 week"), "News about your referrals still comes.", false),
		input(fieldPauseDay, "Or until this day", dateInput(inputValue, ""), "The digest comes again on this day. Leave it empty to use the choice above.", true))
	return modal(cbPause, "Pause my digest", "Pause", "Cancel", "", blocks...)
}
