// Referrals on Home: each with its stage, its owner and the next date, for the referrer and for the owner.

package home

import (
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/store"
)

// referralWords say where a referral stands: stage, owner, and the next date or the end.
func referralWords(r store.Referral, now time.Time, zone *time.Location) string {
	kind := "Candidate"
	if r.Kind == store.Client {
		kind = "Client"
	}
	text := kind + " · *" + surface.StageName(r.Stage) + "*"
	if !surface.IsOpen(r.Stage) {
		return text + " " + block.Day(r.UpdatedAt, zone)
	}
	if r.Owner == "" {
		text += " · finding the right person to answer"
	} else {
		text += " · with " + block.Person(r.Owner)
	}
	switch {
	case r.AnswerBy.IsZero():
	case r.AnswerBy.Before(now):
		text += " · no answer yet, expected by " + block.Day(r.AnswerBy, zone)
	default:
		text += " · next answer by " + block.Day(r.AnswerBy, zone)
	}
	return text
}

// referralBlocks are one paragraph a referral with a button to everything about it.
func referralBlocks(referrals []store.Referral, now time.Time, zone *time.Location) []slack.Block {
	if len(referrals) == 0 {
		return []slack.Block{block.Section("None yet. You name somebody you know, and you see here what comes of it: who answers, by when, and each step after that.")}
	}
	var blocks []slack.Block
	for _, r := range referrals {
		text := "*" + surface.CandidateName(r) + "*\n" + referralWords(r, now, zone)
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

// ownedBlocks list the referrals that wait for this person's answer, the most urgent first.
func ownedBlocks(h home) []slack.Block {
	blocks := []slack.Block{block.Header("Waiting for your answer")}
	for _, r := range h.owned[:min(len(h.owned), homeReferrals)] {
		text := "*" + surface.CandidateName(r) + "*\nFrom " + block.Person(r.Referrer) + " · answer by " + block.Day(r.AnswerBy, h.me.Zone)
		blocks = append(blocks, block.SectionWith(text, block.Button(surface.ActReferral, "Open", string(r.ID), block.Spoken("Open the referral of "+r.Person.Name))))
	}
	if rest := len(h.owned) - homeReferrals; rest > 0 {
		blocks = append(blocks, block.Section("And "+block.Count(rest, "more", "more")+". Each one has a card in your messages with Vouch."))
	}
	return blocks
}
