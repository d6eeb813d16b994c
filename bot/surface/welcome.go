// The welcome: what Vouch is and promises, before somebody joins.

package surface

import (
	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/store"
)

// promises are the sentences that stand wherever somebody decides whether to join. Each is held by the program:
// there is no posting verb, no token of a network, and leaving is one verb.
const (
	promiseVoluntary = "*It's voluntary.* Joining takes under a minute. You share what you like, when you like, or not at all."
	promisePosts     = "*It never posts for you.* You copy the text, or open your network with it filled in, and post it yourself. Vouch has no access to your accounts."
	promiseRecords   = "*What is recorded:* what you choose here, what you press on your picks, what you say you shared, whom you refer, and the points for it. " +
		"Your name can appear on leaderboards, where you can hide it. What leaders share is shown with their names."
	promiseStop = "*How to stop:* `/vouch pause` for a while, or Leave in the app's Home. Leaving stops everything at once."
)

// companyName is the company in the middle of a sentence.
func companyName(s store.Settings) string {
	if s.Company == "" {
		return "Your company"
	}
	return block.Line(s.Company)
}

// WelcomeContent is the first message somebody gets: what this is, and one thing to press.
func WelcomeContent(s store.Settings) block.Content {
	intro := companyName(s) + " uses Vouch to bring you stories, news and open jobs that fit your own network. " +
		"You share the ones you like in your own words, and you can refer people you know by name."
	return block.Content{
		Text: "Welcome to Vouch. " + intro + " It's voluntary and never posts for you. Type /vouch join to set up your digest.",
		Blocks: []slack.Block{
			block.Header("Welcome to Vouch"),
			block.Section(intro),
			block.Section(promiseVoluntary + "\n" + promisePosts + "\n" + promiseRecords + "\n" + promiseStop),
			block.Actions("", block.Button(ActJoin, "Set up my digest", "", block.Primary)),
		},
	}
}

// LeaveConfirm is the question before leaving.
func LeaveConfirm() *slack.ConfirmationBlockObject {
	return block.Confirm("Leave Vouch?", "Your digest stops at once. Your shares and points are kept in case you come back, and your open referrals go on.",
		"Leave", "Stay")
}
