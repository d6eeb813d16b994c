// Home: what its reader runs and looks after first, then the next step, what came of the last ones, and the lists.

package home

import (
	"fmt"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/digest/report"
	"vouch/store"
)

// fold ends what Home shows first, the part of its reader: the program for managers, the queue for owners, the next
// step for everybody else. Before it stand at most 100 words and ten buttons.
const fold = slack.MBTDivider

// How many items Home shows of each list; the rest is behind a button.
const (
	homeReferrals = 3
	homeOwned     = 5
	homeIntros    = 2
	homeNewest    = 3
)

// home is everything Home shows.
type home struct {
	me        surface.Member
	first     *Step  // what another capability asks for before anything else; nil: nothing
	todos     []Todo // of other capabilities
	now       time.Time
	score     store.Score
	latest    []store.Entry // the newest of the ledger, at most one
	level     store.LadderLevel
	next      []string             // what the next level still asks for
	mentor    store.EmployeeID     // whom a newcomer may ask, "" for nobody
	opened    int                  // people who opened the links they shared
	shares    []shareLine          // newest first, the first page
	referrals []store.Referral     // newest first
	bonus     string               // the next one, mrkdwn
	owned     []store.Referral     // open ones that this person answers for, what waits first
	made      []store.Introduction // open ones by this person, newest first
	offered   []store.Introduction // open ones for this person, newest first
	saved     []store.Asset        // newest first
	sent      surface.SentIn       // what they suggested and told
	today     store.Delivery       // zero when there is none
	seenAll   bool                 // nothing of the library is left for a digest of today
	events    []homeEvent          // the next one first
	newest    []store.Asset        // of the library, for people who have not joined
	advocates int
	holds     []store.Crisis // what is on hold
	goals     []report.Progress
	setup     []slack.Block // what the program still needs, for its managers
	manager   *managerHome  // nil for everybody else
}

// homeView renders Home, with the fold between its parts.
func homeView(h home) (blocks []slack.Block) {
	var parts [][]slack.Block
	for _, c := range h.holds {
		if c.Scope == store.HoldAll {
			parts = append(parts, []slack.Block{block.Section("*Sharing is on hold:* " + block.Line(c.Reason) + "\nQuestions: " +
				block.Person(c.Owner))})
		}
	}
	if h.manager != nil {
		parts = append(parts, managerBlocks(*h.manager))
	}
	if len(h.owned)+len(h.offered) > 0 {
		parts = append(parts, ownedBlocks(h))
	}
	switch why := surface.CannotJoin(h.me.Employee); {
	case why != "":
		parts = append(parts, []slack.Block{block.Header("Vouch"), block.Section(why)})
	case !h.me.IsAdvocate():
		parts = append(parts, surface.WelcomeContent(h.me.Settings).Blocks, strangerBlocks(h))
	default:
		parts = append(parts, memberBlocks(h), listBlocks(h), settingsBlocks(h))
	}
	// Guests come from outside; the goals are the company's.
	if goals := goalBlock(h.goals, h.now); goals != nil && surface.CannotJoin(h.me.Employee) == "" {
		parts[0] = append(parts[0], goals)
	}
	parts = slices.Insert(parts, 0, h.setup)
	for _, part := range parts {
		if part = block.Stack(part...); len(part) > 0 && len(blocks) > 0 {
			blocks = append(blocks, block.Divider())
		}
		blocks = append(blocks, part...)
	}
	return blocks
}

// strangerBlocks are for people who have not joined, under the welcome: what is in it for them already, and what they
// left behind.
func strangerBlocks(h home) (blocks []slack.Block) {
	if len(h.newest) > 0 {
		blocks = append(blocks, block.Header("New in the library"))
		for _, a := range h.newest[:min(len(h.newest), homeNewest)] {
			blocks = append(blocks, block.Section("*"+surface.Titled(a, 150)+"*\n"+surface.KindWords(a)))
		}
	}
	if len(h.referrals)+len(h.made) > 0 {
		blocks = append(blocks, ownReferralBlocks(h, true)...)
	}
	// Who left can still take a story back, as the form promised.
	blocks = append(blocks, block.When(h.sent.Size() > 0,
		block.SectionWith("Your stories stay until you take them back.", contentButton(h))))
	blocks = append(blocks, block.When(h.advocates > 1,
		block.Section(block.Count(h.advocates, "colleague has", "colleagues have")+" joined.")))
	return blocks
}

// memberBlocks answer an advocate's three questions: what to do now, what came of it, where the referrals are.
func memberBlocks(h home) []slack.Block {
	step := nextStep(h)
	blocks := []slack.Block{block.Header("Your next step"), block.Section(step.Text), block.Actions("", step.Button)}
	switch list, button := checklist(h); {
	case list == "":
	case button == nil || button.ActionID == step.Button.ActionID:
		blocks = append(blocks, block.Section(list))
	default:
		blocks = append(blocks, block.SectionWith(list, button))
	}
	return append(append(blocks, pointsBlock(h)), ownReferralBlocks(h, step.Button.ActionID != surface.ActRefer)...)
}

// pointsBlock is what came of it: the points of the month, and what the newest of them are for. Who wants nothing in
// return reads it behind the button alone.
func pointsBlock(h home) slack.Block {
	points := block.Button(surface.ActMe, "My points", "", block.Spoken("My points, and why I have them"))
	if !h.me.Takes(store.ByPoints) {
		return block.Actions("", points)
	}
	text := "*" + block.Count(h.score.Month, "point", "points") + " this month*"
	for _, entry := range h.latest {
		entry.Subject, entry.Reason = block.Cut(entry.Subject, latestWords), block.Cut(entry.Reason, latestWords)
		text += "\nLatest: " + surface.EntryWords(entry) + ", " + block.Day(entry.At, h.me.Zone)
	}
	text += block.When(len(h.latest) == 0, "\nPosts and referrals earn points.")
	text += block.When(h.opened > 0, "\n"+openedWords(h.opened, "your links")+".")
	text += block.After("\n", h.bonus)
	return block.SectionWith(text, points)
}

// openedWords say how many people opened links of the reader; the digest counts the same.
func openedWords(people int, what string) string {
	return block.Count(people, "person", "people") + " opened " + what
}

// latestWords is how many characters of a title Home shows of the newest points.
const latestWords = 60

// ownReferralBlocks are the newest referrals of the reader, and the ways to the others and to a new one; without offer
// the next step is a new one already.
func ownReferralBlocks(h home, offer bool) []slack.Block {
	blocks := []slack.Block{block.Header("Your referrals")}
	if len(h.referrals) > 0 || len(h.made) == 0 {
		newest := h.referrals[:min(len(h.referrals), homeReferrals)]
		blocks = append(blocks, referralBlocks(newest, h.me.ID, h.now, h.me.Zone)...)
	}
	blocks = append(blocks, introBlocks(h.made)...)
	blocks = append(blocks, block.Actions("",
		block.When(offer, block.Button(surface.ActRefer, "Refer someone", "")),
		block.When(len(h.referrals) > homeReferrals, listButton(actListReferrals, "All referrals", len(h.referrals),
			listReferrals))))
	return blocks
}

// listButton opens a list of one's own.
func listButton(action, label string, items int, list surface.ListName) slack.BlockElement {
	return block.Button(action, fmt.Sprintf("%s (%d)", label, items), string(list))
}

// contentButton opens what the reader sent in.
func contentButton(h home) slack.BlockElement {
	return listButton(actListContent, "My content", h.sent.Size(), surface.ListContent)
}

// listBlocks are the level, the events somebody comes to, and their lists, each behind a button; an empty one has none.
func listBlocks(h home) (blocks []slack.Block) {
	blocks = append(blocks, block.When(h.me.Takes(store.ByBadges), block.Section(reachedWords(h.level, h.next))))
	blocks = append(blocks, block.When(h.mentor != "",
		block.Section("Questions? Ask "+block.Person(h.mentor)+", a mentor.")))
	if len(h.events) > 0 {
		blocks = append(blocks, homeEventBlocks(h.events)...)
	}
	return append(blocks, block.Actions("",
		block.When(len(h.shares) > 0, block.Button(surface.ActList, "My posts", string(listShares))),
		block.When(len(h.saved) > 0, listButton(actListSaved, "Saved", len(h.saved), listSaved)),
		block.When(h.sent.Size() > 0, contentButton(h)),
		block.Button(surface.ActSuggest, "Suggest content", ""), block.Button(surface.ActStory, "Tell a story", "")))
}

// settingsBlocks are the rhythm in words and the ways to change it. A pause is what the next step says already.
func settingsBlocks(h home) []slack.Block {
	rhythm := h.me.RhythmAndNext(h.now)
	pause := block.Button(surface.ActPause, "Pause", "", block.Spoken("Pause my digest"))
	if surface.IsPaused(h.me.Employee, h.now) {
		rhythm = "After the pause it comes " + surface.RhythmWords(h.me.Rhythm) + "."
		pause = block.Button(surface.ActResume, "Resume", "", block.Spoken("Resume my digest"))
	}
	return []slack.Block{
		block.Section(rhythm),
		block.Actions("", block.Button(surface.ActSettings, "Settings", ""), pause, block.Button(surface.ActHelp, "Help", ""),
			block.Button(surface.ActLeave, "Leave", "", block.Danger, block.Spoken("Leave Vouch"),
				block.Confirming(surface.LeaveConfirm()))),
	}
}

// shareBlocks are one line a share; levels are said in words, and only what was begun and not finished has a button: a
// kit that was opened, and a post whose link can still be given.
func shareBlocks(shares []shareLine, zone *time.Location) []slack.Block {
	if len(shares) == 0 {
		return []slack.Block{block.Section("Nothing shared yet. Today's picks are a good place to start.")}
	}
	var blocks []slack.Block
	for _, s := range shares {
		text := "*" + block.Line(block.Cut(s.Title, 150)) + "*\n" + levelWords(s.Share, zone)
		text += block.When(s.Opened > 0, " · "+openedWords(s.Opened, "it"))
		text += block.When(s.PostURL != "", " · "+block.Link(s.PostURL, "your post"))
		switch {
		// What can't be shared any more has no way on; its line stays as a record.
		case s.Level == store.Opened && !s.Gone:
			blocks = append(blocks, block.SectionWith(text, block.Button(surface.ActShare, "Continue", string(s.Asset),
				block.Spoken("Continue sharing: "+s.Title))))
		case s.Level >= store.Declared && s.PostURL == "" && surface.HasPostAddress(s.Network):
			blocks = append(blocks, block.SectionWith(text, block.Button(surface.ActSharePosted, "Add the link", string(s.ID),
				block.Spoken("Add the link to your post: "+s.Title))))
		default:
			blocks = append(blocks, block.Section(text))
		}
	}
	return blocks
}

// levelWords says how far a share got, where and when.
func levelWords(s store.Share, zone *time.Location) string {
	on := surface.NetworkList([]store.Network{s.Network})
	switch {
	case !s.ProvenAt.IsZero():
		return "Posted on " + on + ", link given " + block.Day(s.ProvenAt, zone)
	case s.Level >= store.Declared:
		return "Posted on " + on + " " + block.Day(s.DeclaredAt, zone)
	case s.Level == store.Opened:
		return "Text for " + on + " opened " + block.Day(s.OpenedAt, zone) + ", not posted yet"
	}
	return "Taken back"
}

// savedBlocks are the saved items, each with Share and Remove; withdrawn ones can only be removed.
// later says of some when their reader is reminded of them.
func savedBlocks(saved []store.Asset, later map[store.AssetID]string) []slack.Block {
	if len(saved) == 0 {
		return []slack.Block{block.Section("Nothing saved. Press Save on a pick to keep it here.")}
	}
	var blocks []slack.Block
	for _, a := range saved {
		id, title := string(a.ID), block.Cut(a.Title, 150)
		remove := block.Button(actRemoveSaved, "Remove", id, block.Spoken("Remove from saved: "+a.Title))
		if gone := surface.GoneWords(a); gone != "" {
			blocks = append(blocks, block.Section("~"+block.Line(title)+"~\n"+gone), block.Actions("", remove))
			continue
		}
		blocks = append(blocks, block.Section("*"+surface.Titled(a, 150)+"*\n"+surface.KindWords(a)+later[a.ID]),
			block.Actions("", block.When(a.Story != "", surface.ReadButton(a)),
				block.When(!a.Internal, block.Button(surface.ActShare, "Share", id, block.Spoken("Share: "+a.Title))),
				remove))
	}
	return blocks
}

// homeEventsShown is how many events Home shows; askedFor is how long after the end it still asks whom somebody met.
const (
	homeEventsShown = 3
	askedFor        = 7 * 24 * time.Hour
)

// homeEvents are the events somebody comes to, the next one first, and those about which the question whom they met is
// open.
func homeEvents(q *store.Query, me surface.Member, now time.Time) (events []homeEvent) {
	for _, place := range q.EventsOf(me.ID, now.Add(-askedFor)) {
		asked := place.Attendance.State == store.Going && place.Attendance.ClosedAt.IsZero()
		if len(events) < homeEventsShown && (asked || place.Asset.Event.End().After(now)) {
			shown := surface.ShowEvent(q, me.ID, place.Asset, me.Zone, now)
			events = append(events, homeEvent{asset: place.Asset, shown: *shown})
		}
	}
	return events
}

// homeEvent is one of a person's events on Home.
type homeEvent struct {
	asset store.Asset
	shown surface.ShownEvent
}

// homeEventBlocks are the events somebody comes to, and the question after those that are over.
func homeEventBlocks(events []homeEvent) []slack.Block {
	blocks := []slack.Block{block.Header("Your events")}
	for _, e := range events {
		text := "*" + block.Link(e.asset.URL, block.Cut(e.asset.Title, 150)) + "*\n" + surface.EventWords(e.asset, e.shown)
		if state := surface.AttendanceWords(e.shown); state != "" {
			text += "\n*" + state + "*"
		}
		switch attend := surface.AttendButton(e.asset, e.shown); {
		case e.shown.Over:
			blocks = append(blocks, block.SectionWith(text, block.Button(surface.ActEventMet, "Refer somebody I met",
				string(e.asset.ID), block.Spoken("Refer somebody I met at: "+e.asset.Title))))
		case attend != nil:
			blocks = append(blocks, block.SectionWith(text, attend))
		default:
			blocks = append(blocks, block.Section(text))
		}
	}
	return blocks
}
