// Outcomes from CSV: what came of referrals and shares, for systems that send no webhooks.

package main

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"vouch/store"
	"vouch/store/money"
	"vouch/store/outcome"
)

// importOutcomesCommand is `vouch import outcomes`.
type importOutcomesCommand struct {
	database
	File   string `arg:"" help:"CSV with status, date and whose it is: ref, external_id, email, phone or profile."`
	DryRun bool   `help:"Say what would become of each line, and change nothing."`
}

// importOutcomesArgs are the arguments of the operation "import-outcomes".
type importOutcomesArgs struct {
	Events []store.OutcomeEvent
	DryRun bool
}

// outcomeBatch is how many lines one commit takes, so that a running bot never waits for long.
const outcomeBatch = 200

// Run reads the file and hands it on in batches; lines with mistakes are listed and make
// the exit code 1, the others count. The same file again changes nothing.
func (c *importOutcomesCommand) Run(env *environment) error {
	file, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer file.Close()
	rows, mistakes, err := parseOutcomesCSV(file)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	for _, mistake := range mistakes {
		fmt.Fprintln(env.Stderr, mistake)
	}
	sum, left := store.ImportedOutcomes{States: map[store.OutcomeState]int{}}, len(mistakes)
	progress := newProgress(env.Stderr)
	for start := 0; start < len(rows); start += outcomeBatch {
		end := min(start+outcomeBatch, len(rows))
		args, batch := importOutcomesArgs{DryRun: c.DryRun}, store.ImportedOutcomes{}
		for _, row := range rows[start:end] {
			args.Events = append(args.Events, row.event)
		}
		if err := c.ask(env, "import-outcomes", args, &batch); err != nil {
			progress.clear()
			return err
		}
		for state, n := range batch.States {
			sum.States[state] += n
		}
		sum.Known, sum.Unknown, left = sum.Known+batch.Known, sum.Unknown+batch.Unknown, left+len(batch.Skipped)
		progress.clear()
		for _, skip := range batch.Skipped {
			fmt.Fprintf(env.Stderr, "line %d: %s\n", rows[start+skip.Index].line, skip.Reason)
		}
		progress.show(float64(end) / float64(len(rows)))
	}
	progress.clear()
	words := "recorded"
	if c.DryRun {
		words = "would record"
	}
	fmt.Fprintf(env.Stdout, "%s %d of referrals and shares, %d that a manager decides about, %d of others; "+
		"known before %d, of unknown stages %d, left out %d\n", words, sum.States[store.OutcomeCounted],
		sum.States[store.OutcomeWaiting], sum.States[store.OutcomeOther], sum.Known+sum.States[store.OutcomeRepeat],
		sum.Unknown, left)
	if left > 0 {
		return fmt.Errorf("%s left out, see above", plural(left, "line"))
	}
	return nil
}

// outcomeColumns maps what people write in the first line to the columns.
var outcomeColumns = map[string]string{
	"ref": "ref", "reference": "ref", "referral": "ref", "token": "ref", "external_id": "external_id",
	"external id": "external_id", "email": "email", "e-mail": "email", "phone": "phone", "profile": "profile",
	"linkedin": "profile", "name": "name", "job": "job", "status": "status", "stage": "status", "date": "date",
	"amount": "amount", "currency": "currency", "start_date": "start_date", "start date": "start_date",
	"source": "source", "id": "id",
}

// An outcomeRow is one line of the file.
type outcomeRow struct {
	line  int
	event store.OutcomeEvent
}

// parseOutcomesCSV reads the rows of outcomes, and the mistakes with their lines.
func parseOutcomesCSV(r io.Reader) (rows []outcomeRow, mistakes []string, err error) {
	return rowsOf(r, outcomeColumns, "status, date, ref, external_id, email, phone, profile, name, job, amount, "+
		"currency, start_date, source, id", func(columns []string) string {
		for _, needed := range []string{"status", "date"} {
			if !slices.Contains(columns, needed) {
				return "a column " + needed + " is needed"
			}
		}
		return ""
	}, func(row tableRow) (outcomeRow, string) {
		e, mistake := outcomeOf(row.cells)
		return outcomeRow{row.line, e}, mistake
	})
}

// outcomeOf makes an event of the cells of one line, by their columns; mistake is "" or a
// sentence. Without an id of its own a line is known by what it says.
func outcomeOf(cells map[string]string) (e store.OutcomeEvent, mistake string) {
	said := new(bytes.Buffer)
	// Not the name and the job, whose spelling changes nothing.
	for _, column := range []string{"source", "id", "ref", "external_id", "email", "phone", "profile", "status", "date",
		"amount", "currency", "start_date"} {
		fmt.Fprintf(said, "%s\x00", cells[column])
	}
	sum := sha256.Sum256(said.Bytes())
	e = store.OutcomeEvent{Source: cmp.Or(cells["source"], "csv"), EventID: hex.EncodeToString(sum[:16]),
		Known: outcome.CSV, Reference: strings.TrimPrefix(cells["ref"], "ref_"), Stage: cells["status"], Claimed: true,
		Contacts: []string{cells["email"], cells["phone"], cells["profile"]},
		StartsOn: store.LocalDate(cells["start_date"])}
	e.Name = strings.Trim(cells["name"]+" · "+cells["job"], " ·")
	if cells["id"] != "" {
		e.EventID = "csv-" + cells["id"]
	}
	if cells["external_id"] != "" {
		e.External = []string{cells["external_id"]}
	}
	if cells["ref"]+cells["external_id"]+cells["email"]+cells["phone"]+cells["profile"] == "" {
		return e, "nothing says whose it is: ref, external_id, email, phone or profile"
	}
	if kind := outcome.Kind(strings.ToLower(cells["status"])); slices.Contains(outcome.Kinds, kind) {
		e.Kind, e.Stage, e.Clients = kind, "", kind.OfClients()
	}
	at, err := time.Parse(time.DateOnly, cells["date"])
	if err != nil {
		return e, fmt.Sprintf("date: %q is not a day such as 2026-11-30", cells["date"])
	}
	if _, err := time.Parse(time.DateOnly, cells["start_date"]); cells["start_date"] != "" && err != nil {
		return e, fmt.Sprintf("start_date: %q is not a day such as 2026-11-30", cells["start_date"])
	}
	if at.After(store.Now()) {
		return e, "date: it lies ahead"
	}
	e.At = at.Add(12 * time.Hour) // noon is the same day nearly everywhere
	if cells["amount"] == "" {
		return e, ""
	}
	if e.Amount, err = money.Parse(cells["amount"], strings.ToUpper(cells["currency"])); err != nil {
		return e, "amount: " + err.Error()
	}
	return e, ""
}
