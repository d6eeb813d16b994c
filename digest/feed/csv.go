// Assets from a spreadsheet: a CSV with a header, every problem named by line and column.

package feed

import (
	"cmp"
	"fmt"
	"io"
	"strings"
)

// assetColumns are the names a header may use, folded by kindKey; "variant 1" to "variant 15" come on top.
var assetColumns = strings.Split("title,url,kind,summary,topics,personas,image,language,published,expires,hook,location,"+
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
			return nil, fail(Invalid, "Line 1: the column %q is missing. The first line must name the columns; title and url are required.", name)
		}
	}
	return columns, nil
}
