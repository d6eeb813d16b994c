// One entry of an RSS or Atom feed becomes an item.

package feed

import (
	"cmp"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"

	"vouch/store"
)

// collectFeed turns a parsed feed into a result.
func collectFeed(parsed *gofeed.Feed, options ParseOptions) Result {
	c := newCollector(parsed.FeedType, options)
	c.result.Title = titleText(parsed.Title)
	c.language = baseLanguage(parsed.Language)
	// Feeds publish articles unless something says otherwise.
	c.fallback = cmp.Or(options.Kind, store.Article)
	// Links in an entry are relative to the site, which need not be where the
	// feed is served from.
	if site := resolveURL(options.BaseURL, parsed.Link); site != "" {
		c.base = site
	}
	uses := map[string]int{}
	var titles strings.Builder
	for _, entry := range parsed.Items {
		if entry != nil {
			uses[entry.GUID]++
			titles.WriteString(entry.Title + " ")
		}
	}
	// Single titles are often too short to tell a language; all of them
	// together are not.
	c.guessed = GuessLanguage(titles.String())
	for i, entry := range parsed.Items {
		if entry == nil || !c.wants(i+1) {
			continue
		}
		c.add(i+1, feedItem(entry, uses[entry.GUID] > 1, c.base))
	}
	return c.done()
}

// feedItem takes over what the entry states. An identity that a careless feed
// gives to several entries is made unique with the link, as feed readers do.
func feedItem(entry *gofeed.Item, repeatedID bool, base string) Item {
	link := entryLink(entry, base)
	item := Item{
		Title:      entry.Title,
		Summary:    entrySummary(entry),
		URL:        link,
		ImageURL:   entryImage(entry),
		Topics:     entry.Categories,
		Published:  entryDate(entry),
		ExternalID: entry.GUID,
	}
	if repeatedID && entry.GUID != "" {
		item.ExternalID = entry.GUID + "|" + link
	}
	return item
}

// entryLink returns the entry's link, else an identity that is an address,
// else the file it encloses (podcasts).
func entryLink(entry *gofeed.Item, base string) string {
	// The order is that of trust: a stated link, then what merely looks like
	// one.
	candidates := append([]string{entry.Link}, entry.Links...)
	if strings.HasPrefix(entry.GUID, "http://") || strings.HasPrefix(entry.GUID, "https://") {
		candidates = append(candidates, entry.GUID)
	}
	for _, enclosure := range entry.Enclosures {
		if enclosure != nil {
			candidates = append(candidates, enclosure.URL)
		}
	}
	for _, candidate := range candidates {
		if link := resolveURL(base, candidate); link != "" {
			return link
		}
	}
	return ""
}

// entrySummary prefers the publisher's own summary to the beginning of the
// text.
func entrySummary(entry *gofeed.Item) string {
	if summary := Sanitize(PlainText(entry.Description, MaxSummary), MaxSummary); summary != "" {
		return summary
	}
	return Sanitize(PlainText(entry.Content, MaxSummary), MaxSummary)
}

// entryImage returns the picture of an entry: its own, a media thumbnail, or
// the first in its text.
func entryImage(entry *gofeed.Item) string {
	if entry.Image != nil && entry.Image.URL != "" {
		return entry.Image.URL
	}
	for _, thumbnail := range entry.Extensions["media"]["thumbnail"] {
		if thumbnail.Attrs["url"] != "" {
			return thumbnail.Attrs["url"]
		}
	}
	return firstOf(firstImage(entry.Content), firstImage(entry.Description))
}

// entryDate returns the date of publication, else of the last change, else
// zero: a date nobody can read is no reason to lose the entry.
func entryDate(entry *gofeed.Item) time.Time {
	switch {
	case entry.PublishedParsed != nil:
		return *entry.PublishedParsed
	case entry.UpdatedParsed != nil:
		return *entry.UpdatedParsed
	}
	return parseTime(firstOf(entry.Published, entry.Updated))
}
