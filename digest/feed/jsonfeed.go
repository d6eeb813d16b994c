// JSON Feed, versions 1 and 1.1, decoded item by item so that one odd item does not hide the others.

package feed

import (
	"bytes"
	"cmp"
	"encoding/json"
	"strings"

	"vouch/store"
)

// jsonFeed is the document; its fields are those of
// https://jsonfeed.org/version/1.1.
type jsonFeed struct {
	Version  string          `json:"version"`
	Title    string          `json:"title"`
	HomePage string          `json:"home_page_url"`
	Language string          `json:"language"`
	Items    json.RawMessage `json:"items"`
}

// jsonItem is one entry. The specification asks readers to accept an id that
// is not a string.
type jsonItem struct {
	ID          any      `json:"id"`
	URL         string   `json:"url"`
	ExternalURL string   `json:"external_url"`
	Title       string   `json:"title"`
	HTML        string   `json:"content_html"`
	Text        string   `json:"content_text"`
	Summary     string   `json:"summary"`
	Image       string   `json:"image"`
	Banner      string   `json:"banner_image"`
	Published   string   `json:"date_published"`
	Modified    string   `json:"date_modified"`
	Tags        []string `json:"tags"`
	Language    string   `json:"language"`
}

// parseJSONFeed accepts only what declares itself a JSON Feed; job boards and
// other services answer with JSON as well.
func parseJSONFeed(document []byte, options ParseOptions) (Result, error) {
	var feed jsonFeed
	if !json.Valid(document) {
		// The decoder knows best whether the document is wrong or merely ends
		// early.
		return Result{}, explain(document, json.Unmarshal(document, new(any)))
	}
	if err := json.Unmarshal(document, &feed); err != nil || !strings.Contains(feed.Version, "jsonfeed.org/version/") {
		return Result{}, failWith(Invalid, err, "This is JSON, but not a JSON Feed. For a job board, add the board's own address; otherwise check the address.")
	}
	// Entries stay undecoded until each has its turn; a feed may list far more
	// than will be read.
	var items []json.RawMessage
	if err := json.Unmarshal(feed.Items, &items); err != nil || !bytes.HasPrefix(feed.Items, []byte("[")) {
		return Result{}, failWith(Invalid, err, "This JSON Feed has no list of items. Ask its publisher.")
	}
	c := newCollector("json", options)
	c.result.Title = titleText(feed.Title)
	c.language, c.fallback = baseLanguage(feed.Language), cmp.Or(options.Kind, store.Article)
	c.base = firstOf(resolveURL(options.BaseURL, feed.HomePage), c.base)
	for i, raw := range items {
		// Not a break: the collector counts what was left out.
		if !c.wants(i + 1) {
			continue
		}
		var entry jsonItem
		if err := json.Unmarshal(raw, &entry); err != nil {
			c.skip(i+1, entry.Title, "Its fields are not those of a JSON Feed.")
			continue
		}
		c.add(i+1, entry.item())
	}
	return c.done(), nil
}

// item takes over what the entry states.
func (entry jsonItem) item() Item {
	text := firstOf(PlainText(entry.HTML, MaxSummary), entry.Text)
	item := Item{
		Title: entry.Title, Summary: firstOf(entry.Summary, text), URL: firstOf(entry.URL, entry.ExternalURL),
		ImageURL: firstOf(entry.Image, entry.Banner, firstImage(entry.HTML)), Language: entry.Language, Topics: entry.Tags,
		Published: parseTime(firstOf(entry.Published, entry.Modified)), ExternalID: textOf(entry.ID),
	}
	// The specification suggests the address as the id.
	if item.URL == "" && strings.HasPrefix(item.ExternalID, "http") {
		item.URL = item.ExternalID
	}
	return item
}
