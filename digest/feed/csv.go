// Assets from a spreadsheet: a CSV with a header, each row an item or a problem that names line and column.

package feed

import (
	"cmp"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"vouch/store"
)

// assetColumns are the names a header may use, folded by kindKey; "variant 1" to "variant 15" come on top.
var assetColumns = strings.Split(
	"title,url,kind,summary,topics,personas,image,language,published,expires,hook,location,"+
		"department,team,starts,ends,place,only,audiences,truth,angles", ",")

// unusedColumns stand in exports of other programs; nothing here has a use for them.
var unusedColumns = setOf("author", "employment type", "remote", "salary")

// columnAliases are other names people give the same columns.
var columnAliases = map[string]string{
	"link": "url", "address": "url", "headline": "title", "description": "summary", "type": "kind", "tags": "topics",
	"topic": "topics", "persona": "personas", "audience": "audiences", "angle": "angles", "image url": "image",
	"published at": "published", "date": "published",
	"expires at": "expires", "expiry": "expires", "variant": "variant 1",
}

// ParseAssetsCSV reads a table of assets. The first line names the columns; title and url are required, the others
// optional: kind, summary, topics, personas and audiences (separated by semicolons), only (yes: nobody but these
// personas sees it), truth (a sentence everybody agrees on), angles (separated by semicolons), image, language,
// published, expires, variant 1 to variant 15; hook, location, department, team for jobs; starts, ends, place for
// events. Comma, semicolon and tab are recognised as separators, and any charset a spreadsheet writes. A file that is
// not such a table is refused; a row with a mistake is skipped, with Index as its line and the column in the reason.
func ParseAssetsCSV(r io.Reader, options ParseOptions) (Result, error) {
	options = options.withDefaults()
	table, err := ReadTable(r, options.ContentType, options.MaxBytes)
	if err != nil {
		return Result{}, err
	}
	columns, err := readHeader(table.Header)
	if err != nil {
		return Result{}, err
	}
	c := newCollector("csv", options)
	for _, row := range table.Rows {
		switch {
		case !c.wants(row.Line):
		case row.Problem != "":
			c.skip(row.Line, "", "%s", row.Problem)
		default:
			addRow(c, row.Line, columns, row.Cells)
		}
	}
	return c.done(), nil
}

// readHeader returns the column name of each position. Names nobody knows are refused, because a misspelt column would
// lose its content silently.
func readHeader(header []string) ([]string, error) {
	known := setOf(assetColumns...)
	for i := 1; i <= MaxVariants; i++ {
		known[fmt.Sprintf("variant %d", i)] = true
	}
	columns, seen := make([]string, len(header)), map[string]int{}
	for i, cell := range header {
		name := kindKey(Sanitize(cell, 60))
		name = cmp.Or(columnAliases[name], name)
		switch {
		case name == "", unusedColumns[name]:
			continue
		case !known[name]:
			return nil, fail(Invalid, "Line 1, column %d: %q is not a known column. Known are: %s, variant 1 to variant %d.",
				i+1, Sanitize(cell, 60), strings.Join(assetColumns, ", "), MaxVariants)
		case seen[name] > 0:
			return nil, fail(Invalid, "Line 1: columns %d and %d are both %q. Keep one of them.", seen[name], i+1, name)
		}
		columns[i], seen[name] = name, i+1
	}
	for _, name := range []string{"title", "url"} {
		if seen[name] == 0 {
			return nil, fail(Invalid, "Line 1: the column %q is missing. The first line must name the columns; title and url "+
				"are required.", name)
		}
	}
	return columns, nil
}

// maxVariantRunes is LinkedIn's limit for a post, the longest of the networks.
const maxVariantRunes = 3000

// maxHook is how long the library lets the opening line of a job be.
const maxHook = 200

// formula matches cells a spreadsheet would run: those with "=", and function calls or program calls behind + - @. Text
// such as "- what we learned" or "@home" passes.
var formula = regexp.MustCompile(`^\s*(=|[+\-@]\s*[A-Za-z_.]+\s*\(|[+\-@].*\|.*!)`)

// row is the record of one line by column name. A name is a column's canonical one; columns that are not known are not
// in cells.
type row struct {
	cells   map[string]string
	problem string // the first mistake found, naming its column
}

// addRow adds one line of the table, skipping it with a reason when it has a mistake. line is that of the file and
// stands in the reason.
func addRow(c *collector, line int, columns, record []string) {
	r := &row{cells: map[string]string{}}
	for i, name := range columns {
		cell := strings.TrimSpace(record[i])
		// The texts come back out one day, in an export that is opened in a spreadsheet.
		if formula.MatchString(cell) {
			r.fail(name, "it starts like a spreadsheet formula; write the text itself")
		}
		if name != "" {
			r.cells[name] = cell
		}
	}
	item := r.item()
	if r.problem != "" {
		c.skip(line, r.cells["title"], "%s", r.problem)
		return
	}
	c.add(line, item)
}

// fail notes a mistake; only the first of a row is reported.
func (r *row) fail(column, format string, arguments ...any) {
	if r.problem == "" {
		r.problem = fmt.Sprintf("Column %q: %s.", column, fmt.Sprintf(format, arguments...))
	}
}

// item reads the cells, in the order of their importance. All cells are read even after a mistake, so the code stays
// plain; the item is thrown away then.
func (r *row) item() Item {
	if titleText(r.cells["title"]) == "" {
		r.fail("title", "it is empty")
	}
	item := Item{
		Title:     r.cells["title"],
		Summary:   PlainText(r.cells["summary"], MaxSummary),
		URL:       r.link("url", true),
		ImageURL:  r.link("image", false),
		Language:  r.language(),
		Kind:      r.kind(),
		Topics:    splitList(r.cells["topics"]),
		Personas:  r.personas(),
		Only:      r.only(),
		Audiences: r.audiences(),
		Truth:     Sanitize(r.cells["truth"], 0),
		Angles:    r.angles(),
		Variants:  r.variants(),
		Published: r.date("published", parseTime),
		Expires:   r.date("expires", parseExpiry),
	}
	r.details(&item)
	return item
}

// details reads the columns that only jobs or only events have. A row without a kind becomes a job or event by having
// their columns.
func (r *row) details(item *Item) {
	hook := Sanitize(r.cells["hook"], 0)
	if utf8.RuneCountInString(hook) > maxHook {
		r.fail("hook", "it is longer than %d characters", maxHook)
	}
	job := store.JobFacts{Location: r.cells["location"], Department: cmp.Or(r.cells["department"], r.cells["team"]),
		Hook: hook}
	// Only what can apply counts: a place in the row of an article is no reason to make it an event.
	if job != (store.JobFacts{}) && (item.Kind == store.Job || item.Kind == "") {
		item.Kind, item.Job = store.Job, &job
	}
	event := store.EventFacts{StartsAt: r.date("starts", parseTime), EndsAt: r.date("ends", parseExpiry),
		Place: r.cells["place"]}
	if event == (store.EventFacts{}) || item.Kind != store.Event && item.Kind != "" {
		return
	}
	if !event.EndsAt.IsZero() && event.EndsAt.Before(event.StartsAt) {
		r.fail("ends", "it is before the start")
	}
	item.Kind, item.Event = store.Event, &event
}

// link returns an absolute address, or notes what is wrong with it.
func (r *row) link(column string, required bool) string {
	cell := r.cells[column]
	if cell == "" && !required {
		return ""
	}
	if _, err := Canonical(cell); err != nil {
		r.fail(column, "it must be a full address, starting with https://")
	}
	return cell
}

// kind returns the stated kind.
func (r *row) kind() store.AssetKind {
	cell := r.cells["kind"]
	kind := knownKind(cell)
	if cell != "" && kind == "" {
		r.fail("kind", "%q is not known; use article, job, culture, case_study, thought_leadership or event",
			Sanitize(cell, 40))
	}
	return kind
}

// personas returns the personas by their ids, in small letters; whether they exist is for the store to say.
func (r *row) personas() (ids []store.PersonaID) {
	for _, name := range cleanList(splitList(r.cells["personas"]), MaxTopics) {
		ids = append(ids, store.PersonaID(strings.ToLower(name)))
	}
	return ids
}

// only tells whether nobody but the personas of the row sees it.
func (r *row) only() bool {
	switch strings.ToLower(r.cells["only"]) {
	case "", "no", "false", "0":
		return false
	case "yes", "true", "1":
		if r.cells["personas"] == "" {
			r.fail("only", "the row names no personas to keep it for")
		}
		return true
	}
	r.fail("only", "%q is neither yes nor no", Sanitize(r.cells["only"], 40))
	return false
}

// audiences returns the outside readers.
func (r *row) audiences() (list []store.Audience) {
	for _, name := range cleanList(splitList(r.cells["audiences"]), MaxTopics) {
		audience := store.Audience(strings.ToLower(name))
		if audience.Label() == "" {
			r.fail("audiences", "%q is not known; use buyers, candidates, peers, customers or partners", Sanitize(name, 40))
		}
		list = append(list, audience)
	}
	return list
}

// angles returns the vantage points. Only a semicolon parts them: a sentence may have commas.
func (r *row) angles() (list []string) {
	for angle := range strings.SplitSeq(r.cells["angles"], ";") {
		if angle = Sanitize(angle, 0); angle != "" {
			list = append(list, angle)
		}
	}
	return list
}

// language returns the stated language.
func (r *row) language() string {
	cell := r.cells["language"]
	if cell != "" && baseLanguage(cell) == "" {
		r.fail("language", "%q is not a language code; write for example en or de", Sanitize(cell, 40))
	}
	return cell
}

// date reads a date with the given function. Forms such as 03/04/2026 are refused: they mean two different days.
func (r *row) date(column string, parse func(string) time.Time) time.Time {
	cell := r.cells[column]
	date := parse(cell)
	if cell != "" && date.IsZero() {
		r.fail(column, "%q is not a date known here; write it as 2026-03-31 or 2026-03-31 18:00", Sanitize(cell, 40))
	}
	return date
}

// variants collects the texts to post in the order of their columns. They keep their line breaks.
func (r *row) variants() []string {
	var variants []string
	for i := 1; i <= MaxVariants; i++ {
		var lines []string
		for line := range strings.SplitSeq(r.cells[fmt.Sprintf("variant %d", i)], "\n") {
			lines = append(lines, Sanitize(line, 0))
		}
		if text := strings.TrimSpace(strings.Join(lines, "\n")); text != "" {
			variants = append(variants, shorten(text, maxVariantRunes))
		}
	}
	return variants
}

// splitList splits a cell with several words; a comma separates only when there is no semicolon. Cleaning is left to
// the collector.
func splitList(cell string) []string {
	separator := ","
	if strings.Contains(cell, ";") {
		separator = ";"
	}
	return strings.Split(cell, separator)
}
