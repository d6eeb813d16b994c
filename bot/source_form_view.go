// The form of a source, with what was found at its address above.

package bot

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

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
	rules := writeRules(s.Rules, f.personas)
	kept := sourceState{ID: s.ID, Version: s.Version, Address: s.Address, System: s.System, KeepRules: utf8.RuneCountInString(rules) > maxSectionText}
	metadata, err := json.Marshal(kept)
	if err != nil {
		metadata = []byte("{}") // a struct of strings, a number and a bool cannot fail
	}
	blocks := []slack.Block{section(systemName(s.System) + " at " + link(s.Address, cut(s.Address, 80)))}
	if f.found != nil {
		blocks = append(blocks, foundBlocks(*f.found)...)
	}
	auto := []*slack.OptionBlockObject{described("yes", "Publish without review", "Items on regulated topics are reviewed in any case.")}
	initial := ""
	if s.AutoApprove {
		initial = "yes"
	}
	blocks = append(blocks,
		input(fieldName, "Name", textInput(inputValue, "", s.Name, false, 80), "", false),
		input(fieldAutoApprove, "Review", checkboxes(inputValue, auto, initial), "", true),
		input(fieldPerDay, "New items a day, at most", textInput(inputValue, "", strconv.Itoa(s.PerDay), false, 6), "The newest come first, the others on the next days.", false),
		input(fieldLiveAtOnce, "Items in the library at once, at most", textInput(inputValue, "", strconv.Itoa(s.LiveAtOnce), false, 6), "Live, scheduled and waiting for review.", false),
		input(fieldKind, "Kind of items that do not say", selectOne(inputValue, "Choose", sourceKinds(), string(orAsIs(s.Kind))), "", false),
		input(fieldTopics, "Topics for every item", textInput(inputValue, "", strings.Join(s.Topics, ", "), false, maxSectionText), "Separated by commas.", true))
	blocks = append(blocks, sourcePersonas(f)...)
	if kept.KeepRules {
		blocks = append(blocks, section("It has "+count(len(s.Rules), "tag rule", "tag rules")+", too long for this form. They stay as they are."))
	} else {
		blocks = append(blocks, input(fieldRules, "Tag rules, one a line", textInput(inputValue, ruleExample, rules, true, maxSectionText),
			"Words, then =>, then topic:, persona: or kind: with a name. A rule holds for items with one of its words in title, summary, department or place.", true))
	}
	title, submit := "Add a source", "Add"
	if s.ID != "" {
		title, submit = "Edit a source", "Save"
	}
	return modal(cbSource, title, submit, "Cancel", string(metadata), blocks...)
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
	options := []*slack.OptionBlockObject{option(kindAsIs, "What fits best")}
	for _, kind := range store.AssetKinds {
		options = append(options, option(string(kind), kindName(kind)))
	}
	return options
}

// sourcePersonas ask for whom the items are; Slack refuses an empty menu.
func sourcePersonas(f sourceForm) []slack.Block {
	if len(f.personas) == 0 {
		return nil
	}
	var options []*slack.OptionBlockObject
	for _, persona := range f.personas[:min(len(f.personas), maxOptions)] {
		options = append(options, option(string(persona.ID), persona.Name))
	}
	var chosen []string
	for _, id := range f.source.Personas {
		chosen = append(chosen, string(id))
	}
	return []slack.Block{input(fieldPersonas, "For whom", selectMany(inputValue, "Everybody", options, 0, chosen...),
		"For items whose rules name no persona. Empty: everybody.", true)}
}

// foundTitles is how many titles the curator sees before saving.
const foundTitles = 3

// foundBlocks show what stands at the address now.
func foundBlocks(result feed.Result) []slack.Block {
	text := "*Found:* " + count(len(result.Items), "item", "items") + "."
	for _, item := range result.Items[:min(len(result.Items), foundTitles)] {
		text += "\n• " + link(item.URL, cut(item.Title, 100))
	}
	if rest := len(result.Items) - foundTitles; rest > 0 {
		text += "\n• and " + strconv.Itoa(rest) + " more"
	}
	blocks := []slack.Block{section(text)}
	if len(result.Skipped) == 0 {
		return blocks
	}
	left := "*Left out:* " + count(len(result.Skipped), "entry", "entries") + "."
	for _, skipped := range result.Skipped[:min(len(result.Skipped), foundTitles)] {
		left += "\n• "
		if skipped.Title != "" {
			left += "“" + line(cut(skipped.Title, 60)) + "” "
		} else {
			left += "Entry " + strconv.Itoa(skipped.Index) + " "
		}
		left += "– " + line(skipped.Reason)
	}
	return append(blocks, section(left))
}
