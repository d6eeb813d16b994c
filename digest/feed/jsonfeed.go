// JSON Feed, versions 1 and 1.1, decoded item by item so that one odd item does not hide the others.

package feed

import (
	"bytes"
	"cmp"
	"encoding/json"
	"regexp"
	"strings"

	"vouch/store"
)

// jsonFeed is the document; its fields are those of https://jsonfeed.org/version/1.1.
type jsonFeed struct {
	Version  any             `json:"version"`
	Title    any             `json:"title"`
	HomePage any             `json:"home_page_url"`
	Language any             `json:"language"`
	Items    json.RawMessage `json:"items"`
}

// jsonFeedVersion matches the address of a version, and its number alone, which some publishers state.
var jsonFeedVersion = regexp.MustCompile(`jsonfeed\.org/version/|^1(\.[01])?$`)

// parseJSONFeed accepts only what declares itself a JSON Feed; job boards and other services answer with JSON as well.
func parseJSONFeed(document []byte, options ParseOptions) (Result, error) {
	var feed jsonFeed
	if !json.Valid(document) {
		// The decoder knows best whether the document is wrong or merely ends early.
		return Result{}, explain(document, json.Unmarshal(document, new(any)))
	}
	if err := json.Unmarshal(document, &feed); err != nil || !jsonFeedVersion.MatchString(textOf(feed.Version)) {
		return Result{}, failWith(Invalid, err, "This is JSON, but not a JSON Feed. For a job board, add the board's own "+
			"address; otherwise check the address.")
	}
	// Entries stay undecoded until each has its turn; a feed may list far more than will be read.
	var items []json.RawMessage
	if err := json.Unmarshal(feed.Items, &items); err != nil || !bytes.HasPrefix(feed.Items, []byte("[")) {
		return Result{}, failWith(Invalid, err, "This JSON Feed has no list of items. Ask its publisher.")
	}
	c := newCollector("json", options)
	c.result.Title = titleText(textOf(feed.Title))
	c.language, c.fallback = baseLanguage(textOf(feed.Language)), cmp.Or(options.Kind, store.Article)
	c.base = cmp.Or(resolveURL(options.BaseURL, textOf(feed.HomePage)), c.base)
	for i, raw := range items {
		// Not a break: the collector counts what was left out.
		if !c.wants(i + 1) {
			continue
		}
		var entry node
		if err := json.Unmarshal(raw, &entry); err != nil {
			c.skip(i+1, "", "Its fields are not those of a JSON Feed.")
			continue
		}
		c.add(i+1, jsonItem(entry))
	}
	return c.done(), nil
}

// jsonItem takes over what the entry states. A field of another type than the specification's is read as far as it can
// be, and never costs the entry.
func jsonItem(entry node) Item {
	markup := entry.text("content_html")
	item := Item{
		Title: entry.text("title"), Summary: cmp.Or(entry.text("summary"), PlainText(markup, MaxSummary),
			entry.text("content_text")),
		URL: entry.text("url", "external_url"), ImageURL: cmp.Or(entry.image(), entry.text("banner_image"),
			firstImage(markup)),
		Language: entry.text("language"), Published: parseTime(entry.text("date_published", "date_modified")),
		ExternalID: textOf(entry["id"]),
	}
	for _, tag := range listOf(entry["tags"]) {
		topics := []string{textOf(tag)}
		if _, isList := entry["tags"].([]any); !isList {
			topics = splitList(topics[0])
		}
		item.Topics = append(item.Topics, topics...)
	}
	// The specification suggests the address as the id.
	if item.URL == "" && strings.HasPrefix(item.ExternalID, "http") {
		item.URL = item.ExternalID
	}
	return item
}
