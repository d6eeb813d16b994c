// Package recognition holds the rules by which people are recognised: what each wants in return, the ladder with its
// badges, and what is worth a thank-you.
package recognition

import (
	"cmp"
	"slices"

	"vouch/store/problem"
)

// Incentive is what somebody wants in return for taking part; "" is Public.
type Incentive string

// The incentives of product rule 6.4.
const (
	Public      Incentive = "recognition" // thanks, and wins told in a channel after a yes
	Money       Incentive = "money"       // bonuses
	Development Incentive = "development" // speaker slots, bylines
	Charity     Incentive = "charity"     // what they earn is given away
	None        Incentive = "none"        // silence
)

// Incentives lists every incentive in the order forms show them.
var Incentives = []Incentive{Public, Money, Development, Charity, None}

// Message is one way in which the program recognises somebody.
type Message string

// The ways. Each message about recognition asks Takes before it is written, and again before it is sent.
const (
	Moment Message = "moment" // a private message about something to be glad of, and its picture
	Badges Message = "badges" // the level and the badges where the person looks at their own points
	Points Message = "points" // points where nobody asked for them
	Thanks Message = "thanks" // being thanked by a colleague, and standing on the card that asks for it
	Shout  Message = "shout"  // the question whether a channel may know, and the post there
	Offer  Message = "offer"  // speaker slots and bylines
)

// takes are the messages of each incentive.
var takes = map[Incentive][]Message{
	Public:      {Moment, Badges, Points, Thanks, Shout},
	Money:       {Moment, Badges, Points, Thanks},
	Development: {Moment, Badges, Points, Thanks, Offer},
	Charity:     {Moment, Badges, Points, Thanks},
	None:        nil,
}

// Takes tells whether somebody with this incentive gets such a message.
func (i Incentive) Takes(m Message) bool { return slices.Contains(takes[cmp.Or(i, Public)], m) }

// Consent is a standing answer to the question whether a channel may know of a win; "" is to ask each time.
type Consent string

// The standing answers.
const (
	Always Consent = "always"
	Never  Consent = "never" // nor does anybody read their name on a card
)

// Check says what is wrong with somebody's choices, at the fields incentive and wins. now is what they had before: a
// charity may have been given up by the program since.
func Check(chosen, now Incentive, wins Consent, charity string, wrong *problem.Fields) {
	if chosen != "" && !slices.Contains(Incentives, chosen) || (chosen == Charity && charity == "" && now != Charity) {
		wrong.Set("incentive", "This cannot be chosen here. Choose something else.")
	}
	if !slices.Contains([]Consent{"", Always, Never}, wins) {
		wrong.Set("wins", "Choose to be asked, always or never.")
	}
}
