// Report: what came of the program in a period, as text, JSON, CSV or a page.

package main

import (
	"context"
	"encoding/csv"
	"io"

	"vouch/digest/report"
	"vouch/digest/report/page"
	"vouch/store"
)

// reportCommand is `vouch report`. The report names no employee and no referred person, so it needs no more care than
// the figures in it.
type reportCommand struct {
	database
	reportArgs
}

// reportArgs are the arguments of the operation "report".
type reportArgs struct {
	Period string `help:"month, last quarter, 90 days, 2026-Q1, 2026-01-01..2026-01-15. Default: the last 30 days."`
	Format string `enum:"text,json,csv,html,outcomes" help:"text, json, csv, html, or outcomes: CSV of what people did and what came of it." default:"text"`
}

// Run writes the report to standard output.
func (c *reportCommand) Run(env *environment) error { return c.perform(env, "report", c.reportArgs) }

func reportOperation(_ context.Context, db *store.DB, a reportArgs, out io.Writer) error {
	var r *report.Report
	var outcomes [][]string
	err := db.View(func(q *store.Query) (err error) {
		if a.Format == "outcomes" {
			outcomes, err = report.Outcomes(q, a.Period)
			return err
		}
		r, err = report.Of(q, a.Period)
		return err
	})
	if err != nil {
		return err
	}
	switch a.Format {
	case "outcomes":
		return csv.NewWriter(out).WriteAll(outcomes)
	case "json":
		return r.WriteJSON(out)
	case "csv":
		return r.WriteCSV(out)
	case "html":
		return page.Write(out, r)
	}
	return r.WriteText(out)
}
