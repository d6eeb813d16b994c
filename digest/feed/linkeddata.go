// Articles, job postings and events as a page describes them with schema.org data (JSON-LD).

package feed

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"vouch/store"
)

// Bounds on one block of schema.org data.
const (
	// The depth and the number are far above what real pages nest; a hostile page should
	// cost no more than a large honest one.
	maxScriptBytes = 256 << 10
	maxNodes       = 200
	maxNodeDepth   = 6
)

// linkedData is what a page's blocks state together; the first block that
// states something counts. Texts are as published, cleaned later by whoever uses them.
type linkedData struct {
	title, description, image string
	published, expires        string
	kind                      store.AssetKind
	isArticle                 bool
	job                       *store.JobFacts
	event                     *store.EventFacts
}

// node is one JSON object of schema.org data.
type node map[string]any

// articleTypes are the schema.org types that are read as articles.
var articleTypes = setOf("article", "newsarticle", "blogposting", "techarticle", "socialmediaposting", "report",
	"scholarlyarticle",
	"opinionnewsarticle", "analysisnewsarticle", "liveblogposting")

// read takes one block over. Blocks are often broken; a page is not refused
// for that.
func (d *linkedData) read(block []byte) {
	// Real blocks have a few kilobytes.
	if len(block) > maxScriptBytes {
		return
	}
	var value any
	// Only the first value counts: signs behind it are left over from templates.
	if json.NewDecoder(bytes.NewReader(looseJSON(block))).Decode(&value) != nil {
		return
	}
	var nodes []node
	gatherNodes(value, 0, &nodes)
	for _, n := range nodes {
		d.take(n)
	}
}

// looseJSON mends what publishing systems put into blocks of JSON and search engines forgive: marks of
// HTML comments and CDATA around it, comments, line breaks and tabs in texts, commas before a closing
// bracket.
func looseJSON(block []byte) []byte {
	for _, mark := range []string{"<!--", "-->", "//<![CDATA[", "//]]>", "/*<![CDATA[*/", "/*]]>*/", "<![CDATA[", "]]>"} {
		block = bytes.ReplaceAll(block, []byte(mark), nil)
	}
	out := make([]byte, 0, len(block))
	quoted := false
	for i := 0; i < len(block); i++ {
		c := block[i]
		switch {
		case quoted && c == '\\' && i+1 < len(block):
			out = append(out, c, block[i+1])
			i++
		case c == '"':
			quoted = !quoted
			out = append(out, c)
		case quoted && c < ' ':
			out = append(out, ' ')
		case !quoted && c == '/' && bytes.HasPrefix(block[i:], []byte("/*")):
			end := bytes.Index(block[i:], []byte("*/"))
			if end < 0 {
				return out
			}
			i += end + 1
		case !quoted && c == '/' && bytes.HasPrefix(block[i:], []byte("//")):
			end := bytes.IndexByte(block[i:], '\n')
			if end < 0 {
				return out
			}
			i += end
		case !quoted && (c == '}' || c == ']'):
			out = append(bytes.TrimRight(out, ", \t\r\n"), c)
		default:
			out = append(out, c)
		}
	}
	return out
}

// gatherNodes lists the objects of a block: a single one, an array, or a
// graph.
func gatherNodes(value any, depth int, nodes *[]node) {
	if depth > maxNodeDepth || len(*nodes) >= maxNodes {
		return
	}
	switch value := value.(type) {
	case []any:
		for _, element := range value {
			gatherNodes(element, depth+1, nodes)
		}
	case map[string]any:
		*nodes = append(*nodes, value)
		for _, key := range []string{"@graph", "mainEntity"} {
			if inner, ok := value[key]; ok {
				gatherNodes(inner, depth+1, nodes)
			}
		}
	}
}

// take notes what one object states, if it is of a type that matters here.
// A job posting outweighs all: its page often describes an article and an organisation
// beside it.
func (d *linkedData) take(n node) {
	types := n.types()
	switch {
	case slices.Contains(types, "jobposting"):
		d.takeJob(n)
	case slices.ContainsFunc(types, func(name string) bool { return strings.HasSuffix(name, "event") }):
		d.takeEvent(n)
	case slices.ContainsFunc(types, func(name string) bool { return articleTypes[name] }):
		d.isArticle = true
		if slices.Contains(types, "opinionnewsarticle") {
			d.kind = cmp.Or(d.kind, store.ThoughtLeadership)
		}
		d.takeCommon(n, n.text("headline", "name"), n.text("datePublished", "dateCreated"), n.text("expires"))
	}
}

// takeCommon notes the fields all types share.
func (d *linkedData) takeCommon(n node, title, published, expires string) {
	d.title = cmp.Or(d.title, title)
	d.description = cmp.Or(d.description, n.text("description"))
	d.image = cmp.Or(d.image, n.image())
	d.published = cmp.Or(d.published, published)
	d.expires = cmp.Or(d.expires, expires)
}

// takeJob notes a JobPosting.
func (d *linkedData) takeJob(n node) {
	if d.job != nil {
		return
	}
	d.kind = store.Job
	d.takeCommon(n, n.text("title", "name"), n.text("datePosted"), n.text("validThrough"))
	// The only value schema.org defines for the field is TELECOMMUTE.
	remote := strings.EqualFold(n.text("jobLocationType"), "TELECOMMUTE")
	d.job = jobFacts(Sanitize(n.text("occupationalCategory", "industry"), maxName), "", []string{n.location()}, remote)
}

// takeEvent notes an Event. It is worth offering until it ends.
func (d *linkedData) takeEvent(n node) {
	if d.event != nil {
		return
	}
	d.kind = cmp.Or(d.kind, store.Event)
	d.event = &store.EventFacts{
		StartsAt: parseTime(n.text("startDate")), EndsAt: parseExpiry(n.text("endDate")),
		Place: Sanitize(n.location(), maxName),
	}
	if d.event.Place == "" && strings.Contains(n.text("eventAttendanceMode"), "Online") {
		d.event.Place = "online"
	}
	d.takeCommon(n, n.text("name"), "", "")
}

// types returns the object's types in lower case, without a namespace.
func (n node) types() []string {
	var types []string
	for _, value := range listOf(n["@type"]) {
		name, _ := value.(string)
		name = name[strings.LastIndexAny(name, "/:")+1:]
		types = append(types, strings.ToLower(name))
	}
	return types
}

// text returns the first of the named fields that has a text. An object gives
// its name, a list the texts of its elements. At most three texts of a list: a page may
// name dozens of authors.
func (n node) text(names ...string) string {
	for _, name := range names {
		var parts []string
		for _, value := range listOf(n[name]) {
			if part := textOf(value); part != "" && len(parts) < 3 {
				parts = append(parts, part)
			}
		}
		if len(parts) > 0 {
			return strings.Join(parts, ", ")
		}
	}
	return ""
}

// image returns the address of the first picture.
func (n node) image() string {
	for _, value := range listOf(n["image"]) {
		switch value := value.(type) {
		case string:
			return value
		case map[string]any:
			if address := node(value).text("url", "contentUrl"); address != "" {
				return address
			}
		}
	}
	return ""
}

// location returns "Berlin, DE" or a venue's name; several places are joined.
// At most three places.
func (n node) location() string {
	var places []string
	for _, value := range append(listOf(n["jobLocation"]), listOf(n["location"])...) {
		place, ok := value.(map[string]any)
		if !ok {
			places = append(places, textOf(value))
			continue
		}
		if slices.Contains(node(place).types(), "virtuallocation") {
			places = append(places, "online")
			continue
		}
		parts := []string{node(place).text("name")}
		if address, ok := place["address"].(map[string]any); ok {
			parts = append(parts, node(address).text("addressLocality"), node(address).text("addressCountry"))
		} else {
			parts = append(parts, textOf(place["address"]))
		}
		places = append(places, strings.Join(cleanList(parts, 3), ", "))
	}
	return strings.Join(cleanList(places, 3), "; ")
}

// listOf makes one element and many look alike.
func listOf(value any) []any {
	if list, ok := value.([]any); ok {
		return list
	}
	if value == nil {
		return nil
	}
	return []any{value}
}

// textOf returns a text, a number as text, or the name of an object.
func textOf(value any) string {
	switch value := value.(type) {
	case string:
		return strings.TrimSpace(value)
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64)
	case map[string]any:
		for _, key := range []string{"name", "@value"} {
			if text, ok := value[key].(string); ok {
				return strings.TrimSpace(text)
			}
		}
	}
	return ""
}
