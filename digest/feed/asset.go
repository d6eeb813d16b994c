// From an item of a source to an asset of the library.

package feed

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"vouch/store"
)

// longestEvent is how long the library lets an event last.
const longestEvent = 60 * 24 * time.Hour

// Asset makes a library asset of the item, whose texts are within the library's limits already. source says where it
// came from: a feed's address or "csv".
func (i Item) Asset(source string) store.Asset {
	a := store.Asset{
		Kind: cmp.Or(i.Kind, store.Article), Title: i.Title, Summary: i.Summary, URL: i.URL, Canon: i.Canonical,
		Image:    i.ImageURL,
		ImageAlt: i.ImageAlt, Topics: topicsOf(i.Topics), Personas: i.Personas, Language: i.Language, Source: source,
		Only: i.Only, Audiences: i.Audiences, Truth: i.Truth, Angles: i.Angles, ExpiresAt: i.Expires, Published: i.Published, Job: i.Job,
	}
	for _, text := range i.Variants {
		a.Variants = append(a.Variants, store.Variant{Text: text})
	}
	if i.Event != nil && a.Kind == store.Event && !i.Event.StartsAt.IsZero() {
		a.Event = i.Event
		// An end that cannot be true is left out; the day and the place are worth more.
		if length := a.Event.EndsAt.Sub(a.Event.StartsAt); length <= 0 || length > longestEvent {
			a.Event.EndsAt = time.Time{}
		}
	}
	return a
}

// ends is when the item is over: at its own end, or with its event; zero when it never is.
func (i Item) ends() time.Time {
	if i.Expires.IsZero() && i.Event != nil && !i.Event.StartsAt.IsZero() {
		return i.Event.End()
	}
	return i.Expires
}

// topicsOf lower-cases, sorts and removes repetitions, as the library keeps topics. Labels are not spelled here: the
// library knows topics by their small letters.
func topicsOf(topics []string) []string {
	var kept []string
	for _, topic := range topics {
		kept = append(kept, strings.ToLower(topic))
	}
	slices.Sort(kept)
	return slices.Compact(kept)
}
