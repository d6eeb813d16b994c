// The golden files of personas.

package member

import (
	"testing"

	"vouch/bot/bottest/golden"
)

func TestGolden_PersonaReason(t *testing.T) {
	followed := golden.Member()
	followed.Prefs.PersonaByRule = true
	golden.Modal(t, "settings-persona-by-rule", settingsModal(goldenChoices(followed), ""))
}
