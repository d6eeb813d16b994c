// Package library is searching what can be shared, and coverage: what the library lacks.
package library

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/digest/match"
	"vouch/store"
	"vouch/store/text"
)

// Handlers are the interactions of this capability.
type Handlers struct {
	*surface.Kit

	catalogue catalogue // what is searched
}

// Routes are the words, buttons and forms of this capability.
func (h *Handlers) Routes() []dispatch.Route {
	return slices.Concat(h.libraryRoutes(), h.coverageRoutes())
}

// Topics that are offered while somebody types: those of what is live, and all the program knows.
const (
	actLibraryTopic = "library_topic"
)

// libraryHits is how many items one answer shows: enough to choose from, few
// enough to read in one look. More words narrow the search.
const libraryHits = 12

// libraryRoutes lists how people search.
func (h *Handlers) libraryRoutes() []dispatch.Route {
	return []dispatch.Route{
		dispatch.OnWord(surface.CmdVouch, "library", "search what you can share", h.onLibrary),
		dispatch.OnSubmit(surface.CBLibrary, h.onLibrarySearch),
		dispatch.OnSuggest(actLibraryTopic, h.onLibraryTopics),
		dispatch.OnSuggest(surface.ActSuggestTopic, h.onSuggestTopics),
	}
}

// catalogue is the search index of the live assets. Making one for thousands of
// assets takes part of a second, so it is kept until the live assets change.
type catalogue struct {
	mu      sync.Mutex
	version uint64
	index   *match.Index
}

// current is the index of what is live now.
func (c *catalogue) current(db *store.DB) (*match.Index, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	// The version is read first: assets that change meanwhile make the next search look again.
	version := db.LiveVersion()
	if c.index != nil && c.version == version {
		return c.index, nil
	}
	err := db.View(func(q *store.Query) error {
		assets := q.LiveAssets()
		c.index, c.version = match.NewIndex(assets, authorNames(q, assets)), version
		return nil
	})
	return c.index, err
}

// authorNames are the names of the credited employees. Somebody who is gone from the file has no name to be found by.
func authorNames(q *store.Query, assets []store.Asset) map[store.EmployeeID]string {
	names := map[store.EmployeeID]string{}
	for _, a := range assets {
		if a.Author == "" || names[a.Author] != "" {
			continue
		}
		if e, found := q.FindEmployee(a.Author); found {
			names[a.Author] = e.Name
		}
	}
	return names
}

// libraryQuery is what the form of the library asks for.
type libraryQuery struct {
	Text          string
	Kinds, Topics []string
	Mine          bool // only for the reader's personas
	Newest        bool // instead of the best first
}

// readLibraryQuery reads the form as it stands, also when a button beside it was pressed.
func readLibraryQuery(in dispatch.Interaction) libraryQuery {
	return libraryQuery{Text: block.Cut(block.Clean(in.State.Text(fieldQuery)), maxQuery),
		Kinds: in.State.Choices(surface.FieldKind), Topics: in.State.Choices(surface.FieldTopics),
		Mine: in.State.Bool(fieldMine), Newest: in.State.Choice(fieldOrder) == orderNewest}
}

// onLibrary opens the search, with the words of the command already searched for.
func (h *Handlers) onLibrary(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	view, err := h.searched(in, libraryQuery{Text: block.Cut(block.Clean(in.Text), maxQuery)})
	return dispatch.Reply{Open: view}, err
}

// onLibrarySearch searches for what the form says now.
func (h *Handlers) onLibrarySearch(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	view, err := h.searched(in, readLibraryQuery(in))
	return dispatch.Reply{Update: view}, err
}

// searched renders the library with what a query finds.
func (h *Handlers) searched(in dispatch.Interaction, query libraryQuery) (*slack.ModalViewRequest, error) {
	index, err := h.catalogue.current(h.DB)
	if err != nil {
		return nil, err
	}
	l := libraryPage{query: query, reader: in.User}
	err = h.DB.View(func(q *store.Query) error {
		surface.MustWorkHere(q, in.User)
		me, taste := surface.Person(q, in.User), q.TasteOf(in.User)
		for _, c := range q.ActiveCrises() {
			if c.Scope == store.HoldAll {
				l.hold = c.Reason
			}
		}
		for _, p := range q.Personas() {
			if slices.Contains(me.Prefs.Personas, p.ID) {
				l.personas = append(l.personas, p)
			}
		}
		for _, found := range index.Search(query.Text, query.filter(&me.Employee, l.personas), libraryHits) {
			l.hits = append(l.hits, libraryHit{asset: found.Asset, saved: slices.Contains(taste.Saved, found.Asset.ID),
				event: surface.ShowEvent(q, in.User, found.Asset, me.Zone, in.At)})
		}
		return nil
	})
	return libraryView(l), err
}

// filter is what a query leaves out, for a reader with these personas.
func (query libraryQuery) filter(reader *store.Employee, personas []store.Persona) match.Filter {
	filter := match.Filter{Topics: query.Topics, Newest: query.Newest, Reader: reader,
		Kinds: text.As[store.AssetKind](query.Kinds)}
	if query.Mine {
		filter.For = personas
	}
	return filter
}

// onLibraryTopics offers the topics of what is live, the most frequent first, each of whose words one typed begins.
func (h *Handlers) onLibraryTopics(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	index, err := h.catalogue.current(h.DB)
	if err != nil {
		return dispatch.Reply{}, err
	}
	return dispatch.Reply{Options: topicSuggestions(index.Topics(), in.Query)}, nil
}

// onSuggestTopics offers every topic the program knows, those in use first: an asset may be the first of its topic.
func (h *Handlers) onSuggestTopics(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	index, err := h.catalogue.current(h.DB)
	if err != nil {
		return dispatch.Reply{}, err
	}
	topics := index.Topics()
	err = h.DB.View(func(q *store.Query) error {
		topics = slices.Concat(topics, surface.AllTopics(q.Settings(), q.Personas()))
		return nil
	})
	return dispatch.Reply{Options: topicSuggestions(topics, in.Query)}, err
}

// topicSuggestions are at most as many options as Slack takes, of topics in which each typed word begins one.
func topicSuggestions(topics []string, query string) []*slack.OptionBlockObject {
	wanted := surface.SearchWords(query)
	var options []*slack.OptionBlockObject
	seen := map[string]bool{}
	for _, topic := range topics {
		topic = strings.ToLower(topic)
		words := surface.SearchWords(topic + " " + match.TopicLabel(topic))
		if seen[topic] || topic == "" || !surface.BeginWords(words, wanted) {
			continue
		}
		seen[topic] = true
		if options = append(options, block.Option(topic, match.TopicLabel(topic))); len(options) == dispatch.MaxOptions {
			break
		}
	}
	return options
}

// SearchAgain rerenders the search of an interaction, with its form as it stands.
func (h *Handlers) SearchAgain(in dispatch.Interaction) (*slack.ModalViewRequest, error) {
	return h.searched(in, readLibraryQuery(in))
}
