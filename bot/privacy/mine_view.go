// The windows of my data: what is kept, and what an erasure does.

package privacy

import (
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/store"
)

// kept is how many of one kind are kept.
type kept struct {
	n         int
	one, more string
}

// words is the count, without promising more than was counted.
func (k kept) words() string {
	if k.n >= counted {
		return "more than " + block.Count(counted-1, k.one, k.more)
	}
	return block.Count(k.n, k.one, k.more)
}

// mineView shows what is kept, and what can be done about it.
func mineView(list []kept, notice string) *slack.ModalViewRequest {
	var blocks []slack.Block
	blocks = append(blocks, block.Said(notice))
	words := "*Kept about you:* your name, title and time zone from Slack, and your choices"
	for i, k := range list {
		if i == len(list)-1 {
			words += " and"
		} else {
			words += ","
		}
		words += " " + k.words()
	}
	return block.Modal(cbMine, "My data", "", "Close", "", append(blocks, block.Section(words+"."),
		block.Actions("", block.Button(actCopy, "Send me a file", ""),
			block.Button(actErase, "Erase everything about me", "", block.Danger)))...)
}

// copyComment stands with the file.
const copyComment = "This is all that Vouch keeps about you, one line each. People you referred are in it without " +
	"names. The file is yours: Vouch does not delete it."

// notSent says why no file came; ours is that Slack takes none, or that it is too large, and trying again is no use.
func notSent(id store.EmployeeID, ours bool) string {
	if !ours {
		return "Your file could not be sent just now. Please try again with `/vouch data`."
	}
	return "Your file could not be sent through Slack. Ask whoever runs Vouch here for `vouch export --employee " +
		string(id) + "`: it gives the same."
}

// erasing is what somebody has running when they think of erasing it.
type erasing struct{ referred, owned, bonuses int }

// sureWord is what has to be typed.
const sureWord = "erase"

// eraseView says what an erasure does.
func eraseView(e erasing) *slack.ModalViewRequest {
	lines := []string{"*This can't be undone.*",
		"• Your digests, answers, saved items, stories, choices and roles go. " +
			"What Vouch wrote to you in the last 90 days is replaced.",
		"• Your posts and points stay in the program's totals, under no name."}
	if e.referred > 0 {
		lines = append(lines, "• "+block.Count(e.referred, "open referral of yours goes", "open referrals of yours go")+
			" on without your name.")
	}
	if e.owned > 0 {
		lines = append(lines, "• "+block.Count(e.owned, "referral you look after goes", "referrals you look after go")+
			" to the program managers.")
	}
	if e.bonuses > 0 {
		lines = append(lines, "• *"+block.Count(e.bonuses, "bonus", "bonuses")+" of yours can't be paid any more.*")
	}
	lines = append(lines,
		"• Slack still says that you work here: name, title and time zone. You can join again as somebody new.")
	return block.Modal(cbErase, "Erase my data", "Erase for good", "Keep it", "", block.Section(strings.Join(lines,
		"\n")),
		block.Input(fieldSure, "Type \""+sureWord+"\"", block.TextInput(block.InputValue, "", "", false, 20), "",
			false))
}

// erasedView says that it is done.
func erasedView() *slack.ModalViewRequest {
	return block.ResultModal("Erased",
		"Everything about you is erased. What stands in your messages and on Home is being replaced.")
}
