// The second form of an asset: talking points for each persona, credit, campaign, language and disclosure.

package bot

import (
	"context"
	"strings"

	"github.com/slack-go/slack"

	"vouch/store"
)

// The fields of the details; but for featured they are also the names in the store's FieldErrors.
const (
	fieldPoints     = "talking_points"
	fieldAuthor     = "author"
	fieldCampaign   = "campaign"
	fieldLanguage   = "language"
	fieldDisclosure = "disclosure"
	fieldFeatured   = "featured"
)

// maxTalkingPoint is the longest talking point, in characters; see store.TalkingPoint. maxLanguage is the longest language tag.
const (
	maxTalkingPoint = 300
	maxLanguage     = 35
)

// pointField names the field of a persona's talking point; the persona "" is everybody.
func pointField(id store.PersonaID) string {
	if id == "" {
		return fieldPoints
	}
	return fieldPoints + "." + string(id)
}

// onContentMore goes on from a form that was just saved, in its place, or from the review queue, on top of it.
func (b *Bot) onContentMore(_ context.Context, in inbound) (reply, error) {
	if err := b.mayCurate(in.User); err != nil {
		return reply{}, err
	}
	asset, err := b.db.Asset(store.AssetID(in.Action.Value))
	if err != nil {
		return reply{}, err
	}
	onQueue := showsForReview(in.View, asset.ID)
	view, err := b.detailsView(asset, onQueue)
	if onQueue {
		return reply{Push: view}, err
	}
	return reply{Update: view}, err
}

// detailsView draws the details of an asset; onQueue when the review queue lies below.
func (b *Bot) detailsView(asset store.Asset, onQueue bool) (*slack.ModalViewRequest, error) {
	personas, err := b.db.Personas()
	if err != nil {
		return nil, err
	}
	return assetDetailsView(asset, personas, onQueue), nil
}

// onDetailsSubmit saves the details. What the first form holds is not touched, whoever changed it meanwhile is a conflict.
func (b *Bot) onDetailsSubmit(_ context.Context, in inbound) (reply, error) {
	ref := parseReviewRef(in.View.Metadata)
	asset, err := b.db.Asset(ref.id)
	if err != nil {
		return reply{}, err
	}
	settings, err := b.db.Settings()
	if err != nil {
		return reply{}, err
	}
	asset.Version = ref.version
	text := func(field string) string { return strings.TrimSpace(clean(in.State.Text(field))) }
	asset.TalkingPoints = readPoints(asset.TalkingPoints, in)
	asset.Author = store.EmployeeID(in.State.Choice(fieldAuthor))
	asset.Campaign, asset.Language, asset.Disclosure = text(fieldCampaign), text(fieldLanguage), text(fieldDisclosure)
	asset.Featured = in.State.Bool(fieldFeatured)
	if asset, err = b.db.EditAsset(in.User, asset); err != nil {
		return assetErrors(err)
	}
	if ref.onQueue && in.View.Previous != "" {
		return b.savedOnQueue(in, asset), nil
	}
	return reply{Update: assetSavedView(asset, false, store.Location(settings.TimeZone, "UTC")), Home: true}, nil
}

// readPoints takes over the talking points that the form shows; those of personas it has no room for stay.
func readPoints(before []store.TalkingPoint, in inbound) []store.TalkingPoint {
	var points []store.TalkingPoint
	shown := map[store.PersonaID]bool{}
	for _, field := range in.View.inputs {
		id, isPoint := strings.CutPrefix(field, fieldPoints)
		if !isPoint {
			continue
		}
		persona := store.PersonaID(strings.TrimPrefix(id, "."))
		shown[persona] = true
		points = append(points, store.TalkingPoint{Persona: persona, Text: strings.TrimSpace(clean(in.State.Text(field)))})
	}
	for _, point := range before {
		if !shown[point.Persona] {
			points = append(points, point)
		}
	}
	return points
}

// assetDetailsView asks for everything that the first form has no room for. Its metadata is the asset and the version seen.
func assetDetailsView(a store.Asset, personas []store.Persona, onQueue bool) *slack.ModalViewRequest {
	said := map[store.PersonaID]string{}
	for _, point := range a.TalkingPoints {
		said[point.Persona] = point.Text
	}
	point := func(id store.PersonaID, label, hint string) slack.Block {
		return input(pointField(id), label, textInput(inputValue, "", said[id], true, maxTalkingPoint), hint, true)
	}
	blocks := []slack.Block{section("*" + titled(a, maxAssetTitle) + "*"),
		point("", "What everybody could say about it", "Shown where people write their own words.")}
	// A view has at most 100 blocks.
	const room = 80
	for _, p := range personas[:min(len(personas), room)] {
		blocks = append(blocks, point(p.ID, "What "+p.Name+" could say", ""))
	}
	featured := []*slack.OptionBlockObject{option("yes", "Show it before others")}
	chosen := ""
	if a.Featured {
		chosen = "yes"
	}
	blocks = append(blocks,
		input(fieldAuthor, "Credited author", selectPerson(inputValue, "Nobody", string(a.Author)), "Named to readers.", true),
		input(fieldCampaign, "Campaign", textInput(inputValue, "", a.Campaign, false, maxAssetPrompt), "A digest is never more than a third of one campaign.", true),
		input(fieldFeatured, "Featured", checkboxes(inputValue, featured, chosen), "", true),
		input(fieldLanguage, "Language", textInput(inputValue, "en", a.Language, false, maxLanguage), "As a tag, such as en or pt-BR. Empty: unknown.", true),
		input(fieldDisclosure, "Disclosure instead of the usual one", textInput(inputValue, "", a.Disclosure, false, maxAssetPrompt),
			"The words that tell readers of a post where its author works. Empty: those of the program.", true))
	return modal(cbDetails, "More details", "Save", "Cancel", reviewRef{id: a.ID, version: a.Version, onQueue: onQueue}.String(), blocks...)
}
