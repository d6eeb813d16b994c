// Points and moments: what each entry of the ledger paid for, and the picture in a message about something to be glad
// of.

package surface

import (
	"cmp"
	"slices"
	"strings"

	"vouch/bot/block"
	"vouch/bot/picture"
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

// WithMoment puts the card of a moment below the first block of a message, which says the same and names who it is
// about: the card names nobody, because a file at Slack outlives what is erased here.
func WithMoment(c block.Content, m picture.Moment) block.Content {
	alt := "A medal"
	alt += block.When(m.Big != "", ", "+m.Big+" "+m.Unit)
	c.Blocks = slices.Insert(slices.Clone(c.Blocks), min(1, len(c.Blocks)), block.DrawingHere(len(c.Drawings)))
	c.Drawings = append(slices.Clone(c.Drawings),
		block.Drawing{Name: "moment.png", Alt: alt + ": " + m.Title + ". " + m.Words, PNG: m.PNG()})
	return c
}

// LiveMoment is the card of something a person sent in that colleagues can read now, with what they earned by it.
func LiveMoment(what string, points int) picture.Moment {
	return Earned(points, picture.Moment{Title: "Your " + what + " is live", Words: "Colleagues can read it now."})
}

// Earned gives a moment points as its number; none where none were earned.
func Earned(points int, m picture.Moment) picture.Moment {
	if points > 0 {
		m.Big, m.Unit = Signed(points), "points"
	}
	return m
}

// recentEntries is how many of a person's last points are looked at for those of a moment: they are among them unless
// more than that were earned before its message was sent.
const recentEntries = 50

// PointsFor are what somebody earned lately by the entries that is tells.
func PointsFor(q *store.Query, who store.EmployeeID, is func(store.Entry) bool) (points int) {
	for _, entry := range q.EntriesOf(who, recentEntries) {
		if is(entry) {
			points += entry.Points
		}
	}
	return points
}
