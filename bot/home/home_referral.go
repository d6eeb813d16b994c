// Referrals on Home: each with its stage, its owner and the next date, for the referrer and for the owner.

package home

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/store"
)

// referralWords say where a referral stands: stage, who is on the other side, and what comes next, or since when it
// stands there. Referrer and owner read the same date.
func referralWords(r store.Referral, reader store.EmployeeID, now time.Time, zone *time.Location) string {
	next := surface.ReferralNext(r, reader, now, zone)
	text := "*" + surface.StageName(r.Stage) + "*"
	text += block.When(next == "", " "+block.Day(stageAt(r), zone))
	text += block.When(reader != r.Referrer, " · from "+block.Person(r.Referrer))
	switch {
	case next != "":
		text += "\n" + next
	case reader != r.Owner && r.Owner != "" && surface.IsOpen(r.Stage):
		text += " · with " + block.Person(r.Owner)
	}
	return text
}

// stageAt is when a referral came to its stage.
func stageAt(r store.Referral) time.Time {
	if last := len(r.History) - 1; last >= 0 {
		return r.History[last].At
	}
	return r.SubmittedAt
}

// referralBlocks are one paragraph a referral with a button to everything about it.
func referralBlocks(referrals []store.Referral, reader store.EmployeeID, now time.Time,
	zone *time.Location) []slack.Block {
	if len(referrals) == 0 {
		return []slack.Block{block.Section("None yet. Name somebody you know, and see here who answers and by when.")}
	}
	var blocks []slack.Block
	for _, r := range referrals {
		text := "*" + surface.UpperFirst(surface.CandidateName(r)) + "* · " + referralWords(r, reader, now, zone)
		blocks = append(blocks, block.SectionWith(text, block.Button(surface.ActReferral, "Open", string(r.ID),
			block.Spoken("Open the referral of "+r.Person.Name))))
	}
	return blocks
}

// inCare puts what waits first: open referrals by the day on which their owner's word is due, those that wait for
// nobody after them, and what has ended last.
func inCare(referrals []store.Referral) []store.Referral {
	rank := func(r store.Referral) int {
		switch {
		case !surface.IsOpen(r.Stage):
			return 2
		case r.AnswerBy.IsZero():
			return 1
		}
		return 0
	}
	slices.SortStableFunc(referrals, func(a, b store.Referral) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), a.AnswerBy.Compare(b.AnswerBy))
	})
	return referrals
}

// introBlocks are one line an introduction, the newest, with a button to everything about it.
func introBlocks(list []store.Introduction) (blocks []slack.Block) {
	for _, i := range list[:min(len(list), homeIntros)] {
		text := "*" + surface.UpperFirst(surface.IntroName(i)) + "* · introduction, " + surface.IntroStageName(i.Stage)
		blocks = append(blocks, block.SectionWith(text, block.Button(surface.ActIntro, "Open", string(i.ID),
			block.Spoken("Open the introduction of "+i.Person.Name))))
	}
	return blocks
}

// ownedBlocks list the referrals and introductions this person answers for.
func ownedBlocks(h home) []slack.Block {
	blocks := []slack.Block{block.Header(fmt.Sprintf("In your care (%d)", len(h.owned)+len(h.offered)))}
	// Introductions take the place of the referrals that wait for least.
	room := min(len(h.owned), homeOwned-min(len(h.offered), homeIntros))
	if room > 0 {
		blocks = append(blocks, referralBlocks(h.owned[:room], h.me.ID, h.now, h.me.Zone)...)
	}
	blocks = append(blocks, introBlocks(h.offered)...)
	blocks = append(blocks, block.When(len(h.owned) > room,
		block.Actions("", listButton(surface.ActList, "All in your care", len(h.owned), listOwned))))
	return blocks
}

// meBonuses is how many referrals with a bonus one's own points list.
const meBonuses = 10

// bonusLines are the newest referrals of somebody that came to a hire or deal, each with when its bonus comes.
func bonusLines(q *store.Query, id store.EmployeeID, zone *time.Location) (lines []string) {
	for _, r := range q.ReferralsOf(id) {
		if payouts := q.PayoutsOf(r.ID); len(payouts) > 0 && len(lines) < meBonuses {
			lines = append(lines, "*"+surface.UpperFirst(surface.CandidateName(r))+"*\n"+surface.PayoutLines(payouts, zone))
		}
	}
	return lines
}

// nextBonus is the next of somebody's bonuses that is still to come, with who was referred; "" when none is.
func nextBonus(q *store.Query, id store.EmployeeID, zone *time.Location) string {
	list := slices.DeleteFunc(q.PayoutsFor(id), func(p store.Payout) bool {
		return slices.Contains([]store.PayoutState{store.PayoutPaid, store.PayoutVoid, store.PayoutIneligible}, p.State)
	})
	if len(list) == 0 {
		return ""
	}
	next := slices.MinFunc(list, func(a, b store.Payout) int {
		// What has no day yet comes after what has one.
		return cmp.Or(cmp.Compare(cmp.Or(a.DueOn, "later"), cmp.Or(b.DueOn, "later")), cmp.Compare(a.ID, b.ID))
	})
	return "*Next bonus* " + surface.PayoutLine(next, zone) + " (" + surface.CandidateName(q.Referral(next.Referral, id)) +
		")"
}
