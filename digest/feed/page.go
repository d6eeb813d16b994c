// What a web page says about itself, so that a pasted link becomes an item with title, summary and picture.

package feed

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/publicsuffix"

	"vouch/store"
)

// maxPageBytes is how much of a page is read; metadata stands at its
// beginning.
const maxPageBytes = 512 << 10

// Metadata is what a page states about itself. Every field but URL and
// Canonical may be empty. Texts are cleaned and cut to the package's limits.
type Metadata struct {
	// The page's own address for sharing: its canonical link, else og:url, else
	// where it was found.
	URL string
	// The key of URL, see Canonical.
	Canonical   string
	Title       string
	Description string
	ImageURL    string
	// The description of the image for people who do not see it.
	ImageAlt  string
	Author    string
	Site      string
	Language  string
	Kind      string
	Topics    []string
	Published time.Time
	Expires   time.Time
	Job       *Job
	Event     *Event
	// Feeds the page announces, absolute.
	Feeds []string

	// HasPreview reports OpenGraph title and image: without them a shared link
	// shows bare on LinkedIn and Facebook.
	HasPreview bool
}

// Page fetches a web page and returns its metadata. Errors are those of Get; a
// document that is not HTML is Invalid.
func Page(ctx context.Context, fetcher *Fetcher, address string) (Metadata, error) {
	response, err := fetcher.get(ctx, address, Conditional{}, maxPageBytes, true)
	if err != nil {
		return Metadata{}, err
	}
	return ParsePage(response.Body, response.ContentType, response.FinalURL)
}

// ParsePage reads the metadata of an HTML document that was found at address.
// For each field the first source that states it counts: OpenGraph, then
// Twitter cards, then schema.org data, then plain HTML.
func ParsePage(document []byte, contentType, address string) (Metadata, error) {
	found, err := parseWebURL(address)
	if err != nil {
		return Metadata{}, err
	}
	if err := checkIsPage(document, contentType); err != nil {
		return Metadata{}, err
	}
	head := readHead(toUTF8(document[:min(len(document), maxPageBytes)], contentType))
	if head.base != "" {
		head.base = resolveURL(found.String(), head.base)
	}
	base := firstOf(head.base, found.String())
	meta := Metadata{
		URL:         pageURL(head, base, found),
		Title:       pageTitle(head),
		Description: pageDescription(head),
		ImageAlt:    Sanitize(head.first("og:image:alt", "twitter:image:alt"), MaxSummary),
		Author:      pageAuthor(head),
		Site:        Sanitize(head.first("og:site_name", "application-name"), maxName),
		Language:    firstOf(baseLanguage(head.language), baseLanguage(head.first("og:locale", "content-language"))),
		Topics:      pageTopics(head),
		Published:   plausibleDate(parseTime(firstOf(head.first("article:published_time", "date"), head.data.published)), store.Now()),
		Expires:     parseExpiry(firstOf(head.data.expires, head.first("article:expiration_time"))),
		Job:         head.data.job,
		Event:       head.data.event,
	}
	// The address of a picture is worth something only if it is one, so each
	// candidate is tried until one resolves.
	for _, image := range []string{head.first("og:image:secure_url"), head.first("og:image", "og:image:url"), head.first("twitter:image", "twitter:image:src"), head.data.image} {
		meta.ImageURL = firstOf(meta.ImageURL, resolveURL(base, image))
	}
	// Five are enough to choose from.
	for _, link := range head.feeds {
		if absolute := alternateFeed(link, base); absolute != "" && len(meta.Feeds) < 5 {
			meta.Feeds = append(meta.Feeds, absolute)
		}
	}
	// Judged by what is stated, not by what could be inferred: the networks
	// infer nothing.
	meta.HasPreview = head.first("og:title") != "" && head.first("og:image", "og:image:url", "og:image:secure_url") != ""
	if meta.Canonical, err = Canonical(meta.URL); err != nil {
		return Metadata{}, err
	}
	meta.Kind = firstOf(head.data.kind, GuessKind(meta.URL, meta.Title, meta.Topics))
	if meta.Kind == "" && (head.data.isArticle || head.first("og:type") == "article") {
		meta.Kind = KindArticle
	}
	if meta.Language == "" {
		meta.Language = GuessLanguage(meta.Title + " " + meta.Description)
	}
	return meta, nil
}

// Item returns the page as an item, with the rules applied. Title may be
// empty; a curator then has to write one. Items of pages are known by their canonical
// address.
func (m Metadata) Item(rules TagRules) Item {
	return rules.Apply(Item{
		Title: m.Title, Summary: m.Description, URL: m.URL, Canonical: m.Canonical, ImageURL: m.ImageURL, Author: m.Author,
		Language: m.Language, Kind: m.Kind, Topics: m.Topics, Published: m.Published, Expires: m.Expires,
		ExternalID: boundedID(m.Canonical), Job: m.Job, Event: m.Event,
	})
}

// checkIsPage refuses what is not HTML, by the Content-Type or, without one,
// by the content. Without a usable Content-Type the first 512 bytes decide, as browsers
// do it (mimesniff).
func checkIsPage(document []byte, contentType string) error {
	if len(bytes.TrimSpace(document)) == 0 {
		return fail(Empty, "The page is empty. Check the link, or fill the form in by hand.")
	}
	media, _, _ := strings.Cut(strings.ToLower(contentType), ";")
	media = strings.TrimSpace(media)
	// Servers send these when they do not know; then the content decides.
	if media == "" || media == "application/octet-stream" || media == "text/plain" {
		media, _, _ = strings.Cut(http.DetectContentType(document), ";")
	}
	switch media {
	case "text/html", "application/xhtml+xml":
		return nil
	}
	return fail(Invalid, "The link leads to a file (%s), not to a web page. Fill in title and summary by hand.", Sanitize(media, 60))
}

// pageURL returns the address to share. A page may name another one only
// within its own registrable domain: a stolen or misconfigured canonical link
// must not send people elsewhere.
func pageURL(head pageHead, base string, found *url.URL) string {
	for _, named := range []string{head.canonical, head.first("og:url")} {
		absolute := resolveURL(base, named)
		parsed, err := url.Parse(absolute)
		if absolute == "" || err != nil || parsed.User != nil || !sameSite(parsed.Hostname(), found.Hostname()) {
			continue
		}
		if _, err := Canonical(absolute); err == nil {
			return absolute
		}
	}
	return found.String()
}

// sameSite reports whether two hosts share a registrable domain
// ("blog.acme.co.uk" and "www.acme.co.uk").
func sameSite(a, b string) bool {
	a, b = strings.ToLower(strings.TrimSuffix(a, ".")), strings.ToLower(strings.TrimSuffix(b, "."))
	if a == b {
		return true
	}
	// An address without a registrable domain, as an IP number, is only the same when it
	// is equal.
	siteA, err := publicsuffix.EffectiveTLDPlusOne(a)
	if err != nil {
		return false
	}
	siteB, err := publicsuffix.EffectiveTLDPlusOne(b)
	return err == nil && siteA == siteB
}

// pageTitle returns the page's title; only the HTML title is likely to carry
// the site's name, which is removed.
func pageTitle(head pageHead) string {
	if title := titleText(firstOf(head.first("og:title", "twitter:title"), head.data.title)); title != "" {
		return title
	}
	title := Sanitize(head.title, 0)
	site := Sanitize(head.first("og:site_name", "application-name"), 0)
	for _, separator := range []string{" | ", " · ", " — ", " – ", " - ", " :: "} {
		// The site stands last; a separator further in belongs to the title.
		cut := strings.LastIndex(title, separator)
		if cut <= 0 {
			continue
		}
		if separator == " | " || strings.EqualFold(title[cut+len(separator):], site) {
			title = title[:cut]
			break
		}
	}
	return Sanitize(title, MaxTitle)
}

// pageDescription returns the page's own summary.
func pageDescription(head pageHead) string {
	text := firstOf(head.first("og:description", "twitter:description", "description"), head.data.description)
	return Sanitize(PlainText(text, MaxSummary), MaxSummary)
}

// pageAuthor returns a name; article:author is often the address of a profile,
// which is nobody's name.
func pageAuthor(head pageHead) string {
	for _, name := range []string{head.data.author, head.first("author"), head.first("article:author")} {
		if name = Sanitize(name, maxName); name != "" && !strings.Contains(name, "://") && !strings.Contains(name, "@") {
			return name
		}
	}
	return ""
}

// pageTopics joins article tags, section, and keywords.
func pageTopics(head pageHead) []string {
	topics := append(append([]string{}, head.all("article:tag")...), head.all("article:section")...)
	for _, keywords := range head.all("keywords") {
		topics = append(topics, strings.Split(keywords, ",")...)
	}
	return cleanList(topics, MaxTopics)
}
