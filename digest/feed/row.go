// One row of a CSV becomes an item, or a reason that names the column to correct.

package feed

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"vouch/store"
)

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
