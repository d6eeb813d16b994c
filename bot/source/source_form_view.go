// The form of a source, with what was found at its address above.

package source

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/digest/feed"
	"vouch/store"
)

// sourceForm is what the form shows; found is nil for a source that is there already.
type sourceForm struct {
	source   store.Source
	personas []store.Persona
	found    *feed.Result
}

// The fields of the form; they are also the names in the store's FieldErrors.
const (
	fieldAutoApprove = "auto_approve"
	fieldPerDay      = "per_day"
	fieldLiveAtOnce  = "live_at_once"
	fieldRules       = "rules"
)

// kindAsIs is the choice that leaves the kind to each item; Slack takes no empty value.
const kindAsIs = "as_is"

// sourceFormView asks for everything about a source but its address, which decides what it is.
func sourceFormView(f sourceForm) *slack.ModalViewRequest {
	s := f.source
	rules, same := writeRules(s.Rules, f.personas)
	kept := sourceState{ID: s.ID, Version: s.Version, Address: s.Address, System: s.System, KeepRules: !same ||
		utf8.RuneCountInString(rules) > block.MaxSectionText}
	blocks := []slack.Block{block.Section(systemName(s.System) + " at " + block.Link(s.Address, block.Cut(s.Address, 80)))}
	if f.found != nil {
		blocks = append(blocks, foundBlocks(*f.found)...)
	}
	auto := []*slack.OptionBlockObject{block.Described("yes", "Publish without review",
		"Items on regulated topics are reviewed in any case.")}
	initial := ""
	if s.AutoApprove {
		initial = "yes"
	}
	blocks = append(blocks,
		block.Input(surface.FieldName, "Name", block.TextInput(block.InputValue, "", s.Name, false, 80), "", false),
		block.Input(fieldAutoApprove, "Review", block.Checkboxes(block.InputValue, auto, initial), "", true),
		block.Input(fieldPerDay, "New items a day, at most", block.TextInput(block.InputValue, "", strconv.Itoa(s.PerDay),
			false, 6), "The newest come first, the others on the next days.", false),
		block.Input(fieldLiveAtOnce, "Items in the library at once, at most", block.TextInput(block.InputValue, "",
			strconv.Itoa(s.LiveAtOnce), false, 6), "Live, scheduled and waiting for review.", false),
		block.Input(surface.FieldKind, "Kind, where an item does not say",
			block.SelectOne(block.InputValue, "Choose", sourceKinds(), string(orAsIs(s.Kind))), "", false),
		block.Input(surface.FieldTopics, "Topics for every item", block.TextInput(block.InputValue, "",
			strings.Join(s.Topics, ", "), false, block.MaxSectionText), "Separated by commas.", true))
	blocks = append(blocks, surface.AudienceInput("Who outside is it for?", "Anybody", s.Audiences,
		"Items that say it themselves keep theirs."),
		surface.PersonaInput(f.personas, s.Personas, "For items whose rules name no persona."))
	if kept.KeepRules {
		blocks = append(blocks, block.Section("It has "+block.Count(len(s.Rules), "tag rule",
			"tag rules")+", which this form cannot show. They stay as they are."))
	} else {
		blocks = append(blocks, block.Input(fieldRules, "Tag rules, one a line",
			block.TextInput(block.InputValue, ruleExample, rules, true, block.MaxSectionText),
			"Words, then =>, then topic:, persona: or kind: with a name. A rule holds for items with one of its words in "+
				"title, summary, department or place.", true))
	}
	title, submit := "Add a source", "Add"
	if s.ID != "" {
		title, submit = "Edit a source", "Save"
	}
	return block.Modal(cbSource, title, submit, "Cancel", block.Metadata(kept), blocks...)
}

// orAsIs is the choice for a kind.
func orAsIs(kind store.AssetKind) store.AssetKind {
	if kind == "" {
		return kindAsIs
	}
	return kind
}

// sourceKinds are the choices of kind.
func sourceKinds() []*slack.OptionBlockObject {
	return append([]*slack.OptionBlockObject{block.Option(kindAsIs, "What fits best")}, surface.KindOptions()...)
}

// foundTitles is how many titles the curator sees before saving.
const foundTitles = 3

// foundBlocks show what stands at the address now.
func foundBlocks(result feed.Result) []slack.Block {
	text := "*Found:* " + block.Count(len(result.Items), "item", "items") + "."
	for _, item := range result.Items[:min(len(result.Items), foundTitles)] {
		text += "\n• " + block.Link(item.URL, block.Cut(item.Title, 100))
	}
	if rest := len(result.Items) - foundTitles; rest > 0 {
		text += "\n• and " + strconv.Itoa(rest) + " more"
	}
	blocks := []slack.Block{block.Section(text)}
	if len(result.Skipped) == 0 {
		return blocks
	}
	left := "*Left out:* " + block.Count(len(result.Skipped), "entry", "entries") + "."
	for _, skipped := range result.Skipped[:min(len(result.Skipped), foundTitles)] {
		left += "\n• "
		if skipped.Title != "" {
			left += "“" + block.Line(block.Cut(skipped.Title, 60)) + "” "
		} else {
			left += "Entry " + strconv.Itoa(skipped.Index) + " "
		}
		left += "– " + block.Line(skipped.Reason)
	}
	return append(blocks, block.Section(left))
}
