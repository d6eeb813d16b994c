// The people import's CSV: which columns it knows, and every mistake with its line.

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

// The bounds of a people file: far above any company, far below what would hurt.
const (
	// lines below the first
	maxPeopleRows = 500_000
	maxCell       = 200 // characters
	// 500,000 lines of a hundred bytes
	maxPeopleBytes = 50 << 20
)

// formula matches cells that a spreadsheet would run when the data is exported one day. A title may begin with a dash
// or a plus, as long as no call or reference follows. Such cells are refused rather than defused with a quote, because
// titles are shown to people as they are.
var formula = regexp.MustCompile(`^\s*([=@]|[+\-].*[(!|])`)

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

// parsePeopleCSV reads the rows, leaving out those with mistakes and saying why with the
// line's number. A file that is not such a table at all is an error.
func parsePeopleCSV(r io.Reader) (rows []store.PersonImport, mistakes []string, err error) {
	table, err := feed.ReadTable(r, "", maxPeopleBytes)
	if err != nil {
		if known, ok := errors.AsType[*feed.Error](err); ok {
			err = errors.New(known.Msg)
		}
		return nil, nil, err
	}
	if len(table.Rows) > maxPeopleRows {
		return nil, nil, fmt.Errorf("more than %d lines", maxPeopleRows)
	}
	columns, err := columnsOf(table.Header, peopleColumns, "id or name, title, department, location, manager, leader")
	if err != nil {
		return nil, nil, err
	}
	if !slices.Contains(columns, "id") && !slices.Contains(columns, "name") {
		return nil, nil, errors.New("a column id (Slack user id) or name is needed to know who is meant")
	}
	for _, line := range table.Rows {
		row, mistake := store.PersonImport{}, line.Problem
		if mistake == "" {
			row, mistake = personOf(columns, line.Cells)
		}
		if mistake != "" {
			mistakes = append(mistakes, fmt.Sprintf("line %d: %s", line.Line, mistake))
			continue
		}
		// The store names it when it cannot find the person.
		row.Row = line.Line
		rows = append(rows, row)
	}
	return rows, mistakes, nil
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

// personOf reads one record; mistake is "" or a sentence. The first mistake of a line is
// told; a line is taken as a whole or not at all, so that a person is never half changed.
func personOf(columns, record []string) (row store.PersonImport, mistake string) {
	for i, cell := range record {
		if columns[i] == "" {
			continue
		}
		// Sanitize cuts without a word, so it gets one character more than allowed: what
		// is still too long afterwards was too long before.
		cell = feed.Sanitize(cell, maxCell+1)
		if utf8.RuneCountInString(cell) > maxCell {
			return row, fmt.Sprintf("%s: longer than %d characters", columns[i], maxCell)
		}
		if formula.MatchString(cell) {
			return row, fmt.Sprintf("%s: %q is a spreadsheet formula", columns[i], cell)
		}
		if mistake = setPerson(&row, columns[i], cell); mistake != "" {
			return row, mistake
		}
	}
	if row.ID == "" && row.Name == "" {
		return row, "neither id nor name"
	}
	return row, ""
}

// setPerson stores one cell; mistake is "" or a sentence. An empty cell leaves what is known, so columns can be filled
// in part. Whether id, name and manager exist is the store's to say.
func setPerson(row *store.PersonImport, column, cell string) (mistake string) {
	switch column {
	case "id":
		if cell != "" && !userIDPattern.MatchString(cell) {
			return fmt.Sprintf("id: %q is no Slack user id", cell)
		}
		row.ID = store.EmployeeID(cell)
	case "name":
		row.Name = cell
	case "title":
		row.Title = cell
	case "department":
		row.Department = cell
	case "location":
		row.Location = cell
	case "manager":
		row.Manager = cell
	case "leader":
		return setLeader(row, cell)
	}
	return ""
}

// setLeader reads yes and no; an empty cell leaves the title rule in charge. Row.Leader is nil, true or false: nil is
// not false, which would overrule the titles that make leaders.
func setLeader(row *store.PersonImport, cell string) (mistake string) {
	var leader bool
	switch strings.ToLower(cell) {
	case "":
		return ""
	case "yes", "y", "true", "1", "x":
		leader = true
	case "no", "n", "false", "0":
	default:
		return fmt.Sprintf("leader: %q is neither yes nor no", cell)
	}
	row.Leader = &leader
	return ""
}
