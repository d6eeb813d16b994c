// The kind in the form of an asset: a job and an event have facts of their own, asked for only where they are one.

package content

import (
	"context"
	"encoding/json"
	"slices"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

// onAssetKind draws the form again with the fields of the chosen kind; everything typed stays.
func (h *Handlers) onAssetKind(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	if err := h.MayCurate(in.User); err != nil {
		return dispatch.Reply{}, err
	}
	return h.assetOfKind(in, store.AssetKind(in.Action.Value), "", 0)
}

// assetOfKind draws the form an act happened in again, for the chosen kind; asking and agreed are those of the form.
// Slack keeps what is typed by itself where block and action ids stay the same; it is handed back all the same, for
// clients that draw anew.
func (h *Handlers) assetOfKind(in dispatch.Interaction, kind store.AssetKind, asking string,
	agreed int) (dispatch.Reply, error) {
	state, asset, err := h.formAsset(in)
	if err != nil {
		return dispatch.Reply{}, err
	}
	form, err := h.NewAssetForm(asset, state.Notice)
	if err != nil {
		return dispatch.Reply{}, err
	}
	form.Asking, form.Agreed = asking, agreed
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

// metadata writes the state. Facts of another kind that do not fit are left out: they are kept only for somebody who
// changes the kind there and back.
func (s assetState) metadata() string {
	if text := block.Metadata(s); len(text) <= maxMetadata {
		return text
	}
	s.Job, s.Event = nil, nil
	return block.Metadata(s)
}
