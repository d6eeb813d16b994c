// The people import's CSV: which columns it knows, and every mistake with its line.

package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
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
)

var errNotUTF8 = errors.New("not UTF-8: save the file as \"CSV UTF-8\"")

// formula matches cells that a spreadsheet would run when the data is exported one day. A
// title may begin with a dash or a plus, as long as no call or reference follows. Such
// cells are refused rather than defused with a quote, because titles are shown to people
// as they are.
var formula = regexp.MustCompile(`^\s*([=@]|[+\-].*[(!|])`)

// peopleColumns maps what people write in the first line to the columns.
// Keys are in small letters and without spaces around; the spellings are those of Slack's
// own pages and of common HR exports. An unknown column is refused, because a mistyped
// "manger" would otherwise be ignored in silence.
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
	reader := csv.NewReader(withoutMark(r))
	// The reader would stop at the first line with another number of cells; personOf
	// tells it and goes on.
	reader.FieldsPerRecord = -1
	reader.TrimLeadingSpace = true
	header, err := reader.Read()
	if errors.Is(err, io.EOF) {
		return nil, nil, errors.New("the file is empty")
	}
	if err != nil {
		return nil, nil, err
	}
	// What Excel writes in countries where the comma stands in numbers.
	if len(header) == 1 && strings.Contains(header[0], ";") {
		return nil, nil, errors.New("the columns are separated by semicolons: save the file with commas")
	}
	columns, err := columnsOf(header)
	if err != nil {
		return nil, nil, err
	}
	for range maxPeopleRows + 1 {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return rows, mistakes, nil
		}
		if err != nil {
			return nil, nil, err // a broken quote: everything after it would be guessed
		}
		// The line of the file and not the count of records: a quoted cell may hold line
		// breaks, and empty lines are passed over.
		line, _ := reader.FieldPos(0)
		row, mistake := personOf(columns, record)
		if mistake != "" {
			mistakes = append(mistakes, fmt.Sprintf("line %d: %s", line, mistake))
			continue
		}
		// The store names it when it cannot find the person.
		row.Row = line
		rows = append(rows, row)
	}
	return nil, nil, fmt.Errorf("more than %d lines", maxPeopleRows)
}

// withoutMark drops the byte order mark that spreadsheets put first. A file shorter than
// the mark is given on as it is.
func withoutMark(r io.Reader) io.Reader {
	buffered := bufio.NewReader(r)
	if mark, err := buffered.Peek(3); err == nil && string(mark) == "\ufeff" {
		_, _ = buffered.Discard(3) // cannot fail: the bytes are buffered
	}
	return buffered
}

// columnsOf names the columns of the first line; each may occur once, and one must say
// who is meant. The list has the file's order; each is a value of peopleColumns.
func columnsOf(header []string) ([]string, error) {
	columns := make([]string, len(header))
	seen := map[string]bool{}
	for i, cell := range header {
		if !utf8.ValidString(cell) {
			return nil, errNotUTF8
		}
		column, ok := peopleColumns[strings.ToLower(strings.TrimSpace(cell))]
		if !ok {
			return nil, fmt.Errorf("unknown column %q: known are id or name, title, department, location, manager, leader", cell)
		}
		if seen[column] {
			return nil, fmt.Errorf("the column %s stands there twice", column)
		}
		seen[column] = true
		columns[i] = column
	}
	if !seen["id"] && !seen["name"] {
		return nil, errors.New("a column id (Slack user id) or name is needed to know who is meant")
	}
	return columns, nil
}

// personOf reads one record; mistake is "" or a sentence. The first mistake of a line is
// told; a line is taken as a whole or not at all, so that a person is never half changed.
func personOf(columns, record []string) (row store.PersonImport, mistake string) {
	if len(record) != len(columns) {
		return row, fmt.Sprintf("%d cells where the first line has %d", len(record), len(columns))
	}
	for i, cell := range record {
		if !utf8.ValidString(cell) {
			return row, columns[i] + ": " + errNotUTF8.Error()
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

// setPerson stores one cell; mistake is "" or a sentence. An empty cell leaves what is
// known, so columns can be filled in part. Whether id, name and manager exist is the
// store's to say.
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

// setLeader reads yes and no; an empty cell leaves the title rule in charge.
// Row.Leader is nil, true or false: nil is not false, which would overrule the titles
// that make leaders.
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
