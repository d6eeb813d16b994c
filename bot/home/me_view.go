// Your points: how many, why each of them, and what earns them.

package home

import (
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/store"
)

// pointsPage is one page of somebody's points.
type pointsPage struct {
	Score   store.Score
	Entries []store.Entry // of this page, newest first
	Rules   store.PointRules
	Leader  bool // ranked among leaders
	Hidden  bool // not on boards
	Page    int  // from 0
	More    bool // there are older entries
	Zone    *time.Location
}

// pointsModal is the page as a modal.
func pointsModal(p pointsPage) *slack.ModalViewRequest {
	return block.Modal(surface.CBList, "Your points", "", "Close", "", pointsBlocks(p)...)
}

// pointsBlocks explain the points: totals and rules on the first page, entries on each.
func pointsBlocks(p pointsPage) []slack.Block {
	var blocks []slack.Block
	// Totals and rules belong to the whole, so later pages leave them out and hold more lines.
	if p.Page == 0 {
		blocks = append(blocks, block.Fields(
			"*This week*\n"+block.Count(p.Score.Week, "point", "points"), "*This month*\n"+block.Count(p.Score.Month, "point", "points"),
			"*This quarter*\n"+block.Count(p.Score.Quarter, "point", "points"), "*Since you joined*\n"+block.Count(p.Score.All, "point", "points")))
		if standing := standingWords(p.Score, p.Leader, p.Hidden); standing != "" {
			blocks = append(blocks, block.Section(standing))
		}
	}
	blocks = append(blocks, block.Header("Every point, newest first"))
	blocks = append(blocks, entryBlocks(p)...)
	if row := surface.PageButtons(surface.ListPoints, p.Page, p.More); row != nil {
		blocks = append(blocks, row)
	}
	if p.Page == 0 {
		blocks = append(blocks, block.Header("What earns points"), block.Section(payWords(p.Rules)))
	}
	return blocks
}

// entryBlocks are the entries of a page in paragraphs of ten.
func entryBlocks(p pointsPage) []slack.Block {
	if len(p.Entries) == 0 {
		return []slack.Block{block.Section("No points yet. Your first ones come when you post a pick and press \"I posted it\", or when a referral of yours is accepted.")}
	}
	var blocks []slack.Block
	for start := 0; start < len(p.Entries); start += 10 {
		var lines []string
		for _, e := range p.Entries[start:min(start+10, len(p.Entries))] {
			lines = append(lines, entryWords(e)+", "+block.Day(e.At, p.Zone))
		}
		blocks = append(blocks, block.Section(strings.Join(lines, "\n")))
	}
	return blocks
}

// payWords lists what earns points, and the rules that bound them: the numbers are the program's own settings, so this
// never promises anything else than what is paid.
func payWords(rules store.PointRules) string {
	var lines []string
	for _, row := range payTable(rules) {
		lines = append(lines, "• "+row.Words+": "+surface.Signed(row.Points))
	}
	lines = append(lines,
		"Opening the share form pays nothing, and posting the same pick on the same network counts once.",
		"At most "+block.Count(rules.PaidSharesPerDay, "share", "shares")+" a day earn points. When the rules change, points you have stay as they are.")
	return strings.Join(lines, "\n")
}
