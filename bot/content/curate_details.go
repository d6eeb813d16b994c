// The second form of an asset: talking points for each persona, credit, campaign and disclosure.

package content

import (
	"context"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

// The fields of the details; but for featured they are also the names in the store's FieldErrors.
const (
	fieldPoints     = "talking_points"
	fieldAuthor     = "author"
	fieldCampaign   = "campaign"
	fieldDisclosure = "disclosure"
	fieldFeatured   = "featured"
)

// maxTalkingPoint is the longest talking point, in characters; see store.TalkingPoint.
const maxTalkingPoint = 300

// pointField names the field of a persona's talking point; the persona "" is everybody.
func pointField(id store.PersonaID) string {
	if id == "" {
		return fieldPoints
	}
	return fieldPoints + "." + string(id)
}

// onContentMore goes on from a form that was just saved, in its place, or from the review queue, on top of it.
func (h *Handlers) onContentMore(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	asset, err := h.curated(in.User, store.AssetID(in.Action.Value))
	if err != nil {
		return dispatch.Reply{}, err
	}
	onQueue := surface.ShowsForReview(in.View, asset.ID)
	view, err := h.detailsView(asset, onQueue)
	if onQueue {
		return dispatch.Reply{Push: view}, err
	}
	return dispatch.Reply{Update: view}, err
}

// detailsView draws the details of an asset; onQueue when the review queue lies below.
func (h *Handlers) detailsView(asset store.Asset, onQueue bool) (*slack.ModalViewRequest, error) {
	personas, err := h.DB.Personas()
	return assetDetailsView(asset, personas, onQueue), err
}

// onDetailsSubmit saves the details. What the first form holds is not touched, whoever changed it meanwhile is a
// conflict.
func (h *Handlers) onDetailsSubmit(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	ref := surface.ParseRef[store.AssetID](in.View.Metadata)
	var zone *time.Location
	asset, err := surface.Ask(h.Kit, func(q *store.Query) store.Asset {
		zone = store.Location(q.Settings().TimeZone, "UTC")
		return q.Asset(ref.ID)
	})
	if err != nil {
		return dispatch.Reply{}, err
	}
	asset.Version = ref.Version
	text := func(field string) string { return strings.TrimSpace(block.Clean(in.State.Text(field))) }
	asset.TalkingPoints = readPoints(asset.TalkingPoints, in)
	asset.Author = store.EmployeeID(in.State.Choice(fieldAuthor))
	asset.Campaign, asset.Disclosure = text(fieldCampaign), text(fieldDisclosure)
	asset.Featured = in.State.Bool(fieldFeatured)
	if asset, err = h.Once(in).EditAsset(in.User, asset); err != nil {
		return dispatch.Reply{}, err
	}
	if ref.Note == surface.OnQueue && in.View.Previous != "" {
		return h.BackOnQueue(in, asset), nil
	}
	return dispatch.Reply{Update: assetSavedView(asset, false, zone), Home: true}, nil
}

// readPoints takes over the talking points that the form shows; those of personas it has no room for stay.
func readPoints(before []store.TalkingPoint, in dispatch.Interaction) []store.TalkingPoint {
	var points []store.TalkingPoint
	shown := map[store.PersonaID]bool{}
	for _, field := range in.View.Inputs {
		id, isPoint := strings.CutPrefix(field, fieldPoints)
		if !isPoint {
			continue
		}
		persona := store.PersonaID(strings.TrimPrefix(id, "."))
		shown[persona] = true
		points = append(points, store.TalkingPoint{Persona: persona,
			Text: strings.TrimSpace(block.Clean(in.State.Text(field)))})
	}
	for _, point := range before {
		if !shown[point.Persona] {
			points = append(points, point)
		}
	}
	return points
}

// assetDetailsView asks for everything that the first form has no room for. Its metadata is the asset and the version
// seen.
func assetDetailsView(a store.Asset, personas []store.Persona, onQueue bool) *slack.ModalViewRequest {
	said := map[store.PersonaID]string{}
	for _, point := range a.TalkingPoints {
		said[point.Persona] = point.Text
	}
	point := func(id store.PersonaID, label, hint string) slack.Block {
		return block.Input(pointField(id), label, block.TextInput(block.InputValue, "", said[id], true, maxTalkingPoint),
			hint, true)
	}
	blocks := []slack.Block{block.Section("*" + surface.Titled(a, surface.MaxAssetTitle) + "*"),
		point("", "What everybody could say about it", "Shown where people write their own words.")}
	// A view has at most 100 blocks.
	const room = 80
	for _, p := range personas[:min(len(personas), room)] {
		blocks = append(blocks, point(p.ID, "What "+p.Name+" could say", ""))
	}
	featured := []*slack.OptionBlockObject{block.Option("yes", "Show it before others")}
	chosen := ""
	if a.Featured {
		chosen = "yes"
	}
	blocks = append(blocks,
		block.Input(fieldAuthor, "Credited author", block.SelectPerson(block.InputValue, "Nobody", string(a.Author)),
			"Named to readers.", true),
		block.Input(fieldCampaign, "Campaign", block.TextInput(block.InputValue, "", a.Campaign, false,
			surface.MaxAssetPrompt), "A digest is never more than a third of one campaign.", true),
		block.Input(fieldFeatured, "Featured", block.Checkboxes(block.InputValue, featured, chosen), "", true),
		block.Input(fieldDisclosure, "Disclosure instead of the usual one",
			block.TextInput(block.InputValue, "", a.Disclosure, false, surface.MaxAssetPrompt),
			"The words that tell readers of a post where its author works. Empty: those of the program.", true))
	ref := surface.Ref[store.AssetID]{ID: a.ID, Version: a.Version}
	if onQueue {
		ref.Note = surface.OnQueue
	}
	return block.Modal(cbDetails, "More details", "Save", "Cancel", ref.String(), blocks...)
}
