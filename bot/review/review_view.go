// The views of reviewing: one item with all there is to judge it by, the card of the day, reminders and news.

package review

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/digest/match"
	"vouch/digest/post"
	"vouch/store"
)

// reviewListed is how many items the card of the day shows: more buttons than that are not read in a message.
const reviewListed = 5

// maxReviewNote is the longest note, in characters; it is also the reason that the list of content shows.
const maxReviewNote = 200

// reviewItem is one item of the queue as its reviewer sees it.
type reviewItem struct {
	asset    store.Asset
	settings store.Settings
	personas []store.Persona
	sources  map[store.SourceID]string // their names
	zone     *time.Location
	waiting  int    // how many wait for this person, this one included
	notice   string // mrkdwn, "" none
	curator  bool   // may edit
}

// reviewView shows one item. Its elements carry the item and the version shown.
func reviewView(r reviewItem) *slack.ModalViewRequest {
	a := r.asset
	ref := surface.Ref[store.AssetID]{ID: a.ID, Version: a.Version}.String()
	var blocks []slack.Block
	if r.notice != "" {
		blocks = append(blocks, block.Section(r.notice), block.Divider())
	}
	blocks = append(blocks, block.Section("*"+surface.Titled(a, surface.MaxAssetTitle)+"*\n"+block.KindName(
		a.Kind)+" · "+originWords(a, r.sources)+"\n"+askedWords(a, r.settings, r.zone)))
	blocks = append(blocks, block.When(a.Summary != "", block.Section(surface.Quoted(a.Summary))))
	if a.Review != nil && a.Review.Why != "" {
		blocks = append(blocks, block.Section("*Why it was suggested:* "+block.Line(a.Review.Why)))
	}
	if p := a.Proposed; p != nil && !p.Kept && a.State != store.InReview {
		blocks = append(blocks, block.Section("*Its source changed its words* ("+block.Day(p.At,
			r.zone)+"):\n"+proposedWords(p, r.zone)))
	}
	blocks = append(blocks, block.Fields(reviewFacts(r)...))
	blocks = append(blocks, reviewTexts(a, r.personas)...)
	var row []slack.BlockElement
	if a.State == store.InReview {
		row = append(row, block.Button(actReviewApprove, "Approve", ref, block.Primary))
	} else {
		row = append(row, block.Button(actReviewAccept, "Take the change", ref, block.Primary), block.Button(actReviewKeep,
			"Keep what was approved", ref))
	}
	if r.curator {
		row = append(row, block.Button(surface.ActContentMenu, "Edit", surface.ContentEdit+" "+string(a.ID)),
			block.Button(surface.ActContentMore, "More details", string(a.ID),
				block.Spoken("Talking points, credit, campaign, disclosure")))
	}
	row = append(row, block.When(a.State == store.InReview, block.Button(actReviewReject, "Reject…", ref)))
	row = append(row, block.When(r.waiting > 1, block.Button(actReviewSkip, "Skip", ref)))
	blocks = append(blocks, block.Actions("", row...),
		block.ContextLine(block.Count(r.waiting, "item waits", "items wait")+" for your review."))
	return block.Modal(block.CBResult, "Review", "", "Close", ref, blocks...)
}

// proposedWords are all that a source says of an item, the facts of a job or an event included: often only they differ.
func proposedWords(p *store.Proposal, zone *time.Location) string {
	text := "*" + block.Line(p.Title) + "*"
	var facts []string
	if p.Event != nil {
		facts = append(facts, block.Moment(p.Event.StartsAt, zone))
		if !p.Event.EndsAt.IsZero() {
			facts = append(facts, "until "+block.Moment(p.Event.EndsAt, zone))
		}
		facts = append(facts, block.Line(p.Event.Place))
	}
	facts = slices.DeleteFunc(append(facts, block.Line(p.Department), block.Line(p.Location)),
		func(s string) bool { return s == "" })
	text += block.When(len(facts) > 0, "\n"+strings.Join(facts, " · "))
	return text + "\n" + surface.Quoted(p.Summary)
}

// originWords say where an item comes from; sources are the names of the library's sources.
func originWords(a store.Asset, sources map[store.SourceID]string) string {
	switch {
	case a.Review != nil && a.Review.Suggested != "":
		return "suggested by " + block.Person(a.Review.Suggested)
	case a.CreatedBy != "" && a.CreatedBy != store.Operator:
		return "added by " + block.Person(a.CreatedBy)
	case sources[a.FromSource] != "":
		return "from " + block.Line(block.Cut(sources[a.FromSource], 80))
	case a.Source != "" && a.Source != surface.SourceSlack:
		return "from " + block.Line(block.Cut(a.Source, 80))
	}
	return "imported"
}

// askedWords say since when an item waits and for whose approval.
func askedWords(a store.Asset, settings store.Settings, zone *time.Location) string {
	since := a.StateAt
	if a.Review != nil {
		since = a.Review.AskedAt
	}
	switch a.WaitsFor(settings) {
	case store.Compliance:
		return "Waiting for compliance since " + block.Day(since, zone) + ", because a topic is regulated. Approved by " +
			whoWords(a.Review.ApprovedBy) + "."
	case store.Curator:
		return "Waiting since " + block.Day(since, zone) + "."
	}
	return surface.UpperFirst(surface.StateWords(a.State)) + " since " + block.Day(a.StateAt, zone) + "."
}

// whoWords mention a person; the command line has no name.
func whoWords(id store.EmployeeID) string {
	if id == store.Operator || id == "" {
		return "the command line"
	}
	return block.Person(id)
}

// reviewFacts are for whom an item is, where it may go and when.
func reviewFacts(r reviewItem) []string {
	a := r.asset
	topics, personas := []string{}, []string{}
	for _, topic := range a.Topics {
		label := match.TopicLabel(topic)
		label += block.When(r.settings.Regulates([]string{topic}), " (regulated)")
		topics = append(topics, block.Line(label))
	}
	for _, p := range r.personas {
		for _, id := range a.Personas {
			if p.ID == id {
				personas = append(personas, block.Line(p.Name))
			}
		}
	}
	who := "Everybody"
	switch names := strings.Join(personas, ", "); {
	case a.Only:
		who = "Only " + names
	case names != "":
		who = "Best for " + names
	}
	who += block.After("\nOutside: ", surface.AudienceNames(a.Audiences))
	facts := []string{"*Topics*\n" + orElse(strings.Join(topics, ", "), "None"), "*For whom*\n" + who,
		"*Networks*\n" + orElse(surface.NetworkList(a.Networks), "All")}
	for _, at := range []struct {
		name string
		time time.Time
	}{{"First published", a.Published}, {"Goes live", a.PublishAt}, {"Embargo until", a.EmbargoUntil},
		{"Expires", a.ExpiresAt}} {
		if !at.time.IsZero() {
			facts = append(facts, "*"+at.name+"*\n"+block.Moment(at.time, r.zone))
		}
	}
	if a.Image != "" {
		facts = append(facts, "*Picture*\n"+block.Link(a.Image, orElse(block.Cut(a.ImageAlt, 80), "open it")))
	}
	if a.Author != "" {
		facts = append(facts, "*Author*\n"+block.Person(a.Author))
	}
	if a.Campaign != "" {
		facts = append(facts, "*Campaign*\n"+block.Line(a.Campaign))
	}
	return facts
}

// orElse is text, or something else where there is none.
func orElse(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// reviewTexts are the words that colleagues would be given: the first suggested texts, the line of a job, the question,
// the agreed sentence, the talking points. What a job's line is proposed to be is marked as such.
func reviewTexts(a store.Asset, personas []store.Persona) []slack.Block {
	var blocks []slack.Block
	const shown = 3
	for i, v := range a.Variants[:min(len(a.Variants), shown)] {
		title := fmt.Sprintf("*Suggested text %d of %d*\n", i+1, len(a.Variants))
		blocks = append(blocks, block.Section(title+surface.Quoted(block.Cut(v.Text, 600))))
	}
	var lines []string
	if a.Kind == store.Job {
		hook, fits := "", ""
		if a.Job != nil {
			hook, fits = a.Job.Hook, a.Job.Fits
		}
		if hook != "" {
			lines = append(lines, "*In one line:* "+block.Line(hook))
		} else if proposal := post.ProposedHook(a); proposal != "" {
			lines = append(lines, "*Proposed line*, used in varying words until somebody writes one: "+block.Line(proposal))
		}
		if fits != "" {
			lines = append(lines, "*Who would fit:* "+block.Line(fits))
		}
	}
	if a.Prompt != "" {
		lines = append(lines, "*Question:* "+block.Line(a.Prompt))
	}
	if a.Truth != "" {
		lines = append(lines, "*Agreed sentence:* "+block.Line(a.Truth))
	}
	if len(a.Angles) > 0 {
		lines = append(lines, "*First-hand:* "+block.Line(strings.Join(a.Angles, " · ")))
	}
	for _, point := range a.TalkingPoints {
		who := "everybody"
		for _, p := range personas {
			if p.ID == point.Persona {
				who = p.Name
			}
		}
		lines = append(lines, "*To say, for "+block.Line(who)+":* "+block.Line(point.Text))
	}
	if a.Disclosure != "" {
		lines = append(lines, "*Disclosure:* "+block.Line(a.Disclosure))
	}
	blocks = append(blocks, block.When(len(lines) > 0, block.Section(strings.Join(lines, "\n"))))
	return blocks
}

// reviewEmptyView is the queue with nothing for this person; others wait for somebody else.
func reviewEmptyView(others int, notice string) *slack.ModalViewRequest {
	text := "All done: nothing waits for your review."
	if others > 0 {
		text += "\n" + block.Count(others, "item waits", "items wait") +
			" for somebody else: nobody approves what they suggested or added themselves, " +
			"and of a regulated topic compliance approves second."
	}
	if notice != "" {
		text = notice + "\n\n" + text
	}
	return block.Modal(block.CBResult, "Review", "", "Close", "", block.Section(text))
}

// rejectView asks why. Its metadata is the item and the version seen.
func rejectView(a store.Asset, ref surface.Ref[store.AssetID]) *slack.ModalViewRequest {
	hint := "Curators find it with the drafts."
	if a.Review != nil && a.Review.Suggested != "" {
		hint = "Whoever suggested it reads this."
	}
	return block.Modal(cbReviewReject, "Reject", "Reject", "Cancel", ref.String(),
		block.Section("*"+block.Line(a.Title)+"* does not go live."),
		block.Input(surface.FieldNote, "Why?", block.TextInput(block.InputValue, "", "", true, maxReviewNote), hint, false))
}

// approvedWords say what an approval did.
func approvedWords(a store.Asset, me surface.Member) string {
	title := "*" + block.Line(a.Title) + "*"
	switch {
	case a.State == store.InReview:
		return title + " has your approval. A topic is regulated, so compliance decides next."
	case a.State == store.Scheduled:
		return title + " goes live " + block.Moment(a.PublishAt, me.Zone) + "."
	case !a.EmbargoUntil.IsZero():
		return title + " can be read now, and shared from " + block.Moment(a.EmbargoUntil, me.Zone) + " on."
	}
	return title + " is live."
}

// acceptedWords say what became of the new words of a source.
func acceptedWords(a store.Asset, _ surface.Member) string {
	if a.State == store.InReview {
		return "*" + block.Line(a.Title) +
			"* is changed as its source has it. A topic is regulated, so compliance approves that before it is live again."
	}
	return "*" + block.Line(a.Title) + "* is changed as its source has it. Delivered copies are rewritten."
}

// keptWords say that nothing changed.
func keptWords(a store.Asset, _ surface.Member) string {
	return "*" + block.Line(a.Title) + "* stays as it was approved."
}

// reviewListView is the card of the day; sources are the names of the library's sources.
func reviewListView(queue store.ReviewList, sources map[store.SourceID]string, settings store.Settings,
	zone *time.Location) block.Content {
	if queue.Mine == 0 {
		return block.Message("All done: nothing waits for your review.")
	}
	first := block.Count(queue.Mine, "item waits", "items wait") + " for your review."
	var titles []string
	blocks := []slack.Block{block.Header("For your review"), block.Section(first + " An answer within " +
		block.Count(settings.ReviewHours, "working hour", "working hours") + " keeps people suggesting.")}
	for _, a := range queue.Items[:min(len(queue.Items), reviewListed)] {
		ref := surface.Ref[store.AssetID]{ID: a.ID, Version: a.Version}.String()
		titles = append(titles, block.Line(block.Cut(a.Title, 80)))
		text := "*" + surface.Titled(a, surface.MaxAssetTitle) + "*\n" + block.KindName(a.Kind) + " · " +
			originWords(a, sources) + "\n" + askedWords(a, settings, zone)
		text += block.After("\n", block.Line(block.Cut(a.Summary, 200)))
		row := []slack.BlockElement{block.Button(surface.ActReview, "Review", ref, block.Spoken("Review: "+a.Title))}
		if a.State == store.InReview {
			row = append([]slack.BlockElement{block.Button(actReviewApprove, "Approve", ref, block.Spoken("Approve: "+a.Title))},
				row...)
		} else {
			text += "\nIts source changed its words."
		}
		blocks = append(blocks, block.Section(text), block.Actions("do:"+string(a.ID), row...))
	}
	if rest := queue.Mine - len(titles); rest > 0 {
		blocks = append(blocks, block.Section("And "+block.Count(rest, "more.", "more.")),
			block.Actions("", block.Button(surface.ActReview, "Open the queue", "all")))
		titles = append(titles, block.Count(rest, "more", "more"))
	}
	return block.Message(block.Cut(first+" "+surface.UpperFirst(block.List(titles))+". Type /vouch review.", 1500),
		blocks...)
}

// reviewOldView is a card of an earlier day: two lists with the same buttons would only confuse.
func reviewOldView() block.Content {
	text := "There is a newer list of what waits for your review."
	return block.Message(text, block.SectionWith(text, block.Button(surface.ActReview, "Open the queue", "all")))
}

// reviewNudgeView recalls what waits for longer than it should.
func reviewNudgeView(late []store.Asset, hours int) block.Content {
	text := fmt.Sprintf("%s for your review for more than %s:\n%s",
		block.Count(len(late), "item has waited", "items have waited"),
		block.Count(hours, "working hour", "working hours"), titleList(late, nil))
	return block.Message(text, block.Section(text), block.Actions("",
		block.Button(surface.ActReview, "Open the queue", "all", block.Primary)))
}

// reviewLateView tells a program manager what nobody answers; who[i] says who could decide about late[i].
func reviewLateView(late []store.Asset, who []string, hours int) block.Content {
	text := fmt.Sprintf("%s for a review for more than %s:\n%s",
		block.Count(len(late), "item has waited", "items have waited"),
		block.Count(hours, "working hour", "working hours"), titleList(late, who))
	return block.Message(text, block.Section(text), block.Actions("",
		block.Button(surface.ActReview, "Open the queue", "all"), block.Button(surface.ActRoles, "People and roles", "")))
}

// titleList lists the first titles, each with what who says of it.
func titleList(assets []store.Asset, who []string) string {
	var lines []string
	for i, a := range assets[:min(len(assets), reviewListed)] {
		text := "• *" + block.Line(block.Cut(a.Title, 100)) + "*"
		if i < len(who) {
			text += " " + block.Line(who[i])
		}
		lines = append(lines, text)
	}
	if rest := len(assets) - len(lines); rest > 0 {
		lines = append(lines, "• and "+block.Count(rest, "more", "more"))
	}
	return strings.Join(lines, "\n")
}

// reviewNewsView tells somebody what became of what they suggested, or of what they approved first. Who left meanwhile
// hears it too, without points, and without a button that would refuse them.
func reviewNewsView(a store.Asset, own bool, points int, me surface.Member) block.Content {
	zone := me.Zone
	what, title := "you approved", "*"+surface.Titled(a, surface.MaxAssetTitle)+"*"
	if own {
		what = "you suggested"
	}
	text := ""
	switch a.State {
	case store.Draft:
		text = title + ", which " + what + ", does not go live this time."
		if a.Review != nil && a.Review.Note != "" {
			text += "\n*The reason:* " + block.Line(a.Review.Note)
		}
	case store.Expired:
		text = title + ", which " + what + ", expired before it was approved."
	case store.Scheduled:
		text = title + ", which " + what + ", was approved and goes live " + block.Moment(a.PublishAt, zone) + "."
	default:
		text = title + ", which " + what + ", is live. Thank you."
	}
	text += block.When(own && points > 0 && me.IsAdvocate() && (a.State == store.Live || a.State == store.Scheduled),
		" It earned you "+block.Count(points, "point", "points")+".")
	blocks := []slack.Block{block.Section(text)}
	blocks = append(blocks, block.When(own && me.IsAdvocate() && a.State == store.Live && a.EmbargoUntil.IsZero(),
		block.Actions("", block.Button(surface.ActShare, "Share it", string(a.ID)))))
	return block.Message(text, blocks...)
}
