// The view of an asset's form.

package content

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
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
	fieldTruth    = "truth"
	fieldAngles   = "angles"
	fieldLanguage = "language"
	fieldFit      = "fit" // how strictly the personas are meant
)

// The choices of fieldFit.
const (
	fitBest = "best"
	fitOnly = "only"
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

// assetStep is a part of the form that is shown when somebody asks for it.
type assetStep struct {
	action, label string
	fields        []string // its inputs; the first that is always there tells that it is shown
	only          store.AssetKind
}

// The steps of the form, in their order.
var (
	stepJob  = assetStep{actStepJob, "About the job", []string{fieldDepartment, fieldLocation, fieldFits}, store.Job}
	stepWhom = assetStep{actStepWhom, "For whom", []string{surface.FieldNetworks, surface.FieldPersonas,
		surface.FieldAudiences}, ""}
	stepWords = assetStep{actStepWords, "Words to suggest", []string{fieldVariants, fieldPrompt, fieldTruth,
		fieldAngles}, ""}
	stepWhen = assetStep{actStepWhen, "When", []string{fieldPublishAt, fieldEmbargo, fieldExpiresAt, fieldEndsTime,
		fieldEndsDay, fieldSlots}, ""}
	stepPicture = assetStep{actStepPicture, "Picture", []string{fieldImage, fieldImageAlt}, ""}
	assetSteps  = []assetStep{stepJob, stepWhom, stepWords, stepWhen, stepPicture}
)

// shows tells whether a form shows a step.
func shows(v dispatch.View, s assetStep) bool { return slices.Contains(v.Inputs, s.fields[0]) }

// maxKeptPicture is how many bytes of a picture's address and words the form carries unseen; a longer one is shown.
const maxKeptPicture = 1000

// assetFormView asks for what every asset has, and then for the steps that are open.
func assetFormView(f surface.AssetForm) *slack.ModalViewRequest {
	a := f.Asset
	variants, dashed := f.Texts, f.Dashed
	if variants == nil {
		variants, dashed = packVariants(a.Variants, block.MaxSectionText)
	}
	state := assetState{ID: a.ID, Version: a.Version, Language: a.Language, ExpiresAt: a.ExpiresAt, Dashed: dashed,
		OnQueue: f.OnQueue, Job: a.Job, Event: a.Event, Agreed: f.Agreed,
		Notice: block.Cut(f.Notice, surface.MaxAssetSummary)}
	open := map[string]bool{}
	for _, step := range f.Open {
		open[step] = true
	}
	if kept := len(a.Image) + len(a.ImageAlt); a.ID == "" && kept > maxKeptPicture {
		open[stepPicture.action] = true
	} else if a.ID == "" {
		state.Image, state.ImageAlt = a.Image, a.ImageAlt
	}
	steps := map[string][]slack.Block{stepWhom.action: audienceBlocks(f),
		stepWords.action: wordBlocks(a, variants, dashed),
		stepWhen.action:  timeBlocks(a, f.Zone), stepPicture.action: pictureBlocks(a)}
	var facts []slack.Block
	switch a.Kind {
	case store.Job:
		facts, steps[stepJob.action] = jobBlocks(a)
	case store.Event:
		var ends []slack.Block
		facts, ends = eventBlocks(a.Event, f.Zone)
		steps[stepWhen.action] = append(ends, steps[stepWhen.action]...)
	}
	blocks := append(assetBlocks(f), facts...)
	blocks = append(blocks, surface.TopicBlocks(f)...)
	var more []slack.BlockElement
	for _, step := range assetSteps {
		switch {
		case step.only != "" && step.only != a.Kind:
		case open[step.action]:
			blocks = append(blocks, steps[step.action]...)
		default:
			more = append(more, block.Button(step.action, step.label, step.action, block.Spoken("Add: "+step.label)))
		}
	}
	blocks = append(blocks, block.Actions("", more...))
	title, submit := "Add content", "Add"
	if a.ID != "" {
		title, submit = "Edit content", "Save"
	}
	return block.Modal(cbAsset, title, submit, "Cancel", state.metadata(), blocks...)
}

// assetBlocks ask for what every asset has, but for its topics.
func assetBlocks(f surface.AssetForm) []slack.Block {
	a := f.Asset
	var blocks []slack.Block
	for _, notice := range []string{f.Asking, f.Notice} {
		blocks = append(blocks, block.When(notice != "", block.Section("*"+block.Line(notice)+"*")))
	}
	return append(blocks,
		block.Dispatching(block.Input(surface.FieldKind, "Kind",
			block.SelectOne(actAssetKind, "Choose", surface.KindOptions(), string(a.Kind)), "", false)),
		block.Input(surface.FieldTitle, "Title", block.TextInput(block.InputValue, "", a.Title, false, surface.MaxAssetTitle),
			"", false),
		block.Input(fieldURL, "Address", block.UrlInput(block.InputValue, "https://", a.URL), "", a.Story != ""),
		block.Input(fieldSummary, "Why it matters, in a sentence or two",
			block.TextInput(block.InputValue, "", a.Summary, true, surface.MaxAssetSummary), "", true))
}

// audienceBlocks ask for whom an asset is, outside and inside.
func audienceBlocks(f surface.AssetForm) []slack.Block {
	blocks := []slack.Block{surface.AudienceInput("Who outside is it for?", "Anybody", f.Asset.Audiences, ""),
		surface.PersonaInput(f.Personas, f.Asset.Personas, "")}
	if fit := fitBest; len(f.Personas) > 0 {
		if f.Asset.Only {
			fit = fitOnly
		}
		blocks = append(blocks, block.Input(fieldFit, "How strictly?",
			block.Radio(block.InputValue, []*slack.OptionBlockObject{
				block.Option(fitBest, "Best for them: others may get it too"),
				block.Option(fitOnly, "Only for them: nobody else ever sees it")}, fit), "", false))
	}
	return append(blocks,
		block.Input(surface.FieldNetworks, "Networks", block.SelectMany(block.InputValue, "All",
			surface.NetworkOptions(store.Networks, nil), 0,
			surface.NetworkValues(f.Asset.Networks)...), "", true),
		block.Input(fieldLanguage, "Language", block.SelectOne(block.InputValue, "Unknown",
			surface.LanguageOptions(f.Asset.Language), f.Asset.Language), "Only people who read it get it as a pick.", true))
}

// wordBlocks ask for suggested texts and a question.
func wordBlocks(a store.Asset, packed []string, dashed bool) []slack.Block {
	return append(variantBlocks(packed, dashed),
		block.Input(fieldTruth, "One true sentence everybody agrees on",
			block.TextInput(block.InputValue, "", a.Truth, false, surface.MaxAssetPrompt), "", true),
		block.Input(fieldAngles, "Who can speak of it first-hand?",
			block.TextInput(block.InputValue, "I built it\nI took the calls\nI was against it",
				strings.Join(a.Angles, "\n"), true, surface.MaxAssetSummary),
			"One a line, up to 5. People choose theirs and write from there.", true),
		block.Input(fieldPrompt, "A question that helps people find own words",
			block.TextInput(block.InputValue, "", a.Prompt, false, surface.MaxAssetPrompt), "", true))
}

// pictureBlocks ask for a picture and its words.
func pictureBlocks(a store.Asset) []slack.Block {
	return []slack.Block{
		block.Input(fieldImage, "Address of a picture", block.UrlInput(block.InputValue, "https://", a.Image), "", true),
		block.Input(fieldImageAlt, "What the picture shows", block.TextInput(block.InputValue, "", a.ImageAlt, false,
			surface.MaxAssetSummary), "For people who cannot see it.", true),
	}
}

// variantBlocks are the fields of suggested texts.
func variantBlocks(packed []string, dashed bool) []slack.Block {
	apart := "a blank line between two, or " + variantLine + " where one has several paragraphs"
	if dashed {
		apart = variantLine + " on a line of its own between two"
	}
	var blocks []slack.Block
	for i, text := range packed {
		label, hint := "Suggested texts", "Up to 15, with "+apart+". Colleagues get different ones."
		if i > 0 {
			label, hint = fmt.Sprintf("Suggested texts (%d of %d)", i+1, len(packed)), ""
		}
		blocks = append(blocks, block.Input(variantField(i), label,
			block.TextInput(block.InputValue, "", text, true, block.MaxSectionText), hint, true))
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
