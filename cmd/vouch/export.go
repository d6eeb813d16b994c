// Export, erase and join-identity: what the program knows of somebody, and how it forgets them or learns that two ids
// are one person.

package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"vouch/store"
	"vouch/store/audit"
)

// exportCommand is `vouch export`; Audit alone writes the audit log, and CSV it as a table. Without Personal, names and
// addresses of candidates and clients are left out: most exports are for figures, and the file then needs less
// care.
type exportCommand struct {
	database
	Employee string `help:"Only what belongs to this Slack user id."`
	Personal bool   `help:"Include personal data of referred people (names, addresses)."`
	Audit    bool   `help:"Only the audit log."`
	CSV      bool   `help:"The audit log as CSV, for spreadsheets." name:"csv"`
}

// exportArgs are the arguments of the operation "export". Both as in exportCommand; "" is everybody.
type exportArgs struct {
	Employee string
	Personal bool
}

// Run writes JSON lines to standard output.
func (c *exportCommand) Run(env *environment) error {
	switch {
	case c.CSV && !c.Audit:
		return usageError{errors.New("--csv is for the audit log: add --audit")}
	case c.Audit && (c.Employee != "" || c.Personal):
		return usageError{errors.New("the audit log is written whole: use --audit without --employee and --personal")}
	case c.Audit:
		return c.perform(env, "export-audit", auditArgs{c.CSV})
	}
	return c.perform(env, "export", exportArgs{Employee: c.Employee, Personal: c.Personal})
}

func exportOperation(_ context.Context, db *store.DB, a exportArgs, out io.Writer) error {
	scope := "all"
	if a.Employee != "" {
		// An unknown id is an error: an empty export would read as "we know nothing of this person".
		if _, err := db.Employee(store.EmployeeID(a.Employee)); err != nil {
			return err
		}
		scope = a.Employee
	}
	return db.Export(out, scope, a.Personal)
}

// auditArgs are the arguments of the operation "export-audit".
type auditArgs struct{ CSV bool }

// auditOperation writes the audit log, the oldest entry first. vouch check verifies its chain.
func auditOperation(_ context.Context, db *store.DB, a auditArgs, out io.Writer) error {
	if !a.CSV {
		lines := json.NewEncoder(out)
		return db.EachAudit(func(e store.AuditEntry) error { return lines.Encode(e) })
	}
	table := audit.NewTable(out)
	if err := db.EachAudit(table.Add); err != nil {
		return err
	}
	return table.Flush()
}

// eraseCommand is `vouch erase`; exactly one of Employee and Referral is set. xor:"whom": kong refuses both at once.
type eraseCommand struct {
	database
	Employee string `help:"Slack user id of the employee to erase." xor:"whom"`
	Referral string `help:"Id of the referral whose person is to be erased." xor:"whom"`
	Yes      bool   `help:"Do it: without this the command only says who and what would go."`
}

type eraseArgs struct{ Employee, Referral string }

// Run erases, in the running bot if there is one.
func (c *eraseCommand) Run(env *environment) error {
	if c.Employee == "" && c.Referral == "" {
		return usageError{errors.New("say whom to erase: --employee U0123ABCD or --referral ID")}
	}
	name := "erase"
	if !c.Yes {
		name = "erase-preview"
	}
	return c.perform(env, name, eraseArgs{Employee: c.Employee, Referral: c.Referral})
}

// erasePreviewOperation names who would be erased and what would go. It has a name of its own: a running bot of an
// older release would take the question for the order.
func erasePreviewOperation(_ context.Context, db *store.DB, a eraseArgs, out io.Writer) error {
	const last = "Backups keep what they hold. Add --yes to do it.\n"
	if a.Referral != "" {
		r, err := db.Referral(store.ReferralID(a.Referral), store.Operator)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(out, "This erases %s, referred by %s on %s, for good: name, contacts and all that was "+
			"written about them.\n"+last, cmp.Or(r.Person.Name, "somebody who was erased before"), r.Referrer,
			r.SubmittedAt.Format(time.DateOnly))
		return err
	}
	e, erased, err := db.PreviewErase(store.EmployeeID(a.Employee))
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "This erases %s (%s) for good:\n", e.Name, e.ID)
	writeErased(out, erased)
	_, err = fmt.Fprint(out, last)
	return err
}

// writeErased lists counts by kind, without a line for nothing.
func writeErased(out io.Writer, erased store.Erased) {
	for _, noun := range slices.Sorted(maps.Keys(erased)) {
		if erased[noun] > 0 {
			fmt.Fprintf(out, "%10d %s\n", erased[noun], noun)
		}
	}
}

// eraseOperation erases an employee, or the person of a referral, and says how much went. The operator is the actor:
// whoever may read the database file needs no role in Slack. The audit keeps that it came from the command line.
func eraseOperation(_ context.Context, db *store.DB, a eraseArgs, out io.Writer) error {
	if a.Referral != "" {
		if err := db.EraseReferral(store.Operator, store.ReferralID(a.Referral)); err != nil {
			return err
		}
		_, err := fmt.Fprintf(out, "erased the person of referral %s; the referral itself and its hashes stay\n", a.Referral)
		return err
	}
	erased, err := db.EraseEmployee(store.Operator, store.EmployeeID(a.Employee))
	if err != nil {
		return err
	}
	// The counts let a data-protection officer note what was done, without saying anything about the person.
	writeErased(out, erased)
	_, err = fmt.Fprintf(out, "erased %s; sums of boards and ledgers are unchanged\n", a.Employee)
	return err
}

// joinCommand is `vouch join-identity`.
type joinCommand struct {
	database
	joinArgs
}

// joinArgs are the arguments of the operation "join-identity".
type joinArgs struct {
	Old string `arg:"" help:"Slack user id the person had."`
	New string `arg:"" help:"Slack user id the person has now."`
}

// Run joins, in the running bot if there is one.
func (c *joinCommand) Run(env *environment) error {
	return c.perform(env, "join-identity", c.joinArgs)
}

func joinOperation(_ context.Context, db *store.DB, a joinArgs, out io.Writer) error {
	joined, err := db.JoinIdentity(store.Operator, store.EmployeeID(a.Old), store.EmployeeID(a.New))
	if err != nil {
		return err
	}
	said := "%s is joined to %s already\n"
	if joined {
		said = "everything of %s belongs to %s now\n"
	}
	_, err = fmt.Fprintf(out, said, a.Old, a.New)
	return err
}
