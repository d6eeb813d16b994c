// The window of the audit log, and its entries in words.

package privacy

import (
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/store"
	"vouch/store/audit"
)

// page is one page of the log.
type page struct {
	filter audit.Filter
	rows   []row
	more   bool // there are older entries
	zone   *time.Location
}

// row is one entry with what it is about.
type row struct {
	store.AuditEntry
	subject string // mrkdwn
}

// anyArea is the choice of everything: a menu takes no empty value.
const anyArea = "any"

// areas are the beginnings of actions with the words of the menu, in its order.
var areas = []struct{ key, words string }{
	{"settings", "Settings"}, {"program", "Program file"}, {"persona", "Personas"}, {"role", "Roles"},
	{"people", "People import"}, {"employee", "Erasures and joined ids"}, {"points", "Points"}, {"share", "Archive"},
	{"clearance", "Checked texts"}, {"campaign", "Campaigns"}, {"board", "Leaderboards"}, {"asset", "Content"},
	{"lessons", "Lessons"}, {"slot", "Slots"},
	{"story", "Stories"}, {"source", "Sources"}, {"referral", "Referrals"}, {"introduction", "Introductions"},
	{"outcome", "Outcomes"}, {"payout", "Bonuses"}, {"hook", "Webhooks"}, {"crisis", "Crisis"}, {"purge", "Retention"},
}

// areaOf is the beginning of an entry's action.
func areaOf(e store.AuditEntry) string {
	area, _, _ := strings.Cut(e.Action, ".")
	return area
}

// actions are what was done, in words that follow who did it and go before the subject.
var actions = map[string]string{
	"asset.accept": "took over a suggestion", "asset.add": "added", "asset.approve": "approved",
	"asset.edit": "edited", "asset.import": "imported content", "asset.keep": "kept", "asset.publish": "published",
	"asset.reject": "turned down", "asset.suggest": "suggested", "asset.withdraw": "withdrew",
	"board.post": "posted a leaderboard", "board.schedule": "scheduled a leaderboard",
	"board.unschedule": "ended a leaderboard's schedule", "campaign.end": "ended a campaign",
	"campaign.learn": "noted the lessons of a campaign", "campaign.save": "saved a campaign",
	"clearance.allow": "allowed a text", "clearance.refuse": "refused a text",
	"share.archive": "wrote the archive of posts",
	"crisis.end":    "let sharing go on", "crisis.start": "put sharing on hold", "employee.erase": "erased",
	"employee.join": "joined two ids of", "hook.add": "added the webhooks of",
	"hook.out.add": "began to tell", "hook.out.remove": "stopped telling",
	"hook.out.rotate": "renewed the secret for telling",
	"hook.remove":     "removed the webhooks of", "hook.rotate": "renewed the secret of",
	"introduction.accept": "accepted an introduction", "introduction.erase": "erased the person of an introduction",
	"introduction.move": "moved an introduction", "lessons.save": "changed the lessons",
	"outcome.assign":  "placed an outcome",
	"outcome.dismiss": "dismissed an outcome", "outcome.import": "imported outcomes",
	"outcome.undo": "took a decision about an outcome back", "payout.approve": "approved a bonus",
	"payout.exclude": "excluded a bonus", "payout.export": "wrote a payroll file",
	"payout.paid": "noted a payroll file as paid", "people.import": "imported people",
	"persona.add": "added the persona", "persona.delete": "deleted the persona", "persona.edit": "edited the persona",
	"persona.move": "moved the persona", "points.reverse": "took points back",
	"program.apply": "applied the program file", "purge": "removed what was kept long enough",
	"referral.ask": "asked about a referral", "referral.assign": "gave a referral another owner",
	"referral.close": "closed a referral", "referral.correct": "corrected the stage of a referral",
	"referral.erase": "erased the person of a referral", "referral.move": "moved a referral",
	"referral.touch": "noted work on a referral", "role.grant": "gave a role to", "role.revoke": "took a role from",
	"settings.save": "changed the settings", "slot.give": "gave a slot", "slot.offer": "offered a slot",
	"source.add": "added a source", "source.edit": "edited a source",
	"source.pause": "paused a source", "source.read": "read a source with trouble",
	"source.remove": "removed a source", "source.resume": "resumed a source",
	"story.approve": "approved the text of a story", "story.changes": "asked for another text of a story",
	"story.decline": "declined a story", "story.edit": "edited a story", "story.tell": "told a story",
	"story.withdraw": "withdrew a story",
}

// actorWords is who did it.
func actorWords(id store.EmployeeID) string {
	switch id {
	case "":
		return "Vouch"
	case store.Operator:
		return "The command line"
	}
	return block.Person(id)
}

// words is an entry: who did what to what, when, and the values before and after.
func (r row) words(zone *time.Location) string {
	did := actions[r.Action]
	if did == "" { // of a release that knew more
		did = "did " + block.Line(r.Action)
	}
	words := actorWords(r.Actor) + " " + did
	words += block.After(" ", r.subject)
	words += " · " + block.Moment(r.At, zone)
	words += block.When(r.Detail != "",
		"\n"+block.Line(block.Cut(strings.ReplaceAll(r.Detail, " -> ", " → "), maxDetail)))
	return words
}

// maxDetail is how much of an entry's values a page shows, in characters; the export has all of them.
const maxDetail = 400

// auditView shows one page, the newest entry first.
func auditView(p page) *slack.ModalViewRequest {
	options := []*slack.OptionBlockObject{block.Option(anyArea, "Everything")}
	for _, area := range areas {
		options = append(options, block.Option(area.key, area.words))
	}
	chosen := p.filter.Area
	if chosen == "" {
		chosen = anyArea
	}
	blocks := []slack.Block{block.Actions("", block.SelectOne(actAuditArea, "Everything", options, chosen),
		block.SelectPerson(actAuditPerson, "Anybody", string(p.filter.Person)))}
	blocks = append(blocks, block.When(len(p.rows) == 0, block.Section("There is nothing of this.")))
	for _, r := range p.rows {
		blocks = append(blocks, block.Section(r.words(p.zone)))
	}
	var turn []slack.BlockElement
	turn = append(turn, block.When(p.filter != (audit.Filter{}), block.Button(actAuditNewest, "Newest of everything", "")))
	if p.more {
		turn = append(turn, block.Button(actAuditPage, "Older", strconv.FormatUint(p.rows[len(p.rows)-1].Seq, 10)))
	}
	blocks = append(blocks, block.Actions("pages", turn...))
	return block.Modal(cbAudit, "Audit log", "", "Close", block.Metadata(p.filter), append(blocks,
		block.ContextLine("`vouch export --audit` writes all of it, `vouch check` proves that nothing was changed."),
	)...)
}
