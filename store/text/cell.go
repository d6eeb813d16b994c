// Cells of CSV files, as spreadsheets read them.

package text

import "strings"

// Cell keeps a spreadsheet from running what somebody wrote: a cell that would begin a formula gets an apostrophe
// before it (OWASP, CSV injection).
func Cell(words string) string {
	if words != "" && strings.ContainsAny(words[:1], "=+-@\t\r\n") {
		return "'" + words
	}
	return words
}
