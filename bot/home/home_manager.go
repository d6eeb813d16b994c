// Home for program managers: what the program does at a glance, and the ways to run it.

package home

import (
	"fmt"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
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
	unnamed   bool // nobody has named the company
	others    int  // connections with our tokens that are not ours
}

// alertBlocks are what only a manager can mend and others wait for.
func alertBlocks(m managerHome) (blocks []slack.Block) {
	if m.manager && m.others > 0 {
		blocks = append(blocks, block.Header("Vouch runs twice"), block.Section("When Vouch last connected, Slack counted "+
			block.Count(m.others, "other connection", "other connections")+
			" with the same tokens. Slack gives each click to one of the two "+
			"programs, and each keeps its own data. *Stop the other one*, or give it an app of its own in Slack."))
	}
	if m.manager && m.unnamed {
		blocks = append(blocks, block.Header("Before the first share"),
			block.SectionWith("*Name the company.* Every post says where its author works, "+
				"so sharing waits until the name is set. Digests come all the same.",
				block.Button(surface.ActProgramSection, "Name it", "company", block.Primary, block.Spoken("Name the company"))))
	}
	return blocks
}

// managerBlocks are the numbers and the buttons. Only totals are shown, nobody's own figures.
func managerBlocks(m managerHome) []slack.Block {
	blocks := []slack.Block{block.Divider(), block.Header("Running the program")}
	var facts []string
	if m.stats.Employees > 0 {
		facts = append(facts, "*People*\n"+block.Count(m.stats.Advocates, "advocate", "advocates")+" of "+block.Count(m.stats.Employees, "employee", "employees"))
	}
	library := "*Library*\n" + block.Count(m.stats.Live, "item", "items") + " live"
	switch {
	case m.review >= surface.ReviewShown:
		library += ", 100 or more wait for review"
	case m.review > 0:
		library += ", " + block.Count(m.review, "waits", "wait") + " for review"
	}
	if m.stories > 0 {
		library += "\n" + block.Count(m.stories, "story waits", "stories wait") + " for an editor"
	}
	facts = append(facts, library)
	if m.sources > 0 {
		sources := "*Sources*\n" + block.Count(m.sources, "feed or board", "feeds and boards")
		if m.broken > 0 {
			sources += fmt.Sprintf(", %d broken", m.broken)
		}
		facts = append(facts, sources)
	}
	// Curators run the library; how many people take part is for those who answer for the program.
	if m.manager {
		board := "Off"
		if m.boardOn {
			board = "On, " + block.Count(m.schedules, "schedule", "schedules")
		}
		facts = append(facts, "*Leaderboards*\n"+board, "*So far*\n"+block.Count(m.stats.Shares, "share", "shares")+", "+
			block.Count(m.stats.Referrals, "referral", "referrals"))
		// Shown only when there are any: it asks for a look into the log, and a steady zero would teach people to skip it.
		if m.stats.Outbox.Dead > 0 {
			facts = append(facts, "*Not delivered*\n"+block.Count(m.stats.Outbox.Dead, "message", "messages"))
		}
	}
	stories := "Stories"
	if m.stories > 0 {
		stories = fmt.Sprintf("Stories (%d)", m.stories)
	}
	queue := block.Button(surface.ActReview, fmt.Sprintf("Review queue (%d)", m.mine), "all")
	if m.mine > 0 {
		block.Primary(queue)
	}
	buttons := []slack.BlockElement{queue}
	if m.curator {
		buttons = append(buttons, block.Button(surface.ActAddContent, "Add content", ""), block.Button(surface.ActContent, "Manage content", ""),
			block.Button(surface.ActSources, "Sources", ""), block.Button(surface.ActStories, stories, ""), block.Button(surface.ActCoverage, "Coverage", ""),
			block.Button(surface.ActPersonas, "Personas", ""))
	}
	if m.manager {
		buttons = append(buttons, block.Button(surface.ActRoles, "People and roles", ""),
			block.Button(surface.ActList, "Referrals", string(listAll), block.Spoken("All referrals")),
			block.Button(surface.ActBoardAdmin, "Leaderboards", ""), block.Button(surface.ActProgram, "Program settings", ""))
	}
	return append(blocks, block.Fields(facts...), block.Actions("", buttons...))
}
