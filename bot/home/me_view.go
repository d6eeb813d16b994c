// Your points: how many, why each of them, and what earns them.

package home

import (
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/digest/post"
	"vouch/store"
	"vouch/store/text"
)

// pointsPage is one page of somebody's points.
type pointsPage struct {
	Score   store.Score
	Entries []store.Entry // of this page, newest first
	Opened  int           // people who opened the links they shared
	Rules   store.PointRules
	Bonuses []string // a referral and when its bonus comes, mrkdwn
	Leader  bool     // ranked among leaders
	Quiet   bool     // wants no level and no badges
	Level   store.LadderLevel
	Next    []string // what the next level still asks for
	Badges  []store.Badge
	Charity string // that gets what they earn, "" for none
	Hidden  bool   // not on boards
	Page    int    // from 0
	More    bool   // there are older entries
	Zone    *time.Location
}

// pointsModal explains the points: totals and rules on the first page, entries on each.
func pointsModal(p pointsPage) *slack.ModalViewRequest {
	var blocks []slack.Block
	// Totals and rules belong to the whole, so later pages leave them out and hold more lines.
	if p.Page == 0 {
		blocks = append(blocks, block.Fields(
			"*This week*\n"+block.Count(p.Score.Week, "point", "points"),
			"*This month*\n"+block.Count(p.Score.Month, "point", "points"),
			"*This quarter*\n"+block.Count(p.Score.Quarter, "point", "points"),
			"*Since you joined*\n"+block.Count(p.Score.All, "point", "points")))
		blocks = append(blocks, block.When(p.Opened > 0, block.Section(openedWords(p.Opened, "your links")+".")))
		blocks = append(blocks, block.Said(standingWords(p.Score, p.Leader, p.Hidden)))
		if !p.Quiet {
			blocks = append(blocks, standingBlocks(p)...)
		}
		blocks = append(blocks, block.When(len(p.Bonuses) > 0, block.Header("Your bonuses")))
		for _, words := range p.Bonuses {
			blocks = append(blocks, block.Section(words))
		}
	}
	blocks = append(blocks, block.Header("Every point, newest first"))
	blocks = append(blocks, entryBlocks(p)...)
	blocks = append(blocks, surface.PageButtons(surface.ListPoints, p.Page, p.More))
	if p.Page == 0 {
		blocks = append(blocks, block.Header("What earns points"), block.Section(payWords(p.Rules)))
	}
	return block.Modal(surface.CBList, "Your points", "", "Close", "", blocks...)
}

// standingBlocks are the level with what it brings and what the next one asks for, and the badges.
func standingBlocks(p pointsPage) []slack.Block {
	words := reachedWords(p.Level, p.Next)
	words += block.After("\n", p.Level.Unlocks())
	var badges []string
	for _, b := range p.Badges {
		badges = append(badges, b.Emoji()+" "+b.String())
	}
	words += block.When(len(badges) > 0, "\n"+strings.Join(badges, "   "))
	words += block.When(p.Charity != "", "\nYour bonuses are given to "+block.Line(p.Charity)+".")
	return []slack.Block{block.Section(words)}
}

// reachedWords say how far somebody's level is, and what the next one asks for.
func reachedWords(level store.LadderLevel, next []string) string {
	words := "*" + text.UpperFirst(level.String()) + ".*"
	words += block.When(len(next) > 0, " Next, "+(level+1).String()+": "+block.List(next)+".")
	return words
}

// entryBlocks are the entries of a page in paragraphs of ten.
func entryBlocks(p pointsPage) []slack.Block {
	if len(p.Entries) == 0 {
		return []slack.Block{block.Section("No points yet. Your first ones come when you post a pick and press \"I posted " +
			"it\", or when a referral of yours is accepted.")}
	}
	var blocks []slack.Block
	for start := 0; start < len(p.Entries); start += 10 {
		var lines []string
		for _, e := range together(p.Entries[start:min(start+10, len(p.Entries))]) {
			lines = append(lines, surface.EntryWords(e)+", "+block.Day(e.At, p.Zone))
		}
		blocks = append(blocks, block.Section(strings.Join(lines, "\n")))
	}
	return blocks
}

// together adds up neighbours that pay for people who opened the same link: each is an entry.
func together(entries []store.Entry) (lines []store.Entry) {
	for _, e := range entries {
		last := len(lines) - 1
		if last >= 0 && e.Rule == store.RuleShareEngaged && lines[last].Rule == e.Rule && lines[last].Subject == e.Subject {
			lines[last].Points += e.Points
			continue
		}
		lines = append(lines, e)
	}
	return lines
}

// payWords lists what earns points, small to large, and the rules that bound them: the numbers are the program's own
// settings, so this never promises anything else than what is paid.
func payWords(rules store.PointRules) string {
	var lines []string
	for _, row := range []struct {
		words  string
		points int
	}{
		{"Posting a pick and saying so", rules.ShareDeclared},
		{"Using your own words, at least " + strconv.Itoa(post.OwnWordsMin) + " characters of them", rules.OwnWords},
		{"Giving the link to your post", rules.ShareProven},
		{"Each person who opens your link, up to " + strconv.Itoa(rules.EngagedCap) + " a share", rules.Engaged},
		{"Passing a lesson, once each", rules.Lesson},
		{"Something you suggest, or a story you tell, goes live", rules.ContentAccepted},
		{"An introduction is accepted", rules.IntroductionAccepted},
		{"A referral is accepted", rules.ReferralAccepted},
		{"It reaches an interview or a meeting", rules.ReferralInterview},
		{"It leads to a hire or a deal", rules.ReferralHired},
	} {
		lines = append(lines, "• "+row.words+": "+surface.Signed(row.points))
	}
	return strings.Join(lines, "\n") + "\nAt most " + block.Count(rules.PaidSharesPerDay, "share", "shares") +
		" a day earn points, the same pick on the same network once. Points you have stay when the rules change."
}

// standingWords say where somebody stands this month when that is something to be glad of: among the first three of
// those on the same board. Further down the board itself shows who is next; a rank among many helps nobody.
func standingWords(s store.Score, leader, hidden bool) string {
	if s.RankMonth == 0 || s.RankMonth > len(surface.Medals) || hidden || s.ActiveMonth < 2 {
		return ""
	}
	words := surface.Medals[s.RankMonth-1] + " " + surface.Ordinal(s.RankMonth) + " this month"
	words += block.When(leader, " among leaders")
	return words
}
