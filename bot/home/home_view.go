// Home: the next step first, then points, shares, referrals, saved items and settings of its reader.

package home

import (
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/store"
)

// How many items Home shows of each list; the rest is behind a button. With two blocks each, Home stays below 60 of
// Slack's 100 blocks whatever the data.
const (
	homeShares    = 3
	homeReferrals = 5
	homeSaved     = 3
	homeNewest    = 3
)

// home is everything Home shows.
type home struct {
	me        surface.Member
	now       time.Time
	score     store.Score
	shares    []shareLine      // newest first, one more than shown when there are more
	referrals []store.Referral // newest first
	owned     []store.Referral // open ones that this person answers for, what waits first
	saved     []store.Asset    // newest first
	sent      surface.SentIn   // what they suggested and told
	today     store.Delivery   // zero when there is none
	events    []homeEvent      // the next one first
	newest    []store.Asset    // of the library, for people who have not joined
	advocates int
	manager   *managerHome // nil for everybody else
}

// homeView renders Home.
func homeView(h home) []slack.Block {
	var blocks, alerts []slack.Block
	if h.manager != nil {
		alerts = alertBlocks(*h.manager)
	}
	switch why := surface.CannotJoin(h.me.Employee); {
	case why != "":
		blocks = []slack.Block{block.Header("Vouch"), block.Section(why)}
	case !h.me.IsAdvocate():
		blocks = strangerBlocks(h)
	default:
		blocks = memberBlocks(h)
	}
	if h.manager != nil {
		blocks = append(blocks, managerBlocks(*h.manager)...)
	}
	return append(alerts, blocks...)
}

// strangerBlocks are for people who have not joined: what this is, one step, and what is in it for them already.
func strangerBlocks(h home) []slack.Block {
	// The same words as in the welcome message, so that nobody reads two versions of one promise.
	welcome := surface.WelcomeContent(h.me.Settings)
	blocks := welcome.Blocks
	if len(h.newest) > 0 {
		blocks = append(blocks, block.Header("New in the library"))
		for _, a := range h.newest[:min(len(h.newest), homeNewest)] {
			blocks = append(blocks, block.Section("*"+surface.Titled(a, 150)+"*\n"+surface.KindWords(a)))
		}
	}
	if len(h.owned) > 0 {
		blocks = append(blocks, ownedBlocks(h)...)
	}
	if len(h.referrals) > 0 {
		blocks = append(blocks, block.Header("Your referrals"))
		blocks = append(blocks, referralBlocks(h.referrals[:min(len(h.referrals), homeReferrals)], h.me.ID, h.now,
			h.me.Zone)...)
		blocks = append(blocks, block.Actions("", homeReferralButtons(h)...))
	}
	// Who left can still take a story back, as the form promised.
	if h.sent.Size() > 0 {
		blocks = append(blocks, block.Header("Your own content"), block.SectionWith("You sent in "+surface.SentInCount(h.sent)+". Your stories stay until you take them back.",
			block.Button(surface.ActList, "What became of them", string(surface.ListContent))))
	}
	help := "`/vouch help` lists everything you can type."
	if h.advocates > 1 {
		help = block.Count(h.advocates, "colleague has", "colleagues have") + " joined. " + help
	}
	return append(blocks, block.Divider(), block.Section(help))
}

// memberBlocks are for advocates.
func memberBlocks(h home) []slack.Block {
	step := nextStep(h)
	blocks := stepBlocks(step, h)
	blocks = append(blocks, block.Divider(), pointsBlock(h))
	if len(h.owned) > 0 {
		blocks = append(blocks, ownedBlocks(h)...)
	}
	if len(h.events) > 0 {
		blocks = append(blocks, homeEventBlocks(h.events)...)
	}
	blocks = append(blocks, block.Header("Your referrals"))
	blocks = append(blocks, referralBlocks(h.referrals[:min(len(h.referrals), homeReferrals)], h.me.ID, h.now,
		h.me.Zone)...)
	blocks = append(blocks, block.Actions("", homeReferralButtons(h)...))
	if len(h.shares) > 0 {
		blocks = append(blocks, block.Header("What you shared"))
		blocks = append(blocks, shareBlocks(h.shares[:min(len(h.shares), homeShares)], h.me.Zone)...)
		if len(h.shares) > homeShares {
			blocks = append(blocks, block.Actions("", block.Button(surface.ActList, "All your shares", string(listShares))))
		}
	}
	// Empty lists are left out but for referrals: an empty shelf says nothing, an empty referral list says what referring
	// is.
	if len(h.saved) > 0 {
		blocks = append(blocks, block.Header("Saved for later"))
		blocks = append(blocks, savedBlocks(h.saved[:min(len(h.saved), homeSaved)])...)
		if len(h.saved) > homeSaved {
			blocks = append(blocks, block.Actions("", block.Button(surface.ActList, "All "+block.Count(len(h.saved), "item", "items"), string(listSaved))))
		}
	}
	return append(append(blocks, surface.SentInSummary(h.sent)...), settingsBlocks(h, step)...)
}

// pointsBlock sums up the points, with the way to why. The rank is left out while boards are off, and for people who
// asked not to be on them: a rank is a board of one.
func pointsBlock(h home) slack.Block {
	text := "*" + block.Count(h.score.Month, "point", "points") + " this month*"
	if standing := standingWords(h.score, h.me.Leader, h.me.Prefs.BoardHidden || !h.me.Settings.BoardOn); standing != "" {
		text += "\nYou are " + standing + "."
	}
	// Said once, until the first points: afterwards the button beside it explains each of them.
	if h.score.All == 0 {
		text += "\nPoints come for what you post and for referrals that get somewhere."
	}
	return block.SectionWith(text, block.Button(surface.ActMe, "Why", "", block.Spoken("Why you have these points")))
}

// settingsBlocks are the rhythm in words and the ways to change it. A pause that the step names already is not said
// twice.
func settingsBlocks(h home, step homeStep) []slack.Block {
	rhythm := h.me.RhythmAndNext(h.now)
	if strings.Contains(step.Text, rhythm) {
		rhythm = "After the pause it comes " + surface.RhythmWords(h.me.Rhythm) + "."
	}
	pause := block.Button(surface.ActPause, "Pause", "", block.Spoken("Pause my digest"))
	if surface.IsPaused(h.me.Employee, h.now) {
		pause = block.Button(surface.ActResume, "Resume", "", block.Spoken("Resume my digest"))
	}
	return []slack.Block{
		block.Divider(),
		block.Section(rhythm),
		block.Actions("", block.Button(surface.ActSettings, "Settings", ""), pause, block.Button(surface.ActHelp, "Help", ""),
			block.Button(surface.ActLeave, "Leave", "", block.Danger, block.Spoken("Leave Vouch"), block.Confirming(surface.LeaveConfirm()))),
	}
}

// shareBlocks are one line a share; levels are said in words, and only what was begun and not finished has a button: a
// kit that was opened, and a post whose link can still be given.
func shareBlocks(shares []shareLine, zone *time.Location) []slack.Block {
	if len(shares) == 0 {
		return []slack.Block{block.Section("Nothing shared yet. Today's picks are a good place to start: type `/vouch digest`.")}
	}
	var blocks []slack.Block
	for _, s := range shares {
		text := "*" + block.Line(block.Cut(s.Title, 150)) + "*\n" + levelWords(s.Share, zone)
		if s.PostURL != "" {
			text += " · " + block.Link(s.PostURL, "your post")
		}
		// What can't be shared any more has no way on; its line stays as a record.
		if s.Level == store.Opened && !s.Gone {
			blocks = append(blocks, block.SectionWith(text, block.Button(surface.ActShare, "Continue", string(s.Asset), block.Spoken("Continue sharing: "+s.Title))))
			continue
		}
		if s.Level == store.Declared && s.PostURL == "" && surface.HasPostAddress(s.Network) {
			blocks = append(blocks, block.SectionWith(text, block.Button(surface.ActSharePosted, "Add the link", string(s.ID), block.Spoken("Add the link to your post: "+s.Title))))
			continue
		}
		blocks = append(blocks, block.Section(text))
	}
	return blocks
}

// levelWords says how far a share got, where and when.
func levelWords(s store.Share, zone *time.Location) string {
	on := surface.NetworkList([]store.Network{s.Network})
	switch {
	case s.Level >= store.Proven:
		return "Posted on " + on + ", link given " + block.Day(s.ProvenAt, zone)
	case s.Level == store.Declared:
		return "Posted on " + on + " " + block.Day(s.DeclaredAt, zone)
	case s.Level == store.Opened:
		return "Text for " + on + " opened " + block.Day(s.OpenedAt, zone) + ", not posted yet"
	}
	return "Taken back"
}

// savedButtons are what can be done with a saved item beside removing it.
func savedButtons(a store.Asset) []slack.BlockElement {
	var elements []slack.BlockElement
	if a.Story != "" {
		elements = append(elements, surface.ReadButton(a))
	}
	if !a.Internal {
		elements = append(elements, block.Button(surface.ActShare, "Share", string(a.ID), block.Spoken("Share: "+a.Title)))
	}
	return elements
}

// savedBlocks are the saved items, each with Share and Remove; withdrawn ones can only be removed.
func savedBlocks(saved []store.Asset) []slack.Block {
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
		blocks = append(blocks, block.Section("*"+surface.Titled(a, 150)+"*\n"+surface.KindWords(a)),
			block.Actions("", append(savedButtons(a), remove)...))
	}
	return blocks
}
