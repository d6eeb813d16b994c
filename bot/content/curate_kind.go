// The kind in the form of an asset: a job and an event have facts of their own, asked for only where they are one.

package content

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

// onAssetKind draws the form again with the fields of the chosen kind; everything typed stays.
func (h *Handlers) onAssetKind(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	return h.assetOfKind(in, store.AssetKind(in.Action.Value), "", 0)
}

// onAssetStep shows one more step of the form.
func (h *Handlers) onAssetStep(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	return h.assetOfKind(in, store.AssetKind(in.State.Choice(surface.FieldKind)), "", 0, in.Action.Value)
}

// assetRefused answers what the store refuses. An error at a field that is not shown is said above the form, with the
// step of the field shown.
func (h *Handlers) assetRefused(in dispatch.Interaction, err error) (dispatch.Reply, error) {
	var e *store.Error
	if !errors.As(err, &e) {
		return dispatch.Reply{}, err
	}
	var open, said []string
	for _, step := range assetSteps {
		for _, field := range step.fields {
			if words := e.Fields[field]; words != "" && !shows(in.View, step) {
				open, said = append(open, step.action), append(said, step.label+": "+words)
			}
		}
	}
	if len(open) == 0 {
		return dispatch.Reply{}, err
	}
	return h.assetOfKind(in, store.AssetKind(in.State.Choice(surface.FieldKind)),
		"Nothing was saved yet. "+strings.Join(said, " "), 0, open...)
}

// assetOfKind draws the form an act happened in again, for the chosen kind and with these steps besides those it shows;
// asking and agreed are those of the form. Slack keeps what is typed by itself where block and action ids stay the
// same; it is handed back all the same, for clients that draw anew.
func (h *Handlers) assetOfKind(in dispatch.Interaction, kind store.AssetKind, asking string,
	agreed int, open ...string) (dispatch.Reply, error) {
	state, asset, err := h.formAsset(in)
	if err != nil {
		return dispatch.Reply{}, err
	}
	form, err := h.NewAssetForm(asset, state.Notice)
	if err != nil {
		return dispatch.Reply{}, err
	}
	form.Asking, form.Agreed, form.Open = asking, agreed, open
	for _, step := range assetSteps {
		if shows(in.View, step) {
			form.Open = append(form.Open, step.action)
		}
	}
	a := &form.Asset
	a.Kind = drawnKind(in)
	// What is wrong with a field is said when the form is sent.
	_ = readAsset(a, in, form.Zone, state)
	if a.Job == nil {
		a.Job = state.Job
	}
	if a.Event == nil {
		a.Event = state.Event
	}
	a.Kind, a.URL, a.Topics = kind, in.State.Text(fieldURL), in.State.Choices(surface.FieldTopics)
	form.OnQueue, form.Dashed, form.OtherTopics = state.OnQueue, state.Dashed, in.State.Text(surface.FieldOtherTopics)
	for i := range maxVariantFields {
		if field := variantField(i); slices.Contains(in.View.Inputs, field) {
			form.Texts = append(form.Texts, in.State.Text(field))
		}
	}
	return dispatch.Reply{Update: assetFormView(form)}, nil
}

// formAsset is what a form was drawn from: its state, and the stored asset at the version it showed, or the beginning
// of a new one with what its page said and the form does not show.
func (h *Handlers) formAsset(in dispatch.Interaction) (state assetState, asset store.Asset, err error) {
	if err = json.Unmarshal([]byte(in.View.Metadata), &state); err != nil {
		return state, asset, err
	}
	asset = store.Asset{Source: surface.SourceSlack, Language: state.Language, ExpiresAt: state.ExpiresAt}
	if state.ID != "" {
		if asset, err = h.DB.Asset(state.ID); err != nil {
			return state, asset, err
		}
		asset.Version = state.Version
	} else {
		asset.Image, asset.ImageAlt = state.Image, state.ImageAlt
	}
	return state, asset, nil
}

// drawnKind is the kind whose fields a form shows: a job, an event, or "" for all others.
func drawnKind(in dispatch.Interaction) store.AssetKind {
	switch {
	case slices.Contains(in.View.Inputs, fieldHook):
		return store.Job
	case slices.Contains(in.View.Inputs, fieldStartsDay):
		return store.Event
	}
	return ""
}

// metadata writes the state. What does not fit is left out, the least needed first: the notice was read by now.
func (s assetState) metadata() string {
	for _, leave := range []func(){func() {}, func() { s.Notice = "" }, func() { s.Job, s.Event = nil, nil }} {
		leave()
		if text := block.Metadata(s); len(text) <= maxMetadata {
			return text
		}
	}
	return "{}" // an address alone fits
}
