// The form of an asset: what there is to choose from, and what a curator made of it.

package content

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/digest/feed"
	"vouch/store"
)

// assetState travels in the form's private metadata: what the form does not show must survive it.
type assetState struct {
	ID        store.AssetID `json:"id,omitempty"` // "" for a new one
	Version   int           `json:"version,omitempty"`
	Language  string        `json:"language,omitempty"`
	ExpiresAt time.Time     `json:"expires_at,omitzero"` // as the page says, to the second
	Dashed    bool          `json:"dashed,omitempty"`    // the suggested texts are parted by lines of dashes
	OnQueue   bool          `json:"on_queue,omitempty"`  // see assetForm
	Notice    string        `json:"notice,omitempty"`
	Agreed    int           `json:"agreed,omitempty"`
	Image     string        `json:"image,omitempty"` // of a new one, while its step is not shown
	ImageAlt  string        `json:"image_alt,omitempty"`
	// What was said while it was of another kind or the step was not shown.
	Job   *store.JobFacts   `json:"job,omitempty"`
	Event *store.EventFacts `json:"event,omitempty"`
}

// onAssetSubmit adds the asset or saves its change. A change begins from what is stored and takes the form's version,
// so that fields the form does not show stay, and a change by somebody else meanwhile is a conflict instead of being
// lost.
func (h *Handlers) onAssetSubmit(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	state, asset, err := h.formAsset(in)
	if err != nil {
		return dispatch.Reply{}, err
	}
	settings, err := h.DB.Settings()
	if err != nil {
		return dispatch.Reply{}, err
	}
	// Pressed before the fields of an event arrived: it needs a day, so they are shown instead of an error at a field that
	// is not there.
	asset.Kind = store.AssetKind(in.State.Choice(surface.FieldKind))
	if asset.Kind == store.Event && drawnKind(in) != store.Event {
		return h.assetOfKind(in, asset.Kind,
			"Nothing was saved yet: an event needs its day. Fill it in and press again.", 0)
	}
	zone := store.Location(settings.TimeZone, "UTC")
	if problem := readAsset(&asset, in, zone, state); len(problem) > 0 {
		return dispatch.Reply{Errors: problem}, nil
	}
	if asking, err := h.tooFewPlaces(&asset, state.Agreed, in.At); err != nil || asking != "" {
		if err != nil {
			return dispatch.Reply{}, err
		}
		return h.assetOfKind(in, asset.Kind, asking, asset.Event.Slots)
	}
	if state.ID != "" {
		asset, err = h.Once(in).EditAsset(in.User, asset)
	} else {
		asset, err = h.Once(in).AddAsset(in.User, asset, true)
	}
	if err != nil {
		return h.assetRefused(in, err)
	}
	if state.OnQueue && in.View.Previous != "" {
		return h.BackOnQueue(in, asset), nil
	}
	return dispatch.Reply{Update: assetSavedView(asset, state.ID == "", zone), Home: true}, nil
}

// readAsset takes over what the form says of an asset of its kind; problem holds what no verb of the store could know,
// by block id.
func readAsset(asset *store.Asset, in dispatch.Interaction, zone *time.Location,
	state assetState) (problem map[string]string) {
	text := func(field string) string { return strings.TrimSpace(block.Clean(in.State.Text(field))) }
	asset.Title, asset.Summary, asset.Topics = text(surface.FieldTitle), text(fieldSummary), surface.ChosenTopics(in)
	problem = map[string]string{}
	maps.Copy(problem, readJob(asset, in, state.Job))
	maps.Copy(problem, readEvent(asset, in, zone, state.Event))
	// A page may name another canonical address than its own; an untouched address keeps it.
	if address := text(fieldURL); address != asset.URL || asset.Canon == "" {
		canonical, err := feed.Canonical(address)
		if err != nil {
			problem[fieldURL] = surface.PageProblem(err)
		}
		asset.URL, asset.Canon = address, canonical
	}
	// What a step that is not shown would say stays.
	if shows(in.View, stepWhom) {
		asset.Personas = surface.Chosen[store.PersonaID](in, surface.FieldPersonas)
		asset.Only = in.State.Choice(fieldFit) == fitOnly
		asset.Networks = surface.Chosen[store.Network](in, surface.FieldNetworks)
		asset.Audiences = surface.Chosen[store.Audience](in, surface.FieldAudiences)
		asset.Language = in.State.Choice(fieldLanguage)
	}
	if shows(in.View, stepPicture) {
		asset.Image, asset.ImageAlt = text(fieldImage), text(fieldImageAlt)
	}
	if shows(in.View, stepWhen) {
		maps.Copy(problem, readTimes(asset, in, zone))
	}
	if shows(in.View, stepWords) {
		// Rebuilt from the fields; the store keeps how often each text was used by its words.
		asset.Prompt, asset.Truth, asset.Variants = text(fieldPrompt), text(fieldTruth), nil
		asset.Angles = strings.Split(block.Clean(in.State.Text(fieldAngles)), "\n")
		for i := range maxVariantFields {
			asset.Variants = append(asset.Variants, readVariants(in.State.Text(variantField(i)), state.Dashed)...)
		}
	}
	return problem
}

// wrongKind notes fields that only another kind has and that somebody has just filled in: dropping them in silence
// would lose what they meant.
func wrongKind(in dispatch.Interaction, kind string, fields ...string) map[string]string {
	for _, field := range fields {
		if strings.TrimSpace(in.State.Text(field)) != "" {
			return map[string]string{field: "Only " + kind + " has this. Choose that kind above, or leave this empty."}
		}
	}
	return nil
}

// readVariants splits a field at lines of dashes when it was written with them or has some, else at blank lines.
func readVariants(text string, dashed bool) []store.Variant {
	parts := []string{""}
	for line := range strings.SplitSeq(block.Clean(text), "\n") {
		if isDashes(line) {
			parts, dashed = append(parts, ""), true
			continue
		}
		parts[len(parts)-1] += strings.TrimRight(line, " ") + "\n"
	}
	if !dashed {
		parts = strings.Split(parts[0], "\n\n")
	}
	var variants []store.Variant
	for _, part := range parts {
		if part = strings.TrimSpace(part); part != "" {
			variants = append(variants, store.Variant{Text: part})
		}
	}
	return variants
}

// isDashes tells a line that parts two variants. Phones turn two hyphens into one long dash.
func isDashes(line string) bool {
	line = strings.TrimSpace(line)
	return line != "" && strings.Trim(line, "-–—") == ""
}

// packVariants writes variants as the form takes them, in as few fields of at most limit characters as they need. Those
// with blank lines of their own are parted by lines of dashes.
func packVariants(variants []store.Variant, limit int) (fields []string, dashed bool) {
	// One form for all texts of an asset: two ways of parting them in one form cannot be told apart again.
	dashed = slices.ContainsFunc(variants, func(v store.Variant) bool { return strings.Contains(v.Text, "\n\n") })
	apart := "\n\n"
	if dashed {
		apart = "\n" + variantLine + "\n"
	}
	fields = []string{""}
	for i, v := range variants {
		last := &fields[len(fields)-1]
		switch longer := *last + apart + v.Text; {
		case i == 0:
			*last = v.Text
		case utf8.RuneCountInString(longer) <= limit:
			*last = longer
		default:
			fields = append(fields, v.Text)
		}
	}
	return fields, dashed
}
