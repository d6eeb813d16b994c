// The list of settings: one row each, and everything that handles settings is driven by the rows.

package settings

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"vouch/store/bonus"
	"vouch/store/calendar"
	"vouch/store/problem"
	"vouch/store/term"
	"vouch/store/text"
)

// MaxPicks bounds a digest: more picks nobody reads.
const MaxPicks = 5

// Setting is one row: what a program manager may choose (see SaveSettings). From the rows come the defaults, the
// bounds, the program file with its comments, the form in Slack and the words of the audit. A new setting is a field of
// Settings and a row.
type Setting struct {
	Key   string // in the program file and in the audit
	Name  string // in FieldErrors, in stored JSON and in forms
	Label string // above its input in Slack; "" for what has a form of its own
	Hint  string // below the input, or beside the box of a bool; a number has its bounds there by default
	Words string // what it means, a comment in the program file; a number gets its bounds as well

	// Default also says the type of the value: string, int, bool, []string, map[string]string by network ("default" for
	// all others), []Route or []bonus.Rule.
	Default  any
	Min, Max int      // of a number and of the elements of a list; Max of the characters of a text
	Each     int      // characters of one element at most, 0 for no bound
	Slip     bool     // the bounds only catch slips of the finger, so nobody is told them beforehand
	Form     string   // what a text has to be: TimeForm, DateForm or "" for any
	Values   []string // the only texts allowed, nil for any
	Money    bool     // each text is an amount with its currency, such as "EUR 4500", or empty

	access
}

// The forms of texts, as layouts of package time.
const (
	TimeForm = "15:04"
	DateForm = time.DateOnly
)

// Section groups settings: a key of the program file, and a form in Slack.
type Section struct {
	Key, Title string
	Words      string // a comment in the program file
	Settings   []Setting
}

// Bounds says the bounds of a number, "" for any other value and where they need no telling.
func (row *Setting) Bounds() string {
	if _, number := row.Default.(int); !number || row.Slip {
		return ""
	}
	return fmt.Sprintf("%d to %d", row.Min, row.Max)
}

// Parts are the single texts of a setting by network, each as a row that is labelled with its network; of any other
// setting it is the row alone.
func (row Setting) Parts() []Setting {
	if _, byNetwork := row.Default.(map[string]string); !byNetwork {
		return []Setting{row}
	}
	return text.Mapped(row.Values, func(network string) Setting {
		part := Setting{Key: row.Key + "." + network, Name: row.Name + "/" + network, Label: network, Default: "",
			Max: row.Each}
		if network == DefaultNetwork {
			part.Name, part.Label, part.Hint = row.Name+"/", row.Label, row.Hint
		}
		part.access = access{
			func(s *Settings) any { return row.Get(s).(map[string]string)[network] },
			func(s *Settings, v any) {
				all := row.Get(s).(map[string]string)
				if all[network] = v.(string); all[network] == "" {
					delete(all, network)
				}
				row.Set(s, all)
			},
		}
		return part
	})
}

// points is a row of the section points; without words its label is said in the program file, too.
func points(name, label, words string, initial int, at func(*PointRules) *int) Setting {
	return Setting{Key: "points." + name, Name: name, Label: label, Words: cmp.Or(words, label+"."), Default: initial,
		Max: 10000, Slip: true, access: plain(func(s *Settings) *int { return at(&s.Points) })}
}

// The longest lists: what is longer is a slip, and no form could show it.
const (
	maxListed    = 500
	MaxRegulated = 200
	MaxLanguage  = 35
)

// Sections are all settings, in the order of the program file and of the forms. Points are those of product rule
// 6.1; 180 days of ownership follow the common end of a referral after six months, and so do the 180 days until a
// closed one loses its personal data (product rule 5.6). A group under three would show single people's numbers to
// everybody.
var Sections = []Section{
	{"company", "Company", "", []Setting{
		{Key: "company.name", Name: "company", Label: "Name",
			Hint:    "Every post says where its author works, so sharing waits until the name is set.",
			Words:   "Its name, 1 to 200 characters. Every post says where its author works, so sharing waits for it.",
			Default: "", Max: text.MaxShort, access: typed(func(s *Settings) *string { return &s.Company })},
		{Key: "company.time_zone", Name: "tz", Label: "Time zone",
			Hint:    "Such as Europe/Berlin: boards and working days are counted there.",
			Words:   "IANA time zone in which boards and working days are counted. VOUCH_TIMEZONE wins at each start.",
			Default: "UTC", Max: text.MaxShort, access: typed(func(s *Settings) *string { return &s.TimeZone })},
		{Key: "company.working_days", Name: "week", Label: "Working days",
			Hint: "Three or more. Digests and deadlines keep to them.",
			Words: "Days on which people work, three or more: digests come and deadlines are counted on them. A program whose " +
				"week is Sunday to Thursday writes [sunday, monday, tuesday, wednesday, thursday].",
			Default: weekdayNames[:5], Min: 3, Max: 7, Values: weekdayNames,
			access: weekdays(func(s *Settings) *[]time.Weekday { return &s.Rhythm.Week })},
		{Key: "company.holidays", Name: "holidays", Label: "Holidays",
			Hint:    "One day a line, such as 2026-12-25. No digests, and no working days.",
			Words:   "Days without digests and outside the working days, such as 2026-12-25.",
			Default: []string(nil), Max: maxListed, Form: DateForm,
			access: texts(func(s *Settings) *[]calendar.LocalDate { return &s.Holidays })},
	}},
	{"digest", "Digest", "Digests: what holds for everybody who chose nothing else.", []Setting{
		{Key: "digest.frequency", Name: "frequency", Label: "How often",
			Words:   "daily, three (times a week), twice or weekly.",
			Default: string(Daily), Values: text.Mapped(Frequencies, func(f Frequency) string { return string(f) }),
			access: typed(func(s *Settings) *Frequency { return &s.Rhythm.Frequency })},
		{Key: "digest.at", Name: "at", Label: "At", Hint: "Each person's local time.",
			Words:   "Local time of each person, from " + EarliestAt + " on.",
			Default: "09:30", Form: TimeForm, access: typed(func(s *Settings) *string { return &s.Rhythm.At })},
		{Key: "digest.quiet_days", Name: "quiet", Label: "Never on these days",
			Words:   "Never on these days: monday, tuesday and so on.",
			Default: []string(nil), Max: maxListed, Values: weekdayNames,
			access: weekdays(func(s *Settings) *[]time.Weekday { return &s.Rhythm.Quiet })},
		{Key: "digest.picks", Name: "picks", Label: "Picks in a digest", Words: "Items in a digest.",
			Default: 3, Min: 1, Max: MaxPicks, access: plain(func(s *Settings) *int { return &s.Picks })},
		{Key: "digest.half_life_days", Name: "half_life", Label: "Days in which answers lose half their weight",
			Words:   "What people did with an item chooses for others; it loses half its weight in this many days.",
			Default: 14, Min: 1, Max: 365, access: plain(func(s *Settings) *int { return &s.HalfLifeDays })},
		{Key: "digest.languages", Name: "languages", Label: "Languages everybody reads",
			Hint: "One a line, such as en or de, beside the language of each person's Slack.",
			Words: "Languages everybody reads, such as en, beside the language of each person's Slack; items in others are " +
				"not picked.",
			Default: []string{"en"}, Max: 20, Each: MaxLanguage,
			access: texts(func(s *Settings) *[]string { return &s.Languages })},
		{Key: "digest.work_until", Name: "work_until", Label: "Nothing is sent after",
			Words:   "Nothing is sent after this local time.",
			Default: "18:00", Form: TimeForm, access: typed(func(s *Settings) *string { return &s.WorkUntil })},
		{Key: "digest.spread_minutes", Name: "spread", Label: "Minutes over which digests are spread",
			Words:   "Digests due at one time are spread over this many minutes.",
			Default: 10, Max: 120, access: plain(func(s *Settings) *int { return &s.SpreadMin })},
		{Key: "digest.late_minutes", Name: "grace", Label: "Minutes after which a late digest is skipped",
			Words:   "A digest later than this many minutes, as after a stop, is skipped.",
			Default: 180, Max: 24 * 60, access: plain(func(s *Settings) *int { return &s.GraceMin })},
		{Key: "digest.topics", Name: "topics", Label: "Topics people can follow",
			Hint: "One a line, beside those of the personas.", Words: "Topics people can follow beside those of the personas.",
			Default: []string(nil), Max: maxListed, Each: text.MaxTopic,
			access: texts(func(s *Settings) *[]string { return &s.Topics })},
	}},
	{"sharing", "Disclosure", "Sharing.", []Setting{
		{Key: "sharing.disclosure", Name: "disclosure", Label: "Default",
			Hint: "How a post says that its author works here. Empty: \"I work at\" and the company's name.",
			Words: "How a post says that its author works here, 1 to 200 characters, by network (linkedin, x, bluesky, " +
				"threads, facebook, mastodon, reddit, whatsapp, email, copy) and default for all others. Without any: " +
				"\"I work at COMPANY.\"",
			Default: map[string]string(nil), Each: text.MaxShort, Values: append([]string{DefaultNetwork}, networkKeys...),
			access: byNetwork(func(s *Settings) *map[term.Network]string { return &s.Disclosure })},
	}},
	{"confidential", "Confidentiality", "What must not stand in a post.", []Setting{
		{Key: "confidential.phrases", Name: "confidential", Label: "Phrases that stop a post",
			Hint: "One a line, the reason after an equals sign: Project Falcon = not public yet",
			Words: "Phrases that stop a post, such as code names and customers; after an equals sign the reason, which the " +
				"writer reads. Case, accents, spaces and hidden signs make no difference.",
			Default: []string(nil), Max: 200, Each: 200,
			access: texts(func(s *Settings) *[]string { return &s.Confidential })},
	}},
	{"points", "Points", "Points, 0 to 10000 each. A change counts from now on, what was earned stays.", []Setting{
		points("share_declared", "For a share", "Somebody says that they posted.", 5,
			func(p *PointRules) *int { return &p.ShareDeclared }),
		points("own_words", "More for own words", "", 5, func(p *PointRules) *int { return &p.OwnWords }),
		points("share_proven", "More for the post's address", "", 5, func(p *PointRules) *int { return &p.ShareProven }),
		points("engaged", "For each person who opens the link", "", 1, func(p *PointRules) *int { return &p.Engaged }),
		points("engaged_cap", "Of these per share at most", "", 20, func(p *PointRules) *int { return &p.EngagedCap }),
		points("content_accepted", "For a suggestion or story that goes live", "A suggestion or story of theirs goes live.",
			10, func(p *PointRules) *int { return &p.ContentAccepted }),
		points("referral_accepted", "For a referral that is accepted", "The owner accepts a referral.", 10,
			func(p *PointRules) *int { return &p.ReferralAccepted }),
		points("introduction_accepted", "For an introduction that is accepted", "Its owner wants an introduction.", 10,
			func(p *PointRules) *int { return &p.IntroductionAccepted }),
		points("referral_interview", "For an interview or meeting", "It reaches the interview or meeting.", 30,
			func(p *PointRules) *int { return &p.ReferralInterview }),
		points("referral_hired", "For a hire or deal", "It ends in a hire or deal.", 100,
			func(p *PointRules) *int { return &p.ReferralHired }),
		{Key: "points.paid_shares_per_day", Name: "paid_shares_per_day", Label: "Paid shares a day at most",
			Hint: "What was earned stays.", Words: "Shares of one person that are paid on one day at most.",
			Default: 3, Max: 10000, Slip: true, access: plain(func(s *Settings) *int { return &s.Points.PaidSharesPerDay })},
	}},
	{"leaderboards", "Leaderboards", "", []Setting{
		{Key: "leaderboards.shown", Name: "board_on", Label: "Leaderboards", Hint: "Everybody can see them with /leaderboard",
			Words:   "Whether there are any: true or false.",
			Default: false, access: plain(func(s *Settings) *bool { return &s.BoardOn })},
		{Key: "leaderboards.min_group", Name: "board_min_group", Label: "Smallest group",
			Hint: "People a board or team needs to be shown, 3 or more.", Words: "People a board or team needs to be shown.",
			Default: 3, Min: 3, Max: 1000, access: plain(func(s *Settings) *int { return &s.BoardMinGroup })},
	}},
	{"referrals", "Referrals", "Referrals of candidates and clients.", []Setting{
		{Key: "referrals.answer_days", Name: "answer_days", Label: "Working days until a silent owner is nudged",
			Words:   "Working days until an owner who does not answer is nudged.",
			Default: 3, Min: 1, Max: 60, access: plain(func(s *Settings) *int { return &s.AnswerDays })},
		{Key: "referrals.escalate_days", Name: "escalate_days", Label: "Working days until managers are told",
			Hint:    "As many or more, to 90",
			Words:   "Working days until program managers are told, as many as answer_days or more.",
			Default: 5, Min: 1, Max: 90, access: plain(func(s *Settings) *int { return &s.EscalateDays })},
		{Key: "referrals.owned_days", Name: "owned_days", Label: "Days a referred person belongs to their referrer",
			Words:   "Days during which a referred person belongs to their referrer.",
			Default: 180, Min: 1, Max: 3650, access: plain(func(s *Settings) *int { return &s.OwnedDays })},
		{Key: "referrals.purge_days", Name: "purge_days", Label: "Days from its end until personal data is erased",
			Words:   "Days from the end of a referral until its personal data is erased.",
			Default: 180, Min: 1, Max: 3650, access: plain(func(s *Settings) *int { return &s.PurgeDays })},
		idleSetting, noticeSetting,
		{Key: "referrals.routes", Name: "routes",
			Words: "Who answers, tried from the top; the first route whose texts all fit wins, a text left out fits " +
				"everything. Where none fits, the recruiter or seller with the fewest open referrals answers.",
			Default: []Route(nil), Max: maxListed, Each: text.MaxShort,
			access: plain(func(s *Settings) *[]Route { return &s.Routes })},
	}},
	bonusSettings,
	outcomeSettings,
	{"review", "Review", "Review of new content.", []Setting{
		{Key: "review.remind_hours", Name: "review_hours", Label: "Working hours until curators are reminded",
			Words:   "Working hours until curators are reminded.",
			Default: 4, Min: 1, Max: 400, access: plain(func(s *Settings) *int { return &s.ReviewHours })},
		{Key: "review.escalate_hours", Name: "review_late", Label: "Working hours until managers are told",
			Words:   "Working hours until program managers are told.",
			Default: 24, Min: 1, Max: 400, access: plain(func(s *Settings) *int { return &s.ReviewLate })},
		{Key: "review.regulated_topics", Name: "regulated", Label: "Regulated topics",
			Hint:    "One a line. A compliance reviewer approves their items as well.",
			Words:   "Topics whose items a compliance reviewer approves as well.",
			Default: []string(nil), Max: MaxRegulated, Each: text.MaxTopic,
			access: texts(func(s *Settings) *[]string { return &s.Regulated })},
	}},
	{"fatigue", "Not too much", "Not too much of it.", []Setting{
		{Key: "fatigue.weekly_cap", Name: "weekly_cap", Label: "Messages per person and week at most",
			Hint: "1 to 100, of those nobody asked for", Words: "Messages the program starts per person and week at most.",
			Default: 10, Min: 1, Max: 100, access: plain(func(s *Settings) *int { return &s.WeeklyCap })},
		{Key: "fatigue.slow_after", Name: "slow_after", Label: "Ignored digests until they come less often",
			Words:   "Ignored digests in a row until they come less often.",
			Default: 3, Min: 1, Max: 100, access: plain(func(s *Settings) *int { return &s.SlowAfter })},
		{Key: "fatigue.ask_after", Name: "ask_after", Label: "Ignored digests until the person is asked",
			Words:   "Ignored digests in a row until the person is asked.",
			Default: 6, Min: 2, Max: 100, access: plain(func(s *Settings) *int { return &s.AskAfter })},
	}},
	{"attribution", "Report", "How the report credits and values what came of it.", []Setting{
		{Key: "attribution.model", Name: "credit_model", Label: "Credit for an outcome goes to",
			Words: "Who gets the credit for an application or a deal after clicks on several shares: first, last, linear (all " +
				"the same) or position (40 % first, 40 % last, 20 % between). A referral gets all of it.",
			Default: CreditModels[1], Values: CreditModels,
			access: plain(func(s *Settings) *string { return &s.CreditModel })},
		{Key: "attribution.window_days", Name: "credit_days", Label: "Days in which a click counts for an outcome",
			Words:   "Days before an outcome in which a click counts for it.",
			Default: 90, Min: 1, Max: 730, access: plain(func(s *Settings) *int { return &s.CreditDays })},
		{Key: "attribution.cost_per_hire", Name: "baseline_cost", Label: "What a hire costs otherwise",
			Hint:    "Such as EUR 4500. Empty: nothing is compared.",
			Words:   "What a hire costs without a referral, such as EUR 4500; \"\" compares nothing.",
			Default: "", Max: text.MaxShort, Money: true,
			access: plain(func(s *Settings) *string { return &s.BaselineCost })},
		{Key: "attribution.goals", Name: "goals", Label: "Goals",
			Hint: "Up to three, one a line, such as " + goalExample,
			Words: "Up to three goals, such as " + goalExample + "; hires, deals, applicants, interviews, introductions, " +
				"meetings, shares or members.",
			Default: []string(nil), Max: 3, Each: text.MaxShort, access: texts(func(s *Settings) *[]string { return &s.Goals })},
		{Key: "attribution.reach_per_post", Name: "reach_per_post", Label: "People who see one post",
			Hint:    "For an estimate that is labelled as one. 0: none.",
			Words:   "People who see one post, for an estimate that is labelled as one; 0 estimates nothing.",
			Default: 0, Max: 1_000_000, access: plain(func(s *Settings) *int { return &s.ReachPerPost })},
		{Key: "attribution.price_per_click", Name: "click_prices",
			Words: "What a click costs as an ad, by network, such as linkedin: EUR 5.50. Networks without a price are worth " +
				"nothing in the report.",
			Default: map[string]string(nil), Each: text.MaxShort, Money: true, Values: networkKeys,
			access: byNetwork(func(s *Settings) *map[term.Network]string { return &s.ClickPrices })},
	}},
	{"people", "People", "", []Setting{
		{Key: "people.leader_titles", Name: "leader_titles", Label: "Titles of leaders",
			Hint: "One a line: words of titles that make a leader.", Words: "Words of titles that make somebody a leader.",
			Default: []string{"chief", "ceo", "cto", "cfo", "coo", "cmo", "cpo", "cro", "vp", "vice president", "svp", "evp",
				"president", "founder", "co-founder", "managing director", "head of", "director", "general manager"},
			Max: maxListed, Each: text.MaxShort, access: texts(func(s *Settings) *[]string { return &s.LeaderTitles })},
		{Key: "people.welcome_all", Name: "welcome_all", Label: "Welcome",
			Hint:    "Write to everybody at the first start, not only on first contact",
			Words:   "Whether everybody gets the welcome message at the first start; otherwise on first contact.",
			Default: false, access: plain(func(s *Settings) *bool { return &s.WelcomeAll })},
	}},
}

func each(visit func(*Setting)) {
	for _, section := range Sections {
		for i := range section.Settings {
			visit(&section.Settings[i])
		}
	}
}

// Default are the program's choices before anybody chose.
func Default() Settings {
	s := Settings{Points: PointRules{Version: 1}, Bonus: BonusRules{Version: 1}, Version: 1}
	each(func(row *Setting) { row.Set(&s, row.Default) })
	return s
}

// Check says what is wrong with the value of one setting, looked at alone. Cut silently, a text that is too long would
// mean something else.
func (row *Setting) check(s *Settings, wrong *problem.Fields) {
	few := fmt.Sprintf("Give at most %d of them.", row.Max)
	switch v := row.Get(s).(type) {
	case int:
		wrong.Within(row.Name, v, row.Min, row.Max)
	case string:
		if row.Max > 0 {
			wrong.Short(row.Name, v, row.Max)
		}
		if row.Values != nil && !slices.Contains(row.Values, v) {
			wrong.Set(row.Name, "Choose one of "+strings.Join(row.Values, ", ")+".")
		}
		if _, _, ok := calendar.ParseClock(v); row.Form == TimeForm && !ok {
			wrong.Set(row.Name, fmt.Sprintf("Write the time as hours and minutes, such as %s.", row.Default))
		}
		row.checkMoney(row.Name, v, wrong)
	case map[string]string:
		for _, part := range row.Parts() {
			row.checkMoney(part.Name, part.Get(s).(string), wrong)
		}
	case []string:
		if len(v) > row.Max {
			wrong.Set(row.Name, few)
		}
		if len(v) < row.Min {
			wrong.Set(row.Name, fmt.Sprintf("Give at least %d of them.", row.Min))
		}
		for _, each := range v {
			if row.Form == DateForm && !calendar.IsDate(calendar.LocalDate(each)) {
				wrong.Set(row.Name, fmt.Sprintf("%q is not a day. Write it like 2026-12-25.", text.Cut(each, 20)))
			}
			if row.Each > 0 && text.Longer(each, row.Each) {
				wrong.Set(row.Name, fmt.Sprintf("%q is too long. Shorten it to %d characters.", text.Cut(each, 30), row.Each))
			}
		}
	case []Route, []bonus.Rule:
		if reflect.ValueOf(v).Len() > row.Max {
			wrong.Set(fmt.Sprintf("%s/%d", row.Name, row.Max+1), few)
		}
	}
}

// checkMoney refuses what is no amount, where one is asked for.
func (row *Setting) checkMoney(field, v string, wrong *problem.Fields) {
	if _, err := bonus.ParseAmount(v); row.Money && v != "" && err != nil {
		wrong.Set(field, "Write the currency and the amount, such as EUR 4500: "+err.Error()+".")
	}
}
