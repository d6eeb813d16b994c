// Home for program managers: what the program does at a glance, and the ways to run it.

package bot

import (
	"fmt"

	"github.com/slack-go/slack"

	"vouch/store"
)

// managerHome is what Home shows to managers and curators on top of their own.
type managerHome struct {
	stats     store.Stats
	review    int // assets waiting for review, at most reviewShown
	stories   int // that wait for a curator, at most reviewShown
	sources   int
	broken    int  // of sources
	mine      int  // what waits for this person's own decision
	curator   bool // may change the library; false: a compliance reviewer, who only decides
	boardOn   bool
	schedules int
	manager   bool // may do everything; false: a curator, who runs the library only
}

// reviewShown bounds how many assets in review are counted exactly.
const reviewShown = 100

// managerBlocks are the numbers and the buttons. Only totals are shown, nobody's own figures.
func managerBlocks(m managerHome) []slack.Block {
	blocks := []slack.Block{divider(), header("Running the program")}
	var facts []string
	if m.stats.Employees > 0 {
		facts = append(facts, "*People*\n"+count(m.stats.Advocates, "advocate", "advocates")+" of "+count(m.stats.Employees, "employee", "employees"))
	}
	library := "*Library*\n" + count(m.stats.Live, "item", "items") + " live"
	switch {
	case m.review >= reviewShown:
		library += ", 100 or more wait for review"
	case m.review > 0:
		library += ", " + count(m.review, "waits", "wait") + " for review"
	}
	if m.stories > 0 {
		library += "\n" + count(m.stories, "story waits", "stories wait") + " for an editor"
	}
	facts = append(facts, library)
	if m.sources > 0 {
		sources := "*Sources*\n" + count(m.sources, "feed or board", "feeds and boards")
		if m.broken > 0 {
			sources += fmt.Sprintf(", %d broken", m.broken)
		}
		facts = append(facts, sources)
	}
	// Curators run the library; how many people take part is for those who answer for the program.
	if m.manager {
		board := "Off"
		if m.boardOn {
			board = "On, " + count(m.schedules, "schedule", "schedules")
		}
		facts = append(facts, "*Leaderboards*\n"+board, "*So far*\n"+count(m.stats.Shares, "share", "shares")+", "+
			count(m.stats.Referrals, "referral", "referrals"))
		// Shown only when there are any: it asks for a look into the log, and a steady zero would teach people to skip it.
		if m.stats.Outbox.Dead > 0 {
			facts = append(facts, "*Not delivered*\n"+count(m.stats.Outbox.Dead, "message", "messages"))
		}
	}
	stories := "Stories"
	if m.stories > 0 {
		stories = fmt.Sprintf("Stories (%d)", m.stories)
	}
	queue := button(actReview, fmt.Sprintf("Review queue (%d)", m.mine), "all")
	if m.mine > 0 {
		primary(queue)
	}
	buttons := []slack.BlockElement{queue}
	if m.curator {
		buttons = append(buttons, button(actAddContent, "Add content", ""), button(actContent, "Manage content", ""),
			button(actSources, "Sources", ""), button(actStories, stories, ""), button(actCoverage, "Coverage", ""),
			button(actPersonas, "Personas", ""))
	}
	if m.manager {
		buttons = append(buttons, button(actRoles, "People and roles", ""), button(actBoardAdmin, "Leaderboards", ""), button(actProgram, "Program settings", ""))
	}
	return append(blocks, fields(facts...), actions("", buttons...))
}
