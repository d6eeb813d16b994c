// The view of an asset's form.

package content

import (
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/store"
)

// The fields of the form; they are also the names in the store's FieldErrors, but for those of a job.
const (
	fieldURL      = "url"
	fieldSummary  = "summary"
	fieldImage    = "image"
	fieldImageAlt = "image_alt"
	fieldVariants = "variants"
	fieldPrompt   = "prompt"
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
func assetFormView(f surface.AssetForm) *slack.ModalViewRequest {
	a := f.Asset
	variants, dashed := f.Texts, f.Dashed
	if variants == nil {
		variants, dashed = packVariants(a.Variants, block.MaxSectionText)
	}
	state := assetState{ID: a.ID, Version: a.Version, Language: a.Language, ExpiresAt: a.ExpiresAt, Dashed: dashed,
		OnQueue: f.OnQueue,
		Notice:  block.Cut(f.Notice, surface.MaxAssetSummary), Agreed: f.Agreed}
	var facts []slack.Block
	switch a.Kind {
	case store.Job:
		facts, state.Event = jobBlocks(a), a.Event
	case store.Event:
		facts, state.Job = eventBlocks(a.Event, f.Zone), a.Job
	default:
		state.Job, state.Event = a.Job, a.Event
	}
	var blocks []slack.Block
	for _, notice := range []string{f.Asking, f.Notice} {
		if notice != "" {
			blocks = append(blocks, block.Section("*"+block.Line(notice)+"*"))
		}
	}
	var kinds []*slack.OptionBlockObject
	for _, kind := range store.AssetKinds {
		kinds = append(kinds, block.Option(string(kind), block.KindName(kind)))
	}
	blocks = append(blocks,
		block.Input(fieldURL, "Address", block.UrlInput(block.InputValue, "https://", a.URL), "", a.Story != ""),
		block.Input(surface.FieldTitle, "Title", block.TextInput(block.InputValue, "", a.Title, false, surface.MaxAssetTitle), "", false),
		block.Input(fieldSummary, "Why it matters, in a sentence or two", block.TextInput(block.InputValue, "", a.Summary, true, surface.MaxAssetSummary), "", true),
		block.Dispatching(block.Input(surface.FieldKind, "Kind", block.SelectOne(actAssetKind, "Choose", kinds, string(a.Kind)), "", false)))
	blocks = append(blocks, facts...)
	blocks = append(blocks, audienceBlocks(f)...)
	blocks = append(blocks, variantBlocks(variants, dashed)...)
	blocks = append(blocks,
		block.Input(fieldPrompt, "A question that helps people find own words", block.TextInput(block.InputValue, "", a.Prompt, false, surface.MaxAssetPrompt), "", true),
		block.Input(fieldImage, "Address of a picture", block.UrlInput(block.InputValue, "https://", a.Image), "", true),
		block.Input(fieldImageAlt, "What the picture shows", block.TextInput(block.InputValue, "", a.ImageAlt, false, surface.MaxAssetSummary), "For people who cannot see it.", true))
	blocks = append(blocks, timeBlocks(a, f.Zone)...)
	title, submit := "Add content", "Add"
	if a.ID != "" {
		title, submit = "Edit content", "Save"
	}
	return block.Modal(cbAsset, title, submit, "Cancel", state.metadata(), blocks...)
}

// audienceBlocks ask for whom an asset is. A menu takes 100 options: the asset's own topics come first, so that none of
// them is lost, and what does not fit can be typed. Slack refuses an empty menu, so there is none without topics or
// personas.
func audienceBlocks(f surface.AssetForm) []slack.Block {
	var networks []*slack.OptionBlockObject
	for _, network := range store.Networks {
		networks = append(networks, block.Option(string(network), surface.NetworkName(network)))
	}
	return append(append(surface.TopicBlocks(f), surface.PersonaBlocks(f)...),
		block.Input(surface.FieldNetworks, "Networks", block.SelectMany(block.InputValue, "All", networks, 0,
			surface.NetworkValues(f.Asset.Networks)...), "Empty: all.", true))
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
		blocks = append(blocks, block.Input(variantField(i), label, block.TextInput(block.InputValue, "", text, true, block.MaxSectionText), hint, true))
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
