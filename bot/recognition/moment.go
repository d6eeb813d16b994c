// Moments: a first share, weeks in a row and a new level, told to their person.

package recognition

import (
	"strconv"
	"strings"

	"vouch/bot/block"
	"vouch/bot/picture"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/recognition"
)

// maxTitle cuts the title of an asset in a message.
const maxTitle = 150

// firstContent thanks for a person's first share, by which they are advocates.
func firstContent(a store.Asset) block.Content {
	return momentContent("Your first share: *"+block.Line(block.Cut(a.Title, maxTitle))+"*. Thank you. You are an "+
		recognition.Advocate.String()+" now. "+recognition.Advocate.Unlocks(),
		picture.Moment{Big: "1", Unit: "share", Title: "Your first share", Words: "Thank you for speaking for us."})
}

// streakContent tells how many weeks in a row somebody shared or referred.
func streakContent(weeks int) block.Content {
	n := strconv.Itoa(weeks)
	return momentContent("*"+n+" weeks in a row* with a share or a referral. Thank you.",
		picture.Moment{Big: n, Unit: "weeks", Title: n + " weeks in a row", Words: "A share or a referral in each."})
}

// levelContent tells of a new level and what it brings.
func levelContent(level store.LadderLevel) block.Content {
	return momentContent("You are "+levelName(level)+" now. "+level.Unlocks(),
		picture.Moment{Title: "You are " + levelName(level), Words: "Earned by what you did."})
}

// levelName is a level with its article.
func levelName(level store.LadderLevel) string {
	if level == recognition.Mentor {
		return "a " + level.String()
	}
	return "an " + level.String()
}

// momentContent is a line with its card.
func momentContent(text string, m picture.Moment) block.Content {
	return surface.WithMoment(block.Message(text), m)
}

// renderMoment tells of a moment that is still true, to who still wants to hear of it.
func renderMoment(q *store.Query, m store.Message) block.Content {
	if !q.Employee(m.To).Takes(store.ByMoment) {
		q.Refuse(surface.Obsolete("This person wants no such messages."))
	}
	kind, of, _ := strings.Cut(m.Ref, "/")
	switch recognition.WinKind(kind) {
	case recognition.FirstWin:
		s := q.Share(store.ShareID(of))
		a := q.Asset(s.Asset)
		// No thanks for a post that should come down.
		if s.Level < store.Declared || a.State == store.Withdrawn {
			q.Refuse(surface.Obsolete("The share, or what was shared, was taken back."))
		}
		return firstContent(a)
	case recognition.LevelWin:
		level, _ := strconv.Atoi(of) // written as a number
		return levelContent(store.LadderLevel(level))
	}
	weeks := streakWeeks(of)
	_, last, _ := strings.Cut(of, "/")
	week, _ := strconv.Atoi(last) // a foreign one is no streak
	if weeks == 0 || q.Streak(m.To, week) < weeks {
		q.Refuse(surface.Obsolete("The share was taken back."))
	}
	return streakContent(weeks)
}

// streakWeeks reads how many weeks in a row a win is about.
func streakWeeks(of string) int {
	weeks, _, _ := strings.Cut(of, "/")
	n, _ := strconv.Atoi(weeks)
	return n
}
