// What the questions and their results look like.

package pulse

import (
	"fmt"
	"strconv"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/store"
)

// questions asks both at once; last is the day until which answers are taken. In a digest its text stands alone, so it
// says how to answer.
func questions(quarter string, last store.LocalDate) block.Content {
	intro := "*Two questions, once a quarter.* Anonymous: only sums are kept, so answers can't be changed later. " +
		"Until " + block.LocalDay(last) + "."
	var recommend, worth []*slack.OptionBlockObject
	for n := range 11 {
		label := strconv.Itoa(n)
		switch n {
		case 0:
			label += ", not at all"
		case 10:
			label += ", certainly"
		}
		recommend = append(recommend, block.Option(strconv.Itoa(n), label))
	}
	for n := 1; n <= 5; n++ {
		worth = append(worth, block.Option(strconv.Itoa(n), []string{"1, no", "2", "3", "4", "5, yes"}[n-1]))
	}
	ask := func(field, question string, options []*slack.OptionBlockObject) slack.Block {
		s := block.SectionWith(question, block.SelectOne(actChoose, "Choose", options, ""))
		s.BlockID = field
		return s
	}
	return block.Message(intro+" Would you recommend working here, and is Vouch worth your time? Type /vouch pulse to "+
		"answer.",
		block.Section(intro),
		ask(fieldRecommend, "Would you recommend working here to a friend?", recommend),
		ask(fieldWorth, "Is Vouch worth your time?", worth),
		block.Actions("", block.Button(actSend, "Send", quarter, block.Primary)))
}

// reasonWords are the reasons as somebody gives them, and what a manager can do about each.
var reasonWords = map[store.LeaveReason]struct{ said, do string }{
	"time":    {"No time", "Make the digest weekly, with two picks."},
	"nothing": {"Nothing in it for me", "Look at Coverage: which persona has few items?"},
	"network": {"Not my network", "Say that referrals, introductions and stories need no post."},
	"privacy": {"Worried about privacy", "Show what is recorded, and let the works council speak."},
	"private": {"Work and private life stay apart", "Respect it. Offer referrals, which nobody sees outside."},
}

// whyNotBlocks ask for the reason. Not choosing one is an answer, too.
func whyNotBlocks() []slack.Block {
	options := block.Options(store.LeaveReasonList, func(reason store.LeaveReason) (string, string) {
		return string(reason), reasonWords[reason].said
	})
	return []slack.Block{block.SectionWith("May we ask why? Asked once; only totals are kept, and you can skip it.",
		block.SelectOne(actWhyNot, "Choose a reason", options, ""))}
}

// shownQuarters is how many quarters managers see.
const shownQuarters = 3

// results is what managers see.
type results struct {
	quarters []store.PulseResult // the newest first
	stats    store.Stats
	reasons  map[store.LeaveReason]int
	fewest   int    // answers that a figure needs
	on       bool   // the questions are asked
	mine     string // the quarter that the reader can answer
}

// resultsView shows quarters and reasons. Nothing in it is about one person.
func resultsView(r results) *slack.ModalViewRequest {
	blocks := []slack.Block{block.Section(fmt.Sprintf("*%d of %d* employees take part.", r.stats.Advocates,
		r.stats.Employees))}
	for i, q := range r.quarters {
		blocks = append(blocks, block.When(i == 0 || q.Asked > 0, block.Section(quarterWords(q, r.fewest, r.on))))
	}
	blocks = append(blocks, block.When(r.mine != "", block.Actions("", block.Button(actMine, "Answer it yourself", ""))))
	blocks = append(blocks, block.Header("Why people leave or pause"))
	reasons := ""
	for _, reason := range store.LeaveReasonList {
		if n := r.reasons[reason]; n > 0 {
			reasons += fmt.Sprintf("*%s:* %d or more. _%s_\n", reasonWords[reason].said, n, reasonWords[reason].do)
		}
	}
	if reasons == "" {
		reasons = "No reason was given by five people or more."
	}
	return block.Modal(block.CBResult, "Pulse", "", "Close", "", append(blocks, block.Section(reasons),
		block.ContextLine(fmt.Sprintf("Answers have no names. Figures need %d answers and move with each %d more; reasons "+
			"are of the last twelve months, in steps of five.", r.fewest, r.fewest)))...)
}

// quarterWords say what is known of a quarter, beside how many were active in it.
func quarterWords(q store.PulseResult, fewest int, on bool) string {
	text := "*" + surface.UpperFirst(store.QuarterWords(q.Quarter)) + "*\n"
	switch {
	case q.Answers > 0:
		text += fmt.Sprintf("Would recommend working here: *%s* (from -100 to +100)\nWorth their time: *%.1f* of 5\n"+
			"%d of %d who were asked are in these figures.", surface.Signed(q.Score), q.Worth, q.Answers, q.Asked)
	case q.Asked > 0:
		text += fmt.Sprintf("%d were asked. Figures show from %d answers on.", q.Asked, fewest)
	case on:
		text += fmt.Sprintf("Nobody was asked. The questions go out in the middle of a quarter, when %d people have taken "+
			"part for a month.", fewest)
	default:
		text += "The pulse is switched off in the program settings."
	}
	return text + "\n" + block.Count(q.Active, "person", "people") + " earned points."
}
