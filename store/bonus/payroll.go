// Payroll: the file that a company's payroll reads, one line a payout.

package bonus

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"vouch/store/money"
)

// Line is one payout of a payroll file. ID is the same whenever it is written.
type Line struct {
	Batch, ID, Employee, Name string
	Amount                    money.Amount
	DueOn, Kind, Rule         string
	Tier                      int // from 1
}

// WriteCSV writes a payroll file. Amounts have a decimal point and all places of their currency, and are gross.
func WriteCSV(w io.Writer, lines []Line) error {
	out := csv.NewWriter(w)
	rows := [][]string{{"batch", "payout", "employee", "name", "amount", "currency", "due_on", "kind", "rule", "tier"}}
	for _, l := range lines {
		rows = append(rows, []string{l.Batch, l.ID, l.Employee, safeCell(l.Name), l.Amount.Decimal(), l.Amount.Currency,
			l.DueOn, l.Kind, safeCell(l.Rule), strconv.Itoa(l.Tier)})
	}
	if err := out.WriteAll(rows); err != nil {
		return err
	}
	return out.Error()
}

// safeCell keeps a spreadsheet from running what somebody wrote: a cell that would begin a formula gets an apostrophe
// before it (OWASP, CSV injection).
func safeCell(words string) string {
	if words != "" && strings.ContainsAny(words[:1], "=+-@\t\r\n") {
		return "'" + words
	}
	return words
}
