// Points in words: what each entry of the ledger paid for, told alike to whom it belongs and to who may take it back.

package surface

import (
	"cmp"
	"strings"

	"vouch/bot/block"
	"vouch/store"
	"vouch/store/text"
)

// ruleWords says what each rule pays for. A rule that is not listed reads as "Points".
var ruleWords = map[string]string{
	store.RuleShareDeclared:        "Posted",
	store.RuleOwnWords:             "Own words",
	store.RuleShareProven:          "Link to the post",
	store.RuleShareEngaged:         "People opened the link",
	store.RuleContentAccepted:      "A suggestion or story went live",
	store.RuleIntroductionAccepted: "An introduction was accepted",
	store.RuleReferralAccepted:     "A referral was accepted",
	store.RuleReferralInterview:    "A referral reached an interview or meeting",
	store.RuleReferralHired:        "A referral led to a hire or a deal",
	store.RuleLesson:               "A lesson was passed",
}

// EntryWords explains one line of the ledger without its date, ready for mrkdwn: "*+5* Posted: Title".
func EntryWords(e store.Entry) string {
	rule := e.Rule
	if e.Reverses != "" {
		rule = e.Of
	}
	words := cmp.Or(ruleWords[rule], "Points")
	// Of a referral the ledger knows the kind alone, which says nothing more.
	words += block.When(e.Subject != "" && !strings.HasPrefix(rule, "referral_"),
		": "+block.Line(block.Cut(e.Subject, 90)))
	switch why := block.Line(block.Cut(e.Reason, text.MaxShort)); {
	case e.Reverses != "":
		if why != "" {
			why = ": " + why
		}
		words += " (taken back" + why + ")"
	case why != "":
		words += " (" + why + ")"
	}
	return "*" + Signed(e.Points) + "* " + words
}
