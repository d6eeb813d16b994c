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

// referralWords say where a referral stands: stage, who is on the other side, and what comes next or when it ended.
func referralWords(r store.Referral, reader store.EmployeeID, now time.Time, zone *time.Location) string {
	text := "Candidate · *"
	if r.Kind == store.Client {
		text = "Client · *"
	}
	text += surface.StageName(r.Stage) + "*"
	if !surface.IsOpen(r.Stage) {
		text += " " + block.Day(r.UpdatedAt, zone)
	}
	if reader != r.Referrer {
		text += " · from " + block.Person(r.Referrer)
	}
	switch next := surface.ReferralNext(r, reader, now, zone); {
	case next != "":
		text += "\n" + next
	case reader != r.Owner && r.Owner != "" && surface.IsOpen(r.Stage):
		text += " · with " + block.Person(r.Owner)
	}
	return text
}

// referralBlocks are one paragraph a referral with a button to everything about it.
func referralBlocks(referrals []store.Referral, reader store.EmployeeID, now time.Time,
	zone *time.Location) []slack.Block {
	if len(referrals) == 0 {
		return []slack.Block{block.Section("None yet. You name somebody you know, and you see here what comes of it: " +
			"who answers, by when, and each step after that.")}
	}
	var blocks []slack.Block
	for _, r := range referrals {
		text := "*" + surface.CandidateName(r) + "*\n" + referralWords(r, reader, now, zone)
		blocks = append(blocks, block.SectionWith(text, block.Button(surface.ActReferral, "Open", string(r.ID), block.Spoken("Open the referral of "+r.Person.Name))))
	}
	return blocks
}

// homeReferralButtons stand under the referrals on Home.
func homeReferralButtons(h home) []slack.BlockElement {
	buttons := []slack.BlockElement{block.Button(surface.ActRefer, "Refer someone", "")}
	if len(h.referrals) > homeReferrals {
		buttons = append(buttons, block.Button(surface.ActList, "All "+block.Count(len(h.referrals), "referral", "referrals"), string(listReferrals)))
	}
	return buttons
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

// ownedBlocks list the referrals this person answers for.
func ownedBlocks(h home) []slack.Block {
	blocks := append([]slack.Block{block.Header("In your care")},
		referralBlocks(h.owned[:min(len(h.owned), homeReferrals)], h.me.ID, h.now, h.me.Zone)...)
	if rest := len(h.owned) - homeReferrals; rest > 0 {
		blocks = append(blocks, block.Actions("", block.Button(surface.ActList, fmt.Sprintf("And %d more in your care", rest),
			string(listOwned))))
	}
	return blocks
}
