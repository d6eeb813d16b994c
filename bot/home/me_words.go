// Why somebody has the points they have: each rule of the ledger and each of its lines in words.

package home

import (
	"cmp"
	"strconv"
	"strings"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/digest/post"
	"vouch/store"
)

// ruleWords says what each rule pays for, as the person did it. A rule that is not listed reads as "Points".
var ruleWords = map[string]string{
	"share_declared":     "You posted",
	"own_words":          "In your own words",
	"share_proven":       "You gave the link to your post",
	"content_accepted":   "What you suggested or told went live",
	"referral_accepted":  "Your referral was accepted",
	"referral_interview": "Your referral reached an interview or meeting",
	"referral_hired":     "Your referral led to a hire or a deal",
}

// payRow is one line of what earns points.
type payRow struct {
	Words  string
	Points int
}

// payTable lists what earns points, small to large, with the points of rules.
func payTable(rules store.PointRules) []payRow {
	return []payRow{
		{"Posting a pick and saying so", rules.ShareDeclared},
		{"Using your own words, at least " + strconv.Itoa(post.OwnWordsMin) + " characters of them", rules.OwnWords},
		{"Giving the link to your post", rules.ShareProven},
		{"Something you suggest, or a story you tell, goes live", rules.ContentAccepted},
		{"A referral or introduction is accepted", rules.ReferralAccepted},
		{"It reaches an interview or a meeting", rules.ReferralInterview},
		{"It leads to a hire or a deal", rules.ReferralHired},
	}
}

// entryWords explains one line of the ledger without its date, ready for mrkdwn: "*+5* You posted: Title".
func entryWords(e store.Entry) string {
	rule := e.Rule
	if e.Reverses != "" {
		rule = e.Of
	}
	words := cmp.Or(ruleWords[rule], "Points")
	// Of a referral the ledger knows the kind alone, which says nothing more.
	if e.Subject != "" && !strings.HasPrefix(rule, "referral_") {
		words += ": " + block.Line(block.Cut(e.Subject, 90))
	}
	switch why := block.Line(block.Cut(e.Reason, 90)); {
	case e.Reverses != "":
		if why != "" {
			why = ": " + why
		}
		words += " (taken back" + why + ")"
	case why != "":
		words += " (" + why + ")"
	}
	return "*" + surface.Signed(e.Points) + "* " + words
}

// standingWords say where somebody stands this month when that is something to be glad of: among the first three of those
// on the same board. Further down the board itself shows who is next; a rank among many helps nobody.
func standingWords(s store.Score, leader, hidden bool) string {
	if s.RankMonth == 0 || s.RankMonth > len(surface.Medals) || hidden || s.ActiveMonth < 2 {
		return ""
	}
	words := surface.Medals[s.RankMonth-1] + " " + surface.Ordinal(s.RankMonth) + " this month"
	if leader {
		words += " among leaders"
	}
	return words
}
