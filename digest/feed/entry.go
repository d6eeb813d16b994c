// One entry of an RSS or Atom feed becomes an item.

package feed

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	ext "github.com/mmcdole/gofeed/extensions"

	"vouch/store"
	"vouch/store/text"
)

// collectFeed turns a parsed feed into a result. entries is how many the document has: more than were parsed stand
// inside an element that is never closed.
func collectFeed(parsed *gofeed.Feed, entries int, options ParseOptions) Result {
	c := newCollector(parsed.FeedType, options)
	c.result.Title = titleText(parsed.Title)
	c.language = baseLanguage(parsed.Language)
	// Feeds publish articles unless something says otherwise.
	c.fallback = cmp.Or(options.Kind, store.Article)
	// Links in an entry are relative to the site, which need not be where the feed is served from.
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
	// Single titles are often too short to tell a language; all of them together are not.
	c.guessed = GuessLanguage(titles.String())
	for i, entry := range parsed.Items {
		if entry == nil || !c.wants(i+1) {
			continue
		}
		c.add(i+1, feedItem(entry, uses[entry.GUID] > 1, c.base))
	}
	if lost := entries - len(parsed.Items); lost > 0 {
		c.skip(len(parsed.Items)+1, "",
			"The feed is malformed: an element that is not closed takes %s with it, of %d in all. Ask its publisher.",
			text.Count(lost, "entry", "entries"), entries)
		c.result.Skipped[len(c.result.Skipped)-1].More = lost - 1
	}
	return c.done()
}

// feedItem takes over what the entry states. An identity that a careless feed gives to several entries is made unique
// with the link, as feed readers do.
func feedItem(entry *gofeed.Item, repeatedID bool, base string) Item {
	link := entryLink(entry, base)
	item := Item{
		Title:      cmp.Or(entry.Title, mediaText(entry, "title")),
		Summary:    entrySummary(entry),
		URL:        link,
		ImageURL:   entryImage(entry),
		Topics:     entryTopics(entry),
		Published:  entryDate(entry),
		ExternalID: entry.GUID,
	}
	if repeatedID && entry.GUID != "" {
		item.ExternalID = entry.GUID + "|" + link
	}
	return item
}

// entryLink returns the entry's link, else an identity that is an address, else the file it encloses (podcasts).
func entryLink(entry *gofeed.Item, base string) string {
	// The order is that of trust: a stated link, then what merely looks like one.
	var candidates []string
	// The address before a service for feeds put its own in front.
	for _, original := range entry.Extensions["feedburner"]["origLink"] {
		candidates = append(candidates, original.Value)
	}
	candidates = append(append(candidates, entry.Link), entry.Links...)
	// Atom's link in an RSS feed, under whatever prefix.
	for _, prefix := range slices.Sorted(maps.Keys(entry.Extensions)) {
		for _, link := range entry.Extensions[prefix]["link"] {
			if rel := link.Attrs["rel"]; rel == "" || rel == "alternate" {
				candidates = append(candidates, link.Attrs["href"])
			}
		}
	}
	if strings.HasPrefix(entry.GUID, "http://") || strings.HasPrefix(entry.GUID, "https://") {
		candidates = append(candidates, entry.GUID)
	}
	for _, enclosure := range entry.Enclosures {
		if enclosure != nil {
			candidates = append(candidates, enclosure.URL)
		}
	}
	site := "" // where every episode of some podcasts links to; then its file tells it apart
	for _, candidate := range candidates {
		switch link := resolveURL(base, candidate); {
		case link == "":
		case len(entry.Enclosures) > 0 && samePage(link, base):
			site = link
		default:
			return link
		}
	}
	return site
}

// samePage compares addresses in their canonical form.
func samePage(a, b string) bool {
	first, _ := Canonical(a)
	second, _ := Canonical(b)
	return first == second
}

// entrySummary prefers the publisher's own summary to the beginning of the text.
func entrySummary(entry *gofeed.Item) string {
	return cmp.Or(summaryText(entry.Description), summaryText(entry.Content), summaryText(mediaText(entry, "description")))
}

// entryMedia gives the elements of Media RSS of that name, also those in a group or a content, as video feeds have
// them.
func entryMedia(media map[string][]ext.Extension, name string) []ext.Extension {
	found := slices.Clone(media[name])
	for _, outer := range slices.Concat(media["group"], media["content"]) {
		found = append(found, entryMedia(outer.Children, name)...)
	}
	return found
}

// mediaText is the first text among such elements.
func mediaText(entry *gofeed.Item, name string) string {
	for _, element := range entryMedia(entry.Extensions["media"], name) {
		if strings.TrimSpace(element.Value) != "" {
			return element.Value
		}
	}
	return ""
}

// entryImage returns the picture of an entry: its own, a media thumbnail, or the first in its text.
func entryImage(entry *gofeed.Item) string {
	if entry.Image != nil && entry.Image.URL != "" {
		return entry.Image.URL
	}
	for _, thumbnail := range entryMedia(entry.Extensions["media"], "thumbnail") {
		if thumbnail.Attrs["url"] != "" {
			return thumbnail.Attrs["url"]
		}
	}
	return cmp.Or(firstImage(entry.Content), firstImage(entry.Description))
}

// entryTopics gives the categories, with the subjects of Dublin Core that the library reads in RSS alone.
func entryTopics(entry *gofeed.Item) []string {
	topics := entry.Categories
	for _, subject := range entry.Extensions["dc"]["subject"] {
		topics = append(topics, subject.Value)
	}
	return topics
}

// entryDate returns the date of publication, else of the last change, else zero: a date nobody can read is no reason to
// lose the entry.
func entryDate(entry *gofeed.Item) time.Time {
	// The library's reading comes second: it takes the names of zones for UTC.
	for _, date := range []struct {
		text   string
		parsed *time.Time
	}{{entry.Published, entry.PublishedParsed}, {entry.Updated, entry.UpdatedParsed}} {
		if known := parseTime(date.text); !known.IsZero() {
			return known
		}
		if date.parsed != nil {
			return *date.parsed
		}
	}
	// The dates of DCMI terms, and Atom's in RSS.
	for _, name := range []string{"issued", "published", "created", "modified", "updated"} {
		for _, prefix := range slices.Sorted(maps.Keys(entry.Extensions)) {
			for _, date := range entry.Extensions[prefix][name] {
				if known := parseTime(date.Value); !known.IsZero() {
					return known
				}
			}
		}
	}
	return time.Time{}
}
