// Plain words: what people write to Vouch as they would to a colleague, and the button that does it.

package member

import (
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/text"
)

// wish is one thing people ask for.
type wish struct {
	// said are phrases of whole words; one of them makes the wish. "^" stands for the beginning of the message, "$" for
	// its end. Words that are only polite are left out first.
	said []string
	// not are phrases in which the same words mean something else.
	not    []string
	joined bool // means something to advocates only
	answer func(r reader) block.Content
}

// phrases splits a list that is written with commas.
func phrases(list string) []string { return strings.Split(list, ", ") }

// wishes are looked through in order; the first that fits is answered. What is narrow comes before what is wide.
var wishes = []wish{
	{
		said: phrases("who can see, who sees, what is recorded, whats recorded, do you record, do you store, " +
			"my data, privacy, gdpr, know about me, is it voluntary, post for me, ^ why $, why should i, do i have to, " +
			"is this mandatory, is it mandatory"),
		answer: func(reader) block.Content {
			return say("Here is what Vouch keeps, and who sees it.", surface.RecordedButton())
		},
	},
	{
		said: phrases("my referral, my referrals, my referal, my referals, my candidate, my candidates, " +
			"my introduction, i referred, did i refer, i made a referral, the referral, referral status, " +
			"status of, ^ referral $, ^ referrals $"),
		answer: func(r reader) block.Content {
			answer := say("Here is where each referral stands.", listButton("What I referred", surface.ListReferrals))
			if r.owner { // in a row of its own: two buttons of one row may not have the same id
				answer.Blocks = append(answer.Blocks, block.Actions("", listButton("In my care", surface.ListOwned)))
			}
			return answer
		},
	},
	{
		said: phrases("^ who can, ^ who may, who do i ask, who can i ask, who should i ask, whom do i ask, " +
			"whom can i ask, whom should i ask, who do i talk, who can help, who runs, who manages, who decides, " +
			"who is in charge, who is responsible"),
		not:    phrases("i refer, i recommend, i share"),
		answer: func(r reader) block.Content { return say(r.whom, block.Button(surface.ActHelp, "What I can do", "")) },
	},
	{
		said: phrases("refer, referring, make a referral, new referral, submit a referral, recommend somebody, " +
			"recommend someone, recommend a friend, recommend a candidate, recommend a colleague, i recommend, " +
			"introduce somebody, introduce someone, introduce a, make an introduction, know somebody, " +
			"know someone, a candidate for, ^ candidate $"),
		not: phrases("refer to, refer back"),
		answer: func(reader) block.Content {
			return say("Somebody good for us? A name is enough to begin.", referButton())
		},
	},
	{
		said: phrases("^ stop $, ^ leave $, ^ quit $, ^ cancel $, unsubscribe, opt out, opt me out, sign me off, " +
			"remove me, delete me, want out, stop it, stop this, stop that, stop these, stop all, stop sending, " +
			"stop messaging, stop writing, stop the digest, stop my digest, stop the messages, make it stop, " +
			"want to stop, like to stop, how do i stop, how to stop, how can i stop, want to leave, like to leave, " +
			"how do i leave, how to leave, how can i leave, can i leave, let me leave, leave the program, " +
			"leave me alone, no more messages, no more digests, no more picks, dont send me, dont message me, " +
			"dont write to me"),
		not: phrases("leave a, leave the office, leave early, leave my, leave work, leave feedback"), joined: true,
		answer: func(r reader) block.Content { return leaving(r.Member) },
	},
	{
		said: phrases("resume, unpause, start again, am back, im back, turn it on, switch it on"),
		not: phrases("my resume, her resume, his resume, their resume, a resume, the resume, resume of, " +
			"resume attached"), joined: true,
		answer: pauseAnswer,
	},
	{
		said: phrases("pause, snooze, on holiday, on holidays, on vacation, my vacation, my holiday, on leave, " +
			"parental leave, sick leave, annual leave, out of office, be away, am away, im away, take a break, " +
			"need a break"),
		not: phrases("pause the video, pause the meeting"), joined: true,
		answer: pauseAnswer,
	},
	{
		said: phrases("settings, preferences, how often, less often, more often, too often, too many, fewer, " +
			"frequency, my topics, other topics, another time, time zone, timezone, my persona"),
		not: phrases("too many people, too many meetings"), joined: true,
		answer: func(reader) block.Content { return say("You choose what comes, and when.", settingsButton()) },
	},
	{
		said: phrases("points, my score, my rank, leaderboard, how am i doing, my standing"),
		not:  phrases("talking points, bullet points, key points, points out, points to"), joined: true,
		answer: func(reader) block.Content { return say("Your points, and why you have each.", pointsButton()) },
	},
	{
		said: phrases("want to join, like to join, how do i join, can i join, join again, sign me up, " +
			"sign up, get started, count me in, ^ join $, ^ start $"),
		not: phrases("join the, join you, join your, join us, join a"), joined: true,
		answer: func(reader) block.Content { return say("You have joined.", picksButton(), settingsButton()) },
	},
	{
		said: phrases("share, sharing, can i post, to post, post something, post about, post this"),
		not:  phrases("share price, market share, share my screen, share your screen, share of"), joined: true,
		answer: func(reader) block.Content {
			library := block.Button(actWord, "Library", "library")
			return say("Choose a pick and press Share, or search.", picksButton(), library)
		},
	},
	{
		said: phrases("digest, my picks, the picks, todays picks, any picks, new picks, ^ picks $, whats new, " +
			"what is new, anything new, something to read, ^ news $, ^ today $"),
		not: phrases("to digest, digest this, digest that, digest it"), joined: true,
		answer: func(reader) block.Content { return say("Here are today's picks.", picksButton()) },
	},
	{
		said: phrases("^ help $, help me, need help, what can you do, what can i do, commands, " +
			"how does this work, how does it work, how do you work, what is this, who are you, what are you"),
		answer: func(r reader) block.Content { return r.card(greeting) },
	},
}

// leaving offers the button that leaves, and before it a pause to who has none.
func leaving(me surface.Member) block.Content {
	if surface.IsPaused(me.Employee, store.Now()) {
		return say("Your digest is paused. Leaving stops it for good.", leaveButton())
	}
	return say("Leaving stops your digest at once. Would a pause do?", pauseButton(me), leaveButton())
}

// pauseAnswer offers a pause, or its end.
func pauseAnswer(r reader) block.Content {
	return say(r.RhythmAndNext(store.Now()), pauseButton(r.Member))
}

// understand answers a plain wish. Who has not joined is offered that in place of what only advocates have.
func (r reader) understand(said string) (block.Content, bool) {
	words := slices.Concat([]string{"^"}, plainWords(said), []string{"$"})
	at := slices.IndexFunc(wishes, func(w wish) bool { return w.fits(words) })
	switch {
	case at < 0:
		return block.Content{}, false
	case wishes[at].joined && !r.IsAdvocate():
		line := "You haven't joined, so no digest comes. Joining takes a minute."
		return say(line, joinButton("Join"), surface.RecordedButton()), true
	}
	return wishes[at].answer(r), true
}

// polite are words that change no wish.
var polite = phrases("please, pls, thanks, thank, vouch, hi, hello, hey, now, ok, okay, just, really")

// plainWords are the words of a message that are not only polite. "don't" is one word.
func plainWords(said string) []string {
	words := text.Words(strings.NewReplacer("'", "", "’", "").Replace(said))
	return slices.DeleteFunc(words, func(w string) bool { return slices.Contains(polite, w) })
}

// fits tells whether the words of a message say the wish.
func (w wish) fits(words []string) bool {
	for _, phrase := range w.not {
		if find(words, phrase) >= 0 {
			return false
		}
	}
	return slices.ContainsFunc(w.said, func(phrase string) bool {
		at := find(words, phrase)
		return at >= 0 && !isDenied(words[max(0, at-4):at])
	})
}

// find is where a phrase of whole words stands among words; -1 when it does not.
func find(words []string, phrase string) int {
	wanted := strings.Fields(phrase)
	for at := 0; at+len(wanted) <= len(words); at++ {
		if slices.Equal(words[at:at+len(wanted)], wanted) {
			return at
		}
	}
	return -1
}

// Words that turn a wish around, and words after which they do not: "I don't know how to refer", "I did not get my
// digest".
var (
	denying = phrases("dont, not, never, wont, didnt, doesnt, no")
	asking  = phrases("know, understand, get, got, see, find, how, why, where, sure, remember")
)

// isDenied tells whether the words before a phrase say that it is not wanted.
func isDenied(before []string) bool {
	has := func(list []string) bool {
		return slices.ContainsFunc(before, func(w string) bool { return slices.Contains(list, w) })
	}
	return has(denying) && !has(asking)
}

func picksButton() slack.BlockElement    { return block.Button(surface.ActDigest, "Today's picks", "") }
func referButton() slack.BlockElement    { return block.Button(surface.ActRefer, "Refer someone", "") }
func pointsButton() slack.BlockElement   { return block.Button(surface.ActMe, "My points", "") }
func settingsButton() slack.BlockElement { return block.Button(surface.ActSettings, "Settings", "") }

// joinButton opens the joining form.
func joinButton(label string) slack.BlockElement {
	return block.Button(surface.ActJoin, label, "", block.Primary)
}

// leaveButton leaves, once that is confirmed.
func leaveButton() slack.BlockElement {
	return block.Button(surface.ActLeave, "Leave Vouch", "", block.Danger, block.Confirming(surface.LeaveConfirm()))
}

// pauseButton is one button that says what it will do: a switch would need its state to be read first.
func pauseButton(me surface.Member) slack.BlockElement {
	if surface.IsPaused(me.Employee, store.Now()) {
		return block.Button(surface.ActResume, "Resume", "", block.Spoken("Resume my digest"))
	}
	return block.Button(surface.ActPause, "Pause", "", block.Spoken("Pause my digest"))
}

// listButton opens a list of Home's.
func listButton(label string, list surface.ListName) slack.BlockElement {
	return block.Button(surface.ActList, label, string(list))
}
