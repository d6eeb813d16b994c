// Home for program managers: how the program does this week, what waits, and four buttons to run it.

package home

import (
	"context"
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

// managerHome is what Home shows to managers and curators on top of their own.
type managerHome struct {
	stats     store.Stats
	pulse     store.Pulse
	mine      int // items in review and texts that wait for this person's own decision
	lateItems int // items in review that nobody answers
	stories   int // that wait for a curator, at most reviewShown
	outcomes  int // that wait for a decision
	sources   int
	broken    int  // of sources
	bonuses   int  // that wait for approval
	curator   bool // may change the library; false: a compliance reviewer, who only decides
	boardOn   bool
	schedules int
	manager   bool // may do everything; false: a curator, who runs the library only
	others    int  // connections with our tokens that are not ours
	fewest    int  // people that a figure may be about
}

// managerHomeOf reads the manager's part; nil for people who run nothing. A curator gets the library only: numbers
// about people and messages are the manager's.
func managerHomeOf(q *store.Query, e store.Employee) *managerHome {
	manager := q.IsManager(e.ID)
	if !manager && !e.Has(store.Curator) && !e.Has(store.Compliance) {
		return nil
	}
	sources, settings := q.Sources(), q.Settings()
	m := &managerHome{manager: manager, curator: manager || e.Has(store.Curator),
		stats: q.Stats(), stories: len(q.WaitingStories(surface.ReviewShown)),
		mine:    q.ReviewQueue(e.ID, 0, "").Mine + len(q.ClearancesFor(e.ID)),
		sources: len(sources), boardOn: settings.BoardOn, schedules: len(q.BoardSchedules())}
	if settings.WorksCouncil {
		m.fewest = settings.BoardMinGroup
	}
	if manager {
		m.pulse, m.lateItems = q.Pulse(), len(q.LateReviews())
		m.outcomes = len(q.WaitingOutcomes(e.ID))
		m.bonuses = q.CountPayouts(store.PayoutEligible)
	}
	for _, source := range sources {
		if source.State == store.SourceBroken {
			m.broken++
		}
	}
	return m
}

// alertBlocks are what only a manager can mend and others wait for.
func alertBlocks(m managerHome) (blocks []slack.Block) {
	if m.manager && m.others > 0 {
		blocks = append(blocks, block.Header("Vouch runs twice"), block.Section("Slack counts "+
			block.Count(m.others, "other connection", "other connections")+" with the same tokens and gives each click to one "+
			"of "+
			"the programs. *Stop the other one*, or give it an app of its own."))
	}
	return blocks
}

// managerBlocks are the numbers of the week, what waits, and the buttons. Only totals are shown, nobody's own figures.
func managerBlocks(m managerHome) []slack.Block {
	blocks := alertBlocks(m)
	if m.manager {
		blocks = append(blocks, block.Header("The program this week"), block.Section(weekWords(m)))
	} else {
		blocks = append(blocks, block.Header("The library"))
	}
	blocks = append(blocks, block.Section(waitWords(m)))
	queue := block.Button(surface.ActReview, fmt.Sprintf("Review queue (%d)", m.mine), "all")
	if m.mine > 0 {
		block.Primary(queue)
	}
	buttons := []slack.BlockElement{queue, block.When(m.curator, block.Button(actContentMenu, "Content", ""))}
	if m.manager {
		buttons = append(buttons, block.Button(surface.ActList, "Referrals", string(listAll), block.Spoken("All referrals")),
			block.Button(actProgramMenu, "Program", ""))
	}
	return append(blocks, block.Actions("", buttons...))
}

// weekWords are this week's figures beside those of the same part of last week, and the referrals by stage.
func weekWords(m managerHome) string {
	now, before, by := m.pulse.Week, m.pulse.Before, ""
	if now.Posts > 0 && now.People >= m.fewest {
		by = " by " + block.Count(now.People, "person", "people")
	}
	lines := []string{
		"*" + block.Count(now.Posts, "post", "posts") + "*" + by + fmt.Sprintf(" (%d by now last week)", before.Posts),
		"*" + block.Count(now.Referrals, "new referral", "new referrals") + "*" +
			fmt.Sprintf(" (%d by now last week)", before.Referrals),
		fmt.Sprintf("*%d of %d* employees joined", m.stats.Advocates, m.stats.Employees),
	}
	if stages := stageWords(m.pulse.Stages); stages != "" {
		lines = append(lines, "Referrals: "+stages)
	}
	return strings.Join(lines, "\n")
}

// stageWords count the referrals at each stage in the order they pass through it: "4 submitted, 2 interviews".
func stageWords(count map[store.Stage]int) string {
	var parts []string
	for _, stage := range []store.Stage{store.Submitted, store.Accepted, store.Screening, store.Interview, store.Meeting,
		store.Offer, store.Opportunity, store.Hired, store.Started, store.Won, store.Declined, store.StageWithdrawn} {
		if n := count[stage]; n > 0 {
			parts = append(parts, surface.StageCount(n, stage))
		}
	}
	return strings.Join(parts, ", ")
}

// waitWords name what is overdue or broken; what is fine is not named.
func waitWords(m managerHome) string {
	var parts []string
	for _, each := range []struct {
		n         int
		one, more string
	}{
		{m.pulse.Late, "late referral", "late referrals"},
		{m.pulse.NoOwner, "referral without an owner", "referrals without an owner"},
		{m.bonuses, "bonus to approve", "bonuses to approve"},
		{m.lateItems, "late review", "late reviews"},
		{m.stories, "story to edit", "stories to edit"},
		{m.outcomes, "outcome to place", "outcomes to place"},
		{m.broken, "broken source", "broken sources"},
	} {
		if each.n > 0 {
			parts = append(parts, block.Count(each.n, each.one, each.more))
		}
	}
	if len(parts) == 0 {
		return "Nothing is overdue."
	}
	return "*Waiting:* " + strings.Join(parts, ", ")
}

// onContentMenu opens the ways to run the library.
func (k *Handlers) onContentMenu(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	return k.menu(in, surface.MustCurate, contentMenu)
}

// onProgramMenu opens the ways to run the program.
func (k *Handlers) onProgramMenu(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	return k.menu(in, surface.MustManage, programMenu)
}

// menu opens a menu for those who may use it: Home stays on screen long after its reader lost a role.
func (k *Handlers) menu(in dispatch.Interaction, must func(*store.Query, store.EmployeeID),
	render func(managerHome) *slack.ModalViewRequest) (dispatch.Reply, error) {
	view, err := surface.Ask(k.Kit, func(q *store.Query) *slack.ModalViewRequest {
		must(q, in.User)
		return render(*managerHomeOf(q, q.Employee(in.User)))
	})
	return dispatch.Reply{Open: view}, err
}

// contentMenu leads to the library.
func contentMenu(m managerHome) *slack.ModalViewRequest {
	sources := block.Count(m.sources, "feed or board", "feeds and boards")
	sources += block.When(m.broken > 0, fmt.Sprintf(", %d broken", m.broken))
	return menuModal("Content",
		block.SectionWith("A page, a job or an event", block.Button(surface.ActAddContent, "Add content", "")),
		block.SectionWith(block.Count(m.stats.Live, "item", "items")+" live",
			block.Button(surface.ActContent, "Manage content", "")),
		block.SectionWith(sources, block.Button(surface.ActSources, "Sources", "")),
		block.SectionWith(block.Count(m.stories, "story waits", "stories wait")+" for an editor",
			block.Button(surface.ActStories, "Stories", "")),
		block.SectionWith("What the library has for whom", block.Button(surface.ActCoverage, "Coverage", "")),
		block.SectionWith("One-minute lessons for advocates", block.Button(surface.ActLessonDesk, "Lessons", "")),
		block.SectionWith("Whom content is for", block.Button(surface.ActPersonas, "Personas", "")))
}

// programMenu leads to what only managers change.
func programMenu(m managerHome) *slack.ModalViewRequest {
	board := "Off"
	if m.boardOn {
		board = "On, " + block.Count(m.schedules, "schedule", "schedules")
	}
	return menuModal("Program",
		block.SectionWith("What came of it in the last 30 days", block.Button(surface.ActReport, "Report", "")),
		block.SectionWith("What advocates answer each quarter", block.Button(surface.ActPulse, "Pulse", "")),
		block.SectionWith("Is it going well?", block.Button(surface.ActHealth, "Health", "")),
		block.SectionWith("Who curates, recruits, sells and manages", block.Button(surface.ActRoles, "People and roles", "")),
		block.SectionWith(block.Count(m.bonuses, "bonus waits", "bonuses wait")+" for approval",
			block.Button(surface.ActBonuses, "Bonuses", "")),
		block.SectionWith(board, block.Button(surface.ActBoardAdmin, "Leaderboards", "")),
		block.SectionWith("A goal between two days", block.Button(surface.ActCampaigns, "Campaigns", "")),
		block.SectionWith("Digest, sharing, points, referrals, review",
			block.Button(surface.ActProgram, "Program settings", "")),
		block.SectionWith(block.Count(m.outcomes, "outcome waits", "outcomes wait")+" for a decision",
			block.Button(surface.ActOutcomes, "Outcomes", "")),
		block.SectionWith("Who changed what, and when", block.Button(surface.ActAudit, "Audit log", "")),
		block.SectionWith("Stop sharing, all of it or a part", block.Button(surface.ActCrisis, "Crisis", "")))
}

// menuModal is a window of choices; what is chosen takes its place.
func menuModal(title string, choices ...slack.Block) *slack.ModalViewRequest {
	return block.Modal(block.CBMenu, title, "", "Close", "", choices...)
}
