// What a web page says about itself, so that a pasted link becomes an item with title, summary and picture.

package feed

import (
	"bytes"
	"cmp"
	"context"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"

	"vouch/store"
)

// maxPageBytes is how much of a page is read; some put megabytes of script before their title.
const maxPageBytes = 3 << 20

// Page fetches a web page and returns it as an item; Title may be empty, and a curator then has to write one. Errors
// are those of Get; a document that is not HTML is Invalid.
func Page(ctx context.Context, fetcher *Fetcher, address string) (Item, error) {
	response, err := fetcher.get(ctx, address, Conditional{}, maxPageBytes, true)
	if err != nil {
		return Item{}, err
	}
	return ParsePage(response.Body, response.ContentType, response.FinalURL)
}

// ParsePage reads what an HTML document that was found at address states about itself. For each field the first source
// that states it counts: OpenGraph, then Twitter cards, then schema.org data, then plain HTML.
func ParsePage(document []byte, contentType, address string) (Item, error) {
	found, err := parseWebURL(address)
	if err != nil {
		return Item{}, err
	}
	if err := checkIsPage(document, contentType); err != nil {
		return Item{}, err
	}
	head := readHead(toUTF8(document[:min(len(document), maxPageBytes)], contentType))
	if head.base != "" {
		head.base = resolveURL(found.String(), head.base)
	}
	base := cmp.Or(head.base, found.String())
	item := Item{
		URL: pageURL(head, base, found), Title: pageTitle(head), Summary: pageDescription(head),
		ImageAlt: Sanitize(head.first("og:image:alt", "twitter:image:alt"), MaxSummary),
		Language: cmp.Or(baseLanguage(head.language), baseLanguage(head.first("og:locale", "content-language"))),
		Topics:   pageTopics(head),
		Published: plausibleDate(parseTime(cmp.Or(head.first("article:published_time", "og:article:published_time",
			"article.published", "datepublished", "date"), head.data.published, head.data.pageDate)), store.Now()),
		Expires: parseExpiry(cmp.Or(head.data.expires, head.first("article:expiration_time"))),
		Job:     head.data.job, Event: head.data.event,
	}
	// The address of a picture is worth something only if it is one, so each candidate is tried until one resolves.
	for _, image := range []string{head.first("og:image:secure_url"), head.first("og:image", "og:image:url"),
		head.first("twitter:image", "twitter:image:src"), head.data.image} {
		item.ImageURL = cmp.Or(item.ImageURL, resolveURL(base, image))
	}
	if item.Canonical, err = Canonical(item.URL); err != nil {
		return Item{}, err
	}
	item.ExternalID = boundedID(item.Canonical)
	item.Kind = cmp.Or(head.data.kind, GuessKind(item.URL, item.Title, item.Topics))
	if item.Kind == "" && (head.data.isArticle || head.first("og:type") == "article") {
		item.Kind = store.Article
	}
	if item.Language == "" {
		item.Language = GuessLanguage(item.Title + " " + item.Summary)
	}
	return item, nil
}

// checkIsPage refuses what is not HTML, by the Content-Type or, without one, by the content. Without a usable
// Content-Type the first 512 bytes decide, as browsers do it (mimesniff).
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
	return fail(Invalid, "The link leads to a file (%s), not to a web page. Fill in title and summary by hand.",
		Sanitize(media, 60))
}

// pageURL returns the address to share. A page may name another one only within its own registrable domain: a stolen or
// misconfigured canonical link must not send people elsewhere.
func pageURL(head pageHead, base string, found *url.URL) string {
	for _, named := range []string{head.canonical, head.first("og:url")} {
		absolute := resolveURL(base, named)
		parsed, err := url.Parse(absolute)
		if absolute == "" || err != nil || parsed.User != nil || !sameSite(parsed.Hostname(), found.Hostname()) {
			continue
		}
		// A page that names a folder above itself would be one with everything else in that folder.
		if key, err := Canonical(absolute); err == nil && !isAbove(key, found.String()) {
			return absolute
		}
	}
	return found.String()
}

// isAbove reports a canonical key whose page is a folder that holds address, other than for another form of that page,
// or that lacks the number by which its site tells pages apart.
func isAbove(key, address string) bool {
	below, err := Canonical(address)
	rest, inside := strings.CutPrefix(below, key)
	if err != nil || !inside || rest == "" {
		return false
	}
	return rest[0] == '/' && !otherForms[rest[1:]] || rest[0] == '#' || pageNumber.MatchString(rest)
}

// pageNumber matches a query that says which page is meant, as "?p=12" and "?gh_jid=12" do.
var pageNumber = regexp.MustCompile(`^\?(?:.*&)?(?:[\w.-]*id|p|v|job|article)=[^&]`)

// otherForms are the last part of addresses under which sites serve the same page in another form.
var otherForms = setOf("amp", "amp.html", "print", "index.html", "index.htm", "index.php", "feed")

// sameSite reports whether two hosts share a registrable domain ("blog.acme.co.uk" and "www.acme.co.uk").
func sameSite(a, b string) bool {
	a, b = strings.ToLower(strings.TrimSuffix(a, ".")), strings.ToLower(strings.TrimSuffix(b, "."))
	if a == b {
		return true
	}
	// An address without a registrable domain, as an IP number, is only the same when it is equal.
	siteA, err := publicsuffix.EffectiveTLDPlusOne(a)
	if err != nil {
		return false
	}
	siteB, err := publicsuffix.EffectiveTLDPlusOne(b)
	return err == nil && siteA == siteB
}

// pageTitle returns the page's title; only the HTML title is likely to carry the site's name, which is removed.
func pageTitle(head pageHead) string {
	if title := titleText(cmp.Or(head.first("og:title", "twitter:title"), head.data.title)); title != "" {
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
	text := cmp.Or(head.first("og:description", "twitter:description", "description"), head.data.description)
	return summaryText(text)
}

// pageTopics joins article tags, section, and keywords.
func pageTopics(head pageHead) []string {
	topics := slices.Concat(head.meta["article:tag"], head.meta["article:section"])
	for _, keywords := range head.meta["keywords"] {
		topics = append(topics, strings.Split(keywords, ",")...)
	}
	return cleanList(topics, MaxTopics)
}
