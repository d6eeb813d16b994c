// The welcome: what Vouch is and promises, before somebody joins.

package surface

import (
	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/store"
)

// Recorded answers what people ask before they join, and later who doubts. Each sentence is held by the program: there
// is no posting verb, no token of a network, and leaving is one verb.
const Recorded = "*What is recorded:* what you choose and press, what you say you shared, whom you refer, and the " +
	"points for it. Your name can stand on leaderboards; Privacy in Settings hides it. What leaders share shows their " +
	"names.\n" +
	"*It never posts for you.* Vouch has no access to your accounts.\n" +
	"*It's voluntary,* because a post only helps when you mean it. Nobody is listed for not sharing. Pause or leave " +
	"with one click."

// companyName is the company in the middle of a sentence.
func companyName(s store.Settings) string {
	if s.Company == "" {
		return "your company"
	}
	return block.Line(s.Company)
}

// WelcomeContent is the first message somebody gets: what this is, and one thing to press.
func WelcomeContent(s store.Settings) block.Content {
	intro := "Stories and jobs from " + companyName(s) + " to share, in your own words.\n" +
		"*It's voluntary:* leave with one click. It records what you press here, and never posts for you."
	return block.Message("Welcome to Vouch. "+intro+" Type /vouch join to set up your digest.",
		block.Header("Welcome to Vouch"),
		block.Section(intro),
		block.Actions("", block.Button(ActJoin, "Set up my digest", "", block.Primary), RecordedButton()))
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
