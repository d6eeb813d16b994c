// Articles, job postings and events as a page describes them with schema.org data (JSON-LD).

package feed

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
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
	title, description, image, author string
	published, expires                string
	kind                              string
	isArticle                         bool
	job                               *Job
	event                             *Event
}

// node is one JSON object of schema.org data.
type node map[string]any

// articleTypes are the schema.org types that are read as articles.
var articleTypes = setOf("article", "newsarticle", "blogposting", "techarticle", "socialmediaposting", "report", "scholarlyarticle",
	"opinionnewsarticle", "analysisnewsarticle", "liveblogposting")

// read takes one block over. Blocks are often broken; a page is not refused
// for that.
func (d *linkedData) read(block []byte) {
	block = bytes.TrimSpace(block)
	block = bytes.TrimSuffix(bytes.TrimPrefix(block, []byte("<!--")), []byte("-->"))
	// Real blocks have a few kilobytes.
	if len(block) > maxScriptBytes {
		return
	}
	var value any
	if json.Unmarshal(block, &value) != nil {
		return
	}
	var nodes []node
	gatherNodes(value, 0, &nodes)
	for _, n := range nodes {
		d.take(n)
	}
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
			d.kind = firstOf(d.kind, KindThoughtLeadership)
		}
		d.takeCommon(n, n.text("headline", "name"), n.text("datePublished", "dateCreated"), n.text("expires"))
	}
}

// takeCommon notes the fields all types share.
func (d *linkedData) takeCommon(n node, title, published, expires string) {
	d.title = firstOf(d.title, title)
	d.description = firstOf(d.description, n.text("description"))
	d.image = firstOf(d.image, n.image())
	d.author = firstOf(d.author, n.text("author"))
	d.published = firstOf(d.published, published)
	d.expires = firstOf(d.expires, expires)
}

// takeJob notes a JobPosting. Its author is nobody: the hiring organisation is
// the reader's own company.
func (d *linkedData) takeJob(n node) {
	if d.job != nil {
		return
	}
	d.kind = KindJob
	d.takeCommon(n, n.text("title", "name"), n.text("datePosted"), n.text("validThrough"))
	d.job = &Job{
		Location:       n.location(),
		Department:     n.text("occupationalCategory", "industry"),
		EmploymentType: employmentType(n.text("employmentType")),
		Salary:         n.salary(),
	}
	// The only value schema.org defines for this field.
	if strings.EqualFold(n.text("jobLocationType"), "TELECOMMUTE") {
		d.job.Remote = "remote"
	}
	d.job.clean()
}

// takeEvent notes an Event. It is worth offering until it ends.
func (d *linkedData) takeEvent(n node) {
	if d.event != nil {
		return
	}
	d.kind = firstOf(d.kind, KindEvent)
	starts, ends := parseTime(n.text("startDate")), parseExpiry(n.text("endDate"))
	if d.event = (&Event{Starts: starts, Ends: ends, Place: Sanitize(n.location(), maxName)}); d.event.Place == "" {
		if strings.Contains(n.text("eventAttendanceMode"), "Online") {
			d.event.Place = "online"
		}
	}
	// Without an end the start is the last moment at which it is worth offering.
	d.takeCommon(n, n.text("name"), "", firstOf(n.text("endDate"), n.text("startDate")))
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

// salary returns the published pay for reading, or "". schema.org allows a plain number,
// an object with one value, and an object with a range.
func (n node) salary() string {
	pay, ok := n["baseSalary"].(map[string]any)
	if !ok {
		return ""
	}
	value, ok := pay["value"].(map[string]any)
	if !ok {
		return salaryText(node(pay).text("currency"), numberOf(pay["value"]), 0, "")
	}
	low, high := numberOf(value["minValue"]), numberOf(value["maxValue"])
	// A single figure instead of a range.
	if low == 0 {
		low = numberOf(value["value"])
	}
	return salaryText(node(pay).text("currency"), low, high, node(value).text("unitText"))
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

// numberOf reads a number that may be written as text. 0 for anything else, which counts
// as no number.
func numberOf(value any) float64 {
	switch value := value.(type) {
	case float64:
		return value
	case string:
		number, _ := strconv.ParseFloat(strings.ReplaceAll(value, ",", ""), 64)
		return number
	}
	return 0
}

// salaryText writes a range of pay for reading, for example "EUR 60,000–80,000
// per year"; empty without an amount. Amounts above 10^12 are mistakes, in whatever
// currency.
func salaryText(currency string, low, high float64, period string) string {
	if low <= 0 && high <= 0 || low > 1e12 || high > 1e12 {
		return ""
	}
	amount := groupThousands(max(low, 0))
	switch {
	case low <= 0:
		amount = "up to " + groupThousands(high)
	case high > low:
		amount += "–" + groupThousands(high)
	}
	text := strings.TrimSpace(strings.ToUpper(currency) + " " + amount)
	period = strings.NewReplacer("-salary", "", "-wage", "", "per-", "", "per ", "").Replace(strings.ToLower(period))
	if period != "" {
		text += " per " + period
	}
	return text
}

// groupThousands writes a whole number with commas.
func groupThousands(number float64) string {
	digits := fmt.Sprintf("%.0f", number)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
