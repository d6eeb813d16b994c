// From an item of a source to an asset of the library.

package feed

import (
	"slices"
	"strings"

	"vouch/store"
)

// The library's own limits, in runes; see the fields of store.Asset.
const (
	assetTitle    = 150
	assetSummary  = 500
	assetVariants = 15
)

// Asset makes a library asset of the item, cut to the library's limits. source says where
// it came from: a feed's address or "csv". An unknown kind becomes an article.
func (i Item) Asset(source string) store.Asset {
	a := store.Asset{
		Kind:      store.AssetKind(i.Kind),
		Title:     Sanitize(i.Title, assetTitle),
		Summary:   Sanitize(i.Summary, assetSummary),
		URL:       i.URL,
		Canon:     i.Canonical,
		Image:     i.ImageURL,
		Topics:    topicsOf(i.Topics),
		Language:  i.Language,
		Source:    source,
		ExpiresAt: i.Expires,
		Published: i.Published,
	}
	// The kinds of this package are the store's; anything else is from outside.
	if !slices.Contains(store.AssetKinds, a.Kind) {
		a.Kind = store.Article
	}
	for _, persona := range i.Personas {
		// Ids as the store writes them; whether they exist is for the store to say.
		a.Personas = append(a.Personas, store.PersonaID(strings.ToLower(strings.TrimSpace(persona))))
	}
	for _, text := range i.Variants[:min(len(i.Variants), assetVariants)] {
		a.Variants = append(a.Variants, store.Variant{Text: text})
	}
	if i.Job != nil {
		a.Job = &store.JobFacts{Department: i.Job.Department, Location: i.Job.Location}
	}
	return a
}

// topicsOf lower-cases, sorts and removes repetitions, as the library keeps topics.
// Labels are not spelled here: the library knows topics by their small letters.
func topicsOf(topics []string) []string {
	var kept []string
	for _, topic := range topics {
		if topic = strings.ToLower(strings.TrimSpace(topic)); topic != "" {
			kept = append(kept, topic)
		}
	}
	slices.Sort(kept)
	return slices.Compact(kept)
}
