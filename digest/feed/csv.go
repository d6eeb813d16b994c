// Assets from a spreadsheet: a CSV with a header, every problem named by line and column.

package feed

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
)

// assetColumns are the names a header may use, folded by kindKey; "variant 1"
// to "variant 15" come on top.
var assetColumns = []string{"title", "url", "kind", "summary", "topics", "personas", "image", "language", "published", "expires",
	"hook", "location", "department", "team", "starts", "ends", "place"}

// unusedColumns stand in exports of other programs; nothing here has a use for them.
var unusedColumns = setOf("author", "employment type", "remote", "salary")

// columnAliases are other names people give the same columns.
var columnAliases = map[string]string{
	"link": "url", "address": "url", "headline": "title", "description": "summary", "type": "kind", "tags": "topics",
	"topic": "topics", "persona": "personas", "image url": "image", "published at": "published", "date": "published",
	"expires at": "expires", "expiry": "expires", "variant": "variant 1",
}

// ParseAssetsCSV reads a table of assets. The first line names the columns;
// title and url are required, the others optional: kind, summary, topics,
// personas (separated by semicolons), image, language, published, expires,
// variant 1 to variant 15; hook, location, department, team for jobs; starts,
// ends, place for events. Comma,
// semicolon and tab are recognised as separators, and any charset a
// spreadsheet writes. A file that is not such a table is refused; a row with a
// mistake is skipped, with Index as its line and the column in the reason.
func ParseAssetsCSV(r io.Reader, options ParseOptions) (Result, error) {
	options = options.withDefaults()
	document, err := readDocument(r, options.ContentType, options.MaxBytes)
	if err != nil {
		return Result{}, err
	}
	if err := checkIsTable(document); err != nil {
		return Result{}, err
	}
	reader := csv.NewReader(bytes.NewReader(document))
	reader.Comma = separatorOf(document)
	// Rows of the wrong length are reported one by one, with their line,
	// instead of ending the import.
	reader.FieldsPerRecord = -1
	header, err := reader.Read()
	if err != nil {
		return Result{}, explainCSV(err)
	}
	columns, err := readHeader(header)
	if err != nil {
		return Result{}, err
	}
	c := newCollector("csv", options)
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return c.done(), nil
		}
		if err != nil {
			return Result{}, explainCSV(err)
		}
		line, _ := reader.FieldPos(0)
		// Spreadsheets pad tables with rows of nothing but separators.
		isEmpty := strings.TrimSpace(strings.Join(record, "")) == ""
		if !isEmpty && c.wants(line) {
			addRow(c, line, columns, record)
		}
	}
}

// checkIsTable recognises files that people take for a CSV.
func checkIsTable(document []byte) error {
	start := bytes.TrimSpace(document[:min(len(document), 512)])
	switch {
	case bytes.HasPrefix(start, []byte("PK\x03\x04")), bytes.HasPrefix(start, []byte("\xD0\xCF\x11\xE0")), bytes.HasPrefix(start, []byte("ÐÏ\x11à")):
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

// separatorOf picks the separator that occurs most in the header line;
// spreadsheets in many countries write semicolons.
func separatorOf(document []byte) rune {
	line, _, _ := bytes.Cut(bytes.TrimLeft(document, "\r\n"), []byte("\n"))
	best := ','
	for _, candidate := range []rune{';', '\t'} {
		if bytes.Count(line, []byte(string(candidate))) > bytes.Count(line, []byte(string(best))) {
			best = candidate
		}
	}
	return best
}

// readHeader returns the column name of each position. Names nobody knows are
// refused, because a misspelt column would lose its content silently.
func readHeader(header []string) ([]string, error) {
	known := setOf(assetColumns...)
	for i := 1; i <= MaxVariants; i++ {
		known[fmt.Sprintf("variant %d", i)] = true
	}
	columns, seen := make([]string, len(header)), map[string]int{}
	for i, cell := range header {
		name := kindKey(Sanitize(cell, 60))
		name = firstOf(columnAliases[name], name)
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
			return nil, fail(Invalid, "Line 1: the column %q is missing. The first line must name the columns; title and url are required.", name)
		}
	}
	return columns, nil
}

// explainCSV turns an error of the CSV reader into one that says where to
// look.
func explainCSV(err error) *Error {
	problem, ok := errors.AsType[*csv.ParseError](err)
	if !ok {
		return failWith(Invalid, err, "The first line must name the columns; title and url are required.")
	}
	advice := "Check the quotes: a text with quotes inside needs them doubled, and quotes around it."
	if errors.Is(problem.Err, csv.ErrQuote) && problem.Line > problem.StartLine {
		advice = fmt.Sprintf("A quote opened in line %d is never closed. %s", problem.StartLine, advice)
	}
	return failWith(Invalid, problem.Err, "Line %d, character %d: the table cannot be read further. %s", problem.Line, problem.Column, advice)
}
