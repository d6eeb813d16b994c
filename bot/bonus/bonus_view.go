// The views of bonuses: the card, the list, the reason of an exclusion, and the news for a referrer.

package bonus

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/bonus"
	"vouch/store/money"
)

// list is what the list of bonuses shows.
type list struct {
	notice             string // what became of the last decision, mrkdwn
	rows               []row
	waiting            int // all that wait for this manager
	own                int // that wait for another one
	budget             string
	unsaid             bool           // what single people get
	zone               *time.Location // the reader's
	approved, exported []store.Payout
}

// row is a payout with the name of who was referred, ready for mrkdwn.
type row struct {
	store.Payout
	name string
}

// The choices of a row's menu, each followed by the id of the payout.
const (
	menuApprove = "approve"
	menuExclude = "exclude"
)

// maxReason is the longest reason of an exclusion.
const maxReason = 200

// listView is the list: what waits, what the next payroll file will hold, and the files that were written.
func listView(l list) *slack.ModalViewRequest {
	var blocks []slack.Block
	blocks = append(blocks, block.When(l.notice != "", block.Section("*"+l.notice+"*")))
	blocks = append(blocks, waitingBlocks(l)...)
	if l.own > 0 {
		blocks = append(blocks, block.Section(block.Count(l.own, "bonus of your own waits", "bonuses of your own wait")+
			" for another program manager."))
	}
	if len(l.approved) > 0 {
		blocks = append(blocks, block.Header("Approved"), block.Section(block.Count(len(l.approved), "bonus", "bonuses")+", "+
			sumWords(l.approved)+". `vouch payroll FILE.csv` writes the file for payroll."))
	}
	return block.Modal(surface.CBList, "Bonuses", "", "Close", "", append(blocks, fileBlocks(l.exported)...)...)
}

// waitingBlocks list what waits for approval, with one button for all that is shown.
func waitingBlocks(l list) []slack.Block {
	if len(l.rows) == 0 {
		return []slack.Block{block.Section("No bonus waits for your approval.")}
	}
	var shown []store.Payout
	var ids []string
	var blocks []slack.Block
	for _, r := range l.rows {
		shown, ids = append(shown, r.Payout), append(ids, r.ID)
		amount := r.Amount.String()
		if l.unsaid {
			amount = "Bonus"
		}
		text := fmt.Sprintf("*%s* to %s for %s", amount, block.Person(r.Employee), r.name)
		text += block.When(r.Tiers > 1, fmt.Sprintf(", part %d of %d", r.Tier, r.Tiers))
		text += "\nDue since " + surface.DayOf(r.DueOn, l.zone) + ", rule “" + block.Line(r.Rule) + "”"
		text += block.After(". ", block.Line(r.Reason))
		blocks = append(blocks, block.SectionWith(text, block.Overflow(actMenu,
			block.Option(menuApprove+" "+r.ID, "Approve this one"), block.Option(menuExclude+" "+r.ID, "Exclude…"))))
	}
	label := fmt.Sprintf("Approve all (%d)", len(shown))
	if l.waiting > len(shown) {
		label = fmt.Sprintf("Approve all shown (%d of %d)", len(shown), l.waiting)
	}
	question := sumWords(shown) + " in all goes into the next payroll file."
	question += block.When(l.budget != "", " The budget of the year is "+bonus.Bound(l.budget).String()+".")
	return append(blocks, block.Actions("", block.Button(actApprove, label, strings.Join(ids, " "), block.Primary,
		block.Confirming(block.Confirm("Approve "+block.Count(len(shown), "bonus", "bonuses")+"?", question, "Approve",
			"Not yet")))))
}

// fileBlocks list the payroll files that were not paid yet.
func fileBlocks(exported []store.Payout) (blocks []slack.Block) {
	files := map[string][]store.Payout{}
	for _, p := range exported {
		files[p.Batch] = append(files[p.Batch], p)
	}
	for _, batch := range slices.Sorted(maps.Keys(files)) {
		if len(blocks) == 0 {
			blocks = append(blocks, block.Header("With payroll"))
		}
		words := block.Count(len(files[batch]), "bonus", "bonuses") + ", " + sumWords(files[batch]) + givenWords(files[batch])
		blocks = append(blocks, block.SectionWith("*File "+block.Line(batch)+"*: "+words,
			block.Button(actPaid, "Mark as paid", batch, block.Danger, block.Spoken("Mark file "+batch+" as paid"),
				block.Confirming(block.Confirm("Was it paid?", words+". Everybody in the file is told. This cannot be undone.",
					"Yes, paid", "Not yet")))))
		if len(blocks) > listed {
			break
		}
	}
	return blocks
}

// sumWords adds up payouts, each currency apart.
func sumWords(payouts []store.Payout) string {
	sums := map[string]money.Amount{}
	for _, p := range payouts {
		if sum, err := sums[p.Amount.Currency].Add(p.Amount); err == nil {
			sums[p.Amount.Currency] = sum
		}
	}
	var words []string
	for _, code := range slices.Sorted(maps.Keys(sums)) {
		words = append(words, sums[code].String())
	}
	return block.List(words)
}

// givenWords tell whoever pays that some of the payouts go to a charity.
func givenWords(payouts []store.Payout) string {
	given := slices.DeleteFunc(slices.Clone(payouts), func(p store.Payout) bool { return p.Charity == "" })
	if len(given) == 0 {
		return ""
	}
	return fmt.Sprintf("; %d of them (%s) to the charity in the file's last column", len(given), sumWords(given))
}

// excludeView asks why a bonus is not paid.
func excludeView(id string) *slack.ModalViewRequest {
	return block.Modal(cbExclude, "Exclude a bonus", "Exclude it", "Cancel", id,
		block.Section("It will never be paid. The referrer reads your reason."),
		block.Input(surface.FieldReason, "Why?", block.TextInput(block.InputValue, "", "", false, maxReason), "", false))
}

// cardView is the week's card.
func cardView(waiting []store.Payout) block.Content {
	if len(waiting) == 0 {
		return block.Message("No bonus waits for your approval any more.")
	}
	text := block.Count(len(waiting), "bonus waits", "bonuses wait") + " for approval: " + sumWords(waiting) + "."
	return block.Message(text, block.SectionWith(text,
		block.Button(surface.ActBonuses, "Look at them", "", block.Primary, block.Spoken("Look at the bonuses to approve"))))
}

// newsView tells a referrer where the bonus for a referral stands.
func newsView(r store.Referral, payouts []store.Payout, zone *time.Location) block.Content {
	text := "*Your bonus for referring " + surface.CandidateName(r) + "*\n" + surface.PayoutLines(payouts, zone)
	if len(payouts) == 0 {
		text = "Your referral of *" + surface.CandidateName(r) + "*\n" + surface.BonusWords(r, nil, zone)
	}
	return block.Message(text, block.Section(text),
		block.Actions("", block.Button(surface.ActReferral, "Show the referral", string(r.ID),
			block.Spoken("Show the referral of "+r.Person.Name))))
}
