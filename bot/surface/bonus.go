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
	"vouch/store/text"
)

// DateWords writes a day with its year, as "3 March 2027": bonuses lie months ahead.
func DateWords(d store.LocalDate) string {
	at, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return string(d)
	}
	return at.Format("2 January 2006")
}

// BonusWords answers "when do I get it" for a referral, a line for each part of the bonus, ready for mrkdwn; "" where
// there is nothing to get.
func BonusWords(r store.Referral, payouts []store.Payout) string {
	if len(payouts) == 0 {
		return promiseWords(r)
	}
	return "*Bonus*\n" + PayoutLines(payouts)
}

// PayoutLines are a line for each payout.
func PayoutLines(payouts []store.Payout) string {
	var lines []string
	for _, p := range payouts {
		lines = append(lines, "• "+PayoutLine(p))
	}
	return strings.Join(slices.Compact(lines), "\n") // parts that nobody gets read the same
}

// PayoutLine is the sum of a payout and where it stands.
func PayoutLine(p store.Payout) string { return amountWords(p.Amount) + ": " + payoutWords(p) }

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
		if !r.Bonus.Cap.IsZero() {
			sum += ", at most " + r.Bonus.Cap.String()
		}
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

// payoutWords say where a payout stands: its day, what it waits for, or why it does not come. Ready for mrkdwn.
func payoutWords(p store.Payout) string {
	reason := text.LowerFirst(block.Line(p.Reason))
	switch p.State {
	case store.PayoutPending:
		switch {
		case p.DueOn == "" && p.Days == 0:
			return "on the first day at work; nobody has said yet when that is"
		case p.DueOn == "":
			return block.Count(p.Days, "day", "days") + " after the first day at work; nobody has said yet when that is"
		case p.Amount.IsZero():
			return "waits for the revenue of the first year"
		}
		return "on " + DateWords(p.DueOn)
	case store.PayoutEligible:
		words := "since " + DateWords(p.DueOn) + ", waits for a program manager's approval"
		if reason != "" {
			words += "; " + reason
		}
		return words
	case store.PayoutApproved:
		return "approved, comes with the next payroll"
	case store.PayoutExported:
		return "with payroll"
	case store.PayoutPaid:
		return "paid " + DateWords(p.History[len(p.History)-1].On)
	}
	return "not paid: " + reason
}
