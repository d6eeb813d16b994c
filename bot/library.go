// The library: searching what can be shared, by word, kind and topic.

package bot

import (
	"context"
	"sync"

	"vouch/digest"
	"vouch/store"
)

// libraryHits is how many items one answer shows: enough to choose from, few
// enough to read in one look. More words narrow the search.
const libraryHits = 12

// libraryRoutes lists how people search.
func (b *Bot) libraryRoutes() []route {
	return []route{
		onWord(cmdVouch, "library", "search what you can share: `/vouch library go`", b.onLibrary),
		onSubmit(cbLibrary, b.onLibrarySearch),
	}
}

// catalogue is the search index of the live assets. Making one for thousands of
// assets takes part of a second, so it is kept until the live assets change.
type catalogue struct {
	mu      sync.Mutex
	version uint64
	index   *digest.Index
}

// search answers from the index of what is live now.
func (c *catalogue) search(db *store.DB, query string, filter digest.SearchFilter) ([]digest.Hit, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	// The version is read first: assets that change meanwhile make the next search look again.
	version := db.LiveVersion()
	if c.index == nil || c.version != version {
		assets, err := db.LiveAssets()
		if err != nil {
			return nil, err
		}
		c.index, c.version = digest.NewIndex(assets, authorNames(db, assets)), version
	}
	return c.index.Search(query, filter, libraryHits), nil
}

// authorNames are the names of the credited employees. Somebody who is gone from
// the file has no name to be found by.
func authorNames(db *store.DB, assets []store.Asset) map[store.EmployeeID]string {
	names := map[store.EmployeeID]string{}
	for _, a := range assets {
		if a.Author == "" || names[a.Author] != "" {
			continue
		}
		if e, err := db.Employee(a.Author); err == nil {
			names[a.Author] = e.Name
		}
	}
	return names
}

// onLibrary opens the search, with the words of the command already searched for.
func (b *Bot) onLibrary(_ context.Context, in inbound) (reply, error) {
	if _, err := b.person(in.User); err != nil {
		return reply{}, err
	}
	query := cut(clean(in.Text), maxQuery)
	hits, err := b.catalogue.search(b.db, query, digest.SearchFilter{})
	if err != nil {
		return reply{}, err
	}
	return reply{Open: libraryView(query, nil, hits)}, nil
}

// onLibrarySearch searches for what the form says now.
func (b *Bot) onLibrarySearch(_ context.Context, in inbound) (reply, error) {
	query, kinds := cut(clean(in.State.Text(fieldQuery)), maxQuery), in.State.Choices(fieldKind)
	var filter digest.SearchFilter
	for _, kind := range kinds {
		filter.Kinds = append(filter.Kinds, store.AssetKind(kind))
	}
	hits, err := b.catalogue.search(b.db, query, filter)
	if err != nil {
		return reply{}, err
	}
	return reply{Update: libraryView(query, kinds, hits)}, nil
}
