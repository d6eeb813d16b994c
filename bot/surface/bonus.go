// Bonuses in words: what a referral pays, and when each part comes or what it waits for.

package surface

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"vouch/bot/block"
	"vouch/store"
	"vouch/store/money"
)

// DayOf shows a local date as block.Day shows other days. It is the reader's noon, so that it stays the same date for
// a reader who is some zones away from zone. nil is UTC.
func DayOf(d store.LocalDate, zone *time.Location) string {
	if zone == nil {
		zone = time.UTC
	}
	day, err := time.ParseInLocation(time.DateOnly, string(d), zone)
	if err != nil {
		return string(d)
	}
	return block.Day(time.Date(day.Year(), day.Month(), day.Day(), 12, 0, 0, 0, zone), zone)
}

// BonusWords answers "when do I get it" for a referral, a line for each part of the bonus, ready for mrkdwn; "" where
// there is nothing to get. zone is the reader's.
func BonusWords(r store.Referral, payouts []store.Payout, zone *time.Location) string {
	// A corrected stage leaves parts behind that nobody gets; what was promised holds again.
	stands := func(p store.Payout) bool { return p.State != store.PayoutIneligible }
	if len(payouts) == 0 || IsOpen(r.Stage) && !r.HasEarned() && !slices.ContainsFunc(payouts, stands) {
		return promiseWords(r)
	}
	return "*Bonus*\n" + PayoutLines(payouts, zone)
}

// PayoutLines are a line for each payout.
func PayoutLines(payouts []store.Payout, zone *time.Location) string {
	var lines []string
	for _, p := range payouts {
		lines = append(lines, "• "+PayoutLine(p, zone))
	}
	return strings.Join(slices.Compact(lines), "\n") // parts that nobody gets read the same
}

// PayoutLine is the sum of a payout and where it stands, as "EUR 750.00 on 14 December".
func PayoutLine(p store.Payout, zone *time.Location) string {
	return amountWords(p.Amount) + payoutWords(p, zone)
}

// amountWords is a sum; one that is not known yet depends on the revenue.
func amountWords(a money.Amount) string {
	if a.IsZero() {
		return "Sum not known yet"
	}
	return a.String()
}

// promiseWords say what a referral pays that has not come to a hire or deal.
func promiseWords(r store.Referral) string {
	switch {
	case r.Bonus == nil || !IsOpen(r.Stage):
		return ""
	case r.Bonus.Excluded != "":
		return "*No bonus:* " + block.Line(r.Bonus.Excluded)
	}
	sum, after, start := r.Bonus.Amount.String(), "when they are hired", "their first day"
	if r.Kind == store.Client {
		after, start = "when the deal is won", "the deal"
	}
	if r.Bonus.Percent > 0 {
		sum = fmt.Sprintf("%d%% of the first year's revenue", r.Bonus.Percent)
		sum += block.When(!r.Bonus.Cap.IsZero(), ", at most "+r.Bonus.Cap.String())
	}
	var parts []string
	for _, tier := range r.Bonus.Tiers {
		part := "at once"
		if tier.Days > 0 {
			part = block.Count(tier.Days, "day", "days") + " after " + start
		}
		if tier.Percent < 100 {
			part = fmt.Sprintf("%d%% %s", tier.Percent, part)
		}
		parts = append(parts, part)
	}
	return "*Bonus:* " + sum + " " + after + ": " + block.List(parts) + "."
}

// payoutWords go on after the sum: its day, what it waits for, or why it does not come. Ready for mrkdwn.
func payoutWords(p store.Payout, zone *time.Location) string {
	reason := block.Line(p.Reason) // as it was written: it may begin with a name
	switch p.State {
	case store.PayoutPending:
		switch {
		case p.DueOn == "" && p.Days == 0:
			return " on the first day at work; nobody has said yet when that is"
		case p.DueOn == "":
			return ", " + block.Count(p.Days, "day", "days") + " after the first day at work; nobody has said yet when that is"
		case p.Amount.IsZero():
			return ": it depends on the revenue of the first year"
		}
		return " on " + DayOf(p.DueOn, zone)
	case store.PayoutEligible:
		words := ", due since " + DayOf(p.DueOn, zone) + "; a program manager has yet to approve it"
		words += block.After(". ", reason)
		return words
	case store.PayoutApproved:
		return ", approved; it comes with the next payroll"
	case store.PayoutExported:
		return ", with payroll now" + forCharity(p)
	case store.PayoutPaid:
		return ", paid on " + DayOf(p.History[len(p.History)-1].On, zone) + forCharity(p)
	}
	return ", not paid. " + reason
}

// forCharity says who gets a payout in its employee's place; "" for nobody.
func forCharity(p store.Payout) string {
	if p.Charity == "" {
		return ""
	}
	return ", to " + block.Line(p.Charity) + " as you chose"
}
