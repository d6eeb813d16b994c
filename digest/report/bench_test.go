// What a report of a large program costs.

package report

import (
	"fmt"
	"testing"
	"time"

	"vouch/store"
)

// large is a company of 20,000 members with 100,000 shares, clicks on ten days of each, and 5,000 applications after
// them.
func large() *Input {
	start := time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)
	in := &Input{Settings: store.DefaultSettings(), Now: time.Date(2025, 12, 31, 12, 0, 0, 0, time.UTC)}
	in.Settings.CreditModel = Position
	for i := range 20_000 {
		in.People = append(in.People, Person{ID: store.EmployeeID(fmt.Sprintf("U%05d", i)), Eligible: true, Joined: start})
	}
	for i := range 100_000 {
		posted := start.AddDate(0, 0, i%1000)
		id := store.ShareID(fmt.Sprintf("S%06d", i))
		in.Shares = append(in.Shares, Share{ID: id, By: in.People[i%20_000].ID,
			Asset: store.AssetID(fmt.Sprintf("A%03d", i%1000)), Network: store.Networks[i%10],
			Level: store.Declared, Opened: posted, Posted: posted})
		for day := range 10 {
			in.Clicks = append(in.Clicks, ClickDay{Share: id, Day: posted.AddDate(0, 0, day), People: 3, Unique: 2, Others: 1})
		}
	}
	for i := range 5000 {
		in.Outcomes = append(in.Outcomes, Outcome{Kind: applied, At: start.AddDate(0, 0, i%1000+5), Known: "signed",
			Asset: store.AssetID(fmt.Sprintf("A%03d", i%1000))})
	}
	return in
}

// Three years of 100,000 shares, a million click days and 5,000 outcomes, once read.
func BenchmarkCompute(b *testing.B) {
	in := large()
	p, err := ParsePeriod("2023-01-01..2025-12-31", in.Now, time.UTC)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		Compute(in, p)
	}
}
