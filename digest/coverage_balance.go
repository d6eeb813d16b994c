// The balance of the library: what its items are about and of which kind, and what worries most about it.

package digest

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"vouch/digest/match"
	"vouch/store"
)

// inclusionWords tell topics of inclusion in whatever way a program names them, such as "diversity-and-inclusion".
var inclusionWords = []string{"inclusion", "inclusive", "diversity", "dei", "edi", "belonging", "equity", "equality",
	"accessibility", "pride"}

// isAbout tells whether one of words is a word of a topic. Words, not parts of words: "dei" is no part of "ideas" here.
func isAbout(topic string, words ...string) bool {
	return slices.ContainsFunc(strings.FieldsFunc(match.Fold(topic), func(c rune) bool {
		return c == ' ' || c == '-' || c == '_'
	}),
		func(word string) bool { return slices.Contains(words, word) })
}

// sum counts items and how often they were shown.
type sum struct{ items, shown int }

// count adds an item.
func (s *sum) count(shown int) { s.items, s.shown = s.items+1, s.shown+shown }

// of gives the shares of s in all, zero of nothing. The shares lie in [0,1].
func (s sum) of(all sum) (items, shown float64) {
	return float64(s.items) / float64(max(all.items, 1)), float64(s.shown) / float64(max(all.shown, 1))
}

// topic is s as the share of a topic.
func (s sum) topic(name string, all sum) TopicShare {
	share := TopicShare{Topic: name, Items: s.items}
	share.OfItems, share.OfShown = s.of(all)
	return share
}

// kindTopics are the topics that name a kind: an event is about "events" without saying so.
var kindTopics = map[store.AssetKind][]string{
	store.Job: {"job", "jobs", "open jobs", "vacancies"}, store.Culture: {"culture"},
	store.CaseStudy: {"case study", "case studies"}, store.ThoughtLeadership: {"thought leadership"},
	store.Event: {"event", "events"},
}

// balance fills in topics and kinds. An item counts once for each of its topics, once for
// its kind, and for a topic that names its kind.
func (c *Coverage) balance(lib *match.Library, facts CoverageFacts) {
	var all, culture, inclusion sum
	topics, kinds := map[string]sum{}, map[store.AssetKind]sum{}
	for _, topic := range programTopics(facts.Settings, lib.Personas()) {
		// With nothing in them yet, so that a topic nobody writes about is listed too.
		topics[topic] = sum{}
	}
	for a := range lib.Assets() {
		for _, name := range lib.TopicsOf(a) {
			topics[name] = sum{}
		}
	}
	for a := range lib.Assets() {
		shown := facts.Exposed[a.ID].Shown
		all.count(shown)
		kind := kinds[a.Kind]
		kind.count(shown)
		kinds[a.Kind] = kind
		about := lib.TopicsOf(a)
		for _, name := range kindTopics[a.Kind] {
			if _, known := topics[name]; known && !slices.Contains(about, name) {
				about = append(about, name)
			}
		}
		for _, name := range about {
			topic := topics[name]
			topic.count(shown)
			topics[name] = topic
		}
		says := func(words ...string) bool {
			return slices.ContainsFunc(a.Topics, func(topic string) bool { return isAbout(topic, words...) })
		}
		if a.Kind == store.Culture || says("culture") {
			culture.count(shown)
		}
		if says(inclusionWords...) {
			inclusion.count(shown)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(topics)) {
		c.Topics = append(c.Topics, topics[name].topic(name, all))
	}
	slices.SortStableFunc(c.Topics, func(a, b TopicShare) int { return cmp.Compare(b.Items, a.Items) })
	c.Culture, c.Inclusion = culture.topic("culture", all), inclusion.topic("inclusion", all)
	for _, kind := range store.AssetKinds {
		share := KindShare{Kind: kind, Items: kinds[kind].items}
		share.OfItems, share.OfShown = kinds[kind].of(all)
		c.Kinds = append(c.Kinds, share)
	}
}

// programTopics are the topics that the program or a persona asks for. Folded, with
// repetitions: the caller puts them into a map.
func programTopics(settings store.Settings, personas []store.Persona) []string {
	topics := slices.Clone(settings.Topics)
	for _, p := range personas {
		topics = append(topics, p.Topics...)
	}
	for i := range topics {
		topics[i] = match.Fold(topics[i])
	}
	return slices.DeleteFunc(topics, func(topic string) bool { return topic == "" })
}

// ConcernKind tells what is wrong with the library.
type ConcernKind string

// The concerns in the order in which they weigh; personas that run dry stand where their days put them.
const (
	NothingLive     ConcernKind = "nothing_live"
	PersonaDry      ConcernKind = "persona_dry"      // nothing left, or less than two working days
	SourceBroken    ConcernKind = "source_broken"    // fills nothing any more
	PersonaLow      ConcernKind = "persona_low"      // less than a working week
	ItemsExpire     ConcernKind = "items_expire"     // within seven days
	NoCulture       ConcernKind = "no_culture"       // neither culture nor inclusion stories
	TopicsMissing   ConcernKind = "topics_missing"   // program topics without a live item
	ItemsUnanswered ConcernKind = "items_unanswered" // shown, and nobody answered
	ItemsUnpicked   ConcernKind = "items_unpicked"   // never shown
)

// Concern is one thing a curator should look at. Persona and Source are set for their
// kinds, Count for those that count.
type Concern struct {
	Kind    ConcernKind
	Persona PersonaSupply
	Source  store.Source
	Count   int
}

// urgentDays is from how few working days on a persona comes before everything else: a
// curator needs a day or two to find and approve something.
const urgentDays = 2

// Concerns lists what a curator should look at, the most urgent first; none when all is well. Without advocates nothing
// is urgent but an empty library. The order is what makes the card short: it shows the first ones.
func (c Coverage) Concerns() []Concern {
	if c.Live == 0 {
		return append([]Concern{{Kind: NothingLive}}, c.brokenSources()...)
	}
	var urgent, low []Concern
	for _, p := range c.Personas {
		switch {
		case !p.RunsDry():
		case p.Left == 0 || p.Days < urgentDays:
			urgent = append(urgent, Concern{Kind: PersonaDry, Persona: p})
		default:
			low = append(low, Concern{Kind: PersonaLow, Persona: p})
		}
	}
	list := append(append(urgent, c.brokenSources()...), low...)
	add := func(kind ConcernKind, count int) {
		if count > 0 {
			list = append(list, Concern{Kind: kind, Count: count})
		}
	}
	add(ItemsExpire, len(c.Expiring))
	if c.Culture.Items+c.Inclusion.Items == 0 {
		list = append(list, Concern{Kind: NoCulture})
	}
	add(TopicsMissing, len(c.Missing()))
	add(ItemsUnanswered, len(c.Unanswered))
	add(ItemsUnpicked, len(c.Unpicked))
	return list
}

// brokenSources are the concerns about sources.
func (c Coverage) brokenSources() (list []Concern) {
	for _, s := range c.Broken {
		list = append(list, Concern{Kind: SourceBroken, Source: s})
	}
	return list
}

// Missing are the topics that the program asks for and no live item is about.
// They are the end of Topics, which is sorted by how many items each has.
func (c Coverage) Missing() []TopicShare {
	for i, topic := range c.Topics {
		if topic.Items == 0 {
			return c.Topics[i:]
		}
	}
	return nil
}
