// Tables as spreadsheets write them: any charset, separator and line end; a row that cannot be read harms no other.

package feed

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Table is a CSV with its first line apart.
type Table struct {
	Header []string
	Rows   []TableRow
	quotes *strings.Replacer // exchanges the quotes of a table that has single ones, nil for others
}

// TableRow is one row of a table, with as many cells as the header.
type TableRow struct {
	Line    int // of the file, from 1
	Cells   []string
	Problem string // a sentence why the row cannot be read, or ""
}

// ReadTable reads a CSV of at most maxBytes. Comma, semicolon, tab and bar are recognised as separators, also by the
// line "sep=;" of Excel, and single or typographic quotes where the first line is written with them. Rows of nothing
// but separators are padding and left out; a short row lacks its last cells. Errors are *Error.
func ReadTable(r io.Reader, contentType string, maxBytes int64) (Table, error) {
	document, err := readDocument(r, contentType, maxBytes)
	if err != nil {
		return Table{}, err
	}
	if err := checkIsTable(document); err != nil {
		return Table{}, err
	}
	document = bytes.ReplaceAll(bytes.ReplaceAll(document, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
	rest := string(document)
	table := Table{}
	switch header := strings.TrimSpace(rest); {
	case strings.HasPrefix(header, "“"):
		rest = strings.NewReplacer("“", `"`, "”", `"`).Replace(rest)
	case strings.HasPrefix(header, "'"):
		table.quotes = strings.NewReplacer("'", `"`, `"`, "'")
		rest = table.quotes.Replace(rest)
	}
	lines := strings.SplitAfter(rest, "\n")
	separator, first := separatorOf(lines)
	for at, seen := first, 0; at < len(lines); {
		// Cut off and not copied: a hostile document makes reading begin anew at each of its lines.
		for ; seen < at; seen++ {
			rest = rest[len(lines[seen]):]
		}
		at = table.read(lines, rest, at, separator)
	}
	if len(table.Header) == 0 {
		return Table{}, fail(Invalid, "The first line must name the columns.")
	}
	return table, nil
}

// read takes rows from lines[at] on, where rest begins, up to the first that breaks what follows, and gives the line to
// go on with.
func (t *Table) read(lines []string, rest string, at int, separator rune) (next int) {
	reader := csv.NewReader(strings.NewReader(rest))
	reader.Comma, reader.FieldsPerRecord, reader.TrimLeadingSpace = separator, -1, separator != '\t'
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return len(lines)
		}
		if problem, ok := errors.AsType[*csv.ParseError](err); ok {
			// Of a quote that is never closed only its line is lost, not all lines up to the next quote.
			line := at + problem.StartLine
			if problem.Line > problem.StartLine {
				t.add(line, nil,
					fmt.Sprintf("A quote opened in line %d is never closed. Put a second quote at the end of that text.", line))
				return line
			}
			record = t.looseRow(lines[line-1], separator)
			t.add(line, record, "")
			continue
		}
		if err != nil {
			return len(lines)
		}
		line, _ := reader.FieldPos(0)
		t.add(at+line, record, "")
	}
}

// looseRow reads a line with quotes where none may stand: a quote inside a text, as in 27", stands for itself, as does
// one behind a backslash. Where that leaves too few cells, every separator counts.
func (t *Table) looseRow(line string, separator rune) []string {
	for _, line := range []string{strings.ReplaceAll(line, `\"`, `""`), line} {
		loose := csv.NewReader(strings.NewReader(line))
		loose.Comma, loose.FieldsPerRecord, loose.TrimLeadingSpace = separator, -1, separator != '\t'
		loose.LazyQuotes = !strings.Contains(line, `""`)
		if record, err := loose.Read(); err == nil && len(record) >= len(t.Header) {
			return record
		}
	}
	record := strings.Split(line, string(separator))
	for i, cell := range record {
		record[i] = strings.Trim(strings.TrimSpace(cell), `"`)
	}
	return record
}

// add takes one row over; the first is the header. line counts from 1.
func (t *Table) add(line int, record []string, problem string) {
	if problem == "" && strings.TrimSpace(strings.Join(record, "")) == "" {
		return
	}
	if t.quotes != nil {
		for i, cell := range record {
			record[i] = t.quotes.Replace(cell)
		}
	}
	if len(t.Header) == 0 {
		t.Header = record
		return
	}
	// Cells behind the last column are padding when nothing is in them.
	for len(record) > len(t.Header) && strings.TrimSpace(record[len(record)-1]) == "" {
		record = record[:len(record)-1]
	}
	if len(record) > len(t.Header) {
		problem = fmt.Sprintf("It has %d values, but the first line names %d columns. Put quotes around texts that contain "+
			"the separator.",
			len(record), len(t.Header))
	}
	for len(record) < len(t.Header) {
		record = append(record, "")
	}
	t.Rows = append(t.Rows, TableRow{Line: line, Cells: record, Problem: problem})
}

// separatorOf gives the separator, and the index of the line that names the columns. Where no line says it, what occurs
// most in that line is the separator; spreadsheets in many countries write semicolons.
func separatorOf(lines []string) (separator rune, first int) {
	for first < len(lines)-1 && strings.TrimSpace(lines[first]) == "" {
		first++
	}
	line := strings.TrimSpace(lines[first])
	if name, ok := strings.CutPrefix(strings.ToLower(strings.Trim(line, `"`)), "sep="); ok {
		for _, separator = range name + "\t" { // the blank was trimmed
			return separator, first + 1
		}
	}
	separator = ','
	for _, candidate := range []rune{';', '\t', '|'} {
		if strings.Count(line, string(candidate)) > strings.Count(line, string(separator)) {
			separator = candidate
		}
	}
	return separator, first
}

// checkIsTable recognises files that people take for a CSV.
func checkIsTable(document []byte) error {
	start := bytes.TrimSpace(document[:min(len(document), 512)])
	switch {
	case bytes.HasPrefix(start, []byte("PK\x03\x04")), bytes.HasPrefix(start, []byte("\xD0\xCF\x11\xE0")),
		bytes.HasPrefix(start, []byte("ÐÏ\x11à")):
		return fail(Invalid, "This is a spreadsheet file. Save it as CSV (UTF-8) and import that.")
	case bytes.HasPrefix(start, []byte("<")):
		return fail(Invalid, "This is a web page or a feed, not a CSV. Check the address or the file.")
	case bytes.HasPrefix(start, []byte("{")), bytes.HasPrefix(start, []byte("[")):
		return fail(Invalid, "This is JSON, not a CSV. Check the address or the file.")
	case bytes.IndexByte(document, 0) >= 0:
		return fail(Invalid, "This is not a text file. Save the table as CSV (UTF-8) and import that.")
	}
	return nil
}
