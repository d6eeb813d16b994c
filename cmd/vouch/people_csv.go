// Tables that people write as CSV, with every mistake at its line, and the columns of the import of people.

package main

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"vouch/digest/feed"
	"vouch/store"
)

// The bounds of a file: far above any company, far below what would hurt.
const (
	maxPeopleRows = 500_000  // lines below the first
	maxCell       = 200      // characters
	maxTableBytes = 50 << 20 // 500,000 lines of a hundred bytes
)

// formula matches cells that a spreadsheet would run when the data is exported one day. A title may begin with a dash
// or a plus, as long as no call or reference follows. Such cells are refused rather than defused with a quote, because
// titles are shown to people as they are.
var formula = regexp.MustCompile(`^\s*([=@]|[+\-].*[(!|])`)

// dialled matches what is a phone number and no formula.
var dialled = regexp.MustCompile(`^\+?[0-9 ()./-]+$`)

// peopleColumns maps what people write in the first line to the columns. Keys are in small letters and without spaces
// around; the spellings are those of Slack's own pages and of common HR exports. An unknown column is refused, because
// a mistyped "manger" would otherwise be ignored in silence.
var peopleColumns = map[string]string{
	"id": "id", "slack id": "id", "slack user id": "id", "user id": "id", "member id": "id",
	"name": "name", "full name": "name", "real name": "name",
	"title": "title", "job title": "title",
	"department": "department", "team": "department",
	"location": "location", "office": "location",
	"manager": "manager", "reports to": "manager",
	"leader": "leader", "is leader": "leader",
}

// parsePeopleCSV reads the rows of people, and the mistakes with their lines.
func parsePeopleCSV(r io.Reader) (rows []store.PersonImport, mistakes []string, err error) {
	const names = "id or name, title, department, location, manager, leader"
	rows, mistakes, err = rowsOf(r, peopleColumns, names, func(columns []string) string {
		if slices.Contains(columns, "id") || slices.Contains(columns, "name") {
			return ""
		}
		return "a column id (Slack user id) or name is needed to know who is meant"
	}, personOf)
	if len(rows)+len(mistakes) > maxPeopleRows {
		return nil, nil, fmt.Errorf("more than %d lines", maxPeopleRows)
	}
	return rows, mistakes, err
}

// personOf makes a person of one row; mistake is "" or a sentence. A line is taken as a whole or not at all, so that a
// person is never half changed. An empty cell leaves what is known, so columns can be filled in part. Whether id, name
// and manager exist is the store's to say, which names the line then.
func personOf(row tableRow) (p store.PersonImport, mistake string) {
	cells := row.cells
	p = store.PersonImport{Row: row.line, ID: store.EmployeeID(cells["id"]), Name: cells["name"], Title: cells["title"],
		Department: cells["department"], Location: cells["location"], Manager: cells["manager"]}
	switch {
	case p.ID != "" && !userIDPattern.MatchString(cells["id"]):
		return p, fmt.Sprintf("id: %q is no Slack user id", cells["id"])
	case p.ID == "" && p.Name == "":
		return p, "neither id nor name"
	}
	// nil is not false, which would overrule the titles that make leaders.
	switch leader := strings.ToLower(cells["leader"]); leader {
	case "":
	case "yes", "y", "true", "1", "x":
		p.Leader = new(true)
	case "no", "n", "false", "0":
		p.Leader = new(false)
	default:
		return p, fmt.Sprintf("leader: %q is neither yes nor no", cells["leader"])
	}
	return p, ""
}

// A tableRow is one row of a table below the first, its cells cleaned and by their columns.
type tableRow struct {
	line  int // of the file
	cells map[string]string
}

// rowsOf reads the rows of a table, leaving out those with mistakes, which it names by their lines; read takes one row
// and says what is wrong with it. known are the columns as in columnsOf; required says in words what the columns lack,
// "" for nothing. A file that is not such a table at all is an error.
func rowsOf[T any](r io.Reader, known map[string]string, names string, required func(columns []string) string,
	read func(row tableRow) (T, string)) (rows []T, mistakes []string, err error) {
	table, err := feed.ReadTable(r, "", maxTableBytes)
	if err != nil {
		if known, ok := errors.AsType[*feed.Error](err); ok {
			err = errors.New(known.Msg)
		}
		return nil, nil, err
	}
	columns, err := columnsOf(table.Header, known, names)
	if err != nil {
		return nil, nil, err
	}
	if lack := required(columns); lack != "" {
		return nil, nil, errors.New(lack)
	}
	for _, line := range table.Rows {
		var row T
		cells, mistake := map[string]string{}, line.Problem
		if mistake == "" {
			mistake = cleanCells(columns, line.Cells, cells)
		}
		if mistake == "" {
			row, mistake = read(tableRow{line.Line, cells})
		}
		if mistake != "" {
			mistakes = append(mistakes, fmt.Sprintf("line %d: %s", line.Line, mistake))
			continue
		}
		rows = append(rows, row)
	}
	return rows, mistakes, nil
}

// cleanCells puts the cells of a record into a map by their columns; mistake is "" or a sentence about the first that
// cannot be taken.
func cleanCells(columns, record []string, into map[string]string) (mistake string) {
	for i, cell := range record {
		// Sanitize cuts without a word, so it gets one character more than allowed: what
		// is still too long afterwards was too long before.
		cell = feed.Sanitize(cell, maxCell+1)
		switch {
		case columns[i] == "":
			continue
		case utf8.RuneCountInString(cell) > maxCell:
			return fmt.Sprintf("%s: longer than %d characters", columns[i], maxCell)
		case formula.MatchString(cell) && !(columns[i] == "phone" && dialled.MatchString(cell)):
			return fmt.Sprintf("%s: %q is a spreadsheet formula", columns[i], cell)
		}
		into[columns[i]] = cell
	}
	return ""
}

// columnsOf names the columns of the first line; each may occur once. The list has the file's order; each is a value of
// known, or "" for a column without a name. names are told when there is another one.
func columnsOf(header []string, known map[string]string, names string) ([]string, error) {
	columns := make([]string, len(header))
	seen := map[string]bool{}
	for i, cell := range header {
		if strings.TrimSpace(cell) == "" {
			continue // a separator at the end of each line makes a column without a name
		}
		column, ok := known[strings.ToLower(strings.TrimSpace(cell))]
		if !ok {
			return nil, fmt.Errorf("unknown column %q: known are %s", cell, names)
		}
		if seen[column] {
			return nil, fmt.Errorf("the column %s stands there twice", column)
		}
		seen[column] = true
		columns[i] = column
	}
	return columns, nil
}
