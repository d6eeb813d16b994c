// The view of an asset's form.

package bot

import (
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"vouch/store"
)

// The fields of the form; they are also the names in the store's FieldErrors, but for those of a job.
const (
	fieldURL         = "url"
	fieldTitle       = "title"
	fieldSummary     = "summary"
	fieldImage       = "image"
	fieldImageAlt    = "image_alt"
	fieldTopics      = "topics"
	fieldOtherTopics = "other_topics"
	fieldVariants    = "variants"
	fieldPrompt      = "prompt"
)

// The longest texts of an asset, in characters; see store.Asset. maxAssetTopics bounds its topics.
const (
	maxAssetTitle   = 150
	maxAssetSummary = 500
	maxAssetPrompt  = 200
	maxAssetURL     = 2000
	maxAssetTopics  = 50
)

// maxVariantFields is one for each of the 15 variants an asset may have: each of them may fill a field.
const maxVariantFields = 15

// variantLine parts variants that have several paragraphs.
const variantLine = "---"

// variantField names a field for variants; the first is where errors of the store are shown.
func variantField(i int) string {
	if i == 0 {
		return fieldVariants
	}
	return fmt.Sprintf("%s.%d", fieldVariants, i)
}

// assetFormView asks for everything about one asset.
func assetFormView(f assetForm) *slack.ModalViewRequest {
	a := f.asset
	variants, dashed := f.texts, f.dashed
	if variants == nil {
		variants, dashed = packVariants(a.Variants, maxSectionText)
	}
	state := assetState{ID: a.ID, Version: a.Version, Language: a.Language, ExpiresAt: a.ExpiresAt, Dashed: dashed, OnQueue: f.onQueue}
	var facts []slack.Block
	switch a.Kind {
	case store.Job:
		facts, state.Event = jobBlocks(a), a.Event
	case store.Event:
		facts, state.Job = eventBlocks(a.Event, f.zone), a.Job
	default:
		state.Job, state.Event = a.Job, a.Event
	}
	var blocks []slack.Block
	if f.notice != "" {
		blocks = append(blocks, section("*"+esc(f.notice)+"*"))
	}
	var kinds []*slack.OptionBlockObject
	for _, kind := range store.AssetKinds {
		kinds = append(kinds, option(string(kind), kindName(kind)))
	}
	blocks = append(blocks,
		input(fieldURL, "Address", urlInput(inputValue, "https://", a.URL), "", a.Story != ""),
		input(fieldTitle, "Title", textInput(inputValue, "", a.Title, false, maxAssetTitle), "", false),
		input(fieldSummary, "Why it matters, in a sentence or two", textInput(inputValue, "", a.Summary, true, maxAssetSummary), "", true),
		dispatching(input(fieldKind, "Kind", selectOne(actAssetKind, "Choose", kinds, string(a.Kind)), "", false)))
	blocks = append(blocks, facts...)
	blocks = append(blocks, audienceBlocks(f)...)
	blocks = append(blocks, variantBlocks(variants, dashed)...)
	blocks = append(blocks,
		input(fieldPrompt, "A question that helps people find own words", textInput(inputValue, "", a.Prompt, false, maxAssetPrompt), "", true),
		input(fieldImage, "Address of a picture", urlInput(inputValue, "https://", a.Image), "", true),
		input(fieldImageAlt, "What the picture shows", textInput(inputValue, "", a.ImageAlt, false, maxAssetSummary), "For people who cannot see it.", true))
	blocks = append(blocks, timeBlocks(a, f.zone)...)
	title, submit := "Add content", "Publish"
	if a.ID != "" {
		title, submit = "Edit content", "Save"
	}
	return modal(cbAsset, title, submit, "Cancel", state.metadata(), blocks...)
}

// audienceBlocks ask for whom an asset is. A menu takes 100 options: the asset's own topics come first, so that none of them is
// lost, and what does not fit can be typed. Slack refuses an empty menu, so there is none without topics or personas.
func audienceBlocks(f assetForm) []slack.Block {
	var networks []*slack.OptionBlockObject
	for _, network := range store.Networks {
		networks = append(networks, option(string(network), networkName(network)))
	}
	var chosen []string
	for _, network := range f.asset.Networks {
		chosen = append(chosen, string(network))
	}
	return append(append(topicBlocks(f), personaBlocks(f)...),
		input(fieldNetworks, "Networks", selectMany(inputValue, "All", networks, 0, chosen...), "Empty: all.", true))
}

// personaBlocks ask for whom something is; none when there are no personas.
func personaBlocks(f assetForm) []slack.Block {
	var personas []*slack.OptionBlockObject
	for _, persona := range f.personas[:min(len(f.personas), maxOptions)] {
		personas = append(personas, option(string(persona.ID), persona.Name))
	}
	if len(personas) == 0 {
		return nil
	}
	var chosen []string
	for _, id := range f.asset.Personas {
		chosen = append(chosen, string(id))
	}
	return []slack.Block{input(fieldPersonas, "For whom", selectMany(inputValue, "Everybody", personas, 0, chosen...), "Empty: everybody.", true)}
}

// variantBlocks are the fields of suggested texts.
func variantBlocks(packed []string, dashed bool) []slack.Block {
	apart := "a blank line between two (or a line with " + variantLine + ", if one has several paragraphs)"
	if dashed {
		apart = "a line with " + variantLine + " between two"
	}
	var blocks []slack.Block
	for i, text := range packed {
		label, hint := "Suggested texts", "Up to 15, with "+apart+". Colleagues get different ones, so that they do not all post the same."
		if i > 0 {
			label, hint = fmt.Sprintf("Suggested texts (%d of %d)", i+1, len(packed)), ""
		}
		blocks = append(blocks, input(variantField(i), label, textInput(inputValue, "", text, true, maxSectionText), hint, true))
	}
	return blocks
}

// pickerDay is a time as a date picker wants it, "" for none.
func pickerDay(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return string(store.DateOf(t, zone))
}
