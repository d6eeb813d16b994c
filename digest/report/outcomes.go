// Outcomes as CSV: what an employee did, and what came of it how much later.

package report

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"time"

	"vouch/store"
	"vouch/store/money"
	"vouch/store/text"
)

// outcomeHead are the columns. An outcome that several shares have part in has a row for each of them: their credits
// add up to 1 and their amounts to its amount.
var outcomeHead = []string{"when", "outcome", "known", "source", "action", "days_between", "network", "campaign",
	"asset", "credit", "amount", "currency"}

// Outcomes are the lines of a CSV file, its head first: what came of referrals and shares in a period that somebody
// named. It names no employee and no referred person. Errors of the period are those of ParsePeriod.
func Outcomes(q *store.Query, words string) ([][]string, error) {
	p, err := ParsePeriod(words, store.Now(), store.Location(q.Settings().TimeZone, ""))
	if err != nil {
		return nil, err
	}
	in := read(q, p)
	if r := Compute(in, p); r.Withheld != "" {
		return nil, errors.New(text.LowerFirst(r.Withheld))
	}
	return outcomeRows(in, p, func(id store.AssetID) (title, campaign string) {
		a, _ := q.FindAsset(id)
		return a.Title, a.Campaign
	}), nil
}

// outcomeRows are the rows below their head, the earliest first.
func outcomeRows(in *Input, p Period, about func(store.AssetID) (title, campaign string)) [][]string {
	rows, c := [][]string{outcomeHead}, newComputer(in)
	row := func(e *event, asset store.AssetID, action string, since time.Time, network string, credit float64,
		amount money.Amount) {
		title, campaign := about(asset)
		cells := []string{e.at.UTC().Format(time.RFC3339), e.kind, e.known, e.source, action,
			strconv.Itoa(int(math.Round(e.at.Sub(since).Hours() / 24))), network, text.Cell(campaign),
			text.Cell(title), exact(credit), "", ""}
		if amount.Currency != "" {
			cells[10], cells[11] = amount.Decimal(), amount.Currency
		}
		rows = append(rows, cells)
	}
	var happened []int
	for i, e := range c.events {
		if p.Holds(e.at) {
			happened = append(happened, i)
		}
	}
	slices.SortStableFunc(happened, func(a, b int) int { return c.events[a].at.Compare(c.events[b].at) })
	for _, i := range happened {
		e := &c.events[i]
		if e.referral != nil {
			row(e, e.asset, "referral", e.referral.Steps[0].At, "", 1, e.amount)
		}
		for n, amount := range divide(e.amount, c.credit[i]) {
			part := c.credit[i][n]
			s := &c.Shares[c.place[part.Share]]
			since := s.Posted
			if since.IsZero() { // nobody said that they posted it
				since = s.Opened
			}
			row(e, s.Asset, "share", since, string(s.Network), float64(part.Weight)/float64(part.Sum), amount)
		}
	}
	return rows
}
