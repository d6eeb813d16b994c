// Referrals on Home: each with its stage, its owner and the next date, for the referrer and for the owner.

package bot

import (
	"time"

	"github.com/slack-go/slack"

	"vouch/store"
)

// candidateName is who is referred, ready for mrkdwn; after erasure nothing is left to say.
func candidateName(r store.Referral) string {
	if name := line(cut(r.Person.Name, 80)); name != "" {
		return name
	}
	return "a person whose data was erased"
}

// ownerWords is who answers for a referral.
func ownerWords(r store.Referral) string {
	if r.Owner == "" {
		return "A program manager"
	}
	return person(r.Owner)
}

// referralWords say where a referral stands: stage, owner, and the next date or the end.
func referralWords(r store.Referral, zone *time.Location) string {
	kind := "Candidate"
	if r.Kind == store.Client {
		kind = "Client"
	}
	text := kind + " · *" + stageName(r.Stage) + "*"
	if !isOpen(r.Stage) {
		return text + " " + day(r.UpdatedAt, zone)
	}
	if r.Owner == "" {
		text += " · finding the right person to answer"
	} else {
		text += " · with " + person(r.Owner)
	}
	if !r.AnswerBy.IsZero() {
		text += " · next answer by " + day(r.AnswerBy, zone)
	}
	return text
}

// referralBlocks are one paragraph a referral with a button to everything about it.
func referralBlocks(referrals []store.Referral, zone *time.Location) []slack.Block {
	if len(referrals) == 0 {
		return []slack.Block{section("None yet. You name somebody you know, and you see here what comes of it: who answers, by when, and each step after that.")}
	}
	var blocks []slack.Block
	for _, r := range referrals {
		text := "*" + candidateName(r) + "*\n" + referralWords(r, zone)
		blocks = append(blocks, sectionWith(text, button(actReferral, "Open", string(r.ID), spoken("Open the referral of "+r.Person.Name))))
	}
	return blocks
}

// homeReferralButtons stand under the referrals on Home.
func homeReferralButtons(h home) []slack.BlockElement {
	buttons := []slack.BlockElement{button(actRefer, "Refer someone", "")}
	if len(h.referrals) > homeReferrals {
		buttons = append(buttons, button(actList, "All "+count(len(h.referrals), "referral", "referrals"), string(listReferrals)))
	}
	return buttons
}

// ownedBlocks list the referrals that wait for this person's answer, the most urgent first.
func ownedBlocks(h home) []slack.Block {
	blocks := []slack.Block{header("Waiting for your answer")}
	for _, r := range h.owned[:min(len(h.owned), homeReferrals)] {
		text := "*" + candidateName(r) + "*\nFrom " + person(r.Referrer) + " · answer by " + day(r.AnswerBy, h.me.zone)
		blocks = append(blocks, sectionWith(text, button(actReferral, "Open", string(r.ID), spoken("Open the referral of "+r.Person.Name))))
	}
	if rest := len(h.owned) - homeReferrals; rest > 0 {
		blocks = append(blocks, section("And "+count(rest, "more", "more")+". Each one has a card in your messages with Vouch."))
	}
	return blocks
}
