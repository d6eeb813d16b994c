// Articles, job postings and events as a page describes them with schema.org data (JSON-LD).

package feed

import (
	"bytes"
	"cmp"
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"vouch/store"
)

// Bounds on one block of schema.org data.
const (
	// The depth and the number are far above what real pages nest; a hostile page should cost no more than a large
	// honest one.
	maxScriptBytes = 256 << 10
	maxNodes       = 200
	maxNodeDepth   = 6
)

// linkedData is what a page's blocks state together; the first block that states something counts. Texts are as
// published, cleaned later by whoever uses them.
type linkedData struct {
	title, description, image string
	published, expires        string
	pageDate                  string // of the page around it, where nothing better is dated
	kind                      store.AssetKind
	isArticle                 bool
	job                       *store.JobFacts
	event                     *store.EventFacts
}

// node is one JSON object of schema.org data.
type node map[string]any

// articleTypes are the schema.org types that are read as articles, with all whose name ends in article.
var articleTypes = setOf("blogposting", "socialmediaposting", "report", "liveblogposting")

// read takes one block over. Blocks are often broken; a page is not refused for that.
func (d *linkedData) read(block []byte) {
	// Real blocks have a few kilobytes.
	if len(block) > maxScriptBytes {
		return
	}
	var nodes []node
	// Several values may follow each other; other signs behind one are left over from templates.
	for decoder := json.NewDecoder(bytes.NewReader(looseJSON(block))); ; {
		var value any
		if decoder.Decode(&value) != nil {
			break
		}
		gatherNodes(value, 0, &nodes)
	}
	for _, n := range nodes {
		d.take(n)
	}
}

// looseWord is a word or a number outside texts, as "undefined" or 1e5.
var looseWord = regexp.MustCompile(`^(?:[A-Za-z_$][\w$]*|-?\d[\d.eE+-]*)`)

// looseJSON mends what publishing systems put into blocks of JSON and search engines forgive: marks of HTML comments
// and CDATA around it, an assignment before it, comments, words of JavaScript, commas before a closing bracket, quotes
// written as entities, and what looseText mends.
func looseJSON(block []byte) []byte {
	if bytes.IndexByte(block, '"') < 0 && bytes.Contains(block, []byte("&quot;")) {
		block = []byte(html.UnescapeString(string(block)))
	}
	for _, mark := range []string{"<!--", "-->", "//<![CDATA[", "//]]>", "/*<![CDATA[*/", "/*]]>*/", "<![CDATA[", "]]>"} {
		block = bytes.ReplaceAll(block, []byte(mark), nil)
	}
	out := make([]byte, 0, len(block))
	for rest := block; len(rest) > 0; {
		size := 1
		switch c := rest[0]; {
		case bytes.HasPrefix(rest, []byte("/*")):
			_, rest, _ = bytes.Cut(rest, []byte("*/"))
			continue
		case bytes.HasPrefix(rest, []byte("//")):
			_, rest, _ = bytes.Cut(rest, []byte("\n"))
			continue
		case len(out) == 0 && c != '{' && c != '[':
		case c == '"' || c == '\'':
			out, size = looseText(out, rest)
		case c == '}' || c == ']':
			out = append(bytes.TrimRight(out, ", \t\r\n"), c)
		default:
			word := looseWord.Find(rest)
			if size = max(len(word), 1); len(word) > 0 && c > '9' {
				word = wordAsJSON(word, rest[len(word):])
			}
			if out = append(out, word...); len(word) == 0 {
				out = append(out, c)
			}
		}
		rest = rest[size:]
	}
	return out
}

// wordAsJSON is a word of JavaScript as JSON has it: a name before a colon in quotes, and what JSON does not know as
// nothing.
func wordAsJSON(word, rest []byte) []byte {
	switch {
	case bytes.HasPrefix(bytes.TrimLeft(rest, " \t\r\n"), []byte(":")):
		return []byte(`"` + string(word) + `"`)
	case string(word) == "true" || string(word) == "false":
		return word
	}
	return []byte("null")
}

// looseText appends to out, as JSON has it, the text in quotes of either kind at the start of rest, and gives its size
// there: line breaks become blanks, and what a backslash does not escape in JSON stands for itself.
func looseText(out, rest []byte) (all []byte, size int) {
	out = append(out, '"')
	for i := 1; i < len(rest); i++ {
		c := rest[i]
		switch {
		case c == rest[0]:
			return append(out, '"'), i + 1
		case c == '\\' && i+1 < len(rest):
			if i++; bytes.IndexByte([]byte(`"\/bfnrtu`), rest[i]) >= 0 {
				out = append(out, c)
			}
			out = append(out, max(rest[i], ' '))
		case c == '"':
			out = append(out, '\\', c)
		default:
			out = append(out, max(c, ' '))
		}
	}
	return out, len(rest)
}

// gatherNodes lists the objects of a block: a single one, an array, or a graph.
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

// take notes what one object states, if it is of a type that matters here. A job posting outweighs all: its page often
// describes an article and an organisation beside it.
func (d *linkedData) take(n node) {
	types := n.types()
	switch {
	case slices.Contains(types, "jobposting"):
		d.takeJob(n)
	case slices.ContainsFunc(types, func(name string) bool { return strings.HasSuffix(name, "event") }):
		d.takeEvent(n)
	case slices.ContainsFunc(types, isArticleType):
		d.isArticle = true
		if slices.Contains(types, "opinionnewsarticle") {
			d.kind = cmp.Or(d.kind, store.ThoughtLeadership)
		}
		d.takeCommon(n, n.text("headline", "name"), n.text("datePublished", "dateCreated"), n.text("expires"))
	case slices.Contains(types, "webpage"):
		d.pageDate = cmp.Or(d.pageDate, n.text("datePublished"))
	}
}

// isArticleType tells whether a schema.org type is read as an article.
func isArticleType(name string) bool { return articleTypes[name] || strings.HasSuffix(name, "article") }

// takeCommon notes the fields all types share.
func (d *linkedData) takeCommon(n node, title, published, expires string) {
	d.title = cmp.Or(d.title, title)
	d.description = cmp.Or(d.description, unescapeFully(n.text("description")))
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
	d.job = jobFacts(Sanitize(n.text("occupationalCategory", "industry"), maxName), []string{n.location()}, remote)
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

// text returns the first of the named fields that has a text. An object gives its name, a list the texts of its
// elements. At most three texts of a list: a page may name dozens of authors.
func (n node) text(names ...string) string {
	for _, name := range names {
		if texts := n.texts(name); len(texts) > 0 {
			return strings.Join(texts[:min(len(texts), 3)], ", ")
		}
	}
	return ""
}

// texts returns every text of a field, empty ones left out.
func (n node) texts(name string) (texts []string) {
	for _, value := range listOf(n[name]) {
		if text := textOf(value); text != "" {
			texts = append(texts, text)
		}
	}
	return texts
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

// location returns "Berlin, DE" or a venue's name; several places are joined. At most three places.
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
