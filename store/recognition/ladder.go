// The ladder and the badges: what somebody has to have done for each, as anybody can check.

package recognition

import "vouch/store/text"

// Facts are what somebody has done, read from their shares, referrals, introductions and stories.
type Facts struct {
	Shares    int  // said to be posted
	OwnWords  int  // of these, in own words
	OwnProven int  // of these, with the address of the post
	Weeks     int  // with a share or a referral, local to the person
	Row       int  // the most of these in a row
	Referral  bool // one was accepted
	Intro     bool // an introduction was accepted
	Hire      bool // a hire or a deal came of a referral
	Story     bool // a story of theirs went live
}

// Level is a step of the ladder. It only rises.
type Level int

// The levels of product rule 6.3.
const (
	Newcomer Level = iota
	Advocate
	Ambassador
	Mentor
)

// What the higher levels ask for. Points count nothing here: a level cannot be collected.
const (
	ambassadorWeeks = 4
	ambassadorOwn   = 3
	mentorWeeks     = 12
	rowWeeks        = 13 // a quarter
)

// String names a level.
func (l Level) String() string {
	return [...]string{"newcomer", "advocate", "ambassador", "mentor"}[min(max(l, Newcomer), Mentor)]
}

// Unlocks says what a level brings, "" for that of a beginner.
func (l Level) Unlocks() string {
	return [...]string{"", "You can suggest pages for your own role.",
		"You can claim speaker slots and bylines, and you come first in line for events.",
		"You can thank colleagues, and newcomers are told that they can ask you."}[min(max(l, Newcomer), Mentor)]
}

// Level is the highest level that the facts reach.
func (f Facts) Level() Level {
	switch {
	case f.Shares == 0:
		return Newcomer
	case f.Weeks < ambassadorWeeks || f.OwnProven < ambassadorOwn:
		return Advocate
	case f.Weeks < mentorWeeks || !f.led():
		return Ambassador
	}
	return Mentor
}

// led tells whether something came of what they did for others.
func (f Facts) led() bool { return f.Referral || f.Intro || f.Story }

// Next says what the level after l still asks for, nothing at the top.
func (f Facts) Next(l Level) (todo []string) {
	need := func(missing int, one, many string) {
		if missing > 0 {
			todo = append(todo, text.Count(missing, one, many))
		}
	}
	weeks := func(most int) {
		need(most-f.Weeks, "more week with a share or a referral", "more weeks with a share or a referral")
	}
	switch l {
	case Newcomer:
		return []string{"your first share"}
	case Advocate:
		weeks(ambassadorWeeks)
		need(ambassadorOwn-f.OwnProven, "more share in your own words with its link",
			"more shares in your own words with their links")
	case Ambassador:
		weeks(mentorWeeks)
		if !f.led() {
			todo = append(todo, "a story, or a referral or introduction that is accepted")
		}
	}
	return todo
}

// Badge is something done once. It stays.
type Badge string

// AllBadges are all there are, in the order in which they are shown.
var AllBadges = []Badge{"share", "own_words", "referral", "hire", "row", "story"}

var badgeWords = map[Badge][2]string{
	"share":     {"First share", ":loudspeaker:"},
	"own_words": {"Own words", ":pencil2:"},
	"referral":  {"First referral accepted", ":handshake:"},
	"hire":      {"First hire or deal", ":trophy:"},
	"row":       {"13 weeks in a row", ":fire:"},
	"story":     {"Story told", ":book:"},
}

// String names a badge by its rule.
func (b Badge) String() string { return badgeWords[b][0] }

// Emoji is the badge as Slack writes emoji.
func (b Badge) Emoji() string { return badgeWords[b][1] }

// Badges are those that the facts reach.
func (f Facts) Badges() (earned []Badge) {
	done := map[Badge]bool{"share": f.Shares > 0, "own_words": f.OwnWords > 0, "referral": f.Referral, "hire": f.Hire,
		"row": f.Row >= rowWeeks, "story": f.Story}
	for _, b := range AllBadges {
		if done[b] {
			earned = append(earned, b)
		}
	}
	return earned
}
