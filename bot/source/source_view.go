// The views of sources around the form: the list with the state of each in words, the address, removing.

package source

import (
	"errors"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/digest/feed"
	"vouch/store"
)

// sourcesOff is said where nothing can be fetched.
const sourcesOff = "Addresses are not read here, so nothing comes in from sources."

// shownSource is a source with what it has in the library.
type shownSource struct {
	store.Source
	items store.SourceItems
}

// sourceList is one page of the sources.
type sourceList struct {
	sources []shownSource
	from    int    // the first one's place
	more    bool   // there is another page
	off     bool   // nothing is read here
	notice  string // mrkdwn, "" none
	zone    *time.Location
}

// sourceListView lists sources with their menus. Its metadata is the place of the first.
func sourceListView(l sourceList) *slack.ModalViewRequest {
	blocks := []slack.Block{
		block.Section("Feeds and job boards fill the library by themselves. What they bring waits for review, unless a " +
			"source may publish without it."),
		block.Actions("", block.Button(actSourceAdd, "Add a source", "", block.Primary)),
	}
	blocks = append(blocks, block.When(l.off, block.Section(sourcesOff)), block.Said(l.notice), block.Divider())
	blocks = append(blocks, block.When(len(l.sources) == 0,
		block.Section("There are no sources yet. Good first ones are the feed of your company's blog and the address of "+
			"your job board.")))
	for _, s := range l.sources {
		blocks = append(blocks, block.SectionWith(sourceWords(s, l.zone),
			block.Overflow(actSourceMenu, sourceOptions(s.Source)...)))
	}
	blocks = append(blocks, block.Actions("",
		block.When(l.from > 0, block.Button(actSourceFirst, "Back to the first", "0")),
		block.When(l.more, block.Button(actSourcePage, "More", strconv.Itoa(l.from+sourcesPage)))))
	return block.Modal(block.CBResult, "Sources", "", "Close", strconv.Itoa(l.from), blocks...)
}

// systemNames are what answers at a source's address, in words.
var systemNames = map[store.SourceSystem]string{
	store.FeedSystem: "Feed", store.GreenhouseSystem: "Greenhouse board", store.LeverSystem: "Lever board",
	store.AshbySystem: "Ashby board", store.CSVSystem: "CSV",
}

// systemName is a system in words; one that is not known yet is a "Source".
func systemName(system store.SourceSystem) string {
	if name := systemNames[system]; name != "" {
		return name
	}
	return "Source"
}

// sourceWords sum up a source: what it is, how it stands, what came of the last reading.
func sourceWords(s shownSource, zone *time.Location) string {
	text := "*" + block.Link(s.Address, s.Name) + "*\n" + systemName(s.System) + " · " +
		block.Count(s.items.Live, "item", "items") + " live"
	text += block.When(s.items.Waiting > 0, ", "+block.Count(s.items.Waiting, "waits", "wait")+" for review")
	text += block.When(s.AutoApprove, " · publishes without review")
	text += "\n" + sourceStateWords(s.Source, zone)
	text += block.After("\n", block.Line(s.Result))
	return text
}

// sourceStateWords say how a source stands and when it is read next.
func sourceStateWords(s store.Source, zone *time.Location) string {
	lastGood := "never read"
	if !s.LastGood.IsZero() {
		lastGood = "last read " + block.Moment(s.LastGood, zone)
	}
	next := ""
	if !s.NextTry.IsZero() {
		next = " · next try " + block.Moment(s.NextTry, zone)
	}
	switch {
	case s.State == store.SourcePaused:
		return "*Paused* · " + lastGood
	case s.State == store.SourceBroken:
		return "*Broken* since " + block.Moment(s.FailingSince, zone) + " · " + lastGood + next
	case s.Failures > 0:
		return "*Failed* " + block.Count(s.Failures, "time", "times") + " since " + block.Moment(s.FailingSince, zone) +
			" · " + lastGood + next
	case s.LastTry.IsZero():
		return "*Active* · is read within a minute"
	}
	return "*Active* · " + lastGood + next
}

// sourceOptions are what can be done with a source in its state.
func sourceOptions(s store.Source) []*slack.OptionBlockObject {
	id := " " + string(s.ID)
	options := []*slack.OptionBlockObject{block.Option(sourceEdit+id, "Edit")}
	if s.State == store.SourcePaused {
		options = append(options, block.Option(sourceResume+id, "Resume"))
	} else {
		options = append(options, block.Option(sourceRead+id, "Read now"), block.Option(sourcePause+id, "Pause"))
	}
	return append(options, block.Option(sourceRemove+id, "Remove"))
}

// fieldAddress is where a source is.
const fieldAddress = "address"

// sourceAddressView asks for the address; notice says what was wrong with the one before, "" nothing.
func sourceAddressView(address, notice string) *slack.ModalViewRequest {
	blocks := []slack.Block{block.Section("Paste the address of a feed (RSS, Atom or JSON Feed), of a job board at " +
		"Greenhouse, Lever or Ashby " +
		"(such as https://boards.greenhouse.io/acme), or of a CSV. It is read once, and you see what is there before " +
		"anything is saved.")}
	blocks = append(blocks, block.When(notice != "", block.Section("*"+block.Line(notice)+"*")))
	blocks = append(blocks, block.Input(fieldAddress, "Address", block.UrlInput(block.InputValue, "https://", address), "",
		false))
	return block.Modal(cbSourceAddress, "Add a source", "Continue", "Cancel", "", blocks...)
}

// notFoundView asks again for the address, with the reason why this one is no source. Where the page names its feed,
// that stands there already.
func notFoundView(address string, err error) *slack.ModalViewRequest {
	var problem *feed.Error
	if errors.As(err, &problem) && problem.Alternate != "" {
		return sourceAddressView(problem.Alternate, "This is a web page, and it names a feed. Its address stands below: "+
			"press Continue to read that.")
	}
	return sourceAddressView(address, surface.PageProblem(err))
}

// sourceAddedView says what the first reading brought.
func sourceAddedView(s store.Source, notice string) *slack.ModalViewRequest {
	text := "From now on it is read every hour."
	text += block.When(!s.AutoApprove, " What is new waits for review.")
	return block.ResultModal("Source added", notice, block.Section(text))
}

// sourceRemoveView asks before a source ends. Its metadata is the source.
func sourceRemoveView(s shownSource) *slack.ModalViewRequest {
	text := "*" + block.Line(s.Name) + "* is no longer read."
	if n := s.items.Live + s.items.Waiting; n > 0 {
		text += " What it brought stays in the library (" + block.Count(n, "item", "items") +
			"); jobs that close are no longer taken out by themselves."
	}
	text += "\nTo stop it for a while, pause it instead."
	return block.Modal(cbSourceRemove, "Remove a source", "Remove", "Cancel", string(s.ID), block.Section(text))
}
