// The demo's sources: a blog, a newsroom and open jobs of the made-up company, so that adding a source can be tried
// without network.

package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html/template"
	"net/http"
	"strings"
	"time"
)

// demoPost is one entry of feeds.yaml; Age is in hours. Department and Location are for
// jobs, Author for posts of the blog.
type demoPost struct {
	Title      string   `yaml:"title"`
	Summary    string   `yaml:"summary"`
	Path       string   `yaml:"path"`
	Topics     []string `yaml:"topics"`
	Author     string   `yaml:"author"`
	Department string   `yaml:"department"`
	Location   string   `yaml:"location"`
	Age        int      `yaml:"age"`
}

// Published is when the post came out, for a demo that began at now. Whole minutes in UTC, as real feeds have it.
func (p demoPost) Published(now time.Time) time.Time {
	return now.Add(-time.Duration(p.Age) * time.Hour).UTC().Truncate(time.Minute)
}

// demoFeeds is feeds.yaml.
type demoFeeds struct {
	Blog []demoPost `yaml:"blog"`
	News []demoPost `yaml:"news"`
	Jobs []demoPost `yaml:"jobs"`
}

// Where the sources stand on the demo's own address. The page of the company names its feed, as blogs do.
const (
	// The three formats are different on purpose: each is one that a source can have.
	demoPage     = "/feeds/"
	demoBlogFeed = demoPage + "blog.xml"
	demoNewsFeed = demoPage + "news.json"
	demoJobsFeed = demoPage + "jobs.csv"
)

// pages are the handlers by path. Each document is made once, so that it stays the same
// and a reader who has it is told so. The error names the document.
func (f demoFeeds) pages(now time.Time) (map[string]http.Handler, error) {
	pages := map[string]http.Handler{}
	for path, source := range map[string]struct {
		kind string
		make func(now time.Time) ([]byte, error)
	}{
		demoBlogFeed: {"application/rss+xml; charset=utf-8", f.rss},
		demoNewsFeed: {"application/feed+json", f.jsonFeed},
		demoJobsFeed: {"text/csv; charset=utf-8", f.csv},
		// {$} is the end of the path: without it the page would answer for every address below.
		demoPage + "{$}": {"text/html; charset=utf-8", f.html},
	} {
		document, err := source.make(now)
		if err != nil {
			return nil, fmt.Errorf("the demo's %s: %w", path, err)
		}
		pages["GET "+path] = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", source.kind)
			// It answers conditional requests by the time of the demo's start.
			http.ServeContent(w, r, "", now, bytes.NewReader(document))
		})
	}
	return pages, nil
}

// demoRSS is the blog as RSS 2.0 (rssboard.org/rss-specification). Links carry a tracking parameter and the guid does
// not, as many blogs have it: the same item must be known by its canonical address. Descriptions hold markup.
var demoRSS = template.Must(template.New("rss").Parse(`<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>{{.Company}} blog</title><link>{{.Site}}/blog</link><language>en</language>
<description>Buildings, software and the people between them</description>
{{range .Posts}}<item><title>{{.Title}}</title><link>{{$.Site}}{{.Path}}?utm_source=rss</link>
<guid>{{$.Site}}{{.Path}}</guid><pubDate>{{(.Published $.Now).Format $.Layout}}</pubDate>
<dc:creator>{{.Author}}</dc:creator>
{{range .Topics}}<category>{{.}}</category>{{end}}<description>{{.Markup}}</description></item>
{{end}}</channel></rss>
`))

// Markup is the summary as HTML.
func (p demoPost) Markup() string { return "<p>" + template.HTMLEscapeString(p.Summary) + "</p>" }

// rss is that feed.
func (f demoFeeds) rss(now time.Time) ([]byte, error) {
	document := bytes.NewBufferString(xml.Header)
	err := demoRSS.Execute(document, map[string]any{"Company": demoCompany, "Site": demoSite, "Posts": f.Blog, "Now": now,
		"Layout": time.RFC1123Z})
	return document.Bytes(), err
}

// jsonFeed is the newsroom as JSON Feed 1.1 (jsonfeed.org/version/1.1). Without authors, which the format allows.
func (f demoFeeds) jsonFeed(now time.Time) ([]byte, error) {
	items := []map[string]any{}
	for _, p := range f.News {
		items = append(items, map[string]any{"id": demoSite + p.Path, "url": demoSite + p.Path, "title": p.Title,
			"content_text": p.Summary,
			"tags":         p.Topics, "date_published": p.Published(now).Format(time.RFC3339)})
	}
	return json.MarshalIndent(map[string]any{"version": "https://jsonfeed.org/version/1.1",
		"title": demoCompany + " news", "home_page_url": demoSite + "/news",
		"language": "en", "items": items}, "", "  ")
}

// csv is the list of open jobs as a spreadsheet program writes it. Topics share a cell,
// separated by semicolons; dates have no time.
func (f demoFeeds) csv(now time.Time) ([]byte, error) {
	rows := [][]string{{"Title", "URL", "Kind", "Summary", "Topics", "Department", "Location", "Language", "Published"}}
	for _, p := range f.Jobs {
		rows = append(rows, []string{p.Title, demoSite + p.Path, "job", p.Summary, strings.Join(p.Topics, "; "),
			p.Department, p.Location, "en",
			p.Published(now).Format(time.DateOnly)})
	}
	var document bytes.Buffer
	err := csv.NewWriter(&document).WriteAll(rows)
	return document.Bytes(), err
}

// demoHTML is the company's page, which names the sources for people and for programs. The link elements are how feeds
// are found from a page; the list of jobs is only a link for people.
var demoHTML = template.Must(template.New("feeds").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{.Company}}</title>
<link rel="alternate" type="application/rss+xml" title="{{.Company}} blog" href="{{.Blog}}">
<link rel="alternate" type="application/feed+json" title="{{.Company}} news" href="{{.News}}"></head>
<body><h1>{{.Company}}</h1><p>A made-up company. Its <a href="{{.Blog}}">blog</a>, its <a href="{{.News}}">news</a> and its <a href="{{.Jobs}}">open jobs</a>
can be added to Vouch as sources.</p></body></html>
`))

// html is that page.
func (f demoFeeds) html(time.Time) ([]byte, error) {
	var document bytes.Buffer
	err := demoHTML.Execute(&document, map[string]string{"Company": demoCompany, "Blog": demoBlogFeed,
		"News": demoNewsFeed, "Jobs": demoJobsFeed})
	return document.Bytes(), err
}
