// The welcome: what Vouch is and promises, before somebody joins.

package surface

import (
	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/store"
)

// Recorded answers what people ask before they join. Each sentence is held by the program: there is no posting verb, no
// token of a network, and leaving is one verb.
const Recorded = "*What is recorded:* what you choose and press here, what you say you shared, whom you refer, and the " +
	"points for it. Your name can stand on leaderboards; Privacy in Settings hides it. What leaders share is shown with their names.\n" +
	"*It never posts for you.* You post yourself, with your own account. Vouch has no access to it.\n" +
	"*It's voluntary.* Pause for a while, or leave with one click. Nobody is listed for not taking part."

// companyName is the company in the middle of a sentence.
func companyName(s store.Settings) string {
	if s.Company == "" {
		return "Your company"
	}
	return block.Line(s.Company)
}

// WelcomeContent is the first message somebody gets: what this is, and one thing to press.
func WelcomeContent(s store.Settings) block.Content {
	intro := companyName(s) + " uses Vouch to bring you stories and jobs for the people you know. Share what you like, in your " +
		"own words. It's voluntary, and it never posts for you."
	return block.Content{
		Text: "Welcome to Vouch. " + intro + " Type /vouch join to set up your digest.",
		Blocks: []slack.Block{
			block.Header("Welcome to Vouch"),
			block.Section(intro),
			block.Actions("", block.Button(ActJoin, "Set up my digest", "", block.Primary), RecordedButton()),
		},
	}
}

// RecordedButton shows Recorded.
func RecordedButton() slack.BlockElement { return block.Button(ActRecorded, "What is recorded", "") }

// MyDataButton leads to what is kept about its reader.
func MyDataButton() slack.BlockElement { return block.Button(ActMyData, "My data", "") }

// LeaveConfirm is the question before leaving.
func LeaveConfirm() *slack.ConfirmationBlockObject {
	return block.Confirm("Leave Vouch?", "Your digest stops at once. Your shares and points are kept in case you come back, and your open referrals go on.",
		"Leave", "Stay")
}
