// Payroll: the file that a company's payroll reads, one line a payout.

package bonus

import (
	"encoding/csv"
	"io"
	"strconv"

	"vouch/store/money"
	"vouch/store/text"
)

// Line is one payout of a payroll file. ID is the same whenever it is written.
type Line struct {
	Batch, ID, Employee, Name string
	Amount                    money.Amount
	DueOn, Kind, Rule         string
	Tier                      int    // from 1
	Charity                   string // that gets the sum in the employee's place; "" for none
}

// WriteCSV writes a payroll file. Amounts have a decimal point and all places of their currency, and are gross.
func WriteCSV(w io.Writer, lines []Line) error {
	out := csv.NewWriter(w)
	rows := [][]string{{"batch", "payout", "employee", "name", "amount", "currency", "due_on", "kind", "rule", "tier",
		"charity"}}
	for _, l := range lines {
		rows = append(rows, []string{l.Batch, l.ID, l.Employee, text.Cell(l.Name), l.Amount.Decimal(), l.Amount.Currency,
			l.DueOn, l.Kind, text.Cell(l.Rule), strconv.Itoa(l.Tier), text.Cell(l.Charity)})
	}
	if err := out.WriteAll(rows); err != nil {
		return err
	}
	return out.Error()
}
