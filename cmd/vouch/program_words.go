// The words of the program file: what each key means, its unit and its bounds, and what a text may be.

package main

import (
	"slices"
	"strings"
	"time"

	"vouch/store"
)

// programHeader opens every file that `vouch program show` writes. What it promises is
// what programReader does; change both.
const programHeader = `The advocacy program, written by: vouch program show > program.yaml
Change what you like, then: vouch program apply program.yaml
It shows the differences and asks before anything changes.

A key that is left out keeps what is set now; so a file may hold just the keys you care about.
A list or the texts under sharing.disclosure replace what is set now as a whole; [] empties a list.
A persona or source that is missing from a given list is removed.`

// programWords explain each key by its path; elements of lists have no number in it, and
// a section may go without. A test holds that no other key is missing. They are written
// into the file as comments, the default behind them where it is one short value. Bounds
// are those the store holds to.
var programWords = map[string]string{
	"company.name":      "Its name, 1 to 200 characters; it stands in the default disclosure.",
	"company.time_zone": "IANA time zone in which boards and working days are counted. VOUCH_TIMEZONE wins at each start.",
	"company.holidays":  "Days without digests and outside the working days, such as 2026-12-25.",

	"digest":                "Digests: what holds for everybody who chose nothing else.",
	"digest.frequency":      "daily, three (times a week), twice or weekly.",
	"digest.at":             "Local time of each person, from 06:00 on.",
	"digest.quiet_days":     "Never on these days: monday, tuesday and so on.",
	"digest.picks":          "Items in a digest, 1 to 5.",
	"digest.spread_minutes": "Digests due at one time are spread over this many minutes, 0 to 120.",
	"digest.late_minutes":   "A digest later than this many minutes, as after a stop, is skipped; 0 to 1440.",
	"digest.work_until":     "Nothing is sent after this local time.",
	"digest.topics":         "Topics people can follow beside those of the personas.",

	"sharing": "Sharing.",
	"sharing.disclosure": "How a post says that its author works here, 1 to 200 characters, by network (linkedin, x, bluesky, threads, facebook, " +
		"mastodon, reddit, whatsapp, email, copy) and default for all others. Without any: \"I work at COMPANY.\"",

	"points":                     "Points, 0 to 10000 each. A change counts from now on, what was earned stays.",
	"points.share_declared":      "Somebody says that they posted.",
	"points.own_words":           "More for a post in own words.",
	"points.share_proven":        "More for the post's address.",
	"points.content_accepted":    "A suggestion or story of theirs goes live.",
	"points.referral_accepted":   "The owner accepts a referral.",
	"points.referral_interview":  "It reaches the interview or meeting.",
	"points.referral_hired":      "It ends in a hire or deal.",
	"points.paid_shares_per_day": "Shares of one person that are paid on one day at most.",

	"leaderboards.shown":     "Whether there are any: true or false.",
	"leaderboards.min_group": "People a board or team needs to be shown, 3 to 1000.",

	"referrals":               "Referrals of candidates and clients.",
	"referrals.owned_days":    "Days during which a referred person belongs to their referrer, 1 to 3650.",
	"referrals.answer_days":   "Working days until an owner who does not answer is nudged, 1 to 60.",
	"referrals.escalate_days": "Working days until program managers are told, answer_days to 90.",
	"referrals.purge_days":    "Days from the end of a referral until its personal data is erased, 1 to 3650.",
	"referrals.routes": "Who answers, tried from the top; the first route whose texts all fit wins, a text left out fits everything. " +
		"Where none fits, the recruiter or seller with the fewest open referrals answers.",
	"referrals.routes.kind":       "candidate or client.",
	"referrals.routes.department": "The job's department, the whole name.",
	"referrals.routes.location":   "Part of the job's location: Oslo fits \"Oslo, Norway\".",
	"referrals.routes.contains":   "A word in the job's title or in what the client needs.",
	"referrals.routes.owner":      "Slack user id of who answers.",

	"review":                  "Review of new content.",
	"review.remind_hours":     "Working hours until curators are reminded, 1 to 400.",
	"review.escalate_hours":   "Working hours until program managers are told, 1 to 400.",
	"review.regulated_topics": "Topics whose items a compliance reviewer approves as well.",

	"fatigue":            "Not too much of it.",
	"fatigue.weekly_cap": "Messages the program starts per person and week at most, 1 to 100.",
	"fatigue.slow_after": "Ignored digests in a row until they come less often, 1 to 100.",
	"fatigue.ask_after":  "Ignored digests in a row until the person is asked, 2 to 100.",

	"people.leader_titles": "Words of titles that make somebody a leader.",
	"people.welcome_all":   "Whether everybody gets the welcome message at the first start; otherwise on first contact.",

	"personas": "Kinds of people the library is organised by, at least one. Rules are tried from the top; any of their words proposes the persona, " +
		"compared at the beginnings of words.",
	"personas.id":               "Short name in small letters, digits and hyphens. It stays; a new one makes a new persona.",
	"personas.name":             "Name people see, 1 to 150 characters.",
	"personas.topics":           "Topics of its items.",
	"personas.networks":         "Networks its people use most: linkedin, x and so on.",
	"personas.talking_points":   "Sentences that help in own words.",
	"personas.rule":             "Whom it is proposed to; an empty rule proposes it to nobody.",
	"personas.rule.titles":      "Words of titles.",
	"personas.rule.departments": "Words of departments.",
	"personas.rule.locations":   "Words of places.",
	"personas.rule.groups":      "Slack user groups by id, such as S0123ABCD.",
	"personas.rule.channels":    "Slack channels by id, such as C0123ABCD.",

	"sources":                "Feeds and public job boards that fill the library by themselves.",
	"sources.address":        "http or https address. It tells sources apart: another one makes another source.",
	"sources.name":           "Name curators see, 1 to 80 characters.",
	"sources.system":         "feed, greenhouse, lever, ashby or csv; \"\" to tell by the address.",
	"sources.paused":         "Whether it is not read at present: true or false.",
	"sources.auto_approve":   "Whether items go live without review, unless a topic is regulated: true or false.",
	"sources.per_day":        "New items a day at most, 1 to 1000; 0, or left out of a new source, is 10.",
	"sources.live_at_once":   "Items live or waiting at once at most, 1 to 5000; 0, or left out of a new source, is 100.",
	"sources.kind":           "Kind of items that do not say: article, job, culture, case_study, thought_leadership, event; \"\" for article, or job of a board.",
	"sources.topics":         "Topics given to every item.",
	"sources.personas":       "Personas given to items for which no rule names one, by id.",
	"sources.rules":          "What words in an item stand for.",
	"sources.rules.words":    "The words, any of them, compared at the beginnings of words.",
	"sources.rules.topics":   "Topics such items get.",
	"sources.rules.personas": "Personas such items get, by id.",
	"sources.rules.kind":     "Kind such items get, \"\" for none.",
}

// A textRule says what a text must be. A rule is about the form of a text, so that the
// mistake is told with what would be right; whether a value makes sense together with
// others is the store's to say.
type textRule struct {
	fits func(string) bool
	// fits gets the text as it was written, without quotes.
	want string // what it should be, for the sentence that refuses it
}

// textRules by the name that stands in the "of" tags of programFile. Rules of a list hold
// for each of its texts; "disclosure" is for the keys of the texts by network.
var textRules = map[string]textRule{
	"date":       {func(s string) bool { return isTime(time.DateOnly, s) }, "a day such as 2026-12-25"},
	"time":       {func(s string) bool { return isTime("15:04", s) }, `a time such as "09:30"`},
	"frequency":  oneOf(textsOf(store.Frequencies)...),
	"weekday":    oneOf(weekdayNames...),
	"network":    oneOf(textsOf(store.Networks)...),
	"disclosure": oneOf(append([]string{defaultDisclosure}, textsOf(store.Networks)...)...),
	"referral":   oneOf(string(store.Candidate), string(store.Client)),
	"kind":       oneOf(append([]string{""}, textsOf(store.AssetKinds)...)...),
	"system": oneOf("", string(store.FeedSystem), string(store.GreenhouseSystem), string(store.LeverSystem), string(store.AshbySystem),
		string(store.CSVSystem)),
}

// isTime tells a text that is written exactly in a layout of package time.
// Writing it back refuses what Parse reads generously, such as 9:30.
func isTime(layout, text string) bool {
	at, err := time.Parse(layout, text)
	return err == nil && at.Format(layout) == text
}

// oneOf is the rule of a text that has a few possible values. An empty value is allowed
// when it is among them, and not listed in the sentence.
func oneOf(values ...string) textRule {
	return textRule{func(s string) bool { return slices.Contains(values, s) }, "one of " + strings.TrimPrefix(strings.Join(values, ", "), ", ")}
}
