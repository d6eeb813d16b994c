// The golden files of the report.

package report

import (
	"testing"
	"time"

	"vouch/bot/bottest/golden"
	"vouch/digest/report"
	"vouch/store"
	"vouch/store/money"
)

// sample is the report of March 2026 of a company in which something came of it.
func sample(t *testing.T) *report.Report {
	t.Helper()
	in := &report.Input{Settings: store.DefaultSettings(), Now: golden.Now.AddDate(0, 2, 0)}
	in.Settings.Company, in.Settings.TimeZone = "Northwind & Sons", "Europe/Berlin"
	in.Settings.Goals = []string{"10 hires from 2026-01-01 to 2026-12-31"}
	in.Settings.BaselineCost, in.Settings.ClickPrices = "EUR 4500", map[store.Network]string{store.LinkedIn: "EUR 5.50"}
	for i := range 12 {
		id := store.EmployeeID(rune('A' + i))
		in.People = append(in.People, report.Person{ID: id, Eligible: true, Joined: golden.Now.AddDate(0, -3, 0)})
		posted := golden.Now.AddDate(0, 0, i)
		share := store.ShareID("S" + id)
		in.Shares = append(in.Shares, report.Share{ID: share, By: id, Asset: "A", Network: store.Networks[i%3],
			Level: store.Declared, OwnWords: i%2 == 0, Opened: posted, Posted: posted},
			report.Share{ID: "B" + share, By: id, Asset: "A", Network: store.X, Level: store.Declared,
				Opened: posted.AddDate(0, -1, 0), Posted: posted.AddDate(0, -1, 0)})
		in.Clicks = append(in.Clicks, report.ClickDay{Share: share, Day: time.Date(2026, 3, 2+i, 0, 0, 0, 0, time.UTC),
			People: 3 * i, Unique: 2 * i, Others: 5})
		r := report.Referral{ID: store.ReferralID("R" + id), Kind: store.Candidate, By: id}
		for n, stage := range store.Stages(store.Candidate)[:1+i/2] {
			r.Steps = append(r.Steps, report.Step{Stage: stage, At: posted.AddDate(0, 0, n)})
		}
		in.Referrals = append(in.Referrals, r)
		in.Bonuses = append(in.Bonuses, report.Bonus{Referral: r.ID, Amount: money.Amount{Minor: 100_000, Currency: "EUR"}})
	}
	in.Outcomes = append(in.Outcomes, report.Outcome{Kind: "won", At: golden.Now.AddDate(0, 0, 20), Known: "signed",
		Asset: "A", Amount: money.Amount{Minor: 2_500_050, Currency: "EUR"}})
	p, err := report.ParsePeriod("2026-03", in.Now, store.Location("Europe/Berlin", ""))
	if err != nil {
		t.Fatal(err)
	}
	return report.Compute(in, p)
}

func TestGolden_Report(t *testing.T) {
	r := sample(t)
	golden.Message(t, "report-preview-manager", preview(r))
	golden.AtMost(t, "the first screen", preview(r).Blocks, 150, 2)
	golden.Message(t, "report-preview", preview(r.WithoutMoney()))
	golden.Modal(t, "report-all", allFigures(r))
	sent, err := message(r)
	if err != nil {
		t.Fatal(err)
	}
	golden.Message(t, "report-message", sent)
	together, err := totals(r)
	if err != nil {
		t.Fatal(err)
	}
	golden.Message(t, "report-totals", together)
	golden.AtMost(t, "the totals", together.Blocks, 60, 0)
	few := &report.Report{Company: "Northwind", Period: r.Period, Withheld: "Fewer than 3 people were members by then."}
	golden.Message(t, "report-withheld", preview(few))
	golden.Modal(t, "report-all-withheld", allFigures(few))
}
