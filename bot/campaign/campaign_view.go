// What campaigns look like: the window, the form, and the messages.

package campaign

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/store"
)

// The parts of a campaign that are told, as the store names them.
const (
	partLeaders = "leaders"
	partStart   = "start"
	partEmpty   = "empty"
	partEnd     = "end"
	partOver    = "over"
)

// What fits: names on a line, and campaigns that are over.
const (
	shownName = 40
	pastShown = 5
)

// list is everything the window shows.
type list struct {
	notice            string
	manager, advocate bool
	open              []running
	past              []store.Campaign
}

// barWords are the bar of a campaign with its figures.
func barWords(r running) string {
	done := r.reached.Of(r.Goal)
	return block.Bar(float64(done)/float64(r.Target)) + fmt.Sprintf(" *%d/%d* %s", done, r.Target, r.Goal)
}

// runningWords say what a campaign is for and how far it is.
func runningWords(r running) string {
	text := "*" + block.Line(r.Name) + "*\n" + block.Line(r.Why) + "\n"
	if r.StartedAt.IsZero() {
		return text + "From " + block.LocalDay(r.From) + " to " + block.LocalDay(r.To) + ": " +
			strconv.Itoa(r.Target) + " " + string(r.Goal) + ", " + block.Count(r.reached.Items, "item", "items")
	}
	return text + barWords(r) + " by " + block.LocalDay(r.To) + ", " +
		block.Count(r.reached.People, "person", "people") + " so far"
}

// listView shows what runs and what was.
func listView(l list) *slack.ModalViewRequest {
	var blocks []slack.Block
	blocks = append(blocks, block.Said(l.notice), block.When(len(l.open) == 0, block.Section("No campaign runs now.")))
	for _, r := range l.open {
		id := string(r.ID)
		if l.advocate && r.next.ID != "" && !r.StartedAt.IsZero() {
			share := block.Button(surface.ActShare, "Share", string(r.next.ID), block.Spoken("Share: "+r.next.Title))
			blocks = append(blocks, block.SectionWith(runningWords(r), share))
		} else {
			blocks = append(blocks, block.Section(runningWords(r)))
		}
		if l.manager {
			edit := block.Button(actEdit, "Edit", id, block.Spoken("Edit: "+r.Name))
			end := block.Button(actEnd, "End", id, block.Spoken("End: "+r.Name), block.Danger, block.Confirming(
				block.Confirm("End it now?", "Nothing counts any more, and the result is told.", "End it", "Keep it")))
			blocks = append(blocks, block.Actions("", edit, end))
		}
	}
	for i, c := range l.past {
		blocks = append(blocks, block.When(i == 0, block.Header("What came of others")))
		text := resultWords(c)
		text += block.When(c.Lessons != "", "\n"+block.CutMarkup(block.Esc(c.Lessons), 1000))
		if l.manager && c.Lessons == "" {
			blocks = append(blocks, block.SectionWith(text, learnButton(c)))
		} else {
			blocks = append(blocks, block.Section(text))
		}
	}
	blocks = append(blocks, block.When(l.manager, block.Actions("", block.Button(actNew, "New campaign", ""))))
	return block.Modal(cbList, "Campaigns", "", "Close", "", blocks...)
}

func learnButton(c store.Campaign) slack.BlockElement {
	return block.Button(actLearn, "Write it down", string(c.ID), block.Spoken("Write down what was learned: "+c.Name))
}

// resultWords are a medal for a goal that was reached, and the figures.
func resultWords(c store.Campaign) string {
	text := fmt.Sprintf("*%s*: %d of %d %s by %s", block.Line(c.Name), c.Result.Of(c.Goal), c.Target, c.Goal,
		block.Count(c.Result.People, "person", "people"))
	if c.Result.Of(c.Goal) >= c.Target {
		text = ":first_place_medal: " + text
	}
	return text
}

// goalOptions are what a campaign can count.
var goalOptions = []*slack.OptionBlockObject{
	block.Option("posts", "posts of its items"),
	block.Option("people", "people who take part"),
	block.Option("referrals", "referrals and introductions"),
}

// formView asks for a campaign, or changes one.
func formView(c store.Campaign) *slack.ModalViewRequest {
	return block.Modal(cbForm, "Campaign", "Save", "Cancel", block.Metadata(c.ID),
		block.Input(fieldName, "Name", block.TextInput(block.InputValue, "", c.Name, false, 80),
			"Items with this name as their campaign count.", false),
		block.Input(fieldWhy, "What for?", block.TextInput(block.InputValue, "", c.Why, false, 200), "One sentence that "+
			"everybody reads.", false),
		block.Input(fieldMany, "How many",
			block.TextInput(block.InputValue, "", strconv.Itoa(c.Target), false, 6), "", false),
		block.Input(fieldGoal, "of", block.SelectOne(block.InputValue, "", goalOptions, string(c.Goal)), "", false),
		block.Input(fieldFrom, "First day", block.DateInput(block.InputValue, string(c.From)),
			"Leaders are told on the working day before.", false),
		block.Input(fieldTo, "Last day", block.DateInput(block.InputValue, string(c.To)), "", false),
		block.Input(fieldWhere, "Channel", block.SelectChannel(block.InputValue, "", c.Channel),
			"Its start and its result are posted here. Type /invite @vouch there first.", true))
}

// learnView asks what a campaign taught.
func learnView(c store.Campaign) *slack.ModalViewRequest {
	return block.Modal(cbLearn, "What did we learn?", "Save", "Cancel", string(c.ID),
		block.Section(resultWords(c)),
		block.Input(fieldLearn, "What would you do again, and what not?",
			block.TextInput(block.InputValue, "", c.Lessons, true, 2000), "Everybody can read it.", false))
}

// newsContent is what leaders, a channel and managers are told of a campaign.
func newsContent(part string, r running) block.Content {
	name, button := "*"+block.Line(r.Name)+"*", block.Button(surface.ActCampaigns, "See it", "")
	goal := strconv.Itoa(r.Target) + " " + string(r.Goal) + " by " + block.LocalDay(r.To)
	text := ""
	switch part {
	case partLeaders:
		text = "You hear it first: " + name + " begins on " + block.LocalDay(r.From) + ". " + block.Line(r.Why) +
			" Goal: " + goal + ". One post of yours in your own words makes the start."
	case partStart:
		text = name + " begins. " + block.Line(r.Why) + "\nGoal: " + goal + "."
	case partEmpty:
		text = name + " has no live item, so it does not begin. Put its name on items under Manage content."
	case partEnd:
		text = resultWords(r.Campaign) + ". Thank you all."
	case partOver:
		text, button = resultWords(r.Campaign)+". What did we learn?", block.Button(actLearn, "Write it down", string(r.ID))
	}
	return block.Message(strings.ReplaceAll(text, "*", ""), block.Section(text), block.Actions("", button))
}
