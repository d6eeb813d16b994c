// Payroll: approved bonuses as a CSV file for payroll, each once, and that it was paid.

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"vouch/store"
	"vouch/store/bonus"
)

// payrollCommand is `vouch payroll`; exactly one of To and Paid is set. type:"path" makes To absolute: the running bot,
// which writes the file, may stand in another folder.
type payrollCommand struct {
	database
	payrollArgs
}

// payrollArgs are the arguments of the operation "payroll".
type payrollArgs struct {
	To    string `arg:"" optional:"" help:"The CSV file to write; it must not exist." type:"path"`
	Batch string `help:"Write this payroll file again, such as P3, instead of a new one."`
	Paid  string `help:"Note that this payroll file was paid, such as P3, and tell everybody in it." xor:"what"`
}

// Run writes the file or notes the payment, in the running bot if there is one.
func (c *payrollCommand) Run(env *environment) error {
	if (c.To == "") == (c.Paid == "") || (c.Paid != "" && c.Batch != "") {
		return usageError{errors.New("name the file to write, as in vouch payroll FILE.csv, or say vouch payroll --paid P3")}
	}
	return c.perform(env, "payroll", c.payrollArgs)
}

func payrollOperation(_ context.Context, db *store.DB, a payrollArgs, out io.Writer) error {
	if a.Paid != "" {
		paid, err := db.PayBatch(store.Operator, a.Paid)
		if err == nil {
			_, err = fmt.Fprintf(out, "bonuses of payroll file %s that are paid now: %d\n", a.Paid, paid)
		}
		return err
	}
	if _, err := os.Lstat(a.To); err == nil {
		return fmt.Errorf("%s exists already: choose another name", a.To)
	}
	// Made before anything counts as exported, so that a folder without room or rights is found first.
	temporary, err := os.CreateTemp(filepath.Dir(a.To), ".vouch-payroll-*")
	if err != nil {
		return fmt.Errorf("cannot write the file: %w", err)
	}
	defer os.Remove(temporary.Name()) // after it got its name there is nothing left to remove
	batch := a.Batch
	if batch == "" {
		if batch, _, err = db.ExportPayouts(store.Operator); err != nil {
			return errors.Join(err, temporary.Close())
		}
		if batch == "" {
			return errors.Join(temporary.Close(), nothingApproved(db, out))
		}
	}
	lines, err := payrollLines(db, batch)
	if err == nil {
		err = errors.Join(bonus.WriteCSV(temporary, lines), temporary.Sync())
	}
	if err = errors.Join(err, temporary.Close()); err == nil {
		err = giveName(temporary.Name(), a.To)
	}
	if err != nil {
		return fmt.Errorf("cannot write payroll file %s, try again with --batch %s: %w", batch, batch, err)
	}
	given := ""
	if slices.ContainsFunc(lines, func(l bonus.Line) bool { return l.Charity != "" }) {
		given = "; the last column names the charity that some go to"
	}
	_, err = fmt.Fprintf(out,
		"wrote payroll file %s to %s, bonuses in it: %d%s\nOnce it is paid: vouch payroll --paid %s\n",
		batch, a.To, len(lines), given, batch)
	return err
}

// nothingApproved says that there is no new file, and which ones are not paid yet.
func nothingApproved(db *store.DB, out io.Writer) error {
	var open []string
	err := db.View(func(q *store.Query) error {
		for _, p := range q.PayoutsIn(store.PayoutExported, 0) {
			open = append(open, p.Batch)
		}
		return nil
	})
	if err != nil {
		return err
	}
	slices.Sort(open)
	fmt.Fprintln(out, "no bonus is approved that is not in a payroll file already; nothing was written")
	if len(open) > 0 {
		fmt.Fprintf(out, "not paid yet: %s; --batch writes one again\n", strings.Join(slices.Compact(open), ", "))
	}
	return nil
}

// payrollLines are the lines of a payroll file. Of somebody who was erased there is no name.
func payrollLines(db *store.DB, batch string) (lines []bonus.Line, err error) {
	err = db.View(func(q *store.Query) error {
		for _, p := range q.PayoutsOfBatch(batch) {
			e, _ := q.FindEmployee(p.Employee)
			lines = append(lines, bonus.Line{Batch: batch, ID: p.ID, Employee: string(p.Employee), Name: e.Name,
				Amount: p.Amount, DueOn: string(p.DueOn), Kind: string(p.Kind), Rule: p.Rule, Tier: p.Tier, Charity: p.Charity})
		}
		return nil
	})
	return lines, err
}
