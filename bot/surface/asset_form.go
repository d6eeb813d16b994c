// The form of an asset, as curators, authors and suggesters share it: what it offers and what it holds.

package surface

import (
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/digest/match"
	"vouch/store"
	"vouch/store/text"
)

// AssetForm is what the form shows: the asset, and what there is to choose from.
type AssetForm struct {
	Asset    store.Asset
	Notice   string // what its reader must know about the page, as long as the form is open
	Asking   string // why nothing was saved yet, until the form is sent again
	Agreed   int    // the places of an event for which that was asked
	Personas []store.Persona
	Zone     *time.Location
	OnQueue  bool     // it lies on the review queue, see reviewRef
	Open     []string // the further steps that are shown

	// What was typed into a form that is shown again; texts are the fields of suggested texts, nil for those of the asset.
	Texts       []string
	Dashed      bool // see assetState; only with texts
	OtherTopics string
}

// NewAssetForm gathers what there is to choose from. Topics are offered while somebody types, see onSuggestTopics.
func NewAssetForm(q *store.Query, asset store.Asset, notice string) AssetForm {
	return AssetForm{Asset: asset, Notice: notice, Personas: q.Personas(),
		Zone: store.Location(q.Settings().TimeZone, "UTC")}
}

// PersonaInput asks which colleagues something is for; nothing when there are no personas: Slack refuses an empty menu.
func PersonaInput(personas []store.Persona, chosen []store.PersonaID, hint string) slack.Block {
	return block.When(len(personas) > 0, block.Input(FieldPersonas, "Who here gets it?", block.SelectMany(block.InputValue,
		"Everybody", PersonaOptions(personas), 0, text.As[string](chosen)...), hint, true))
}

// PersonaOptions are the personas in a menu; at most 100, which is its limit
// (docs.slack.dev/reference/block-kit/block-elements/select-menu-element).
func PersonaOptions(personas []store.Persona) []*slack.OptionBlockObject {
	return block.Options(personas[:min(len(personas), dispatch.MaxOptions)], func(p store.Persona) (string, string) {
		return string(p.ID), p.Name
	})
}

// KindOptions are the kinds of assets in a menu.
func KindOptions() []*slack.OptionBlockObject {
	return block.Options(store.AssetKinds, func(kind store.AssetKind) (string, string) {
		return string(kind), block.KindName(kind)
	})
}

// ContentEdit is what the menu of an asset does to open its form; an option's value is that, a space and the asset.
const ContentEdit = "edit"

// TopicChoices are chosen topics as the options of a menu.
func TopicChoices(topics []string) []*slack.OptionBlockObject {
	return block.Options(topics, func(topic string) (string, string) { return topic, match.TopicLabel(topic) })
}

// AllTopics are the topics of the program and of its personas, sorted, each once.
func AllTopics(s store.Settings, personas []store.Persona) []string {
	// A copy, so that sorting leaves the program's own order alone.
	topics := slices.Clone(s.Topics)
	for _, p := range personas {
		topics = append(topics, p.Topics...)
	}
	sort.Strings(topics)
	return slices.Compact(topics)
}

// Chosen are the choices of a menu, nil for none.
func Chosen[T ~string](in dispatch.Interaction, field string) []T {
	return text.As[T](in.State.Choices(field))
}

// ChosenTopics are the topics chosen and typed in a form, lower case and sorted.
func ChosenTopics(in dispatch.Interaction) []string {
	topics := slices.Clone(in.State.Choices(FieldTopics))
	for topic := range strings.SplitSeq(block.Clean(in.State.Text(FieldOtherTopics)), ",") {
		if topic = strings.ToLower(strings.TrimSpace(topic)); topic != "" {
			topics = append(topics, topic)
		}
	}
	slices.Sort(topics)
	return slices.Compact(topics)
}

// TopicBlocks ask for topics: those the program knows are offered while somebody types, others go into a line of their
// own. Offering what exists keeps spellings together: "ai" and "AI" apart would halve what is learned about each.
func TopicBlocks(f AssetForm) []slack.Block {
	topics := block.SuggestMany(ActSuggestTopic, "Type a topic", 0,
		TopicChoices(f.Asset.Topics[:min(len(f.Asset.Topics), maxAssetTopics)]))
	topics.MaxSelectedItems = new(maxAssetTopics)
	return []slack.Block{
		block.Input(FieldTopics, "Topics", topics, "", true),
		block.Input(FieldOtherTopics, "Other topics", block.TextInput(block.InputValue, "", f.OtherTopics, false,
			MaxAssetTitle), "Separated by commas.", true),
	}
}
